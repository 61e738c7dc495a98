"""What a form sends: its fields as codes, numbers, days and places, or why they cannot be had.

They are apart from the parameters of addresses, and an empty field means that there is nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sijill import codes
from sijill.model import Number
from sijill.register.dossiers import KINDS, LONGEST_TITLE, PARTS, VISIBILITIES
from sijill.register.people import LONGEST_NAME
from sijill.sources.found import first_day, last_day
from sijill.web.asked import Parameter, a_place, an_id
from sijill.web.saying import LANGUAGES, words

LONGEST_NOTE = 4000
LONGEST_ADDRESS = 2000
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")
_BETWEEN = re.compile(r"[,;،؛\n]")
_MOST_PLACES = 60


def a_number(written: str) -> Number:
    """A number without marks between its thousands; ValueError if it is none, or could be read in two ways."""
    plain = written.translate(_DIGITS).replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError("write the number as 21000 or 16.35")
    if len(plain.rpartition(".")[2]) == 3 and "." in plain:
        raise ValueError("thousands or decimals? write the number as 21000 or 16.35")
    return int(plain) if "." not in plain else float(plain)


def some_places(written: str) -> tuple[str, ...]:
    """Places by their codes or their names in any of the four languages, with commas between."""
    found = set()
    for part in _BETWEEN.split(written):
        name = " ".join(part.split())
        if not name:
            continue
        known = _place_names().get(name.casefold())
        found |= {known} if known else {_code(one) for one in _as_codes(name)}
    if len(found) > _MOST_PLACES:
        raise ValueError("too many places")
    return tuple(sorted(found))


def _as_codes(name: str) -> list[str]:
    """«LY TN» as two codes; anything else as one name."""
    parts = name.split()
    return parts if all(len(one) in (2, 3) and one.isascii() and one.isupper() for one in parts) else [name]


def _code(name: str) -> str:
    try:
        return a_place(name)
    except ValueError:
        raise ValueError(
            f"{name[:40]!r} is no place known here; give a country's name or code (LY)"
        ) from None


@cache
def _place_names() -> Mapping[str, str]:
    return {
        name.casefold(): code for language in LANGUAGES for code, name in words(language)["places"].items()
    }


def _listed(lists: str) -> Callable[[str], str]:
    def code(written: str) -> str:
        if written not in getattr(codes, lists)():
            raise ValueError(f"none of the {lists}")
        return written

    return code


def _one_of(*choices: str) -> Callable[[str], str]:
    def choose(written: str) -> str:
        if written not in choices:
            raise ValueError(f"none of {', '.join(choices)}")
        return written

    return choose


def _unit(written: str) -> str:
    if written not in codes.units() and not codes.is_money(written):
        raise ValueError("no unit and no currency")
    return written


def _count(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) < 16):
        raise ValueError("a whole number")
    return int(written)


def _text(told: str, longest: int = 300, *, lines: bool = False) -> Parameter:
    return Parameter(str, told, {"type": "string", "maxLength": longest}, longest=longest, lines=lines)


def _choice(told: str, *choices: str) -> Parameter:
    return Parameter(_one_of(*choices), told, {"type": "string", "enum": list(choices)})


def _coded(lists: str, told: str) -> Parameter:
    return Parameter(_listed(lists), told, {"type": "string", "enum": ["", *getattr(codes, lists)()]})


_STRING: Mapping[str, Any] = {"type": "string"}
_ID: Mapping[str, Any] = {"type": "string", "pattern": "^([0-9a-f]{16})?$"}


@cache
def _fields() -> Mapping[str, Parameter]:
    return {
        "text": _text("The text.", 900_000, lines=True),
        "address": _text("The web address of the text, instead of it.", LONGEST_ADDRESS),
        "language": _choice("Its language.", "", *LANGUAGES),
        "published": Parameter(first_day, "When it was published.", {"type": "string"}),
        "verdict": _choice("What is said of the figure.", "confirm", "correct", "reject", "undo"),
        "seen": Parameter(_count, "The last review of it that was seen, 0 for none.", _STRING),
        "note": _text("Why, or what is to be remembered.", LONGEST_NOTE, lines=True),
        "value": Parameter(a_number, "The number: 21000 or 16.35.", _STRING),
        "high": Parameter(a_number, "The upper end of a range.", _STRING),
        "bound": _coded("bounds", "How the text hedges it."),
        "unit": Parameter(_unit, "What is counted, or a currency.", _STRING),
        "change": _coded("changes", "That it is a change; empty if it is none."),
        "measure": _coded("measures", "What the count is of."),
        "status": _coded("statuses", "What kind of assertion it is."),
        "since": Parameter(first_day, "The first day, month or year of its period.", _STRING),
        "until": Parameter(last_day, "The last day, month or year of its period.", _STRING),
        "from": Parameter(some_places, "Where the movement starts: LY, TN.", _STRING),
        "to": Parameter(some_places, "Where it goes: IT.", _STRING),
        "at": Parameter(some_places, "Where it happened: MED.", _STRING),
        "nationality": Parameter(some_places, "Of which country the people are.", _STRING),
        "sex": _coded("sexes", "Which part of all people."),
        "age": _coded("ages", "Which part of all people."),
        "vulnerable": _choice("Whether they are vulnerable.", "yes", "no"),
        "actor": _text("Who did, funds or runs it."),
        "source": _text("Who says so."),
        "title": _text("The title of the dossier.", LONGEST_TITLE),
        "visibility": _choice("Who sees it: those with a role in it, or the whole team.", *VISIBILITIES),
        "dossier": Parameter(an_id, "The dossier; empty for a new one with the title.", _ID),
        "kind": _choice("What is put into it.", *KINDS),
        "id": Parameter(an_id, "Its id; none of a note.", _ID),
        "item": Parameter(_count, "The number of an item of the dossier.", _STRING),
        "act": _choice("What is done.", "note", "up", "down", "remove", "restore"),
        "login": _text("Of an account.", LONGEST_NAME),
        "role": _choice("Their role in the dossier; empty for none.", "", *PARTS),
    }


FIELDS = _fields()
SLOTS = (
    *("value", "bound", "high", "unit", "change", "measure", "status", "since", "until", "from", "to", "at"),
    *("nationality", "sex", "age", "vulnerable", "actor", "source"),
)
"""The fields of a correction."""
