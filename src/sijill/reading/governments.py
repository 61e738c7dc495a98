"""Governments that take part in an event under the name of their country alone."""

from __future__ import annotations

from functools import cache

from sijill.languages import data
from sijill.languages.script import fold
from sijill.model import Participant
from sijill.reading.institutions import ActorName, PlaceName
from sijill.reading.mentions import Meaning, Mention
from sijill.reading.officials import PersonName
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence, within

_JOINED = 3
"""Tokens between two countries of one list."""
_REACH = 4
"""Tokens between the noun of an event and the first country that it is between."""


def governments(
    passage: Passage, sentence: Sentence, mention: Mention, meaning: Meaning
) -> tuple[Participant, ...]:
    """Countries that act: «Norway pledged», «تعهدت النرويج», «an agreement between Italy and Libya»."""
    countries = [
        p
        for p in within(passage.entities.places, sentence.first, sentence.last)
        if not p.adjective and p.place.kind == "country" and not _taken(passage, p.first)
    ]
    subject = next((p for p in countries if _acts(passage, sentence, mention, meaning, p)), None)
    if subject is None:
        return ()
    chain = [subject]
    step = 1 if subject.first > mention.first else -1
    at = countries.index(subject) + step
    while 0 <= at < len(countries):
        left, right = sorted((chain[-1], countries[at]), key=lambda p: p.first)
        if right.first - left.last > _JOINED or any(
            passage.tokens[i].kind == "word" and not _links(passage, i) for i in range(left.last, right.first)
        ):
            break
        chain.append(countries[at])
        at += step
    names = sorted(chain, key=lambda p: p.first)
    return tuple(Participant(f"Government of {p.place.name}") for p in names)


def _taken(passage: Passage, token: int) -> bool:
    """Whether a place stands inside the name of an organisation or the title of an official."""
    near: list[PersonName | ActorName] = [
        *within(passage.entities.actors, token - 12, token + 1),
        *within(passage.entities.persons, token - 12, token + 1),
    ]
    return any(n.first <= token < n.last for n in near)


def _acts(passage: Passage, sentence: Sentence, mention: Mention, meaning: Meaning, place: PlaceName) -> bool:
    """A country next to a verb where its subject stands, or behind the «between» of a noun."""
    tokens = passage.tokens
    between = _words(passage.language, "names", "between")
    if place.first >= mention.last and any(
        tokens[i].form in between for i in range(max(mention.last, place.first - 2), place.first)
    ):
        return place.first - mention.last <= _REACH
    if meaning.kind != "verbs":
        return False
    if data(passage.language, "names").get(
        "verb_first"
    ):  # «تعهدت النرويج»; «وقعت إيطاليا» is a phrase of its own
        return tokens[place.first].start == place.start and mention.first < place.first <= mention.last
    lead = place.first
    while lead > sentence.first and (
        tokens[lead - 1].form == "'"
        or tokens[lead - 1].form in _words(passage.language, "lexicon", "articles")
    ):
        lead -= 1
    led = any(
        p.last in (lead, place.first)
        for p in within(passage.mentions.of("preposition"), lead - 4, place.first)
    )
    return 0 <= mention.first - place.last <= 1 and not led


def _links(passage: Passage, token: int) -> bool:
    """A conjunction or article between two countries."""
    words = _words(passage.language, "names", "joining") | _words(passage.language, "lexicon", "articles")
    return passage.tokens[token].form in words


@cache
def _words(language: str, file: str, section: str) -> frozenset[str]:
    return frozenset(fold(word) for word in data(language, file).get(section) or ())
