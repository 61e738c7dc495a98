"""When an event happened: what speaks for each of the times around its word, the day of publication, or none."""

from __future__ import annotations

from sijill.reading.event_choice import EventDateCandidate


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


def date_in_clause(c: EventDateCandidate) -> bool | str | None:
    """How many words and marks that open a clause stand between the time and the word, by side."""
    if c.where not in ("left", "right"):
        return None
    between = _between(c)
    breaks = sum(c.event.passage.tokens[i].form in _BREAKS for i in between)
    return f"{c.where}|{min(2, breaks)}|{min(2, c.event.passage.clauses_between(between))}"


def date_of_saying(c: EventDateCandidate) -> bool | str | None:
    """A word of saying stands beside the time, nearer than the event's word («said on Friday»), and whether the
    sentence has another time."""
    if c.time is None or c.where not in ("left", "right"):
        return None
    passage, first, last = c.event.passage, *_tokens(c)
    said = passage.said_near("say", first, last, c.event.sentence, 3)
    return f"{said}|{c.where}|{c.gap > 3}|{c.event.times > 1}" if said else None


def date_of_figure(c: EventDateCandidate) -> bool | str | None:
    """Whether it is the period of the figure of its topic in the sentence, by where it stands."""
    if c.event.figure is None or c.event.figure.period is None:
        return None
    return f"{c.event.figure.period == c.period}|{c.where}"


def date_among_days(c: EventDateCandidate) -> bool | str | None:
    """How long the time is, where the sentence has a single day."""
    return f"{_length(c)}|{c.where}" if c.day_here else None


def date_to_come(c: EventDateCandidate) -> bool | str | None:
    """The time lies behind the day of publication, by type."""
    published = c.event.passage.published
    if published is None or c.period is None or c.period.end is None:
        return None
    return f"{c.period.start is None or c.period.start > published}|{c.event.type}"


def date_day_near(c: EventDateCandidate) -> bool | str | None:
    """Length, side and distance of the time together, and whether it is the only one."""
    if c.where not in ("left", "right"):
        return None
    near = "2" if c.gap <= 2 else "5" if c.gap <= 5 else "12" if c.gap <= 12 else "far"
    return f"{_length(c)}|{c.where}|{near}|{c.event.times == 1}"


_BREAKS = frozenset(",،;؛:()")


def _tokens(c: EventDateCandidate) -> tuple[int, int]:
    assert c.time is not None
    passage = c.event.passage
    return passage.token_at(c.time.start), passage.token_at(c.time.end - 1) + 1


def _between(c: EventDateCandidate) -> range:
    first, last = _tokens(c)
    return range(last, c.event.first) if c.where == "left" else range(c.event.last, first)


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
    date_in_clause,
    date_of_saying,
    date_of_figure,
    date_among_days,
    date_to_come,
    date_day_near,
)
