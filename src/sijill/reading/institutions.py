"""Places and organisations of a text: an institution belongs to the country or town that the text gives it.

«Italy's interior ministry», «le ministère italien de l'Intérieur», «خفر السواحل الليبي»; where the sentence
names no country, the one that the scene is set in, if it is set in one only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sijill import codes
from sijill.languages import data
from sijill.languages.script import fold
from sijill.reading.mentions import Mention, lexicon
from sijill.reading.text import Sentence, Token, sentence_of, within

_NEAR = 4
"""Tokens that may stand between an institution and the country that it belongs to («of», «the», «in»)."""
_LEAD = 3
"""Sentences that set the scene: the title and the two that follow it, or the first three."""
_FORCES = frozenset({"army", "navy", "coast_guard", "police"})


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


def place_names(names: Sequence[Mention]) -> list[PlaceName]:
    """The places among the mentions of names."""
    found = []
    known = codes.places()
    for mention in names:
        for kind in ("place", "people"):
            for key in mention.keys(kind)[:1]:
                first, last, start, end, _ = mention
                found.append(PlaceName(first, last, start, end, known[key], kind == "people"))
    return found


def organisations(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    names: Sequence[Mention],
    places: Sequence[PlaceName],
    language: str,
) -> list[ActorName]:
    """The organisations of a text, in text order."""
    found: list[ActorName] = []
    by_first = {p.first: p for p in places}
    by_last = {p.last: p for p in places}
    latest: dict[str, ActorName] = {}
    scenes = _scenes(sentences, places)
    linking = connectors(language)
    for mention in names:
        keys = mention.keys("institution")
        sentence = sentence_of(sentences, mention.first)
        place, first, last = None, mention.first, mention.last
        if keys:
            institution = codes.institutions()[keys[0]]
            place, first, last = _owner(tokens, sentence, mention, by_first, by_last, institution, linking)
            place = place or seat_of(tokens, mention, language)
        if place is None and mention.keys("actor"):
            name = mention.keys("actor")[0]
            actor = codes.actors()[name]
            found.append(
                ActorName(
                    mention.first, mention.last, mention.start, mention.end, name, actor.kind, actor.country,
                    actor.side,
                )
            )  # fmt: skip
            continue
        if not keys or (place is None and mention.last in by_first and by_first[mention.last].adjective):
            continue  # «a European coast guard» is no coast guard of the country's
        if place is None and institution.key not in latest and institution.of_scene:
            place = _scene(scenes, places, sentence, mention.first)
        if place is not None:
            start = tokens[first].start if first < mention.first else mention.start
            end = tokens[last - 1].end if last > mention.last else mention.end
            actor_name = _actor_name(first, last, start, end, institution, place)
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


def _scenes(sentences: Sequence[Sentence], places: Sequence[PlaceName]) -> list[tuple[int, str | None]]:
    """From which token on a text is clearly set in which country, in text order.

    It is the only one that the head of the text names, unless another has been named as often since, or the one
    named there named four times as often as any other. Nationalities of people do not count.
    """
    head = sentences[min(_LEAD, len(sentences)) - 1].last if sentences else 0
    named = [
        p for p in places if not p.adjective and p.place.kind != "union" and p.place.country in codes.places()
    ]
    lead = {p.place.country for p in named if p.first < head}
    counts: Counter[str] = Counter()
    found: list[tuple[int, str | None]] = []
    for place in named:
        counts[place.place.country] += 1
        (country, times), *others = counts.most_common(2)
        second = others[0][1] if others else 0
        clear = (
            second < times if lead == {country} else country in lead and times >= 4 and times >= 4 * second
        )
        found.append((0 if place.first < head else place.first, country if clear else None))
    return found


def _scene(
    scenes: Sequence[tuple[int, str | None]], places: Sequence[PlaceName], sentence: Sentence, token: int
) -> codes.Place | None:
    """The country on either side of the sea that a text is set in up to a token, where the token's sentence
    names no other such country or its people."""
    at = bisect_right(scenes, token, key=lambda scene: scene[0]) - 1
    country = scenes[at][1] if at >= 0 else None
    sides = codes.departures() | codes.destinations()
    here = {p.place.country for p in within(places, sentence.first, sentence.last)}
    if country is None or country not in sides or (here & sides) - {country}:
        return None
    return codes.places()[country]


def _split_institutions(
    text: str, tokens: Sequence[Token], places: Sequence[PlaceName], language: str
) -> list[ActorName]:
    """«ministère italien de l'Intérieur»: the adjective stands inside the institution's name."""
    found = []
    for place, last, start, key in split_names(text, tokens, places, language, "institution"):
        institution = codes.institutions()[key]
        first = place.first - 1
        found.append(_actor_name(first, last, start, tokens[last - 1].end, institution, place.place))
    return found


def split_names(
    text: str, tokens: Sequence[Token], places: Sequence[PlaceName], language: str, kind: str
) -> Iterator[tuple[PlaceName, int, int, str]]:
    """Names of a kind that go on behind an adjective of nationality: the adjective, where the name ends
    (exclusive token), the offset where it begins, its key."""
    phrases = lexicon(language)
    for place in places:
        before = place.first - 1
        if not place.adjective or before < 0 or tokens[before].kind != "word":
            continue
        if not phrases.begins(tokens[before].form):
            continue
        window = [tokens[before], *tokens[place.last : place.last + 6]]
        for match in phrases.every(window, 0, text):
            keys = [m.key for m in match.meanings if m.kind == kind]
            if keys and match.last > 1:
                yield place, place.last + match.last - 1, match.start, keys[0]
                break


def _owner(
    tokens: Sequence[Token],
    sentence: Sentence,
    mention: Mention,
    by_first: dict[int, PlaceName],
    by_last: dict[int, PlaceName],
    institution: codes.Institution,
    linking: frozenset[str],
) -> tuple[codes.Place | None, int, int]:
    """The place that an institution belongs to, and the tokens that the two take together.

    Behind it an adjective stands next to it and a noun after «of the», so that a nationality further on is
    that of somebody else («police arrested Tunisian men»); before it, right before it («35 Afghans seized by
    police») or as a possessor («Italy's»).
    """
    for at in range(mention.last, min(mention.last + _NEAR, sentence.last)):
        place = by_first.get(at)
        if place is not None:
            if _owns(place.place, institution) and (not place.adjective or at <= mention.last + 1):
                return place.place, mention.first, place.last
            break
        form = tokens[at].form
        if form in linking:
            continue
        if at == mention.last and form.startswith("ال"):
            continue  # «وزارة الداخلية المكلفة الليبية»
        break
    for at in range(mention.first, max(mention.first - _NEAR, sentence.first) - 1, -1):
        place = by_last.get(at)
        if place is not None and _owns(place.place, institution):
            return place.place, place.first, mention.last
        if at <= sentence.first or tokens[at - 1].form not in ("'", "-", "s"):
            break
    return None, mention.first, mention.last


def seat_of(tokens: Sequence[Token], mention: Mention, language: str) -> codes.Place | None:
    """The country of an institution or office that is named by its palace («the Viminale»)."""
    seats = _seats(language)
    keys = (seats[t.form] for t in tokens[mention.first : mention.last] if t.form in seats)
    return next((codes.places()[key] for key in keys), None)


@cache
def _seats(language: str) -> dict[str, str]:
    seats = data(language, "names").get("seats") or {}
    return {fold(word): country for country, words in seats.items() for word in words}


@cache
def connectors(language: str) -> frozenset[str]:
    """The words between an institution or office and what it belongs to, of a language's names.yaml."""
    return frozenset(fold(word) for word in data(language, "names").get("connectors") or ())


def _owns(place: codes.Place, institution: codes.Institution) -> bool:
    """Whether a place can have the institution: any its court, a country, a town its police, or the Union
    where it is no force («EU military»)."""
    if "{place}" in institution.name:
        return place.kind not in ("sea", "union")
    if place.kind == "union":
        return institution.kind not in _FORCES
    return place.kind == "country" or (institution.of_town is not None and place.kind != "sea")


def _actor_name(
    first: int, last: int, start: int, end: int, institution: codes.Institution, place: codes.Place
) -> ActorName:
    name = _named(institution, place)
    return ActorName(
        first, last, start, end, name, institution.kind, place.country, _side(name, place, institution)
    )


def _named(institution: codes.Institution, place: codes.Place) -> str:
    country = codes.places().get(place.country, place)
    town = institution.of_town if place.kind not in ("country", "union") else None
    template = town or institution.name
    name = template.format(
        country=country.name, adjective=country.adjective or country.name, place=place.name
    )
    return name if "{place}" in template else codes.own_names().get(name, name)


def _side(name: str, place: codes.Place, institution: codes.Institution) -> str | None:
    known = codes.actors().get(name)
    if known is not None:
        return known.side
    if institution.kind not in _FORCES:
        return None
    return "destination" if place.country in codes.destinations() else "departure"
