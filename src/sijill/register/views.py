"""Reading for views: many figures of one measure, place and time, without what only one of them needs.

Made for a register of millions. One statement gives the figures with their places; the evidence, the quote and the
document's names stay where they are until a figure is shown (`stored`). A figure here has no evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from sijill.codec import plain_number
from sijill.model import Figure, Period, Population
from sijill.register.query import Filters, keys_of
from sijill.register.rows import Stored, chunks, current, figures_of
from sijill.register.schema import documents, figure_places, figures, readings

AROUND = 300
"""Characters on each side of a figure that are its passage."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure, its short id, its document by key, the day that it was published, and its language."""

    figure: Figure
    ref: str
    document: int
    published: dt.date | None
    language: str


def _as_written(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day as the database gives it, which `_day` makes a day once for many rows."""
    return type_coerce(column, String)


_PLACES = (
    select(func.aggregate_strings(figure_places.c.role + ":" + figure_places.c.code, " "))
    .where(figure_places.c.figure == figures.c.key)
    .correlate(figures)
    .scalar_subquery()
)
_COLUMNS = (
    figures.c.ref,
    figures.c.document,
    _as_written(documents.c.published).label("published"),
    documents.c.language,
    figures.c.start,
    figures.c.end,
    figures.c.value,
    figures.c.bound,
    figures.c.low,
    figures.c.high,
    figures.c.unit,
    figures.c.change,
    figures.c.measure,
    figures.c.status,
    _as_written(figures.c.period_start).label("period_start"),
    _as_written(figures.c.period_end).label("period_end"),
    figures.c.sex,
    figures.c.age,
    figures.c.vulnerable,
    figures.c.actor,
    figures.c.source,
    figures.c.part_of,
    figures.c.confidence,
    _PLACES.label("places"),
)


_OF_SOME = figure_places.c.figure == figures.c.key, figure_places.c.role == "nationality"
_EVERYBODY = (
    figures.c.change.is_(None),
    figures.c.part_of.is_(None),
    figures.c.sex.is_(None),
    figures.c.age.is_(None),
    figures.c.vulnerable.is_(False),
    ~exists().where(*_OF_SOME),
)


def figures_seen(
    connection: Connection,
    filters: Filters,
    *,
    known_on: dt.date | None = None,
) -> list[Seen]:
    """The figures that pass (measures, places, since, until, sources, statuses, languages, everybody), in of
    publication; `known_on`: only of documents that were published by then."""
    query = current(figures).with_only_columns(*_COLUMNS).where(*_passing(filters))
    if known_on is not None:
        query = query.where(documents.c.published <= known_on)
    return _in_order(map(_seen, connection.execute(query).all()))


def wholes(connection: Connection, seen: Iterable[Seen]) -> dict[tuple[int, int], Seen]:
    """These figures and those of which they are parts, by the key of their document and their start."""
    known = {(one.document, one.figure.start): one for one in seen}
    asked = {
        (document, one.figure.part_of)
        for (document, _), one in known.items()
        if one.figure.part_of is not None and (document, one.figure.part_of) not in known
    }
    for chunk in chunks(sorted({document for document, _ in asked})):
        theirs = frozenset(chunk)
        starts = {start for document, start in asked if document in theirs}
        query = current(figures).with_only_columns(*_COLUMNS)
        query = query.where(readings.c.document.in_(chunk), figures.c.start.in_(starts))
        for one in map(_seen, connection.execute(query)):
            known[one.document, one.figure.start] = one
    return known


def stored(connection: Connection, refs: Iterable[str]) -> dict[str, Stored[Figure]]:
    """Figures with their documents' names, quotes and evidence, by their whole short ids."""
    found: dict[str, Stored[Figure]] = {}
    for some in _some(refs):
        found.update(
            (row.ref, row) for row in figures_of(connection, current(figures).where(figures.c.ref.in_(some)))
        )
    return found


def passages(connection: Connection, refs: Iterable[str], around: int = AROUND) -> dict[str, str]:
    """So many characters on each side of figures, with the figures, by their whole short ids."""
    start = case((figures.c.start > around, figures.c.start - around), else_=0)
    text = func.substr(documents.c.text, start + 1, figures.c.end - start + around)
    query = current(figures).with_only_columns(figures.c.ref, text.label("passage"))
    found: dict[str, str] = {}
    for some in _some(refs):
        found.update(
            (row.ref, row.passage) for row in connection.execute(query.where(figures.c.ref.in_(some)))
        )
    return found


def texts(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    """The whole texts of documents by their keys: where many passages are wanted, cheaper than each of them."""
    found: dict[int, str] = {}
    for chunk in chunks(sorted(keys)):
        query = select(documents.c.key, documents.c.text).where(documents.c.key.in_(chunk))
        found.update((key, text) for key, text in connection.execute(query).all())
    return found


def years_of(connection: Connection, measure: str) -> list[int]:
    """The years in which periods of a measure end, the latest first; found in the index of its periods."""
    of_it = select(figures.c.period_end).where(figures.c.measure == measure).distinct()
    return sorted({day.year for day in connection.execute(of_it).scalars() if day is not None}, reverse=True)


def _some(refs: Iterable[str]) -> Iterable[Sequence[str]]:
    every = list(dict.fromkeys(refs))
    return (every[first : first + 500] for first in range(0, len(every), 500))


def _passing(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if (keys := keys_of(filters)) is not None:
        wanted.append(figures.c.key.in_(keys))
    if filters.statuses:
        wanted.append(figures.c.status.in_(filters.statuses))
    if filters.sources:
        name = func.lower(figures.c.source)
        wanted.append(or_(*(name.contains(part.lower(), autoescape=True) for part in filters.sources)))
    if filters.everybody:
        wanted += _EVERYBODY
    if filters.languages:
        wanted.append(documents.c.language.in_(filters.languages))
    return wanted


def _in_order(seen: Iterable[Seen]) -> list[Seen]:
    return sorted(seen, key=lambda one: (one.published or dt.date.min, one.document, one.figure.start))


def _seen(row: Any) -> Seen:
    (
        ref, document, published, language, start, end, value, bound, low, high, unit, change, measure, status,
        first, last, sex, age, vulnerable, actor, source, part_of, confidence, places,
    ) = row  # fmt: skip
    from_, to, at, nationality = _places(places)
    figure = Figure(
        start,
        end,
        plain_number(value),
        unit,
        measure,
        bound,
        None if low is None else plain_number(low),
        None if high is None else plain_number(high),
        change,
        status,
        _period(first, last),
        from_,
        to,
        at,
        _population(sex, age, nationality, vulnerable),
        actor,
        source,
        part_of,
        confidence,
    )
    return Seen(figure, ref, document, _day(published), language)


@lru_cache(20_000)
def _day(written: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if isinstance(written, str) else written


@lru_cache(20_000)
def _period(first: str | dt.date | None, last: str | dt.date | None) -> Period | None:
    if first is None and last is None:
        return None
    return Period(_day(first), _day(last))


@lru_cache(5_000)
def _population(sex: Any, age: Any, nationality: tuple[str, ...], vulnerable: bool) -> Population:
    return Population(sex, age, nationality, vulnerable)


_Codes: TypeAlias = tuple[str, ...]


@lru_cache(20_000)
def _places(written: str | None) -> tuple[_Codes, _Codes, _Codes, _Codes]:
    """The codes of `from:LY to:IT …` by role, sorted as all codes of a figure are."""
    pairs = sorted(pair.split(":", 1) for pair in written.split(" ")) if written else []
    from_, to, at, nationality = (
        tuple(code for role, code in pairs if role == wanted)
        for wanted in ("from", "to", "at", "nationality")
    )
    return from_, to, at, nationality
