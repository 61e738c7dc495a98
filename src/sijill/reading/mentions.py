"""Where a text names what the lexicons hold: things, acts, places, actors, words of saying, of hedged status, …

One tree of phrases a language; one pass over the tokens. Phrases of one group never overlap (the longest
wins), those of different groups may: «bodies» is a thing that is counted and a word for deaths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sijill import codes
from sijill.languages import LanguageError, data
from sijill.languages.lexicon import Lexicon
from sijill.languages.script import REMEMBERED
from sijill.reading.text import Token


class Meaning(NamedTuple):
    """What a phrase means: the group whose phrases exclude each other, a key, and what kind of word it is."""

    group: str
    kind: str
    key: str


NO_SUCH = "none"
"""The kind of a phrase that looks like an event or a word for a measure and is none; longer than what it looks like."""

ON_TOPIC = Meaning("on_topic", "on_topic", "on_topic")
"""A word that a text on the subject has and one about something else has not."""


class Mention(NamedTuple):
    """A phrase in a text: tokens `first` to `last` (exclusive), offsets, and what it can mean in one group."""

    first: int
    last: int
    start: int
    end: int
    meanings: tuple[Meaning, ...]

    def keys(self, kind: str) -> list[str]:
        """The keys that it can have as a word of a kind."""
        return [m.key for m in self.meanings if m.kind == kind]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a text by group, each in text order."""

    by_group: dict[str, list[Mention]]

    def of(self, group: str) -> list[Mention]:
        """The mentions of a group, none if the text has none."""
        return self.by_group.get(group, [])


def mentions(text: str, tokens: Sequence[Token], language: str) -> Mentions:
    """All mentions of a text. Linear in its length times the length of the longest phrase."""
    phrases = lexicon(language)
    found: dict[str, list[Mention]] = defaultdict(list)
    free: dict[str, int] = defaultdict(int)
    begins = phrases.begins
    for index in [i for i, token in enumerate(tokens) if begins(token.form)]:
        for _, last, start, end, meanings, _ in phrases.every(tokens, index, text):
            for group, inside in _by_group(meanings):
                if index >= free[group]:
                    if any(meaning.kind != NO_SUCH for meaning in inside):
                        found[group].append(Mention(index, last, start, end, inside))
                    free[group] = last
    return Mentions(dict(found))


@lru_cache(maxsize=REMEMBERED)
def _by_group(meanings: tuple[Meaning, ...]) -> tuple[tuple[str, tuple[Meaning, ...]], ...]:
    """What a phrase means in each group, by the group's name."""
    groups = sorted({m.group for m in meanings})
    return tuple((group, tuple(m for m in meanings if m.group == group)) for group in groups)


@cache
def lexicon(language: str) -> Lexicon[Meaning]:
    """The phrases of a language's lexicon.yaml and names.yaml. LanguageError names what cannot be used."""
    words, names = data(language, "lexicon"), data(language, "names")
    return Lexicon([*_word_entries(words, language), *_name_entries(names, language)])


Entry = tuple[str, Meaning]


def on_topic_phrases(language: str) -> list[Entry]:
    """The phrases of `on_topic` in a language's lexicon.yaml, for looking for them alone."""
    return list(_on_topic(data(language, "lexicon"), f"languages/{language}/lexicon.yaml"))


def _phrases(value: Any, where: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(p, str) for p in value):
        raise LanguageError(f"{where}: a list of phrases is wanted, found {value!r:.60}")
    return value


def _keyed(
    section: dict[str, Any] | None, where: str, group: str, kind: str, known: Iterable[str]
) -> Iterator[Entry]:
    allowed = frozenset(known)
    for key, phrases in (section or {}).items():
        if str(key) not in allowed:
            raise LanguageError(f"{where}: {key!r} is in no code list")
        meaning = Meaning(group, kind, str(key))
        for phrase in _phrases(phrases, f"{where}: {key}"):
            yield phrase, meaning


def _word_entries(words: dict[str, Any], language: str) -> Iterator[Entry]:
    where = f"languages/{language}/lexicon.yaml"
    yield from _keyed(words.get("things"), where, "thing", "thing", [*codes.things(), *codes.not_counted()])
    for section, group, known in (
        ("acts", "act", codes.measures()),
        ("events", "event", codes.event_types()),
    ):
        for key, parts in (words.get(section) or {}).items():
            for kind in ("verbs", "nouns"):
                yield from _keyed({key: (parts or {}).get(kind)}, f"{where}: {section}", group, kind, known)
    for section, group in (("not_events", "event"), ("not_acts", "act")):
        for phrase in _phrases(words.get(section), f"{where}: {section}"):
            yield phrase, Meaning(group, NO_SUCH, NO_SUCH)
    for kind in ("verbs", "according", "nouns", "relays"):
        for phrase in _phrases((words.get("attribution") or {}).get(kind), f"{where}: attribution: {kind}"):
            yield phrase, Meaning("say", kind, kind)
    yield from _keyed(words.get("status"), where, "status", "status", codes.statuses())
    for mark in ("subset", "others", "total", "now", "each", "rates"):
        for phrase in _phrases(words.get(mark), f"{where}: {mark}"):
            yield phrase, Meaning(mark, "mark", mark)
    for mark in ("increase", "decrease", "compared"):
        for phrase in _phrases((words.get("change") or {}).get(mark), f"{where}: change: {mark}"):
            yield phrase, Meaning("change", "mark", mark)
    for opening in ("relative", "conjunction"):
        for phrase in _phrases((words.get("clauses") or {}).get(opening), f"{where}: clauses: {opening}"):
            yield phrase, Meaning("clause", "clause", opening)
    for role in ("from", "to", "at", "off"):
        for phrase in _phrases((words.get("places") or {}).get(role), f"{where}: places: {role}"):
            yield phrase, Meaning("preposition", "role", role)
    yield from _keyed(words.get("topics"), where, "topic", "topic", codes.topics())
    yield from _keyed(words.get("tasks"), where, "task", "task", codes.tasks())
    for frame, phrases in (words.get("legal_frames") or {}).items():
        for phrase in _phrases(phrases, f"{where}: legal_frames"):
            yield phrase, Meaning("legal_frame", "legal_frame", frame)
    for part, phrases in (words.get("population") or {}).items():
        for phrase in _phrases(phrases, f"{where}: population"):
            yield phrase, Meaning("population", "population", part)
    for phrase in _phrases(words.get("other_subjects"), f"{where}: other_subjects"):
        yield phrase, Meaning("other_subject", "other_subject", "other_subject")
    yield from _on_topic(words, where)


def _on_topic(words: dict[str, Any], where: str) -> Iterator[Entry]:
    for phrase in _phrases(words.get("on_topic"), where):
        yield phrase, ON_TOPIC


def _name_entries(names: dict[str, Any], language: str) -> Iterator[Entry]:
    where = f"languages/{language}/names.yaml"
    lists = {
        "places": ("place", codes.places()),
        "peoples": ("people", codes.places()),
        "actors": ("actor", codes.actors()),
        "institutions": ("institution", codes.institutions()),
        "people": ("person", codes.people()),
        "offices": ("office", codes.offices()),
        "instruments": ("instrument", codes.instruments()),
    }
    for section, (kind, known) in lists.items():
        yield from _keyed(names.get(section), f"{where}: {section}", "name", kind, known)
    for phrase in _phrases(names.get("regions_of_origin"), where):
        yield phrase, Meaning("name", "region_of_origin", "region")
    for kind in ("not_names", "counterparts"):
        for phrase in _phrases(names.get(kind), f"{where}: {kind}"):
            yield phrase, Meaning("name", kind, kind)
    for group in ("rank", "private"):
        for phrase in _phrases(names.get(f"{group}s"), f"{where}: {group}s"):
            yield phrase, Meaning(group, group, group)
