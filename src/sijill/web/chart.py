"""A series as a drawing: where each number stands, in units of the drawing. A template makes SVG of it.

Time runs from left to right in every language, as on the axes of the sources.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sijill.model import Number, Period

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 14, 34
_TICKS = 5
_APART = 9.0
"""Between dots of one bucket, so that none hides another."""

Shape: TypeAlias = Literal["said", "todate", "official"]


@dataclass(frozen=True, slots=True)
class Dot:
    """A number to be drawn. `low`, `high`: what its hedge admits, None where that is without end."""

    period: Period
    value: Number
    shape: Shape
    low: float | None = None
    high: float | None = None
    disputed: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A dot at its place; `top` and `bottom` of its hedge, None where it has none."""

    dot: Dot
    x: float
    y: float
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: dots, lines of the values (y, value) and of the years or days (x, label)."""

    dots: tuple[Drawn, ...]
    values: tuple[tuple[float, Number], ...]
    times: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    base: int = HEIGHT - BOTTOM


def chart(dots: Sequence[Dot]) -> Chart | None:
    """The drawing of these numbers; None if there is none. The axis of values begins at nought."""
    drawn = [dot for dot in dots if dot.period.start or dot.period.end]
    if not drawn:
        return None
    most = max(max(float(dot.value), dot.high or 0.0) for dot in drawn)
    step = step_of(most)
    top = step * max(1, math.ceil(most / step - 1e-9))
    first = min(_first(dot.period) for dot in drawn)
    last = max(_last(dot.period) for dot in drawn)
    days = max(1, last - first + 1)

    def x(day: float) -> float:
        return round(LEFT + 16 + (day - first) / days * (WIDTH - LEFT - RIGHT - 32), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - max(0.0, value) / top * (HEIGHT - BOTTOM - TOP), 1)

    placed = []
    for (start, end), together in sorted(_by_bucket(drawn).items()):
        middle = x((start + end + 1) / 2)
        for number, dot in enumerate(together):
            aside = (number - (len(together) - 1) / 2) * min(_APART, 36 / len(together))
            hedged = dot.low is not None or dot.high is not None
            placed.append(
                Drawn(
                    dot,
                    round(middle + aside, 1),
                    y(float(dot.value)),
                    (TOP if dot.high is None else y(dot.high)) if hedged else None,
                    (HEIGHT - BOTTOM if dot.low is None else y(dot.low)) if hedged else None,
                )
            )
    values = tuple((y(step * n), whole(step * n)) for n in range(round(top / step) + 1))
    return Chart(tuple(placed), values, times_of(first, last, x))


def _by_bucket(dots: Sequence[Dot]) -> dict[tuple[int, int], list[Dot]]:
    found: dict[tuple[int, int], list[Dot]] = defaultdict(list)
    for dot in dots:
        found[_first(dot.period), _last(dot.period)].append(dot)
    return found


def times_of(first: int, last: int, x: object) -> tuple[tuple[float, str], ...]:
    """Labels: years where there are several, else months, else days; at most a dozen."""
    at = x if callable(x) else float
    start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    if end.year - start.year >= 2:
        years = range(start.year, end.year + 1)
        shown = years[:: -(-len(years) // 12)]
        return tuple((at((_day(y, 1) + _day(y, 12)) / 2 + 15), str(y)) for y in shown)
    months = [(y, m) for y in range(start.year, end.year + 1) for m in range(1, 13)]
    inside = [(y, m) for y, m in months if first - 31 < _day(y, m) <= last]
    if len(inside) > 2:
        return tuple(
            (at(max(first, _day(y, m)) + 15), f"{y}-{m:02}") for y, m in inside[:: -(-len(inside) // 8)]
        )
    span = sorted({first, (first + last) // 2, last})
    return tuple((at(day + 0.5), dt.date.fromordinal(day).isoformat()) for day in span)


def _day(year: int, month: int) -> int:
    return dt.date(year, month, 1).toordinal()


def _first(period: Period) -> int:
    return (period.start or period.end or dt.date.min).toordinal()


def _last(period: Period) -> int:
    return (period.end or period.start or dt.date.min).toordinal()


def step_of(most: float) -> float:
    """A round step, 1, 2 or 5 times a power of ten, of which about five reach the highest value."""
    if most <= 0:
        return 1.0
    rough = most / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def whole(value: float) -> Number:
    return int(value) if value == int(value) else round(value, 10)
