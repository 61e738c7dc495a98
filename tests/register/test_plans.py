"""What finds one thing goes through an index: its time grows with the logarithm of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from sijill.model import Document, Figure, Period, Reading
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.query import (
    Filters,
    by_prefix,
    document_by_ref,
    figures_by_ref,
    list_figures,
    stored_reading,
)
from sijill.register.reviews import list_reviews
from sijill.register.search import find
from sijill.register.store import keep_all, unread
from sijill.register.views import figures_seen
from tests.register.conftest import NOW

DAY = dt.date(2024, 1, 1)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Register]:
    register = open_register(tmp_path / "register.sqlite", write=True)
    batch: list[tuple[Document, Reading | None]] = []
    for number in range(300):
        text = f"{number} people in {number + 1} boats"
        days = Period.day(DAY + dt.timedelta(days=number))
        found = Figure(
            0,
            len(str(number)),
            number,
            "person",
            "arrivals",
            period=days,
            to=("IT",),
            source="IOM" if number else "Frontex",
        )
        name = f"d{number}"
        batch.append((Document(name, "en", text, DAY), Reading(name, "en", "1", (found,))))
    with writing(register) as connection:
        keep_all(connection, batch, NOW)
        connection.exec_driver_sql("ANALYZE")
    yield register
    register.engine.dispose()


@contextmanager
def plans(connection: Connection) -> Iterator[list[str]]:
    """How SQLite goes about every query of the block."""
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    found: list[str] = []
    event.listen(connection, "before_cursor_execute", note)
    yield found
    event.remove(connection, "before_cursor_execute", note)
    driver = connection.connection.cursor()
    for statement, parameters in asked:
        if statement.startswith(("SELECT", "WITH")):
            driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found += [f"{row[3]} :: {statement[:200]}" for row in driver.fetchall()]


LOOK_UPS: dict[str, Callable[[Connection, str, str], object]] = {
    "a figure by its id": lambda c, ref, _: figures_by_ref(c, ref),
    "by the first digits of an id": lambda c, ref, _: by_prefix(c, ref[:6]),
    "a document by its id": lambda c, _, content: document_by_ref(c, content),
    "a document's reading": lambda c, *_: stored_reading(c, 7),
    "what is not read yet": lambda c, *_: unread(c, [Document("new", "en", "new")], "1"),
    "by a number": lambda c, *_: find(c, "299"),
    "a figure's reviews": lambda c, ref, _: list_reviews(c, ref),
    "by measure and days": lambda c, *_: list_figures(c, Filters(measures=("deaths",), since=DAY, until=DAY)),
    "figures for a view": lambda c, *_: figures_seen(
        c, Filters(measures=("arrivals",), places=("IT",), since=DAY, until=DAY + dt.timedelta(days=9))
    ),
    "by source": lambda c, *_: list_figures(c, Filters(sources=("Frontex",))),
}


@pytest.mark.parametrize("way", LOOK_UPS)
def test_no_look_up_goes_through_a_whole_table(way: str, filled: Register) -> None:
    with reading(filled) as connection:
        [figure] = list_figures(connection, Filters(documents=("d7",)))
        with plans(connection) as found:
            LOOK_UPS[way](connection, figure.ref, figure.head.ref)
    scans = [line for line in found if line.startswith("SCAN") and not any(f in line for f in FREE)]
    assert found
    assert scans == []


FREE = ("SCAN search VIRTUAL TABLE", "SCAN anon", "SCAN (subquery", "CONSTANT ROW")
"""The search index itself, and what a query has made: neither grows with the register."""


def test_names_are_found_by_leaping_through_their_index(filled: Register) -> None:
    with reading(filled) as connection:
        with plans(connection) as found:
            assert len(list_figures(connection, Filters(sources=("iom",)))) == 299
        leaps = [line for line in found if "WITH RECURSIVE" in line]
    assert any("USING COVERING INDEX ix_figures_source" in line for line in leaps)


def test_the_figures_of_a_view_are_found_by_their_days_in_the_index_alone(filled: Register) -> None:
    days = Filters(measures=("arrivals",), places=("IT",), since=DAY, until=DAY + dt.timedelta(days=9))
    with reading(filled) as connection, plans(connection) as found:
        assert len(figures_seen(connection, days)) == 10
    index = "COVERING INDEX ix_figures_measure_period_end_period_start (measure=? AND period_end>?"
    assert any(index in line for line in found)
    assert not any("SEARCH asked USING INDEX" in line for line in found)
