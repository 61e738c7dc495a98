"""Figures disagree only where no value satisfies both hedges, and only with figures that count the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sijill.model import Figure, Period
from sijill.reconcile.conflicts import Told, conflicts
from sijill.reconcile.hedges import agree

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def figure(value: float, **slots: Any) -> Figure:
    given: dict[str, Any] = {"period": YEAR, "to": ("IT",)} | slots
    return Figure(0, 5, value, "person", "arrivals", **given)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(21762), figure(21000, bound="over", low=21000)),
        (figure(16000, bound="about"), figure(16400)),
        (figure(66317), figure(66317)),
        (figure(90, bound="under", high=90), figure(12)),
        (figure(5, bound="range", low=5, high=9), figure(8)),
    ],
)
def test_values_that_both_hedges_admit_agree(one: Figure, other: Figure) -> None:
    assert agree(one, other) and agree(other, one)
    assert conflicts([Told(1, one), Told(2, other)]) == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (66317, 66617, "misprint"),
        (66317, 66371, "misprint"),
        (1699, 1810, "contradiction"),
        (157651, 157004, "rounding"),
    ],
)
def test_a_disagreement_has_a_kind(one: int, other: int, kind: str) -> None:
    assert [c.kind for c in conflicts([Told(1, figure(one)), Told(2, figure(other))])] == [kind]


@pytest.mark.parametrize(
    "slots",
    [
        {"to": ("MT",)},
        {"period": Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))},
        {"status": "target"},
        {"change": "increase"},
        {"period": None},
    ],
)
def test_what_counts_something_else_is_not_compared(slots: dict[str, Any]) -> None:
    assert conflicts([Told(1, figure(10)), Told(2, figure(99, **slots))]) == []


def test_a_document_does_not_contradict_itself_and_a_pair_is_told_once() -> None:
    same = [Told(1, figure(10)), Told(1, figure(99))]
    assert conflicts(same) == []
    many = [Told(1, figure(10)), Told(2, figure(99)), Told(3, figure(99))]
    assert len(conflicts(many)) == 1


def test_the_same_source_on_another_day_has_counted_again() -> None:
    source = "Ministry of the Interior of Italy"
    first = Told(1, figure(66317, source=source), dt.date(2025, 1, 2))
    later = Told(2, figure(66617, source=source), dt.date(2026, 1, 2))
    assert [c.kind for c in conflicts([first, later])] == ["revision"]


def test_values_that_a_document_itself_tells_apart_are_not_set_against_others() -> None:
    breakdown = [Told(1, figure(66296)), Told(1, figure(58408)), Told(1, figure(4841))]
    assert conflicts([*breakdown, Told(2, figure(66617))]) == []
