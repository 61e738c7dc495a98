"""Where a movement starts, where it goes, where it happens: for each country near a figure, each role or not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sijill import codes
from sijill.reading.counted import Counted
from sijill.reading.institutions import PlaceName
from sijill.reading.passage import Passage
from sijill.reading.text import within

Role: TypeAlias = Literal["from", "to", "at"]
ROLES: tuple[Role, ...] = ("from", "to", "at")


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """What is the same for all places of one figure. `before`: the places of the figure before it by role;
    `roles_here`: those that a preposition gives to a country of the number's sentence; `first`: the places of the
    first figure of its measure; `nations`: whose nationals are counted; `named`: how often the document names each
    country; `act`: the tokens of the word that gave the measure."""

    passage: Passage
    counted: Counted
    measure: str
    actor_country: str | None
    actor_kind: str
    before: dict[str, tuple[str, ...]] | None
    before_same: bool
    countries_here: int
    roles_here: frozenset[str]
    first: dict[str, tuple[str, ...]] | None
    nations: tuple[str, ...]
    named: Mapping[str, int]
    act: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A country in a role. `where`: «left», «right», «before», «earlier», «title», «actor», «figure» (that of the
    figure before) or «first» (that of the first figure of the measure). `numbers`, `breaks`, `clauses`: how many
    numbers, commas and openings of clauses lie between; `listed`: the country that it follows in a list."""

    given: PlaceGiven
    code: str
    role: Role
    where: str
    preposition: str
    adjective: bool
    kind: str
    near: bool
    distance: int = 99
    numbers: int = 0
    breaks: int = 0
    clauses: int = 0
    dateline: bool = False
    listed: str = ""
    to_act: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A place named with the role that the words before it give («from», «to», «at», «off», «» for none).
    `listed`: the country named right before it in a list; `dateline`: it says where the text was written."""

    name: PlaceName
    preposition: str
    listed: str = ""
    dateline: bool = False

    @property
    def first(self) -> int:
        """The token at which it begins."""
        return self.name.first


def located(passage: Passage) -> list[Located]:
    """The places of a passage with their prepositions; in a list, all have that of the first."""
    ends: dict[int, str] = {}
    for mention in passage.mentions.of("preposition"):
        ends[mention.last] = mention.meanings[0].key
    found: list[Located] = []
    for name in passage.entities.places:
        role = ends.get(name.first, "")
        if not role:
            for back in (1, 2):
                at = name.first - back
                if at in ends and all(len(passage.tokens[i].form) <= 4 for i in range(at, name.first)):
                    role = ends[at]
                    break
        listed = ""
        if found and 0 <= name.first - found[-1].name.last <= 2 and not name.adjective:
            listed = found[-1].name.place.country
            role = role or found[-1].preposition
        found.append(Located(name, role, listed, _is_dateline(passage, name)))
    return found


def _is_dateline(passage: Passage, name: PlaceName) -> bool:
    """«TRIPOLI —», «Genève, 12 mars.», «طرابلس -»: a town at the head of a paragraph, with a mark behind it."""
    sentence = passage.sentence_at(name.first)
    if name.first - sentence.first > 2 or name.adjective or name.place.kind == "country":
        return False
    if sentence.first and passage.sentence_at(sentence.first - 1).paragraph == sentence.paragraph:
        return False
    rest = [token.form for token in passage.tokens[name.last : name.last + 5]]
    return any(form in _DASHES for form in rest) or rest[:1] in ([","], ["،"], [":"], ["("], ["/"])


_DASHES = frozenset("-–—")


_EARLIER = 12
"""Places before the number's sentence that are looked at."""


def place_candidates(given: PlaceGiven, places: Sequence[Located], role: Role) -> list[PlaceCandidate]:
    """One candidate for each country that stands near the figure, the nearest mention of it speaking."""
    passage, counted = given.passage, given.counted
    found: dict[str, PlaceCandidate] = {}
    sentence = counted.sentence
    previous = passage.sentence_at(max(0, sentence.first - 1))
    title = passage.sentences[0]
    ranked: list[tuple[int, int, str, Located]] = []
    begin = bisect_left(places, sentence.first, key=lambda p: p.first)
    near = places[max(0, begin - _EARLIER) : bisect_left(places, sentence.last, key=lambda p: p.first)]
    in_title = within(places, title.first, title.last)[:_EARLIER]
    for place in {id(place): place for place in (*in_title, *near)}.values():
        first = place.name.first
        if sentence.first <= first < sentence.last:
            side = "left" if first < counted.first else "right"
            ranked.append((0, abs(first - counted.first), side, place))
        elif previous.first <= first < previous.last:
            ranked.append((1, sentence.first - first, "before", place))
        elif title.first <= first < title.last:
            ranked.append((3, first, "title", place))
        elif first < sentence.first:
            ranked.append((2, sentence.first - first, "earlier", place))
    ranked.sort(key=lambda r: (r[0], not (r[3].preposition and r[0] == 0), r[1]))
    for _, distance, where, place in ranked:
        code = place.name.place.country
        if code not in found:
            found[code] = _named(given, role, where, distance, place)
    extra = [(given.actor_country, "actor")] if given.actor_country else []
    for codes_before in (given.before or {}).values():
        extra += [(code, "figure") for code in codes_before]
    for codes_first in (given.first or {}).values():
        extra += [(code, "first") for code in codes_first]
    extra += [(code, "nation") for code in given.nations]
    for code, where in extra:
        if code not in found:
            found[code] = PlaceCandidate(given, code, role, where, "", False, "country", False)
    return [found[code] for code in sorted(found, key=lambda code: (bool(found[code].listed), code))]


def _named(given: PlaceGiven, role: Role, where: str, distance: int, place: Located) -> PlaceCandidate:
    passage, counted, name = given.passage, given.counted, place.name
    between = range(0)
    if where == "left":
        between = range(name.last, counted.first)
    elif where == "right":
        between = range(counted.last, name.first)
    return PlaceCandidate(
        given, name.place.country, role, where, place.preposition, name.adjective, name.place.kind,
        distance <= 6, distance,
        passage.numbers_between(between),
        sum(passage.tokens[i].form in _BREAKS for i in between),
        passage.clauses_between(between),
        place.dateline,
        place.listed,
        _to_act(given, name),
    )  # fmt: skip


_BREAKS = frozenset(",،;؛:()")


def number_of_place(passage: Passage, place: Located) -> int:
    """Where the number begins that a place goes with: the nearest without a comma between, else the nearest; the
    place's own preposition does not part them. -1 in a text without numbers."""
    start, end = passage.tokens[place.first].start, passage.tokens[place.name.last - 1].end
    at = bisect_left(passage.quantities, start, key=lambda q: q.start)
    gaps = []
    for q in passage.quantities[max(0, at - 1) : at]:
        words = place.first - passage.token_at(q.end - 1) - 1 - bool(place.preposition)
        gaps.append((_apart(passage.text[q.end : start]), words, q.start))
    for q in passage.quantities[at : at + 1]:
        words = passage.token_at(q.start) - place.name.last
        gaps.append((_apart(passage.text[end : q.start]), words, q.start))
    return min(gaps)[2] if gaps else -1


def _apart(between: str) -> bool:
    return any(mark in between for mark in _BREAKS)


def places_of_others(
    passage: Passage, counted: Counted, here: Sequence[Located], role: Role
) -> frozenset[str]:
    """The countries that other numbers of the sentence have in a role: «58,408 from Libya, 4,841 from Tunisia». None
    where the number has no country of its own in that role. What is listed with a country goes with it."""
    named = [p for p in here if p.preposition == role]
    nearest: list[int] = []
    for place in named:
        nearest.append(nearest[-1] if place.listed and nearest else number_of_place(passage, place))
    own = {
        p.name.place.country
        for p, start in zip(named, nearest, strict=True)
        if start == counted.quantity.start
    }
    return frozenset(p.name.place.country for p in named) - own if own else frozenset()


def _to_act(given: PlaceGiven, name: PlaceName) -> str:
    """How a place stands to the word that gave the measure."""
    if given.act is None:
        return "none"
    if name.first >= given.act[1]:
        gap = name.first - given.act[1]
        return "after-next" if gap <= 2 else "after-near" if gap <= 5 else "after-far"
    gap = given.act[0] - name.last
    return "before-next" if gap <= 2 else "before-near" if gap <= 5 else "before-far"


def place_role(c: PlaceCandidate) -> bool | str | None:
    """How common the role is for the measure."""
    return f"{c.role}|{c.given.measure}"


def place_where(c: PlaceCandidate) -> bool | str | None:
    """Where the place stands to the number, by role."""
    return f"{c.role}|{c.where}"


def place_preposition(c: PlaceCandidate) -> bool | str | None:
    """The word before the place, by role."""
    return f"{c.role}|{c.preposition or 'none'}"


def place_preposition_where(c: PlaceCandidate) -> bool | str | None:
    """The word before the place and where it stands, by role."""
    return f"{c.role}|{c.preposition or 'none'}|{c.where}"


def place_preposition_measure(c: PlaceCandidate) -> bool | str | None:
    """The word before the place, by role and measure."""
    return f"{c.role}|{c.preposition or 'none'}|{c.given.measure}"


def place_adjective(c: PlaceCandidate) -> bool | str | None:
    """It is an adjective of nationality, by role."""
    return f"{c.role}|{c.where}" if c.adjective else None


def place_kind(c: PlaceCandidate) -> bool | str | None:
    """What kind of place it is, by role."""
    return f"{c.role}|{c.kind}"


def place_of_actor(c: PlaceCandidate) -> bool | str | None:
    """It is the country of the actor, by role and measure."""
    return f"{c.role}|{c.given.measure}|{c.given.actor_kind}" if c.code == c.given.actor_country else None


def place_of_figure_before(c: PlaceCandidate) -> bool | str | None:
    """The figure before has it in this role, or not."""
    if c.given.before is None:
        return None
    held = c.code in c.given.before[c.role]
    return f"{c.role}|{held}|{'kin' if c.given.before_same else 'stranger'}"


def place_rival(c: PlaceCandidate) -> bool | str | None:
    """The number's sentence names another country in this role, while this one stands elsewhere."""
    return (
        f"{c.role}|{c.where}" if c.where not in ("left", "right") and c.role in c.given.roles_here else None
    )


def place_near(c: PlaceCandidate) -> bool | str | None:
    """It stands within six words of the number."""
    return c.role if c.near else None


def place_side(c: PlaceCandidate) -> bool | str | None:
    """Which side the country is on, by role and measure."""
    if c.code == "MED":
        return f"{c.role}|sea|{c.given.measure}"
    side = (
        "departure"
        if c.code in codes.departures()
        else "destination"
        if c.code in codes.destinations()
        else "beyond"
    )
    return f"{c.role}|{side}|{c.given.measure}"


def place_alone(c: PlaceCandidate) -> bool | str | None:
    """It is the only country of the sentence."""
    return c.role if c.given.countries_here == 1 and c.where in ("left", "right") else None


def place_between(c: PlaceCandidate) -> bool | str | None:
    """How many numbers and commas lie between the place and the number, by side and role."""
    if c.where not in ("left", "right"):
        return None
    return f"{c.role}|{c.where}|{min(c.numbers, 2)}|{min(c.breaks, 2)}"


def place_between_with_preposition(c: PlaceCandidate) -> bool | str | None:
    """Whether numbers or clauses lie between, by side and the word before the place."""
    if c.where not in ("left", "right"):
        return None
    return f"{c.role}|{c.preposition or 'none'}|{c.where}|{c.numbers > 0}|{c.clauses > 0}|{c.adjective}"


def place_dateline(c: PlaceCandidate) -> bool | str | None:
    """It only says where the text was written."""
    return f"{c.role}|{c.where}" if c.dateline else None


def place_of_first_figure(c: PlaceCandidate) -> bool | str | None:
    """The first figure of the measure has it in this role, or not; by where it stands itself."""
    if c.given.first is None:
        return None
    return f"{c.role}|{c.code in c.given.first[c.role]}|{c.where}"


def place_of_nationals(c: PlaceCandidate) -> bool | str | None:
    """Its nationals are counted, by measure."""
    return f"{c.role}|{c.given.measure}" if c.code in c.given.nations else None


def place_most_named(c: PlaceCandidate) -> bool | str | None:
    """The document names it most, by role and measure, where the sentence names none in the role."""
    most = max(c.given.named.values(), default=0)
    if c.role in c.given.roles_here or most == 0:
        return None
    return f"{c.role}|{c.given.named.get(c.code, 0) == most}|{c.given.measure}"


def place_to_act(c: PlaceCandidate) -> bool | str | None:
    """How it stands to the word that gave the measure, by role and the word before it."""
    return f"{c.role}|{c.preposition or 'none'}|{c.to_act}" if c.to_act else None


def place_role_of_act(c: PlaceCandidate) -> bool | str | None:
    """Where it stands, by role, measure and the word before it."""
    near = "near" if c.near else "far"
    return f"{c.role}|{c.given.measure}|{c.where}|{c.preposition or 'none'}|{near}"


PLACE_FEATURES = (
    place_between,
    place_between_with_preposition,
    place_dateline,
    place_of_first_figure,
    place_of_nationals,
    place_most_named,
    place_to_act,
    place_role_of_act,
    place_role,
    place_where,
    place_preposition,
    place_preposition_where,
    place_preposition_measure,
    place_adjective,
    place_kind,
    place_of_actor,
    place_of_figure_before,
    place_rival,
    place_near,
    place_side,
    place_alone,
)
