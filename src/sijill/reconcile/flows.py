"""Flows: a measure by where people or money go, in one stretch of time, each number with what it rests on.

A flow is what was said of one way: from these places, to those, at that one. As in a series, no number is made of
others, and what counts all of a stretch, its first days only, and a day in it are never mixed (reconcile/series.py).
A figure without any place says nothing of a way, and the Mediterranean alone is no way either.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sijill.model import EVERYBODY, Figure, Period
from sijill.reconcile.comparing import Told
from sijill.reconcile.hedges import agree
from sijill.reconcile.series import Basis, Grain, Line, Point, bucket, bucket_of, point, totals
from sijill.reconcile.slots import SEA

Codes: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a count goes: codes of places, sorted. One of them at least is named."""

    from_: Codes
    to: Codes
    at: Codes

    @property
    def single(self) -> bool:
        """Whether it names one place at most for each role, so that it is one line of a map."""
        return max(len(self.from_), len(self.to), len(self.at)) == 1


@dataclass(frozen=True, slots=True)
class Flow:
    """What was said of a way: its unit is that of `point.line`, its number `point.preferred`."""

    way: Way
    point: Point

    @property
    def disputed(self) -> bool:
        """Whether the lowest and the highest telling disagree."""
        lowest, highest = self.point.lowest, self.point.highest
        return lowest is not None and highest is not None and not agree(lowest.figure, highest.figure)


_ORDER: dict[Basis | None, int] = {"whole": 0, "stock": 1, "to date": 2, None: 3}


def flows(told: Iterable[Told], during: Period, grain: Grain) -> list[Flow]:
    """The flows of these tellings of one measure in a day, week, month or year; those of most documents first.

    Left out: changes, parts, a part of all people, figures without places, and periods that do not fit. Of counts to
    date and of stocks the last in the stretch is taken.
    """
    kept: dict[tuple[Way, str, Basis], dict[Period, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for telling in told:
        figure = telling.figure
        if figure.change is not None or figure.population != EVERYBODY or figure.part_of is not None:
            continue
        way, counted = way_of(figure), bucket(figure, grain)
        if way is None or counted is None or counted[0].end is None:
            continue
        if bucket_of(counted[0].end, grain) == during:
            kept[way, figure.unit, counted[1]][counted[0]].append(telling)
    found = []
    for (way, unit, basis), periods in kept.items():
        last = max(periods, key=lambda period: period.end or dt.date.max)
        line = Line(unit, "at", "")
        found.append(Flow(way, point(line, last, basis, totals(periods[last]))))
    return sorted(found, key=_place)


def way_of(figure: Figure) -> Way | None:
    """The way that a figure speaks of. Where it happened adds nothing to where it came from and goes to, and the
    sea goes without saying."""
    at = tuple(code for code in figure.at if code != SEA)
    if figure.from_ or figure.to:
        at = tuple(code for code in at if code not in (*figure.from_, *figure.to))
    way = Way(figure.from_, figure.to, at)
    return way if way.from_ or way.to or way.at else None


def shown(found: Sequence[Flow]) -> list[Flow]:
    """Of several numbers for one way, that which a map shows: in the unit of most documents, the whole before a
    day in it and that before its first days."""
    by_unit: dict[str, int] = defaultdict(int)
    for flow in found:
        by_unit[flow.point.line.unit] += flow.point.documents
    unit = min(by_unit, key=lambda one: (-by_unit[one], one), default=None)
    best: dict[Way, Flow] = {}
    for flow in sorted(found, key=lambda one: _ORDER[one.point.basis]):
        if flow.point.line.unit == unit and flow.way.single:
            best.setdefault(flow.way, flow)
    return [flow for flow in found if best.get(flow.way) is flow]


def _place(flow: Flow) -> tuple[object, ...]:
    way = flow.way
    return (
        -flow.point.documents,
        way.from_,
        way.to,
        way.at,
        flow.point.line.unit,
        _ORDER[flow.point.basis],
    )
