"""Which part of all people a number counts: for each group named near it, whether the number is of that group.

«78 per cent of them Sudanese», «les femmes (36 %)», «ten came from Bangladesh»: a group is named by a noun, an
adjective of nationality, a word such as «unaccompanied», or a country that people come from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sijill import codes
from sijill.model import Figure, Population
from sijill.reading.counted import Counted
from sijill.reading.passage import Passage
from sijill.reading.place_choice import Located
from sijill.reading.text import within

_LEFT, _RIGHT = 12, 9
"""Tokens before and after a number among which groups are looked for."""


class Group(NamedTuple):
    """One narrowing of a population: a field of `Population` and its value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class GroupCandidate:
    """A group and the nearest words for it. `kind`: «noun», «nation», «word», «country» (with its preposition),
    or «rule» where only the noun phrase says so; `by_rule`: the number's own noun phrase has it; `rank`: how many
    other groups are named nearer; `of_before`: what the figure before says of the same field; `beside`: what stands
    right before and right after the words («coasts» of «the Italian coasts»): a counted noun, a number, a mark or
    something else."""

    passage: Passage
    counted: Counted
    measure: str
    unit: str
    group: Group
    kind: str
    side: str
    distance: int
    breaks: int
    numbers: int
    bracket: bool
    by_rule: bool
    rule_has_field: bool
    rank: int
    of_before: str
    beside: str


class _Named(NamedTuple):
    first: int
    last: int
    kind: str
    group: Group


def groups_of(population: Population) -> list[Group]:
    """What a population is narrowed to."""
    found = [Group("nationality", code) for code in population.nationality]
    found += [Group("sex", population.sex)] if population.sex else []
    found += [Group("age", population.age)] if population.age else []
    return found + ([Group("vulnerable", "yes")] if population.vulnerable else [])


def group_candidates(
    passage: Passage,
    counted: Counted,
    measure: str,
    unit: str,
    ruled: Population,
    places: Sequence[Located],
    before: Figure | None,
) -> list[GroupCandidate]:
    """The groups named around a number in its sentence and those of its own noun phrase, each once."""
    ruled_groups = groups_of(ruled)
    fields = {group.field for group in ruled_groups}
    named = sorted(_named(passage, counted, places), key=lambda n: (_distance(n, counted), n.first))
    found: dict[Group, GroupCandidate] = {}
    for one in named:
        if one.group in found:
            continue
        left = one.last <= counted.first
        between = range(one.last, counted.first) if left else range(counted.last, one.first)
        tokens = passage.tokens
        found[one.group] = GroupCandidate(
            passage, counted, measure, unit, one.group, one.kind,
            "left" if left else "right" if one.first >= counted.last else "inside",
            len(between),
            sum(tokens[i].form in _BREAKS for i in between),
            passage.numbers_between(between),
            any(tokens[i].form in "()" for i in between),
            one.group in ruled_groups,
            one.group.field in fields,
            len(found),
            _of_before(before, one.group),
            f"{_neighbour(passage, one.first - 1)}-{_neighbour(passage, one.last)}",
        )  # fmt: skip
    for group in ruled_groups:
        if group not in found:
            found[group] = GroupCandidate(
                passage, counted, measure, unit, group, "rule", "", 0, 0, 0, False, True, True, len(found),
                _of_before(before, group), "",
            )  # fmt: skip
    return [found[group] for group in sorted(found)]


_BREAKS = frozenset(",،;؛:")


def _neighbour(passage: Passage, token: int) -> str:
    if not 0 <= token < len(passage.tokens):
        return "edge"
    if passage.tokens[token].kind != "word":
        return "number" if passage.tokens[token].kind == "digits" else "mark"
    things = passage.mentions.of("thing")
    at = bisect_left(things, token + 1, key=lambda m: m.first) - 1
    if at >= 0 and things[at].first <= token < things[at].last:
        thing = codes.things().get(things[at].meanings[0].key)
        return "people" if thing is not None and thing.unit == "person" else "thing"
    return "short" if len(passage.tokens[token].form) <= 3 else "word"


def _distance(named: _Named, counted: Counted) -> int:
    return max(counted.first - named.last, named.first - counted.last, 0)


def _of_before(before: Figure | None, group: Group) -> str:
    if before is None:
        return "none"
    held = groups_of(before.population)
    return "same" if group in held else "other" if any(g.field == group.field for g in held) else "open"


def _named(passage: Passage, counted: Counted, places: Sequence[Located]) -> Iterator[_Named]:
    sentence = counted.sentence
    first, last = max(sentence.first, counted.first - _LEFT), min(sentence.last, counted.last + _RIGHT)
    for mention in within(passage.mentions.of("thing"), first, last):
        thing = codes.things().get(mention.meanings[0].key)
        if thing is None:
            continue
        for group in groups_of(_population(thing)):
            yield _Named(mention.first, mention.last, "noun", group)
    for mention in within(passage.mentions.of("population"), first, last):
        for meaning in mention.meanings:
            for group in _WORDS.get(meaning.key, ()):
                yield _Named(mention.first, mention.last, "word", group)
    begin = bisect_left(places, first, key=lambda p: p.first)
    for place in places[begin : bisect_left(places, last, key=lambda p: p.first)]:
        if place.name.place.kind == "country" and not _in_an_actor(passage, place.first):
            kind = "nation" if place.name.adjective else f"country-{place.preposition or 'none'}"
            yield _Named(place.first, place.name.last, kind, Group("nationality", place.name.place.country))


def _population(thing: codes.Thing) -> Population:
    return Population(sex=thing.sex, age=thing.age, vulnerable=thing.vulnerable)  # type: ignore[arg-type]


_WORDS = {
    "vulnerable": (Group("vulnerable", "yes"),),
    "pregnant": (Group("sex", "female"), Group("vulnerable", "yes")),
    "female": (Group("sex", "female"),),
    "male": (Group("sex", "male"),),
    "unaccompanied_child": (Group("age", "unaccompanied_child"),),
    "child": (Group("age", "child"),),
    "adult": (Group("age", "adult"),),
}


def _in_an_actor(passage: Passage, token: int) -> bool:
    return any(a.first <= token < a.last for a in within(passage.entities.actors, token - 8, token + 1))


def population_of_groups(groups: Sequence[tuple[Group, float]]) -> Population:
    """The population of groups with their probabilities; of one field that has one value, the likeliest."""
    likeliest: dict[str, Any] = {g.field: g.value for g, _ in sorted(groups, key=lambda pair: pair[1])}
    return Population(
        sex=likeliest.get("sex"),
        age=likeliest.get("age"),
        nationality=tuple(sorted(g.value for g, _ in groups if g.field == "nationality")),
        vulnerable="vulnerable" in likeliest,
    )


def _unit_kind(c: GroupCandidate) -> str:
    if c.unit == "percent":
        return "percent"
    if c.unit != "person":
        return "money" if codes.is_money(c.unit) else "thing"
    return "people" if c.counted.thing else "bare"


def _near(c: GroupCandidate) -> str:
    return (
        "0" if c.distance <= 0 else "1" if c.distance <= 1 else "3" if c.distance <= 3 else
        "6" if c.distance <= 6 else "far"
    )  # fmt: skip


def group_field(c: GroupCandidate) -> bool | str | None:
    """Which field the group narrows, and what the number counts."""
    return f"{c.group.field}|{_unit_kind(c)}"


def group_by_rule(c: GroupCandidate) -> bool | str | None:
    """The number's own noun phrase has the group, or another one of its field, or none."""
    return f"{c.by_rule}|{c.rule_has_field}|{c.group.field}"


def group_place(c: GroupCandidate) -> bool | str | None:
    """What names the group, on which side of the number and how far."""
    return f"{c.kind}|{c.side}|{_near(c)}"


def group_place_by_unit(c: GroupCandidate) -> bool | str | None:
    """The same, by what the number counts."""
    return f"{c.kind}|{c.side}|{_near(c)}|{_unit_kind(c)}"


def group_between(c: GroupCandidate) -> bool | str | None:
    """How many numbers and commas lie between, by side."""
    return f"{c.side}|{min(c.numbers, 2)}|{min(c.breaks, 2)}"


def group_rank(c: GroupCandidate) -> bool | str | None:
    """How many other groups are named nearer, and whether numbers lie between."""
    return f"{min(c.rank, 3)}|{c.numbers > 0}|{_unit_kind(c)}"


def group_bracket(c: GroupCandidate) -> bool | str | None:
    """A bracket stands between: «Syrians (2,101)»."""
    return f"{c.side}|{_near(c)}" if c.bracket else None


def group_after_bracket(c: GroupCandidate) -> bool | str | None:
    """The number stands in a bracket; where the group stands."""
    before = c.counted.first - 1
    inside = before >= 0 and c.passage.tokens[before].form == "("
    return f"{c.side}|{_near(c)}|{c.numbers > 0}" if inside else None


def group_of_measure(c: GroupCandidate) -> bool | str | None:
    """How a measure goes with a nation, and what names it."""
    return f"{c.group.field}|{c.measure}|{c.kind}|{c.by_rule}"


def group_before(c: GroupCandidate) -> bool | str | None:
    """What the figure before says of the field."""
    return f"{c.of_before}|{c.by_rule}|{c.numbers > 0}"


def group_as_a_whole(c: GroupCandidate) -> bool | str | None:
    """Noun phrase, side, distance, numbers and commas between together."""
    return f"{c.by_rule}|{_unit_kind(c)}|{c.kind}|{c.side}|{_near(c)}|{c.numbers > 0}|{c.breaks > 0}|{c.rank == 0}"


def group_by_language(c: GroupCandidate) -> bool | str | None:
    """Side and kind by language: some put the people before the number, some behind."""
    return f"{c.passage.language}|{_unit_kind(c)}|{c.kind}|{c.side}|{c.numbers > 0}|{c.by_rule}"


def group_beside(c: GroupCandidate) -> bool | str | None:
    """What stands right before and after the words that name a nation, by language."""
    return f"{c.passage.language}|{c.kind}|{c.beside}|{c.by_rule}" if c.beside else None


GROUP_FEATURES = (
    group_beside,
    group_field,
    group_by_rule,
    group_place,
    group_place_by_unit,
    group_between,
    group_rank,
    group_bracket,
    group_after_bracket,
    group_of_measure,
    group_before,
    group_as_a_whole,
    group_by_language,
)
