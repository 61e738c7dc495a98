"""What a figure is held against: an observation of an official series, or a figure of another document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sijill.model import Figure, Observation, Period
from sijill.reconcile.comparing import Told


@dataclass(frozen=True, slots=True)
class Witness:
    """What a figure is held against: an observation of an official series as a figure, or another document's
    figure, by its short id in the register."""

    told: Told
    observation: Observation | None = None
    ref: str = ""

    @property
    def as_of(self) -> tuple[dt.date, bool]:
        """When it was current, to sort by; where nobody says, some day after its period."""
        if self.observation is None:
            return self.told.published or dt.date.min, False
        return (
            self.observation.as_of or self.observation.period.end or dt.date.max,
            not self.observation.as_of,
        )


def of_series(observations: Iterable[Observation], published: dt.date | None) -> list[Witness]:
    """Observations as what a figure told on `published` is held against."""
    return [
        Witness(Told(-1 - number, as_figure(observation), published), observation)
        for number, observation in enumerate(observations)
    ]


def as_figure(observation: Observation) -> Figure:
    """An observation as a figure that stands in no text."""
    o = observation
    return Figure(
        0, 1, o.value, o.unit, o.measure, period=o.period, from_=o.from_, to=o.to, at=o.at,
        population=o.population, source=o.source,
    )  # fmt: skip


def says(witness: Witness) -> str:
    """How many, who says so, and of which day."""
    return f"{witness.told.figure.value:,} ({name(witness)})"


def name(witness: Witness) -> str:
    """The series and its vintage; the source or the document, and the day it was told."""
    observation = witness.observation
    if observation is None:
        told = f"told {witness.told.published}" if witness.told.published else "told on an unknown day"
        return f"{witness.told.figure.source or 'another document'}, {told}"
    return (
        f"{observation.series}, {f'as of {observation.as_of}' if observation.as_of else 'vintage not known'}"
    )


def days(period: Period | None) -> str:
    """A year by its number, another period by its first and last day."""
    if period is None or period.start is None or period.end is None:
        return "no period"
    if (period.start.month, period.start.day) == (1, 1) and period.end == period.start.replace(
        month=12, day=31
    ):
        return str(period.start.year)
    return f"{period.start} to {period.end}"
