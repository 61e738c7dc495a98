"""The audit trail: who did what, each record with the hash of the one before, so that none can be changed,
taken out or put in between without all later hashes being wrong. Triggers of the database refuse to try.

Cutting off the end leaves a whole chain: note the last hash elsewhere now and then, and ask for it (`holds`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from sijill.codec import canonical
from sijill.register.schema import audit

BEGINNING = "0" * 64
"""What stands for the hash before the first record's."""


@dataclass(frozen=True, slots=True)
class Act:
    """A record. `who`: a login, or the name of the single user; `object`: kind and id («figure 4f2a…»), if any."""

    key: int
    made_at: dt.datetime
    who: str
    action: str
    object: str | None
    detail: Mapping[str, Any]
    previous: str
    hash: str


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def record(
    connection: Connection, at: dt.datetime, who: str, action: str, object: str | None = None, **detail: Any
) -> Act:
    """Adds a record in the transaction of `writing`: it is kept if what it tells of is, and not otherwise.

    `action`: at most 32 characters, a verb with what it is done to (`review`, `dossier.add`). `detail`: what JSON can
    hold, and no secret.
    """
    last = connection.execute(
        select(audit.c.key, audit.c.hash).order_by(audit.c.key.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.key + 1, last.hash) if last else (1, BEGINNING)
    made = _hash(number, at, who, action, object, detail, previous)
    act = Act(number, at, who, action, object, detail, previous, made)
    row = {name: getattr(act, name) for name in audit.c.keys()}  # noqa: SIM118  no mapping
    connection.execute(insert(audit), row)
    return act


def acts(
    connection: Connection, *, who: str | None = None, object: str | None = None, limit: int | None = None
) -> list[Act]:
    """The records, latest first: of somebody, of something, at most so many."""
    query = select(audit).order_by(audit.c.key.desc()).limit(limit)
    if who is not None:
        query = query.where(audit.c.who == who)
    if object is not None:
        query = query.where(audit.c.object == object)
    return [_act(row) for row in connection.execute(query)]


def broken(connection: Connection) -> Iterator[str]:
    """A line for each record that is not as it was made, or not where it was made."""
    for key in connection.execute(select(audit.c.key).where(audit.c.key < 1)).scalars():
        yield f"audit trail, record {key}: no record has such a number"
    number, previous = 0, BEGINNING
    while some := connection.execute(
        select(audit).where(audit.c.key > number).order_by(audit.c.key).limit(1000)
    ).all():
        for row in some:
            act = _act(row)
            if act.key != number + 1:
                yield f"audit trail: between {number} and {act.key} records are missing"
            if act.previous != previous:
                yield f"audit trail, record {act.key}: it does not follow the record before it"
            made = _hash(act.key, act.made_at, act.who, act.action, act.object, act.detail, act.previous)
            if act.hash != made:
                yield f"audit trail, record {act.key}: it is not what was written (its hash differs)"
            number, previous = act.key, act.hash


def head(connection: Connection) -> tuple[int, str]:
    """How many records there are, and the hash of the last, which stands for all of them."""
    row = connection.execute(select(audit.c.key, audit.c.hash).order_by(audit.c.key.desc()).limit(1)).first()
    return (row.key, row.hash) if row else (0, BEGINNING)


def holds(connection: Connection, noted: str) -> bool:
    """Whether a record has this hash: one that was noted and is not there any more was cut off."""
    return connection.execute(select(audit.c.key).where(audit.c.hash == noted)).first() is not None


def _act(row: Row[Any]) -> Act:
    return Act(**row._mapping)


def _hash(
    number: int,
    at: dt.datetime,
    who: str,
    action: str,
    object: str | None,
    detail: Mapping[str, Any],
    previous: str,
) -> str:
    record = [number, at.isoformat(), who, action, object, detail, previous]
    return hashlib.sha256(canonical(record).encode("utf-8")).hexdigest()
