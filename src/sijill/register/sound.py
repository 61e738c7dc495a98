"""Examining a register: is what it holds still what was read? Every text, span and hash is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from sijill.codec import document_hash, reading_hash
from sijill.register import search
from sijill.register.query import stored_reading
from sijill.register.rows import documents_by_key
from sijill.register.schema import FOUND, documents, readings


def problems(connection: Connection) -> Iterator[str]:
    """A line for each thing that is wrong; none if the register is sound."""
    damage = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
    if damage != ["ok"]:
        yield from (f"the file is damaged: {line}" for line in damage[:20])
        return
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: its row of {parent} is missing"
    lacking = search.unindexed(connection)
    if lacking:
        yield f"{lacking} documents are missing from the search index"
    for key in connection.execute(select(documents.c.key).order_by(documents.c.key)).scalars().all():
        yield from _document_problems(connection, key)


def _document_problems(connection: Connection, key: int) -> Iterator[str]:
    stored = documents_by_key(connection, [key])[key]
    document = stored.document
    if document_hash(document) != stored.content:
        yield f"document {document.id}: it is not what was added (its hash differs)"
    for table in FOUND:
        rows = select(table.c.start, table.c.end, table.c.quote).where(table.c.document == key)
        for start, end, quote in connection.execute(rows):
            if document.text[start:end] != quote:
                yield f"document {document.id}: {table.name} at [{start}, {end}) no longer says «{quote}»"
    made = connection.execute(
        select(readings.c.content).where(readings.c.document == key, readings.c.current)
    ).scalar_one_or_none()
    reading = stored_reading(connection, key)
    if made is None or reading is None:
        yield f"document {document.id}: it has no current reading"
    elif reading_hash(document, reading) != made:
        yield f"document {document.id}: its reading is not what was stored (its hash differs)"
