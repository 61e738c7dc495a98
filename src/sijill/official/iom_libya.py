"""IOM Libya's weekly running totals of people intercepted and returned, as press pages give them.

A page is a witness of a total at a day, not the source: pages have misprints. Where men, women, children and those
of unknown sex are all given and do not add up to the total, the parts are left out. Where several pages of one
day differ in a part, that part is left out. Dead and missing are those of IOM Libya's update, which are not those of
the Missing Migrants Project. The vintage is the day up to which the page counts; the page came some days later.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

from sijill.model import EVERYBODY, Observation, Population
from sijill.official.periods import year_so_far
from sijill.official.series import observed
from sijill.official.tables import NOT_KNOWN, Row, count, day, rows

SERIES = "iom-libya"
COLUMNS = (
    "as_of", "cumulative_year", "men", "women", "children", "gender_unknown", "dead", "missing", "source_url",
)  # fmt: skip
SCOPE = "central Mediterranean, as IOM Libya counts"
_PARTS = {
    "men": Population(sex="male"),
    "women": Population(sex="female"),
    "children": Population(age="child"),
}


def read(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The totals at each day, and what of their parts can be relied on. SeriesError names line and column."""
    by_day: defaultdict[dt.date, list[Row]] = defaultdict(list)
    for row in rows(path, COLUMNS):
        by_day[day(row, "as_of")].append(row)
    found = []
    for until, pages in sorted(by_day.items()):
        found += _of_day(until, pages)
    return found


def _of_day(until: dt.date, pages: list[Row]) -> list[Observation]:
    url = pages[0].cells["source_url"]
    found = []
    total = _agreed(pages, "cumulative_year")
    if total is not None:
        found.append(_total(until, "interceptions", total, url))
    adding_up = [page for page in pages if _adds_up(page)]
    for column, people in _PARTS.items():
        part = _agreed(adding_up, column)
        if part is not None:
            found.append(_total(until, "interceptions", part, adding_up[0].cells["source_url"], people))
    for column, measure in (("dead", "deaths"), ("missing", "missing")):
        counted = _agreed(pages, column)
        if counted is not None:
            found.append(_total(until, measure, counted, url))
    return found


def _agreed(pages: list[Row], column: str) -> int | None:
    """What all pages that say something say; None where they differ or are silent."""
    said = {count(page, column) for page in pages if page.cells[column] not in NOT_KNOWN}
    return said.pop() if len(said) == 1 else None


def _adds_up(page: Row) -> bool:
    """Whether the parts are the total, or too few are given to tell."""
    parts = ("men", "women", "children")
    if any(page.cells[part] in NOT_KNOWN for part in (*parts, "cumulative_year")):
        return True
    known = sum(count(page, part) for part in (*parts, "gender_unknown"))
    return known == count(page, "cumulative_year")


def _total(until: dt.date, measure: str, value: int, url: str, people: Population = EVERYBODY) -> Observation:
    is_intercepted = measure == "interceptions"
    return observed(
        SERIES,
        measure,
        value,
        year_so_far(until),
        until,
        from_=("LY",) if is_intercepted else (),
        at=() if is_intercepted else ("MED",),
        scope="" if is_intercepted else SCOPE,
        population=people,
        cumulative=True,
        url=url,
    )
