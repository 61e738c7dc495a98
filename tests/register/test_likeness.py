"""Figures of the register that may be of the same thing: found by their days or their number, and few enough."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sijill.codec import document_hash
from sijill.model import Document, Figure, Period, Population, Reading
from sijill.register.likeness import MOST, figures_like
from sijill.register.opening import Register, reading, writing
from sijill.register.store import keep

D = dt.date
NOW = dt.datetime(2026, 1, 2)
YEAR = Period(D(2024, 1, 1), D(2024, 12, 31))
TEXT = "84512 people landed"
LANDED = Figure(0, 5, 84_512, "person", "arrivals", period=YEAR, to=("IT",), confidence=0.9)


def told(register: Register, *figures: Figure) -> list[Document]:
    """Stores each figure as what a document of its own says."""
    made = []
    with writing(register) as connection:
        for number, figure in enumerate(figures):
            document = Document(f"d{number}", "en", f"{TEXT} · {number}", D(2025, 1, 1))
            keep(connection, document, Reading(document.id, "en", "1", (figure,)), NOW)
            made.append(document)
    return made


def like(register: Register, figure: Figure, without: str | None = None) -> list[str]:
    with reading(register) as connection:
        return sorted(s.head.id for s in figures_like(connection, figure, without=without))


def test_figures_of_the_same_days_and_a_common_place_are_alike(register: Register) -> None:
    told(
        register,
        replace(LANDED, value=70_000),
        replace(LANDED, value=70_001, to=("GR",)),
        replace(LANDED, value=70_002, from_=("LY",)),
        replace(LANDED, value=70_003, period=Period(D(2023, 1, 1), D(2023, 12, 31))),
        replace(LANDED, value=70_004, measure="departures"),
        replace(LANDED, value=70_005, population=Population(sex="female")),
    )
    assert like(register, LANDED) == ["d0", "d2"]


def test_figures_of_the_same_number_are_alike_whatever_their_days_and_places(register: Register) -> None:
    told(register, replace(LANDED, period=None, to=()), replace(LANDED, value=84_511, period=None))
    assert like(register, LANDED) == ["d0"]


def test_a_number_that_many_things_have_is_not_looked_for(register: Register) -> None:
    told(register, replace(LANDED, value=12, period=None, to=()))
    assert like(register, replace(LANDED, value=12)) == []


def test_a_document_can_be_left_out(register: Register) -> None:
    first, _ = told(register, LANDED, LANDED)
    assert like(register, LANDED) == ["d0", "d1"]
    assert like(register, LANDED, document_hash(first)) == ["d1"]


def test_a_claim_of_very_many_documents_is_not_read_whole(register: Register) -> None:
    told(register, *(replace(LANDED, value=70_000 + n) for n in range(MOST + 5)))
    assert len(like(register, LANDED)) == MOST
