"""Months, years and what is left of them where a series stops, as periods."""

from __future__ import annotations

import calendar
import datetime as dt

from sijill.model import Period


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def month_of(year: int, month: int) -> Period:
    """A calendar month."""
    return Period(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def months_between(first: dt.date, last: dt.date) -> list[tuple[int, int]]:
    """The months, as year and month, from that of `first` to that of `last`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]


def year_so_far(day: dt.date) -> Period:
    """From New Year to the day."""
    return Period(dt.date(day.year, 1, 1), day)
