"""The resolvers of parts of a time: «the first quarter of 2025», «the first six months», «early May»,
«summer».

Where the text leaves the year open, it is the last one of which the part does not lie ahead. See resolve.py
for
what a resolver is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sijill.model import Grain, Period
from sijill.reading import calendars as cal
from sijill.reading.resolve import (
    Context,
    Partial,
    Parts,
    Resolver,
    When,
    grain_of,
    last_said,
    of_partial,
    value,
    whens,
)
from sijill.reading.resolve_relative import amounts_of, this_unit


def container_of(parts: Parts, unit: str) -> When:
    """The time of which something is a part: what the text says, or the year in which the text was
    published."""
    said = [w for w in whens(parts) if not w.amounts]
    if said:
        return said[-1]
    around = this_unit((("UNIT", "month" if unit in ("day", "weekday") else "year"),), ())
    assert around is not None
    return around


def inside(container: When, pick: Callable[[Period], Period | None], context: Context) -> Period | None:
    """What `pick` finds in the container; where the text leaves the container open, the last one not
    ahead."""
    around = container.find(context)
    found = pick(around) if around else None
    published = context.published
    if around is None or around.start is None or not container.soft or published is None:
        return found
    look = context.look()
    if look > 0 and (found is None or (found.end is not None and found.end >= published)):
        return found
    if look == 0 and context.alone:
        return found
    if found is None or (found.start is not None and found.start > published):
        unit = {"year": "year", "month": "month", "week": "week"}.get(container.grain)
        before = cal.shifted(unit, around.start, -1) if unit else None
        return pick(before) if before else None
    return found


def nth(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«the first quarter of 2025», «Q3», «الثلث الأول من العام», «the last week of May», «the third Monday
    of June»."""
    weekday = value(parts, "WEEKDAY", "BAREDAY")
    unit = "weekday" if weekday is not None else arguments[0] if arguments else value(parts, "UNIT", "PART")
    rank = int(value(parts, "ORD", "ORDF", "LASTWORD", "QUARTER", "HALFYEAR", "NUM", "DAY") or 0)
    if value(parts, "ORD") and value(parts, "LASTWORD"):  # «the third last week»
        rank = -abs(rank)
    container = container_of(parts, unit)
    if not rank or abs(rank) > 60 or unit == container.grain or (unit, container.grain) == ("half", "month"):
        return None
    if unit in ("quarter", "half", "third") and abs(rank) > {"quarter": 4, "half": 2, "third": 3}[unit]:
        return None

    def pick(around: Period) -> Period | None:
        if weekday is not None:
            day = cal.nth_weekday(around, weekday, rank)
            return Period.day(day) if day else None
        return nth_unit(around, unit, rank, container.grain)

    return When("day" if weekday is not None else grain_of(unit), lambda c: inside(container, pick, c))


def nth_unit(around: Period, unit: str, rank: int, grain: Grain) -> Period | None:
    """The nth whole unit in a period, from its end if negative. Weeks of a year are ISO's, and of a
    month those that have most of their days in it."""
    first, last = around.start, around.end
    if first is None or last is None:
        return None
    if unit == "day":
        day = cal.plus_days(first, rank - 1) if rank > 0 else cal.plus_days(last, rank + 1)
        return Period.day(day) if day and first <= day <= last else None
    if unit == "week":
        thursday = cal.nth_weekday(around, 3, rank)
        monday = cal.plus_days(thursday, -3) if thursday else None
        if grain == "year":
            edge_week = cal.containing("week", first.replace(day=4) if rank > 0 else last.replace(day=28))
            monday = edge_week.start if edge_week else None
            monday = cal.plus_days(monday, 7 * (rank - 1 if rank > 0 else rank + 1)) if monday else None
        return cal.containing("week", monday) if monday else None
    days = (last - first).days + 1
    months = round(days / 30.44)
    size = {"third": max(months // 3, 1), "half": max(months // 2, 1)}.get(unit) or cal.MONTHS_IN.get(unit)
    if not size or months % size:
        return None
    count = months // size
    index = rank - 1 if rank > 0 else count + rank
    begin = cal.plus_months(first, index * size)
    if not 0 <= index < count or begin is None:
        return None
    found = cal.months_period(begin.year, begin.month, size) if first.day == 1 else None
    if found is None and unit == "half":
        middle = cal.plus_days(first, days // 2)
        found = cal.span(first, middle and middle - cal.DAY) if rank == 1 else cal.span(middle, last)
    return found


def nth_weekend(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the first weekend of June»: Saturday and Sunday, the Saturday being in it."""
    rank = int(value(parts, "ORD", "ORDF", "LASTWORD") or 0)
    container = container_of(parts, "weekday")
    if not rank or abs(rank) > 5 or container.grain != "month":
        return None

    def pick(around: Period) -> Period | None:
        saturday = cal.nth_weekday(around, 5, rank)
        return cal.span(saturday, cal.plus_days(saturday, 1)) if saturday else None

    return When("span", lambda c: inside(container, pick, c))


def half_of_month(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the first half of May»: to the 15th, and from the 16th on."""
    container = container_of(parts, "month")
    rank = int(value(parts, "ORD", "ORDF", "LASTWORD") or 0)
    if container.grain != "month" or rank not in (1, 2, -1):
        return None

    def pick(around: Period) -> Period | None:
        if around.start is None:
            return None
        middle = around.start.replace(day=15)
        return cal.span(around.start, middle) if rank == 1 else cal.span(middle + cal.DAY, around.end)

    return When("span", lambda c: inside(container, pick, c))


def leading(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the first six months (of 2025)», «the last two weeks of May»: the first or last units of a time."""
    rank = int(value(parts, "ORD", "ORDF", "LASTWORD") or 0)
    amounts = amounts_of(parts)
    if rank not in (1, -1) or len(amounts) != 1:
        return None
    count, unit = amounts[0]
    container = container_of(parts, unit)

    def pick(around: Period) -> Period | None:
        if around.start is None or around.end is None:
            return None
        if rank == 1:
            after = cal.moved(unit, around.start, count)
            found = cal.span(around.start, after - cal.DAY if after else None)
        elif unit == "week":
            sunday = cal.nth_weekday(around, 6, -1)
            found = cal.span(cal.plus_days(sunday, 1 - 7 * int(count)), sunday) if sunday else None
        else:
            first = cal.moved(unit, around.end + cal.DAY, -count) if around.end < dt.date.max else None
            found = cal.span(first, around.end)
        return found if found and found.end and found.end <= around.end else None

    return When("span", lambda c: inside(container, pick, c))


def edge(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«early May», «the middle of 2024», «the end of June»: a third of the time, and of «the end of» its
    last day."""
    where = value(parts, "EDGE") if not arguments else arguments[0]
    container = container_of(parts, "year")
    if container.grain in ("day", "span"):
        return None

    def pick(around: Period) -> Period | None:
        first, last = around.start, around.end
        if first is None or last is None:
            return None
        if where == "end":
            return Period.day(last) if container.grain != "week" else cal.span(cal.plus_days(last, -2), last)
        days = (last - first).days + 1
        early, late = {
            7: (2, 4) if where == "middle" else (3, 3),
            28: (10, 20),
            29: (10, 20),
            30: (10, 20),
            31: (10, 20),
            365: (120, 243) if where == "middle" else (90, 273),
            366: (121, 244) if where == "middle" else (91, 274),
        }.get(days, (days // 3, 2 * days // 3))
        one, two = cal.plus_days(first, early), cal.plus_days(first, late)
        if one is None or two is None:
            return None
        return {
            "start": cal.span(first, one - cal.DAY),
            "middle": cal.span(one, two - cal.DAY),
            "late": cal.span(two, last),
        }.get(where)

    grain: Grain = "day" if where == "end" else "span"

    def find(context: Context) -> Period | None:
        around = container.find(context.looking(1) if container.grain == "week" else context)
        return pick(around) if around else None

    return When(grain, find, optional=where != "end")


def season(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«summer 2023», «last winter»: three whole months, winter from December; optional, as texts give no
    bounds."""
    first_month = int(value(parts, "SEASON"))
    relation = value(parts, "REL", "THIS")
    container = last_said(parts)

    def of(number: int) -> Period | None:
        return cal.months_period(number, first_month, 3)

    def find(context: Context) -> Period | None:
        if container is not None:
            around = container.find(context)
            return of(around.start.year - (first_month == 12)) if around and around.start else None
        published = context.published
        if published is None:
            return None
        options = [
            p for p in (of(published.year + k) for k in (-3, -2, -1, 0, 1, 2)) if p and p.start and p.end
        ]
        past = [p for p in options if p.start and p.start <= published]
        over = [p for p in options if p.end and p.end < published]
        ahead = [p for p in options if p.start and p.start > published]
        if relation == 0 and context.look() >= 0:
            return of(published.year) if published.month < 12 and first_month < 12 else past[-1]
        if relation is not None and relation < 0:
            return over[-1]
        if relation or (relation is None and context.look() > 0):
            return ahead[0]
        return past[-1]

    return When("season", find, optional=True)


def week_of(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the week of 7 October»: Monday to Sunday around a day."""
    day = value(parts, "ORD", "THEDAY")
    inner = last_said(parts) or of_partial(Partial(day=int(day or 0)))

    def find(context: Context) -> Period | None:
        around = inner.find(context) if inner else None
        return cal.containing("week", around.start) if around and around.start else None

    return When("week", find) if inner and inner.grain == "day" else None


def weekday_in(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«Tuesday of next week»: the weekday in a week."""
    weekday, week = value(parts, "WEEKDAY", "BAREDAY"), last_said(parts)
    if week is None or week.grain != "week" or weekday is None:
        return None

    def find(context: Context) -> Period | None:
        around = week.find(context)
        found = cal.plus_days(around.start, weekday) if around and around.start else None
        return Period.day(found) if found else None

    return When("day", find)


def decade(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the 1990s», «gli anni '90», «التسعينيات»: ten years from a round one; two figures are of the 1900s."""
    said = int(value(parts, "DECADE", "YEAR", "SHORTYEAR", "NUM"))
    first = said if said >= 100 else 1900 + said if said >= 30 else 2000 + said
    if first % 10:
        return None
    found = cal.span(cal.day(first, 1, 1), cal.day(first + 9, 12, 31))
    return When("decade", lambda _: found) if found else None


def century(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the 21st century»: counted from the year 2000, as it is in the press."""
    first = 100 * (int(value(parts, "ORD")) - 1)
    found = cal.span(cal.day(first, 1, 1), cal.day(first + 99, 12, 31))
    return When("span", lambda _: found) if found else None


PARTS: dict[str, Resolver] = {
    f.__name__: f
    for f in (nth, nth_weekend, half_of_month, leading, edge, season, week_of, weekday_in, decade, century)
}
"""The resolvers of this module that calendar.yaml may name."""
