"""Countries as series write them, as ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from sijill.languages import data


@cache
def _alpha3() -> Mapping[str, str]:
    text = files(__package__).joinpath("countries.yaml").read_text("utf-8")
    codes: dict[str, str] = yaml.safe_load(text)["alpha3"]
    return codes


def from_alpha3(code: str) -> str | None:
    """The alpha-2 code of an alpha-3 code; None for UNK, XXA and whatever else names no country."""
    return _alpha3().get(code)


@cache
def _alpha2() -> Mapping[str, str]:
    return {alpha2: alpha3 for alpha3, alpha2 in _alpha3().items()}


def to_alpha3(code: str) -> str | None:
    """The alpha-3 code of an alpha-2 code; None for what is no country's."""
    return _alpha2().get(code)


@cache
def _names(language: str) -> Mapping[str, str]:
    places: dict[str, list[str]] = data(language, "names")["places"]
    return {
        _folded(name): code
        for code, names in places.items()
        if len(code) == 2
        for name in names
        if not set("[(") & set(name)
    }


def named(name: str, language: str) -> str | None:
    """The alpha-2 code of a country by its name in a language that Sijill reads; None if it knows none so."""
    return _names(language).get(_folded(name))


def _folded(name: str) -> str:
    return name.replace("’", "'").casefold()
