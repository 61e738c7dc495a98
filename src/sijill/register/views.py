"""Reading for views: many figures of one measure, place and time, without what only one of them needs.

Made for a register of millions: places are looked up for the figures that pass the rest, never the other way round,
and the evidence is left where it is, so that a figure here has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import JSON, ColumnElement, Connection, case, exists, func, literal_column, or_, select

from sijill.model import Figure
from sijill.register.query import Filters
from sijill.register.rows import HEAD, Stored, chunks, current, figures_of
from sijill.register.schema import documents, figure_places, figures, readings

AROUND = 400
"""Characters on each side of a figure that are its passage."""

_COLUMNS = (
    *(column for column in figures.c if column.name != "evidence"),
    literal_column("'[]'", JSON).label("evidence"),
    *HEAD,
)


def figures_told(
    connection: Connection, filters: Filters, known_on: dt.date | None = None
) -> list[Stored[Figure]]:
    """The figures that pass (measures, places, since, until, sources, statuses, languages), in the order of
    publication; `known_on`: only of documents that were published by then."""
    query = current(figures).with_only_columns(*_COLUMNS).where(*_passing(filters))
    if known_on is not None:
        query = query.where(documents.c.published <= known_on)
    query = query.order_by(documents.c.published, documents.c.key, figures.c.start).limit(filters.limit)
    return figures_of(connection, query)


def wholes(connection: Connection, found: Iterable[Stored[Figure]]) -> dict[tuple[int, int], Figure]:
    """The figures that others are parts of, by the key of their document and their start."""
    known = {(stored.head.key, stored.found.start): stored.found for stored in found}
    asked = {
        (document, figure.part_of)
        for (document, _), figure in known.items()
        if figure.part_of is not None and (document, figure.part_of) not in known
    }
    for chunk in chunks(sorted({document for document, _ in asked})):
        starts = {start for document, start in asked if document in chunk}
        query = current(figures).with_only_columns(*_COLUMNS)
        query = query.where(figures.c.document.in_(chunk), figures.c.start.in_(starts))
        known |= {(s.head.key, s.found.start): s.found for s in figures_of(connection, query)}
    return known


def passages(connection: Connection, refs: Sequence[str]) -> dict[str, str]:
    """The characters around figures, by their whole short ids."""
    start = case((figures.c.start > AROUND, figures.c.start - AROUND), else_=0)
    text = func.substr(documents.c.text, start + 1, figures.c.end - start + AROUND)
    query = select(figures.c.ref, text.label("passage")).join(
        documents, documents.c.key == figures.c.document
    )
    query = query.join(readings, readings.c.key == figures.c.reading).where(readings.c.current)
    found: dict[str, str] = {}
    for first in range(0, len(refs), 500):
        rows = connection.execute(query.where(figures.c.ref.in_(refs[first : first + 500])))
        found.update((row.ref, row.passage) for row in rows)
    return found


def _passing(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.measures:
        wanted.append(figures.c.measure.in_(filters.measures))
    start, end = figures.c.period_start, figures.c.period_end
    if filters.until:
        wanted.append(or_(start <= filters.until, start.is_(None) & end.is_not(None)))
    if filters.since:
        wanted.append(or_(end >= filters.since, end.is_(None) & start.is_not(None)))
    if filters.statuses:
        wanted.append(figures.c.status.in_(filters.statuses))
    if filters.sources:
        name = func.lower(figures.c.source)
        wanted.append(or_(*(name.contains(part.lower(), autoescape=True) for part in filters.sources)))
    if filters.languages:
        wanted.append(documents.c.language.in_(filters.languages))
    if filters.places:
        of_it = figure_places.c.figure == figures.c.key
        roles = figure_places.c.role.in_(("from", "to", "at"))
        wanted.append(exists().where(of_it, roles, figure_places.c.code.in_(filters.places)))
    return wanted
