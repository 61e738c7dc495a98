"""What is known of each official series: its title, source, licence, attribution and definition, from series.yaml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from sijill.model import EVERYBODY, Number, Observation, Period, Population


@dataclass(frozen=True, slots=True)
class Series:
    """An official series. `shipped`: whether a part of it comes with the package."""

    code: str
    title: str
    source: str
    unit: str
    licence: str
    attribution: str
    url: str
    definition: str
    shipped: bool


@cache
def known() -> Mapping[str, Series]:
    """The series that have a reader or come with the package, by code."""
    text = files(__package__).joinpath("series.yaml").read_text("utf-8")
    entries = yaml.safe_load(text)["series"]
    return MappingProxyType({code: Series(code, **entry) for code, entry in entries.items()})


def observed(
    code: str,
    measure: str,
    value: Number,
    period: Period,
    as_of: dt.date | None,
    *,
    from_: tuple[str, ...] = (),
    to: tuple[str, ...] = (),
    at: tuple[str, ...] = (),
    population: Population = EVERYBODY,
    cumulative: bool = False,
    scope: str = "",
    source: str = "",
    url: str = "",
) -> Observation:
    """An observation of a known series, with what all of the series share: unit, definition, licence, and source
    and address where no other is given."""
    series = known()[code]
    return Observation(
        measure=measure,
        value=value,
        unit=series.unit,
        period=period,
        source=source or series.source,
        as_of=as_of,
        from_=from_,
        to=to,
        at=at,
        population=population,
        cumulative=cumulative,
        scope=scope,
        series=code,
        definition=series.definition,
        licence=series.licence,
        url=url or series.url,
    )
