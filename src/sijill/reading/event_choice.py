"""Whether a word names an event that happened once, and when it happened: features of the two choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sijill.model import Figure, Period, Time
from sijill.reading.choice import Feature, best, likelihood, threshold, weights
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence


class EventChooser(Protocol):
    """Picks one of the candidates for what stands at an offset: its index and its probability."""

    def __call__(
        self, choice: str, start: int, candidates: Sequence[Any], features: Sequence[Feature]
    ) -> tuple[int, float]: ...


def by_weights(
    choice: str, start: int, candidates: Sequence[Any], features: Sequence[Feature]
) -> tuple[int, float]:
    """The chooser of the trained reader. Whether a word names an event has a threshold of its own."""
    if choice == "event":
        probability = likelihood(candidates[0], features, weights(choice))
        return (0, probability) if probability >= threshold(choice) else (1, 1 - probability)
    index, probability, _ = best(candidates, features, weights(choice))
    return index, probability


@dataclass(frozen=True, slots=True)
class EventCandidate:
    """A word that may name an event. `seen`: how many of its type are noted already; `nearest_voice`,
    `nearest_time`: tokens to the nearest organisation or official, and to the nearest time, 99 for none;
    `definite`: the word has an article («the meeting» refers back); `planned`: a word of aim stands before it;
    `headline`: the title has a word of its type; `placed`: the sentence names a place; `time`, `figure`: the time and
    the figure of its topic that stand nearest in the sentence.
    """

    passage: Passage
    first: int
    last: int
    type: str
    kind: str
    sentence: Sentence
    sentence_index: int
    seen: int
    participants: int
    persons: int
    nearest_voice: int
    nearest_time: int
    definite: bool
    planned: bool
    opens_paragraph: bool
    headline: bool
    placed: bool
    times: int
    figures: tuple[Figure, ...]
    instrument: bool
    time: Time | None
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class EventDateCandidate:
    """A day for an event. `where`: «left» or «right» of its word, «before», «later», «first» (the first date of
    the document), «published» or «none». `day_here`: the sentence names a single day."""

    event: EventCandidate
    period: Period | None
    where: str
    time: Time | None
    gap: int
    nearest: bool
    day_here: bool = False


def event_type(c: EventCandidate) -> bool | str | None:
    """How often words of the type and kind do name an event."""
    return f"{c.type}|{c.kind}"


def event_in_title(c: EventCandidate) -> bool | str | None:
    """The word stands in the title, the first sentence of the body, or farther down."""
    if c.passage.has_title and c.sentence.paragraph == 0:
        return "title"
    return f"{min(c.sentence_index, 4)}"


def event_again(c: EventCandidate) -> bool | str | None:
    """One of its type is noted already."""
    return f"{c.type}|{min(c.seen, 2)}" if c.seen else None


def event_dated(c: EventCandidate) -> bool | str | None:
    """The sentence has a time, by type."""
    return f"{c.type}|{c.times > 0}"


def event_attended(c: EventCandidate) -> bool | str | None:
    """The sentence names who took part, by type."""
    return f"{c.type}|{min(c.participants, 2)}"


def event_counted(c: EventCandidate) -> bool | str | None:
    """The sentence has figures, and what the longest period is that one covers."""
    spans = [
        (f.period.end - f.period.start).days
        for f in c.figures
        if f.period and f.period.start and f.period.end
    ]
    if not c.figures:
        return "none"
    return "undated" if not spans else "days" if max(spans) <= 3 else "long"


def event_with_instrument(c: EventCandidate) -> bool | str | None:
    """The sentence names an instrument, by type."""
    return c.type if c.instrument else None


def event_counted_type(c: EventCandidate) -> bool | str | None:
    """The same as event_counted, by type."""
    return f"{c.type}|{event_counted(c)}"


def event_officials(c: EventCandidate) -> bool | str | None:
    """How many officials the sentence names, for what officials do."""
    return f"{c.type}|{min(c.persons, 2)}"


def event_actor_near(c: EventCandidate) -> bool | str | None:
    """How near the nearest organisation or official stands, by kind of word."""
    near = (
        "next"
        if c.nearest_voice <= 1
        else "near"
        if c.nearest_voice <= 4
        else "far"
        if c.nearest_voice < 99
        else "no"
    )
    return f"{c.kind}|{near}"


def event_time_near(c: EventCandidate) -> bool | str | None:
    """How near the nearest time stands."""
    near = "near" if c.nearest_time <= 4 else "far" if c.nearest_time < 99 else "no"
    return f"{_group(c)}|{near}"


_OF_OFFICIALS = {"meeting": 2, "call": 2, "visit": 1}
"""Types that officials make happen, and how many of them it takes."""


def _group(c: EventCandidate) -> str:
    return "officials" if c.type in _OF_OFFICIALS else "forces"


def event_told_in_full(c: EventCandidate) -> bool | str | None:
    """The sentence names as many officials as the type takes, or an organisation for the others; and none of its
    type is noted yet: the first full mention."""
    full = c.persons >= _OF_OFFICIALS[c.type] if c.type in _OF_OFFICIALS else c.participants > 0
    return f"{_group(c)}|{c.kind}|{full}|{c.seen > 0}"


def event_told_in_full_type(c: EventCandidate) -> bool | str | None:
    """The same, by type."""
    full = c.persons >= _OF_OFFICIALS[c.type] if c.type in _OF_OFFICIALS else c.participants > 0
    return f"{c.type}|{full}|{c.seen > 0}"


def event_definite(c: EventCandidate) -> bool | str | None:
    """The noun stands alone with its article («the meeting» refers back), in a phrase that says more, or without."""
    if c.kind != "nouns":
        return None
    return "phrase" if c.last - c.first > 1 else f"{c.definite}"


def event_placed(c: EventCandidate) -> bool | str | None:
    """The sentence names a town or country, by type."""
    return f"{c.type}|{c.placed}"


def event_planned(c: EventCandidate) -> bool | str | None:
    """A word of aim or forecast stands just before."""
    return c.planned


def event_of_headline(c: EventCandidate) -> bool | str | None:
    """The headline has a word of its type, by whether the sentence names who took part and none is noted yet."""
    if not c.passage.has_title or c.sentence.paragraph == 0:
        return None
    full = c.persons >= _OF_OFFICIALS[c.type] if c.type in _OF_OFFICIALS else c.participants > 0
    return f"{c.headline}|{full}|{c.seen > 0}"


def event_spelled_out(c: EventCandidate) -> bool | str | None:
    """The word is one, or a phrase that says more («the visit that … paid», «a memorandum was signed»), by whether
    somebody stands beside it."""
    return f"{c.kind}|{min(c.last - c.first, 3)}|{c.nearest_voice <= 2}"


def event_of_instrument(c: EventCandidate) -> bool | str | None:
    """It concerns an instrument, and a time stands near."""
    return f"{c.type}|{c.nearest_time <= 4}" if c.instrument else None


def event_opens(c: EventCandidate) -> bool | str | None:
    """The sentence opens its paragraph."""
    return f"{c.kind}|{c.opens_paragraph}"


def event_nearest_time(c: EventCandidate) -> bool | str | None:
    """How long the time is that stands nearest, and how near."""
    return f"{_time_length(c)}|{'near' if c.nearest_time <= 4 else 'far'}"


def event_nearest_time_type(c: EventCandidate) -> bool | str | None:
    """How long the time is that stands nearest, by type."""
    return f"{c.type}|{_time_length(c)}"


def event_figure_length(c: EventCandidate) -> bool | str | None:
    """How long the period is of the figure of its topic that stands nearest, and whether it counts people."""
    if c.figure is None:
        return None
    return f"{_days_of(c.figure.period)}|{c.figure.unit == 'person'}|{c.figure.status == 'reported'}"


def event_as_a_whole(c: EventCandidate) -> bool | str | None:
    """Who took part, the nearest time, the headline and what is noted already, together."""
    full = c.persons >= _OF_OFFICIALS[c.type] if c.type in _OF_OFFICIALS else c.participants > 0
    return f"{_group(c)}|{full}|{_time_length(c)}|{c.seen > 0}|{c.headline}"


def event_of_figure_as_a_whole(c: EventCandidate) -> bool | str | None:
    """The figure of its topic, the nearest time, and who took part, together."""
    figure = _days_of(c.figure.period) if c.figure else "none"
    return f"{_group(c)}|{figure}|{_time_length(c)}|{c.participants > 0}"


def _time_length(c: EventCandidate) -> str:
    return "none" if c.time is None else _days_of(c.time.period)


def _days_of(period: Period | None) -> str:
    if period is None:
        return "undated"
    if period.start is None or period.end is None:
        return "open"
    days = (period.end - period.start).days
    return "day" if days <= 1 else "week" if days <= 7 else "month" if days <= 31 else "long"


EVENT_FEATURES = (
    event_nearest_time,
    event_nearest_time_type,
    event_figure_length,
    event_as_a_whole,
    event_of_figure_as_a_whole,
    event_type,
    event_in_title,
    event_again,
    event_dated,
    event_attended,
    event_counted,
    event_with_instrument,
    event_counted_type,
    event_officials,
    event_actor_near,
    event_time_near,
    event_told_in_full,
    event_told_in_full_type,
    event_definite,
    event_placed,
    event_planned,
    event_of_headline,
    event_spelled_out,
    event_of_instrument,
    event_opens,
)


def date_where(c: EventDateCandidate) -> bool | str | None:
    """Where the time stands."""
    return c.where


def date_where_type(c: EventDateCandidate) -> bool | str | None:
    """Where the time stands, by type of event."""
    return f"{c.where}|{c.event.type}"


def date_gap(c: EventDateCandidate) -> bool | str | None:
    """How many words lie between the time and the event's word."""
    if c.where not in ("left", "right"):
        return None
    return f"{c.where}{'2' if c.gap <= 2 else '5' if c.gap <= 5 else '12' if c.gap <= 12 else 'far'}"


def date_nearest(c: EventDateCandidate) -> bool | str | None:
    """It is the nearest time, the only one or one of several."""
    return ("only" if c.event.times == 1 else "several") if c.nearest else None


def date_length(c: EventDateCandidate) -> bool | str | None:
    """A day, more days, an open period or none, by where."""
    return f"{_length(c)}|{c.where}"


def date_length_type(c: EventDateCandidate) -> bool | str | None:
    """A day, more days, an open period or none, by type."""
    return f"{_length(c)}|{c.event.type}"


def date_without_day(c: EventDateCandidate) -> bool | str | None:
    """The sentence names no single day: what is taken, how far down it stands, and whether it concerns an
    instrument, whose past the press recalls without a day."""
    if c.day_here:
        return None
    return f"{c.where}|{min(c.event.sentence_index, 4)}|{c.event.instrument}"


def date_silent(c: EventDateCandidate) -> bool | str | None:
    """The sentence has no time: what is taken instead, by how far down it stands."""
    return f"{c.where}|{min(c.event.sentence_index, 3)}" if c.event.times == 0 else None


def _length(c: EventDateCandidate) -> str:
    if c.period is None:
        return "none"
    if c.period.start is None or c.period.end is None:
        return "open"
    days = (c.period.end - c.period.start).days
    return "day" if days == 0 else "days" if days < 8 else "long"


EVENT_DATE_FEATURES = (
    date_where,
    date_where_type,
    date_gap,
    date_nearest,
    date_length,
    date_length_type,
    date_without_day,
    date_silent,
)
