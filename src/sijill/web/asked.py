"""What a request asks: parameters of its address as codes, days and numbers, or why they cannot be had."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection

from sijill import codes
from sijill.exports.citation import read_time
from sijill.model import Document, Period
from sijill.official.library import Library
from sijill.reconcile.series import Grain
from sijill.register import audit
from sijill.register.people import Person
from sijill.register.query import Filters, Position, facets, state
from sijill.register.queue import Doubt
from sijill.sources.found import first_day, last_day
from sijill.web.naming import canonical_names

KINDS = (
    "period", "year_to_date", "scope", "unit", "rounding", "revision", "misprint", "contradiction", "parts"
)  # fmt: skip

_ID = re.compile(r"[0-9a-f]{16}")

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
    """A parameter of an address or a field of a form. `read` makes a value of what was written; `many`: it may be
    given again; `longest`: its characters; `lines`: it may have more than one line."""

    read: Callable[[str], Any]
    told: str
    schema: Mapping[str, Any]
    many: bool = False
    longest: int = LONGEST
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A year, a month or a day: its days, and which of the three it is."""

    period: Period
    grain: Grain

    @property
    def written(self) -> str:
        """As addresses have it."""
        day = (self.period.start or dt.date.min).isoformat()
        return day[: {"year": 4, "month": 7}.get(self.grain, 10)]


class Kept:
    """Answers that took long to find, by what was asked for; those that were asked for longest ago are let go. Who
    asks for what another is finding waits for it: after each change of a large register all would begin it at once."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()
        self._finding: dict[Hashable, Event] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is kept under the key, or what `make` gives."""
        while True:
            with self._lock:
                if key in self._found:
                    self._found.move_to_end(key)
                    return self._found[key]
                before = self._finding.get(key)
                if before is None:
                    done = self._finding[key] = Event()
                    break
            before.wait()  # where it failed the next in line tries
        try:
            made = make()
            with self._lock:
                self._found[key] = made
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
        finally:
            with self._lock:
                del self._finding[key]
            done.set()
        return made


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the register and the series, the language, `most` rows of a list, what the address says, what a form
    has sent, and the person who asks, whose role lets them come here, at which origin (scheme, host and port).

    `write` begins a transaction of the register's one writer, None where it is served to be read alone; `fetched` gives
    the document of a web address (its language and day where they are known), None where none is fetched.
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
    origin: str = ""
    sent: Mapping[str, Any] = field(default_factory=dict)
    fetched: Callable[[str, str | None, dt.date | None], Document] | None = None
    person: Person = NOBODY
    write: Callable[[], AbstractContextManager[Connection]] | None = None

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction in which to change something, all of it or nothing. Refused where nothing may be written."""
        if self.write is None:
            raise Refused(403, "read_only", "the register is served to be read alone")
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

    def named(self, parameter: str) -> tuple[str, ...]:
        """Parts of names that an address gives, and the canonical names of those who have them in its language."""
        parts: tuple[str, ...] = self.given.get(parameter, ())
        return (*parts, *(name for part in parts for name in canonical_names(part, self.language)))

    def filters(self, **other: Any) -> Filters:
        """The filters of the address, and where its page begins; one row more than is shown is asked for."""
        given = self.given
        found: dict[str, Any] = {
            "measures": (*given.get("measure", ()), *given.get("topic", ())),
            "places": given.get("place", given.get("where", ())),
            "since": given.get("since"),
            "until": given.get("until"),
            "sources": self.named("source"),
            "statuses": given.get("status", ()),
            "languages": given.get("language", ()),
            "types": (*given.get("type", ()), *given.get("kind", ())),
            "names": (*self.named("participant"), *given.get("name", ())),
            "after": given.get("after"),
            "limit": self.most + 1,
        }
        return Filters(**(found | other))


def read_parameters(
    written: Mapping[str, list[str]],
    wanted: tuple[str, ...],
    known: Mapping[str, Parameter] | None = None,
    *,
    blank: bool = False,
) -> dict[str, Any]:
    """The values of those parameters that are wanted, of the known ones (PARAMETERS, of an address); empty ones are as
    if they were not there (with `blank` None), and others are left alone. Refused where one says nothing that can be
    understood."""
    found: dict[str, Any] = {}
    for name in wanted:
        values = [value.strip() for value in written.get(name, []) if value.strip()]
        if not values:
            if blank and name in written:
                found[name] = None
            continue
        parameter = (PARAMETERS if known is None else known)[name]
        if not parameter.many and len(values) > 1:
            raise Refused(400, "bad_parameter", f"{name} stands more than once")
        read = []
        for value in values:
            value = value.replace("\r\n", "\n") if parameter.lines else value
            if len(value) > parameter.longest or any(_control(char, parameter.lines) for char in value):
                raise Refused(400, "bad_parameter", f"{name} is too long, or has control characters")
            try:
                read.append(parameter.read(value))
            except (ValueError, OverflowError) as error:
                raise Refused(400, "bad_parameter", f"{name}: {error}") from None
        found[name] = tuple(dict.fromkeys(read)) if parameter.many else read[0]
    return found


def _control(char: str, lines: bool) -> bool:
    """Whether a character has no place in a text that is kept: half of a surrogate pair too, which no UTF-8 holds."""
    return (ord(char) < 32 and not (lines and char == "\n")) or "\ud800" <= char <= "\udfff"


def a_place(written: str) -> str:
    """A country's code or English name, MED or EU."""
    code = codes.place_code(written)
    if code is None:
        raise ValueError("no place known here; give a country's code (LY), MED or EU")
    return code


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


def _a_hash(written: str) -> str:
    if len(written) != 64 or not set(written.lower()) <= set("0123456789abcdef"):
        raise ValueError("a SHA-256 has 64 hex digits")
    return written.lower()


def a_stretch(written: str) -> Stretch:
    """A year, a month or a day, with the grain that it is of."""
    grain: Grain = "year" if len(written) == 4 else "month" if len(written) == 7 else "day"
    return Stretch(Period(first_day(written), last_day(written)), grain)


def _limit(written: str) -> int:
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 0
    if not 1 <= number <= 500:
        raise ValueError("a number from 1 to 500")
    return number


def _offset(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= 7):
        raise ValueError("a number from 0 to 1000000")
    return min(int(written), 1_000_000)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and 0 < len(written) <= 9):
        raise ValueError("a number")
    return int(written)


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


def place_token(place: Doubt) -> str:
    """A place in the queue of the review as an opaque word for addresses."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def a_doubt(written: str) -> Doubt:
    """The place in the queue of a token; ValueError if it is none of ours."""
    try:
        padded = written.encode("ascii") + b"=" * (-len(written) % 4)
        number, confidence, ref = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if type(number) is not int or not 0 <= number < 2**31 or not an_id(ref):
            raise ValueError
        if confidence is not None and not (type(confidence) in (int, float) and 0 <= confidence <= 1):
            raise ValueError
        return number, confidence, ref
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise ValueError("no place in this queue") from None


def an_id(written: str) -> str:
    """A whole short id; ValueError if it is none."""
    if not _ID.fullmatch(written):
        raise ValueError("no id; an id has 16 hex digits")
    return written


_TEXT: Mapping[str, Any] = {"type": "string", "maxLength": LONGEST}
_DAY: Mapping[str, Any] = {"type": "string", "pattern": r"^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"}


_NUMBER: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": 999_999_999}


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
        "during": Parameter(a_stretch, "A year, a month or a day.", _DAY),
        "layer": Parameter(
            _choice("flows", "events"), "What the map shows; both if not said.", _one_of("flows", "events")
        ),
        "as_of": Parameter(
            read_time,
            "As the register stood at this time (UTC).",
            {"type": "string", "pattern": r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}(T[0-9:.]{8,15}Z?)?$"},
        ),
        "sha256": Parameter(
            _a_hash, "The hash that was cited.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}
        ),
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
        "of": Parameter(
            _choice("figures", "events", "instruments"),
            "One kind alone, by its own filters.",
            _one_of("figures", "events", "instruments"),
        ),
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
        "who": Parameter(str, "Login of who did it.", _TEXT),
        "object": Parameter(str, "Kind and id of what it was done to: figure 4020d67d…", _TEXT),
        "before": Parameter(_number, "Only what came before the record of this number.", _NUMBER),
        "conflict": Parameter(_choice(*KINDS), "Kind of conflict.", _one_of(*KINDS), many=True),
        "order": Parameter(
            _choice("doubtful", "contested"),
            "The least certain first, or those in most conflicts.",
            _one_of("doubtful", "contested"),
        ),
        "past": Parameter(a_doubt, "The token `next` of the queue.", _TEXT),
        "figure": Parameter(an_id, "This figure, wherever it is in the queue.", _TEXT),
        "done": Parameter(an_id, "The figure that was decided on last.", _TEXT),
        "keys": Parameter(_choice("on", "off"), "Whether single letters are keys.", _one_of("on", "off")),
        "reviewer": Parameter(str, "Who made the review.", _TEXT, many=True),
        "verdict": Parameter(
            _choice("confirm", "correct", "reject", "undo"),
            "What was said.",
            _one_of("confirm", "correct", "reject", "undo"),
            many=True,
        ),
        "limit": Parameter(
            _limit, "How many at most.", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}
        ),
    }


PARAMETERS = _parameters()
