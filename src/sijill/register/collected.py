"""What the items of a dossier are now: by their ids, and where a later reader gave other ids, by their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, select

from sijill.model import Event, Figure, Instrument
from sijill.register.dossiers import Item
from sijill.register.rows import (
    HEAD,
    Head,
    Stored,
    as_read,
    chunks,
    current,
    events_of,
    figures_of,
    head_of,
    instruments_of,
)
from sijill.register.schema import documents, events, figures, instruments

Found: TypeAlias = Stored[Figure] | Stored[Event] | Stored[Instrument]


@dataclass(frozen=True, slots=True)
class Collected:
    """An item and what it is. `ref`: its id now; None of a note, and where the register does not have it any more.
    `head`: its document. `rejected`: of a figure that a review is against."""

    item: Item
    ref: str | None = None
    head: Head | None = None
    found: Found | None = None
    rejected: bool = False


def collected(connection: Connection, items: Sequence[Item]) -> list[Collected]:
    """The items in their order, with what the register has of each."""
    made: dict[int, Collected] = {}
    made |= _documents(connection, [item for item in items if item.kind == "document"])
    told = [item for item in items if item.kind in ("figure", "claim")]
    made |= _placed(connection, figures, told)
    made |= _placed(connection, events, [item for item in items if item.kind == "event"])
    made |= _placed(connection, instruments, [item for item in items if item.kind == "instrument"])
    return [made.get(item.key, Collected(item)) for item in items]


def _documents(connection: Connection, items: list[Item]) -> dict[int, Collected]:
    heads = {}
    for chunk in chunks([item.content for item in items]):
        for row in connection.execute(select(*HEAD).where(documents.c.content.in_(chunk))):
            heads[row.document_content] = head_of(row)
    found = ((item, heads.get(item.content)) for item in items)
    return {item.key: Collected(item, head.ref, head) for item, head in found if head is not None}


def _placed(connection: Connection, table: Table, items: list[Item]) -> dict[int, Collected]:
    """Items that stand in a text. Where several of the register stand at one place, none is taken for the item."""
    named = table is instruments
    column = table.c.name if named else table.c.ref
    by_name: dict[str, list[Found]] = {}
    for chunk in chunks([item.object for item in items]):
        for one in _stored(connection, table, column.in_(chunk)):
            name = str(getattr(one.found, "name", None)) if named else one.ref
            by_name.setdefault(name, []).append(one)
    lost = [item for item in items if item.object not in by_name]
    by_place: dict[tuple[Any, ...], list[Found]] = {}
    for chunk in chunks([item.content for item in lost]):
        for one in _stored(connection, table, documents.c.content.in_(chunk)):
            by_place.setdefault(_place(one), []).append(one)
    made: dict[int, Collected] = {}
    for item in items:
        place = ((item.content or "")[:16], item.start, item.end, item.quote)
        same, there = by_name.get(item.object or "", []), by_place.get(place, [])
        found = next((one for one in same if _place(one) == place), same[0] if same else None)
        if found is None and len(there) == 1:
            found = there[0]
        if found is not None:
            made[item.key] = Collected(item, found.ref, found.head, found)
    return made if table is not figures else _with_rejected(connection, made)


def _place(one: Found) -> tuple[Any, ...]:
    return (one.head.ref, one.found.start, one.found.end, one.quote)


def _with_rejected(connection: Connection, made: dict[int, Collected]) -> dict[int, Collected]:
    standing: set[str] = set()
    for chunk in chunks([one.ref for one in made.values()]):
        query = select(figures.c.ref).where(figures.c.stands, figures.c.ref.in_(chunk))
        standing |= set(connection.execute(query).scalars())
    return {key: replace(one, rejected=one.ref not in standing) for key, one in made.items()}


def _stored(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[Found]:
    """Of current readings; a figure that was corrected as it was corrected, one that was rejected as it was read."""
    if table is figures:
        order = figures.c.document, figures.c.start
        read = figures_of(connection, as_read(figures).where(where).order_by(*order))
        stand = {one.ref: one for one in figures_of(connection, current(figures).where(where))}
        return [stand.get(one.ref, one) for one in read]
    query = current(table).where(where).order_by(table.c.document, table.c.start)
    return [*(events_of if table is events else instruments_of)(connection, query)]
