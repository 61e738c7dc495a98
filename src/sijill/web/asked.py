"""What a request asks: parameters of its address as codes, days and numbers, or why they cannot be had."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from sijill import codes
from sijill.official.library import Library
from sijill.register import audit
from sijill.register.people import Person
from sijill.register.query import Filters, Position, facets, state
from sijill.sources.found import first_day, last_day

KINDS = (
    "period", "year_to_date", "scope", "unit", "rounding", "revision", "misprint", "contradiction", "parts"
)  # fmt: skip

LONGEST = 300
"""Characters of a parameter at most."""


NOBODY = Person(None, "", "", "viewer")
"""Who asks where nobody is said to."""


class Refused(Exception):  # noqa: N818  the request is at fault, or asks for what is not there
    """A request that is answered with an error: its HTTP status, a code for programs, a message in English."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address. `read` makes a value of what was written; `many`: it may be given again."""

    read: Callable[[str], Any]
    told: str
    schema: Mapping[str, Any]
    many: bool = False


class Kept:
    """Answers that took long to find, by what was asked for; those that were asked for longest ago are let go."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is kept under the key, or what `make` gives."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the register and the series, the language, `most` rows of a list, what the address says, and the
    person who asks, whose role lets them come here.

    `write` begins a transaction of the register's one writer; None where the register is served to be read alone.
    """

    connection: Connection
    library: Library
    language: str = "en"
    digits: str = "latn"
    most: int = 50
    path: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    today: dt.date = dt.date.min
    kept: Kept = field(default_factory=Kept)
    person: Person = NOBODY
    write: Callable[[], AbstractContextManager[Connection]] | None = None

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction in which to change something, all of it or nothing. Refused where nothing may be written."""
        if self.write is None:
            raise Refused(503, "read_only", "the register is served to be read alone")
        return self.write()

    def record(
        self, connection: Connection, action: str, object: str | None = None, **detail: Any
    ) -> audit.Act:
        """Puts on the audit trail what the person who asks does, in the transaction that does it."""
        return audit.record(connection, audit.now(), self.person.login, action, object, **detail)

    def one(self, name: str, default: Any = None) -> Any:
        """A parameter that stands once."""
        return self.given.get(name, default)

    def once(self, what: str, make: Callable[[], Any], *of: Hashable) -> Any:
        """What `make` gives, kept until the register changes."""
        return self.kept.get((what, state(self.connection), *of), make)

    def facets(self, filters: Filters, most: int = 20_000) -> dict[str, list[tuple[str, int]]] | None:
        """Of the figures that pass, how many have each measure, source, …; None where more than `most` pass."""
        found: dict[str, list[tuple[str, int]]] | None = self.once(
            "facets", lambda: facets(self.connection, filters, most), filters, most
        )
        return found

    def filters(self, **other: Any) -> Filters:
        """The filters of the address, and where its page begins; one row more than is shown is asked for."""
        given = self.given
        found: dict[str, Any] = {
            "measures": (*given.get("measure", ()), *given.get("topic", ())),
            "places": given.get("place", given.get("where", ())),
            "since": given.get("since"),
            "until": given.get("until"),
            "sources": given.get("source", ()),
            "statuses": given.get("status", ()),
            "languages": given.get("language", ()),
            "types": (*given.get("type", ()), *given.get("kind", ())),
            "names": (*given.get("participant", ()), *given.get("name", ())),
            "after": given.get("after"),
            "limit": self.most + 1,
        }
        return Filters(**(found | other))


def read_parameters(written: Mapping[str, list[str]], wanted: tuple[str, ...]) -> dict[str, Any]:
    """The values of those parameters of an address that are wanted; empty ones are as if they were not there, and
    others are left alone. Refused where one says nothing that can be understood."""
    found: dict[str, Any] = {}
    for name in wanted:
        values = [value.strip() for value in written.get(name, []) if value.strip()]
        if not values:
            continue
        parameter = PARAMETERS[name]
        if not parameter.many and len(values) > 1:
            raise Refused(400, "bad_parameter", f"{name} stands more than once")
        read = []
        for value in values:
            if len(value) > LONGEST or any(ord(char) < 32 for char in value):
                raise Refused(400, "bad_parameter", f"{name} is too long, or has control characters")
            try:
                read.append(parameter.read(value))
            except (ValueError, OverflowError) as error:
                raise Refused(400, "bad_parameter", f"{name}: {error}") from None
        found[name] = tuple(dict.fromkeys(read)) if parameter.many else read[0]
    return found


def a_place(written: str) -> str:
    """A country's code or English name, MED or EU."""
    if written.upper() in codes.PLACE_CODES_BESIDE_ISO or (
        len(written) == 2 and written.isascii() and written.isalpha()
    ):
        return written.upper()
    country = _countries().get(written.casefold())
    if country is None:
        raise ValueError("no place known here; give a country's code (LY), MED or EU")
    return country


@cache
def _countries() -> Mapping[str, str]:
    return {place.name.casefold(): place.country for place in reversed(list(codes.places().values()))}


def _listed(*lists: str) -> Callable[[str], str]:
    def code(written: str) -> str:
        if not any(written in getattr(codes, name)() for name in lists):
            raise ValueError(f"none of the {' or '.join(lists)}")
        return written

    return code


def _a_language(written: str) -> str:
    if written not in codes.LABEL_LANGUAGES:
        raise ValueError("none of ar, en, fr, it")
    return written


def _choice(*choices: str) -> Callable[[str], str]:
    def choose(written: str) -> str:
        if written not in choices:
            raise ValueError(f"none of {', '.join(choices)}")
        return written

    return choose


def _limit(written: str) -> int:
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 0
    if not 1 <= number <= 500:
        raise ValueError("a number from 1 to 500")
    return number


def _offset(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= 7):
        raise ValueError("a number from 0 to 1000000")
    return min(int(written), 1_000_000)


def token(position: Position) -> str:
    """A position in a list as an opaque word for addresses."""
    published, key, start = position
    written = json.dumps([published.isoformat() if published else None, key, start])
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def a_position(written: str) -> Position:
    """The position of a token; ValueError if it is none of ours."""
    try:
        padded = written.encode("ascii") + b"=" * (-len(written) % 4)
        published, key, start = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if type(key) is not int or type(start) is not int or not (0 <= key < 2**63 and 0 <= start < 2**63):
            raise ValueError
        return (None if published is None else dt.date.fromisoformat(published)), key, start
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise ValueError("no place in this list") from None


_TEXT: Mapping[str, Any] = {"type": "string", "maxLength": LONGEST}
_DAY: Mapping[str, Any] = {"type": "string", "pattern": r"^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"}


def _one_of(*choices: str) -> Mapping[str, Any]:
    return {"type": "string", "enum": list(choices)}


@cache
def _parameters() -> Mapping[str, Parameter]:
    return {
        "measure": Parameter(_listed("measures"), "What is counted.", _one_of(*codes.measures()), many=True),
        "topic": Parameter(
            _listed("measures", "topics"),
            "What an event is about.",
            _one_of(*codes.measures(), *codes.topics()),
            many=True,
        ),
        "place": Parameter(
            a_place, "A country (LY), MED or EU: from, to or at.", {"type": "string"}, many=True
        ),
        "where": Parameter(str, "Part of an event's place.", _TEXT, many=True),
        "since": Parameter(first_day, "With a day in or after this day, month or year.", _DAY),
        "until": Parameter(last_day, "With a day in or before this day, month or year.", _DAY),
        "known_on": Parameter(last_day, "Only what was published by then.", _DAY),
        "published": Parameter(first_day, "When the text was published.", _DAY),
        "source": Parameter(str, "Part of the name of who says so.", _TEXT, many=True),
        "status": Parameter(
            _listed("statuses"), "What kind of assertion it is.", _one_of(*codes.statuses()), many=True
        ),
        "language": Parameter(
            _a_language, "Language of the document.", _one_of(*codes.LABEL_LANGUAGES), many=True
        ),
        "type": Parameter(_listed("event_types"), "Kind of event.", _one_of(*codes.event_types()), many=True),
        "kind": Parameter(
            _listed("instrument_kinds"), "Kind of instrument.", _one_of(*codes.instrument_kinds()), many=True
        ),
        "name": Parameter(str, "Part of its name.", _TEXT, many=True),
        "participant": Parameter(str, "Part of the name of somebody who took part.", _TEXT, many=True),
        "q": Parameter(str, "Words, phrases in quotation marks, numbers.", _TEXT),
        "by": Parameter(
            _choice("day", "week", "month", "year"),
            "How long a bucket of the series is.",
            _one_of("day", "week", "month", "year"),
        ),
        "after": Parameter(a_position, "The token `next` of the page before.", _TEXT),
        "offset": Parameter(
            _offset,
            "How many of the list, which is one while the register stays as it is, come before.",
            {"type": "integer", "minimum": 0, "maximum": 1_000_000},
        ),
        "conflict": Parameter(_choice(*KINDS), "Kind of conflict.", _one_of(*KINDS), many=True),
        "limit": Parameter(
            _limit, "How many at most.", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}
        ),
    }


PARAMETERS = _parameters()
