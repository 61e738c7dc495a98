"""Writing: documents and readings go in, whole or not at all, and nothing that is there is changed.

A document is found by the hash of its content (codec.document_hash). The same content under another name
is the same document with one more sighting; another text under the same name is another document.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Table, func, select, update

from sijill.codec import document_hash
from sijill.model import Document, Reading
from sijill.register import reviews, search
from sijill.register.insertion import insert_rows, next_key
from sijill.register.prepared import Found, Prepared, ReadingError, check, prepare, reference
from sijill.register.rows import GIVEN, chunks
from sijill.register.schema import (
    FOUND,
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
)

__all__ = ["Kept", "Outcome", "ReadingError", "check", "keep", "keep_all", "newer", "reference", "unread"]

Outcome: TypeAlias = Literal["new", "reread", "known", "outdated"]
"""`new` document; `reread` by a newer reader; `known` by this reader; `outdated`: a newer reader has read it,
and its reading stays the current one."""

SIDES = {
    figures: (figure_places,),
    events: (event_topics, participants),
    instruments: (instrument_money,),
}
"""The tables whose rows belong to a find, in the order of Found.sides."""


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


def unread(connection: Connection, given: Iterable[Document], reader: str) -> list[Document]:
    """Those of the documents that this version of the reader has not read yet."""
    by_content = {document_hash(document): document for document in given}
    read: set[str] = set()
    for chunk in chunks(list(by_content)):
        rows = select(documents.c.content).join(readings, readings.c.document == documents.c.key)
        rows = rows.where(readings.c.reader == reader, documents.c.content.in_(chunk))
        read |= set(connection.execute(rows).scalars())
    return [document for content, document in by_content.items() if content not in read]


def keep(connection: Connection, document: Document, reading: Reading | None, now: dt.datetime) -> Kept:
    """Stores a document and a reading of it, in the transaction of `writing`. None: it was read before.

    ReadingError, before anything is written, if a span of the reading lies outside the text or the like.
    """
    [kept] = keep_all(connection, [(document, reading)], now)
    if isinstance(kept, ReadingError):
        raise kept
    return kept


def keep_all(
    connection: Connection, given: Iterable[tuple[Document, Reading | None]], now: dt.datetime
) -> list[Kept | ReadingError]:
    """Stores many as `keep` stores one, in order; of each what became of it, or why it was refused."""
    ready: list[Prepared | ReadingError] = []
    for document, reading in given:
        try:
            ready.append(prepare(document, reading))
        except ReadingError as error:
            ready.append(error)
    return keep_prepared(connection, ready, now)


def keep_prepared(
    connection: Connection, given: Sequence[Prepared | ReadingError], now: dt.datetime
) -> list[Kept | ReadingError]:
    """Stores what `prepare` made, in the transaction of `writing`; what was refused is passed on."""
    writer = _Writer(connection, [one for one in given if isinstance(one, Prepared)], now)
    kept = [one if isinstance(one, ReadingError) else writer.take(one) for one in given]
    writer.write()
    return kept


def newer(version: str, than: str) -> bool:
    """Whether one version of the reader is later than another, where both are numbers with dots."""
    try:
        return [int(part) for part in version.split(".")] > [int(part) for part in than.split(".")]
    except ValueError:
        return False


@dataclass(slots=True)
class _Known:
    """A document that is in the register, or will be when the batch is written."""

    key: int
    first_id: str
    readers: dict[str, bool] = field(default_factory=dict)  # which of them is current
    seen: set[tuple[str, str]] = field(default_factory=set)


class _Writer:
    """The rows of a batch, gathered beside what the register holds already, and then written table by table."""

    def __init__(self, connection: Connection, batch: Sequence[Prepared], now: dt.datetime) -> None:
        self.connection, self.now = connection, now
        self.known = _known(connection, [one.content for one in batch])
        self.names = _names(connection, [one.document.id for one in batch])
        self.rows: dict[Table, list[tuple[Any, ...]]] = defaultdict(list)
        self.next = {table: next_key(connection, table) for table in (documents, readings, *FOUND)}
        self.reread: set[int] = set()
        self.texts: list[tuple[int, str, str]] = []

    def take(self, one: Prepared) -> Kept | ReadingError:
        """Adds the rows of a document and its reading."""
        document, stored = one.document, self.known.get(one.content)
        if stored is None and one.reader is None:
            return ReadingError(f"{document.id} is not in the register and has no reading")
        known = stored or self._add_document(one)
        namesakes = self.names[document.id] - (known.first_id == document.id)
        sight = (document.id, document.url or "")
        if sight not in known.seen:
            known.seen.add(sight)
            self.rows[sightings].append((known.key, *sight, self.now))
        outcome: Outcome = "known"
        if one.reader is not None and one.reader not in known.readers:
            outcome = self._add_reading(known, one, one.reader, new=stored is None)
        return Kept(outcome, reference(one.content), known.first_id, namesakes)

    def _key(self, table: Table) -> int:
        key = self.next[table]
        self.next[table] += 1
        return key

    def _add_document(self, one: Prepared) -> _Known:
        d, key = one.document, self._key(documents)
        dated_by = d.dated_by or (GIVEN if d.published else None)
        row = (key, one.content, d.id, d.language, d.published, d.title, d.url, d.text, self.now)
        self.rows[documents].append((*row, dated_by, d.outlet))
        self.texts.append((key, one.forms, one.stems))
        self.names[d.id] += 1
        self.known[one.content] = _Known(key, d.id)
        return self.known[one.content]

    def _add_reading(self, known: _Known, one: Prepared, reader: str, *, new: bool) -> Outcome:
        outdated = any(current and newer(other, reader) for other, current in known.readers.items())
        if known.readers and not outdated:
            self._make_past(known)
        known.readers[reader] = not outdated
        key = self._key(readings)
        self.rows[readings].append((key, known.key, reader, self.now, not outdated, one.reading_content))
        for table in FOUND:
            for found in one.found[table.name]:
                self._add_found(table, (key, known.key), found)
        return "outdated" if outdated else "new" if new else "reread"

    def _make_past(self, known: _Known) -> None:
        """A better reading takes the place of the one before it, be that stored or of this very batch."""
        self.reread.add(known.key)
        known.readers = dict.fromkeys(known.readers, False)
        self.rows[readings] = [
            (*row[:4], False, *row[5:]) if row[1] == known.key else row for row in self.rows[readings]
        ]

    def _add_found(self, table: Table, owner: tuple[int, int], found: Found) -> None:
        key = self._key(table)
        self.rows[table].append((key, *owner, *found.row))
        for side, rows in zip(SIDES.get(table, ()), found.sides, strict=True):
            self.rows[side] += [(key, *row) for row in rows]

    def write(self) -> None:
        """Writes all rows, owners before what belongs to them."""
        for chunk in chunks(list(self.reread)):
            past = update(readings).where(readings.c.document.in_(chunk), readings.c.current)
            self.connection.execute(past.values(current=False))
        for table in (
            documents,
            sightings,
            readings,
            *FOUND,
            *(s for sides in SIDES.values() for s in sides),
        ):
            insert_rows(self.connection, table, self.rows[table])
        search.index_all(self.connection, self.texts)
        reviews.apply(self.connection, [c for c, known in self.known.items() if known.key in self.reread])


def _known(connection: Connection, contents: list[str]) -> dict[str, _Known]:
    """The documents of these contents that the register holds, by content."""
    found: dict[str, _Known] = {}
    by_key: dict[int, _Known] = {}
    for chunk in chunks(contents):
        query = select(documents.c.key, documents.c.id, documents.c.content)
        for key, name, content in connection.execute(query.where(documents.c.content.in_(chunk))):
            found[content] = by_key[key] = _Known(key, name)
    for keys in chunks(list(by_key)):
        made = select(readings.c.document, readings.c.reader, readings.c.current)
        for key, reader, current in connection.execute(made.where(readings.c.document.in_(keys))):
            by_key[key].readers[reader] = current
        seen = select(sightings.c.document, sightings.c.id, sightings.c.url)
        for key, name, url in connection.execute(seen.where(sightings.c.document.in_(keys))):
            by_key[key].seen.add((name, url))
    return found


def _names(connection: Connection, names: list[str]) -> Counter[str]:
    """How many documents of the register have each of the names."""
    found: Counter[str] = Counter()
    for chunk in chunks(names):
        query = select(documents.c.id, func.count()).where(documents.c.id.in_(chunk)).group_by(documents.c.id)
        for name, number in connection.execute(query):
            found[name] += number
    return found
