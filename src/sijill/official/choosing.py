"""Which observations are those of years, of months, and of the days between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sijill.model import Observation
from sijill.official.periods import month_of, year_of


def by_year(observations: Iterable[Observation]) -> list[Observation]:
    """Whole years, stocks at the end of a year, and the last running total of a year that a series does not end."""
    listed = list(observations)
    whole = [o for o in listed if _is_year(o)]
    ended = {(_series(o), o.period.end.year) for o in whole if o.period.end}
    last: dict[tuple[object, int], Observation] = {}
    for o in listed:
        if o.cumulative and o.period.end is not None and (_series(o), o.period.end.year) not in ended:
            key = _series(o), o.period.end.year
            if key not in last or str(last[key].period.end) < str(o.period.end):
                last[key] = o
    return [*whole, *last.values()]


def by_month(observations: Iterable[Observation]) -> list[Observation]:
    """Whole months, and running totals and stocks of the last day of a month."""
    return [o for o in observations if _is_month(o) or _ends_month(o)]


def overlapping(observation: Observation, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether the observation's period has a day between the two."""
    first, last = observation.period.start or dt.date.min, observation.period.end or dt.date.max
    return (since is None or last >= since) and (until is None or first <= until)


def _series(o: Observation) -> tuple[object, ...]:
    return o.series, o.measure, o.from_, o.to, o.at, o.population, o.scope


def _is_year(o: Observation) -> bool:
    end = o.period.end
    if end is None or (end.month, end.day) != (12, 31):
        return False
    return o.period == year_of(end.year) or o.period.start == end


def _is_month(o: Observation) -> bool:
    end = o.period.end
    return end is not None and o.period == month_of(end.year, end.month)


def _ends_month(o: Observation) -> bool:
    end = o.period.end
    is_total = o.cumulative or o.period.start == end
    return end is not None and is_total and month_of(end.year, end.month).end == end
