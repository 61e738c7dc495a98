"""Arithmetic of days, weeks, months, quarters and years, in the Gregorian and the Hijri calendar.

Everything here takes and gives days or periods (both ends inclusive). What a calendar does not hold, the 31st
of June or the year 0, is None, never an exception, since texts say such things. Weeks run Monday to Sunday.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from hijridate import Gregorian, Hijri

from sijill.model import Period

DAY = dt.timedelta(days=1)
MONTHS_IN = {
    "month": 1,
    "bimester": 2,
    "quarter": 3,
    "four-month": 4,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
"""Units that are whole months."""
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
SECONDS_IN = {"hour": 3600, "minute": 60, "second": 1}


def day(year: int, month: int, number: int) -> dt.date | None:
    """A day of the Gregorian calendar, None where there is no such day."""
    try:
        return dt.date(year, month, number)
    except (ValueError, OverflowError):
        return None


def plus_days(start: dt.date, days: float) -> dt.date | None:
    """The day so many days later (earlier if negative), None beyond the calendar."""
    try:
        return start + dt.timedelta(days=int(days))
    except (OverflowError, ValueError):
        return None


def plus_months(start: dt.date, months: float) -> dt.date | None:
    """The same day of the month so many months later, the month's last day where it is shorter."""
    if abs(months) > 120_000:
        return None
    index = start.year * 12 + start.month - 1 + int(months)
    year, month = divmod(index, 12)
    for number in range(start.day, 27, -1):
        found = day(year, month + 1, number)
        if found:
            return found
    return day(year, month + 1, min(start.day, 27))


def span(first: dt.date | None, last: dt.date | None) -> Period | None:
    """From the first day to the last one, None if either is missing or they are in the wrong order."""
    return Period(first, last) if first and last and first <= last else None


def century(hundreds: int) -> Period | None:
    """The hundred years from a round one on, `hundreds` being 20 from the year 2000 on."""
    return span(day(100 * hundreds, 1, 1), day(100 * hundreds + 99, 12, 31))


def month_period(year: int, month: int) -> Period | None:
    """A whole month."""
    return months_period(year, month, 1)


def months_period(year: int, month: int, count: int) -> Period | None:
    """So many whole months from a month on."""
    first = day(year, month, 1)
    after = plus_months(first, count) if first else None
    return span(first, after - DAY if after else None)


def year_period(year: int) -> Period | None:
    """A whole calendar year."""
    return span(day(year, 1, 1), day(year, 12, 31))


@lru_cache(maxsize=4096)
def hijri_period(year: int, month: int | None = None, number: int | None = None) -> Period | None:
    """A year, month or day of the Hijri calendar (Umm al-Qura, 1343 to 1500) in Gregorian days."""
    try:
        if number is not None and month is not None:
            return Period.day(dt.date(*Hijri(year, month, number).to_gregorian().datetuple()))
        first = Hijri(year, month or 1, 1)
        last = Hijri(year, month or 12, 1)
        last = Hijri(year, month or 12, last.month_length())
        return Period(dt.date(*first.to_gregorian().datetuple()), dt.date(*last.to_gregorian().datetuple()))
    except (ValueError, OverflowError):
        return None


def hijri_year(moment: dt.date) -> int | None:
    """The Hijri year in which a day lies, None outside 1343 to 1500."""
    try:
        return Gregorian(moment.year, moment.month, moment.day).to_hijri().year
    except (ValueError, OverflowError):
        return None


def plus_work_days(moment: dt.date, count: float) -> dt.date | None:
    """The day so many days from Monday to Friday later, earlier if negative; feasts are not known."""
    if abs(count) > 10**6:
        return None
    step = 1 if count > 0 else -1
    while moment.weekday() > 4:  # a weekend counts as the working day from which one sets out
        moment -= step * DAY
    weeks, left = divmod(abs(int(count)), 5)
    found = plus_days(moment, step * weeks * 7)
    while found and left:
        found = plus_days(found, step)
        left -= found is not None and found.weekday() < 5
    return found


def plus_hijri_months(moment: dt.date, months: float) -> dt.date | None:
    """The same day of the Hijri month so many months later, the month's last day where it is shorter."""
    try:
        hijri = Gregorian(moment.year, moment.month, moment.day).to_hijri()
        year, month = divmod(hijri.year * 12 + hijri.month - 1 + int(months), 12)
        last = Hijri(year, month + 1, 1).month_length()
        return dt.date(*Hijri(year, month + 1, min(hijri.day, last)).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def easter(year: int) -> dt.date | None:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    if not 1583 <= year <= 9999:
        return None
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day_before = divmod(moon + weekday - 7 * shift + 114, 31)
    return day(year, month, day_before + 1)


def containing(unit: str, moment: dt.date) -> Period | None:
    """The whole unit (day, week, month, quarter, half, year, decade) in which a day lies."""
    if unit == "day":
        return Period.day(moment)
    if unit in ("week", "fortnight"):
        monday = plus_days(moment, -moment.weekday())
        return span(monday, plus_days(monday, DAYS_IN[unit] - 1) if monday else None)
    if unit == "weekend":
        saturday = plus_days(moment, 5 - moment.weekday())
        return span(saturday, plus_days(saturday, 1) if saturday else None)
    months = MONTHS_IN.get(unit)
    if months is None:
        return None
    if months <= 12:
        return months_period(moment.year, (moment.month - 1) // months * months + 1, months)
    years = months // 12
    first = moment.year // years * years
    return span(day(max(first, 1), 1, 1), day(first + years - 1, 12, 31))


def shifted(unit: str, moment: dt.date, count: int) -> Period | None:
    """The whole unit that lies `count` units after (before) the one in which a day lies."""
    if unit in ("day", "week", "weekend", "fortnight"):
        moved = (
            plus_days(moment, count * {"day": 1, "fortnight": 14}.get(unit, 7))
            if abs(count) < 10**6
            else None
        )
    else:
        moved = plus_months(moment.replace(day=1), count * MONTHS_IN[unit]) if unit in MONTHS_IN else None
    return containing(unit, moved) if moved else None


def window(unit: str, moment: dt.date, count: int) -> Period | None:
    """The `count` units before a day's own one (after it, where `count` is positive).

    «The past four years» are calendar years, «the past three days» those before the publication. Hours reach
    back into the days that they touch, and include the day itself (figures.md, settled cases).
    """
    if not count or abs(count) > 100_000:
        return None
    if unit in SECONDS_IN:
        days = -(-abs(count) * SECONDS_IN[unit] // 86400)
        edges = sorted(d for d in (plus_days(moment, days if count > 0 else -days), moment) if d)
        return span(edges[0], edges[-1])
    if unit in ("decade", "century"):
        unit, count = "year", count * MONTHS_IN[unit] // 12
    if unit == "fortnight":
        unit, count = "week", count * 2
    if unit == "work day":
        ends = plus_work_days(moment, 1 if count > 0 else -1), plus_work_days(moment, count)
        return span(*(ends if count > 0 else ends[::-1]))
    near, far = shifted(unit, moment, 1 if count > 0 else -1), shifted(unit, moment, count)
    if near is None or far is None:
        return None
    return span(near.start, far.end) if count > 0 else span(far.start, near.end)


def moved(unit: str, moment: dt.date, count: float) -> dt.date | None:
    """The day so many units later (earlier if negative)."""
    if unit in MONTHS_IN:
        return plus_months(moment, count * MONTHS_IN[unit])
    if unit == "work day":
        return plus_work_days(moment, count)
    if unit in ("hijri year", "hijri month"):
        return plus_hijri_months(moment, count * (12 if unit == "hijri year" else 1))
    if unit in DAYS_IN or unit == "weekend":
        return plus_days(moment, count * DAYS_IN.get(unit, 7)) if abs(count) < 10**7 else None
    return plus_days(moment, count * SECONDS_IN[unit] // 86400) if abs(count) < 10**9 else None


def weekday_from(moment: dt.date, weekday: int, direction: int, strict: bool) -> dt.date | None:
    """The nearest such weekday (0 is Monday) on or before (direction -1) or after a day; never that day if
    strict."""
    gap = (moment.weekday() - weekday) % 7 if direction < 0 else (weekday - moment.weekday()) % 7
    return plus_days(moment, direction * (gap or (7 if strict else 0)))


def nth_weekday(period: Period, weekday: int, nth: int) -> dt.date | None:
    """The nth such weekday of a period, counted from its end where nth is negative."""
    if period.start is None or period.end is None or not nth or abs(nth) > 60:
        return None
    if nth > 0:
        first = weekday_from(period.start, weekday, 1, strict=False)
        found = plus_days(first, 7 * (nth - 1)) if first else None
    else:
        last = weekday_from(period.end, weekday, -1, strict=False)
        found = plus_days(last, 7 * (nth + 1)) if last else None
    return found if found and period.start <= found <= period.end else None


def same_in_year(period: Period, year: int) -> Period | None:
    """The same stretch of another year; a period without a start begins with its year."""
    end = period.end
    if end is None:
        return None
    start = period.start or day(end.year, 1, 1)
    if start is None:
        return None
    shift = 12 * (year - end.year)
    first, last = plus_months(start, shift), plus_months(end, shift)
    if last and start.day == 1 and end.month != (end + DAY).month:
        month = containing("month", last)
        last = month.end if month else None
    return span(first, last)
