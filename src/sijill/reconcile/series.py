"""Series: a measure of a place, bucket by bucket, each number with what it rests on.

A bucket has what was said of exactly its days (`whole`), of its first days only (`to date`: a cumulative count that is
not over), or of a day in it (`stock`). The three are never mixed, and no number is made of others: the preferred one
is a figure that some document states. A bucket of which nobody says anything is a gap.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from sijill import codes
from sijill.model import EVERYBODY, Figure, Period, Population
from sijill.reconcile.comparing import Told
from sijill.reconcile.hedges import agree, significant
from sijill.reconcile.slots import SEA, STOCKS

Grain: TypeAlias = Literal["day", "week", "month", "year"]
Basis: TypeAlias = Literal["whole", "to date", "stock"]
Role: TypeAlias = Literal["from", "to", "at"]

_COUNTING = frozenset(
    {
        "ministry",
        "government",
        "coast_guard",
        "navy",
        "police",
        "un",
        "border_agency",
        "statistics",
        "operation",
        "union",
    }
)
"""Kinds of bodies that count for themselves."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a series counts: the unit, and how the place stands to it."""

    unit: str
    role: Role
    place: str


@dataclass(frozen=True, slots=True)
class Point:
    """A bucket of a line. `period`: the days that are counted, for a gap all that nobody speaks of. `lowest`,
    `highest`, `latest` (told last) and `preferred` are tellings; a gap has none. `documents`: how many tell it."""

    line: Line
    period: Period
    basis: Basis | None
    preferred: Told | None = None
    lowest: Told | None = None
    highest: Told | None = None
    latest: Told | None = None
    documents: int = 0


def series(
    told: Iterable[Told], place: str, grain: Grain, population: Population = EVERYBODY
) -> dict[Line, list[Point]]:
    """The lines of one measure and place, that of most documents first, each in the order of time with its gaps.

    Left out: changes, parts that are told apart by more than their population, other people than asked for,
    figures of several places, and periods that are no bucket of this grain.
    """
    buckets: dict[Line, dict[tuple[Period, Basis], list[Told]]] = defaultdict(lambda: defaultdict(list))
    for telling in told:
        figure = telling.figure
        role = role_of(figure, place)
        if role is None or figure.change is not None or figure.population != population:
            continue
        if figure.part_of is not None and population == EVERYBODY:
            continue
        counted = bucket(figure, grain)
        if counted is not None:
            buckets[Line(figure.unit, role, place)][counted].append(telling)
    weight = {line: _documents(t for of in points.values() for t in of) for line, points in buckets.items()}
    order = sorted(buckets, key=lambda line: (-weight[line], line.unit, line.role))
    whole = {line: {key: totals(told) for key, told in buckets[line].items()} for line in order}
    return {line: _with_gaps(line, _points(line, whole[line], grain), grain) for line in order}


def totals(told: Sequence[Told]) -> list[Told]:
    """The tellings of one bucket, but of a document that gives several numbers for it what agrees with the highest:
    it tells the others apart by something that the figures do not carry (an origin, a route), and they are parts."""
    most: dict[int, Told] = {}
    for telling in told:
        before = most.get(telling.document)
        if before is None or telling.figure.value > before.figure.value:
            most[telling.document] = telling
    return [telling for telling in told if agree(telling.figure, most[telling.document].figure)]


def role_of(figure: Figure, place: str) -> Role | None:
    """How a place alone stands to a count: none where another place narrows or widens it. The sea goes without
    saying, and where it happened adds nothing to where it came from."""
    at = () if figure.at in ((SEA,), (place,)) and place != SEA else figure.at
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (("from", figure.from_), ("to", figure.to), ("at", at))
    named = [(role, codes_) for role, codes_ in roles if codes_]
    if not named:
        return "at" if figure.at == (place,) else None
    return named[0][0] if len(named) == 1 and named[0][1] == (place,) else None


def bucket(figure: Figure, grain: Grain) -> tuple[Period, Basis] | None:
    """The days for which a figure speaks in a series of this grain; None if it fits in none."""
    period = figure.period
    if period is None or period.end is None:
        return None
    around = bucket_of(period.end, grain)
    if figure.measure in STOCKS:
        inside = period.start is not None and around.contains(period)
        return (Period.day(period.end), "stock") if inside else None
    if period == around:
        return around, "whole"
    if period.start == around.start and grain != "day":
        return period, "to date"
    return None


def bucket_of(day: dt.date, grain: Grain) -> Period:
    """The day, the week from Monday to Sunday, the month or the year that a day is in."""
    if grain == "day":
        return Period.day(day)
    if grain == "week":
        monday = day - dt.timedelta(day.weekday())
        return Period(monday, monday + dt.timedelta(6))
    if grain == "month":
        return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    return Period(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


def _points(line: Line, buckets: dict[tuple[Period, Basis], list[Told]], grain: Grain) -> list[Point]:
    """A point for each bucket; of cumulative counts and stocks that of the last day in it."""
    last: dict[tuple[Period, Basis], Period] = {}
    for period, basis in buckets:
        end = period.end or dt.date.max
        around = bucket_of(end, grain)
        before = last.get((around, basis))
        if before is None or (before.end or dt.date.max) < end:
            last[around, basis] = period
    points = [point(line, period, basis, buckets[period, basis]) for (_, basis), period in last.items()]
    return sorted(
        points, key=lambda p: (p.period.end or dt.date.max, p.period.start or dt.date.min, p.basis or "")
    )


def point(line: Line, period: Period, basis: Basis, told: Sequence[Told]) -> Point:
    """What is told of one bucket."""
    return Point(
        line,
        period,
        basis,
        preferred=preferred(told),
        lowest=min(told, key=lambda t: (t.figure.value, _order(t))),
        highest=min(told, key=lambda t: (-t.figure.value, _order(t))),
        latest=max(told, key=_order),
        documents=_documents(told),
    )


def preferred(told: Sequence[Told]) -> Told:
    """The telling that is nearest to the source that counts; of those the number that is closest said, then the
    one published last."""
    return min(told, key=lambda t: (distance(t.figure), _vagueness(t.figure), *_latest_first(t)))


def distance(figure: Figure) -> int:
    """How far a figure is from who counted: 0 the source counts for itself (it is the one that acts, or a body
    that keeps the count), 1 another source is named, 2 none, 3 an estimate."""
    if figure.status == "estimate":
        return 3
    if figure.source is None:
        return 2
    return 0 if figure.source == figure.actor or figure.source in counting_bodies() else 1


@cache
def counting_bodies() -> frozenset[str]:
    """Names of the bodies that count for themselves: ministries, forces, agencies, the United Nations'."""
    countries = [place for place in codes.places().values() if place.kind == "country"]
    found = {name for name, actor in codes.actors().items() if actor.kind in _COUNTING}
    for institution in codes.institutions().values():
        if institution.kind in _COUNTING and "{place}" not in institution.name:
            for country in countries:
                name = institution.name.format(
                    country=country.name, adjective=country.adjective or country.name
                )
                found.add(codes.own_names().get(name, name))
    return frozenset(found)


def _vagueness(figure: Figure) -> tuple[bool, int]:
    return figure.bound != "exact", 0 if figure.bound == "exact" else -significant(figure.value)


def _latest_first(told: Told) -> tuple[int, int, int]:
    day, document, start = _order(told)
    return -day, -document, start


def _order(told: Told) -> tuple[int, int, int]:
    return (told.published.toordinal() if told.published else 0), told.document, told.figure.start


def _documents(told: Iterable[Told]) -> int:
    return len({telling.document for telling in told})


def _with_gaps(line: Line, points: Sequence[Point], grain: Grain) -> list[Point]:
    """The points, with one more for each run of buckets between them that has none."""
    found: list[Point] = []
    for at in points:
        around = bucket_of(at.period.end or dt.date.max, grain)
        if found:
            before = bucket_of(found[-1].period.end or dt.date.max, grain)
            first, last = _day_after(before), _day_before(around)
            if first <= last:
                found.append(Point(line, Period(first, last), None))
        found.append(at)
    return found


def _day_after(period: Period) -> dt.date:
    return (period.end or dt.date.max) + dt.timedelta(1)


def _day_before(period: Period) -> dt.date:
    return (period.start or dt.date.min) - dt.timedelta(1)
