"""Examining a register: is what it holds still what was read? Every text, span, quote and hash is looked at,
of past readings too; and, where asked, whether this version of the reader reads the same from the same texts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, select

from sijill.codec import canonical, document_hash, reading_hash, reading_to_json
from sijill.model import Reading
from sijill.register import audit, search
from sijill.register.rows import StoredDocument, chunks, documents_by_key, records, told_of
from sijill.register.schema import FOUND, TEAM, documents, metadata, readings, reviews, sightings

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Made:
    """A stored reading: its row, what it found, and the rows of that by table."""

    row: Row[Any]
    reading: Reading
    found: dict[str, list[Row[Any]]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with all its readings, oldest first, and the names and addresses under which it was seen."""

    stored: StoredDocument
    made: list[Made]
    seen: list[Row[Any]]


def wholes(connection: Connection, sample: int | None = None) -> Iterator[Whole]:
    """Every document with what was read of it, in the order of the documents' hashes. `sample`: the first so
    many, which is a sample drawn by chance, and the same one each time."""
    asked = select(documents.c.key).order_by(documents.c.content).limit(sample)
    keys = iter(connection.execute(asked).scalars().all())
    while some := list(islice(keys, _AT_ONCE)):
        yield from _wholes(connection, some)


def _wholes(connection: Connection, keys: list[int]) -> Iterator[Whole]:
    stored = documents_by_key(connection, keys)
    rows = connection.execute(
        select(readings).where(readings.c.document.in_(keys)).order_by(readings.c.document, readings.c.key)
    ).all()
    found = {
        table.name: {
            key: of_it
            for chunk in chunks([row.key for row in rows])
            for key, of_it in records(connection, table, chunk).items()
        }
        for table in FOUND
    }
    made: dict[int, list[Made]] = {key: [] for key in keys}
    for row in rows:
        document = stored[row.document].document
        of_it = {name: by_reading.get(row.key, []) for name, by_reading in found.items()}
        slots = {name: tuple(record for _, record in pairs) for name, pairs in of_it.items()}
        reading = Reading(document.id, document.language, row.reader, **slots)
        made[row.document].append(
            Made(row, reading, {name: [r for r, _ in pairs] for name, pairs in of_it.items()})
        )
    seen: dict[int, list[Row[Any]]] = {key: [] for key in keys}
    for row in connection.execute(select(sightings).where(sightings.c.document.in_(keys))):
        seen[row.document].append(row)
    yield from (Whole(stored[key], made[key], seen[key]) for key in keys)


def problems(connection: Connection) -> Iterator[str]:
    """A line for each thing that is wrong; none if the register is sound."""
    broken = False
    for line in _damage(connection):
        yield line
        broken = broken or line.startswith("the file")
    if broken:
        return
    terms: Counter[str] = Counter()
    for whole in wholes(connection):
        yield from _document_problems(whole)
        search.count(terms, whole.stored.document.text)
    yield from search.problems(connection, terms)
    yield from audit.broken(connection)


def _damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        damage = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
        yield from (f"the file is damaged: {line}" for line in damage[:20] if line != "ok")
        if damage != ["ok"]:
            return
    for table in metadata.sorted_tables:
        for column in table.c:
            for foreign in column.foreign_keys:
                parent = foreign.column
                orphans = (
                    select(column)
                    .select_from(table.outerjoin(parent.table, column == parent))
                    .where(column.is_not(None), parent.is_(None))
                )
                for key in connection.execute(orphans.limit(20)).scalars():
                    yield f"{table.name}: the row of {parent.table.name} with key {key} is missing"


def _document_problems(whole: Whole) -> Iterator[str]:
    document = whole.stored.document
    if document_hash(document) != whole.stored.content:
        yield f"document {document.id}: it is not what was added (its hash differs)"
    if [made.row.current for made in whole.made].count(True) != 1:
        yield f"document {document.id}: it has {_current(whole)} current reading"
    for made in whole.made:
        for name, rows in made.found.items():
            for row in rows:
                if document.text[row.start : row.end] != row.quote:
                    told = f"{name} at [{row.start}, {row.end}) no longer says «{row.quote}»"
                    yield f"document {document.id}: {told}"
        if reading_hash(document, made.reading) != made.row.content:
            yield f"document {document.id}: its reading is not what was stored (its hash differs)"


def _current(whole: Whole) -> str:
    number = sum(made.row.current for made in whole.made)
    return f"{number}, not one" if number else "no"


def content_hash(connection: Connection) -> str:
    """The SHA-256 of all that a register holds, the same in every store: of each document in the order of its
    hash its fields, then its names, its readings with all that they found, sorted as text; then the reviews
    in their order; then what a team keeps, but for who is logged in. A record is a line of canonical JSON. Of what
    was read keys and whatever is derived are left out."""
    digest = hashlib.sha256()

    def add(*record: Any) -> None:
        digest.update((canonical(record) + "\n").encode("utf-8"))

    for whole in wholes(connection):
        stored = whole.stored
        add("document", stored.content, told_of(stored), stored.added_at.isoformat())
        for row in sorted(whole.seen, key=lambda row: (row.id, row.url)):
            add("sighting", row.id, row.url, row.seen_at.isoformat())
        for made in sorted(whole.made, key=lambda made: str(made.row.reader)):
            row = made.row
            add("reading", row.reader, row.made_at.isoformat(), row.current, row.content)
            found = reading_to_json(stored.document, made.reading, explain=True)
            quotes = {
                name: sorted([r.start, r.end, r.quote] for r in rows) for name, rows in made.found.items()
            }
            add("found", {name: found[name] for name in made.found}, quotes)
    for row in connection.execute(select(reviews).order_by(reviews.c.key)):
        fields = {name: value for name, value in row._mapping.items() if name != "key"}
        add("review", fields | {"made_at": row.made_at.isoformat()})
    for table in TEAM:
        for row in connection.execute(select(table).order_by(*table.primary_key)):
            add(table.name, {name: _plain(value) for name, value in row._mapping.items()})
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value
