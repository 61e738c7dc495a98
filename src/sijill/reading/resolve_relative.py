"""The resolvers of what is said relative to the publication, «last year», «two weeks ago», and of durations.

See resolve.py for what a resolver is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sijill.model import Period
from sijill.reading import calendars as cal
from sijill.reading.resolve import Context, Parts, Resolver, When, grain_of, last_said, value, whens

HIJRI = {"year": "hijri year", "month": "hijri month"}


def nothing(_: Context) -> Period | None:
    """What a duration resolves to."""
    return None


def shift(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«last year», «this month», «next week»: a whole unit so many units from that of the publication.

    «This week» ends on the publication date (figures.md) unless the words look ahead.
    """
    unit = value(parts, "UNIT", "UNIT2", "WEEKEND") if not arguments else arguments[0]
    count = int(value(parts, "REL", "THIS", "RELU") or 0)
    if unit == "century" and count:
        return When("span", lambda c: cal.century(c.published.year // 100 + count) if c.published else None)
    if unit in ("decade", *cal.SECONDS_IN) and count:
        return window((("REL", count), ("UNIT", unit)), ())

    def over(context: Context) -> bool:
        """On a weekday, whether «the weekend» is past; «this weekend» is where the sentence tells the past."""
        look = context.look()
        return look < 0 or (look == 0 and not context.alone and value(parts, "THIS") is None)

    def find(context: Context) -> Period | None:
        published = context.published
        if published is None:
            return None
        if unit == "weekend" and published.weekday() < 5 and (count < 0 or (count == 0 and over(context))):
            return cal.shifted(unit, published, count or -1)
        found = cal.shifted(unit, published, count)
        if found and unit == "week" and count == 0 and context.look() <= 0:
            return cal.span(found.start, published)
        return found

    return When(grain_of(unit), find, optional=unit == "day")


def shift_hijri(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«العام الهجري القادم»: a whole year of the Hijri calendar, counted from that of the publication."""
    count = int(value(parts, "REL", "THIS") or 0)

    def find(context: Context) -> Period | None:
        year = cal.hijri_year(context.published) if context.published else None
        return cal.hijri_period(year + count) if year else None

    return When("year", find)


def this_unit(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«the year», «the month» inside a longer expression: the one of the publication, or the one before
    it."""
    unit = arguments[0] if arguments else value(parts, "UNIT")
    published_in = shift((("UNIT", unit), ("THIS", 0)), ())
    return replace(published_in, soft=True) if published_in else None


def amount(parts: Parts, _: tuple[str, ...]) -> When | None:
    """A duration: «three months», «عامين ونصف», «1 year and 2 months», «a day»."""
    amounts: list[tuple[float, str]] = []
    count: float | None = None
    fraction = 0.0
    for name, said in parts:
        if name in ("NUM", "DAY", "YEAR", "ONE", "DOZEN", "VAGUE") or (name == "FRAC" and count is None):
            count = (
                (count or 0) * (said if name == "DOZEN" else 1) if name == "DOZEN" and count else float(said)
            )
        elif name == "HALFHOUR":
            amounts.append((0.5, "hour"))
        elif name in ("HALF", "FRAC"):
            if amounts and count is None:
                amounts[-1] = (amounts[-1][0] + said, amounts[-1][1])
            elif count is None:
                count, fraction = 0.0, said
            else:
                fraction = said
        elif name == "COUPLE":
            count = float(said)
        elif name == "UNIT2":
            amounts.append((2.0, said))
        elif name in ("UNIT", "UNITS", "UNIT1", "SHORTUNIT", "WORKED"):
            amounts.append(((1.0 if count is None else count) + fraction, said))
            count, fraction = None, 0.0
        elif isinstance(said, When):
            amounts.extend(said.amounts)
    if count is not None and amounts and parts[0][0] in ("UNIT", "UNITS"):  # «الأيام الأربعة»
        amounts[-1] = (count + fraction, amounts[-1][1])
    if not amounts or any(n <= 0 or n > 1e12 for n, _ in amounts):
        return None
    if value(parts, "HIJRIWORD"):
        if any(unit not in HIJRI for _, unit in amounts):
            return None
        amounts = [(count, HIJRI[unit]) for count, unit in amounts]
    return When("span", nothing, amounts=tuple(amounts), optional=value(parts, "VAGUE") is not None)


def hours_minutes(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«two hours ten», «1 hour and thirty»: a bare number after hours counts minutes."""
    numbers = [float(said) for name, said in parts if name in ("NUM", "ONE")]
    if len(numbers) != 2 or not 0 < numbers[1] < 60:
        return None
    return When("span", nothing, amounts=((numbers[0], "hour"), (numbers[1], "minute")))


def amounts_of(parts: Parts) -> tuple[tuple[float, str], ...]:
    """The amounts of the duration among the parts, be it one part or a number and a unit in any order."""
    inner = next((w for w in whens(parts) if w.amounts), None)
    if inner is not None:
        return inner.amounts
    unit, dual = value(parts, "UNIT", "UNITS", "UNIT1"), value(parts, "UNIT2")
    if dual:
        return ((2.0, dual),)
    return ((float(value(parts, "NUM") or 1), unit),) if unit else ()


def window(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the past four years», «the next three months», «the past decade»: whole units before or after."""
    relation = value(parts, "REL", "RELS")
    amounts = amounts_of(parts)
    if relation is None or len(amounts) != 1:
        return None
    count, unit = amounts[0]
    if count != int(count) or count > 100_000:
        return None
    if count == 1 and unit in ("week", "month", "quarter", "half", "year"):
        return shift((("UNIT", unit), ("REL", relation)), ())
    signed = int(count) if relation > 0 else -int(count)
    return When("span", lambda c: cal.window(unit, c.published, signed) if c.published else None)


def years_back(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«di due anni fa» after a day or month: the calendar year so many years before that of the publication."""
    amounts = amounts_of(parts)
    if len(amounts) != 1 or amounts[0][1] != "year" or amounts[0][0] != int(amounts[0][0]):
        return None
    count = int(amounts[0][0])
    return When("year", lambda c: cal.shifted("year", c.published, -count) if c.published else None)


def day_beside(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the day after Christmas», «la veille du scrutin du 3 juin», «عشية عيد الفطر»: the day next to one that is
    said."""
    day, step = next(iter(whens(parts)), None), int(value(parts, "BESIDE"))
    if day is None or day.grain != "day":
        return None

    def find(context: Context) -> Period | None:
        around = day.find(replace(context, alone=False))
        found = cal.plus_days(around.start, step) if around and around.start else None
        return Period.day(found) if found else None

    return When("day", find)


def some(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«in the coming weeks», «these days»: vague, so optional and without bounds of its own."""
    relation, unit = value(parts, "REL", "RELS") or 0, value(parts, "UNITS", "UNIT")
    if unit in cal.SECONDS_IN:
        return None
    count = 3 if relation > 0 else -3
    return When(
        "span", lambda c: cal.window(unit, c.published, count) if c.published else None, optional=True
    )


def away(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«two weeks ago», «in three days»: the day so many units before or after, as far as the unit is exact.

    A month or a year ago is counted to the day, since that is what all readers of such texts do; the grain
    says
    how exact it is.
    """
    sign = -1 if arguments[0] == "ago" else 1
    amounts = next((w.amounts for w in whens(parts) if w.amounts), ())
    anchor = next((w for w in whens(parts) if not w.amounts), None)
    vague = any(w.optional for w in whens(parts) if w.amounts)  # «a few days ago»
    if not amounts or (amounts[-1][1] in cal.SECONDS_IN and anchor is None and arguments[-1] != "hours"):
        return None

    def find(context: Context) -> Period | None:
        moment: dt.date | None = context.published
        if anchor is not None:
            around = anchor.find(replace(context, alone=False))
            moment = (around.end if sign > 0 else around.start) if around else None
        for count, unit in amounts:
            if moment is None:
                return None
            moment = cal.moved(unit, moment, sign * count)
        return Period.day(moment) if moment else None

    return When("day", find, optional=any(unit != "day" for _, unit in amounts) or sign > 0 or vague)


def in_amount(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«in two weeks»: that long after the publication, unless the verb looks back («arrived in two
    weeks»); then only the amount is read, which another rule does."""
    later = away(parts, ("later",))
    if later is None:
        return None

    def find(context: Context) -> Period | None:
        look = context.look()
        ahead = look > 0 or (look == 0 and (context.alone or not arguments))
        return later.find(context) if ahead else None

    return replace(later, find=find)


def weekdays_away(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«three Fridays from now», «two Sundays ago»: so many such weekdays after or before the publication."""
    weekday, count = value(parts, "WEEKDAYS"), value(parts, "NUM", "COUPLE")
    if count is None or count != int(count) or not 0 < count <= 60:
        return None
    sign = -1 if arguments[0] == "ago" else 1

    def find(context: Context) -> Period | None:
        published = context.published
        nearest = cal.weekday_from(published, weekday, sign, strict=True) if published else None
        found = cal.plus_days(nearest, sign * 7 * (int(count) - 1)) if nearest else None
        return Period.day(found) if found else None

    return When("day", find)


def weekday_plus(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«lundi en huit», «mercredi en quinze»: so many weeks after the coming one."""
    weekday, weeks = value(parts, "WEEKDAY"), int(value(parts, "WEEKSON"))

    def find(context: Context) -> Period | None:
        published = context.published
        nearest = cal.weekday_from(published, weekday, 1, strict=True) if published else None
        found = cal.plus_days(nearest, 7 * weeks) if nearest else None
        return Period.day(found) if found else None

    return When("day", find)


def weekday_after(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«two months from today on Tuesday»: the weekday on or after the day that is counted."""
    weekday, counted = value(parts, "WEEKDAY"), last_said(parts)
    if counted is None:
        return None

    def find(context: Context) -> Period | None:
        around = counted.find(context)
        found = cal.weekday_from(around.start, weekday, 1, strict=False) if around and around.start else None
        return Period.day(found) if found else None

    return When("day", find)


def within(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«within two weeks»: from the publication so many units on."""
    inner = away(parts, ("later",))
    if (value(parts, "REL") or 0) < 0:
        return None  # «within the last two months»

    def find(context: Context) -> Period | None:
        end = inner.find(context) if inner else None
        return cal.span(context.published, end.end) if end else None

    return When("span", find, optional=True) if inner else None


def within_ahead(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«خلال أسبوعين»: within two weeks where the words look ahead, else how long something took."""
    inner = within(parts, ())
    if inner is None:
        return None

    def find(context: Context) -> Period | None:
        look = context.look()
        return inner.find(context) if look > 0 or (look == 0 and context.alone) else None

    return replace(inner, find=find)


def until_amount(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«two years to March 2025», «the 12 months ending in March»: so many units up to the end of a time."""
    found = whens(parts)
    amounts = next((w.amounts for w in found if w.amounts), ())
    last = next((w for w in reversed(found) if not w.amounts), None)
    if last is None or len(amounts) != 1:
        return None
    count, unit = amounts[0]

    def find(context: Context) -> Period | None:
        around = last.find(context)
        if around is None or around.end is None or around.end == dt.date.max:
            return None
        first = cal.moved(unit, around.end + cal.DAY, -count)
        return cal.span(first, around.end)

    return When("span", find)


def last_night(_: Parts, __: tuple[str, ...]) -> When | None:
    """«last night», «nella notte»: the day before and the day of the publication."""
    return When(
        "span", lambda c: cal.span(cal.plus_days(c.published, -1), c.published) if c.published else None
    )


def night_of(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«ليلة أمس الأربعاء»: the night of the latest such weekday, which beats «yesterday», and the day after it."""
    weekday = value(parts, "WEEKDAY")

    def find(context: Context) -> Period | None:
        published = context.published
        if published is None:
            return None
        first = cal.weekday_from(published, weekday, -1, strict=False)
        if first == published:
            first = cal.plus_days(published, -1)
        return cal.span(first, cal.plus_days(first, 1)) if first else None

    return When("span", find)


def iso_duration(amounts: tuple[tuple[float, str], ...]) -> str | None:
    """Amounts as an ISO 8601 duration: years, months, weeks, days, then the clock's units."""
    letters = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S"}
    others = {
        "quarter": (3, "month"),
        "bimester": (2, "month"),
        "half": (6, "month"),
        "four-month": (4, "month"),
        "decade": (10, "year"),
        "century": (100, "year"),
        "fortnight": (2, "week"),
        "work day": (1, "day"),
        "hijri year": (1, "year"),
        "hijri month": (1, "month"),
    }
    sums: dict[str, float] = {}
    for count, unit in amounts:
        times, plain = others.get(unit, (1, unit))
        if plain not in letters:
            return None
        sums[plain] = sums.get(plain, 0) + count * times
    if not sums:
        return None
    date_part = "".join(_number(sums[u]) + letters[u] for u in ("year", "month", "week", "day") if u in sums)
    clock = "".join(_number(sums[u]) + letters[u] for u in ("hour", "minute", "second") if u in sums)
    return "P" + date_part + ("T" + clock if clock else "")


def _number(count: float) -> str:
    return str(int(count)) if count == int(count) else f"{count:.6f}".rstrip("0")


RELATIVE: dict[str, Resolver] = {
    f.__name__: f
    for f in (
        shift,
        shift_hijri,
        this_unit,
        amount,
        hours_minutes,
        window,
        day_beside,
        years_back,
        night_of,
        some,
        away,
        in_amount,
        weekdays_away,
        weekday_plus,
        weekday_after,
        within,
        within_ahead,
        until_amount,
        last_night,
    )
}
"""The resolvers of this module that calendar.yaml may name."""
