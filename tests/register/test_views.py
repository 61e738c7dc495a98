"""Figures for views are those of the lists, without evidence, with their wholes and passages at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from sijill.model import Document, Figure, Period, Reading
from sijill.register.opening import Register
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, list_figures
from sijill.register.store import Kept
from sijill.register.views import AROUND, figures_seen, passages, stored, wholes

Keep = Callable[[Document, Reading | None], Kept]
D = dt.date


@pytest.fixture
def filled(register: Register, report: Document, reading: Reading, kept: Keep) -> Register:
    kept(report, reading)
    later = replace(report, id="later", published=D(2026, 1, 1), language="fr")
    figure = replace(
        reading.figures[0], measure="arrivals", period=None, source=None, from_=(), to=("IT",), at=()
    )
    kept(later, Reading("later", "fr", "1", (figure,)))
    return register


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(measures=("voluntary_returns",)),
        Filters(measures=("voluntary_returns",), places=("NE",)),
        Filters(places=("IT", "TN")),
        Filters(since=D(2024, 12, 31), until=D(2025, 1, 1)),
        Filters(since=D(2025, 6, 1)),
        Filters(until=D(2020, 1, 1)),
        Filters(sources=("MIGRATION",)),
        Filters(statuses=("estimate",)),
        Filters(languages=("fr",)),
        Filters(measures=("deaths",)),
    ],
)
def test_the_same_figures_pass_as_in_a_list(filled: Register, filters: Filters) -> None:
    with seeing(filled) as connection:
        listed = list_figures(connection, filters)
        seen = figures_seen(connection, filters)
    assert [(one.ref, one.document, one.published) for one in seen] == [
        (s.ref, s.head.key, s.head.published) for s in listed
    ]
    assert [one.figure for one in seen] == [_as_seen(s.found) for s in listed]


def _as_seen(figure: Figure) -> Figure:
    """A list of countries is in the order of the text, a view's is sorted."""
    people = replace(figure.population, nationality=tuple(sorted(figure.population.nationality)))
    return replace(figure, evidence=(), population=people)


def test_as_known_on_a_day_only_what_was_published_by_then(filled: Register) -> None:
    with seeing(filled) as connection:
        assert len(figures_seen(connection, Filters(), known_on=D(2025, 12, 31))) == 2
        assert len(figures_seen(connection, Filters(), known_on=D(2026, 1, 1))) == 3
        assert figures_seen(connection, Filters(), known_on=D(2020, 1, 1)) == []


def test_the_whole_is_found_where_it_does_not_pass_itself(filled: Register, reading: Reading) -> None:
    whole, part = reading.figures
    with seeing(filled) as connection:
        seen = figures_seen(connection, Filters(statuses=("estimate",)))
        found = wholes(connection, seen)
    assert [one.figure.part_of for one in seen] == [whole.start]
    assert found[seen[0].document, whole.start].value == whole.value
    assert part.value in {figure.value for figure in found.values()}


def test_rows_to_show_and_the_characters_around_them(filled: Register, report: Document) -> None:
    with seeing(filled) as connection:
        seen = figures_seen(connection, Filters(measures=("voluntary_returns",)))
        rows = stored(connection, [one.ref for one in seen])
        around = passages(connection, [one.ref for one in seen])
    for one in seen:
        assert rows[one.ref].found.evidence or one.figure.part_of is not None
        start, end = one.figure.start, one.figure.end
        assert around[one.ref] == report.text[max(0, start - AROUND) : end + AROUND]


def test_a_passage_begins_where_the_text_is_long(register: Register, kept: Keep) -> None:
    text = "ـ" * 500 + "21 ألف" + "ـ" * 500
    figure = Figure(500, 506, 21000, "person", "arrivals", period=Period(D(2024, 1, 1), None))
    kept(Document("long", "ar", text, D(2025, 1, 1)), Reading("long", "ar", "1", (figure,)))
    with seeing(register) as connection:
        (one,) = figures_seen(connection, Filters())
        (passage,) = passages(connection, [one.ref]).values()
    assert passage == text[500 - AROUND : 506 + AROUND]
