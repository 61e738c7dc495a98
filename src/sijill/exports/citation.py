"""Citations: what the register shows of one thing, as a record with a hash, then and now.

A record holds what a reader would quote and what shows that it is right: a figure with its passage, a claim with all
who tell it, a series with the figure behind each number. Its text is canonical JSON (sorted keys, no spaces, UTF-8),
and the hash is SHA-256 of that text. Cited «as of» a time, it is made again from the readings and reviews of that time
(register/past.py), byte for byte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection

from sijill.codec import canonical
from sijill.exports.rows import event_row, figure_row, instrument_row, lineage_row, mandate_rows, point_row
from sijill.exports.written import passage
from sijill.reconcile.around import claim_around, key_of
from sijill.reconcile.mandates import Described, mandates
from sijill.reconcile.series import Grain, series
from sijill.reconcile.tellings import of_a_series
from sijill.register.past import (
    as_it_was,
    documents_of_claim,
    documents_of_figures,
    documents_of_instrument,
    documents_with,
    last_change,
)
from sijill.register.query import (
    Filters,
    document_by_ref,
    events_by_ref,
    figures_by_ref,
    instruments_by_ref,
    list_figures,
    list_instruments,
)
from sijill.register.rows import Stored, documents_by_key

Kind: TypeAlias = Literal["figure", "claim", "measure", "document", "event", "instrument", "page"]
KINDS: tuple[Kind, ...] = ("figure", "claim", "measure", "document", "event", "instrument")
"""What a record is made of here; that of a page is made by who draws it (`cited`)."""
FORMAT = 1
"""The version of the records. A change of what stands in one is another version, or old hashes would not hold."""
COUNTED = ("reported", "estimate")


class TooManyError(ValueError):
    """A record of the past that rests on more documents than were allowed."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is cited: its kind, its whole short id, or the code of a measure, of which the others say which series."""

    kind: Kind
    id: str
    place: str = ""
    by: Grain = "year"
    since: dt.date | None = None
    until: dt.date | None = None
    known_on: dt.date | None = None
    statuses: tuple[str, ...] = COUNTED


@dataclass(frozen=True, slots=True)
class Change:
    """A field of the record that is not what it was: its path, and both values as JSON, None where there is none."""

    field: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A record as of a time in UTC, its text and hash, and what has changed since. `now`: the hash of what the
    register shows today, None where it shows it no more."""

    subject: Subject
    as_of: dt.datetime
    record: dict[str, Any]
    text: str
    sha256: str
    now: str | None
    changes: tuple[Change, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether the register shows today what it showed then."""
        return self.now == self.sha256


def cite(
    connection: Connection,
    subject: Subject,
    as_of: dt.datetime | None = None,
    most: int | None = None,
    last: dt.datetime | None = None,
) -> Citation | None:
    """The record of a subject as of a time in UTC, that of the last change of the register where none is given; None
    where the register had no such thing then. TooManyError where it rests on more than `most` documents, and these
    would have to be made again as they were. `last`: when the register was changed last, where that is known."""
    return cited(
        connection,
        subject,
        lambda register: record_of(register, subject),
        lambda: _documents(connection, subject),
        as_of,
        most,
        last,
    )


def cited(
    connection: Connection,
    subject: Subject,
    make: Callable[[Connection], dict[str, Any] | None],
    wanted: Callable[[], list[int]],
    as_of: dt.datetime | None = None,
    most: int | None = None,
    last: dt.datetime | None = None,
) -> Citation | None:
    """As `cite`, of a record that `make` makes of a register, which rests on the documents with the keys `wanted`."""
    last = last_change(connection) if last is None else last
    if last is None:
        return None
    now = make(connection)
    at = last if as_of is None else as_of
    then = now
    if last > at:
        keys = wanted()
        if most is not None and len(keys) > most:
            raise TooManyError(f"{len(keys)} documents would have to be looked at as they were")
        with as_it_was(connection, at, keys) as past:
            then = make(past)
    if then is None:
        return None
    text = canonical(then)
    text_now = None if now is None else canonical(now)
    return Citation(
        subject,
        at,
        then,
        text,
        hash_of(text),
        None if text_now is None else hash_of(text_now),
        () if text_now == text else tuple(_changes(then, now or {})),
    )


def hash_of(text: str) -> str:
    """The SHA-256 of a record's text, in UTF-8, as 64 hex digits."""
    return sha256(text.encode()).hexdigest()


def written_time(at: dt.datetime) -> str:
    """A time in UTC as citations write it: 2026-01-02T03:04:05.678901Z, to the last digit that there is."""
    return f"{at.isoformat()}Z"


def read_time(written: str) -> dt.datetime:
    """A time as citations write it; a day stands for its end. ValueError if it is none."""
    if len(written) == 10:
        return dt.datetime.combine(dt.date.fromisoformat(written), dt.time.max)
    at = dt.datetime.fromisoformat(written)
    return at if at.tzinfo is None else at.astimezone(dt.UTC).replace(tzinfo=None)


def record_of(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    """What a register shows of a subject: None where there is no such thing."""
    makers: dict[str, Callable[[Connection, Subject], dict[str, Any] | None]] = {
        "figure": _figure,
        "claim": _claim,
        "measure": _measure,
        "document": _document,
        "event": _event,
        "instrument": _instrument,
    }
    found = makers[subject.kind](connection, subject)
    if found is None:
        return None
    return {"format": FORMAT, "kind": subject.kind, "id": subject.id} | found


def _figure(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    found = figures_by_ref(connection, subject.id)
    if not found:
        return None
    [stored] = found
    return {"figure": figure_row(stored)} | _place(connection, stored)


def _place(connection: Connection, stored: Stored[Any]) -> dict[str, Any]:
    """Where something stands: its document by the hash of its content, and the passage."""
    whole = documents_by_key(connection, [stored.head.key])[stored.head.key]
    around = passage(whole.document.text, stored.found.start, stored.found.end)
    return {"content": whole.content, "passage": around["text"]}


def _claim(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    found = figures_by_ref(connection, subject.id)
    if not found:
        return None
    claim, steps, rows = claim_around(connection, found[0])
    if claim is None:
        return None
    names = {key[0]: row.head for key, row in rows.items()}
    return {"tellings": [lineage_row(step, rows[key_of(step.told)], names) for step in steps]}


def _measure(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    all_told = of_a_series(connection, _filters(subject), subject.by, subject.known_on)
    points = [p for line in series(all_told.told, subject.place, subject.by).values() for p in line]
    told = [getattr(p, name) for p in points for name in ("preferred", "lowest", "highest", "latest")]
    all_told.fetch(connection, (one for one in told if one is not None))
    asked = {
        "place": subject.place,
        "by": subject.by,
        "since": _day(subject.since),
        "until": _day(subject.until),
        "known_on": _day(subject.known_on),
        "statuses": list(subject.statuses),
    }
    return {"asked": asked, "points": [point_row(subject.id, point, all_told) for point in points]}


def _filters(subject: Subject) -> Filters:
    return Filters(
        measures=(subject.id,),
        places=(subject.place,),
        since=subject.since,
        until=subject.until,
        statuses=subject.statuses,
    )


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _document(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    stored = document_by_ref(connection, subject.id)
    if stored is None:
        return None
    document = stored.document
    figures = list_figures(connection, Filters(documents=(document.id,)))
    return {
        "content": stored.content,
        "document": document.id,
        "title": document.title,
        "published": _day(document.published),
        "language": document.language,
        "url": document.url,
        "text_sha256": hash_of(document.text),
        "figures": [figure_row(one) for one in figures if one.head.key == stored.key],
    }


def _event(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    found = events_by_ref(connection, subject.id)
    return {"event": event_row(found[0])} | _place(connection, found[0]) if found else None


def _instrument(connection: Connection, subject: Subject) -> dict[str, Any] | None:
    found = instruments_by_ref(connection, subject.id)
    if not found:
        return None
    name = found[0].found.name
    stored = [s for s in list_instruments(connection, Filters(names=(name,))) if s.found.name == name]
    (mandate,) = mandates(Described(s.head.key, s.found, s.head.published, s.ref) for s in stored)
    return {"mandate": mandate_rows(mandate), "descriptions": [instrument_row(s) for s in stored]}


def _documents(connection: Connection, subject: Subject) -> list[int]:
    """The keys of all documents that the record may rest on, in any reading."""
    if subject.kind == "measure":
        return documents_of_figures(connection, _filters(subject))
    if subject.kind == "claim":
        return documents_of_claim(connection, subject.id)
    if subject.kind == "instrument":
        return documents_of_instrument(connection, subject.id)
    return documents_with(connection, subject.kind, subject.id)


def _changes(then: Any, now: Any, path: str = "") -> Iterator[Change]:
    """The fields in which two records differ; of lists, which rows were added or taken away shifts none: rows that
    have an id are compared by it."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name in sorted(then.keys() | now.keys()):
            yield from _changes(then.get(name), now.get(name), f"{path}.{name}" if path else name)
    elif _by_id(then) is not None and _by_id(now) is not None:
        yield from _changes(_by_id(then), _by_id(now), path)
    elif then != now:
        yield Change(path, _json(then), _json(now))


def _by_id(rows: Any) -> dict[str, Any] | None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("id") for row in rows):
        return None
    found = {str(row["id"]): row for row in rows}
    return found if len(found) == len(rows) else None


def _json(value: Any) -> str | None:
    return None if value is None else canonical(value)


def as_csl(citation: Citation, title: str, address: str) -> dict[str, Any]:
    """The citation for reference managers, in CSL-JSON."""
    at = citation.as_of
    return {
        "id": f"sijill-{citation.subject.kind}-{citation.subject.id}",
        "type": "dataset",
        "title": title,
        "publisher": "Sijill",
        "issued": {"date-parts": [[at.year, at.month, at.day]]},
        "version": f"as of {written_time(at)}",
        "note": f"sha256:{citation.sha256}",
        **({"URL": address} if address else {}),
    }


def as_bibtex(citation: Citation, title: str, address: str) -> str:
    """The citation for BibTeX, as @misc."""
    at = citation.as_of
    fields = {
        "title": f"{{{_latex(title)}}}",
        "howpublished": "Sijill",
        "year": str(at.year),
        "month": str(at.month),
        "version": f"as of {written_time(at)}",
        "note": f"sha256:{citation.sha256}",
        **({"url": address} if address else {}),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{sijill-{citation.subject.kind}-{citation.subject.id},", *lines, "}"])


_LATEX = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}"} | {c: f"\\{c}" for c in "&%$#_"}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in text)
