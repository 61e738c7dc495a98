"""Why a figure was read so, in the words of a page: features of a choice and their cases (words/reasons.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sijill import codes

_CASES = re.compile(r"[|\-]")
_PART = re.compile(r"([A-Za-z_]+?)(\d+|far)?")
_LISTS = ("measures", "statuses", "units", "event_types", "instrument_kinds", "ages", "sexes", "topics")


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: what was looked at, in words, or as the reader names it where `named`; and which case it was."""

    told: str
    case: str
    named: bool


@cache
def _words() -> Mapping[str, Any]:
    text = files("sijill.web").joinpath("words", "reasons.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def because(taken: str, language: str) -> list[Because]:
    """The reasons that an Evidence has in `taken`, in a language."""
    found = []
    for part in taken.split("; "):
        name, equals, case = part.partition("=")
        said = _words()["features"].get(name)
        if said is None:
            found.append(Because(part, "", True))
        else:
            found.append(Because(said[language], _case(case, language) if equals else "", False))
    return found


def _case(case: str, language: str) -> str:
    """A case in words, part by part; what nobody has words for stays as it is."""
    return " · ".join(_said(part, language) for part in _CASES.split(case) if part)


def _said(part: str, language: str) -> str:
    cases = _words()["cases"]
    if part in cases:
        return str(cases[part][language])
    for name in _LISTS:
        code = getattr(codes, name)().get(part)
        if code is not None:
            return str(code.label(language))
    stepped = _PART.fullmatch(part)
    if stepped and stepped[2] and stepped[1] in cases:
        step = cases["far"][language] if stepped[2] == "far" else stepped[2]
        return f"{cases[stepped[1]][language]} ({step})"
    return part
