"""What the parts of an expression of time mean together: small functions that the rules of calendar.yaml
name.

A resolver takes the parts that a rule matched and gives a When: not yet a period, but a way to find it once
the publication date, the look of the sentence and the period last mentioned are known. None rejects the match
(a 31st of June). Conventions are those of design/figures.md, sections «Dates» and «Settled cases».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from sijill.model import Grain, Period
from sijill.reading import calendars as cal

Look: TypeAlias = int
"""-1 for what lies before the publication, +1 for what lies ahead, 0 for whichever is nearest."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against. `look` is asked only where the words leave the direction
    open."""

    published: dt.date | None
    look: Callable[[], Look]
    previous: Period | None = None
    day: Period | None = None
    """The last day that the text names, to which «the following day» points."""
    month: Period | None = None
    near: bool = False
    """Whether what lies ahead is as likely as what lies behind, as after «until»."""
    alone: bool = False
    """Whether no sentence stands around the words: then a year or month left out is that of the publication."""

    def looking(self, look: Look) -> Context:
        """The same, where the words themselves say the direction."""
        return replace(self, look=lambda: look)


Find: TypeAlias = Callable[[Context], Period | None]


class Partial(NamedTuple):
    """What is said of a day, month or year; the rest is inherited or found from the publication date."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hijri: bool = False
    relation: int | None = None  # -1 «last», 0 «this», 1 «next»
    week: int | None = None  # 1 where «next» counts the weeks, not the weekdays


@dataclass(frozen=True, slots=True)
class When:
    """The meaning of an expression. `amounts` are those of a duration. `soft` is «the year», not «this
    year»."""

    grain: Grain
    find: Find
    partial: Partial | None = None
    amounts: tuple[tuple[float, str], ...] = ()
    optional: bool = False
    soft: bool = False
    alternatives: tuple[Find, ...] = ()


NO_SUCH_DAY = When("day", lambda _: None)
"""What a date means that no calendar has, «31 June»: read as a whole, so that no part of it is read, but
nothing."""

Parts: TypeAlias = tuple[tuple[str, Any], ...]
Resolver: TypeAlias = Callable[[Parts, tuple[str, ...]], When | None]


def value(parts: Parts, *names: str) -> Any:
    """The value of the first part that has one of these classes, None if there is none."""
    return next((v for name, v in parts if name in names), None)


def whens(parts: Parts) -> list[When]:
    """The parts that are expressions themselves, in text order."""
    return [v for _, v in parts if isinstance(v, When)]


def last_said(parts: Parts) -> When | None:
    """The last expression among the parts."""
    found = whens(parts)
    return found[-1] if found else None


def grain_of(unit: str) -> Grain:
    """The grain of a whole unit."""
    known: dict[str, Grain] = {
        "day": "day",
        "week": "week",
        "month": "month",
        "quarter": "quarter",
        "half": "half",
        "year": "year",
        "decade": "decade",
    }
    return known.get(unit, "span")


# Days, months and years, said in part or in full


def of_partial(partial: Partial, optional: bool = False) -> When | None:
    """A When for what is said of a day, month or year; NO_SUCH_DAY if the calendar has no such day."""
    if partial.month is not None and not 1 <= partial.month <= 12:
        return None
    if partial.hijri:
        if partial.year and cal.hijri_period(partial.year, partial.month, partial.day) is None:
            return None
        if partial.day and partial.day > 30:
            return None
    elif partial.day is not None and partial.month is not None:
        if cal.day(partial.year or 2000, partial.month, partial.day) is None:
            return NO_SUCH_DAY
    elif partial.year is not None and cal.year_period(partial.year) is None:
        return None
    grain: Grain = (
        "day" if partial.day or partial.weekday is not None else "month" if partial.month else "year"
    )
    return When(grain, lambda context: find_partial(partial, context), partial, optional=optional)


def find_partial(partial: Partial, context: Context) -> Period | None:
    """The period of a partly said day, month or year."""
    if partial.year is not None:
        return whole(partial, partial.year)
    published = context.published
    if published is None:
        return None
    if partial.month is None:
        return find_in_month(partial, context) if partial.day else find_weekday(partial, context)
    this_year = published.year
    if partial.hijri:
        near = cal.hijri_year(published)
        if near is None:
            return None
        this_year = near
    reach = 8 if (partial.month, partial.day) == (2, 29) else 2
    years = range(this_year - reach, this_year + reach + 1)
    options = [p for p in (whole(partial, year) for year in years) if p and p.start and p.end]
    if partial.weekday is not None and partial.day:
        year = dt.timedelta(days=370)  # a weekday that fits no year near is a slip of the writer's
        agreeing = [
            p
            for p in options
            if p.start and p.start.weekday() == partial.weekday and abs(p.start - published) < year
        ]
        options = agreeing or options
    return choose(options, published, partial.relation, context, near=context.near or partial.day is not None)


def choose(
    options: list[Period], published: dt.date, relation: int | None, context: Context, near: bool
) -> Period | None:
    """The option that a text means, options being in order: where it says so the last, this or the next
    one."""
    past = [p for p in options if p.start and p.start <= published]
    over = [p for p in options if p.end and p.end < published]
    ahead = [p for p in options if p.end and p.end >= published]
    if relation is not None and relation < 0:
        return over[relation] if len(over) >= -relation else None
    if relation == 0:
        same = [p for p in options if p.start and p.start.year == published.year]
        return same[0] if same else None
    if relation:
        later = [p for p in options if p.start and p.start > published]
        return later[relation - 1] if len(later) >= relation else None
    look = context.look()
    if look > 0 and ahead:
        return ahead[0]
    if look == 0 and context.alone:
        same = [p for p in options if p.start and p.start.year == published.year]
        if same:
            return same[0]
    if look == 0 and ahead and past:
        gap = (ahead[0].start or published) - published
        same_year = past[-1].start is not None and past[-1].start.year == published.year
        if gap <= dt.timedelta(days=183 if near else 62) and not same_year:
            return ahead[0]
    return past[-1] if past else ahead[0] if ahead else None


def whole(partial: Partial, year: int) -> Period | None:
    """The period of a day, month or year whose year is known."""
    if partial.hijri:
        return cal.hijri_period(year, partial.month, partial.day)
    if partial.month is None:
        return cal.year_period(year)
    if partial.day is None:
        return cal.month_period(year, partial.month)
    found = cal.day(year, partial.month, partial.day)
    return Period.day(found) if found else None


def find_weekday(partial: Partial, context: Context) -> Period | None:
    """A weekday alone: the latest one on or before the publication, unless the words look ahead."""
    if context.published is None or partial.weekday is None:
        return None
    relation = partial.relation
    if partial.week:
        week = cal.shifted("week", context.published, partial.week)
        found = cal.plus_days(week.start, partial.weekday) if week and week.start else None
    elif relation == 0:
        week = cal.containing("week", context.published)
        found = cal.plus_days(week.start, partial.weekday) if week and week.start else None
    elif relation:
        found = cal.weekday_from(context.published, partial.weekday, 1 if relation > 0 else -1, strict=True)
        found = cal.plus_days(found, 7 * (relation - (1 if relation > 0 else -1))) if found else None
    else:
        direction = 1 if context.look() > 0 else -1
        found = cal.weekday_from(context.published, partial.weekday, direction, strict=False)
    return Period.day(found) if found else None


def find_in_month(partial: Partial, context: Context) -> Period | None:
    """A day's number alone («the 20th»): of the month of publication, or the nearest one in the look's
    direction."""
    published = context.published
    if published is None or not partial.day:
        return None
    options = []
    for back in range(-12, 13) if partial.weekday is not None else range(-2, 3):
        month = cal.shifted("month", published, back)
        found = cal.day(month.start.year, month.start.month, partial.day) if month and month.start else None
        if found and (partial.weekday is None or found.weekday() == partial.weekday):
            if context.alone and back == 0:
                return Period.day(found)
            options.append(Period.day(found))
    if partial.weekday is not None and context.look() == 0:
        near = [p for p in options if p.start and (p.start.year == published.year or not context.alone)]
        return min(near or options, key=lambda p: abs((p.start or published) - published), default=None)
    return choose(options, published, None, context, near=False)


def partial_of(parts: Parts) -> Partial:
    """What the parts say of a day, month or year."""
    partial = Partial()
    for name, said in parts:
        if isinstance(said, When):
            if said.partial:
                updates = {k: v for k, v in said.partial._asdict().items() if v not in (None, False)}
                partial = partial._replace(**updates)
        elif name == "ORD" and ("MONTHWORD", True) in parts and value(parts, "MONTH", "HMONTH") is None:
            partial = partial._replace(month=int(said))
        elif name in ("DAY", "ORD", "FIRST", "THEDAY", "MDAY"):
            partial = partial._replace(day=int(said))
        elif name in ("YEAR", "MYEAR"):
            partial = partial._replace(year=int(said))
        elif name == "SHORTYEAR":
            partial = partial._replace(year=int(said) + (2000 if said < 50 else 1900))
        elif name in ("MONTH", "MONTHNUM", "SETMON"):
            partial = partial._replace(month=int(said))
        elif name == "HMONTH":
            partial = partial._replace(month=int(said), hijri=True)
        elif name in ("WEEKDAY", "ABBRDAY"):
            partial = partial._replace(weekday=int(said))
        elif name in ("REL", "THIS"):
            partial = partial._replace(relation=int(said))
        elif name == "NEXT":
            partial = partial._replace(relation=1, week=int(said))
    return partial


def date(parts: Parts, _: tuple[str, ...]) -> When | None:
    """A day, month or year from its parts in any order; a Hijri one where its month is, or its year is
    marked."""
    partial = partial_of(parts)
    if value(parts, "AH"):
        partial = partial._replace(hijri=True)
    if partial.hijri and partial.year and not 1343 <= partial.year <= 1500:
        return None
    rank = value(parts, "ORD")
    if rank is not None and not 1 <= rank <= 31:
        return None
    when = of_partial(partial)
    if when is None or when is NO_SUCH_DAY or partial.weekday is None or rank is None or rank > 5:
        return when
    return replace(when, find=lambda context: find_nth(partial, context))


def date_plain(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«ce dimanche 6 août»: the demonstrative adds nothing to a date that is said."""
    return date(tuple(p for p in parts if p[0] not in ("THIS", "REL")), arguments)


def find_nth(partial: Partial, context: Context) -> Period | None:
    """«الثلاثاء الثالث من أيلول»: the 3rd of the month if that is a Tuesday, else the third Tuesday."""
    if partial.month is None:
        month = cal.containing("month", context.published) if context.published else None
        day = (
            cal.day(month.start.year, month.start.month, partial.day or 0) if month and month.start else None
        )
        found = Period.day(day) if day else None
    else:
        month = find_partial(partial._replace(day=None, weekday=None), context)
        found = find_partial(partial, context)
    if found is None or found.start is None or found.start.weekday() == partial.weekday:
        return found
    nth = cal.nth_weekday(month, partial.weekday or 0, partial.day or 1) if month else None
    return Period.day(nth) if nth else found


def short_year(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """«3 August 96»: a year of two digits that can be no day; the hundreds are those that news would mean."""
    return date(parts, arguments) if value(parts, "SHORTYEAR") > 31 else None


def same_month(parts: Parts, arguments: tuple[str, ...]) -> When | None:
    """One month under two names («نيسان/أبريل»); None if they are two months."""
    months = {v for name, v in parts if name == "MONTH"}
    return date(parts, arguments) if len(months) == 1 else None


def two_calendars(parts: Parts, _: tuple[str, ...]) -> When | None:
    """A day said in two calendars, or a weekday and the numeric date, is one: the Gregorian one counts."""
    found = whens(parts)
    plain = [w for w in found if w.partial is None or not w.partial.hijri]
    return (plain or found)[-1] if found else None


def date_in(parts: Parts, _: tuple[str, ...]) -> When | None:
    """A day or month of a year or month that is said otherwise («10 May last year», «the 20th of next
    month»)."""
    container = whens(parts)[-1]
    partial = partial_of(tuple(p for p in parts if p[1] is not container))
    if partial.month is None and container.grain != "month":
        return None

    def find(context: Context) -> Period | None:
        around = container.find(context)
        if around is None or around.start is None:
            return None
        month = partial.month if partial.month else around.start.month if container.grain == "month" else None
        if month is None:
            return None
        found = whole(partial._replace(month=month), around.start.year)
        if found and container.soft and context.published and found.start and context.look() <= 0:
            past = found.start <= context.published
            return found if past else whole(partial._replace(month=month), around.start.year - 1)
        return found

    return When("day" if partial.day else "month", find)


def same_day(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«yesterday, Thursday»: the weekday beats the relative day, and stays beside it."""
    weekday, days = value(parts, "WEEKDAY"), value(parts, "RELDAY") or 0

    def find(context: Context) -> Period | None:
        published = context.published
        said = cal.plus_days(published, days) if published else None
        if said is None or said.weekday() == weekday:
            return Period.day(said) if said else None
        nearest = (
            cal.weekday_from(published, weekday, 1 if days > 0 else -1, strict=False) if published else None
        )
        return Period.day(nearest) if nearest else None

    return When("day", find)


def same_date(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«yesterday, 12 February»: one day said twice, as the date says it."""
    said = last_said(parts)
    return said if said is not None and said.grain == "day" and said.partial is not None else None


def no_time(_: Parts, __: tuple[str, ...]) -> When | None:
    """Words that look like a time and are none («Journal du dimanche»), or point back («في نفس اليوم»)."""
    return NO_SUCH_DAY


def relative_day(parts: Parts, _: tuple[str, ...]) -> When | None:
    """Today, yesterday, tomorrow and the like: the value is how many days after the publication."""
    days = value(parts, "RELDAY")

    def find(context: Context) -> Period | None:
        found = cal.plus_days(context.published, days) if context.published else None
        return Period.day(found) if found else None

    return When("day", find)


ABSOLUTE: dict[str, Resolver] = {
    f.__name__: f
    for f in (
        date,
        short_year,
        same_month,
        two_calendars,
        date_in,
        same_date,
        same_day,
        relative_day,
        no_time,
        date_plain,
    )
}
"""The resolvers of this module that calendar.yaml may name."""
