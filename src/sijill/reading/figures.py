"""The figures of a passage: each number's slots, filled one after the other from left to right.

The choices themselves are linear models over features (choice.py, slots.py); training runs this same code
with a chooser that answers from the gold (benchmarks/train.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sijill.model import EVERYBODY, Bound, Figure, Number, Period
from sijill.reading.counted import Counted, counted, narrowed
from sijill.reading.measure_choice import NONE
from sijill.reading.passage import Passage
from sijill.reading.populations import people_narrowed
from sijill.reading.slots import (
    Asked,
    Chooser,
    Found,
    around,
    by_weights,
    measure_of,
    period_of,
    places_of,
    sentence_index,
    status_of,
    unit_of,
    voice_of,
    whole_of,
)
from sijill.reading.voice_choice import WITHOUT_ACTOR

LEAST_SURE = 0.2
"""Probability of being right as a whole below which a figure is left out: a wrong one is worse than none."""


def figures(passage: Passage, choose: Chooser = by_weights) -> list[Figure]:
    """The figures of a passage in text order."""
    numbers = [n for n in counted(passage) if not n.rejected]
    if not numbers:
        return []
    background = around(passage)
    found: list[Found] = []
    firsts: dict[str, Period | None] = {}
    for number in numbers:
        here = sentence_index(passage, number.first)
        figure = _figure(Asked(background, number, here, found, choose, [], firsts))
        if figure is not None and (figure.confidence or 0.0) >= LEAST_SURE:
            found.append(Found(figure, number, here))
            firsts.setdefault(figure.measure, figure.period)
    return _headlines_filled(passage, found)


def _headlines_filled(passage: Passage, found: Sequence[Found]) -> list[Figure]:
    title = passage.sentences[0].paragraph if passage.has_title else -1
    body = [f.figure for f in found if f.number.sentence.paragraph != title]
    filled = []
    for each in found:
        in_title = each.number.sentence.paragraph == title
        filled.append((headline(each.number, body) if in_title else None) or each.figure)
    return filled


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


def _figure(asked: Asked) -> Figure | None:
    number, passage = asked.number, asked.around.passage
    measure, act, sure = measure_of(asked)
    if measure == NONE:
        return None
    unit = number.unit or unit_of(asked, measure)
    if unit is None:
        return None
    status, weight = status_of(asked, measure)
    sure *= weight
    period, weight = period_of(asked, measure, status, act)
    sure *= weight
    actor = None if measure in WITHOUT_ACTOR else voice_of(asked, measure, act, speaks=False)
    source = voice_of(asked, measure, act, speaks=True)
    places = places_of(asked, measure, actor)
    population = people_narrowed(passage, number) if unit in ("person", "percent") else EVERYBODY
    whole, weight = whole_of(asked, measure, unit, period)
    if whole is not None:
        population = narrowed(population, whole.population)
    quantity = number.quantity
    assert quantity.value is not None
    return Figure(
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
        part_of=whole.start if whole else None,
        confidence=round(sure * weight, 3),
        evidence=tuple(asked.evidence),
    )
