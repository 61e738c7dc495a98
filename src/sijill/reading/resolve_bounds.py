"""The resolvers of open ends and of what points back: «since March», «until 2027», «the same period of 2024».

Deadlines and ends are [none, end] and what runs on ends on the publication date (figures.md, settled cases).
See resolve.py for what a resolver is.
"""

from __future__ import annotations

from dataclasses import replace

from sijill.model import Period
from sijill.reading import calendars as cal
from sijill.reading.resolve import Context, Parts, Resolver, When, grain_of, last_said, value, whens
from sijill.reading.resolve_relative import this_unit


def since(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«since 2017», «depuis juin»: to the publication date. What has not begun yet is taken as it stands."""
    inner = last_said(parts)
    if inner is None or inner.amounts:
        return None

    def find(context: Context) -> Period | None:
        around = (
            inner.find(context) if inner.partial and inner.partial.year else inner.find(context.looking(-1))
        )
        if around is None or around.start is None:
            return None
        return cal.span(around.start, context.published) or Period(around.start, None)

    return When("span", find)


def from_on(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«dal 2017», «من»: as «since» for what has begun, and the time itself where it lies ahead."""
    inner = last_said(parts)
    past = since(parts, ())
    if inner is None or past is None:
        return None

    def find(context: Context) -> Period | None:
        around = inner.find(context)
        if around and around.start and context.published and around.start > context.published:
            return around
        return past.find(context)

    return When("span", find)


def to_date(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«so far this year», «to date this month»: from the start of the unit to the publication."""
    inner = last_said(parts)

    def find(context: Context) -> Period | None:
        around = inner.find(context.looking(-1)) if inner else None
        return cal.span(around.start, context.published) if around else None

    return When("span", find) if inner else None


def year_to_date(_: Parts, __: tuple[str, ...]) -> When | None:
    """«year-to-date»: from New Year to the publication."""
    return to_date((("UNIT", this_unit((("UNIT", "year"),), ())),), ())


def until(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«until 31 March 2027», «حتى نهاية سبتمبر»: [none, end], whether it lies ahead or behind."""
    inner = last_said(parts)
    if inner is None or inner.amounts:
        return None

    def find(context: Context) -> Period | None:
        around = inner.find(replace(context, near=True, look=lambda: max(context.look(), 0)))
        return Period(None, around.end) if around and around.end else None

    return When("span", find)


def by(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«by March», «before the end of the year», «entro giugno»: [none, end], of a time that lies ahead; where the
    words look back («the toll had reached 300 by the end of August») of the nearest one."""
    inner = last_said(parts)
    if inner is None or inner.amounts:
        return None

    def find(context: Context) -> Period | None:
        ends = [around.end for way in (1, -1) if (around := inner.find(context.looking(way))) and around.end]
        published = context.published
        if len(ends) < 2 or published is None or context.look() >= 0:
            return Period(None, ends[0]) if ends else None
        return Period(None, min(ends, key=lambda end: abs(end - published)))

    return When("span", find)


def by_unit(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«entro l'anno», «within the month»: by the end of the running year or month."""
    around = this_unit(parts, ())
    return by((("around", replace(around, soft=False)),), ()) if around else None


def onward(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«2012 or later»: from its start, with an open end."""
    inner = last_said(parts)

    def find(context: Context) -> Period | None:
        around = inner.find(context) if inner else None
        return Period(around.start, None) if around and around.start else None

    return When("span", find) if inner else None


def before(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«before 2020», «avant le 1er mai»: up to the day before."""
    inner = last_said(parts)
    if inner is None or inner.amounts or inner.grain == "span":
        return None

    def find(context: Context) -> Period | None:
        around = inner.find(replace(context, near=True))
        last = cal.plus_days(around.start, -1) if around and around.start else None
        return Period(None, last) if last else None

    return When("span", find)


def after(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«after 2016»: from the day after, with an open end."""
    inner = last_said(parts)
    if inner is None or inner.amounts or inner.grain == "span":
        return None

    def find(context: Context) -> Period | None:
        around = inner.find(context)
        first = cal.plus_days(around.end, 1) if around and around.end else None
        return Period(first, None) if first else None

    return When("span", find)


def rest(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«later this year», «the rest of the week»: from the publication on; «earlier this month»: up to it."""
    inner, earlier = last_said(parts), value(parts, "REST") == "earlier"

    def find(context: Context) -> Period | None:
        around = inner.find(context.looking(1)) if inner else None
        if around is None:
            return None
        if not earlier:
            return cal.span(context.published, around.end)
        over = context.published is not None and around.end is not None and around.end < context.published
        return cal.span(around.start, around.end if over else context.published)

    return When("span", find, optional=True) if inner and inner.grain != "day" else None


def same_period(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the same period of 2024»: the period last mentioned, in that year; without a year the period
    itself."""
    containers = [w for w in whens(parts) if not w.amounts]
    said = containers[-1].partial if containers else None
    if said is not None and said.year is not None and not 1900 <= said.year <= 2100:
        return None  # «الفترة ذاتها 1512 مهاجرا»

    def find(context: Context) -> Period | None:
        previous = context.previous
        if previous is None or previous.end is None:
            return None
        if not containers:
            return previous
        around = containers[-1].find(context)
        return cal.same_in_year(previous, around.start.year) if around and around.start else None

    return When("span", find, optional=not containers)


def day_of_text(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«the same day», «le lendemain», «اليوم السابق»: counted from the last day that the text names; from the
    publication only where no text stands around it."""
    step = int(value(parts, "POINTDAY", "POINTEND"))

    def find(context: Context) -> Period | None:
        named = context.day.start if context.day else context.published if context.alone else None
        found = cal.plus_days(named, step) if named else None
        return Period.day(found) if found else None

    return When("day", find, optional=True)


def month_of_text(_: Parts, __: tuple[str, ...]) -> When | None:
    """«the same month», «الشهر نفسه»: the last month that the text names, or that of the last day."""
    return When("month", lambda context: context.month, optional=True)


def year_before(parts: Parts, _: tuple[str, ...]) -> When | None:
    """«l'année précédente», «the previous year»: before the year last mentioned, else before that of
    publication."""
    unit = value(parts, "UNIT") or "year"

    def find(context: Context) -> Period | None:
        previous = context.previous
        moment = previous.start if previous and previous.start and previous.end else context.published
        return cal.shifted(unit, moment, int(value(parts, "BEFORE1") or -1)) if moment else None

    return When(grain_of(unit), find)


def same(parts: Parts, _: tuple[str, ...]) -> When | None:
    """What the last inner expression means: for words around it that change nothing."""
    return last_said(parts)


BOUNDS: dict[str, Resolver] = {
    f.__name__: f
    for f in (
        since,
        from_on,
        to_date,
        year_to_date,
        until,
        by,
        by_unit,
        onward,
        before,
        after,
        rest,
        same_period,
        day_of_text,
        month_of_text,
        year_before,
        same,
    )
}
"""The resolvers of this module that calendar.yaml may name."""
