"""Figures of the register that may be of the same thing as one at hand: of the same days, or the same number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from sijill.model import Figure
from sijill.register.rows import Stored, current, figures_of
from sijill.register.schema import documents, figure_places, figures

MOST = 20
"""Figures of the same days, and of the same number, that are looked at: a claim that more documents make is made."""


def figures_like(
    connection: Connection, figure: Figure, *, without: str | None = None
) -> list[Stored[Figure]]:
    """Figures of current readings with the figure's measure, unit and people, and its period or its value.

    Of those of its period, one of the places is the same, if it has any. A value of less than three digits, noughts
    at its end apart, is no mark of a figure, and is not looked for. `without`: the content hash of a document whose
    figures are left out. In the order in which they were read; at most MOST of each kind.
    """
    same = [
        figures.c.measure == figure.measure,
        figures.c.unit == figure.unit,
        figures.c.status == figure.status,
        _is(figures.c.change, figure.change),
        _is(figures.c.sex, figure.population.sex),
        _is(figures.c.age, figure.population.age),
    ]
    if without is not None:
        same.append(documents.c.content != without)
    found = figures_of(connection, _first(*same, figures.c.value == figure.value)) if _telling(figure) else []
    if figure.period is not None:
        start, end = figure.period.start, figure.period.end
        of_its_days = [_is(figures.c.period_start, start), _is(figures.c.period_end, end)]
        places = {*figure.from_, *figure.to, *figure.at}
        if places:
            somewhere = select(figure_places.c.figure).where(
                figure_places.c.figure == figures.c.key,
                figure_places.c.code.in_(places),
                figure_places.c.role.in_(("from", "to", "at")),
            )
            of_its_days.append(somewhere.exists())
        found += figures_of(connection, _first(*same, *of_its_days))
    return list({(s.head.key, s.found.start, s.ref): s for s in found}.values())


def _telling(figure: Figure) -> bool:
    return len(f"{figure.value:.10f}".replace(".", "").strip("0")) > 2


def _first(*conditions: ColumnElement[bool]) -> Select[Any]:
    return current(figures).where(*conditions).order_by(figures.c.key).limit(MOST)


def _is(column: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
