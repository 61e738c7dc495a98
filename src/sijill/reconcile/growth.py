"""Changes in per cent, as a series has them: a period against the same days of the year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sijill.model import Figure, Observation, Period
from sijill.reconcile.hedges import admitted


@dataclass(frozen=True, slots=True)
class Growth:
    """By how many per cent a count grew (or shrank, below nought), from which two observations, the later first,
    whether a text's figure goes the same way, and whether it says so much, within its hedge and rounding."""

    percent: float
    observations: tuple[Observation, Observation]
    same_way: bool
    agrees: bool


def growth(figure: Figure, observations: Iterable[Observation]) -> Growth | None:
    """What the observations say of a change in per cent; None where they do not count it in both periods.

    Vintages mix: a ministry compares its first count of this year with its consolidated count of the last. The
    pair that comes nearest to the figure is given.
    """
    period = figure.period
    if figure.unit != "percent" or figure.change is None or period is None:
        return None
    before = _a_year_before(period)
    here = [o for o in observations if _counts(figure, o)]
    pairs = [
        (o, earlier)
        for o in here
        if o.period == period
        for earlier in here
        if earlier.period == before and earlier.value > 0 and _alike(o, earlier)
    ]
    if not pairs:
        return None
    said = abs(float(figure.value)) * (1 if figure.change == "increase" else -1)
    percents = [(100 * (o.value - earlier.value) / earlier.value, (o, earlier)) for o, earlier in pairs]
    percent, pair = min(percents, key=lambda grown: abs(grown[0] - said))
    low, high = admitted(figure)
    slack = 0.5 * 10 ** -_decimals(float(figure.value)) if figure.bound == "exact" else 0.0
    same_way = (percent >= 0) == (said >= 0)
    return Growth(percent, pair, same_way, same_way and low - slack <= abs(percent) <= high + slack)


def _a_year_before(period: Period) -> Period | None:
    if period.start is None or period.end is None or period.start.year != period.end.year:
        return None
    return Period(_last_year(period.start), _last_year(period.end))


def _last_year(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _counts(figure: Figure, observation: Observation) -> bool:
    """Whether an observation is of the figure's measure, people and places; the sea goes without saying."""
    places = [(set(figure.from_), observation.from_), (set(figure.to), observation.to)]
    at = set(figure.at) - {"MED"}
    return (
        observation.measure == figure.measure
        and observation.population == figure.population
        and all(said == set(counted) for said, counted in places)
        and at == set(observation.at) - {"MED"}
    )


def _alike(one: Observation, other: Observation) -> bool:
    return (one.source, one.scope, one.unit) == (other.source, other.scope, other.unit)


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
