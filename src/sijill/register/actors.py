"""Who acts: the names of those in public roles whom current readings name, with what each did and said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from sijill.model import Event, Figure
from sijill.register.query import Filters, list_events
from sijill.register.rows import Stored, current, figures_of
from sijill.register.schema import documents, events, figures, participants, readings


@dataclass(frozen=True, slots=True)
class Named:
    """How often a name stands: events with it, figures that it did or runs, figures that it is the source of."""

    name: str
    events: int = 0
    done: int = 0
    said: int = 0

    @property
    def total(self) -> int:
        """All of these."""
        return self.events + self.done + self.said


def names(connection: Connection) -> list[Named]:
    """Everybody who took part in an event, or did or said a figure; those named most often first."""
    took_part = (
        select(participants.c.name, func.count(participants.c.event.distinct()))
        .join(events, events.c.key == participants.c.event)
        .join(readings, readings.c.key == events.c.reading)
        .where(readings.c.current)
        .group_by(participants.c.name)
    )
    of_figures = [
        select(column, func.count())
        .join(readings, readings.c.key == figures.c.reading)
        .where(readings.c.current, figures.c.stands, column.is_not(None))
        .group_by(column)
        for column in (figures.c.actor, figures.c.source)
    ]
    met, done, said = (
        {row[0]: row[1] for row in connection.execute(query)} for query in (took_part, *of_figures)
    )
    found = [
        Named(name, met.get(name, 0), done.get(name, 0), said.get(name, 0)) for name in {*met, *done, *said}
    ]
    return sorted(found, key=lambda one: (-one.total, one.name))


def events_with(connection: Connection, name: str) -> list[Stored[Event]]:
    """The events in which somebody of exactly this name took part, in the order of publication."""
    found = list_events(connection, Filters(names=(name,)))
    return [one for one in found if any(p.name == name for p in one.found.participants)]


def figures_done(connection: Connection, name: str, most: int) -> list[Stored[Figure]]:
    """The figures that somebody of exactly this name did or runs, those published last first."""
    return _last(connection, name, most, "actor")


def figures_said(connection: Connection, name: str, most: int) -> list[Stored[Figure]]:
    """The figures of which somebody of exactly this name is the source, those published last first."""
    return _last(connection, name, most, "source")


def _last(connection: Connection, name: str, most: int, column: str) -> list[Stored[Figure]]:
    query = current(figures).where(figures.c[column] == name)
    order = documents.c.published.desc().nulls_last(), documents.c.key.desc(), figures.c.start
    return figures_of(connection, query.order_by(*order).limit(most))
