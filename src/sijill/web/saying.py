"""The words of the pages in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sijill import codes

LANGUAGES = codes.LABEL_LANGUAGES


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of the interface in a language, from words/*.yaml."""
    text = files("sijill.web").joinpath("words", f"{language}.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded
