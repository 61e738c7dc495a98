"""Places, organisations and office holders of a text, put together from the names that it mentions.

«وزارة الداخلية الإيطالية», «Italy's interior ministry», «le ministère italien de l'Intérieur»: an institution
and a country make an organisation. An office, a country or organisation, ranks and a name make a person in
a public role. Nobody else becomes one: a name without an office or a place among the known officials is left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from sijill import codes
from sijill.reading.mentions import Mention, Mentions, lexicon
from sijill.reading.text import Sentence, Token

_NEAR = 3
"""Tokens that may stand between an institution and the country that it belongs to («of», «the», «in»)."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place named at tokens `first` to `last`; `adjective` where it is one of nationality («Libyan»)."""

    first: int
    last: int
    start: int
    end: int
    place: codes.Place
    adjective: bool


@dataclass(frozen=True, slots=True)
class ActorName:
    """An organisation named at tokens `first` to `last`: canonical English name, kind, country, side."""

    first: int
    last: int
    start: int
    end: int
    name: str
    kind: str
    country: str | None
    side: str | None


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
class Entities:
    """All of them, each list in text order."""

    places: tuple[PlaceName, ...]
    actors: tuple[ActorName, ...]
    persons: tuple[PersonName, ...]


def entities(
    text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Mentions, language: str
) -> Entities:
    """The places, organisations and officials of a text."""
    names = mentions.of("name")
    places = _places(names)
    actors = _actors(text, tokens, sentences, names, places, language)
    persons = _persons(tokens, sentences, mentions, actors, places)
    return Entities(tuple(places), tuple(actors), tuple(persons))


def _places(names: Sequence[Mention]) -> list[PlaceName]:
    found = []
    known = codes.places()
    for mention in names:
        for kind in ("place", "people"):
            for key in mention.keys(kind)[:1]:
                first, last, start, end, _ = mention
                found.append(PlaceName(first, last, start, end, known[key], kind == "people"))
    return found


def _actors(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    names: Sequence[Mention],
    places: Sequence[PlaceName],
    language: str,
) -> list[ActorName]:
    found: list[ActorName] = []
    by_first = {p.first: p for p in places}
    by_last = {p.last: p for p in places}
    latest: dict[str, ActorName] = {}
    for mention in names:
        for name in mention.keys("actor")[:1]:
            actor = codes.actors()[name]
            found.append(
                ActorName(
                    mention.first, mention.last, mention.start, mention.end, name, actor.kind, actor.country,
                    actor.side,
                )
            )  # fmt: skip
        keys = mention.keys("institution")
        if keys:
            institution = codes.institutions()[keys[0]]
            place, first, last = _owner(tokens, sentences, mention, by_first, by_last, institution)
            if place is not None:
                named = _named(institution, place)
                start = tokens[first].start if first < mention.first else mention.start
                end = tokens[last - 1].end if last > mention.last else mention.end
                actor_name = ActorName(
                    first,
                    last,
                    start,
                    end,
                    named,
                    institution.kind,
                    place.country,
                    _side(named, place, institution),
                )
                latest[institution.key] = actor_name
                found.append(actor_name)
            elif institution.key in latest:
                before = latest[institution.key]
                found.append(
                    ActorName(
                        mention.first, mention.last, mention.start, mention.end,
                        before.name, before.kind, before.country, before.side,
                    )
                )  # fmt: skip
    taken = {token for actor in found for token in range(actor.first, actor.last)}
    for split in _split_institutions(text, tokens, places, language):
        inside = range(split.first, split.last)
        if taken.isdisjoint(inside):
            taken.update(inside)
            found.append(split)
    return sorted(found, key=lambda a: (a.first, a.last))


def _split_institutions(
    text: str, tokens: Sequence[Token], places: Sequence[PlaceName], language: str
) -> list[ActorName]:
    """«ministère italien de l'Intérieur»: the adjective stands inside the institution's name."""
    phrases = lexicon(language)
    found = []
    for place in places:
        before = place.first - 1
        if not place.adjective or before < 0 or tokens[before].kind != "word":
            continue
        window = [tokens[before], *tokens[place.last : place.last + 6]]
        for match in phrases.every(window, 0, text):
            keys = [m.key for m in match.meanings if m.kind == "institution"]
            if keys and match.last > 1:
                institution = codes.institutions()[keys[0]]
                last = place.last + match.last - 1
                named = _named(institution, place.place)
                found.append(
                    ActorName(
                        before, last, match.start, tokens[last - 1].end, named, institution.kind,
                        place.place.country, _side(named, place.place, institution),
                    )
                )  # fmt: skip
                break
    return found


def _owner(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mention: Mention,
    by_first: dict[int, PlaceName],
    by_last: dict[int, PlaceName],
    institution: codes.Institution,
) -> tuple[codes.Place | None, int, int]:
    """The place that an institution belongs to, and the tokens that the two take together."""
    wants_town = "{place}" in institution.name
    sentence = sentence_of(sentences, mention.first)
    for at in range(mention.last, min(mention.last + _NEAR, sentence.last)):
        place = by_first.get(at)
        if place is not None and (wants_town or _owns(place.place, institution)):
            return place.place, mention.first, place.last
        if tokens[at].kind == "mark" and tokens[at].form not in "'-":
            break
    for at in range(mention.first, max(mention.first - _NEAR, sentence.first) - 1, -1):
        place = by_last.get(at)
        if place is not None and (wants_town or _owns(place.place, institution)):
            return place.place, place.first, mention.last
        if at < mention.first and tokens[at].kind == "mark" and tokens[at].form not in "'-":
            break
    return None, mention.first, mention.last


def _owns(place: codes.Place, institution: codes.Institution) -> bool:
    """Whether a place can have the institution: a country, or the Union where it is no force («EU military»)."""
    if place.kind == "union":
        return institution.kind not in ("army", "navy", "coast_guard", "police")
    return place.kind == "country"


def _named(institution: codes.Institution, place: codes.Place) -> str:
    country = codes.places().get(place.country, place)
    name = institution.name.format(
        country=country.name, adjective=country.adjective or country.name, place=place.name
    )
    return name if "{place}" in institution.name or name not in codes.own_names() else codes.own_names()[name]


def _side(name: str, place: codes.Place, institution: codes.Institution) -> str | None:
    known = codes.actors().get(name)
    if known is not None:
        return known.side
    if institution.kind not in ("coast_guard", "navy", "army", "police"):
        return None
    return "destination" if place.country in codes.destinations() else "departure"


def _persons(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Mentions,
    actors: Sequence[ActorName],
    places: Sequence[PlaceName],
) -> list[PersonName]:
    """Known officials with the office that stands beside them, and offices that stand alone."""
    found: list[PersonName] = []
    names = mentions.of("name")
    people = [m for m in names if m.keys("person")]
    offices = [m for m in names if m.keys("office")]
    ranks = {m.last: m for m in mentions.of("rank")}
    owners = _owners(actors, places)
    described: dict[str, tuple[str | None, str | None]] = {}
    used: set[int] = set()
    for person in people:
        name = person.keys("person")[0]
        sentence = sentence_of(sentences, person.first)
        office = _office_beside(tokens, sentence, person, offices, people)
        position = organisation = None
        first, last = person.first, person.last
        if office is not None:
            used.add(office.first)
            position = office.keys("office")[0]
            between = (
                (office.last, person.first) if office.first < person.first else (office.last, sentence.last)
            )
            organisation = _organisation(office, between, owners)
            first, last = min(first, office.first), max(last, office.last)
        if first in ranks:
            first = ranks[first].first
        if position is None and name in described:
            position, organisation = described[name]
        elif position is not None:
            described[name] = (position, organisation)
        found.append(
            PersonName(
                first,
                last,
                tokens[first].start,
                tokens[last - 1].end,
                name,
                position,
                organisation,
                named=True,
            )
        )
    holders = {(p.position, p.organisation): p.name for p in found if p.position}
    for office in offices:
        if office.first in used:
            continue
        sentence = sentence_of(sentences, office.first)
        position = office.keys("office")[0]
        end = _before_mark(tokens, office.last, min(office.last + 4, sentence.last))
        organisation = _organisation(office, (office.last, end), owners)
        if organisation is None:
            organisation = _owner_before(office, owners)
        holder = holders.get((position, organisation))
        found.append(
            PersonName(
                office.first, office.last, office.start, office.end,
                holder or position, position, organisation, named=holder is not None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda p: (p.first, p.last))


def _before_mark(tokens: Sequence[Token], first: int, last: int) -> int:
    """The first mark between two tokens that is no apostrophe or hyphen, or the last token."""
    marks = (i for i in range(first, last) if tokens[i].kind == "mark" and tokens[i].form not in "'-")
    return next(marks, last)


def _office_beside(
    tokens: Sequence[Token],
    sentence: Sentence,
    person: Mention,
    offices: Sequence[Mention],
    people: Sequence[Mention],
) -> Mention | None:
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


@dataclass(frozen=True, slots=True)
class _Owners:
    """Organisations and places by where they begin and end, so that those near an office are found at once."""

    actors: Sequence[ActorName]
    places: Sequence[PlaceName]
    by_last: dict[int, str]


def _owners(actors: Sequence[ActorName], places: Sequence[PlaceName]) -> _Owners:
    by_last: dict[int, str] = {}
    for place in places:
        by_last.setdefault(place.last, place.place.name)
    for actor in actors:
        by_last.setdefault(actor.last, actor.name)
    return _Owners(actors, places, by_last)


def _organisation(office: Mention, between: tuple[int, int], owners: _Owners) -> str | None:
    """Whose office it is: an organisation named with it, else the country of an adjective or of-phrase.

    «of the land forces of the General Command in the Libyan National Army»: the widest, which comes last.
    """
    at = bisect_left(owners.actors, min(between[1], office.last + 11), key=lambda a: a.first) - 1
    if at >= 0 and owners.actors[at].first >= between[0]:
        known = codes.actors().get(owners.actors[at].name)
        return (known.belongs_to if known else None) or owners.actors[at].name
    at = bisect_left(owners.places, between[0], key=lambda p: p.first)
    if at < len(owners.places) and owners.places[at].first < min(between[1], office.last + 3):
        return owners.places[at].place.name
    return _owner_before(office, owners)


def _owner_before(office: Mention, owners: _Owners) -> str | None:
    """«Italian interior minister», «Italy's interior minister», «the IOM's director»."""
    ends = (office.first - gap for gap in range(3))
    return next((owners.by_last[end] for end in ends if end in owners.by_last), None)


_first = attrgetter("first")


def sentence_of(sentences: Sequence[Sentence], token: int) -> Sentence:
    """The sentence that a token stands in."""
    return sentences[max(0, bisect_right(sentences, token, key=_first) - 1)]
