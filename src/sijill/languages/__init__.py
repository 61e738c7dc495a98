"""The languages that Sijill reads, a folder each with the same file names in it.

numerals.yaml (number words), hedges.yaml, money.yaml, calendar.yaml, lexicon.yaml (triggers, populations,
attribution, status), names.yaml (places, actors). A fifth language is a fifth folder and touches nothing else.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class LanguageError(ValueError):
    """A language that has no folder here, or a data file of one that cannot be used."""


@cache
def languages() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that have a folder, in alphabetical order."""
    return tuple(sorted(p.name for p in files(__package__).iterdir() if len(p.name) == 2 and p.is_dir()))


@cache
def data(language: str, name: str) -> Any:
    """What `languages/<language>/<name>.yaml` holds. LanguageError if there is no such language or file."""
    if language not in languages():
        raise LanguageError(f"no reader for the language {language!r}; there are: {', '.join(languages())}")
    path = files(__package__) / language / f"{name}.yaml"
    if not path.is_file():
        raise LanguageError(f"languages/{language}/{name}.yaml is missing")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise LanguageError(f"languages/{language}/{name}.yaml is no YAML: {error}") from error
