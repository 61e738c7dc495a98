"""The register as it stood at an earlier time: a part of it, made again from what is dated and kept.

Documents never change, a reading takes the place of the one before it and stays, and so does each review. So what the
register gave at a time follows from the documents added, the readings made and the reviews recorded by then. They are
put into a register in memory, which the same functions read as the real one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, Table, create_engine, func, insert, select
from sqlalchemy.pool import StaticPool

from sijill.register import reviews as reviewing
from sijill.register.query import Filters, keys_of
from sijill.register.rows import chunks
from sijill.register.schema import (
    FOUND,
    documents,
    events,
    figures,
    instruments,
    metadata,
    readings,
    reviews,
)
from sijill.register.store import SIDES, newer


def last_change(connection: Connection) -> dt.datetime | None:
    """When the register was changed last, in UTC: by a reading or a review. None where it is empty."""
    times = [
        connection.execute(select(func.max(table.c.made_at))).scalar_one() for table in (readings, reviews)
    ]
    return max((time for time in times if time is not None), default=None)


@contextmanager
def as_it_was(connection: Connection, at: dt.datetime, wanted: Iterable[int]) -> Iterator[Connection]:
    """A register in memory with those of the documents (by key) that were there at a time in UTC, each with the
    reading that was current then and what reviews had made of it."""
    keys = sorted(set(wanted))
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        metadata.create_all(engine)
        with engine.connect() as past:
            for chunk in chunks(keys):
                _copy(connection, past, at, chunk)
            reviewing.apply_all(past)
            yield past
    finally:
        engine.dispose()


def _copy(connection: Connection, past: Connection, at: dt.datetime, keys: Sequence[int]) -> None:
    """Documents with the readings that were current at a time, what these found, and the reviews of that time."""
    by_document: dict[int, tuple[int, str]] = {}
    made = select(readings.c.key, readings.c.document, readings.c.reader).order_by(readings.c.key)
    made = made.where(readings.c.document.in_(keys), readings.c.made_at <= at)
    for key, document, reader in connection.execute(made):
        before = by_document.get(document)
        if before is None or not newer(before[1], reader):
            by_document[document] = key, reader
    were = [key for key, _ in by_document.values()]
    _rows(connection, past, documents, select(documents).where(documents.c.key.in_(by_document)))
    _rows(connection, past, readings, select(readings).where(readings.c.key.in_(were)))
    for table in FOUND:
        query = select(table).where(table.c.reading.in_(were))
        if table is figures:
            query = query.where(figures.c.review.is_(None))
        found = _rows(connection, past, table, query)
        for side in SIDES.get(table, ()):
            owner = next(iter(side.primary_key))
            for some in chunks(found):
                _rows(connection, past, side, select(side).where(owner.in_(some)))
    contents = select(documents.c.content).where(documents.c.key.in_(keys))
    said = select(reviews).where(reviews.c.content.in_(contents), reviews.c.made_at <= at)
    _rows(connection, past, reviews, said)


def _rows(connection: Connection, past: Connection, table: Table, query: Select[Any]) -> list[int]:
    """Copies the rows of a query, readings as the current ones and figures as they were read, and gives their first
    columns."""
    as_then: dict[Table, dict[str, Any]] = {readings: {"current": True}, figures: {"stands": True}}
    rows = [dict(row._mapping) | as_then.get(table, {}) for row in connection.execute(query)]
    if rows:
        past.execute(insert(table), rows)
    return [next(iter(row.values())) for row in rows]


def documents_with(connection: Connection, kind: str, ref: str) -> list[int]:
    """The keys of the documents in which any reading found what has this whole short id: figure, event, instrument;
    or of the document itself."""
    if kind == "document":
        query = select(documents.c.key).where(documents.c.content >= ref, documents.c.content < ref + "g")
        return list(connection.execute(query).scalars())
    table = {"figure": figures, "event": events, "instrument": instruments}[kind]
    return list(connection.execute(select(table.c.document).where(table.c.ref == ref).distinct()).scalars())


def documents_of_figures(connection: Connection, filters: Filters) -> list[int]:
    """The keys of the documents in which any reading found a figure of these measures, places and days, or that
    anybody reviewed, which may have made one of a figure that was read otherwise."""
    keys = keys_of(filters)
    found = select(figures.c.document).distinct()
    if keys is not None:
        found = found.where(figures.c.key.in_(keys))
    reviewed = select(documents.c.key).where(documents.c.content.in_(select(reviews.c.content)))
    return sorted({*connection.execute(found).scalars(), *connection.execute(reviewed).scalars()})


def documents_of_claim(connection: Connection, ref: str) -> list[int]:
    """The keys of the documents that may tell what the figure with this short id tells, as any reading had it: those
    with a figure of its measure and a day of its period, without a period those with one of its measure."""
    query = select(figures.c.measure, figures.c.period_start, figures.c.period_end).where(
        figures.c.ref == ref
    )
    keys: set[int] = set()
    for measure, first, last in connection.execute(query.distinct()):
        keys |= {*documents_of_figures(connection, Filters(measures=(measure,), since=first, until=last))}
    return sorted(keys)


def documents_of_instrument(connection: Connection, ref: str) -> list[int]:
    """The keys of the documents in which any reading names the instrument with this short id."""
    names = select(instruments.c.name).where(instruments.c.ref == ref)
    one = select(instruments.c.document).where(instruments.c.name.in_(names))
    return sorted(set(connection.execute(one).scalars()))


def documents_by(connection: Connection, at: dt.datetime) -> list[int]:
    """The keys of all documents that were there at a time in UTC."""
    return list(connection.execute(select(documents.c.key).where(documents.c.added_at <= at)).scalars())
