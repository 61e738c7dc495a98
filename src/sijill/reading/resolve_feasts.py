"""The resolver of feasts: those with a fixed day, those counted from Easter, from a month's weekdays, or Hijri.

The data write a feast as «12-25» (month, day), «h10-1» (Hijri month, day), «easter+39», «11-thu4» (the fourth
Thursday of November), «5-mon-1» (the last Monday of May), «11-thu4+1» (the day after). See resolve.py for what a
resolver is.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sijill.model import Period
from sijill.reading import calendars as cal
from sijill.reading.resolve import Context, Parts, Resolver, When, choose, last_said, value

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holiday(parts: Parts, _: tuple[str, ...]) -> When | None:
    """A feast: «Christmas» (12-25 in the data), Easter (easter), one of the Hijri calendar (h10-1)."""
    said, relation = str(value(parts, "HOLIDAY")), value(parts, "REL", "THIS")
    year, container = value(parts, "YEAR"), last_said(parts)

    def find(context: Context) -> Period | None:
        if year is not None:
            return feast(said, int(year))
        around = container.find(context) if container else None
        if container is not None:
            return feast(said, around.start.year) if around and around.start else None
        published = context.published
        if published is None:
            return None
        near = range(published.year - 2, published.year + 3)
        return choose(
            [p for p in (feast(said, y) for y in near) if p], published, relation, context, near=True
        )

    return When("day", find)


@lru_cache(maxsize=4096)
def feast(said: str, year: int) -> Period | None:
    """The day of a feast in a Gregorian year, by the way in which the data writes it."""
    rule, _, later = said.partition("+")
    if rule.startswith("h"):
        found = _hijri_feast(rule[1:], year)
    elif rule.startswith("easter"):
        found = cal.easter(year)
        before = rule.removeprefix("easter")
        found = cal.plus_days(found, int(before or 0)) if found else None
    else:
        month, _, number = rule.partition("-")
        if number[:3] in _WEEKDAYS:
            around = cal.month_period(year, int(month))
            found = cal.nth_weekday(around, _WEEKDAYS.index(number[:3]), int(number[3:])) if around else None
        else:
            found = cal.day(year, int(month), int(number))
    found = cal.plus_days(found, int(later or 0)) if found else None
    return Period.day(found) if found else None


def _hijri_feast(rule: str, year: int) -> dt.date | None:
    """The day of a Hijri month that lies in a Gregorian year."""
    month, _, number = rule.partition("-")
    first = cal.day(year, 1, 1)
    hijri = cal.hijri_year(first) if first else None
    for candidate in (hijri, hijri + 1) if hijri else ():
        day = cal.hijri_period(candidate, int(month), int(number))
        if day and day.start and day.start.year == year:
            return day.start
    return None


FEASTS: dict[str, Resolver] = {"holiday": holiday}
"""The resolvers of this module that calendar.yaml may name."""
