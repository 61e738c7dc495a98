"""Writing: documents and readings go in, whole or not at all, and nothing that is there is changed.

A document is found by the hash of its content (codec.document_hash). The same content under another name
is the same document with one more sighting; another text under the same name is another document.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Table, insert, select, update

from sijill.codec import document_hash, evidence_to_json, period_to_json, reading_hash
from sijill.model import Document, Figure, Number, Period, Reading, Span
from sijill.register import search
from sijill.register.schema import (
    dates,
    documents,
    event_topics,
    events,
    figure_places,
    figures,
    instrument_money,
    instruments,
    participants,
    readings,
    sightings,
    statements,
)

Outcome: TypeAlias = Literal["new", "reread", "known", "outdated"]
"""`new` document; `reread` by a newer reader; `known` by this reader; `outdated`: a newer reader has read it,
and its reading stays the current one."""


class ReadingError(ValueError):
    """A reading that does not fit its document, or holds what no register can; it is not stored."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a document that was given to the register.

    `reference`: its short id. `first_id`: the name under which its content was read first. `namesakes`: how
    many other documents have its name.
    """

    outcome: Outcome
    reference: str
    first_id: str
    namesakes: int


def reference(content: str, kind: str = "document", start: int = 0, code: str = "") -> str:
    """The short id of something found in a document: 16 hex digits, the same in every register and reading.

    Any prefix that is unique in the register names it. A document's is the beginning of its hash.
    """
    if kind == "document":
        return content[:16]
    return hashlib.sha256(f"{content} {kind} {start} {code}".encode()).hexdigest()[:16]


def unread(connection: Connection, given: Iterable[Document], reader: str) -> list[Document]:
    """Those of the documents that this version of the reader has not read yet."""
    by_content = {document_hash(document): document for document in given}
    contents = list(by_content)
    read: set[str] = set()
    for first in range(0, len(contents), 500):
        rows = select(documents.c.content).join(readings, readings.c.document == documents.c.key)
        rows = rows.where(readings.c.reader == reader, documents.c.content.in_(contents[first : first + 500]))
        read |= set(connection.execute(rows).scalars())
    return [document for content, document in by_content.items() if content not in read]


def keep(connection: Connection, document: Document, reading: Reading | None, now: dt.datetime) -> Kept:
    """Stores a document and a reading of it, in the transaction of `writing`. None: it was read before.

    ReadingError, before anything is written, if a span of the reading lies outside the text or the like.
    """
    content = document_hash(document)
    if reading is not None:
        check(document, reading)
    stored = connection.execute(
        select(documents.c.key, documents.c.id).where(documents.c.content == content)
    ).one_or_none()
    if stored is None and reading is None:
        raise ReadingError(f"{document.id} is not in the register and has no reading")
    key = stored.key if stored else _add_document(connection, document, content, now)
    _sight(connection, key, document, now)
    outcome: Outcome = "known"
    if reading is not None:
        outcome = _add_reading(connection, key, content, document, reading, now, new=stored is None)
    others = select(documents.c.key).where(documents.c.id == document.id, documents.c.key != key)
    return Kept(
        outcome,
        reference(content),
        stored.id if stored else document.id,
        len(connection.execute(others).all()),
    )


def _add_document(connection: Connection, document: Document, content: str, now: dt.datetime) -> int:
    row = {
        "content": content,
        "id": document.id,
        "language": document.language,
        "published": document.published,
        "title": document.title,
        "url": document.url,
        "text": document.text,
        "added_at": now,
    }
    key: int = connection.execute(insert(documents).returning(documents.c.key), row).scalar_one()
    search.index(connection, key, document.text)
    return key


def _sight(connection: Connection, key: int, document: Document, now: dt.datetime) -> None:
    seen = {"document": key, "id": document.id, "url": document.url or ""}
    if connection.execute(select(sightings.c.document).filter_by(**seen)).first() is None:
        connection.execute(insert(sightings), {**seen, "seen_at": now})


def _add_reading(
    connection: Connection,
    key: int,
    content: str,
    document: Document,
    reading: Reading,
    now: dt.datetime,
    *,
    new: bool,
) -> Outcome:
    before = connection.execute(select(readings).where(readings.c.document == key)).all()
    if any(row.reader == reading.reader for row in before):
        return "known"
    outdated = any(row.current and newer(row.reader, reading.reader) for row in before)
    if not outdated:
        connection.execute(update(readings).where(readings.c.document == key).values(current=False))
    row = {
        "document": key,
        "reader": reading.reader,
        "made_at": now,
        "current": not outdated,
        "content": reading_hash(document, reading),
    }
    of: int = connection.execute(insert(readings).returning(readings.c.key), row).scalar_one()
    _add_found(connection, {"reading": of, "document": key}, content, document.text, reading)
    return "outdated" if outdated else "new" if new else "reread"


def newer(version: str, than: str) -> bool:
    """Whether one version of the reader is later than another, where both are numbers with dots."""
    try:
        return [int(part) for part in version.split(".")] > [int(part) for part in than.split(".")]
    except ValueError:
        return False


def _add_found(
    connection: Connection, owner: dict[str, int], content: str, text: str, reading: Reading
) -> None:
    def place(start: int, end: int) -> dict[str, Any]:
        return {**owner, "start": start, "end": end, "quote": text[start:end]}

    rows = [
        {
            **place(f.start, f.end),
            "ref": reference(content, "figure", f.start, f.measure),
            "value": f.value,
            "bound": f.bound,
            "low": f.low,
            "high": f.high,
            "unit": f.unit,
            "change": f.change,
            "measure": f.measure,
            "status": f.status,
            **_period(f.period),
            "sex": f.population.sex,
            "age": f.population.age,
            "vulnerable": f.population.vulnerable,
            "actor": f.actor,
            "source": f.source,
            "part_of": f.part_of,
            "confidence": f.confidence,
            "evidence": [evidence_to_json(e, text) for e in f.evidence],
        }
        for f in reading.figures
    ]
    keys = _insert(connection, figures, rows)
    _insert(
        connection,
        figure_places,
        [
            {"figure": key, "role": role, "code": code, "position": position}
            for key, figure in zip(keys, reading.figures, strict=True)
            for role, codes in _places(figure)
            for position, code in enumerate(dict.fromkeys(codes))
        ],
    )
    rows = [
        {
            **place(d.start, d.end),
            "kind": d.kind,
            **_period(d.period),
            "duration": d.duration,
            "grain": d.grain,
            "optional": d.optional,
            "alternatives": [period_to_json(p) for p in d.alternatives],
            "rule": d.rule,
        }
        for d in reading.dates
    ]
    _insert(connection, dates, rows)
    rows = [
        {
            **place(e.start, e.end),
            "ref": reference(content, "event", e.start, e.type),
            "type": e.type,
            **_period(e.period),
            "place": e.place,
            "instrument": e.instrument,
        }
        for e in reading.events
    ]
    keys = _insert(connection, events, rows)
    pairs = list(zip(keys, reading.events, strict=True))
    rows = [
        {"event": key, "topic": topic, "position": position}
        for key, event in pairs
        for position, topic in enumerate(dict.fromkeys(event.topics))
    ]
    _insert(connection, event_topics, rows)
    rows = [
        {
            "event": key,
            "position_in_event": position,
            "name": p.name,
            "position": p.position,
            "organisation": p.organisation,
        }
        for key, event in pairs
        for position, p in enumerate(event.participants)
    ]
    _insert(connection, participants, rows)
    rows = [
        {
            **place(i.start, i.end),
            "ref": reference(content, "instrument", i.start, i.name),
            "name": i.name,
            "kind": i.kind,
            "begins": i.begins,
            "ends": i.ends,
            "tasks": list(i.tasks),
            "target": i.target,
            "target_figure": i.target_figure,
            "funder": i.funder,
            "partner": i.partner,
            "imposed_by": i.imposed_by,
            "legal_frame": i.legal_frame,
        }
        for i in reading.instruments
    ]
    keys = _insert(connection, instruments, rows)
    rows = [
        {
            "instrument": key,
            "position": position,
            "value": m.value,
            "unit": m.unit,
            **_period(m.period),
            "figure": m.figure,
        }
        for key, instrument in zip(keys, reading.instruments, strict=True)
        for position, m in enumerate(instrument.budget)
    ]
    _insert(connection, instrument_money, rows)
    rows = [
        {
            **place(s.start, s.end),
            "speaker": s.speaker,
            "reports": s.reports,
            "holder_of_view": s.holder_of_view,
        }
        for s in reading.statements
    ]
    _insert(connection, statements, rows)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """Adds rows and gives their keys, in order, where the table has keys."""
    if not rows:
        return []
    if "key" not in table.c:
        connection.execute(insert(table), rows)
        return []
    statement = insert(table).returning(table.c.key, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def _period(period: Period | None) -> dict[str, dt.date | None]:
    return {
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def _places(figure: Figure) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "from", figure.from_
    yield "to", figure.to
    yield "at", figure.at
    yield "nationality", figure.population.nationality


def check(document: Document, reading: Reading) -> None:
    """ReadingError unless the reading is one of this document: every span a stretch of its text that is
    not blank, every number finite and exact, every part a part of a figure that is there."""
    if (reading.document, reading.language) != (document.id, document.language):
        raise ReadingError(f"this reading is of {reading.document!r} in {reading.language!r}")
    for kind in ("figures", "dates", "events", "instruments", "statements"):
        for found in getattr(reading, kind):
            _check_span(document.text, found.start, found.end, f"one of the {kind}")
    starts = {figure.start for figure in reading.figures}
    for figure in reading.figures:
        for number in (figure.value, figure.low, figure.high):
            _check_number(number)
        if figure.part_of is not None and (figure.part_of == figure.start or figure.part_of not in starts):
            raise ReadingError(f"the figure at {figure.start} is part of none at {figure.part_of}")
        for evidence in figure.evidence:
            if evidence.span is not None:
                _check_span(document.text, evidence.span.start, evidence.span.end, "a piece of evidence")
    for instrument in reading.instruments:
        for number in (instrument.target, *(money.value for money in instrument.budget)):
            _check_number(number)


def _check_span(text: str, start: int, end: int, what: str) -> None:
    try:
        Span(start, end)
    except ValueError as error:
        raise ReadingError(f"{what}: {error}") from None
    if end > len(text) or not text[start:end].strip():
        raise ReadingError(f"{what} stands at [{start}, {end}) where the text has nothing")


def _check_number(number: Number | None) -> None:
    """The register's numbers are doubles: a number must be one, or be stored wrong."""
    if number is None:
        return
    try:
        exact = math.isfinite(number) and float(number) == number
    except OverflowError:
        exact = False
    if isinstance(number, bool) or not exact:
        raise ReadingError(f"{str(number)[:40]} is no number that a register can hold")
