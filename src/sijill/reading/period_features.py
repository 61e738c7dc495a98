"""What speaks for a period: the features of a candidate, listed once at the end."""

from __future__ import annotations

from bisect import bisect_left

from sijill import codes
from sijill.reading.period_choice import STOCKS, PeriodCandidate


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
    family = "stock" if c.given.measure in STOCKS else codes.measures()[c.given.measure].family
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
    family = "stock" if c.given.measure in STOCKS else codes.measures()[c.given.measure].family
    return f"{c.where}|{_length(c)}|{family}|{c.given.times_here > 0}"


def said_to_be_now(c: PeriodCandidate) -> bool | str | None:
    """«Now», «currently» stand in the sentence."""
    return c.where if c.given.present else None


def now_beside(c: PeriodCandidate) -> bool | str | None:
    """«Now», «currently» stand near the number, with no other number between."""
    return f"{c.where}|{c.given.now}|{c.given.measure in STOCKS}" if c.given.now else None


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
    stock = "stock" if c.given.measure in STOCKS else "flow"
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
