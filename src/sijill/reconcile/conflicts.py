"""Where figures that count the same thing over the same time do not agree within their hedges.

Two figures are comparable when measure, unit, status, population, places and period are the same and both
say a level, not a change. They agree when the intervals that their hedges admit meet. Where one document gives
several values for what looks the same, none of them is compared.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sijill.model import Figure, Number, Period, Population

Kind: TypeAlias = Literal["revision", "rounding", "misprint", "contradiction"]

ABOUT = 0.05
"""How far «about» reaches on either side, as a part of the number, where its own rounding reaches less far."""
ROUNDED = 0.01
"""A difference up to this part of the larger number is put down to rounding or a later count."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, the document that tells it by its key in the register, and the day it was published."""

    document: int
    figure: Figure
    published: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two tellings that cannot both be right as they stand: `kind` says why they may differ."""

    kind: Kind
    one: Told
    other: Told


_Key: TypeAlias = tuple[str, str, str, Population, Period, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def conflicts(told: Iterable[Told]) -> list[Conflict]:
    """The disagreements between different documents: each pair of values once, in the order given."""
    groups: dict[_Key, list[Told]] = defaultdict(list)
    for telling in told:
        key = _comparable(telling.figure)
        if key is not None:
            groups[key].append(telling)
    found = []
    for group in map(_told_apart, groups.values()):
        seen: set[tuple[Number, Number]] = set()
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                pair = (one.figure.value, other.figure.value)
                if one.document == other.document or pair in seen or agree(one.figure, other.figure):
                    continue
                seen |= {pair, pair[::-1]}
                found.append(Conflict(_kind(one, other), one, other))
    return found


def _told_apart(group: list[Told]) -> list[Told]:
    """The tellings of documents that give one value. A document that gives several tells them apart by something
    that the figures do not carry (an origin, a route), so neither can be set against another document's."""
    values: dict[int, list[Figure]] = defaultdict(list)
    for telling in group:
        values[telling.document].append(telling.figure)
    one = {
        document
        for document, figures in values.items()
        if all(agree(figures[0], figure) for figure in figures[1:])
    }
    return [telling for telling in group if telling.document in one]


def _comparable(figure: Figure) -> _Key | None:
    if figure.change is not None or figure.period is None or figure.part_of is not None:
        return None
    return (
        figure.measure, figure.unit, figure.status, figure.population, figure.period,
        figure.from_, figure.to, figure.at,
    )  # fmt: skip


def admitted(figure: Figure) -> tuple[float, float]:
    """The lowest and highest value that a figure's hedge admits."""
    value = float(figure.value)
    if figure.bound == "over":
        return (float(figure.low if figure.low is not None else value), math.inf)
    if figure.bound == "under":
        return (-math.inf, float(figure.high if figure.high is not None else value))
    if figure.bound == "range" and figure.low is not None and figure.high is not None:
        return (float(figure.low), float(figure.high))
    if figure.bound == "about":
        reach = max(abs(value) * ABOUT, _rounding(value))
        return (value - reach, value + reach)
    return (value, value)


def agree(one: Figure, other: Figure) -> bool:
    """Whether some value is admitted by both hedges."""
    (a, b), (c, d) = admitted(one), admitted(other)
    return a <= d and c <= b


def _rounding(value: float) -> float:
    """Half of the last digit of a number that is not nought: 500 for 16,000."""
    if value == 0 or value != int(value):
        return 0.0
    digits = str(abs(int(value)))
    return 0.5 * float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _kind(told: Told, later: Told) -> Kind:
    """Why two tellings may differ: the same source on another day has counted again; else by the digits."""
    one, other = told.figure.value, later.figure.value
    source = told.figure.source
    if source is not None and source == later.figure.source and told.published != later.published:
        return "revision"
    a, b = str(one), str(other)
    if len(a) == len(b) > 3:
        apart = [i for i in range(len(a)) if a[i] != b[i]]
        swapped = len(apart) == 2 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
        if len(apart) == 1 or swapped:
            return "misprint"
    return "rounding" if abs(one - other) <= ROUNDED * max(abs(one), abs(other)) else "contradiction"
