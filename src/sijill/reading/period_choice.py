"""Which period a figure covers: candidates from the times around it. Their features are in period_features.py."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from sijill.languages import data
from sijill.languages.script import fold
from sijill.model import Period, Status, Time
from sijill.reading.counted import Counted
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence, within

STOCKS = frozenset(
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
    """What is the same for all candidates of one figure. `previous`: period of the figure before it; `topic`: of
    the last one that is no comparison; `first`: of the first figure of its measure in the document, else of the
    first figure. `set_against`: a word of comparison leads up to the number («against 17,190»). `previous_side`: on
    which side of the figure before its time stood; `rate`, `now`: where «a day», «currently» stand to the number;
    `acts`: the words for measures by sentence."""

    passage: Passage
    counted: Counted
    measure: str
    status: Status
    measure_word: tuple[int, int] | None
    previous: Period | None
    previous_same: bool
    previous_here: bool
    previous_aside: bool
    topic: Period | None
    first: Period | None
    times_here: int
    present: bool
    set_against: bool
    previous_side: str
    rate: str | None
    now: str | None
    acts: Mapping[int, Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class PeriodCandidate:
    """A period for a figure. `where`: «left» or «right» of the number in its sentence, «before» and «before too»
    (the sentence before), «earlier», «later», «title», «figure» (that of the figure before), «topic» (that of the
    last one that is no comparison), «first» (that of the first one), «published» or «none». `compared`: the time is
    what something is compared with («than in 2023»)."""

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

    @property
    def answer(self) -> Period | None:
        """Candidates with one period speak for it together."""
        return self.period


def period_candidates(given: PeriodGiven) -> list[PeriodCandidate]:
    """The times of the number's sentence, the nearest of those around it, the period of the figure before,
    the day of publication, and none."""
    passage, counted = given.passage, given.counted
    here = counted.sentence
    found: list[PeriodCandidate] = []
    for time in filter(_usable, passage.times_in(here)):
        found.append(_here(given, time))
        found += _readings(given, found[-1])
    found += _joined_days(found)
    nearest = min((c.distance for c in found), default=None)
    found = [replace(c, nearest=c.distance == nearest) for c in found]
    for time, where in _elsewhere(passage, here):
        compared = is_same_period(time) or _compared(passage, time) is not None
        found.append(
            PeriodCandidate(
                given, time.period, where, time, beside_saying=_beside_saying(passage, time),
                compared="there" if compared else "",
            )
        )  # fmt: skip
    if given.previous is not None:
        found.append(PeriodCandidate(given, given.previous, "figure"))
    if given.topic is not None and given.topic != given.previous:
        found.append(PeriodCandidate(given, given.topic, "topic"))
    if given.first is not None and given.first not in (given.previous, given.topic):
        found.append(PeriodCandidate(given, given.first, "first"))
    if passage.published is not None:
        found.append(PeriodCandidate(given, Period.day(passage.published), "published"))
    found.append(PeriodCandidate(given, None, "none"))
    return found


def _elsewhere(passage: Passage, here: Sentence) -> list[tuple[Time, str]]:
    """Times outside the number's sentence: those of the one before, the last first; the last ones earlier and in
    the title; the first one in the sentence after. Each period once."""
    sentences = passage.sentences
    at = bisect_left(sentences, here.first, key=lambda s: s.first)
    found: list[tuple[Time, str]] = []
    if at:
        previous = list(filter(_usable, passage.times_in(sentences[at - 1])))[::-1]
        found += [(t, "before" if i == 0 else "before too") for i, t in enumerate(previous[:_BEFORE])]
    if at > 1:
        found += [(t, "earlier") for t in _earlier(passage, sentences[at - 1])]
        title = next(filter(_usable, reversed(passage.times_in(sentences[0]))), None)
        found += [(title, "title")] if title else []
    following = passage.times_in(sentences[at + 1]) if at + 1 < len(sentences) else ()
    later = next(filter(_usable, following), None)
    found += [(later, "later")] if later else []
    return list({t.period: (t, where) for t, where in reversed(found)}.values())[::-1]


_BEFORE = 3
"""Times of the sentence before the number's that are looked at."""


def _joined_days(found: list[PeriodCandidate]) -> list[PeriodCandidate]:
    """«On Friday and Saturday»: days that stand together make a period."""
    days = [c for c in found if c.time and not c.reading and c.period and c.period.start == c.period.end]
    joined = []
    for one, other in pairwise(days):
        assert one.period and other.period and one.time and other.time
        near = other.time.start - one.time.end <= _JOINT
        first, last = one.period.start, other.period.end
        if near and first and last and 0 < (last - first).days <= _WEEK:
            joined.append(replace(other, period=Period(first, last), reading="days"))
    return joined


_JOINT = 8
"""Characters that may lie between two days that make one period."""
_WEEK = 7


def _usable(time: Time) -> bool:
    return time.period is not None and time.kind != "duration"


def _earlier(passage: Passage, sentence: Sentence) -> list[Time]:
    """The last times before a sentence, the last first."""
    end = bisect_left(passage.times, passage.tokens[sentence.first].start, key=lambda t: t.start)
    return list(filter(_usable, reversed(passage.times[max(0, end - _EARLIER) : end])))[:_BEFORE]


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
    compared = "same period" if is_same_period(time) else ""
    mark = _compared(passage, time)
    if mark is not None and not compared:
        compared = "between" if counted.first < mark < first else "both" if mark < counted.first else "after"
    return PeriodCandidate(
        given, time.period, where, time, len(between), breaks, numbers, False, _beside_saying(passage, time),
        compared=compared,
    )  # fmt: skip


def is_same_period(time: Time) -> bool:
    """«The same period of 2023», which is named to compare with."""
    return "SAMEPERIOD" in time.rule


def _compared(passage: Passage, time: Time) -> int | None:
    """The token of a word of comparison («than», «against») that stands before a time in its sentence, near."""
    first = passage.token_at(time.start)
    near = within(passage.mentions.of("change"), max(passage.sentence_at(first).first, first - 12), first)
    for mark in reversed(near):
        if "compared" in mark.keys("mark"):
            return mark.first if first - mark.last <= 6 else None
    return None


def set_against(passage: Passage, number: Counted) -> bool:
    """Whether a word of comparison stands right before a number, or a few words off with no number between."""
    near = within(passage.mentions.of("change"), max(number.sentence.first, number.first - 8), number.first)
    for mark in reversed(near):
        if "compared" in mark.keys("mark"):
            return passage.numbers_between(range(mark.last, number.first)) == 0
    return False


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
        begin = max(given.passage.sentence_at(token).first, token - _SINCE_REACH)
        if any(given.passage.tokens[i].form in since for i in range(begin, token)):
            found.append(replace(whole, period=Period(first, published), reading="since"))
    if published is not None and first is not None and last is not None and first < published < last:
        found.append(replace(whole, period=Period(first, published), reading="so far"))
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


_SINCE_REACH = 12


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
