"""UNHCR's Refugee Population Statistics: the tables population, solutions and asylum applications.

Columns are those of the database's R package `refugees`; countries are ISO 3166-1 alpha-3 codes in coo_iso (origin)
and coa_iso (asylum). Numbers under five are rounded by UNHCR, so sums are near, not exact.

A table's last year may be one of half a year: what cannot have happened by the day of the copy is not said to
have. So where the copy is older than the year's end, a stock is of 30 June and a flow of January to June.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sijill.model import Observation, Period, Population
from sijill.official.countries import from_alpha3
from sijill.official.periods import year_of
from sijill.official.series import observed
from sijill.official.tables import Row, count, rows, wrong, year

POPULATION = ("year", "coo_iso", "coa_iso", "refugees", "asylum_seekers", "idps")
SOLUTIONS = ("year", "coo_iso", "coa_iso", "returned_refugees", "resettlement")
APPLICATIONS = ("year", "coo_iso", "coa_iso", "app_type", "app_pc", "applied")

REFUGEES, SEEKERS = "refugees only", "asylum seekers only"
NEW, EVERY = "new applications only", "applications of all types, repeated ones and appeals included"
RETURNED = "refugees who went back to their country of origin"


def read_population(path: Path, as_of: dt.date) -> list[Observation]:
    """Stocks by country of asylum: refugees and asylum seekers (together, and each), and the displaced.

    Each also by nationality. SeriesError names line and column.
    """
    counted: Counter[tuple[int, str, str | None, str, str]] = Counter()
    for row in rows(path, POPULATION):
        when, origin, country = year(row, "year"), _country(row, "coo_iso"), _country(row, "coa_iso")
        refugees, seekers = count(row, "refugees"), count(row, "asylum_seekers")
        if country is None:
            continue
        for nationality in _all_and(origin):
            counted[when, country, nationality, "refugees_registered", ""] += refugees + seekers
            counted[when, country, nationality, "refugees_registered", REFUGEES] += refugees
            counted[when, country, nationality, "refugees_registered", SEEKERS] += seekers
        counted[when, country, None, "displaced", ""] += count(row, "idps")
    return [
        observed(
            "unhcr-population",
            measure,
            value,
            Period.day(_last_day(when, as_of)),
            as_of,
            at=(country,),
            scope=scope,
            population=_people(nationality),
        )
        for (when, country, nationality, measure, scope), value in counted.items()
        if value
    ]


def read_solutions(path: Path, as_of: dt.date) -> list[Observation]:
    """Refugees who returned (by country of asylum, from it) and who were resettled (to it), by year."""
    returned: Counter[tuple[int, str]] = Counter()
    resettled: Counter[tuple[int, str]] = Counter()
    for row in rows(path, SOLUTIONS):
        when, country = year(row, "year"), _country(row, "coa_iso")
        if country is None:
            continue
        returned[when, country] += count(row, "returned_refugees")
        resettled[when, country] += count(row, "resettlement")
    part = partial(observed, "unhcr-solutions", as_of=as_of)
    return [
        *(
            part("voluntary_returns", n, _flow(when, as_of), from_=(country,), scope=RETURNED)
            for (when, country), n in returned.items()
            if n
        ),
        *(
            part("resettlements", n, _flow(when, as_of), to=(country,))
            for (when, country), n in resettled.items()
            if n
        ),
    ]


def read_applications(path: Path, as_of: dt.date) -> list[Observation]:
    """People who applied for asylum by year and country: new applications, and all that the table has.

    Rows that count cases (app_pc C) are left out. SeriesError names line and column.
    """
    applied: Counter[tuple[int, str, str]] = Counter()
    for row in rows(path, APPLICATIONS):
        when, country, number = year(row, "year"), _country(row, "coa_iso"), count(row, "applied")
        if row.cells["app_pc"] not in ("P", "C"):
            raise wrong(row, "app_pc", f"{row.cells['app_pc']!r} is neither P (people) nor C (cases)")
        if country is None or row.cells["app_pc"] == "C":
            continue
        applied[when, country, EVERY] += number
        applied[when, country, NEW] += number if row.cells["app_type"] == "N" else 0
    return [
        observed(
            "unhcr-asylum-applications",
            "asylum_applications",
            value,
            _flow(when, as_of),
            as_of,
            to=(country,),
            scope=scope,
        )
        for (when, country, scope), value in applied.items()
        if value
    ]


def _country(row: Row, column: str) -> str | None:
    code = row.cells[column]
    if not (len(code) == 3 and code.isascii() and code.isupper()):
        raise wrong(row, column, f"{code[:40]!r} is no ISO 3166-1 alpha-3 code")
    return from_alpha3(code)


def _all_and(origin: str | None) -> Iterator[str | None]:
    yield None
    if origin is not None:
        yield origin


def _people(nationality: str | None) -> Population:
    return Population(nationality=(nationality,)) if nationality else Population()


def _last_day(when: int, as_of: dt.date) -> dt.date:
    """The day that a year's stock is of: its last, or 30 June where that was to come."""
    end = dt.date(when, 12, 31)
    return end if end <= as_of else dt.date(when, 6, 30)


def _flow(when: int, as_of: dt.date) -> Period:
    last = _last_day(when, as_of)
    return Period(year_of(when).start, last)
