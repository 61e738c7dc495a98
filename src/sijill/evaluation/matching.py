"""When what was read is the same as what the gold asks: the definitions behind every score.

number    the spans overlap and the value is the same
figure    a number, and unit and measure are the same
complete  a figure, and bound, status, period and population are the same
date      the spans overlap and stand for the same days
event     the type is the same, so is the day or period where the gold has one, and one participant is
          shared where the gold has any
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from sijill.evaluation.gold import Dated, Found, Gold
from sijill.model import Event, Figure, Number, Population

SLOTS = ("bound", "status", "period", "population", "places", "actor", "source", "part_of")
"""The slots whose accuracy is stated, over the figures that were found."""

CHART_SLOTS = ("bound", "status", "period", "population")
"""Those of them that have to be right before a figure may go into a chart as it is."""

_WORD = re.compile(r"\w+")
_ROUNDING = 1e-6
"""Relative difference up to which two numbers are one: what decimal fractions lose in binary."""


class Spanned(Protocol):
    """Whatever stands somewhere in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Compared(Generic[Item]):
    """What was asked, what was read less what does not count, and which of them are the same."""

    asked: tuple[Item, ...]
    read: tuple[Item, ...]
    pairs: tuple[tuple[Item, Item], ...]
    missed: tuple[Item, ...]
    spurious: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One passage: its gold against its reading. Figures are paired as numbers."""

    id: str
    language: str
    figures: Compared[Figure]
    dates: Compared[Dated]
    events: Compared[Event]


def compare(gold: Gold, found: Found) -> Comparison:
    """The gold of a passage against what was read in it.

    A number read where the gold has an optional figure does not count, nor does one whose measure is
    `other`. An optional date or event lets go whatever stands for it and is not asked for elsewhere.
    A passage whose language nobody says has it from the beginning of its id, as our gold does.
    """
    numbers = tuple(
        figure
        for figure in found.figures
        if figure.measure != "other" and not any(overlap(figure, o) for o in gold.optional.figures)
    )
    return Comparison(
        gold.id,
        gold.language or found.language or gold.id[:2],
        _compared(gold.asked.figures, numbers, (), same_number, overlap),
        _compared(gold.asked.dates, found.dates, gold.optional.dates, same_date, overlap),
        _compared(gold.asked.events, found.events, gold.optional.events, same_event, same_event),
    )


def _compared(
    asked: tuple[Item, ...],
    read: tuple[Item, ...],
    optional: tuple[Item, ...],
    same: Callable[[Item, Item], bool],
    excused: Callable[[Item, Item], bool],
) -> Compared[Item]:
    pairs = pair_up(asked, read, same)
    of_gold, of_reading = {i for i, _ in pairs}, {j for _, j in pairs}
    spurious = [
        j
        for j, item in enumerate(read)
        if j not in of_reading and not any(excused(free, item) for free in optional)
    ]
    counted = sorted([*of_reading, *spurious])
    return Compared(
        asked,
        tuple(read[j] for j in counted),
        tuple((asked[i], read[j]) for i, j in pairs),
        tuple(item for i, item in enumerate(asked) if i not in of_gold),
        tuple(read[j] for j in spurious),
    )


def pair_up(
    asked: Sequence[Item], read: Sequence[Item], same: Callable[[Item, Item], bool]
) -> list[tuple[int, int]]:
    """Pairs of indices, one to one: each of the asked, in order, takes the first that is still free."""
    free = list(range(len(read)))
    pairs = []
    for i, wanted in enumerate(asked):
        taken = next((j for j in free if same(wanted, read[j])), None)
        if taken is not None:
            free.remove(taken)
            pairs.append((i, taken))
    return pairs


def overlap(one: Spanned, other: Spanned) -> bool:
    """Whether two spans share a character."""
    return min(one.end, other.end) > max(one.start, other.start)


def same_value(one: Number, other: Number) -> bool:
    """Whether two numbers are one, but for the rounding of their notation."""
    return abs(one - other) <= _ROUNDING * max(1.0, abs(one), abs(other))


def same_number(gold: Figure, read: Figure) -> bool:
    """The number was read."""
    return overlap(gold, read) and same_value(gold.value, read.value)


def same_figure(gold: Figure, read: Figure) -> bool:
    """Of a number that was read: it was understood."""
    return gold.unit == read.unit and gold.measure == read.measure


def complete(gold: Figure, read: Figure) -> bool:
    """Of a figure that was understood: it could go into a chart as it is."""
    right = right_slots(gold, read)
    return all(right[slot] for slot in CHART_SLOTS)


def right_slots(gold: Figure, read: Figure) -> dict[str, bool]:
    """Which slots of a figure are right. Where the gold names no actor or source, any will do; of `part_of`
    it is asked whether the figure is a part, not which one it is a part of."""
    return {
        "bound": gold.bound == read.bound,
        "status": gold.status == read.status,
        "period": gold.period == read.period,
        "population": _part(gold.population) == _part(read.population),
        "places": _places(gold) == _places(read),
        "actor": not gold.actor or same_name(gold.actor, read.actor),
        "source": not gold.source or same_name(gold.source, read.source),
        "part_of": (gold.part_of is None) == (read.part_of is None),
    }


def _part(population: Population) -> Population:
    """The population in one way of saying it: «women» may or may not say that they are adults."""
    age = None if population.age == "adult" and population.sex else population.age
    return replace(population, age=age, nationality=tuple(sorted(population.nationality)))


def _places(figure: Figure) -> tuple[list[str], list[str], list[str]]:
    return (sorted(figure.from_), sorted(figure.to), sorted(figure.at))


def same_date(gold: Dated, read: Dated) -> bool:
    """The words overlap and stand for the same days."""
    return overlap(gold, read) and gold.period == read.period


def same_event(gold: Event, read: Event) -> bool:
    """The same thing happened, wherever the text says so."""
    if gold.type != read.type or (gold.period is not None and gold.period != read.period):
        return False
    return not gold.participants or any(
        same_name(a.name, b.name) for a in gold.participants for b in read.participants
    )


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names share half the words, of three letters or more, of the shorter one."""
    a, b = _words(one or ""), _words(other or "")
    return bool(a & b) and len(a & b) * 2 >= min(len(a), len(b))


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", name).casefold()
    return frozenset(word for word in _WORD.findall(folded) if len(word) > 2)
