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
    `actor`: the kind of the nearest organisation and its side; `headline`: the title has a word of its type;
    `time`, `figure`: the time and the figure of its topic that stand nearest in the sentence.
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
    headline: bool
    times: int
    figures: tuple[Figure, ...]
    instrument: bool
    time: Time | None
    figure: Figure | None
    actor: str


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


def event_with_instrument(c: EventCandidate) -> bool | str | None:
    """The sentence names an instrument, by type."""
    return c.type if c.instrument else None


def event_counted(c: EventCandidate) -> bool | str | None:
    """The sentence has figures, and what the longest period is that one covers, by type."""
    spans = [
        (f.period.end - f.period.start).days
        for f in c.figures
        if f.period and f.period.start and f.period.end
    ]
    length = "none" if not c.figures else "undated" if not spans else "days" if max(spans) <= 3 else "long"
    return f"{c.type}|{length}"


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


def event_planned(c: EventCandidate) -> bool | str | None:
    """A word of aim or forecast stands just before."""
    return c.planned


def event_of_headline(c: EventCandidate) -> bool | str | None:
    """The headline has a word of its type, by whether the sentence names who took part and none is noted yet."""
    if not c.passage.has_title or c.sentence.paragraph == 0:
        return None
    full = c.persons >= _OF_OFFICIALS[c.type] if c.type in _OF_OFFICIALS else c.participants > 0
    return f"{c.headline}|{full}|{c.seen > 0}"


def event_of_instrument(c: EventCandidate) -> bool | str | None:
    """It concerns an instrument, and a time stands near."""
    return f"{c.type}|{c.nearest_time <= 4}" if c.instrument else None


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


def event_of_actor(c: EventCandidate) -> bool | str | None:
    """Which kind of organisation stands nearest, by type: who saves people for Libya intercepts them."""
    return f"{c.type}|{c.actor}" if c.actor else None


def event_among_measures(c: EventCandidate) -> bool | str | None:
    """What the figures of the sentence count, by type."""
    measures = sorted({f.measure for f in c.figures})[:2]
    return f"{c.type}|{'+'.join(measures)}" if measures else None


def event_in_clause(c: EventCandidate) -> bool | str | None:
    """Whether a word that opens a clause stands before it in its sentence («since they began», «which met»)."""
    return (
        f"{c.kind}|{c.passage.clauses_between(range(max(c.sentence.first, c.first - _CLAUSE), c.first)) > 0}"
    )


def event_word(c: EventCandidate) -> bool | str | None:
    """The word itself, by type: «summit» names an event more often than «session»."""
    return f"{c.type}|{c.passage.tokens[c.last - 1].form}"


def event_word_first(c: EventCandidate) -> bool | str | None:
    """The first word of a phrase, by type."""
    return f"{c.type}|{c.passage.tokens[c.first].form}" if c.last - c.first > 1 else None


_CLAUSE = 4
"""How many words before an event's word its clause may open."""


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
    event_with_instrument,
    event_counted,
    event_officials,
    event_actor_near,
    event_time_near,
    event_told_in_full,
    event_told_in_full_type,
    event_definite,
    event_planned,
    event_of_headline,
    event_of_instrument,
    event_of_actor,
    event_among_measures,
    event_in_clause,
    event_word,
    event_word_first,
)
