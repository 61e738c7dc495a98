"""Claims: figures that state the same, over outlets and languages, each with its witnesses.

A figure joins a claim only if it agrees with every other way in which the claim is told: two numbers that are not the
same are not brought together by a round one between them. Exact and long numbers come first, and a round number
goes to the nearest of those that it may mean.
"""

from __future__ import annotations

import datetime as dt
import sys
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sijill.model import Figure, Number
from sijill.reconcile.comparing import Told, compare
from sijill.reconcile.hedges import MEANT, meant, significant
from sijill.reconcile.slots import RECALLED_DAYS


@dataclass(frozen=True, slots=True)
class Claim:
    """What one or many documents state: `told` in the order of publication, `best` the closest number of it."""

    told: tuple[Told, ...]
    best: Told

    @property
    def documents(self) -> tuple[int, ...]:
        """The documents that tell it, the earliest first."""
        return tuple(dict.fromkeys(telling.document for telling in self.told))

    @property
    def sources(self) -> tuple[str, ...]:
        """Who is named as holding the number."""
        return tuple(sorted({t.figure.source for t in self.told if t.figure.source is not None}))


def claims(told: Iterable[Told]) -> list[Claim]:
    """The claims of these tellings, the first told first. Every telling is in exactly one."""
    grouped: list[list[list[Told]]] = []
    equal: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    near: dict[Hashable, list[tuple[float, int]]] = defaultdict(list)
    for way in sorted(_ways(list(told)), key=_closeness):
        figure = way[0].figure
        counted = (figure.measure, figure.unit, figure.change, figure.population)
        same_number, same_time = equal[counted, figure.value], near[counted, figure.period]
        undated = equal[counted, figure.value, None]
        places = {*_soon(figure, same_number), *_near(figure, same_time), *(place for _, place in undated)}
        place = _claim_of(way, places, grouped)
        if place is None:
            place = len(grouped)
            grouped.append([])
        grouped[place].append(way)
        insort(undated if figure.period is None else same_number, (_last_day(figure), place))
        insort(same_time, (float(figure.value), place))
    found = [_claim(group) for group in grouped]
    return sorted(found, key=lambda claim: _order(claim.told[0]))


def witnesses(claim: Claim, copies: Mapping[int, int]) -> int:
    """How many of a claim's documents are witnesses: copies of one text (`copies`: document -> original) are one."""
    return len({copies.get(document, document) for document in claim.documents})


def _ways(told: Sequence[Told]) -> list[list[Told]]:
    """Tellings that say word for word the same, together; those that leave too much open, each on its own."""
    same: dict[Hashable, list[Told]] = defaultdict(list)
    for telling in sorted(told, key=_order):
        same[_said(telling)].append(telling)
    ways: list[list[Told]] = []
    for way in same.values():
        if len(way) == 1 or compare(way[0], way[1]).relation == "agrees":
            ways.append(way)
        else:
            ways += _by_document(way)
    return ways


def _by_document(way: Sequence[Told]) -> list[list[Told]]:
    """What one document says twice (its headline, its first line) is one, whatever others say."""
    found: dict[int, list[Told]] = defaultdict(list)
    for telling in way:
        found[telling.document].append(telling)
    return list(found.values())


def _said(told: Told) -> Hashable:
    figure = told.figure
    year = told.published.year if told.published is not None and figure.period is None else None
    return (
        figure.measure, figure.unit, figure.status, figure.change, figure.value, figure.bound, figure.low, figure.high,
        figure.population, figure.period, figure.from_, figure.to, figure.at, figure.actor,
        told.whole.value if told.whole else None, year,
    )  # fmt: skip


def _soon(figure: Figure, claims_: Sequence[tuple[int, int]]) -> set[int]:
    """The claims of the same number whose time may be the same; of a figure without a period, all."""
    if figure.period is None:
        return {place for _, place in claims_}
    day = _last_day(figure)
    first = bisect_left(claims_, (day - 2 * RECALLED_DAYS, -1))
    return {
        place for _, place in claims_[first : bisect_right(claims_, (day + 2 * RECALLED_DAYS, sys.maxsize))]
    }


def _last_day(figure: Figure) -> int:
    period = figure.period
    return (period.end or dt.date.max).toordinal() if period is not None else 0


def _near(figure: Figure, values: Sequence[tuple[float, int]]) -> set[int]:
    """The claims of the same time whose numbers are so near that they may mean the same."""
    low, high = meant(figure)
    reach = MEANT * abs(float(figure.value))
    first = bisect_left(values, (low - reach, -1))
    return {place for _, place in values[first : bisect_right(values, (high + reach, sys.maxsize))]}


def _claim_of(
    way: Sequence[Told], places: Iterable[int], grouped: Sequence[Sequence[Sequence[Told]]]
) -> int | None:
    """The claim that a way of telling joins: of those all of whose ways it agrees with, that of the nearest number
    and of its own document, the first of several."""
    figure = way[0].figure
    fitting = [place for place in places if all(_agree(way, other) for other in grouped[place])]
    return min(fitting, key=lambda place: (_apart(figure, way, grouped[place]), place), default=None)


def _agree(way: Sequence[Told], other: Sequence[Told]) -> bool:
    return compare(way[0], other[0]).relation == "agrees"


def _apart(figure: Figure, way: Sequence[Told], group: Sequence[Sequence[Told]]) -> tuple[bool, float]:
    """Whether no document tells both, and how far the numbers are apart."""
    documents = {telling.document for telling in way}
    told_with = any(telling.document in documents for other in group for telling in other)
    return not told_with, min(abs(float(other[0].figure.value) - float(figure.value)) for other in group)


def _closeness(way: Sequence[Told]) -> tuple[bool, int, tuple[dt.date, int, int]]:
    """Exact numbers before hedged ones, those of more digits first, then the earliest."""
    figure = way[0].figure
    return figure.bound != "exact", -significant(figure.value), _order(way[0])


def _order(told: Told) -> tuple[dt.date, int, int]:
    return told.published or dt.date.max, told.document, told.figure.start


def _claim(ways: Sequence[Sequence[Told]]) -> Claim:
    if len(ways) == 1:  # the tellings of a way are in order
        return Claim(tuple(ways[0]), ways[0][0])
    told = sorted((telling for way in ways for telling in way), key=_order)
    return Claim(tuple(told), min(ways, key=_closeness)[0])


def spread(claim: Claim) -> tuple[Number, Number]:
    """The lowest and highest number by which a claim is told."""
    values = [telling.figure.value for telling in claim.told]
    return min(values), max(values)
