"""What kind of assertion a figure is: one of five statuses, from the words around the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from sijill import codes
from sijill.model import Status
from sijill.reading.counted import Counted
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage

STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class StatusGiven:
    """What is the same for all statuses of one figure. `words`: the status words of its sentence."""

    passage: Passage
    counted: Counted
    measure: str
    words: Sequence[Mention]
    nearest: Mention | None
    previous: Status | None
    future: bool
    past: bool


@dataclass(frozen=True, slots=True)
class StatusCandidate:
    """A status and the nearest word of the sentence that speaks for it, with the words between."""

    given: StatusGiven
    status: Status
    word: Mention | None
    side: str
    distance: int
    breaks: int
    numbers: int


def status_candidates(given: StatusGiven) -> list[StatusCandidate]:
    """The five statuses, each with its nearest word where the sentence has one."""
    return [_candidate(given, status) for status in STATUSES]


def _candidate(given: StatusGiven, status: Status) -> StatusCandidate:
    best: StatusCandidate | None = None
    tokens = given.passage.tokens
    for word in given.words:
        if not any(m.key == status for m in word.meanings):
            continue
        if word.last <= given.counted.first:
            side, between = "left", range(word.last, given.counted.first)
        else:
            side, between = "right", range(given.counted.last, word.first)
        breaks = sum(tokens[i].form in (",", "،", ";", "؛", ":") for i in between)
        numbers = 0
        if between:
            start, end = tokens[between[0]].start, tokens[between[-1]].end
            numbers = sum(1 for q in given.passage.quantities if start <= q.start < end)
        candidate = StatusCandidate(given, status, word, side, len(between), breaks, numbers)
        if best is None or candidate.distance < best.distance:
            best = candidate
    return best or StatusCandidate(given, status, None, "", 99, 0, 0)


def usual_status(c: StatusCandidate) -> bool | str | None:
    """How common the status is for the family of measure."""
    return f"{c.status}|{codes.measures()[c.given.measure].family}"


def status_of_measure(c: StatusCandidate) -> bool | str | None:
    """How common the status is for the measure."""
    return f"{c.status}|{c.given.measure}"


def status_word(c: StatusCandidate) -> bool | str | None:
    """A word for the status stands in the sentence: on which side, how far."""
    if c.word is None:
        return None
    reach = "2" if c.distance <= 2 else "6" if c.distance <= 6 else "12" if c.distance <= 12 else "far"
    return f"{c.side}{reach}"


def status_word_kind(c: StatusCandidate) -> bool | str | None:
    """A word for this status stands in the sentence."""
    return None if c.word is None else c.status


def status_word_clause(c: StatusCandidate) -> bool | str | None:
    """How many commas, how many numbers lie between the word and the number."""
    return None if c.word is None else f"{min(c.breaks, 2)}-{min(c.numbers, 2)}"


def nearest_status_word(c: StatusCandidate) -> bool | str | None:
    """No other status word stands nearer."""
    return c.word is not None and c.word is c.given.nearest


def status_word_as_a_whole(c: StatusCandidate) -> bool | str | None:
    """Side, distance and clause of the word together, by status, and whether it is the nearest."""
    if c.word is None:
        return None
    near = "next" if c.distance <= 1 else "near" if c.distance <= 5 else "far"
    return f"{c.status}|{c.side}|{near}|{c.breaks == 0}|{c.numbers == 0}|{c.word is c.given.nearest}"


def money_status_word(c: StatusCandidate) -> bool | str | None:
    """Which other status words the sentence has, by measure: of money that is set aside some may be paid."""
    if codes.measures()[c.given.measure].family != "money":
        return None
    others = sorted({m.key for w in c.given.words for m in w.meanings})
    return f"{c.status}|{'+'.join(others)}"


def no_status_word(c: StatusCandidate) -> bool | str | None:
    """The sentence has no status word at all."""
    return c.status if not c.given.words else None


def status_of_figure_before(c: StatusCandidate) -> bool | str | None:
    """The figure before, in the same sentence, has this status."""
    return None if c.given.previous is None else f"{c.status}|{c.given.previous == c.status}"


def time_to_come(c: StatusCandidate) -> bool | str | None:
    """The sentence has a time that lies after publication, or only times before it."""
    return f"{c.status}|{'future' if c.given.future else 'past' if c.given.past else 'timeless'}"


STATUS_FEATURES = (
    usual_status,
    status_of_measure,
    status_word,
    status_word_kind,
    status_word_clause,
    nearest_status_word,
    status_word_as_a_whole,
    money_status_word,
    no_status_word,
    status_of_figure_before,
    time_to_come,
)
