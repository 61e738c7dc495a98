"""Rows of the database as records of the model, with the rows of their side tables gathered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Connection, Row, Select, Table, select

from sijill.codec import document_to_json, evidence_from_json, period_from_json, plain_number
from sijill.model import (
    Document,
    Event,
    Figure,
    Instrument,
    Money,
    Participant,
    Period,
    Population,
    Statement,
    Time,
)
from sijill.register.schema import (
    documents,
    event_topics,
    figure_places,
    figures,
    instrument_money,
    participants,
    readings,
    reviews,
)

_CHUNK = 500
"""Keys asked for at once: databases limit the parameters of a statement."""

GIVEN = "given"
"""documents.dated_by of a publication day that the caller or a field of a table stated."""

AnyRow: TypeAlias = Row[Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Head:
    """A document without its text. `ref`: its short id. `reader`: the version of its current reading."""

    key: int
    ref: str
    id: str
    language: str
    published: dt.date | None
    title: str | None
    url: str | None
    dated_by: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with what the register knows of it. `content`: codec.document_hash when it was added. `dated_by`:
    where its publication day was found, `given` where somebody stated it; None of those added before that was kept.
    """

    key: int
    content: str
    document: Document
    added_at: dt.datetime
    dated_by: str | None = None


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A figure, event, instrument or statement of a current reading: its short id, characters, document.

    `review`: of a figure that a person confirmed or corrected, how: its slots are then that person's.
    """

    ref: str
    found: T
    quote: str
    head: Head
    review: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """That a person has looked at a figure: `verdict` is confirm, correct or reject."""

    verdict: str
    author: str
    made_at: dt.datetime
    note: str | None


HEAD = tuple(
    documents.c[name].label(f"document_{name}")
    for name in ("key", "content", "id", "language", "published", "title", "url", "dated_by", "outlet")
)


def documents_by_key(connection: Connection, keys: Sequence[int]) -> dict[int, StoredDocument]:
    """The documents with these keys."""
    found = {}
    for chunk in chunks(keys):
        for row in connection.execute(select(documents).where(documents.c.key.in_(chunk))):
            origin = None if row.dated_by == GIVEN else row.dated_by
            document = Document(
                row.id, row.language, row.text, row.published, row.title, row.url, origin, row.outlet
            )
            found[row.key] = StoredDocument(row.key, row.content, document, row.added_at, row.dated_by)
    return found


def told_of(stored: StoredDocument) -> dict[str, Any]:
    """The document as codec.document_to_json has it, with where its day was found also where somebody stated it."""
    told = document_to_json(stored.document)
    if stored.dated_by is None or stored.document.dated_by is not None:
        return told
    return {key: told[key] for key in told if key != "text"} | {
        "dated_by": stored.dated_by,
        "text": stored.document.text,
    }


def current(table: Table) -> Select[Any]:
    """The rows of current readings, with the head of their document; of figures those that stand."""
    query = _of_current(table)
    return query.where(figures.c.stands) if table is figures else query


def as_read(table: Table) -> Select[Any]:
    """The rows of current readings as the reader made them, whatever reviews say."""
    query = _of_current(table)
    return query.where(figures.c.review.is_(None)) if table is figures else query


def of_reviews() -> Select[Any]:
    """The figures that reviews put in the place of those that were read."""
    return _of_current(figures).where(figures.c.review.is_not(None))


def _of_current(table: Table) -> Select[Any]:
    joined = table.join(readings, readings.c.key == table.c.reading).join(
        documents, documents.c.key == table.c.document
    )
    # that both have one document goes without saying, but lets a list begin with the documents in their order
    same = readings.c.document == documents.c.key
    return select(table, *HEAD).select_from(joined).where(readings.c.current, same)


def chunks(keys: Sequence[T]) -> Iterable[Sequence[T]]:
    """Keys in stretches that one statement takes."""
    return (keys[first : first + _CHUNK] for first in range(0, len(keys), _CHUNK))


def _gathered(
    connection: Connection, table: Table, owner: str, keys: Sequence[int]
) -> dict[int, list[AnyRow]]:
    """The rows of a side table by the key of their owner, in their order."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    position = table.c["position_in_event" if table is participants else "position"]
    for chunk in chunks(keys):
        query = select(table).where(table.c[owner].in_(chunk)).order_by(table.c[owner], position)
        for row in connection.execute(query):
            found[row._mapping[owner]].append(row)
    return found


def head_of(row: AnyRow) -> Head:
    return Head(
        row.document_key,
        row.document_content[:16],
        row.document_id,
        row.document_language,
        row.document_published,
        row.document_title,
        row.document_url,
        row.document_dated_by,
        row.document_outlet,
    )


def _period(row: AnyRow) -> Period | None:
    if row.period_start is None and row.period_end is None:
        return None
    return Period(row.period_start, row.period_end)


def _number(value: float | None) -> int | float | None:
    return None if value is None else plain_number(value)


def figures_of(connection: Connection, query: Select[Any]) -> list[Stored[Figure]]:
    rows = connection.execute(query).all()
    places = _gathered(connection, figure_places, "figure", [row.key for row in rows])
    reviewed = _reviewed(connection, [row.review for row in rows if row.review is not None])
    return [
        Stored(row.ref, _figure(row, places[row.key]), row.quote, head_of(row), reviewed.get(row.review))
        for row in rows
    ]


def _reviewed(connection: Connection, keys: list[int]) -> dict[int, Reviewed]:
    found = {}
    for chunk in chunks(keys):
        columns = (reviews.c.key, reviews.c.verdict, reviews.c.author, reviews.c.made_at, reviews.c.note)
        for key, *slots in connection.execute(select(*columns).where(reviews.c.key.in_(chunk))):
            found[key] = Reviewed(*slots)
    return found


def _figure(row: AnyRow, places: list[AnyRow]) -> Figure:
    def at(role: str) -> tuple[str, ...]:
        return tuple(place.code for place in places if place.role == role)

    return Figure(
        start=row.start,
        end=row.end,
        value=plain_number(row.value),
        unit=row.unit,
        measure=row.measure,
        bound=row.bound,
        low=_number(row.low),
        high=_number(row.high),
        change=row.change,
        status=row.status,
        period=_period(row),
        from_=at("from"),
        to=at("to"),
        at=at("at"),
        population=Population(row.sex, row.age, at("nationality"), row.vulnerable),
        actor=row.actor,
        source=row.source,
        part_of=row.part_of,
        confidence=row.confidence,
        evidence=tuple(evidence_from_json(e) for e in row.evidence),
    )


def events_of(connection: Connection, query: Select[Any]) -> list[Stored[Event]]:
    rows = connection.execute(query).all()
    keys = [row.key for row in rows]
    people = _gathered(connection, participants, "event", keys)
    topics = _gathered(connection, event_topics, "event", keys)
    return [
        Stored(row.ref, _event(row, people[row.key], topics[row.key]), row.quote, head_of(row))
        for row in rows
    ]


def _event(row: AnyRow, people: list[AnyRow], topics: list[AnyRow]) -> Event:
    return Event(
        start=row.start,
        end=row.end,
        type=row.type,
        period=_period(row),
        place=row.place,
        participants=tuple(Participant(p.name, p.position, p.organisation) for p in people),
        topics=tuple(topic.topic for topic in topics),
        instrument=row.instrument,
    )


def instruments_of(connection: Connection, query: Select[Any]) -> list[Stored[Instrument]]:
    rows = connection.execute(query).all()
    money = _gathered(connection, instrument_money, "instrument", [row.key for row in rows])
    return [Stored(row.ref, _instrument(row, money[row.key]), row.quote, head_of(row)) for row in rows]


def _instrument(row: AnyRow, money: list[AnyRow]) -> Instrument:
    return Instrument(
        start=row.start,
        end=row.end,
        name=row.name,
        kind=row.kind,
        begins=row.begins,
        ends=row.ends,
        tasks=tuple(row.tasks),
        budget=tuple(Money(plain_number(m.value), m.unit, _period(m), m.figure) for m in money),
        target=_number(row.target),
        target_figure=row.target_figure,
        funder=row.funder,
        partner=row.partner,
        imposed_by=row.imposed_by,
        legal_frame=row.legal_frame,
    )


def date_of(row: AnyRow) -> Time:
    others = (period_from_json(pair) for pair in row.alternatives)
    return Time(
        start=row.start,
        end=row.end,
        kind=row.kind,
        period=_period(row),
        duration=row.duration,
        grain=row.grain,
        optional=row.optional,
        alternatives=tuple(period for period in others if period is not None),
        rule=row.rule,
    )


def statement_of(row: AnyRow) -> Statement:
    return Statement(row.start, row.end, row.speaker, row.reports, row.holder_of_view)


_SIDES = {"figures": ((figure_places, "figure"),), "instruments": ((instrument_money, "instrument"),)} | {
    "events": ((participants, "event"), (event_topics, "event"))
}
_RECORDS: dict[str, Callable[..., Any]] = {
    "figures": _figure,
    "dates": date_of,
    "events": _event,
    "instruments": _instrument,
    "statements": statement_of,
}


def records(
    connection: Connection, table: Table, readings: Sequence[int]
) -> dict[int, list[tuple[AnyRow, Any]]]:
    """All that readings found of one kind, as they found it: rows and records, by the key of the reading."""
    query = select(table).where(table.c.reading.in_(readings)).order_by(table.c.reading, table.c.key)
    if table is figures:
        query = query.where(figures.c.review.is_(None))
    rows = connection.execute(query).all()
    keys = [row.key for row in rows]
    sides = [_gathered(connection, side, owner, keys) for side, owner in _SIDES.get(table.name, ())]
    found: dict[int, list[tuple[AnyRow, Any]]] = defaultdict(list)
    for row in rows:
        record = _RECORDS[table.name](row, *(side[row.key] for side in sides))
        found[row.reading].append((row, record))
    return found
