"""Frontex: monthly detections of illegal border-crossing, by route, border type and nationality.

A detection is not a person: who tries twice is detected twice, and who is not seen is not counted. The contract
(docs/figures.md) counts detections as `arrivals`; the scope says which route. The columns are those of the table in
IOM's gdidata package: month, route, type, nat (ISO 3166-1 alpha-3), n.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from sijill.model import Observation, Period, Population
from sijill.official.countries import from_alpha3
from sijill.official.periods import month_of, year_of, year_so_far
from sijill.official.series import observed
from sijill.official.tables import SeriesError, count, month, rows, text

SERIES = "frontex-detections"
COLUMNS = ("month", "route", "type", "nat", "n")


def read(path: Path, as_of: dt.date) -> list[Observation]:
    """Detections by route: each month and year, and each year by nationality. SeriesError names line and column.

    A month of the file in which a route has no row has nought; a month that the file lacks is a gap. A year is
    given when it has all its months, and the last one as a year to date.
    """
    detected: defaultdict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    by_nationality: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    months: set[tuple[int, int]] = set()
    for row in rows(path, COLUMNS):
        year, number = month(row, "month")
        route = f"{text(row, 'route')} ({text(row, 'type')})"
        detections = count(row, "n")
        months.add((year, number))
        detected[route][year, number] += detections
        nationality = from_alpha3(row.cells["nat"])
        if nationality is not None:
            by_nationality[route, year][nationality] += detections
    return list(_observations(detected, by_nationality, sorted(months), as_of)) if months else []


def _observations(
    detected: Mapping[str, Counter[tuple[int, int]]],
    by_nationality: Mapping[tuple[str, int], Counter[str]],
    months: Sequence[tuple[int, int]],
    as_of: dt.date,
) -> Iterator[Observation]:
    last = month_of(*months[-1]).end
    assert last is not None
    if last > as_of:
        raise SeriesError(f"the month that ends on {last} was not over on the day of the copy, {as_of}")
    years = [(year, period) for year in sorted({y for y, _ in months}) if (period := _covered(year, months))]
    for route in sorted(detected):
        at = ("MED",) if "Mediterranean" in route and route.endswith("(Sea)") else ()
        part = partial(observed, SERIES, "arrivals", as_of=as_of, to=("EU",), at=at, scope=route)
        for year, period in years:
            so_far = period != year_of(year)
            total = sum(n for (y, _), n in detected[route].items() if y == year)
            yield part(total, period, cumulative=so_far)
            for nationality, n in sorted(by_nationality.get((route, year), Counter()).items()):
                people = Population(nationality=(nationality,))
                yield part(n, period, cumulative=so_far, population=people)
        for month_ in months:
            yield part(detected[route][month_], month_of(*month_))


def _covered(year: int, months: Sequence[tuple[int, int]]) -> Period | None:
    """The year, if all its months are there; the year to date, if it is the last; else None."""
    there = [m for y, m in months if y == year]
    if there == list(range(1, 13)):
        return year_of(year)
    last = month_of(*months[-1]).end
    if months[-1][0] == year and there == list(range(1, len(there) + 1)) and last is not None:
        return year_so_far(last)
    return None
