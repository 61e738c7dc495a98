"""A figure with some of its slots otherwise, checked as the code lists and the contract (figures.md) have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sijill import codes
from sijill.model import Figure


class ReviewError(ValueError):
    """A review that cannot be: why, in one line."""


def corrected(figure: Figure, changes: Mapping[str, Any]) -> Figure:
    """The figure with these fields changed; `low` and `high` follow the value and the bound unless they are given.

    ReviewError if a code is none of its list, the unit does not count the measure, or the hedge does not hold.
    """
    made = replace(figure, **changes)
    if {"value", "bound", "low", "high"} & set(changes):
        made = _hedged(made, changes)
    _check_codes(made)
    return made


def _hedged(figure: Figure, given: Mapping[str, Any]) -> Figure:
    value = figure.value
    if figure.bound == "over":
        return replace(figure, low=given.get("low", value), high=None)
    if figure.bound == "under":
        return replace(figure, low=None, high=given.get("high", value))
    if figure.bound == "range":
        if figure.high is None or figure.high <= value:
            raise ReviewError("a range needs a high that is above its value")
        return replace(figure, low=value)
    if given.get("low") is not None or given.get("high") is not None:
        raise ReviewError(f"a figure with bound {figure.bound} has no low and no high")
    return replace(figure, low=None, high=None)


def _check_codes(figure: Figure) -> None:
    people = figure.population
    for slot, code, known in (
        ("measure", figure.measure, codes.measures()),
        ("bound", figure.bound, codes.bounds()),
        ("status", figure.status, codes.statuses()),
        ("change", figure.change, codes.changes()),
        ("sex", people.sex, codes.sexes()),
        ("age", people.age, codes.ages()),
    ):
        _check_code(slot, code, known)
    money = codes.is_money(figure.unit)
    if not money:
        _check_code("unit", figure.unit, codes.units())
    counted = codes.measures()[figure.measure].units
    if ("money" if money else figure.unit) not in counted:
        raise ReviewError(
            f"{figure.measure} is not counted in {figure.unit}, but in {', '.join(sorted(counted))}"
        )
    for place in (*figure.from_, *figure.to, *figure.at, *people.nationality):
        if place not in codes.PLACE_CODES_BESIDE_ISO and not (
            len(place) == 2 and place.isalpha() and place.isupper()
        ):
            raise ReviewError(f"{place!r} is no country code (ISO 3166-1 alpha-2), MED or EU")


def _check_code(slot: str, code: str | None, known: Iterable[str]) -> None:
    if code is not None and code not in known:
        raise ReviewError(f"{code!r} is no {slot}; there are: {', '.join(known)}")
