"""Drawings along time: events in lanes, the terms of a mandate, its money by period. Time runs from left to right."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sijill.model import Number, Period
from sijill.reconcile.mandates import Budget, Mandate, Term
from sijill.reconcile.occurrences import Occurrence
from sijill.web.chart import step_of, times_of, whole

WIDTH, LEFT, RIGHT, TOP, LANE, AXIS = 720, 170, 16, 8, 30, 26
MONEY = 220
"""Height of the drawing of money."""
_LEAST = 8.0
"""Width of what lasted a day."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An event: its place in the drawing, and how long it lasted as a width."""

    event: Occurrence
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """Events by type, a lane each; `lanes` has their middle."""

    spots: tuple[Spot, ...]
    lanes: tuple[tuple[float, str], ...]
    times: tuple[tuple[float, str], ...]
    height: int
    width: int = WIDTH
    left: int = LEFT


@dataclass(frozen=True, slots=True)
class Stretch:
    """A term of a mandate: from where the one before ended, or the mandate began, to its own end; `open` where no
    document says when it began."""

    term: Term
    x: float
    end: float
    open: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """A mandate; `today` is where today stands, None where that lies outside."""

    stretches: tuple[Stretch, ...]
    times: tuple[tuple[float, str], ...]
    today: float | None
    width: int = WIDTH
    height: int = TOP + 2 * LANE + AXIS


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount, as wide as its period."""

    budget: Budget
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts in one unit; `without` of them have no period with two ends, and stand in the table alone."""

    unit: str
    bars: tuple[Bar, ...]
    values: tuple[tuple[float, Number], ...]
    times: tuple[tuple[float, str], ...]
    without: int
    width: int = WIDTH
    height: int = MONEY
    left: int = 90


def lanes(events: Sequence[Occurrence]) -> Lanes | None:
    """The events that have a day; None if there is none. Those of one lane that would hide each other are moved up
    and down in turn."""
    dated = [(event, *_days(event.period)) for event in events if event.period is not None]
    if not dated:
        return None
    first, last = min(start for _, start, _ in dated), max(end for _, _, end in dated)
    x = _scale(first, last, LEFT)
    types = sorted(
        {event.type for event, _, _ in dated}, key=lambda t: min(s for e, s, _ in dated if e.type == t)
    )
    middle = {type_: TOP + LANE * number + LANE / 2 for number, type_ in enumerate(types)}
    cells: dict[tuple[str, int], int] = defaultdict(int)
    spots = []
    for event, start, end in dated:
        at, until = x(start), x(end + 1)
        number = cells[event.type, round(at / _LEAST)]
        cells[event.type, round(at / _LEAST)] += 1
        aside = ((number + 1) // 2) * (1 if number % 2 else -1) * 5
        y = middle[event.type] + max(-10, min(10, aside))
        spots.append(Spot(event, round(at, 1), round(y, 1), round(max(_LEAST, until - at), 1)))
    height = TOP + LANE * len(types) + AXIS
    return Lanes(tuple(spots), tuple((middle[t], t) for t in types), _times(first, last, x), height)


def terms(mandate: Mandate, today: dt.date) -> Terms | None:
    """The terms of a mandate; None where no document says when it ends."""
    if not mandate.terms:
        return None
    ends = [term.ends.toordinal() for term in mandate.terms]
    begins = _begin(mandate.begins)
    known = begins is not None and begins < ends[0]
    first = begins if begins is not None and known else ends[0] - 365
    last = max(ends[-1], today.toordinal() if today.toordinal() - ends[-1] < 366 else ends[-1])
    x = _scale(first, last, 40)
    found = []
    start = first
    for number, term in enumerate(mandate.terms):
        end = ends[number]
        found.append(Stretch(term, round(x(start), 1), round(x(end + 1), 1), number == 0 and not known))
        start = end + 1
    now = today.toordinal()
    at = round(x(now), 1) if first <= now <= last else None
    return Terms(tuple(found), _times(first, last, x), at)


def money(mandate: Mandate) -> list[Money]:
    """The money of a mandate by unit, each amount over the days that it is for."""
    by_unit: dict[str, list[Budget]] = defaultdict(list)
    for budget in mandate.budgets:
        by_unit[budget.unit].append(budget)
    found = []
    for unit, budgets in sorted(by_unit.items()):
        dated = [b for b in budgets if b.period is not None and b.period.start and b.period.end]
        if dated:
            found.append(_money(unit, dated, len(budgets) - len(dated)))
    return found


def _money(unit: str, budgets: Sequence[Budget], without: int) -> Money:
    periods = [_days(budget.period) for budget in budgets]
    first, last = min(start for start, _ in periods), max(end for _, end in periods)
    most = max(float(budget.value) for budget in budgets)
    step = step_of(most)
    top = step * max(1, math.ceil(most / step - 1e-9))
    x = _scale(first, last, 90)
    base = MONEY - AXIS

    def y(value: float) -> float:
        return round(base - value / top * (base - TOP), 1)

    bars = [
        Bar(
            budget,
            round(x(start), 1),
            y(float(budget.value)),
            round(max(_LEAST, x(end + 1) - x(start) - 2), 1),
            round(base - y(float(budget.value)), 1),
        )
        for budget, (start, end) in zip(budgets, periods, strict=True)
    ]
    values = tuple((y(step * n), whole(step * n)) for n in range(round(top / step) + 1))
    return Money(unit, tuple(bars), values, _times(first, last, x), without)


def _scale(first: int, last: int, left: int) -> Callable[[float], float]:
    """Days as places from `left` to the right edge."""
    days = max(1, last - first + 1)

    def x(day: float) -> float:
        return left + (day - first) / days * (WIDTH - left - RIGHT)

    return x


def _times(first: int, last: int, x: Callable[[float], float]) -> tuple[tuple[float, str], ...]:
    """Labels of the axis; one whose middle is so near the edge that it would be cut is left out."""
    return tuple((round(at, 1), told) for at, told in times_of(first, last, x) if at <= WIDTH - 24)


def _days(period: Period | None) -> tuple[int, int]:
    assert period is not None
    start = period.start or period.end or dt.date.min
    end = period.end or period.start or dt.date.min
    return start.toordinal(), end.toordinal()


def _begin(written: str | None) -> int | None:
    """The first day of a day, a month or a year in ISO 8601."""
    if written is None:
        return None
    year, month, day = (*(int(part) for part in written.split("-")), 1, 1)[:3]
    return dt.date(year, month, day).toordinal()
