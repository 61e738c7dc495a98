"""The figures of a passage: each number's slots, filled one after the other from left to right.

The choices themselves are linear models over features (choice.py, slots.py); training runs this same code
with a chooser that answers from the gold (benchmarks/train.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from sijill import codes
from sijill.model import EVERYBODY, Bound, Figure, Number, Period
from sijill.reading.asked import Asked, Chooser, Found, around, by_weights, sentence_index
from sijill.reading.choice import calibration
from sijill.reading.counted import Counted, counted, narrowed
from sijill.reading.measure_choice import NONE
from sijill.reading.passage import Passage
from sijill.reading.period_choice import PeriodCandidate
from sijill.reading.slots import (
    measure_of,
    period_of,
    places_of,
    places_of_part,
    population_of,
    status_of,
    unit_of,
    voice_of,
    whole_of,
)
from sijill.reading.voice_choice import WITHOUT_ACTOR

LEAST_SURE = 0.2
"""Product of the choices' probabilities below which a figure is left out: a wrong one is worse than none."""


def figures(passage: Passage, choose: Chooser = by_weights) -> list[Figure]:
    """The figures of a passage in text order."""
    return [_calibrated(figure) for figure in weighed_figures(passage, choose)]


def _calibrated(figure: Figure) -> Figure:
    """A figure with the share of figures of its confidence that were right as a whole where the reader was judged
    on passages that it had not been fitted to (benchmarks/train.py)."""
    slope, shift = calibration()
    sure = min(max(figure.confidence or 0.0, _SUREST), 1 - _SUREST)
    return replace(
        figure, confidence=round(1 / (1 + math.exp(-slope * math.log(sure / (1 - sure)) - shift)), 3)
    )


_SUREST = 0.001
"""No figure is surer than one in a thousand away from certainty."""


def weighed_figures(passage: Passage, choose: Chooser = by_weights) -> list[Figure]:
    """The same, with the product of the choices' probabilities as their confidence."""
    numbers = [n for n in counted(passage) if not n.rejected]
    if not numbers:
        return []
    background = around(passage)
    found: list[Found] = []
    firsts: dict[str, Period | None] = {}
    title, body = _title_apart(passage, numbers)
    for number in body:
        here = sentence_index(passage, number.first)
        each = _found(Asked(background, number, here, found, choose, [], firsts))
        if each is not None and (each.figure.confidence or 0.0) >= LEAST_SURE:
            found.append(each)
            firsts.setdefault(each.figure.measure, each.figure.period)
    told = [f.figure for f in found]
    heads: list[Found] = []
    for number in title:
        repeated = headline(number, told)
        if repeated is None:
            here = sentence_index(passage, number.first)
            each = _found(Asked(background, number, here, heads, choose, [], firsts))
        else:
            each = Found(repeated, number, 0)
        if each is not None and (each.figure.confidence or 0.0) >= LEAST_SURE:
            heads.append(each)
    return [*(f.figure for f in heads), *told]


def _title_apart(passage: Passage, numbers: Sequence[Counted]) -> tuple[list[Counted], list[Counted]]:
    """The numbers of the title and those of the body. A headline is read last, since it repeats what is told."""
    title = passage.sentences[0].paragraph if passage.has_title else -1
    return (
        [n for n in numbers if n.sentence.paragraph == title],
        [n for n in numbers if n.sentence.paragraph != title],
    )


def headline(number: Counted, body: Sequence[Figure]) -> Figure | None:
    """The figure of a headline's number that the body repeats: all that the body says, with its own hedge and
    rounding (figures.md, «Settled cases»). None if the body has no such number."""
    quantity = number.quantity
    for figure in body:
        if number.unit not in (None, figure.unit) or (quantity.change or figure.change) != figure.change:
            continue
        if quantity.value is not None and rounds_to(figure.value, quantity.value, quantity.bound):
            return replace(
                figure, start=quantity.start, end=quantity.end, value=quantity.value, bound=quantity.bound,
                low=quantity.low, high=quantity.high, part_of=None,
            )  # fmt: skip
    return None


def rounds_to(value: Number, headline: Number, bound: Bound) -> bool:
    """Whether a headline's number is the body's, or a rounder form of it that its hedge admits."""
    if value == headline:
        return True
    if headline < 100 or bound == "range":
        return False
    apart = (value - headline) / headline
    if bound == "over":
        return 0 <= apart <= _ROUNDED
    if bound == "under":
        return -_ROUNDED <= apart <= 0
    return bound == "about" and abs(apart) <= _ROUNDED


_ROUNDED = 0.05
"""How far a headline may round the body's number."""


def _found(asked: Asked) -> Found | None:
    number = asked.number
    measure, act, sure = measure_of(asked)
    if measure == NONE:
        return None
    unit = number.unit or unit_of(asked, measure)
    if unit is None:
        return None
    whole, weight = whole_of(asked, measure, unit)
    sure *= weight
    status, weight = status_of(asked, measure)
    sure *= weight
    population = population_of(asked, measure, unit) if _counts_people(asked, unit) else EVERYBODY
    if whole is not None:
        period, aside, side = whole.figure.period, whole.aside, whole.side
        actor, source = whole.figure.actor, whole.figure.source
        population = narrowed(population, whole.figure.population)
        places = places_of_part(asked, measure, whole.figure)
    else:
        chosen, weight = period_of(asked, measure, status, act)
        sure *= weight
        period = chosen.period
        aside = is_aside(chosen, measure, asked.found)
        side = chosen.where if chosen.where in ("left", "right") else ""
        actor = None if measure in WITHOUT_ACTOR else voice_of(asked, measure, act, speaks=False)
        source = voice_of(asked, measure, act, speaks=True)
        places = places_of(asked, measure, act, actor, population)
    quantity = number.quantity
    assert quantity.value is not None
    figure = Figure(
        start=quantity.start,
        end=quantity.end,
        value=quantity.value,
        unit=unit,
        measure=measure,
        bound=quantity.bound,
        low=quantity.low,
        high=quantity.high,
        change=quantity.change,
        status=status,
        period=period,
        from_=places["from"],
        to=places["to"],
        at=places["at"],
        population=population,
        actor=actor,
        source=source,
        part_of=whole.figure.start if whole else None,
        confidence=round(sure, 3),
        evidence=tuple(asked.evidence),
    )
    return Found(figure, number, asked.here, aside, side)


def is_aside(chosen: PeriodCandidate, measure: str, before: Sequence[Found]) -> bool:
    """Whether a figure is there for comparison: its time is compared with, or it lies wholly before that of the
    figure of the same measure that the text is about."""
    period = chosen.period
    if chosen.given.set_against or chosen.compared:
        return True
    topic = next(
        (f.figure.period for f in reversed(before) if not f.aside and f.figure.measure == measure), None
    )
    if period is None or topic is None or period.end is None or topic.start is None:
        return False
    return chosen.where in ("left", "right") and period.end < topic.start and not _single_day(period)


def _counts_people(asked: Asked, unit: str) -> bool:
    """Whether a figure can be narrowed to a part of the people: counts of them, shares, and what one pays."""
    return unit in ("person", "percent") or codes.is_money(unit)


def _single_day(period: Period) -> bool:
    return period.start == period.end
