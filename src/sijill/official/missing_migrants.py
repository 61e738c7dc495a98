"""IOM's Missing Migrants Project: deaths and disappearances by month and year, summed from its incidents.

Two layouts are read: the 22 columns of IOM's own download, where a split incident has a row for each part, and
the table of the Missing Migrants Count repository, where its parts are one row. The project counts the dead and
the least number of the missing of each incident; a correction may be below nought (a body found of somebody
counted as missing before). An incident on several routes counts for each. Rows that are themselves totals
(«Cumulative Incident») are left out, as their days are not known.

Sums are given for the central Mediterranean and for its three routes together, both `at` MED; other routes have no
place code and are left out. https://missingmigrants.iom.int/methodology
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sijill.model import Observation, Period
from sijill.official.periods import month_of, months_between, year_of, year_so_far
from sijill.official.series import observed
from sijill.official.tables import Row, SeriesError, count, day, rows, text, wrong

SERIES = "iom-missing-migrants"
CENTRAL, WHOLE = "central Mediterranean route", "central, western and eastern Mediterranean routes"
_SCOPES = {
    "Central Mediterranean": (CENTRAL, WHOLE),
    "Western Mediterranean": (WHOLE,),
    "Eastern Mediterranean": (WHOLE,),
}

DOWNLOAD = (
    "Main ID", "Incident ID", "Region", "Incident Date", "Year", "Reported Month", "Number Dead",
    "Minimum Estimated Number of Missing", "Migration route",
)  # fmt: skip
ROUTES = ("Main ID", "Incident Type", "Incident date", "No. dead", "No. missing", "No. dead/missing", "Route")


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened on a day: how many died, how many are missing at least, on which routes."""

    day: dt.date
    dead: int
    missing: int
    routes: tuple[str, ...]


def read_download(path: Path, as_of: dt.date) -> list[Observation]:
    """The sums of a file of IOM's own layout that was downloaded on `as_of`. SeriesError names line and column."""
    return list(sums(_download(path), as_of))


def read_routes(path: Path, as_of: dt.date) -> list[Observation]:
    """The sums of a copy of the repository's table that was made on `as_of`. SeriesError names line and column."""
    return list(sums(_routes(path), as_of))


def _download(path: Path) -> Iterator[Incident]:
    for row in rows(path, DOWNLOAD):
        text(row, "Main ID")
        yield Incident(
            _american_day(row, "Incident Date"),
            count(row, "Number Dead"),
            count(row, "Minimum Estimated Number of Missing"),
            _named(row.cells["Migration route"]),
        )


def _routes(path: Path) -> Iterator[Incident]:
    for row in rows(path, ROUTES):
        text(row, "Main ID")
        if "Cumulative" in row.cells["Incident Type"]:
            continue
        dead, missing = count(row, "No. dead"), count(row, "No. missing")
        if dead + missing != count(row, "No. dead/missing"):
            raise wrong(row, "No. dead/missing", f"{dead} dead and {missing} missing are not that many")
        yield Incident(day(row, "Incident date"), dead, missing, _named(row.cells["Route"]))


def _named(routes: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in routes.split(","))


def _american_day(row: Row, column: str) -> dt.date:
    """The day of «Thu, 01/22/2026 - 12:00»: month, day, year; the hour is the same in every row."""
    written = row.cells[column]
    _, _, rest = written.partition(", ")
    parts = rest.partition(" ")[0].split("/")
    try:
        month, day_, year = (int(part) for part in parts)
        return dt.date(year, month, day_)
    except ValueError:
        raise wrong(row, column, f"{written[:40]!r} is no day; IOM writes Thu, 01/22/2026 - 12:00") from None


def sums(incidents: Iterable[Incident], as_of: dt.date) -> Iterator[Observation]:
    """Deaths, missing and both together, by scope, for each month and year from the first incident to the last.

    The last year ends at the last incident, and is a year to date; a last month that is not over is left out.
    A month without an incident has nought. SeriesError if an incident is later than `as_of`.
    """
    counted: dict[tuple[str, int, int], list[int]] = defaultdict(lambda: [0, 0])
    days = []
    for incident in incidents:
        days.append(incident.day)
        for scope in dict.fromkeys(s for route in incident.routes for s in _SCOPES.get(route, ())):
            counts = counted[scope, incident.day.year, incident.day.month]
            counts[0] += incident.dead
            counts[1] += incident.missing
    if not days:
        return
    first, last = min(days), max(days)
    if last > as_of:
        raise SeriesError(f"an incident of {last} is later than the day of the copy, {as_of}")
    months = months_between(first.replace(month=1), last)
    for scope in (CENTRAL, WHOLE):
        for year in range(first.year, last.year + 1):
            of_year = [counted[scope, *month] for month in months if month[0] == year]
            whole = year_of(year)
            is_over = whole.end is not None and whole.end <= last
            dead, missing = (sum(pair[side] for pair in of_year) for side in (0, 1))
            yield from _three(
                scope, whole if is_over else year_so_far(last), dead, missing, as_of, not is_over
            )
        for month in months:
            period = month_of(*month)
            if period.end is not None and period.end <= last:
                dead, missing = counted[scope, *month]
                yield from _three(scope, period, dead, missing, as_of, False)


def _three(
    scope: str, period: Period, dead: int, missing: int, as_of: dt.date, cumulative: bool
) -> Iterator[Observation]:
    for measure, value in (("deaths", dead), ("missing", missing), ("dead_or_missing", dead + missing)):
        yield observed(SERIES, measure, value, period, as_of, at=("MED",), scope=scope, cumulative=cumulative)
