"""Alerts: saved searches over the figures, each with the moment up to which its owner has seen what came."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from sijill.model import Figure
from sijill.register.insertion import next_key
from sijill.register.query import Filters, narrowed, passing
from sijill.register.rows import Stored, current, figures_of
from sijill.register.schema import alerts, documents, figures, reviews

_MANY = ("measures", "places", "sources", "statuses", "languages")


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved search of somebody; `person` None is the single user. What came after `seen_at` is new."""

    ref: str
    person: int | None
    title: str
    filters: Filters
    created_at: dt.datetime
    seen_at: dt.datetime


def add_alert(
    connection: Connection, now: dt.datetime, person: int | None, title: str, filters: Filters
) -> Alert:
    """Keeps a search (measures, places, sources, statuses, languages); what is there already is not new."""
    ref = secrets.token_hex(8)
    row = {
        "key": next_key(connection, alerts),
        "ref": ref,
        "person": person,
        "kind": "measure",
        "title": title,
        "filter": {name: list(getattr(filters, name)) for name in _MANY if getattr(filters, name)},
        "created_at": now,
        "seen_at": now,
    }
    connection.execute(insert(alerts), row)
    return Alert(ref, person, title, filters, now, now)


def alerts_of(connection: Connection, person: int | None) -> list[Alert]:
    """The alerts of somebody, in the order in which they were made."""
    query = select(alerts).where(_whose(person), alerts.c.kind == "measure").order_by(alerts.c.key)
    return [
        Alert(
            row.ref,
            row.person,
            row.title,
            _filters(row.filter),
            row.created_at,
            row.seen_at or row.created_at,
        )
        for row in connection.execute(query)
    ]


def new_of(connection: Connection, alert: Alert, most: int | None = None) -> list[Stored[Figure]]:
    """The figures that pass and came, or were reviewed, after the alert was seen last; the newest document first."""
    made = select(reviews.c.key).where(reviews.c.made_at > alert.seen_at)
    query = narrowed(current(figures).where(*passing(connection, alert.filters)), alert.filters)
    query = query.where(or_(documents.c.added_at > alert.seen_at, figures.c.review.in_(made)))
    order = documents.c.key.desc(), figures.c.start
    return figures_of(connection, query.order_by(*order).limit(most))


def see(connection: Connection, alert: Alert, now: dt.datetime) -> Alert:
    """Notes that all that came up to now was seen."""
    connection.execute(update(alerts).where(alerts.c.ref == alert.ref).values(seen_at=now))
    return replace(alert, seen_at=now)


def remove_alert(connection: Connection, alert: Alert) -> None:
    """Lets an alert go."""
    connection.execute(delete(alerts).where(alerts.c.ref == alert.ref))


def _whose(person: int | None) -> ColumnElement[bool]:
    return alerts.c.person.is_(None) if person is None else alerts.c.person == person


def _filters(written: Mapping[str, Any]) -> Filters:
    found: dict[str, Any] = {name: tuple(written.get(name, ())) for name in _MANY}
    return Filters(**found)
