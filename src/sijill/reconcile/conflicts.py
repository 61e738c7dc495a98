"""Where figures of different documents cannot both be right as they stand, each pair with its kind.

Not all pairs are looked at: figures of one period, of one number, of one event's days, and totals from one first day
in their order. Where one document gives several values for what looks the same, none of them is set against
others: it tells them apart by something that the figures do not carry (an origin, a route).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeAlias

from sijill.model import Figure, Period, Population
from sijill.reconcile.comparing import ALIKE, TOLLS, Kind, Told, compare
from sijill.reconcile.hedges import agree, significant
from sijill.reconcile.slots import EVENT_DAYS, is_event, places

__all__ = ["Conflict", "Told", "conflicts"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two tellings that cannot both be right as they stand: `kind` says why they may differ, `why` in words.
    `explained`: the kind accounts for the difference; the two are easily confused, and both may be right."""

    kind: Kind
    one: Told
    other: Told
    why: str = ""
    explained: bool = False


_Slots: TypeAlias = tuple[
    str, str, str, Population, Period | None, tuple[str, ...], tuple[str, ...], tuple[str, ...]
]
_Pair: TypeAlias = tuple[int, int]


def conflicts(told: Iterable[Told], *, explained: bool = False) -> list[Conflict]:
    """The disagreements between different documents: each pair of values once, in the order given.

    `explained` adds pairs whose difference is accounted for: half a year against the year, an area against one
    of its countries."""
    tellings = _told_apart([t for t in told if t.figure.change is None])
    stated = _numbered(map(_stated, tellings))
    found: list[Conflict] = []
    seen: set[_Pair] = set()
    for first, second in sorted(_candidates(tellings)):
        one, other = tellings[first], tellings[second]
        values = (min(stated[first], stated[second]), max(stated[first], stated[second]))
        if one.document == other.document or values in seen:
            continue
        result = compare(one, other)
        if result.kind is not None and (explained or not result.explained):
            seen.add(values)
            found.append(Conflict(result.kind, one, other, result.why, result.explained))
    return found


def _numbered(keys: Iterable[Hashable]) -> list[int]:
    """A number for each key, the same for the same."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _stated(told: Told) -> Hashable:
    return _slots(told.figure), told.figure.value


def _slots(figure: Figure) -> _Slots:
    return (
        figure.measure, figure.unit, figure.status, figure.population, figure.period,
        figure.from_, figure.to, figure.at,
    )  # fmt: skip


def _told_apart(tellings: Sequence[Told]) -> list[Told]:
    """The tellings without those that their document sets beside another value; tolls that one event had on its
    way up are kept, the highest of a document."""
    groups: dict[tuple[int, _Slots], list[int]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        groups[telling.document, _slots(telling.figure)].append(index)
    kept: list[int] = []
    for group in groups.values():
        figures = [tellings[index].figure for index in group]
        if all(agree(figures[0], figure) for figure in figures[1:]):
            kept += group
        elif figures[0].measure in TOLLS and is_event(figures[0].period):
            kept.append(max(group, key=lambda index: (tellings[index].figure.value, -index)))
    return [tellings[index] for index in sorted(kept)]


def _candidates(tellings: Sequence[Told]) -> set[_Pair]:
    """The pairs that may be in conflict, by their places in the list, the earlier first."""
    firsts = _firsts(tellings)
    found: set[_Pair] = set()
    for key, paired in _WAYS:
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for index in firsts:
            if (of := key(tellings[index].figure)) is not None:
                groups[of].append(index)
        for group in groups.values():
            found.update((min(pair), max(pair)) for pair in paired(group, tellings))
    return found


def _firsts(tellings: Sequence[Told]) -> list[int]:
    """Of those that say the same by the same source, the first, and the first of another document."""
    seen: dict[Hashable, list[int]] = defaultdict(list)
    for index, told in enumerate(tellings):
        figure = told.figure
        whole = told.whole.value if told.whole else figure.part_of is None
        said = (figure.value, figure.bound, figure.low, figure.high, figure.actor, figure.source)
        same = seen[_slots(figure), said, whole]
        if not same or (len(same) == 1 and tellings[same[0]].document != told.document):
            same.append(index)
    return sorted(index for same in seen.values() for index in same)


def _same_period(figure: Figure) -> Hashable:
    """Those that say how many of one thing at one time; a part is set against parts."""
    if figure.period is None and figure.part_of is None:
        return None
    return figure.measure, figure.unit, figure.period, figure.population, figure.part_of is None


def _same_area(figure: Figure) -> Hashable:
    """Those of one time and measure that count everybody: a country against the area that it is in."""
    return (
        (figure.measure, figure.unit, figure.period)
        if figure.period and figure.population == Population()
        else None
    )


def _same_number(figure: Figure) -> Hashable:
    """Those that give one number for one time: in another currency, as another measure, of other people."""
    measure = "alike" if any(figure.measure in pair for pair in ALIKE) else figure.measure
    return (measure, figure.value, figure.period) if significant(figure.value) > 1 else None


def _same_number_since(figure: Figure) -> Hashable:
    """Those that give one number for a time that begins on one day: a year to date and the year."""
    if figure.period is None or is_event(figure.period) or significant(figure.value) < 3:
        return None
    return figure.measure, figure.value, figure.period.start


def _running_total(figure: Figure) -> Hashable:
    """Totals that begin on one day."""
    if figure.period is None or figure.period.start is None or is_event(figure.period):
        return None
    return (
        figure.measure,
        figure.unit,
        figure.population,
        figure.period.start,
        figure.from_,
        figure.to,
        figure.at,
    )


def _toll(figure: Figure) -> Hashable:
    """The dead and missing of one event."""
    return (
        (figure.measure, figure.population, figure.at)
        if figure.measure in TOLLS and is_event(figure.period)
        else None
    )


def _all(group: Sequence[int], tellings: Sequence[Told]) -> Iterator[_Pair]:
    return combinations(group, 2)


def _other_numbers(group: Sequence[int], tellings: Sequence[Told]) -> Iterator[_Pair]:
    """Those that give different numbers."""
    for one, other in combinations(group, 2):
        if tellings[one].figure.value != tellings[other].figure.value:
            yield one, other


def _wider_areas(group: Sequence[int], tellings: Sequence[Told]) -> Iterator[_Pair]:
    """Those of which one is about a wider area."""
    for one, other in combinations(group, 2):
        if places(tellings[one].figure, tellings[other].figure).relation == "wider":
            yield one, other


def _neighbours(group: Sequence[int], tellings: Sequence[Told]) -> Iterator[_Pair]:
    """Each with the next that ends later, and with the last."""
    in_order = sorted(group, key=lambda index: _last_day(tellings[index]))
    yield from pairwise(in_order)
    yield from ((index, in_order[-1]) for index in in_order[:-2])


def _near_days(group: Sequence[int], tellings: Sequence[Told]) -> Iterator[_Pair]:
    """Those whose days lie at most a few days apart."""
    in_order = sorted(group, key=lambda index: _last_day(tellings[index]))
    for place, index in enumerate(in_order):
        for other in in_order[place + 1 :]:
            if (_last_day(tellings[other]) - _last_day(tellings[index])).days > EVENT_DAYS:
                break
            yield index, other


def _last_day(told: Told) -> dt.date:
    period = told.figure.period
    return period.end if period is not None and period.end is not None else dt.date.max


_Key: TypeAlias = Callable[[Figure], Hashable]
_Paired: TypeAlias = Callable[[Sequence[int], Sequence[Told]], Iterable[_Pair]]
_WAYS: tuple[tuple[_Key, _Paired], ...] = (
    (_same_period, _other_numbers),
    (_same_area, _wider_areas),
    (_same_number, _all),
    (_same_number_since, _all),
    (_running_total, _neighbours),
    (_toll, _near_days),
)
"""What figures are put together by, and which pairs of those that are together are compared."""
