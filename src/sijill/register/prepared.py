"""A document and a reading as the rows that they will be, made before any transaction begins.

Rows stand in the order of their table's columns, JSON already as text. What only the writer knows (keys,
owners) is left out at their beginning.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from dataclasses import dataclass
from typing import Any, TypeAlias

from sijill.codec import canonical, document_hash, hash_of_found, period_to_json, reading_to_json
from sijill.model import Document, Event, Figure, Instrument, Number, Period, Reading, Span
from sijill.register.terms import indexed

Row: TypeAlias = tuple[Any, ...]


class ReadingError(ValueError):
    """A reading that does not fit its document, or holds what no register can; it is not stored."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a table of finds from `start` on, and the rows of its side tables without their owner."""

    row: Row
    sides: tuple[tuple[Row, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is written of a document and a reading of it. `found`: by the name of the table."""

    document: Document
    content: str
    reader: str | None
    reading_content: str
    found: dict[str, list[Found]]
    forms: str
    stems: str


def prepare(document: Document, reading: Reading | None) -> Prepared:
    """The rows; ReadingError if a span of the reading lies outside the text or the like."""
    content = document_hash(document)
    if reading is None:
        return Prepared(document, content, None, "", {}, "", "")
    check(document, reading)
    written = reading_to_json(document, reading, explain=True)
    return Prepared(
        document,
        content,
        reading.reader,
        hash_of_found(written),
        _found(content, document.text, reading, written["figures"]),
        *indexed(document.text),
    )


def reference(content: str, kind: str = "document", start: int = 0, code: str = "") -> str:
    """The short id of something found in a document: 16 hex digits, the same in every register and reading.

    Any prefix that is unique in the register names it. A document's is the beginning of its hash.
    """
    if kind == "document":
        return content[:16]
    return hashlib.sha256(f"{content} {kind} {start} {code}".encode()).hexdigest()[:16]


def _found(
    content: str, text: str, reading: Reading, written: list[dict[str, Any]]
) -> dict[str, list[Found]]:
    return {
        "figures": [
            figure_row(f, text, reference(content, "figure", f.start, f.measure), row["evidence"])
            for f, row in zip(reading.figures, written, strict=True)
        ],
        "dates": [
            Found(
                (
                    d.start,
                    d.end,
                    text[d.start : d.end],
                    d.kind,
                    *_days(d.period),
                    d.duration,
                    d.grain,
                    d.optional,
                    canonical([period_to_json(p) for p in d.alternatives]),
                    d.rule,
                )
            )
            for d in reading.dates
        ],
        "events": [_event_row(content, text, event) for event in reading.events],
        "instruments": [_instrument_row(content, text, instrument) for instrument in reading.instruments],
        "statements": [
            Found((s.start, s.end, text[s.start : s.end], s.speaker, s.reports, s.holder_of_view))
            for s in reading.statements
        ],
    }


def figure_row(f: Figure, text: str, ref: str, evidence: list[dict[str, Any]]) -> Found:
    """A figure's row, its evidence as JSON, and the rows of its places."""
    people = f.population
    by_role = (("from", f.from_), ("to", f.to), ("at", f.at), ("nationality", people.nationality))
    places = tuple(
        [
            (role, code, position)
            for role, codes in by_role
            if codes
            for position, code in enumerate(dict.fromkeys(codes))
        ]
    )
    row: Row = (f.start, f.end, text[f.start : f.end], ref, f.value, f.bound, f.low, f.high, f.unit, f.change)
    row += (
        f.measure,
        f.status,
        *_days(f.period),
        people.sex,
        people.age,
        people.vulnerable,
        f.actor,
        f.source,
    )
    row += (f.part_of, f.confidence, canonical(evidence), True, None)
    return Found(row, (places,))


def _event_row(content: str, text: str, e: Event) -> Found:
    ref = reference(content, "event", e.start, e.type)
    row: Row = (e.start, e.end, text[e.start : e.end], ref, e.type, *_days(e.period), e.place, e.instrument)
    topics = tuple((topic, position) for position, topic in enumerate(dict.fromkeys(e.topics)))
    people = tuple((at, p.name, p.position, p.organisation) for at, p in enumerate(e.participants))
    return Found(row, (topics, people))


def _instrument_row(content: str, text: str, i: Instrument) -> Found:
    ref = reference(content, "instrument", i.start, i.name)
    row: Row = (
        i.start,
        i.end,
        text[i.start : i.end],
        ref,
        i.name,
        i.kind,
        i.begins,
        i.ends,
        canonical(list(i.tasks)),
    )
    row += (i.target, i.target_figure, i.funder, i.partner, i.imposed_by, i.legal_frame)
    money = tuple((at, m.value, m.unit, *_days(m.period), m.figure) for at, m in enumerate(i.budget))
    return Found(row, (money,))


def _days(period: Period | None) -> tuple[dt.date | None, dt.date | None]:
    return (period.start, period.end) if period else (None, None)


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
