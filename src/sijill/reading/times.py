"""Dates, periods and durations of a text, resolved against the day on which it was published.

    times("Arrivals fell in the first six months of 2025", "en")

What an expression is and which period it stands for follows design/figures.md («Dates», «Settled cases»). The
words and rules of a language are languages/<language>/calendar.yaml; this module joins the engine to a text:
it decides whether words that need not be a date are one, and in which direction a sentence looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sijill.languages.script import offset_after
from sijill.model import Period, Time
from sijill.reading.calendar_rules import Calendar, Found, calendar
from sijill.reading.calendars import containing
from sijill.reading.numerals import numerals as read_numerals
from sijill.reading.resolve import NO_SUCH_DAY, Context, Look
from sijill.reading.resolve_relative import iso_duration
from sijill.reading.text import Token
from sijill.reading.text import tokens as read_tokens
from sijill.reading.time_counts import ends_in_a_count, leaves_out_its_day
from sijill.reading.time_matcher import Matcher
from sijill.reading.time_numbers import Numeral, number_terminals, published_day

_POINTING = ("pointing:", "pointing_back:")
_ENDERS = frozenset(".!?؟;؛…")
_FAR = 14
"""How many tokens to the left may hold the verb that says where a sentence looks; half as many to the
right."""


_NEWS_YEARS = range(1990, 2036)
_NOUN_PHRASE = 4
"""Words after a number among which the noun stands that it counts."""


class Named(NamedTuple):
    """The last period, day and month that a text has named, to which «the same day» and the like point."""

    period: Period | None = None
    day: Period | None = None
    month: Period | None = None

    def after(self, time: Time) -> Named:
        """What is named last once `time` has been read."""
        period = time.period
        if period is None or time.kind == "duration":
            return self
        if time.kind == "period":
            return self._replace(period=period, month=period if time.grain == "month" else self.month)
        month = containing("month", period.start) if period.start else None
        return self._replace(day=period, month=month)


def times(text: str, language: str, published: dt.date | None = None) -> list[Time]:
    """The dates, periods and durations of a text in order, none overlapping.

    Relative ones have the period None where `published` is None. LanguageError for an unknown language.
    """
    words = read_tokens(text)
    return read_times(text, words, read_numerals(text, words, language), language, published)


def read_times(
    text: str,
    tokens: Sequence[Token],
    numerals: Sequence[Numeral],
    language: str,
    published: dt.date | None = None,
) -> list[Time]:
    """The same for a text whose tokens and numerals have been read. Linear in the number of tokens."""
    rules = calendar(language)
    matcher = Matcher(rules, tokens, number_terminals(tokens, numerals, rules.settings))
    published = published_day(published)
    found: list[Time] = []
    named = Named()
    after = 0
    for index in matcher.candidates():
        if index < after:
            continue
        for last, what in matcher.matches(index):
            if what.when is NO_SUCH_DAY:
                after = last
                break
            if not _plausible(text, tokens, index, last, what, rules):
                continue
            time = _time(text, tokens, index, last, what, published, named, rules)
            points = what.rule.startswith(_POINTING)
            if points and (time is None or time.period is None):
                after = last  # to nothing: then no part of it is read
                break
            if time is None:
                continue
            found.append(time)
            after = last
            if points or not time.optional:
                named = named.after(time)
            break
    return found


def _time(
    text: str,
    tokens: Sequence[Token],
    first: int,
    last: int,
    what: Found,
    published: dt.date | None,
    named: Named,
    rules: Calendar,
) -> Time | None:
    word, when = tokens[first], what.when
    start = word.start + (offset_after(text[word.start : word.end], what.cut) if what.cut else 0)
    end = tokens[last - 1].end
    context = Context(
        published,
        lambda: look(text, tokens, first, last, rules.settings),
        named.period,
        named.day,
        named.month,
        alone=_alone(tokens, first, last),
    )
    period = when.find(context)
    if period is None and when.amounts:
        duration = iso_duration(when.amounts)
        return (
            Time(
                start,
                end,
                "duration",
                duration=duration,
                grain="span",
                optional=bool(when.partial is None and when.optional and when.amounts),
                rule=what.rule,
            )
            if duration
            else None
        )
    if period is None and published is not None:
        return None
    one_day = period.start == period.end if period else when.grain == "day"
    others = tuple(p for p in (find(context) for find in when.alternatives) if p is not None and p != period)
    return Time(
        start,
        end,
        "date" if one_day else "period",
        period,
        grain=when.grain,
        optional=when.optional,
        alternatives=others,
        rule=what.rule,
    )


def _alone(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether an expression is (nearly) the whole text, as in a table's head: no sentence says more."""
    if len(tokens) - (last - first) > 4:
        return False
    around = (*tokens[:first], *tokens[last:])
    return sum(token.kind != "mark" for token in around) <= 2


def look(text: str, tokens: Sequence[Token], first: int, last: int, settings: dict[str, Any]) -> Look:
    """Where the sentence around an expression looks: +1 ahead, -1 back, 0 where no verb near it says."""
    left = range(first - 1, max(first - 1 - _FAR, -1), -1)
    right = range(last, min(last + _FAR // 2, len(tokens)))
    for indexes in (left, right):
        for index in indexes:
            token = tokens[index]
            if token.kind == "mark":
                if token.form in _ENDERS:
                    break
                continue
            if token.form in settings["clauses"]:
                break
            opens = index == 0 or tokens[index - 1].form in _ENDERS
            if _says_otherwise(tokens, index, settings):
                continue
            if index and tokens[index - 1].form in settings["ahead_pairs"].get(token.form, ()):
                return 1
            cue = _cue(text, token, opens, settings)
            if cue:
                return cue
    return 0


def _says_otherwise(tokens: Sequence[Token], index: int, settings: dict[str, Any]) -> bool:
    """Whether what follows takes its look ahead from a word: «set off», «due to bad weather», but «is due to»."""
    followers = settings["ahead_unless"].get(tokens[index].form)
    if followers is None or index + 1 >= len(tokens) or tokens[index + 1].form not in followers:
        return False
    return not (index and tokens[index - 1].form in settings["ahead_after"])


def _cue(text: str, token: Token, opens: bool, settings: dict[str, Any]) -> Look:
    """Where one word looks; one with a capital is a name unless it `opens` the sentence."""
    form = token.form
    if form in settings["ahead"]:
        return 1
    if form in settings["back"]:
        return -1
    if token.kind != "word" or len(form) < 4 or (text[token.start].isupper() and not opens):
        return 0
    if form.startswith(settings["ahead_prefixes"]) and not form.startswith(settings["not_ahead"]):
        return 1
    if form.endswith(settings["ahead_suffixes"]):
        return 1
    return -1 if form.endswith(settings["back_suffixes"]) else 0


def _plausible(
    text: str, tokens: Sequence[Token], first: int, last: int, what: Found, rules: Calendar
) -> bool:
    """Whether words that could be something else are an expression of time where they stand."""
    if ends_in_a_count(tokens, first, last, rules) or leaves_out_its_day(tokens, first, last, rules):
        return False
    kind = what.rule.partition(":")[0]
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if kind == "lone_year":
        said = what.when.partial.year if what.when.partial else None
        return _is_year(tokens, first, last, said or 0, rules.settings)
    if kind == "pointing":  # «la veille de son départ» counts from something else
        return after is None or after.form not in rules.settings["pointing_not_before"]
    if kind == "pointing_back":  # «the day before.», never «the day before he left»
        return after is None or after.kind == "mark"
    if kind == "lone_years":
        return _is_year(tokens, first, last, int(tokens[first].form), rules.settings)
    if kind == "yearly" and tokens[last - 1].kind == "digits":
        return not _numbered(tokens, first, rules.settings, near=True)
    if kind == "lone_day":
        return _leads_to_day(tokens, first - 2, rules.settings)
    if kind == "single":
        return (before is None or before.kind == "mark") and (after is None or after.kind == "mark")
    if kind == "lone_two":  # «June 5 and 6», never «June 5 and 6 people»
        return after is None or (after.kind == "mark" and after.form not in "%$€£٪°-–/")
    if kind == "lone_hours":  # «two hours ten», never «2 hours and 10 people»
        return after is None or after.kind == "mark"
    if tokens[first].form in rules.settings["adjectives"]:  # «الاجتماع الثلاثي الرابع» has three sides
        return before is None or not before.form.startswith("ال")
    if kind == "weekno":  # «week 10 of the trial» is none of the year's
        return after is None or after.form not in rules.settings["of"]
    if kind == "lone_numeric":  # «le 20 2 14», never a telephone's number
        return before is not None and before.form in rules.settings["day_article"] and not _counts(after)
    if kind == "aways":  # «بعد عامين من نشره» counts from something else
        return after is None or after.form not in rules.settings["anchored"]
    if kind == "lone_within":  # «خلال أسبوعين», never «خلال الأيام الثلاثة الماضية»
        return after is None or after.kind == "mark"
    if kind == "lone_days":  # «du 13 au 18», never «dal 3 al 5%»
        return after is None or (after.kind == "mark" and after.form not in "%$€£٪°")
    if kind == "lone_month":
        return _is_month(text, tokens, first, last, what, rules.settings)
    if kind == "lone_daymonth":
        return before is not None and before.form in rules.settings["day_before"]
    if what.rule == "whole: SHORTYEAR SUFFIXS":  # «in his 70s» is an age
        return before is not None and before.form in rules.settings["decade_before"]
    if kind in ("lone_weekday", "lone_short"):
        return (
            after is None
            or (after.kind == "mark" and after.form not in "%$€£٪")
            or (after.form in rules.settings["year_after"])
        )
    return True


def _counts(token: Token | None) -> bool:
    """Whether what follows goes on with numbers."""
    return token is not None and (token.kind == "digits" or token.form in "%$€£٪°")


def _leads_to_day(tokens: Sequence[Token], index: int, settings: dict[str, Any]) -> bool:
    """Whether what stands before «il 15» is a verb of a date or a preposition («tornerò il 15», «per il
    15»)."""
    if index < 0:
        return True
    token = tokens[index]
    if token.kind == "mark":
        return token.form in _ENDERS
    verbs = settings["ahead_suffixes"] + settings["back_suffixes"]
    return token.form in settings["day_lead"] or (len(token.form) > 3 and token.form.endswith(verbs))


def _is_month(
    text: str, tokens: Sequence[Token], first: int, last: int, what: Found, settings: dict[str, Any]
) -> bool:
    """Whether a month's name alone is the month: «may», «march», «مارس» are verbs as well."""
    form = tokens[first].form[what.cut :]
    if len(tokens) == last - first and text[tokens[0].start].isupper() == settings["months_are_capital"]:
        return form not in settings["never_alone"]
    if form in settings["never_alone"]:
        return False
    if form not in settings["guarded_months"]:
        return True
    spelled = settings["month_spelled"].get(form)
    if spelled and not text[: tokens[first].end].endswith(spelled):
        return False  # «باب» is a door, «بآب» in August
    if what.cut:
        return text[tokens[first].start] != "و"
    before = tokens[first - 1].form if first else ""
    written = text[tokens[first].start]
    joined = settings["particles"] and before[1:] in settings["month_before"]  # «وفي مارس»
    return (joined or before in settings["month_before"]) and (
        written.isupper() or not settings["months_are_capital"]
    )


def _is_year(tokens: Sequence[Token], first: int, last: int, year: int, settings: dict[str, Any]) -> bool:
    """Whether four digits alone are a year: by the word before them, or because nothing follows to be
    counted."""
    before = tokens[first - 1] if first else None
    if tokens[first].kind != "digits":  # «nel millenovecentoventotto», never a bare «deux mille vingt»
        if not 1500 <= year <= 2100 or before is None or before.form not in settings["year_in"]:
            return False
        return not _counts_things(tokens[last] if last < len(tokens) else None, year, settings)
    if not 1900 <= year <= 2100:
        return False
    after = tokens[last] if last < len(tokens) else None
    if _numbered(tokens, first, settings):
        return False
    if after is not None and after.form in settings["counted"]:
        return False
    if before is not None and before.form in settings["year_before"]:
        return True
    if (
        before is not None
        and before.form in settings["year_over"]
        and _names_an_event(tokens, last, settings)
    ):
        return year in _NEWS_YEARS and year % 10 != 0
    if before is not None and before.form in settings["not_year_before"]:
        return False
    return (
        after is None
        or (after.kind == "mark" and after.form not in "%$€£٪")
        or after.form in settings["year_after"]
    )


def _names_an_event(tokens: Sequence[Token], index: int, settings: dict[str, Any]) -> bool:
    """«in the dispute over 2022 crossing»: the noun after a year is no plural, so that it cannot be counted."""
    phrase = []
    for token in tokens[index : index + _NOUN_PHRASE]:
        if token.kind != "word" or token.form in settings["year_after"]:
            break
        phrase.append(token.form)
    plural = any(form in settings["counted"] or form.endswith(settings["plural_suffixes"]) for form in phrase)
    return bool(phrase) and not plural


def _counts_things(after: Token | None, number: int, settings: dict[str, Any]) -> bool:
    """Whether a number in words counts what follows: «in two thousand homes», «في ألفين وتسعة عشر مركزا»."""
    if after is None or after.kind != "word" or after.form in settings["year_after"]:
        return False
    named = after.form in settings["counted"] or after.form.endswith(settings["counted_suffixes"])
    return named or not number % 100


def _numbered(tokens: Sequence[Token], first: int, settings: dict[str, Any], near: bool = False) -> bool:
    """Whether the year is that of a law or resolution: «resolution 2292 (2016)», «القانون رقم 19 لسنة
    2010»."""
    index = first - 1
    passed = 0
    while index >= 0 and passed < 3 and tokens[index].kind != "digits":
        if tokens[index].form in settings["numbered"]:
            return True
        if tokens[index].form in settings["day_article"]:  # «article 19 of the 2008 treaty»
            return False
        if tokens[index].kind == "word" and tokens[index].form not in settings["year_before"]:
            return False
        passed += 1
        index -= 1
    if index < 0 or not (passed or near):
        return False
    number = tokens[index]
    named = any(t.form in settings["numbered"] for t in tokens[max(index - 3, 0) : index])
    return number.kind == "digits" and named
