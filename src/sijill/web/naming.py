"""Names of places in the language of a page: as its words have them, else as the press of the language writes them."""

from __future__ import annotations

from functools import cache

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
