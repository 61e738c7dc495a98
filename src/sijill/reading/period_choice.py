"""Which period a figure covers: candidates from the times around it, and their features."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from sijill import codes
from sijill.languages import data
from sijill.languages.script import fold
from sijill.model import Period, Status, Time
from sijill.reading.counted import Counted
from sijill.reading.mentions import Mention
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
    aside = "aside" if c.given.previous_aside else "topic"
    return f"{same}-{kin}-{'here' if c.given.previous_here else 'earlier'}-{aside}"


def same_as_topic(c: PeriodCandidate) -> bool | str | None:
    """The period is that of the last figure that is no comparison; is the number itself one, or a change?"""
    if c.given.topic is None:
        return None
    return f"{c.period == c.given.topic}|{c.given.set_against}|{c.given.counted.quantity.change is not None}"


def against(c: PeriodCandidate) -> bool | str | None:
    """The number is set against another: where its period comes from."""
    return f"{c.where}|{c.compared or 'plain'}" if c.given.set_against else None


def context_by_family(c: PeriodCandidate) -> bool | str | None:
    """Where the period comes from and how long it is, by family of measure and whether the sentence has times."""
    family = "stock" if c.given.measure in _STOCKS else codes.measures()[c.given.measure].family
    return f"{c.where}|{_length(c)}|{family}|{c.given.times_here > 0}"


def said_to_be_now(c: PeriodCandidate) -> bool | str | None:
    """«Now», «currently» stand in the sentence."""
    return c.where if c.given.present else None


def now_beside(c: PeriodCandidate) -> bool | str | None:
    """«Now», «currently» stand near the number, with no other number between."""
    return f"{c.where}|{c.given.now}|{c.given.measure in _STOCKS}" if c.given.now else None


def rate_beside(c: PeriodCandidate) -> bool | str | None:
    """«A day», «weekly» stand near the number: rates have no period."""
    return f"{c.where == 'none'}|{c.given.rate}" if c.given.rate else None


def opens_another_clause(c: PeriodCandidate) -> bool | str | None:
    """How many words that open a clause stand between the time and the number, by side."""
    if c.where not in ("left", "right") or c.time is None:
        return None
    return f"{c.where}{min(2, c.given.passage.clauses_between(_between(c)))}"


def position_in_sentence(c: PeriodCandidate) -> bool | str | None:
    """The time opens its sentence, closes it, or stands within, and whether other numbers lie between."""
    if c.where not in ("left", "right") or c.time is None:
        return None
    passage, sentence = c.given.passage, c.given.counted.sentence
    first, last = passage.token_at(c.time.start), passage.token_at(c.time.end - 1) + 1
    position = "opens" if first - sentence.first <= 3 else "closes" if sentence.last - last <= 2 else "within"
    return f"{position}|{c.where}|{c.numbers_between > 0}|{c.given.times_here > 1}"


def same_side(c: PeriodCandidate) -> bool | str | None:
    """The time stands on the side on which that of the figure before stood, or on the other, in one sentence."""
    if not c.given.previous_here or c.where not in ("left", "right"):
        return None
    return f"{c.given.previous_side or 'none'}|{c.where}|{c.numbers_between > 0}"


def same_paragraph(c: PeriodCandidate) -> bool | str | None:
    """A time elsewhere stands in the number's paragraph, or in another; by whether the sentence has times."""
    if c.time is None or c.where in ("left", "right"):
        return None
    passage = c.given.passage
    there = passage.sentence_at(passage.token_at(c.time.start)).paragraph
    return f"{c.where}|{there == c.given.counted.sentence.paragraph}|{c.given.times_here > 0}|{c.compared}"


def with_the_measure(c: PeriodCandidate) -> bool | str | None:
    """A time elsewhere stands in a sentence with a word for the same measure, or in one without."""
    if c.time is None or c.where in ("left", "right"):
        return None
    passage = c.given.passage
    token = passage.token_at(c.time.start)
    there = max(0, bisect_left(passage.sentences, token + 1, key=lambda s: s.first) - 1)
    same = any(m.key == c.given.measure for act in c.given.acts.get(there, ()) for m in act.meanings)
    return f"{c.where}|{same}|{_length(c)}"


def _between(c: PeriodCandidate) -> range:
    assert c.time is not None
    passage, counted = c.given.passage, c.given.counted
    if c.where == "left":
        return range(passage.token_at(c.time.end - 1) + 1, counted.first)
    return range(counted.last, passage.token_at(c.time.start))


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


def change_as_a_whole(c: PeriodCandidate) -> bool | str | None:
    """The number is a change: is the period that of the figure before, how near is the time, is it compared?"""
    if c.given.counted.quantity.change is None:
        return None
    near = "next" if c.distance <= 3 else "near" if c.distance <= 8 else "far"
    return f"{c.where}|{near}|{c.period == c.given.topic}|{c.compared}"


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
    same_as_topic,
    against,
    context_by_family,
    said_to_be_now,
    now_beside,
    rate_beside,
    opens_another_clause,
    position_in_sentence,
    same_side,
    same_paragraph,
    with_the_measure,
    no_time_here,
    money_without_years,
    near_measure_word,
    compared_with,
    change_of,
    change_as_a_whole,
    read_as,
    read_as_with_status,
    time_as_a_whole,
    context_of_period,
    vague,
)
