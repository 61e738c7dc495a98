"""A register of its own for each test, in both stores, and a small report with a reading made by hand."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest

from sijill.model import (
    Document,
    Event,
    Evidence,
    Figure,
    Instrument,
    Money,
    Participant,
    Period,
    Population,
    Reading,
    Span,
    Statement,
    Time,
)
from sijill.register.opening import Register, open_register, writing
from sijill.register.store import Kept, keep
from sijill.register.trouble import Place

NOW = dt.datetime(2026, 1, 2, 3, 4, 5)
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
Keep: TypeAlias = Callable[..., Kept]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Which database keeps the register. What is tried with it holds for both."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    name: str = request.param
    return name


@pytest.fixture
def nowhere(store: str, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a register where there is none yet."""
    if store == "sqlite":
        return tmp_path / "new.sqlite"
    url: str = request.getfixturevalue("database")()
    return url


@pytest.fixture
def register(store: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    place: Place = tmp_path / "register.sqlite"
    if store == "postgresql":
        place = request.getfixturevalue("database")(empty=False)
    opened = open_register(place, write=True)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def tamper(register: Register) -> Callable[[str], None]:
    """Changes the register behind its back, keys unchecked."""

    def change(command: str) -> None:
        if isinstance(register.path, Path):
            with closing(sqlite3.connect(register.path)) as connection, connection:
                connection.execute(command)
            return
        with writing(register) as other:
            other.exec_driver_sql("SET LOCAL session_replication_role = replica")
            other.exec_driver_sql(command)

    return change


@pytest.fixture
def report() -> Document:
    text = (
        "العودة من ليبيا\n\nأعادت المنظمة نحو 16 ألف مهاجر من ليبيا خلال العام الماضي، بينهم 700 طفل، "
        "وقال مديرها «سنواصل العمل» في لقاء بتونس."
    )
    return Document("report", "ar", text, dt.date(2025, 6, 13), "العودة من ليبيا", "https://example.org/1")


@pytest.fixture
def reading(report: Document) -> Reading:
    """Every kind of find, with every slot set somewhere."""

    def at(words: str) -> tuple[int, int]:
        start = report.text.index(words)
        return start, start + len(words)

    whole = at("16 ألف")
    part = at("700")
    return Reading(
        "report",
        "ar",
        "1",
        figures=(
            Figure(
                *whole,
                16000,
                "person",
                "voluntary_returns",
                "about",
                period=YEAR,
                from_=("LY", "TN"),
                to=("NE",),
                at=("MED",),
                actor="International Organization for Migration",
                source="International Organization for Migration",
                confidence=0.75,
                evidence=(
                    Evidence("bound", "about", Span(*at("نحو")), 1.5),
                    Evidence("status", "reported", None, -0.25),
                ),
            ),
            Figure(
                *part,
                700,
                "person",
                "voluntary_returns",
                "range",
                low=600,
                high=800.5,
                change="increase",
                status="estimate",
                period=Period(None, dt.date(2025, 6, 13)),
                from_=("LY",),
                population=Population("female", "child", ("SD", "NE"), True),
                part_of=whole[0],
            ),
        ),
        dates=(
            Time(*at("العام الماضي"), "period", YEAR, None, "year", True, (Period(None, YEAR.end),), "rule"),
        ),
        events=(
            Event(
                *at("لقاء"),
                "meeting",
                Period.day(dt.date(2025, 6, 12)),
                "Tunis",
                (Participant("Director", "director general", "IOM"), Participant("Minister")),
                ("voluntary_returns", "border_security"),
                "Voluntary humanitarian return",
            ),
        ),
        instruments=(
            Instrument(
                *at("المنظمة"),
                "Voluntary humanitarian return",
                "programme",
                "2017",
                "2027-03-31",
                ("return migrants",),
                (Money(20_000_000, "EUR", None, whole[0]), Money(16.35, "USD", YEAR, part[0])),
                3300,
                part[0],
                "Ministry of Foreign Affairs of Italy",
                "International Organization for Migration",
                "United Nations",
                "Common Security and Defence Policy",
            ),
        ),
        statements=(Statement(*at("سنواصل العمل"), "Director", "Minister", "IOM"),),
    )


@pytest.fixture
def kept(register: Register) -> Keep:
    """Stores a document with a reading in a transaction of its own."""

    def store(document: Document, made: Reading | None) -> Kept:
        with writing(register) as connection:
            return keep(connection, document, made, NOW)

    return store
