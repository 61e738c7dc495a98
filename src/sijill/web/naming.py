"""Names of places in the language of a page: as its words have them, else as the press of the language writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from sijill import codes
from sijill.languages import data
from sijill.languages.lexicon import spellings

OFF = "off "
"""How a canonical name begins that means the sea before a place."""


@cache
def place_name(key: str, language: str) -> str:
    """The name of a place of codes/places.yaml: English ones from there, others the first that the language's
    names.yaml gives. The key itself where nobody names it."""
    place = codes.places().get(key)
    patterns = [] if language == "en" else data(language, "names")["places"].get(key) or []
    if patterns:
        name = next(spellings(str(patterns[0])))
        return name[:1].upper() + name[1:]
    return place.name if place is not None else key


@cache
def _keys() -> dict[str, str]:
    return {place.name: key for key, place in reversed(list(codes.places().items()))}


def key_of(name: str) -> str | None:
    """The key of the place that has this canonical English name, as events name theirs; «off X» has that of X."""
    return _keys().get(name.removeprefix(OFF))


@cache
def _named() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("sijill.web").joinpath("words", "names.yaml").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(text)
    return loaded


@cache
def actor_name(name: str, language: str) -> str:
    """Somebody in a public role, whom the register has by the canonical English name, as pages of a language write
    it: organisations and institutions from words/names.yaml, people where the language has another script. The name
    itself where nobody knows another."""
    if language == "en":
        return name
    if name in _named()["actors"]:
        return _named()["actors"][name][language]
    if name in codes.people():
        written = data(language, "names")["people"].get(name) or [name]
        return str(written[0]) if _other_script(str(written[0])) else name
    key, country = _institutions().get(name, ("", ""))
    if key in _named()["institutions"]:
        return f"{_named()['institutions'][key][language]} ({place_name(country, language)})"
    place = _keys().get(name)  # whom somebody serves may be a country
    return name if place is None else place_name(place, language)


def office_name(position: str, language: str) -> str:
    """An office of codes/offices.yaml in a language, in the gender that the language takes for any; others as they
    are written."""
    return _named()["offices"].get(position, {}).get(language, position)


def _other_script(written: str) -> bool:
    """Whether a name is of another script than the canonical one, and so no mere variant of it."""
    return not any("LATIN" in unicodedata.name(char, "") for char in written)


@cache
def _institutions() -> dict[str, tuple[str, str]]:
    """Institutions of countries by their canonical English names: which one, and of which country."""
    found: dict[str, tuple[str, str]] = {}
    for key, institution in codes.institutions().items():
        if "{place}" in institution.name:
            continue
        for place in codes.places().values():
            if place.kind == "country":
                made = institution.name.format(country=place.name, adjective=place.adjective or place.name)
                found.setdefault(codes.own_names().get(made, made), (key, place.key))
    return found


@cache
def _by_local_name(language: str) -> tuple[tuple[str, str], ...]:
    names = (*codes.actors(), *codes.people(), *_institutions())
    return tuple((actor_name(name, language).casefold(), name) for name in names)


def canonical_names(part: str, language: str) -> tuple[str, ...]:
    """The canonical English names of those whose name in a language has this part, whatever its case."""
    if language == "en":
        return ()
    folded = part.casefold()
    return tuple(
        name for local, name in _by_local_name(language) if folded in local and local != name.casefold()
    )
