"""Dossiers: what somebody collects for a piece of work, with notes, in an order, shared by role.

Who made a dossier is its admin, so is every admin of the register, and so is the single user of a register without
accounts. Others have the role that they are given in it, and nothing more than their own role lets them do. A dossier
that somebody may not see is not there for them. Each change is put on the audit trail in the same transaction.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from sijill.register import audit
from sijill.register.insertion import next_key
from sijill.register.people import Person, account, person_of
from sijill.register.query import document_by_ref
from sijill.register.rows import as_read, current
from sijill.register.schema import (
    dossier_items,
    dossier_roles,
    dossiers,
    events,
    figures,
    instruments,
    people,
)

Part: TypeAlias = Literal["viewer", "editor", "admin"]
"""Somebody's role in a dossier: a viewer sees it, an editor changes what is in it, an admin shares it too."""
Kind: TypeAlias = Literal["figure", "event", "instrument", "document", "claim", "note"]
Visibility: TypeAlias = Literal["private", "team"]
Move: TypeAlias = Literal["up", "down"]

PARTS: tuple[Part, ...] = get_args(Part)
KINDS: tuple[Kind, ...] = get_args(Kind)
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)
LONGEST_TITLE = 300
MOST_ITEMS = 1000
"""Of one dossier: it is drawn as one page, to be read and printed."""

_TABLES = {"figure": figures, "claim": figures, "event": events, "instrument": instruments}


class DossierError(ValueError):
    """A dossier that is not there for who asks, or cannot be as asked for: why, as a code and in one line."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier, and the part in it of the person who asked for it. `person`: the key of who made it, None for the
    single user; `author`: their name then; `items`: how many there are in it."""

    key: int
    ref: str
    title: str
    note: str | None
    visibility: Visibility
    person: int | None
    author: str
    created_at: dt.datetime
    updated_at: dt.datetime
    part: Part
    items: int
    removed: bool

    def lets(self, least: Part) -> bool:
        """Whether who asked has this part in it or more."""
        return PARTS.index(self.part) >= PARTS.index(least)


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a dossier. `object`: its short id when it was added (of a claim, that of a figure that tells it), or
    the name of an instrument; None of a note. `content`, `start`, `end`, `quote`: where it stood, by which it is found
    when a later reader gives it another id."""

    key: int
    kind: Kind
    object: str | None
    content: str | None
    start: int | None
    end: int | None
    quote: str | None
    note: str | None
    position: int
    author: str
    added_at: dt.datetime


def dossiers_of(connection: Connection, person: Person, *, removed: bool = False) -> list[Dossier]:
    """The dossiers that a person may see, the one that was changed last first. `removed`: those put away instead, of
    which they are admin."""
    counting = select(dossier_items.c.dossier, func.count()).group_by(dossier_items.c.dossier)
    counted: dict[int, int] = {row[0]: row[1] for row in connection.execute(counting)}
    given = _parts_of(connection, person)
    away = dossiers.c.removed_at.is_not(None) if removed else dossiers.c.removed_at.is_(None)
    order = dossiers.c.updated_at.desc(), dossiers.c.key.desc()
    found = []
    for row in connection.execute(select(dossiers).where(away).order_by(*order)):
        part = _part(row, person, given.get(row.key))
        if part is not None and (part == "admin" or not removed):
            found.append(_dossier(row, part, counted.get(row.key, 0)))
    return found


def dossier_for(connection: Connection, person: Person, ref: str, least: Part = "viewer") -> Dossier:
    """The dossier with this whole id. DossierError `not_there` where there is none or the person may not see it, and
    `not_allowed` where they have less than this part in it."""
    row = connection.execute(select(dossiers).where(dossiers.c.ref == ref)).one_or_none()
    given = None if row is None else _parts_of(connection, person).get(row.key)
    part = None if row is None else _part(row, person, given)
    if row is None or part is None or (row.removed_at is not None and part != "admin"):
        raise DossierError("not_there", f"there is no dossier {ref}")
    found = _dossier(row, part, _number_of_items(connection, row.key))
    if not found.lets(least):
        raise DossierError("not_allowed", f"this needs the role {least} in the dossier")
    return found


def items_of(connection: Connection, dossier: Dossier) -> list[Item]:
    """What is in a dossier, in its order."""
    query = select(dossier_items).where(dossier_items.c.dossier == dossier.key)
    rows = connection.execute(query.order_by(dossier_items.c.position, dossier_items.c.key))
    return [_item(row) for row in rows]


def shared_with(connection: Connection, dossier: Dossier) -> list[tuple[Person, Part]]:
    """Those who have a role in a dossier beside who made it, by their logins."""
    query = select(people, dossier_roles.c.role.label("part")).join(
        dossier_roles, dossier_roles.c.person == people.c.key
    )
    rows = connection.execute(query.where(dossier_roles.c.dossier == dossier.key)).all()
    return sorted(((person_of(row), row.part) for row in rows), key=lambda one: one[0].login)


def begin(
    connection: Connection,
    now: dt.datetime,
    person: Person,
    title: str,
    note: str | None = None,
    visibility: Visibility = "private",
) -> Dossier:
    """A new dossier, of which the person is admin. `private`: for those with a role in it; `team`: everybody sees it.
    DossierError `no_title` without one."""
    ref = secrets.token_hex(8)
    row: dict[str, Any] = {"key": next_key(connection, dossiers), "ref": ref, "title": _title(title)}
    row |= {"note": note, "visibility": visibility, "person": person.key, "author": person.name}
    row |= {"created_at": now, "updated_at": now, "removed_at": None}
    connection.execute(insert(dossiers), row)
    told = {name: row[name] for name in ("title", "note", "visibility")}
    audit.record(connection, now, person.login, "dossier.begin", f"dossier {ref}", **told)
    return dossier_for(connection, person, ref)


def describe(
    connection: Connection,
    now: dt.datetime,
    person: Person,
    dossier: Dossier,
    title: str,
    note: str | None,
    visibility: Visibility,
) -> None:
    """Gives a dossier another title, note or circle of those who see it. Its editors may do the first two."""
    wanted = {"title": _title(title), "note": note, "visibility": visibility}
    _allow(dossier, "admin" if visibility != dossier.visibility else "editor")
    changed = {name: value for name, value in wanted.items() if value != getattr(dossier, name)}
    if changed:
        connection.execute(update(dossiers).where(dossiers.c.key == dossier.key).values(**changed))
        _changed(connection, now, person, dossier, "change", **changed)


def put_away(
    connection: Connection, now: dt.datetime, person: Person, dossier: Dossier, away: bool = True
) -> None:
    """Takes a dossier out of the lists, or back into them: nothing of it is lost."""
    _allow(dossier, "admin")
    if dossier.removed != away:
        values = {"removed_at": now if away else None}
        connection.execute(update(dossiers).where(dossiers.c.key == dossier.key).values(**values))
        _changed(connection, now, person, dossier, "remove" if away else "restore", title=dossier.title)


def add_item(
    connection: Connection,
    now: dt.datetime,
    person: Person,
    dossier: Dossier,
    kind: Kind,
    ref: str | None = None,
    note: str | None = None,
) -> Item:
    """Puts something at the end of a dossier: what has this whole short id, or a note alone. DossierError `no_object`
    if the register has no such thing, `already` if it is in the dossier, `no_note`, or `full`."""
    _allow(dossier, "editor")
    row: dict[str, Any] = {"object": None, "content": None, "start": None, "end": None, "quote": None}
    if kind == "note":
        if not note:
            raise DossierError("no_note", "a note has words")
    else:
        row |= _target(connection, kind, ref or "")
        same = dossier_items.c.kind == kind, dossier_items.c.object == row["object"]
        if connection.execute(
            select(dossier_items.c.key).where(dossier_items.c.dossier == dossier.key, *same)
        ).first():
            raise DossierError("already", "that is in the dossier already")
    if dossier.items >= MOST_ITEMS:
        raise DossierError("full", f"a dossier holds {MOST_ITEMS} items at most; begin another")
    here = select(func.coalesce(func.max(dossier_items.c.position), 0))
    last = connection.execute(here.where(dossier_items.c.dossier == dossier.key)).scalar_one()
    row |= {"key": next_key(connection, dossier_items), "dossier": dossier.key, "kind": kind, "note": note}
    row |= {"position": last + 1, "person": person.key, "author": person.name, "added_at": now}
    connection.execute(insert(dossier_items), row)
    told = {"item": row["key"], "kind": kind, "of": row["object"], "note": note}
    _changed(connection, now, person, dossier, "add", **told)
    return item_of(connection, dossier, row["key"])


def item_of(connection: Connection, dossier: Dossier, key: int) -> Item:
    """The item of this dossier with this number. DossierError `no_item` if it has none, though another dossier may."""
    query = select(dossier_items).where(dossier_items.c.key == key, dossier_items.c.dossier == dossier.key)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise DossierError("no_item", f"there is no item {key} in the dossier")
    return _item(row)


def annotate(
    connection: Connection, now: dt.datetime, person: Person, dossier: Dossier, item: Item, note: str | None
) -> None:
    """Writes a note to an item, in the place of the one that it has; an item that is a note keeps one."""
    _allow(dossier, "editor")
    if item.kind == "note" and not note:
        raise DossierError("no_note", "a note has words; to take it out, remove it")
    if note != item.note:
        connection.execute(update(dossier_items).where(dossier_items.c.key == item.key).values(note=note))
        _changed(connection, now, person, dossier, "note", item=item.key, note=note)


def move(
    connection: Connection, now: dt.datetime, person: Person, dossier: Dossier, item: Item, to: Move
) -> None:
    """Changes an item's place with that of its neighbour, if it has one there."""
    _allow(dossier, "editor")
    keys = [one.key for one in items_of(connection, dossier)]
    at = keys.index(item.key)
    other = at + (-1 if to == "up" else 1)
    if not 0 <= other < len(keys):
        return
    keys[at], keys[other] = keys[other], keys[at]
    for place in (at, other):
        connection.execute(
            update(dossier_items).where(dossier_items.c.key == keys[place]).values(position=place + 1)
        )
    _changed(connection, now, person, dossier, "move", item=item.key, place=other + 1)


def remove_item(
    connection: Connection, now: dt.datetime, person: Person, dossier: Dossier, item: Item
) -> None:
    """Takes an item out of a dossier; the audit trail keeps what it was."""
    _allow(dossier, "editor")
    connection.execute(delete(dossier_items).where(dossier_items.c.key == item.key))
    for place, one in enumerate(items_of(connection, dossier), 1):
        if one.position != place:
            connection.execute(
                update(dossier_items).where(dossier_items.c.key == one.key).values(position=place)
            )
    told = {"item": item.key, "kind": item.kind, "of": item.object, "note": item.note}
    _changed(connection, now, person, dossier, "take_out", **told)


def share(
    connection: Connection, now: dt.datetime, person: Person, dossier: Dossier, login: str, part: Part | None
) -> None:
    """Gives somebody a role in a dossier, or takes it from them. DossierError `no_person` if no open account has the
    login, `owner` if it is who made the dossier."""
    _allow(dossier, "admin")
    found = account(connection, login)
    if found is None or found.person.key is None or (found.disabled and part is not None):
        raise DossierError("no_person", f"nobody who can log in has the login {login}")
    key = found.person.key
    if key == dossier.person:
        raise DossierError("owner", "who made a dossier is its admin")
    theirs = dossier_roles.c.dossier == dossier.key, dossier_roles.c.person == key
    had = connection.execute(select(dossier_roles.c.role).where(*theirs)).scalar()
    if had == part:
        return
    connection.execute(delete(dossier_roles).where(*theirs))
    if part is not None:
        connection.execute(insert(dossier_roles), {"dossier": dossier.key, "person": key, "role": part})
    _changed(connection, now, person, dossier, "share", login=found.person.login, role=part)


def _target(connection: Connection, kind: Kind, ref: str) -> dict[str, Any]:
    """What the row of an item has of the thing with this short id."""
    missing = DossierError("no_object", f"no {kind} of the register has the id {ref}")
    if kind == "document":
        stored = document_by_ref(connection, ref) if len(ref) >= 16 else None
        if stored is None:
            raise missing
        return {"object": stored.content[:16], "content": stored.content}
    table = _TABLES[kind]
    query = as_read(table) if table is figures else current(table)
    row = connection.execute(query.where(table.c.ref == ref).limit(1)).one_or_none()
    if row is None:
        raise missing
    found = {"content": row.document_content, "start": row.start, "end": row.end, "quote": row.quote}
    return found | {"object": row.name if kind == "instrument" else row.ref}


def _title(given: str) -> str:
    title = " ".join(given.split())
    if not title or len(title) > LONGEST_TITLE:
        raise DossierError("no_title", f"a title has 1 to {LONGEST_TITLE} characters")
    return title


def _allow(dossier: Dossier, least: Part) -> None:
    if not dossier.lets(least):
        raise DossierError("not_allowed", f"this needs the role {least} in the dossier")


def _changed(
    connection: Connection, now: dt.datetime, person: Person, dossier: Dossier, what: str, **told: Any
) -> None:
    connection.execute(update(dossiers).where(dossiers.c.key == dossier.key).values(updated_at=now))
    audit.record(connection, now, person.login, f"dossier.{what}", f"dossier {dossier.ref}", **told)


def _parts_of(connection: Connection, person: Person) -> dict[int, Part]:
    """The roles that a person was given, by the key of the dossier."""
    if person.key is None:
        return {}
    query = select(dossier_roles).where(dossier_roles.c.person == person.key)
    return {row.dossier: row.role for row in connection.execute(query)}


def _part(row: Row[Any], person: Person, given: Part | None) -> Part | None:
    """What a person is in a dossier: their own role bounds what they were given in it."""
    if person.may("admin"):
        return "admin"
    owns = person.key is not None and row.person == person.key
    part: Part | None = "admin" if owns else given or ("viewer" if row.visibility == "team" else None)
    return "viewer" if part is not None and not person.may("editor") else part


def _number_of_items(connection: Connection, dossier: int) -> int:
    query = select(func.count()).select_from(dossier_items).where(dossier_items.c.dossier == dossier)
    return int(connection.execute(query).scalar_one())


def _dossier(row: Row[Any], part: Part, items: int) -> Dossier:
    slots = {name: value for name, value in row._mapping.items() if name != "removed_at"}
    return Dossier(**slots, part=part, items=items, removed=row.removed_at is not None)


def _item(row: Row[Any]) -> Item:
    return Item(**{name: value for name, value in row._mapping.items() if name not in ("dossier", "person")})
