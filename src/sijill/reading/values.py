"""Everything of a text that has a value: quantities and times together, the longest reading of each
place.

Numerals are read once; times take theirs first («12 May» is no twelve), what is left are quantities.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from typing import Any

from sijill.model import Period, Quantity, Time
from sijill.reading.calendar_rules import calendar
from sijill.reading.hedges import Hedges
from sijill.reading.lengths import consecutive, lengths, ranged_with
from sijill.reading.money import Money
from sijill.reading.numerals import Numeral, numerals
from sijill.reading.quantities import read_quantities
from sijill.reading.text import Token, tokens

_COUNTS = frozenset(["words", "mixed", "round"])
_FIRST_YEAR_IN_WORDS = 1600
_FIRST_YEAR, _AFTER_YEARS = 1000, 2101
_RECENT = range(1950, 2051)
"""Years that news span («between 2015 and 2020 migrants …»); other pairs before a counted noun are counts."""


def values(text: str, language: str, published: dt.date | None) -> list[Quantity | Time]:
    """Quantities and times in text order, offsets in code points. `published` resolves relative times;
    None
    leaves them open. LanguageError if the language has no folder."""
    from sijill.reading.times import read_times

    words = tokens(text)
    found = numerals(text, words, language)
    times: list[Time] = read_times(text, words, found, language, published)
    times = standing_times(text, words, found, times, language)
    taken = [(time.start, time.end) for time in times]
    items: list[Quantity | Time] = [*times, *read_quantities(text, words, found, taken, language)]
    return sorted(items, key=lambda item: (item.start, item.end))


def standing_times(
    text: str, words: list[Token], found: list[Numeral], times: list[Time], language: str
) -> list[Time]:
    """The times but those that are part of a longer number («الأحد» of «الأحد عشر»), a bare number with a unit
    of percent or money after it («il 17%» is no day), or a number of things («une quinzaine de barques»)."""
    money, hedges = Money(text, words, language), Hedges(text, words, language)
    starts = [numeral.start for numeral in found]
    times = consecutive(text, words, lengths(text, words, found, times, hedges), hedges)
    begin = {time.start for time in times if time.kind != "duration"}
    counted = calendar(language).settings["counted"]

    def is_a_sum(time: Time, at: int) -> bool:
        """«between 1000 and 1700» before «dollars», «2000» before «to 3000 migrants»: numbers like years that are
        none."""
        first = bisect_left(starts, time.start)
        if not all(
            _FIRST_YEAR <= n.value < _AFTER_YEARS and n.form == "digits" for n in found[first : at + 1]
        ):
            return False
        after = found[at].last
        if at > first:
            recent = all(n.value in _RECENT for n in found[first : at + 1])
            things = after < len(words) and words[after].form in counted
            return money.after(after) is not None or (at == first + 1 and things and not recent)
        high = found[at + 1] if at + 1 < len(found) else None
        if high is None or ranged_with(hedges, words, found[at], high) != "range":
            return False
        return high.start not in begin and (high.value >= _AFTER_YEARS or money.after(high.last) is not None)

    def falls(time: Time) -> bool:
        at = bisect_right(starts, time.end - 1) - 1
        if at < 0 or found[at].end < time.end:
            return False
        numeral = found[at]
        if time.end == numeral.end and time.grain in ("year", "span") and is_a_sum(time, at):
            return True
        if numeral.form in _COUNTS and numeral.start < time.end and numeral.start < time.start:
            return True
        if numeral.end > time.end:
            return numeral.start <= time.start or (time.kind == "duration" and numeral.form in _COUNTS)
        if (
            numeral.form == "words"
            and numeral.value < _FIRST_YEAR_IN_WORDS
            and time.grain in ("year", "span")
        ):
            return numeral.value >= 1000 and time.kind == "period"
        if numeral.last >= len(words):
            return numeral.form == "fraction" and numeral.first == 0 and time.kind == "duration"
        if numeral.form == "round":
            return words[numeral.last].form in ("d", "de", "di")
        if time.kind == "duration":
            return False
        return numeral.start == time.start and money.after(numeral.last) is not None

    return [time for time in times if not falls(time)]


def item(value: Quantity | Time) -> dict[str, Any]:
    """The value as a JSON object: start, end, kind, and value, unit, bound, low, high, change of a
    quantity, or
    period and duration of a time. Days are ISO 8601, an open end is null."""
    shown: dict[str, Any] = {"start": value.start, "end": value.end, "kind": value.kind}
    if isinstance(value, Time):
        if value.kind == "duration":
            shown["duration"] = value.duration
        else:
            shown["period"] = None if value.period is None else _days(value.period)
            shown["grain"] = value.grain
        if value.optional:
            shown["optional"] = True
    else:
        shown["value"], shown["bound"] = value.value, value.bound
        for name in ("low", "high", "unit", "change"):
            given = getattr(value, name)
            if given is not None:
                shown[name] = given
        if value.alternatives:
            shown["alternatives"] = list(value.alternatives)
    if value.rule:
        shown["rule"] = value.rule
    return shown


def _days(period: Period) -> list[str | None]:
    return [None if day is None else day.isoformat() for day in (period.start, period.end)]
