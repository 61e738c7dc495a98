"""The offices that a text names, and the country or organisation that each belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sijill import codes
from sijill.reading.institutions import ActorName, PlaceName, seat_of, split_names
from sijill.reading.mentions import Mention
from sijill.reading.text import Sentence, Token, sentence_of, within


@dataclass(frozen=True, slots=True)
class Office:
    """An office named at tokens `first` to `last`; `of` where a word inside or beside it says whose it is."""

    first: int
    last: int
    start: int
    end: int
    position: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Owners:
    """Organisations and places by where they begin and end, so that those near an office are found at once."""

    actors: Sequence[ActorName]
    places: Sequence[PlaceName]
    by_last: dict[int, str]
    tokens: Sequence[Token]


def owners_of(tokens: Sequence[Token], actors: Sequence[ActorName], places: Sequence[PlaceName]) -> Owners:
    by_last: dict[int, str] = {}
    for place in places:
        by_last.setdefault(place.last, place.place.name)
    for actor in actors:
        by_last.setdefault(actor.last, actor.name)
    return Owners(actors, places, by_last, tokens)


def owner_of(office: Office, between: tuple[int, int], owners: Owners) -> str | None:
    """Whose office it is: an organisation named with it, else the country of an adjective or of-phrase.

    «of the land forces of the General Command in the Libyan National Army»: the widest, which comes last.
    """
    if office.of is not None:
        return office.of
    if (
        codes.offices()[office.position] == "diplomat"
        and (sender := owner_before(office, owners)) is not None
    ):
        return sender
    at = bisect_left(owners.actors, min(between[1], office.last + 11), key=lambda a: a.first) - 1
    if at >= 0 and owners.actors[at].first >= between[0]:
        known = codes.actors().get(owners.actors[at].name)
        return (known.belongs_to if known else None) or owners.actors[at].name
    at = bisect_left(owners.places, between[0], key=lambda p: p.first)
    if at < len(owners.places) and owners.places[at].first < min(between[1], office.last + 3):
        return owners.places[at].place.name
    return owner_before(office, owners)


def owner_before(office: Office, owners: Owners) -> str | None:
    """«Italian interior minister», «Italy's interior minister», «the IOM's director»."""
    for end in range(office.first, office.first - 3, -1):
        if end in owners.by_last:
            return owners.by_last[end]
        if end > 0 and owners.tokens[end - 1].kind == "mark" and owners.tokens[end - 1].form not in "'-":
            return None
    return None


def offices_of(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    names: Sequence[Mention],
    places: Sequence[PlaceName],
    owners: Owners,
    language: str,
) -> list[Office]:
    """The offices of a text in its order: «ministre grec des Migrations» is one, and a counterpart's is the
    one named before it."""
    split = {
        place.first - 1: Office(place.first - 1, last, start, tokens[last - 1].end, key, place.place.name)
        for place, last, start, key in split_names(text, tokens, places, language, "office")
    }
    found: list[Office] = []
    for mention in names:
        if mention.first in split:
            found.append(split[mention.first])
        elif found and mention.first < found[-1].last:
            continue
        elif mention.keys("office"):
            seat = seat_of(tokens, mention, language)
            found.append(Office(*mention[:4], mention.keys("office")[0], seat.name if seat else None))
        elif mention.keys("counterparts") and found:
            sentence = sentence_of(sentences, mention.first)
            of = _nationality_beside(mention, owners)
            if of is not None and found[-1].first >= sentences[max(0, _index(sentences, sentence) - 1)].first:
                found.append(Office(*mention[:4], found[-1].position, of))
    return found


def _index(sentences: Sequence[Sentence], sentence: Sentence) -> int:
    return bisect_left(sentences, sentence.first, key=lambda s: s.first)


def _nationality_beside(mention: Mention, owners: Owners) -> str | None:
    """«his Libyan counterpart», «il suo omologo libico»."""
    near = within(owners.places, mention.first - 3, mention.last + 2)
    behind = (p for p in near if p.first == mention.last)
    before = (p for p in near if p.last == mention.first)
    place = next(behind, None) or next(before, None)
    return place.place.name if place is not None else None


def before_mark(tokens: Sequence[Token], first: int, last: int) -> int:
    """The first mark between two tokens that is no apostrophe or hyphen, or the last token."""
    marks = (i for i in range(first, last) if tokens[i].kind == "mark" and tokens[i].form not in "'-")
    return next(marks, last)
