"""What a series is made of is asked of the register alone; the rest of its figures would change nothing in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from sqlalchemy import Connection

from sijill.model import Document, Figure, Period, Population, Reading
from sijill.reconcile.series import Grain, series
from sijill.reconcile.tellings import of_a_series, tellings
from sijill.register.opening import open_register, reading, writing
from sijill.register.query import Filters
from sijill.register.store import keep_all

D = dt.date
GRAINS: tuple[Grain, ...] = get_args(Grain)
PERIODS = (
    None,
    Period(None, D(2024, 3, 31)),
    Period(D(2024, 1, 1), None),
    Period(D(2023, 1, 1), D(2023, 12, 31)),
    Period(D(2024, 1, 1), D(2024, 12, 31)),
    Period(D(2024, 1, 1), D(2024, 6, 15)),
    Period(D(2024, 1, 1), D(2024, 1, 31)),
    Period(D(2024, 1, 1), D(2024, 1, 1)),
    Period(D(2024, 1, 1), D(2024, 1, 4)),
    Period(D(2024, 2, 1), D(2024, 2, 29)),
    Period(D(2024, 2, 2), D(2024, 2, 29)),
    Period(D(2024, 2, 1), D(2024, 3, 1)),
    Period(D(2023, 12, 31), D(2024, 1, 1)),
    Period(D(2024, 12, 30), D(2025, 1, 5)),
    Period(D(2024, 12, 30), D(2025, 1, 2)),
    Period(D(2024, 12, 31), D(2025, 1, 5)),
    Period(D(2024, 7, 3), D(2024, 7, 3)),
    Period(D(2023, 1, 1), D(2024, 12, 31)),
)
"""Whole days, weeks, months and years, their beginnings, what crosses their ends, and what has no end or beginning."""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    register = open_register(tmp_path_factory.mktemp("series") / "register.sqlite", write=True)
    batch: list[tuple[Document, Reading | None]] = []
    for measure in ("arrivals", "displaced"):
        for number, period in enumerate(PERIODS):
            one = Figure(0, 2, 40 + number, "person", measure, period=period, at=("IT",), source="IOM")
            others = (
                replace(one, start=3, end=5, change="increase"),
                replace(one, start=6, end=8, population=Population(sex="female")),
                replace(one, start=9, end=11, part_of=0),
                replace(one, start=12, end=14, at=("MT",)),
            )
            name, text = f"{measure}-{number}", f"40 41 42 43 44 {measure} {number}"
            day = D(2025, 2, 1) + dt.timedelta(number)
            batch.append((Document(name, "en", text, day), Reading(name, "en", "1", (one, *others))))
    with writing(register) as written:
        keep_all(written, batch, dt.datetime(2025, 3, 1))
    with reading(register) as seen:
        yield seen
    register.engine.dispose()


@pytest.mark.parametrize("measure", ["arrivals", "displaced"])
@pytest.mark.parametrize("grain", GRAINS)
def test_a_series_is_the_same_as_of_all_figures_of_its_measure(
    connection: Connection, measure: str, grain: Grain
) -> None:
    asked = Filters(measures=(measure,), places=("IT",))
    fewer, every = of_a_series(connection, asked, grain), tellings(connection, asked)
    found = series(fewer.told, "IT", grain)
    assert found == series(every.told, "IT", grain)
    assert any(point.preferred for line in found.values() for point in line)
    assert len(fewer.told) < len(every.told)


@pytest.mark.parametrize("grain", GRAINS)
def test_of_several_measures_a_stock_among_them_loses_nothing(connection: Connection, grain: Grain) -> None:
    asked = Filters(measures=("arrivals", "displaced"))
    fewer, every = of_a_series(connection, asked, grain), tellings(connection, asked)
    assert series(fewer.told, "IT", grain) == series(every.told, "IT", grain)


def test_of_a_year_no_month_is_fetched_but_its_first_ones_and_of_a_stock_any_day(
    connection: Connection,
) -> None:
    flow = of_a_series(connection, Filters(measures=("arrivals",), places=("IT",)), "year")
    stock = of_a_series(connection, Filters(measures=("displaced",), places=("IT",)), "year")
    february = Period(D(2024, 2, 1), D(2024, 2, 29))
    assert february not in {told.figure.period for told in flow.told}
    assert february in {told.figure.period for told in stock.told}


def test_by_a_day_of_publication_only_what_was_known_then(connection: Connection) -> None:
    asked = Filters(measures=("arrivals",), places=("IT",))
    assert of_a_series(connection, asked, "year", D(2025, 1, 31)).told == []
    assert len(of_a_series(connection, asked, "year", D(2025, 2, 4)).told) == 1
