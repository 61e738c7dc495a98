"""Lengths of time and ages that share one word of time: «de 16 à 18 ans», «two to three years», «14 et 17 ans».

The times of a text hold «18 ans» only; the number before it counts years as well, and is no count of things.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import replace

from sijill.languages.script import fold
from sijill.model import Number, Period, Time
from sijill.reading.hedges import Hedges
from sijill.reading.numerals import Numeral
from sijill.reading.text import Token

_FORMS = frozenset(["digits", "words", "mixed"])
_COMMAS = frozenset(",،")
_DAY, _WEEKDAY = dt.timedelta(days=1), "weekday: "
_REACH = 3
"""Tokens that may stand between the two numbers: a joiner and articles («tra i 14 e i 17 anni»)."""


def lengths(
    text: str, tokens: list[Token], found: list[Numeral], times: list[Time], hedges: Hedges
) -> list[Time]:
    """The times, a duration with the number before it that shares its unit: one duration where the two are a
    range, whose value is the lower end as of any range; two durations where they are a list."""
    starts, taken = [numeral.start for numeral in found], [time.start for time in times]
    read: list[Time] = []
    for time in times:
        measured = time.kind == "duration" or (time.optional and "amount" in time.rule)
        if not measured:
            read.append(time)
            continue
        at = bisect_left(starts, time.start)
        if read and time.kind == "duration" and _two_lengths(text, read[-1], time, hedges):
            time = replace(read.pop(), end=time.end)
        elif 0 < at < len(found) and found[at].start == time.start:
            low, high = found[at - 1], found[at]
            before = bisect_right(taken, low.start) - 1
            is_free = before < 0 or times[before].end <= low.start
            joined = ranged_with(hedges, tokens, low, high) if is_free else ""
            if joined == "list" and tokens[low.last].form in _COMMAS:
                joined = ""  # «they killed 12, 17 years later»
            shorter = _shorter(time.duration or "", high.value, low.value) if joined else None
            if time.kind != "duration":
                time = replace(time, start=low.start) if joined else time
            elif shorter is not None and joined == "range":
                time = replace(time, start=low.start, duration=shorter)
            elif shorter is not None:
                read += _listed(tokens, found, at - 1, time, hedges)
        read.append(time)
    return read


def _two_lengths(text: str, low: Time, high: Time, hedges: Hedges) -> bool:
    """«من يومين إلى ثلاثة أيام»: a range of two lengths that both name their unit."""
    between = text[low.end : high.start].strip()
    return low.kind == "duration" and bool(between) and fold(between) in hedges.words.joiners


def _listed(tokens: list[Token], found: list[Numeral], at: int, time: Time, hedges: Hedges) -> list[Time]:
    """The numbers of a list before «17 ans», from the one at `at` back: each as long as it says."""
    high, read = found[at + 1], []
    while at >= 0 and ranged_with(hedges, tokens, found[at], found[at + 1]) == "list":
        shorter = _shorter(time.duration or "", high.value, found[at].value)
        read.append(replace(time, start=found[at].start, end=found[at].end, duration=shorter))
        at -= 1
        if at < 0 or tokens[found[at].last].form not in _COMMAS:
            break
    return read[::-1]


def ranged_with(hedges: Hedges, tokens: list[Token], low: Numeral, high: Numeral) -> str:
    """Whether two numbers are a `range`, a `list` or neither (empty)."""
    words = hedges.words
    if (
        not {low.form, high.form} <= _FORMS
        or not 0 <= high.first - low.last <= _REACH
        or low.value >= high.value
    ):
        return ""
    if hedges.line_between(low.last - 1, high.first):
        return ""
    between = [token.form for token in tokens[low.last : high.first] if token.form not in words.articles]
    token = tokens[high.first]
    if high.start > token.start and token.form.startswith("و"):
        between.append("و")
    if len(between) != 1:
        return ""
    if between[0] in words.joiners:
        return "range"
    at = low.first
    while at and tokens[at - 1].form in words.articles:
        at -= 1
    opening = words.between.backwards(tokens, at)
    if opening is not None and between[0] in opening[1]:
        return "range"
    return "list" if between[0] in words.alternatives or between[0] in _COMMAS else ""


def _shorter(duration: str, high: Number, low: Number) -> str | None:
    """An ISO 8601 duration of one unit with another number; None of any other."""
    marks = duration.rstrip("YMWDHS")
    number = marks.lstrip("PT")
    if len(duration) - len(marks) != 1 or number != f"{high:g}":
        return None
    return f"{marks[: len(marks) - len(number)]}{low:g}{duration[-1]}"


def consecutive(text: str, tokens: list[Token], times: list[Time], hedges: Hedges) -> list[Time]:
    """The times, of «Thursday and Friday» the second day right after the first where the publication lies between
    the two, so that the second was taken for that of another week."""
    read: list[Time] = []
    for time in times:
        before = read[-1] if read else None
        if before is not None and _wraps(before, time):
            between = text[before.end : time.start].strip()
            if fold(between) in hedges.words.alternatives | hedges.words.list_joiners:
                day = before.period.start + _DAY if before.period and before.period.start else None
                time = replace(time, period=Period.day(day)) if day else time
        read.append(time)
    return read


def _wraps(first: Time, second: Time) -> bool:
    """Whether two weekdays follow one another, but lie six days apart the other way round."""
    if not (first.rule.startswith(_WEEKDAY) and second.rule.startswith(_WEEKDAY)):
        return False
    one, two = first.period, second.period
    return bool(one and two and one.start and two.start and one.start - two.start == 6 * _DAY)
