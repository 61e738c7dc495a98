"""The resolvers of what runs from one time to another, «from 1 to 15 May», «March and April», «2024-2027».

Each end inherits the year and month that only the other one says. See resolve.py for what a resolver is.
"""

from __future__ import annotations

import datetime as dt

from sijill.model import Period
from sijill.reading import calendars as cal
from sijill.reading.resolve import (
    NO_SUCH_DAY,
    Context,
    Partial,
    Parts,
    Resolver,
    When,
    find_partial,
    find_weekday,
    last_said,
    of_partial,
    value,
    whole,
)


def days_together(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«March and April 2025», «il 3 e 4 maggio»: the days or months of a list, as one period."""
    ends = [
        said if isinstance(said, When) else Partial(day=int(said))
        for name, said in parts
        if isinstance(said, When) or name == "DAY"
    ]
    return together([ends[0], ends[-1]], adjacent=True)


def between(parts: Parts, _: tuple[str, ...]) -> When | None:
    """From one time to another; each inherits the year and month that only the other says."""
    year = value(parts, "YEAR")
    ends: list[When | Partial] = []
    for name, said in parts:
        if isinstance(said, When):
            ends.append(said)
        elif name in ("DAY", "ORD", "FIRST"):
            ends.append(Partial(day=int(said)))
        elif name == "NOW":
            ends.append(When("day", lambda c: Period.day(c.published) if c.published else None))
    if len(ends) == 2 and year is None and isinstance(ends[1], Partial):
        begun = ends[0].partial if isinstance(ends[0], When) else ends[0]
        if begun is None or begun.year is not None:
            return None  # «11/03/2025 - Due anni»
    if len(ends) == 2 and year is not None and isinstance(ends[1], Partial):
        ends[1] = ends[1]._replace(year=int(year))
    return together(ends, adjacent=False)


def together(ends: list[When | Partial], adjacent: bool) -> When | None:
    """The period from the first to the last of two times. `adjacent` lists must be of one grain."""
    if len(ends) != 2:
        return None
    first, last = (e if isinstance(e, Partial) else e.partial for e in ends)
    if first is not None and last is not None:
        same_month = first.day is None and first.month == last.month
        if adjacent and (same_month or (first.day is None) != (last.day is None)):
            return None
        return from_partials(first, last)
    one, two = ends
    unsaid = first is not None and first.year is None and first.relation is None and first.month is not None
    if unsaid and isinstance(two, When) and two.grain in ("day", "month") and not two.amounts:
        return in_year_of(first, two)
    if isinstance(one, Partial) or isinstance(two, Partial):
        return None

    def find(context: Context) -> Period | None:
        start, end = one.find(context), two.find(context)
        if start is None or end is None:
            return None
        return cal.span(start.start or start.end, end.end or end.start)

    return When("span", find)


def in_year_of(first: Partial | None, last: When) -> When:
    """«between 1 January and 10 May last year»: the year of the end holds for the beginning, or the one before."""

    def find(context: Context) -> Period | None:
        end = last.find(context)
        if first is None or end is None or end.end is None:
            return None
        years = (end.end.year, end.end.year - 1)
        starts = [found.start for year in years if (found := whole(first, year)) and found.start]
        start = next((day for day in starts if day <= (end.end or day)), None)
        return cal.span(start, end.end) if start else None

    return When("span", find)


def from_partials(first: Partial, last: Partial) -> When | None:
    """From–to where both ends are partly said."""
    if last.month is None and last.day is not None and first.month is not None:
        last = last._replace(month=first.month)
    if first.month is None and first.day is not None and last.month is not None:
        first = first._replace(month=last.month)
    if first.hijri != last.hijri:
        return None
    backwards = bool(first.month and last.month) and (first.month, first.day or 0) > (
        last.month,
        last.day or 99,
    )
    if first.year is None and last.year is not None and (first.month or first.day) and first.relation is None:
        first = first._replace(year=last.year - backwards)
    elif last.year is None and first.year is not None and (last.month or last.day):
        last = last._replace(year=first.year + backwards)
    if any(of_partial(end) in (None, NO_SUCH_DAY) for end in (first, last)):
        return NO_SUCH_DAY
    one, two = first, last

    def find(context: Context) -> Period | None:
        if two.year is None and two.month is None and two.day is None:
            return weekdays(one, two, context)
        if two.weekday is not None and two.day and two.year is None and one.weekday is None:
            end = find_partial(two, context)  # the weekday tells the year
            begun = whole(one, end.end.year - backwards) if end and end.end else None
            return cal.span(begun.start, end.end) if begun and end else None
        if one.weekday is not None and not one.day and two.day:  # «de samedi à dimanche 6 septembre»
            end = find_partial(two, context)
            first = cal.weekday_from(end.end, one.weekday, -1, strict=True) if end and end.end else None
            return cal.span(first, end.end) if end else None
        start = running(one, two, context) or find_partial(one, context)
        if start is None or start.start is None:
            return None
        ahead = Context(start.start, lambda: 1)
        near = ahead if two.relation is None else context
        end = whole(two, two.year) if two.year is not None else find_partial(two, near)
        if end is None and context.published is None:
            return None
        return cal.span(start.start, end.end) if end else None

    if one.year is not None and two.year is not None:
        known = find(Context(None, lambda: 0))
        if known is None:
            return None
    return When("span", find)


def running(first: Partial, last: Partial, context: Context) -> Period | None:
    """The beginning of a range of months or days without a year that has begun and has not ended, where the
    words look ahead («will run from August to October», said in September)."""
    published = context.published
    unsaid = first.year is None and last.year is None and first.relation is None and last.relation is None
    if published is None or not (unsaid and first.month and last.month) or context.look() <= 0:
        return None
    if first.hijri or first.weekday is not None:
        return None
    for year in (published.year - 1, published.year):
        start = whole(first, year)
        end = find_partial(last, Context(start.start, lambda: 1)) if start and start.start else None
        if start and start.start and end and end.end and start.start <= published <= end.end:
            return start
    return None


def weekdays(first: Partial, last: Partial, context: Context) -> Period | None:
    """From one weekday to another: the last one is resolved first, unless the words look ahead."""
    if first.weekday is None or last.weekday is None:
        return None
    if (
        context.alone
        and context.published
        and not (first.day or first.relation)
        and first.weekday < last.weekday
    ):
        week = cal.containing("week", context.published)
        monday = week.start if week else None
        return cal.span(
            cal.plus_days(monday, first.weekday) if monday else None,
            cal.plus_days(monday, last.weekday) if monday else None,
        )
    if context.look() > 0 or first.relation:
        start = find_partial(first, context)
        if start is None or start.start is None:
            return None
        return cal.span(start.start, cal.weekday_from(start.start, last.weekday, 1, strict=False))
    end = find_weekday(last, context)
    if end is None or end.end is None:
        return None
    if first.day:  # «la notte tra martedì 10 e mercoledì 11»
        return None
    return cal.span(cal.weekday_from(end.end, first.weekday, -1, strict=True), end.end)


def two_years(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«2024-2027», «2024/25»: from the first year to the last one."""
    years = [int(v) for name, v in parts if name in ("YEAR", "SHORTYEAR")]
    if len(years) != 2 or not 0 <= years[1] - years[0] <= 300:
        return None
    return from_partials(Partial(year=years[0]), Partial(year=years[1]))


def years_together(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«in 2016 and 2017»: years of a list that follow one another are one period, as months of a list are."""
    years = [int(said) for name, said in parts if name == "YEAR"]
    if years != list(range(years[0], years[0] + len(years))):
        return None
    return from_partials(Partial(year=years[0]), Partial(year=years[-1]))


def between_in(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«du 4 au 23 du mois prochain»: two days of a month that is said otherwise."""
    month, days = last_said(parts), [int(v) for name, v in parts if name == "DAY"]
    if month is None or month.grain != "month" or len(days) != 2:
        return None

    def find(context: Context) -> Period | None:
        around = month.find(context)
        if around is None or around.start is None:
            return None
        year, number = around.start.year, around.start.month
        return cal.span(cal.day(year, number, days[0]), cal.day(year, number, days[1]))

    return When("span", find)


def days_of_month(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«du 13 au 18»: two days of the running month, of the one before where they lie ahead and the words do not."""
    days = [int(said) for name, said in parts if name in ("DAY", "ORD")]
    if len(days) != 2 or not 1 <= days[0] < days[1] <= 31:
        return None

    def of_month(moment: dt.date, away: int) -> Period | None:
        month = cal.shifted("month", moment, away)
        if month is None or month.start is None:
            return None
        year, number = month.start.year, month.start.month
        return cal.span(cal.day(year, number, days[0]), cal.day(year, number, days[1]))

    def find(context: Context) -> Period | None:
        published = context.published
        if published is None:
            return None
        look, found = context.look(), of_month(published, 0)
        if look > 0 and found and found.end and found.end < published:
            return of_month(published, 1)
        ahead = found is None or (found.start is not None and found.start > published)
        return of_month(published, -1) if ahead and look <= 0 and not context.alone else found

    return When("span", find)


RANGES: dict[str, Resolver] = {
    f.__name__: f for f in (days_together, between, two_years, years_together, between_in, days_of_month)
}
"""The resolvers of this module that calendar.yaml may name."""
