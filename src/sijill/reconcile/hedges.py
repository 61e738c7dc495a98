"""What a hedge admits: the values for which a figure still says the truth, and those that it means.

«Over 21,000» is true of a million, and no writer means a million by it: a reading of a conflict asks what is
admitted, a reading of a claim what is meant. Both follow from how people round: to the last digit that is not
nought, or to a tenth.
"""

from __future__ import annotations

import math
from functools import lru_cache

from sijill.model import Bound, Figure, Number

ABOUT = 0.05
"""How far «about» reaches on either side, as a part of the number, where its own rounding reaches less far."""
MEANT = 0.1
"""How far from its number a hedge is meant at most, as a part of it; a finer last digit reaches less far."""


def admitted(figure: Figure) -> tuple[float, float]:
    """The lowest and highest value that a figure's hedge admits."""
    return _admitted(figure.value, figure.bound, figure.low, figure.high)


@lru_cache(100_000)
def _admitted(number: Number, bound: Bound, low: Number | None, high: Number | None) -> tuple[float, float]:
    value = float(number)
    if bound == "over":
        return (float(low if low is not None else value), math.inf)
    if bound == "under":
        return (-math.inf, float(high if high is not None else value))
    if bound == "range" and low is not None and high is not None:
        return (float(low), float(high))
    if bound == "about":
        reach = max(abs(value) * ABOUT, last_digit(value) / 2)
        return (value - reach, value + reach)
    return (value, value)


def meant(figure: Figure) -> tuple[float, float]:
    """The lowest and highest value that somebody who writes this means: «over 21,000» ends at 22,000, «over
    30,215» at 30,216, «about 1,000» at 1,100. Who knows a number more closely says it more closely."""
    return _meant(figure.value, figure.bound, figure.low, figure.high)


@lru_cache(100_000)
def _meant(number: Number, bound: Bound, low: Number | None, high: Number | None) -> tuple[float, float]:
    least, most = _admitted(number, bound, low, high)
    value = float(number)
    reach = min(last_digit(value) or abs(value) * MEANT, abs(value) * MEANT)
    if bound in ("over", "under", "about"):
        return (max(least, value - reach), min(most, value + reach))
    return (least, most)


def agree(one: Figure, other: Figure) -> bool:
    """Whether some value is admitted by both hedges."""
    return _meet(admitted(one), admitted(other))


def mean_the_same(one: Figure, other: Figure) -> bool:
    """Whether some value is meant by both: the same number, or one that is the other rounded."""
    return _meet(meant(one), meant(other))


def last_digit(value: float) -> float:
    """The place of the last digit that is not nought: 1,000 for 16,000; nought where there is none."""
    if value == 0 or value != int(value):
        return 0.0
    digits = str(abs(int(value)))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


@lru_cache(100_000)
def significant(value: Number) -> int:
    """How many digits of a number say something: 5 of 21,762, 2 of 21,000, 4 of 16.35."""
    digits = f"{float(value):.10f}".replace(".", "").replace("-", "").strip("0")
    return len(digits)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
