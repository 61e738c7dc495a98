"""Reading: what the register holds, by filters and by short ids. Only current readings are seen.

Lists come in one order: by publication day, then as documents were added, then as the text has them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    extract,
    false,
    func,
    or_,
    select,
)

from sijill.model import (
    Event,
    Figure,
    Instrument,
    Reading,
)
from sijill.register.rows import (
    HEAD,
    Head,
    Stored,
    StoredDocument,
    as_read,
    chunks,
    current,
    date_of,
    documents_by_key,
    events_of,
    figures_of,
    head_of,
    instruments_of,
    statement_of,
)
from sijill.register.schema import (
    FOUND,
    dates,
    documents,
    event_topics,
    events,
    figure_places,
    figures,
    instruments,
    participants,
    readings,
    reviews,
    statements,
)

Position: TypeAlias = tuple[dt.date | None, int, int]
"""Where something stands in the order of lists: publication day, key of the document, start in its text."""
Grain: TypeAlias = Literal["day", "week", "month", "year"]

MANY = 10
"""Where more than one figure in so many passes, the first of them are met sooner by going through the documents in
their order than by sorting all that pass. A lower bound of the days is another matter: it leaves out the documents that
come first."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; within a field any of the values, across fields all of them.

    `places`: codes; of a figure any of from, to and at. `since`, `until`: a period that has a day between
    them (a document: its publication); what has no period is left out. `sources`, `names`: parts of names,
    whatever their case. `documents`: ids as given. `types`: of events, kinds of instruments. `after`: only what
    comes later in the order of lists. `everybody`: for a view (views.figures_seen), only counts of all people, no
    changes and no parts: what a series is made of. `inside`: a period that begins and ends in the same day, week, month
    or year; with `from_first_day` (not for weeks) it begins with the first day of it.
    """

    measures: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    limit: int | None = None
    after: Position | None = None
    everybody: bool = False
    inside: Grain | None = None
    from_first_day: bool = False


def list_figures(connection: Connection, filters: Filters) -> list[Stored[Figure]]:
    """The figures that pass: measures, places, since and until, sources, statuses, languages, documents."""
    query = current(figures).where(*passing(connection, filters, first_page=True))
    return figures_of(connection, _ordered(query, figures, filters))


def newest_figures(connection: Connection, filters: Filters) -> list[Stored[Figure]]:
    """The figures that pass, those of the document that was added last first; at most filters.limit."""
    query = narrowed(current(figures).where(*passing(connection, filters)), filters)
    order = documents.c.key.desc(), figures.c.start
    return figures_of(connection, query.order_by(*order).limit(filters.limit))


def keys_of(filters: Filters) -> Select[tuple[int]] | None:
    """The keys of the figures of these measures, days and places: found in indexes alone, so that no row of the
    many that do not pass is looked at. None where neither is asked for; a period with an open end reaches to the end
    of time, and what has no period is left out."""
    if not (filters.measures or filters.places or filters.since or filters.until or filters.inside):
        return None
    of_places = figure_places.c.role != "nationality", figure_places.c.code.in_(filters.places)
    if not (filters.measures or filters.since or filters.until or filters.inside):
        return select(figure_places.c.figure).where(*of_places)
    asked = figures.alias("asked")
    start, end = asked.c.period_start, asked.c.period_end
    query = select(asked.c.key)
    if filters.measures:
        query = query.where(asked.c.measure.in_(filters.measures))
    if filters.since:
        query = query.where(or_(end >= filters.since, and_(end.is_(None), start.is_not(None))))
    if filters.until and filters.since:  # one of the two has an end already: one range of the index for both
        query = query.where(func.coalesce(start, filters.until) <= filters.until)
    elif filters.until:
        query = query.where(or_(start <= filters.until, and_(start.is_(None), end.is_not(None))))
    if filters.inside:
        query = query.where(*_inside(asked, filters.inside, filters.from_first_day))
    if filters.places:
        # the role is said in the negative: with three of them SQLite goes by the index of all figures of a place
        query = query.where(exists().where(figure_places.c.figure == asked.c.key, *of_places))
    return query


def facets(
    connection: Connection, filters: Filters, most: int = 20_000
) -> dict[str, list[tuple[str, int]]] | None:
    """Of the figures that pass, how many have each measure, status, source, place and language, most first; None
    where more than `most` pass, which would take long to count."""
    those = narrowed(current(figures).where(*passing(connection, filters)), filters)
    keys = those.with_only_columns(figures.c.key).limit(most + 1).subquery()
    if connection.execute(select(func.count()).select_from(keys)).scalar_one() > most:
        return None
    among = figures.c.key.in_(select(keys.c.key))
    found = {
        name: select(column, func.count()).where(among, column.is_not(None)).group_by(column)
        for name, column in (
            ("measure", figures.c.measure),
            ("status", figures.c.status),
            ("source", figures.c.source),
        )
    }
    named = figure_places.c.figure.in_(select(keys.c.key)) & figure_places.c.role.in_(("from", "to", "at"))
    number = func.count(figure_places.c.figure.distinct())
    found["place"] = select(figure_places.c.code, number).where(named).group_by(figure_places.c.code)
    of = figures.join(documents, documents.c.key == figures.c.document)
    spoken = select(documents.c.language, func.count()).select_from(of).where(among)
    found["language"] = spoken.group_by(documents.c.language)
    return {
        name: sorted(
            ((code, count) for code, count in connection.execute(query)), key=lambda p: (-p[1], p[0])
        )
        for name, query in found.items()
    }


def state(connection: Connection) -> tuple[int, int]:
    """What changes whenever the register does: the last reading and the last review."""
    last = (select(func.coalesce(func.max(table.c.key), 0)) for table in (readings, reviews))
    reading, review = (connection.execute(query).scalar_one() for query in last)
    return reading, review


def place_counts(connection: Connection, filters: Filters) -> list[tuple[str, int]]:
    """Of the figures that pass, how many have each place (from, to or at), most first."""
    those = narrowed(current(figures).where(*passing(connection, filters)), filters)
    keys = those.with_only_columns(figures.c.key).subquery()
    number = func.count(keys.c.key.distinct())
    query = select(figure_places.c.code, number).join(keys, keys.c.key == figure_places.c.figure)
    query = query.where(figure_places.c.role.in_(("from", "to", "at"))).group_by(figure_places.c.code)
    return sorted(((code, count) for code, count in connection.execute(query)), key=lambda p: (-p[1], p[0]))


def measure_counts(connection: Connection) -> dict[str, int]:
    """How many figures there are of each measure."""
    # told by the earlier readings, which are the fewer: no join of every figure to its reading
    earlier = select(readings.c.key).where(readings.c.current.is_(False))
    query = select(figures.c.measure, func.count()).where(figures.c.stands, figures.c.reading.not_in(earlier))
    return {row[0]: row[1] for row in connection.execute(query.group_by(figures.c.measure))}


def newest_documents(connection: Connection, number: int) -> list[Head]:
    """The documents that were published last, the last first."""
    order = documents.c.published.desc().nulls_last(), documents.c.key.desc()
    return [head_of(row) for row in connection.execute(select(*HEAD).order_by(*order).limit(number))]


def coverage(connection: Connection) -> list[tuple[str, int, dt.date | None, dt.date | None]]:
    """For each language, how many documents there are, and the first and last day of publication."""
    day = documents.c.published
    query = select(documents.c.language, func.count(), func.min(day), func.max(day))
    rows = connection.execute(query.group_by(documents.c.language).order_by(func.count().desc()))
    return [(language, number, first, last) for language, number, first, last in rows]


def list_events(connection: Connection, filters: Filters) -> list[Stored[Event]]:
    """The events that pass: types, measures (as topics), places and names (of participants), days, …"""
    query = current(events)
    if filters.since or filters.until:  # by key: else all documents are gone through in the order of the list
        asked = events.alias("asked")
        query = query.where(events.c.key.in_(select(asked.c.key).where(*_days(asked, filters))))
    if filters.types:
        query = query.where(events.c.type.in_(filters.types))
    if filters.measures:
        about = select(event_topics.c.event).where(event_topics.c.topic.in_(filters.measures))
        query = query.where(events.c.key.in_(about))
    if filters.places:
        query = query.where(_contains(connection, events.c.place, filters.places))
    if filters.names:
        with_them = select(participants.c.event).where(
            _contains(connection, participants.c.name, filters.names)
        )
        query = query.where(events.c.key.in_(with_them))
    return events_of(connection, _ordered(query, events, filters))


def list_instruments(connection: Connection, filters: Filters) -> list[Stored[Instrument]]:
    """The instruments that pass: types (kinds), names, days within the mandate, languages, documents."""
    query = current(instruments)
    if filters.types:
        query = query.where(instruments.c.kind.in_(filters.types))
    if filters.names:
        query = query.where(_contains(connection, instruments.c.name, filters.names))
    # begins and ends may be a year or a month alone, which sorts before its days as text and so begins
    # early enough; an end is taken to its last day by a letter that sorts after all digits
    if filters.since:
        query = query.where(instruments.c.ends + "~" >= filters.since.isoformat())
    if filters.until:
        query = query.where(instruments.c.begins <= filters.until.isoformat())
    return _reviewed(connection, instruments_of(connection, _ordered(query, instruments, filters)))


def list_documents(connection: Connection, filters: Filters) -> list[tuple[Head, dict[str, int]]]:
    """The documents that pass (by publication day), each with how many of each kind its reading found.

    `measures`, `places`, `statuses` and `sources` ask for a figure that passes them.
    """
    query = select(*HEAD)
    if filters.since:
        query = query.where(documents.c.published >= filters.since)
    if filters.until:
        query = query.where(documents.c.published <= filters.until)
    if filters.measures or filters.places or filters.statuses or filters.sources:
        asked = Filters(
            measures=filters.measures,
            places=filters.places,
            statuses=filters.statuses,
            sources=filters.sources,
        )
        query = query.where(documents.c.key.in_({f.head.key for f in list_figures(connection, asked)}))
    if filters.after is not None:
        query = query.where(_later(filters.after, None))
    query = narrowed(query, filters).order_by(documents.c.published.nulls_first(), documents.c.key)
    heads = [head_of(row) for row in connection.execute(query.limit(filters.limit))]
    counts: dict[int, dict[str, int]] = {head.key: {} for head in heads}
    for table in FOUND:
        for chunk in chunks(list(counts)):
            number = (
                select(table.c.document, func.count())
                .join(readings, readings.c.key == table.c.reading)
                .where(readings.c.current, readings.c.document.in_(chunk), *_standing(table))
                .group_by(table.c.document)
            )
            for key, found in connection.execute(number):
                counts[key][table.name] = found
    return [(head, counts[head.key]) for head in heads]


def by_prefix(connection: Connection, prefix: str) -> list[tuple[str, str]]:
    """What has a short id that begins with `prefix`: (kind, whole id), of current readings; at most 20."""
    prefix = prefix.lower()
    found: list[tuple[str, str]] = []
    for kind, table in (("figure", figures), ("event", events), ("instrument", instruments)):
        is_current = exists().where(readings.c.key == table.c.reading, readings.c.current)
        rows = select(table.c.ref).where(_begins(table.c.ref, prefix), is_current).distinct().limit(20)
        found += [(kind, ref) for ref in connection.execute(rows).scalars()]
    rows = select(documents.c.content).where(_begins(documents.c.content, prefix)).limit(20)
    found += [("document", content[:16]) for content in connection.execute(rows).scalars()]
    return found[:20]


def figures_by_ref(connection: Connection, ref: str) -> list[Stored[Figure]]:
    """The figures of current readings with this whole short id: one, or none. What a review rejected is found
    as it was read."""
    found = figures_of(connection, current(figures).where(figures.c.ref == ref))
    return found or figures_of(connection, as_read(figures).where(figures.c.ref == ref))


def events_by_ref(connection: Connection, ref: str) -> list[Stored[Event]]:
    """The events of current readings with this whole short id: one, or none."""
    return events_of(connection, current(events).where(events.c.ref == ref))


def instruments_by_ref(connection: Connection, ref: str) -> list[Stored[Instrument]]:
    """The instruments of current readings with this whole short id: one, or none."""
    return _reviewed(
        connection, instruments_of(connection, current(instruments).where(instruments.c.ref == ref))
    )


def _reviewed(connection: Connection, found: list[Stored[Instrument]]) -> list[Stored[Instrument]]:
    """The instruments with their money and target as the reviews of the figures leave them that state these."""
    against: dict[tuple[int, int], Figure] = {}
    instead: dict[tuple[int, int], Figure] = {}
    for chunk in chunks(sorted({stored.head.key for stored in found})):
        of_them = readings.c.document.in_(chunk)  # by the index of current readings
        for rows, figures_ in (
            (against, as_read(figures).where(of_them, figures.c.stands.is_(False))),
            (instead, current(figures).where(of_them, figures.c.review.is_not(None))),
        ):
            rows.update(((f.head.key, f.found.start), f.found) for f in figures_of(connection, figures_))
    if not against:
        return found
    return [
        replace(stored, found=_as_reviewed(stored.found, stored.head.key, against, instead))
        for stored in found
    ]


def _as_reviewed(
    instrument: Instrument,
    document: int,
    against: dict[tuple[int, int], Figure],
    instead: dict[tuple[int, int], Figure],
) -> Instrument:
    budget = []
    for money in instrument.budget:
        read, now = against.get((document, money.figure)), instead.get((document, money.figure))
        if read is None:
            budget.append(money)
        elif now is not None:
            period = money.period if now.period == read.period else now.period
            budget.append(replace(money, value=now.value, unit=now.unit, period=period))
    target, figure = instrument.target, instrument.target_figure
    if figure is not None and (document, figure) in against:
        counted = instead.get((document, figure))
        target, figure = (counted.value, figure) if counted is not None else (None, None)
    return replace(instrument, budget=tuple(budget), target=target, target_figure=figure)


def document_by_ref(connection: Connection, ref: str) -> StoredDocument | None:
    """The document whose hash begins so."""
    query = select(documents.c.key).where(_begins(documents.c.content, ref)).limit(1)
    key = connection.execute(query).scalar()
    return None if key is None else documents_by_key(connection, [key])[key]


def stored_reading(connection: Connection, key: int) -> Reading | None:
    """The current reading of the document `key`, as the reader gave it; None if it has none."""
    made = select(readings.c.reader).where(readings.c.document == key, readings.c.current)
    reader = connection.execute(made).scalar_one_or_none()
    if reader is None:
        return None
    of_it = {table: as_read(table).where(readings.c.document == key).order_by(table.c.key) for table in FOUND}
    head = documents_by_key(connection, [key])[key].document
    return Reading(
        document=head.id,
        language=head.language,
        reader=reader,
        figures=tuple(f.found for f in figures_of(connection, of_it[figures])),
        dates=tuple(date_of(row) for row in connection.execute(of_it[dates])),
        events=tuple(e.found for e in events_of(connection, of_it[events])),
        instruments=tuple(i.found for i in instruments_of(connection, of_it[instruments])),
        statements=tuple(statement_of(row) for row in connection.execute(of_it[statements])),
    )


def counts(connection: Connection) -> dict[str, int]:
    """How many documents, readings and, of current readings, finds of each kind the register holds."""
    found = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (documents, readings)
    }
    for table in FOUND:
        query = select(func.count()).select_from(table).join(readings, readings.c.key == table.c.reading)
        found[table.name] = connection.execute(
            query.where(readings.c.current, *_standing(table))
        ).scalar_one()
    return found


def passing(
    connection: Connection, filters: Filters, *, first_page: bool = False
) -> list[ColumnElement[bool]]:
    """Conditions for figures. Where only the first are asked for and very many have the places and days, these are
    looked up for each figure in the order of the list, which ends early."""
    wanted: list[ColumnElement[bool]] = []
    if (keys := keys_of(filters)) is not None:
        [key] = keys.selected_columns
        early = first_page and filters.limit is not None and filters.since is None
        if early and _are_very_many(connection, keys):
            wanted.append(keys.where(key == figures.c.key).correlate(figures).exists())
        else:
            wanted.append(figures.c.key.in_(keys))
    if filters.statuses:
        wanted.append(figures.c.status.in_(filters.statuses))
    if filters.sources:
        wanted.append(_contains(connection, figures.c.source, filters.sources))
    return wanted


def _are_very_many(connection: Connection, keys: Select[tuple[int]]) -> bool:
    every = connection.execute(select(func.max(figures.c.key))).scalar_one() or 0
    found = keys.limit(every // MANY + 1).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one() > every // MANY


def _standing(table: Table) -> list[ColumnElement[bool]]:
    return [figures.c.stands.is_(True)] if table is figures else []


def _inside(table: FromClause, grain: Grain, from_first_day: bool) -> list[ColumnElement[bool]]:
    """Conditions for a period within one stretch of the calendar. Of a week only that both
    ends are known, as databases do not count weeks alike."""
    start, end = table.c.period_start, table.c.period_end
    if grain == "day":
        return [start == end]
    if grain == "week":
        return [start.is_not(None), end.is_not(None)]
    same, first = (["year"], ["day", "month"]) if grain == "year" else (["year", "month"], ["day"])
    begins = [extract(part, start) == 1 for part in first] if from_first_day else []
    return [*begins, *(extract(part, start) == extract(part, end) for part in same)]


def _days(table: FromClause, filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions for a period with a day from `since` to `until`; an open end has no last day."""
    start, end = table.c.period_start, table.c.period_end
    found: list[ColumnElement[bool]] = []
    if filters.since:
        found.append(or_(end >= filters.since, end.is_(None) & start.is_not(None)))
    if filters.until:
        found.append(or_(start <= filters.until, start.is_(None) & end.is_not(None)))
    return found


def narrowed(query: Select[Any], filters: Filters) -> Select[Any]:
    """The query for documents of these languages and ids alone."""
    if filters.languages:
        query = query.where(documents.c.language.in_(filters.languages))
    if filters.documents:
        query = query.where(documents.c.id.in_(filters.documents))
    return query


def _ordered(query: Select[Any], table: Table, filters: Filters) -> Select[Any]:
    query = narrowed(query, filters)
    if filters.after is not None:
        query = query.where(_later(filters.after, table.c.start))
    return query.order_by(documents.c.published.nulls_first(), documents.c.key, table.c.start).limit(
        filters.limit
    )


def _later(after: Position, start: Column[Any] | None) -> ColumnElement[bool]:
    """What comes after a position in the order of lists, where documents without a day come first."""
    day, key, place = after
    later_in_day = documents.c.key > key
    if start is not None:
        later_in_day = or_(later_in_day, and_(documents.c.key == key, start > place))
    if day is None:
        return or_(documents.c.published.is_not(None), and_(documents.c.published.is_(None), later_in_day))
    return or_(documents.c.published > day, and_(documents.c.published == day, later_in_day))


def _contains(connection: Connection, column: Column[Any], parts: Iterable[str]) -> ColumnElement[bool]:
    """Where a column holds one of the parts, whatever their case. The few different values of the column are
    found by leaping through its index, and compared here, so that every database answers alike."""
    values = select(func.min(column).label("value")).cte(recursive=True)
    after = select(func.min(column)).where(column > values.c.value).scalar_subquery()
    values = values.union_all(select(after).where(values.c.value.is_not(None)))
    folded = [part.casefold() for part in parts]
    matching = [
        value
        for value in connection.execute(select(values.c.value)).scalars()
        if value is not None and any(part in value.casefold() for part in folded)
    ]
    return column.in_(matching) if matching else false()


def _begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """A prefix of hex digits, as a range that an index serves."""
    return (column >= prefix) & (column < prefix + "g")
