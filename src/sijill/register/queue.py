"""Figures that nobody has reviewed yet, the least certain first: what a reviewer looks at next.

The order is by the calibrated confidence of the reader, figures of which it says none first; what is equal stands by
its short id, so that the place of a figure in the queue is one and the same for every reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from sijill.model import Figure
from sijill.register.query import Filters, narrowed, passing
from sijill.register.rows import Stored, as_read, chunks, current, figures_of
from sijill.register.schema import figures

Doubt: TypeAlias = tuple[int, float | None, str]
"""The place of a figure in a queue: with how many others it is in conflict (0 where that does not count), how sure the
reader is of it, its short id."""

MOST_COUNTED = 20_000


def waiting(connection: Connection, filters: Filters, past: Doubt | None = None) -> list[Stored[Figure]]:
    """The figures that pass and wait for a review, the least certain first; those behind `past` alone."""
    query = _waiting(connection, filters)
    if past is not None:
        query = query.where(_behind(past))
    order = figures.c.confidence.nulls_first(), figures.c.ref
    return figures_of(connection, query.order_by(*order).limit(filters.limit))


def waiting_among(connection: Connection, filters: Filters, refs: Iterable[str]) -> list[Stored[Figure]]:
    """Those of the figures with these short ids that pass and wait for a review."""
    query = _waiting(connection, filters)
    found: list[Stored[Figure]] = []
    for chunk in chunks(sorted(refs)):
        found += figures_of(connection, query.where(figures.c.ref.in_(chunk)))
    return found


def number_waiting(connection: Connection, filters: Filters) -> int | None:
    """How many pass and wait for a review; None where more than MOST_COUNTED do, which would take long to count."""
    keys = _waiting(connection, filters).with_only_columns(figures.c.key).limit(MOST_COUNTED + 1).subquery()
    number: int = connection.execute(select(func.count()).select_from(keys)).scalar_one()
    return None if number > MOST_COUNTED else number


def figure_as_read(connection: Connection, ref: str) -> Stored[Figure] | None:
    """The figure with this whole short id as the reader made it, whatever reviews say of it."""
    found = figures_of(connection, as_read(figures).where(figures.c.ref == ref))
    return found[0] if found else None


def doubt(stored: Stored[Figure], conflicts: int = 0) -> Doubt:
    """The place of a figure in the queue."""
    return conflicts, stored.found.confidence, stored.ref


def order_of(place: Doubt) -> tuple[int, float, str]:
    """By which places are sorted: the most conflicts first, then the least certain."""
    conflicts, confidence, ref = place
    return -conflicts, -1.0 if confidence is None else confidence, ref


def _waiting(connection: Connection, filters: Filters) -> Select[tuple[int]]:
    query = current(figures).where(figures.c.review.is_(None), *passing(connection, filters))
    return narrowed(query, filters)


def _behind(past: Doubt) -> ColumnElement[bool]:
    _, confidence, ref = past
    if confidence is None:
        return or_(
            figures.c.confidence.is_not(None), and_(figures.c.confidence.is_(None), figures.c.ref > ref)
        )
    return or_(
        figures.c.confidence > confidence, and_(figures.c.confidence == confidence, figures.c.ref > ref)
    )
