"""Which period a figure covers: candidates from the times around it, and their features."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from sijill import codes
from sijill.languages import data
from sijill.languages.script import fold
from sijill.model import Period, Status, Time
from sijill.reading.counted import Counted
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence, within

_STOCKS = frozenset(
    {
        "migrants_present",
        "refugees_registered",
        "displaced",
        "detentions",
        "personnel_deployed",
        "ports_monitored",
    }
)


@dataclass(frozen=True, slots=True)
class PeriodGiven:
    """What is the same for all candidates of one figure. `previous`: period of the figure before it; `first`: of
    the first figure of its measure in the document, else of the first figure."""

    passage: Passage
    counted: Counted
    measure: str
    status: Status
    measure_word: tuple[int, int] | None
    previous: Period | None
    previous_same: bool
    previous_here: bool
    first: Period | None
    times_here: int
    present: bool


@dataclass(frozen=True, slots=True)
class PeriodCandidate:
    """A period for a figure. `where`: «left» or «right» of the number in its sentence, «before» (the sentence
    before), «earlier», «later», «title», «figure» (that of the figure before), «first» (that of the first one),
    «published» or «none». `compared`: the time is what something is compared with («than in 2023»)."""

    given: PeriodGiven
    period: Period | None
    where: str
    time: Time | None = None
    distance: int = 99
    breaks: int = 0
    numbers_between: int = 0
    nearest: bool = False
    beside_saying: bool = False
    reading: str = ""
    compared: str = ""


def period_candidates(given: PeriodGiven) -> list[PeriodCandidate]:
    """The times of the number's sentence, the nearest of those around it, the period of the figure before,
    the day of publication, and none."""
    passage, counted = given.passage, given.counted
    here = counted.sentence
    found: list[PeriodCandidate] = []
    for time in filter(_usable, passage.times_in(here)):
        found.append(_here(given, time))
        found += _readings(given, found[-1])
    at = bisect_left(passage.sentences, here.first, key=lambda s: s.first)
    sentences = passage.sentences
    previous = list(filter(_usable, passage.times_in(sentences[at - 1]))) if at else []
    before = next((t for t in reversed(previous) if _compared(passage, t) is None), None)
    before = before or (previous[0] if previous else None)
    following = passage.times_in(sentences[at + 1]) if at + 1 < len(sentences) else ()
    later = next(filter(_usable, following), None)
    title = next(filter(_usable, reversed(passage.times_in(sentences[0]))), None) if at > 1 else None
    earlier = _earlier(passage, sentences[at - 1]) if at > 1 else None
    nearest = min((c.distance for c in found), default=None)
    found = [replace(c, nearest=c.distance == nearest) for c in found]
    for other, where in ((before, "before"), (earlier, "earlier"), (title, "title"), (later, "later")):
        if other is not None:
            found.append(
                PeriodCandidate(
                    given, other.period, where, other, beside_saying=_beside_saying(passage, other)
                )
            )
    if given.previous is not None:
        found.append(PeriodCandidate(given, given.previous, "figure"))
    if given.first is not None and given.first != given.previous:
        found.append(PeriodCandidate(given, given.first, "first"))
    if passage.published is not None:
        found.append(PeriodCandidate(given, Period.day(passage.published), "published"))
    found.append(PeriodCandidate(given, None, "none"))
    return found


def _usable(time: Time) -> bool:
    return time.period is not None and time.kind != "duration"


def _earlier(passage: Passage, sentence: Sentence) -> Time | None:
    """The last time before a sentence."""
    end = bisect_left(passage.times, passage.tokens[sentence.first].start, key=lambda t: t.start)
    return next(filter(_usable, reversed(passage.times[max(0, end - _EARLIER) : end])), None)


_EARLIER = 10
"""Times before the number's sentence that are looked at."""


def _here(given: PeriodGiven, time: Time) -> PeriodCandidate:
    passage, counted = given.passage, given.counted
    first, last = passage.token_at(time.start), passage.token_at(time.end - 1) + 1
    if last <= counted.first:
        where, between = "left", range(last, counted.first)
    else:
        where, between = "right", range(counted.last, first)
    breaks = sum(passage.tokens[i].form in _BREAKS for i in between)
    numbers = passage.numbers_between(between)
    compared = ""
    mark = _compared(passage, time)
    if mark is not None:
        compared = "between" if counted.first < mark < first else "both" if mark < counted.first else "after"
    return PeriodCandidate(
        given, time.period, where, time, len(between), breaks, numbers, False, _beside_saying(passage, time),
        compared=compared,
    )  # fmt: skip


def _compared(passage: Passage, time: Time) -> int | None:
    """The token of a word of comparison («than», «against») that stands before a time in its sentence, near."""
    first = passage.token_at(time.start)
    near = within(passage.mentions.of("change"), max(passage.sentence_at(first).first, first - 12), first)
    for mark in reversed(near):
        if "compared" in mark.keys("mark"):
            return mark.first if first - mark.last <= 6 else None
    return None


def _readings(given: PeriodGiven, whole: PeriodCandidate) -> list[PeriodCandidate]:
    """What a time can mean for a figure beside its own period.

    «Since its launch on 31 March 2020»: from then to publication. «Until 31 January», «on 28 February»: that
    day, as of which a stock is counted, or the year so far. «Until …» after «since …»: from the one to the other.
    """
    time, published = whole.time, given.passage.published
    if time is None or time.period is None:
        return []
    first, last = time.period.start, time.period.end
    found: list[PeriodCandidate] = []
    if published is not None and first is not None and last is not None and last < published:
        token = given.passage.token_at(time.start)
        since = _since_words(given.passage.language)
        if any(given.passage.tokens[i].form in since for i in range(max(0, token - _SINCE_REACH), token)):
            found.append(replace(whole, period=Period(first, published), reading="since"))
    if last is not None and (published is None or last <= published) and (first is None or first == last):
        if first is None:
            found.append(replace(whole, period=Period.day(last), reading="day"))
        found.append(replace(whole, period=Period(last.replace(month=1, day=1), last), reading="year so far"))
    if first is None and last is not None:
        end = bisect_left(given.passage.times, time.start, key=lambda t: t.start)
        starts = [
            t.period.start
            for t in given.passage.times[max(0, end - _EARLIER) : end]
            if t.period is not None and t.period.start is not None
        ]
        if starts and starts[-1] <= last and starts[-1] != last:
            found.append(replace(whole, period=Period(starts[-1], last), reading="joined"))
    return found


_SINCE_REACH = 6


@cache
def _since_words(language: str) -> frozenset[str]:
    words = data(language, "calendar")["words"]["SINCE"]
    return frozenset(fold(word) for word in words if " " not in word and "'" not in word)


_BREAKS = frozenset(",،;؛:()")


def _beside_saying(passage: Passage, time: Time) -> bool:
    """Whether the time says when somebody spoke: a word of saying stands within three words of it."""
    first, last = passage.token_at(time.start), passage.token_at(time.end - 1) + 1
    says = passage.mentions.of("say")
    at = bisect_left(says, first - 4, key=lambda s: s.first)
    for say in says[at : at + 4]:
        if say.first > last + 2:
            break
        if say.keys("verbs") and (first - say.last <= 2 and say.first - last <= 2):
            return True
    return False


def where_it_stands(c: PeriodCandidate) -> bool | str | None:
    """Where the time stands, or that it is the day of publication, the figure's before, or none."""
    return c.where


def time_distance(c: PeriodCandidate) -> bool | str | None:
    """How many words lie between the time and the number, by side."""
    if c.where not in ("left", "right"):
        return None
    for limit in (2, 5, 10, 20):
        if c.distance <= limit:
            return f"{c.where}{limit}"
    return f"{c.where}-far"


def nearest_time(c: PeriodCandidate) -> bool | str | None:
    """It is the time nearest to the number in the sentence, and whether it is the only one."""
    if not c.nearest:
        return None
    return "only" if c.given.times_here == 1 else "of several"


def clauses_between(c: PeriodCandidate) -> bool | str | None:
    """How many commas and the like lie between the time and the number."""
    return f"{c.where}{min(c.breaks, 3)}" if c.where in ("left", "right") else None


def figures_between(c: PeriodCandidate) -> bool | str | None:
    """How many other numbers lie between the time and the number."""
    return f"{c.where}{min(c.numbers_between, 2)}" if c.where in ("left", "right") else None


def said_then(c: PeriodCandidate) -> bool | str | None:
    """The time is that of somebody's saying so («said on Friday»), by grain."""
    return _length(c) if c.beside_saying else None


def length_and_place(c: PeriodCandidate) -> bool | str | None:
    """How long the period is, by where it stands."""
    return f"{_length(c)}-{c.where}"


def length_and_measure(c: PeriodCandidate) -> bool | str | None:
    """How long a period goes with which measure."""
    return f"{_length(c)}|{c.given.measure}"


def kind_and_family(c: PeriodCandidate) -> bool | str | None:
    """Where the time stands, by family of measure and whether it is a stock."""
    family = "stock" if c.given.measure in _STOCKS else codes.measures()[c.given.measure].family
    return f"{c.where}|{family}"


def kind_and_status(c: PeriodCandidate) -> bool | str | None:
    """Where the time stands, by status."""
    return f"{c.where}|{c.given.status}"


def length_and_status(c: PeriodCandidate) -> bool | str | None:
    """How long the period is, by status."""
    return f"{_length(c)}|{c.given.status}"


def same_as_figure_before(c: PeriodCandidate) -> bool | str | None:
    """The period is that of the figure before, of the same measure or another, here or earlier."""
    if c.given.previous is None:
        return None
    same = "same" if c.period == c.given.previous else "other"
    kin = "kin" if c.given.previous_same else "stranger"
    return f"{same}-{kin}-{'here' if c.given.previous_here else 'earlier'}"


def said_to_be_now(c: PeriodCandidate) -> bool | str | None:
    """«Now», «currently» stand in the sentence."""
    return c.where if c.given.present else None


def no_time_here(c: PeriodCandidate) -> bool | str | None:
    """The sentence has no time of its own: what is taken instead."""
    return c.where if c.given.times_here == 0 else None


def money_without_years(c: PeriodCandidate) -> bool | str | None:
    """Money: where the time stands, by measure."""
    unit = c.given.counted.unit
    return f"{c.where}|{c.given.measure}" if unit and codes.is_money(unit) else None


def near_measure_word(c: PeriodCandidate) -> bool | str | None:
    """How far the time is from the word that gave the measure."""
    if c.time is None or c.given.measure_word is None or c.where not in ("left", "right"):
        return None
    first = c.given.passage.token_at(c.time.start)
    last = c.given.passage.token_at(c.time.end - 1) + 1
    word = c.given.measure_word
    gap = max(first - word[1], word[0] - last, 0)
    return "2" if gap <= 2 else "5" if gap <= 5 else "10" if gap <= 10 else "far"


def compared_with(c: PeriodCandidate) -> bool | str | None:
    """A word of comparison stands before the time: between number and time, before both; is the number one of
    rise or fall?"""
    change = "change" if c.given.counted.quantity.change else "level"
    return f"{c.compared}-{change}" if c.compared else None


def change_of(c: PeriodCandidate) -> bool | str | None:
    """The number is a change: where its period is taken from."""
    return c.where if c.given.counted.quantity.change else None


def read_as(c: PeriodCandidate) -> bool | str | None:
    """The period is not the time's own but runs on, is its last day, or the year up to it; by kind of measure."""
    if c.time is None:
        return None
    stock = "stock" if c.given.measure in _STOCKS else "flow"
    return f"{c.reading or 'own'}|{stock}|{_length(c) if not c.reading else ''}"


def read_as_with_status(c: PeriodCandidate) -> bool | str | None:
    """The same, by status."""
    return f"{c.reading or 'own'}|{c.given.status}|{_open(c)}" if c.time is not None else None


def _open(c: PeriodCandidate) -> bool:
    return c.time is not None and c.time.period is not None and c.time.period.start is None


def time_as_a_whole(c: PeriodCandidate) -> bool | str | None:
    """Side, distance, clause and length of the time together, and how it is read."""
    if c.where not in ("left", "right"):
        return None
    near = "2" if c.distance <= 2 else "6" if c.distance <= 6 else "15" if c.distance <= 15 else "far"
    return f"{c.where}|{near}|{c.breaks > 0}|{c.numbers_between > 0}|{c.nearest}|{_length(c)}|{c.reading}"


def context_of_period(c: PeriodCandidate) -> bool | str | None:
    """Where the period comes from, whether the figure before is of the same measure and here, and whether the
    sentence has times of its own."""
    given = c.given
    before = f"{given.previous is not None}|{given.previous_same}|{given.previous_here}"
    return f"{c.where}|{before}|{min(given.times_here, 2)}"


def vague(c: PeriodCandidate) -> bool | str | None:
    """The time is vague or refers back."""
    return c.time is not None and c.time.optional


def _length(c: PeriodCandidate) -> str:
    if c.period is None:
        return "none"
    if c.period.start is None or c.period.end is None:
        return "open"
    days = (c.period.end - c.period.start).days + 1
    return (
        "day"
        if days <= 2
        else "week"
        if days <= 10
        else "month"
        if days <= 31
        else "year"
        if days <= 366
        else "years"
    )


PERIOD_FEATURES = (
    where_it_stands,
    time_distance,
    nearest_time,
    clauses_between,
    figures_between,
    said_then,
    length_and_place,
    length_and_measure,
    kind_and_family,
    kind_and_status,
    length_and_status,
    same_as_figure_before,
    said_to_be_now,
    no_time_here,
    money_without_years,
    near_measure_word,
    compared_with,
    change_of,
    read_as,
    read_as_with_status,
    time_as_a_whole,
    context_of_period,
    vague,
)
