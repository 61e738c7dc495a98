"""The numbers of a text as the parts that expressions of time are made of: days, years, ordinals, numeric
dates.

Digits come from the tokens (a year is four digits that belong to no longer number), words and ordinals from
the numerals that sijill.reading.numerals has read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from sijill.model import Number
from sijill.reading import calendars as cal
from sijill.reading.calendar_rules import Terminal
from sijill.reading.resolve import NO_SUCH_DAY, Partial, When, of_partial
from sijill.reading.text import Token


class Numeral(Protocol):
    """What is needed of sijill.reading.numerals.Numeral: tokens `first` to `last` (exclusive), value and
    form."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def value(self) -> Number: ...
    @property
    def form(self) -> str: ...


_CURRENCIES = frozenset("$€£")
_QUARTERS = frozenset(("quarter", "quarters"))
_JOINS = frozenset("/-–.٫,'٬")
_YEARS = range(1000, 2201)
_LONGEST = 9  # digits; a longer run is no part of a date, and int() of a very long one is slow


def number_terminals(
    words: Sequence[Token], numerals: Sequence[Numeral], settings: dict[str, Any]
) -> dict[int, list[Terminal]]:
    """The terminals of numbers by the index of their first token."""
    found: dict[int, list[Terminal]] = {}
    inside = {
        i
        for n in numerals
        if n.last - n.first > 1 and (n.form == "digits" or _is_scaled(words, n))
        for i in range(n.first, n.last)
    }
    suffixes = frozenset(settings["ordinal_marks"])
    month_first = settings.get("numeric_order") == "month first"
    index = 0
    while index < len(words):
        if words[index].kind == "digits" and len(words[index].form) <= _LONGEST:
            groups = _groups(words, index)
            if len(groups) > 1:
                found[index] = _joined(words, groups, month_first)
                _beside_month(words, groups, found)
                _both_ends(words, groups, found)
                index = groups[-1] + 1
                continue
            if index not in inside:
                found[index] = _alone(words, index, suffixes)
        index += 1
    for numeral in numerals:
        _add_numeral(numeral, words, found)
    _add_lone_days(words, settings["day_article"], found)
    for one, two in pairwise(numerals):
        if (
            one.last == two.first
            and one.form == two.form == "words"
            and 10 <= one.value <= 20 <= 2 * two.value < 200
        ):
            year = int(one.value) * 100 + int(two.value)  # «nineteen eighty-six»
            found[one.first].append(Terminal("YEAR", year, two.last))
    return {at: terminals for at, terminals in found.items() if terminals}


def _is_scaled(words: Sequence[Token], numeral: Numeral) -> bool:
    """Whether up to three digits are scaled by a word apart from them («9 آلاف», never «2025م»): no day then."""
    digits, scale = words[numeral.first], words[numeral.first + 1]
    return numeral.form == "mixed" and len(digits.form) < 4 and scale.start > digits.end


def _groups(words: Sequence[Token], index: int) -> list[int]:
    """The indexes of the digit runs that are joined by single marks without spaces, from `index` on."""
    groups = [index]
    first_mark = words[index + 1].form if index + 1 < len(words) else ""
    while index + 2 < len(words):
        mark, after = words[index + 1], words[index + 2]
        joined = mark.start == words[index].end and after.start == mark.end
        if not (joined and mark.form in _JOINS and after.kind == "digits"):
            break
        if {mark.form, first_mark} in ({"/", "-"}, {"/", ","}):  # «28/2-1/3» is two dates
            break
        index += 2
        groups.append(index)
    return groups


def _joined(words: Sequence[Token], groups: list[int], month_first: bool) -> list[Terminal]:
    """A numeric date, month or span of years; nothing where the digits are a decimal, a version, a
    telephone."""
    texts = [words[g].form for g in groups]
    marks = {words[g + 1].form for g in groups[:-1]}
    last = groups[-1] + 1
    if len(marks) != 1 or len(groups) > 3 or any(len(t) > 4 for t in texts):
        return []
    mark = marks.pop().replace("–", "-")
    numbers = [int(t) for t in texts]
    if len(groups) == 3 and mark in "/-.":
        when = _three(texts, numbers, month_first)
        return [Terminal("DATE", when, last)] if when else []
    if len(groups) == 2 and mark in "/-":
        return _two(texts, numbers, mark, last, month_first)
    dotted = len(groups) == 2 and mark == "." and max(map(len, texts)) <= 2
    if dotted and last < len(words) and words[last].form == "." and words[last].start == words[last - 1].end:
        when = of_partial(Partial(None, numbers[1], numbers[0])) if all(numbers) else None  # «le 28.1.»
        return [Terminal("MAYBEDAYMONTH", when, last)] if when else []
    return []


def _three(texts: list[str], numbers: list[int], month_first: bool) -> When | None:
    orders: list[tuple[int, int, int]] = []
    if len(texts[0]) == 4:
        orders = [(0, 1, 2), (0, 2, 1)]
    elif len(texts[2]) in (2, 4) and max(len(texts[0]), len(texts[1])) <= 2:
        orders = [(2, 0, 1), (2, 1, 0)] if month_first else [(2, 1, 0), (2, 0, 1)]
    found = []
    for at_year, at_month, at_day in orders:
        year = numbers[at_year]
        if len(texts[at_year]) == 2:
            year += 2000 if year < 50 else 1900
        if len(texts[at_month]) > 2 or len(texts[at_day]) > 2:
            continue
        hijri = 1343 <= year <= 1500
        when = of_partial(Partial(year, numbers[at_month], numbers[at_day] or 32, hijri=hijri))
        if when and numbers[at_day]:
            found.append(when)
    if not found:
        return None
    best = found[0]
    others = tuple(w.find for w in found[1:] if w.partial != best.partial) if len(texts[0]) != 4 else ()
    return When("day", best.find, best.partial, alternatives=others)


def _two(texts: list[str], numbers: list[int], mark: str, last: int, month_first: bool) -> list[Terminal]:
    (one, two), (a, b) = texts, numbers
    found: list[Terminal] = []
    for year_text, year, month_text, month in ((one, a, two, b), (two, b, one, a)):
        if len(year_text) == 4 and len(month_text) <= 2 and 1 <= month <= 12 and year in _YEARS:
            found.append(Terminal("YEARMONTH", of_partial(Partial(year, month)), last))
    if not found and len(one) == 4 and a in _YEARS:
        end = b if len(two) == 4 else a // 100 * 100 + b if len(two) == 2 else 0
        first, final = cal.year_period(a), cal.year_period(end)
        if first and final and a < end <= a + 100:
            period = cal.span(first.start, final.end)
            found.append(Terminal("YEARS", When("span", lambda _: period), last))
    if mark == "/" and (a, b) in ((1, 2), (1, 4), (3, 4)) and len(one) == len(two) == 1:
        found.append(Terminal("FRAC", a / b, last))  # «1/2 day»
    dashed = mark == "-" and month_first  # «on 4-22»
    if (mark == "/" or dashed) and max(len(one), len(two)) <= 2 and (a, b) != (24, 7):
        orders = [(a, b), (b, a)] if month_first else [(b, a), (a, b)]
        for month, day in orders:
            when = of_partial(Partial(None, month, day)) if month and day else None
            if when:
                sure = (not dashed and "0" in (one[0], two[0])) or max(a, b) > 12
                found.append(Terminal("DAYMONTH" if sure else "MAYBEDAYMONTH", when, last))
                break
    return found


def _both_ends(words: Sequence[Token], groups: list[int], found: dict[int, list[Terminal]]) -> None:
    """«19-20 November», «4-22»: two days joined by a dash are also days for themselves."""
    if len(groups) == 2 and words[groups[0] + 1].form in "-–/":
        for group in groups:
            day = words[group].form
            if len(day) <= 2 and 1 <= int(day) <= 31:
                found.setdefault(group, []).append(Terminal("DAY", int(day), group + 1))


def _beside_month(words: Sequence[Token], groups: list[int], found: dict[int, list[Terminal]]) -> None:
    """«Sep-23-2020», «23-2020-September»: a day and a year that marks join to a month's name."""
    if len(groups) != 2:
        return
    for group, other in (groups, groups[::-1]):
        day, year = words[group].form, words[other].form
        if len(day) <= 2 and len(year) == 4 and 1 <= int(day) <= 31 and int(year) in _YEARS:
            found.setdefault(group, []).append(Terminal("MDAY", int(day), group + 1))
            found.setdefault(other, []).append(Terminal("MYEAR", int(year), other + 1))


def _alone(words: Sequence[Token], index: int, suffixes: frozenset[str]) -> list[Terminal]:
    text, last = words[index].form, index + 1
    number = int(text)
    if _is_clock(words, index):
        return []
    if index and words[index - 1].form in _CURRENCIES and words[index - 1].end == words[index].start:
        return []  # «for $12 December 27»
    if len(text) == 8 and 1900 <= number // 10000 <= 2100:  # «20161016»
        when = of_partial(Partial(number // 10000, number // 100 % 100, number % 100 or 32))
        return [Terminal("DATE", when, last)] if when and when is not NO_SUCH_DAY else []
    if len(text) == 4:
        return _year_or_slashed(words, index, number)
    found: list[Terminal] = []
    if last < len(words) and words[last].kind == "word" and words[last].start == words[index].end:
        found.append(Terminal("NUM", number, last))
    if len(text) <= 2 and number:
        if last < len(words) and words[last].start == words[index].end and words[last].form in suffixes:
            found.append(Terminal("ORD", number, last + 1))
            return found
        if number <= 31:
            found.append(Terminal("DAY", number, last))
        if number <= 12:
            found.append(Terminal("MONTHNUM", number, last))
    if len(text) == 2:
        found.append(Terminal("SHORTYEAR", number, last))
    return found


def _add_lone_days(
    words: Sequence[Token], articles: frozenset[str], found: dict[int, list[Terminal]]
) -> None:
    """«il 15.», «for the 21st.»: a day's number after an article, with nothing after it that it could
    count."""
    for index, terminals in list(found.items()):
        if not index or words[index - 1].form not in articles:
            continue
        for t in terminals:
            if t.cls not in ("DAY", "ORD") or not 1 <= t.value <= 31:
                continue
            after = words[t.last] if t.last < len(words) else None
            if after is None or (after.kind == "mark" and after.form in ".,;!?:"):
                terminals.append(Terminal("THEDAY", t.value, t.last))
                break


def _year_or_slashed(words: Sequence[Token], index: int, number: int) -> list[Terminal]:
    """A year of four digits, also as the beginning of «2016 / 11»."""
    if number not in _YEARS:
        return []
    found = [Terminal("YEAR", number, index + 1)]
    if index + 2 < len(words) and words[index + 1].form == "/" and words[index + 2].kind == "digits":
        month = words[index + 2].form
        if len(month) <= 2 and 1 <= int(month) <= 12:
            found.append(Terminal("YEARMONTH", of_partial(Partial(number, int(month))), index + 3))
    return found


def _is_clock(words: Sequence[Token], index: int) -> bool:
    """Whether the digits are the hours of a clock time, «19:00», «13h00»."""
    if index + 2 >= len(words) or words[index + 1].form not in (":", "h"):
        return False
    colon, minutes = words[index + 1], words[index + 2]
    return words[index].end == colon.start and colon.end == minutes.start and minutes.kind == "digits"


def _add_numeral(numeral: Numeral, words: Sequence[Token], found: dict[int, list[Terminal]]) -> None:
    number, last = numeral.value, numeral.last
    if numeral.form == "fraction" and 0 < number < 1:
        found.setdefault(numeral.first, []).append(Terminal("FRAC", float(number), last))
        if words[last - 1].form in _QUARTERS and number * 4 == int(number * 4):  # «the next three quarters»
            found[numeral.first].append(Terminal("NUM", int(number * 4), last - 1))
    if numeral.form in ("fraction", "bare", "multiple"):
        return
    here = found.setdefault(numeral.first, [])
    if numeral.form == "ordinal":
        if not any(t.cls == "ORD" and t.last == last for t in here):
            here.append(Terminal("ORD", int(number), last))
        if number == 1:
            here.append(Terminal("FIRST", 1, last))
        return
    if numeral.form != "dual":
        here.append(Terminal("NUM", number, last))
    if numeral.form in ("words", "mixed") and number == int(number):
        if 1 <= number <= 31:
            here.append(Terminal("DAY", int(number), last))
        if 1 <= number <= 12:
            here.append(Terminal("MONTHNUM", int(number), last))
        if (number in _YEARS and last - numeral.first > 1) or (
            numeral.form == "words" and 1100 <= number <= 2100
        ):
            here.append(Terminal("YEAR", int(number), last))


def published_day(published: dt.date | dt.datetime | None) -> dt.date | None:
    """The day of a publication moment: the day by the publisher's own clock, whatever its time zone."""
    return published.date() if isinstance(published, dt.datetime) else published
