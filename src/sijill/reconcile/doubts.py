"""Why a figure cannot be said to differ from a witness, although their numbers do.

Readings have mistakes, texts leave out what they mean, sources count again and in different ways. What remains when
all that is ruled out is worth an editor's time.
"""

from __future__ import annotations

from collections.abc import Iterable

from sijill.model import Figure, Number, Period
from sijill.reconcile.comparing import TOLLS, Kind, Told
from sijill.reconcile.hedges import last_digit
from sijill.reconcile.witness import Witness

SURE = 0.5
"""A figure of less confidence is never said to differ: as likely as not it was read wrongly."""
CERTAIN = 0.8
"""The confidence of a figure whose number is right for another period: a misread period looks just so."""
REVISED, REVISED_TOLL = 0.02, 0.1
"""How far two vintages of one count lie apart at most. In the copies at hand landings of a year moved by 0.7% (2021:
67,040, then 67,477), the dead and missing by 3.7% (2015: 3,038, and 3,149 in another copy) and by 6% between
the two counts of IOM (2024: 1,699 and 1,810)."""
FAR = 2
"""Values further apart than this factor are of different things, or were read wrongly, unless their digits or their
scale betray a slip."""
WHO_COUNTS = {
    "arrivals": "Ministry of the Interior of Italy",
    "interceptions": "International Organization for Migration",
}
"""Whose count everybody gives, named or not. Of the dead, of stocks and of asylum seekers there are several counts."""
YEAR = 365
TELLING, UNLIKELY = 3, 4
"""The digits of a number that is worth saying that it stands elsewhere too, and of one that is there by no chance."""


def doubt(told: Told, told_apart: bool, witness: Witness, slip: bool = False) -> str | None:
    """Why a figure cannot be said to differ from a witness, as far as the text goes. A `slip` in its digits tells
    whose count it is, where the text names no source."""
    figure, other = told.figure, witness.told.figure
    if figure.confidence is None or figure.confidence < SURE:
        return "the reader is not sure of this figure"
    if told_apart:
        return "the text gives several values of what looks the same"
    if figure.part_of is not None:
        return "it is a part of another number, and which is not clear"
    if figure.source is not None and other.source is not None and figure.source != other.source:
        return f"by {figure.source}, not {other.source}"
    is_the_one = slip or WHO_COUNTS.get(figure.measure) == other.source
    if figure.source is None and other.source is not None and not is_the_one:
        return f"no source is named, and others may count otherwise than {other.source}"
    return None


def near(figure: Figure, witness: Witness) -> str | None:
    """Whether the difference is one that rounding or another vintage of the series could make."""
    value = witness.told.figure.value
    if abs(figure.value - value) < last_digit(float(figure.value)):
        return "near, and a round number"
    tolerance = REVISED_TOLL if figure.measure in TOLLS else REVISED
    return "near, and may be an earlier or later count" if _relative(figure, witness) <= tolerance else None


def within_scopes(figure: Figure, nearest: Witness, observed: Iterable[Witness]) -> str | None:
    """Whether the number lies between counts of the same time and place that differ in scope: the dead, and the
    dead and missing; the central Mediterranean, and all of it."""
    other = nearest.told.figure
    counts = [
        w
        for w in observed
        if (w.told.figure.period, w.told.figure.population, w.told.figure.at, w.told.figure.to)
        == (other.period, other.population, other.at, other.to)
    ]
    if len({(w.told.figure.measure, w.observation.scope if w.observation else "") for w in counts}) < 2:
        return None
    values = [w.told.figure.value for w in counts]
    slack = REVISED_TOLL if figure.measure in TOLLS else REVISED
    between = min(values) * (1 - slack) < figure.value < max(values) * (1 + slack)
    return "between counts of more and of less" if between else None


def far(figure: Figure, witness: Witness) -> bool:
    """Whether the numbers are too far apart to be of one thing."""
    a, b = sorted((abs(figure.value), abs(witness.told.figure.value)))
    return b > FAR * a


def _relative(figure: Figure, witness: Witness) -> float:
    a, b = figure.value, witness.told.figure.value
    return abs(a - b) / max(abs(a), abs(b), 1)


def slip_of_the_pen(figure: Figure, witness: Witness) -> bool:
    """Whether a number is another with two neighbouring digits swapped, or a thousand or a million times it: what
    nobody counts by chance."""
    one, other = figure.value, witness.told.figure.value
    return out_of_scale(one, other) or _swapped(str(one), str(other))


def out_of_scale(one: Number, other: Number) -> bool:
    """Whether one is a thousand or a million times the other."""
    return any(one * factor == other or other * factor == one for factor in (1000, 1_000_000))


def _swapped(a: str, b: str) -> bool:
    apart = [place for place in range(min(len(a), len(b))) if a[place] != b[place]]
    if len(a) != len(b) or len(a) < UNLIKELY or len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    return (a[apart[0]], a[apart[1]]) == (b[apart[1]], b[apart[0]])


def may_be_misread(figure: Figure, reason: Kind | None) -> str | None:
    """Whether a number that is right for other people or another time is more likely right in the text and was read
    without its people («11,000 Egyptians») or with another time."""
    if reason == "scope":
        return "the text may speak of them"
    if reason in ("period", "year_to_date") and (figure.confidence or 0) < CERTAIN:
        return "the text may speak of that time"
    return None


def unsettled(figure: Figure, reason: Kind | None, witness: Witness) -> str | None:
    """Whether a difference that nothing accounts for is none after all. Codes of places are countries and those of
    people are few, so a smaller number may be of a town, a route or a group; another document's may be, too. And
    the dead and missing move by themselves, as they are found: only both together, over a year, stand still."""
    if reason != "contradiction":
        return None
    if witness.observation is None:
        return "one may be a part of the other"
    if figure.value < witness.told.figure.value:
        return "less, and may be a part of it"
    if figure.measure in TOLLS and not (
        figure.measure == "dead_or_missing" and _length(figure.period) >= YEAR
    ):
        return "a toll that moves as people are found"
    return None


def _length(period: Period | None) -> int:
    if period is None or period.start is None or period.end is None:
        return 0
    return (period.end - period.start).days + 1
