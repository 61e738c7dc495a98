"""Landings in Italy: two extractions of the PDF dashboard of the Ministry of the Interior.

Both have a table of nationalities, each a year to date: its sum is the year's total so far, to the person that of
the ministry. Both have a table of days, from which days are missing; it is read for the days alone and never
summed. A day that stands in two reports has the number of the later report. The first extraction holds days that no
calendar has (30 February) and cells like `0[VALORE]0`: those rows are dropped, as nobody can say what was meant.
A report that is dated before a day it counts (a forecast of noughts) is dropped too.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sijill.model import Observation, Period, Population
from sijill.official.countries import named
from sijill.official.periods import year_so_far
from sijill.official.series import observed
from sijill.official.tables import Row, calendar_day, count, day, number, rows, text, wrong

FIRST, SECOND = "italy-landings", "italy-landings-mda"
NATIONALITIES = ("Data_Report", "Nazione", "ISO_3166-1", "Valore")
DAYS = ("Data", "Valore", "Data_Report")
SECOND_NATIONALITIES = ("nazionalita", "migranti_sbarcati", "data_riferimento")
SECOND_DAYS = ("giorno", "migranti_sbarcati", "data_riferimento")

_OTHERS = "altre"
_LANGUAGE_OF_NAMES = "it"


def read_nationalities(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The year to date at each report, and of each nationality, of the first extraction (onData).

    Each report is its own vintage, so `as_of` is not used. SeriesError names line and column.
    """
    return list(_totals(FIRST, rows(path, NATIONALITIES), "Data_Report", "Nazione", "Valore", "ISO_3166-1"))


def read_second_nationalities(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The same of the second extraction (paoloRi), which names countries in Italian only."""
    columns = rows(path, SECOND_NATIONALITIES)
    return list(_totals(SECOND, columns, "data_riferimento", "nazionalita", "migranti_sbarcati", None))


def _totals(
    series: str, table: Iterator[Row], report: str, name: str, value: str, code: str | None
) -> Iterator[Observation]:
    by_report: defaultdict[dt.date, dict[str | None, int]] = defaultdict(lambda: {None: 0})
    seen: set[tuple[dt.date, str]] = set()
    for row in table:
        reported, landed = day(row, report), count(row, value)
        if (reported, row.cells[name]) in seen:
            raise wrong(row, name, f"{row.cells[name]!r} stands twice in the report of {reported}")
        seen.add((reported, row.cells[name]))
        counts = by_report[reported]
        counts[None] += landed
        if not text(row, name).casefold().startswith(_OTHERS):
            nationality = row.cells[code] if code else named(row.cells[name], _LANGUAGE_OF_NAMES)
            if not nationality:
                raise wrong(row, name, f"{row.cells[name]!r} is no country known here")
            counts[nationality] = counts.get(nationality, 0) + landed
    for reported, counts in sorted(by_report.items()):
        for nationality, landed in counts.items():
            yield observed(
                series,
                "arrivals",
                landed,
                year_so_far(reported),
                reported,
                to=("IT",),
                cumulative=True,
                population=Population(nationality=(nationality,)) if nationality else Population(),
            )


def read_days(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The landings of each day of the first extraction, as the latest report has it."""
    latest: dict[dt.date, tuple[dt.date, int]] = {}
    for row in rows(path, DAYS):
        reported, landed_on = day(row, "Data_Report"), calendar_day(row.cells["Data"])
        if landed_on is None or not row.cells["Valore"].isascii() or not row.cells["Valore"].isdigit():
            continue
        _keep(latest, landed_on, reported, int(row.cells["Valore"]))
    return _days(FIRST, latest)


def read_second_days(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The landings of each day of the second extraction: a day of the month of the report."""
    latest: dict[dt.date, tuple[dt.date, int]] = {}
    for row in rows(path, SECOND_DAYS):
        reported, nth = day(row, "data_riferimento"), number(row, "giorno")
        landed_on = calendar_day(f"{reported:%Y-%m}-{nth:02}") if isinstance(nth, int) else None
        if landed_on is not None:
            _keep(latest, landed_on, reported, count(row, "migranti_sbarcati"))
    return _days(SECOND, latest)


def _keep(
    latest: dict[dt.date, tuple[dt.date, int]], landed_on: dt.date, reported: dt.date, landed: int
) -> None:
    known = latest.get(landed_on)
    if landed_on <= reported and (known is None or known[0] <= reported):
        latest[landed_on] = (reported, landed)


def _days(series: str, latest: dict[dt.date, tuple[dt.date, int]]) -> list[Observation]:
    return [
        observed(series, "arrivals", landed, Period.day(landed_on), reported, to=("IT",))
        for landed_on, (reported, landed) in sorted(latest.items())
    ]
