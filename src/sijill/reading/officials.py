"""Officials of a text: a known one with the office beside the name, an office with a name of nobody known, an
office alone. A name without an office is nobody's, and so is one that a word makes a private person
(suspect, migrant, witness, …: `privates` of languages/*/names.yaml).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sijill import codes
from sijill.languages.script import fold
from sijill.reading.institutions import ActorName, PlaceName, connectors
from sijill.reading.mentions import Mentions
from sijill.reading.offices import Office, Owners, before_mark, offices_of, owner_of, owners_of
from sijill.reading.personal_names import (
    NameWords,
    capitalised,
    latin_name,
    name_after,
    name_before,
    name_words,
)
from sijill.reading.text import Sentence, Token, sentence_of, within

_TITLE = 12
"""Tokens that an office may go on for («of the ministry of …») before the name of its holder."""
_PLAIN = 3
"""Words of a title that no lexicon holds; behind them a name stands after a comma only."""
_VERBS = ("say", "event", "act", "clause")
"""Groups of the lexicon that hold verbs and what opens a clause."""
_COMMAS = frozenset({",", "،"})
_WITH_ORGANISATION = frozenset({"organisation", "spokesperson", "adviser", "local", "church", "parliament"})
"""Kinds of offices that private bodies have too: without a country or organisation, no stranger holds one."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """An official named at tokens `first` to `last`, the office included: canonical Latin name (or the
    office alone where no name is given), position and organisation as the text gives them."""

    first: int
    last: int
    start: int
    end: int
    name: str
    position: str | None
    organisation: str | None
    named: bool


@dataclass(frozen=True, slots=True)
class _Holder:
    """A name at tokens `first` to `last`, beside an office or of somebody known."""

    first: int
    last: int
    name: str


def officials(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Mentions,
    actors: Sequence[ActorName],
    places: Sequence[PlaceName],
    language: str,
) -> list[PersonName]:
    """The officials of a text, in text order. Linear in its length."""
    names = mentions.of("name")
    known = [_Holder(m.first, m.last, m.keys("person")[0]) for m in names if m.keys("person")]
    owners = owners_of(tokens, actors, places)
    offices = offices_of(text, tokens, sentences, names, places, owners, language)
    if not known and not offices:
        return []
    ranks = {m.last: m for m in mentions.of("rank")}
    found: list[PersonName] = []
    described: dict[str, tuple[str | None, str | None]] = {}
    used: set[int] = set()
    words = name_words(text, tokens, mentions, language)
    strangers = _strangers(words, sentences, mentions, offices, known, owners, language)
    everybody = sorted([*known, *strangers.values()], key=lambda h: h.first)
    for person in known:
        sentence = sentence_of(sentences, person.first)
        office = _office_beside(tokens, sentence, person, offices, everybody)
        position = organisation = None
        first, last = person.first, person.last
        if office is not None:
            used.add(office.first)
            position, organisation = office.position, _organisation_of(office, person, sentence, owners)
            first, last = min(first, office.first), max(last, office.last)
        if first in ranks:
            first = ranks[first].first
        if position is None and person.name in described:
            position, organisation = described[person.name]
        elif position is not None:
            described[person.name] = (position, organisation)
        found.append(_person(tokens, first, last, person.name, position, organisation, named=True))
    for office in offices:
        stranger = strangers.get(office.first)
        if stranger is None or office.first in used:
            continue
        used.add(office.first)
        organisation = _organisation_of(office, stranger, sentence_of(sentences, office.first), owners)
        first, last = min(office.first, stranger.first), max(office.last, stranger.last)
        found.append(_person(tokens, first, last, stranger.name, office.position, organisation, named=True))
    bare = _bare(words, mentions, offices)
    surnames = {o.last: tokens[o.last].form for o in offices if capitalised(words, o.last)}
    found += _alone(
        tokens, sentences, [o for o in offices if o.first not in used], found, owners, bare, surnames
    )
    return sorted(found, key=lambda p: (p.first, p.last))


def _person(
    tokens: Sequence[Token],
    first: int,
    last: int,
    name: str,
    position: str | None,
    organisation: str | None,
    *,
    named: bool,
) -> PersonName:
    return PersonName(
        first, last, tokens[first].start, tokens[last - 1].end, name, position, organisation, named
    )


def _organisation_of(office: Office, holder: _Holder, sentence: Sentence, owners: Owners) -> str | None:
    end = holder.first
    if holder.first < office.first:
        end = before_mark(owners.tokens, office.last, min(office.last + _TITLE, sentence.last))
    return owner_of(office, (office.last, end), owners)


def _strangers(
    words: NameWords,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    offices: Sequence[Office],
    known: Sequence[_Holder],
    owners: Owners,
    language: str,
) -> dict[int, _Holder]:
    """The names beside offices that no list of officials holds, by the first token of the office."""
    private = mentions.of("private")
    ranks = {m.first: m.last for m in mentions.of("rank")}
    names = {m.first: m.last for m in mentions.of("name") if not m.keys("office")}
    spoken = frozenset(m.first for group in _VERBS for m in mentions.of(group))
    taken = {token for person in known for token in range(person.first, person.last)}
    found: dict[int, _Holder] = {}
    headlines: dict[int, bool] = {}
    for office in offices:
        sentence = sentence_of(sentences, office.first)
        if sentence.first not in headlines:
            headlines[sentence.first] = words.capitals and _in_title_case(words, sentence)
        if headlines[sentence.first]:
            continue
        span = _name_beside(words, office, sentence, ranks, names, spoken, connectors(language))
        if span is None or not taken.isdisjoint(range(*span)):
            continue
        first, last = min(office.first, span[0]), max(office.last, span[1])
        if within(private, max(sentence.first, first - 4), min(sentence.last, last + 4)):
            continue
        holder = _Holder(*span, latin_name(words, *span))
        kind = codes.offices()[office.position]
        if kind in _WITH_ORGANISATION and _organisation_of(office, holder, sentence, owners) is None:
            continue
        taken.update(range(*span))
        found[office.first] = holder
    return found


def _in_title_case(words: NameWords, sentence: Sentence) -> bool:
    """Whether nearly all words have a capital, as in headlines, so that a capital says nothing of a name."""
    long = [w for i in range(sentence.first, sentence.last) if len(w := words.written(i)) > 3 and w.isalpha()]
    return len(long) > 3 and sum(w[0].isupper() for w in long) > 0.7 * len(long)


def _name_beside(
    words: NameWords,
    office: Office,
    sentence: Sentence,
    ranks: dict[int, int],
    names: dict[int, int],
    spoken: frozenset[int],
    linking: frozenset[str],
) -> tuple[int, int] | None:
    """Where the name of an office's holder stands: behind it or a comma, or before it and a comma."""
    tokens, end = words.tokens, min(sentence.last, office.last + _TITLE)
    at, near, plain = office.last, True, 0
    while at < end:
        if at in names:
            at, near = names[at], True
        elif at in ranks:
            at, near = ranks[at], True
            at += at < end and tokens[at].form == "."
        elif name_after(words, at, sentence.last) is not None or tokens[at].kind != "word":
            if tokens[at].form not in ("'", "-"):
                break
            at += 1
        elif tokens[at].form in linking or (not words.capitals and _title_word(words, at)):
            near = not words.capitals
            at += 1
        elif plain < _PLAIN and _is_plain(words, at, spoken):
            near, plain, at = False, plain + 1, at + 1
        else:
            break
    if at >= sentence.last:
        return None
    if near and (last := name_after(words, at, sentence.last)) is not None:
        return at, last
    title_end = at
    if tokens[at].form in _COMMAS:
        at += 1
        while at in ranks:
            at = ranks[at]
            at += at < sentence.last and tokens[at].form == "."
        closed = name_after(words, at, sentence.last)
        if closed is not None and _closes(tokens, closed, sentence):
            return at, closed
    return _before(words, office, title_end, sentence) if words.capitals else None


def _is_plain(words: NameWords, index: int, spoken: frozenset[int]) -> bool:
    """A word without a capital that no verb list has: a title goes on («the UNHCR's mission in Libya»)."""
    form = words.tokens[index].form
    return (
        words.written(index).islower()
        and index not in words.claimed
        and index not in spoken
        and form not in words.joining
    )


def _title_word(words: NameWords, index: int) -> bool:
    """A word with the article that goes on an Arabic title («وزير الدولة المكلف», «للهجرة»)."""
    form = words.tokens[index].form
    return form.startswith(("ال", "بال", "لل")) and index not in words.claimed and form not in words.never


def _closes(tokens: Sequence[Token], index: int, sentence: Sentence) -> bool:
    return index >= sentence.last or (
        tokens[index].kind == "mark" and tokens[index].form not in ("-", "'", "&", "/")
    )


def _before(words: NameWords, office: Office, end: int, sentence: Sentence) -> tuple[int, int] | None:
    """«Matteo Rossi, Italy's interior minister,»: a name, a comma, the office and a mark behind its title."""
    tokens = words.tokens
    if not _closes(tokens, end, sentence):
        return None
    at = office.first
    for _ in range(4):
        if at <= sentence.first + 1 or tokens[at - 1].form in (*_COMMAS, "("):
            break
        at -= 1
    if at <= sentence.first + 1 or tokens[at - 1].form not in (*_COMMAS, "("):
        return None
    if any(words.written(i)[0].isupper() and i not in words.claimed for i in range(at, office.first)):
        return None
    begin = name_before(words, sentence.first, at - 1)
    return None if begin is None else (begin, at - 1)


def _alone(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    offices: Sequence[Office],
    named: Sequence[PersonName],
    owners: Owners,
    bare: frozenset[int],
    surnames: dict[int, str],
) -> Iterator[PersonName]:
    """Offices without a name beside them: that of the one holder named before, else nobody's. «The minister» can
    be the minister of anything, and a surname behind it must be the holder's."""
    holders = {(p.position, p.organisation): p.name for p in named if p.position}
    by_position: dict[str, set[str]] = {}
    for person in named:
        if person.position:
            by_position.setdefault(person.position, set()).add(person.name)
            if codes.offices()[person.position] == "minister":
                by_position.setdefault("minister", set()).add(person.name)
    first_named = {p.name: (p.first, p.organisation) for p in reversed(named)}
    for office in offices:
        sentence = sentence_of(sentences, office.first)
        end = before_mark(tokens, office.last, min(office.last + 4, sentence.last))
        organisation = owner_of(office, (office.last, end), owners)
        surname = surnames.get(office.last)
        holder = holders.get((office.position, organisation))
        same = by_position.get(office.position, set())
        if organisation is None and len(same) == 1:
            (holder,) = same
        if holder is not None and (
            first_named[holder][0] > office.first
            or (surname is not None and surname not in fold(holder).split())
            or (organisation is None and surname is None and office.last not in bare)
        ):
            holder = None
        elif holder is not None:
            organisation = organisation or first_named[holder][1]
        yield PersonName(
            office.first, office.last, office.start, office.end,
            holder or office.position, office.position, organisation, named=holder is not None,
        )  # fmt: skip


def _bare(words: NameWords, mentions: Mentions, offices: Sequence[Office]) -> frozenset[int]:
    """The tokens behind offices with which a title does not go on: marks, verbs, and words that are in none."""
    tokens = words.tokens
    return frozenset(
        at
        for at in (office.last for office in offices)
        if at == len(tokens)
        or tokens[at].kind == "mark"
        or tokens[at].form in words.never
        or any(within(mentions.of(group), at, at + 1) for group in _VERBS)
    )


def _office_beside(
    tokens: Sequence[Token],
    sentence: Sentence,
    person: _Holder,
    offices: Sequence[Office],
    people: Sequence[_Holder],
) -> Office | None:
    """The office in apposition to a name: before it in the same breath, or right after it and a comma."""
    at = bisect_right(offices, person.first, key=lambda o: o.last) - 1
    if at >= 0 and offices[at].first >= sentence.first:
        office = offices[at]
        other = bisect_left(people, office.last, key=lambda p: p.first)
        if (
            (other == len(people) or people[other].last > person.first)
            and person.first - office.last <= 14
            and not _new_clause(tokens, office.last, person.first)
        ):
            return office
    at = bisect_left(offices, person.last, key=lambda o: o.first)
    near = at < len(offices) and offices[at].first < min(person.last + 3, sentence.last)
    if near and any(tokens[i].form in (",", "،", "(") for i in range(person.last, offices[at].first)):
        return offices[at]
    return None


def _new_clause(tokens: Sequence[Token], first: int, last: int) -> bool:
    commas = [i for i in range(first, last) if tokens[i].form in (",", "،", ";", "؛", ":")]
    return len(commas) > 2
