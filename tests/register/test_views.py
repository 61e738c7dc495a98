"""Figures for views are those of the lists, without evidence, with their wholes and passages at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sijill.model import Document, Figure, Period, Population, Reading
from sijill.register.likeness import figures_like
from sijill.register.opening import Register, writing
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, list_figures, list_instruments
from sijill.register.reviews import review, undo
from sijill.register.store import Kept
from sijill.register.views import AROUND, figures_seen, passages, stored, texts, wholes
from tests.register.conftest import NOW

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


PARTS: dict[str, dict[str, Any]] = {
    "of children": {"population": Population(age="child")},
    "of women": {"population": Population(sex="female", age="adult")},
    "of a nationality": {"population": Population(nationality=("SD",))},
    "of vulnerable people": {"population": Population(vulnerable=True)},
    "a change": {"change": "by"},
    "a part": {"part_of": 0},
}


@pytest.mark.parametrize("what", PARTS)
def test_of_everybody_are_counts_of_all_people_that_are_no_change_and_no_part(
    register: Register, kept: Keep, what: str
) -> None:
    every = Figure(0, 2, 12, "person", "arrivals", to=("IT",))
    kept(Document("all", "en", "12 arrived"), Reading("all", "en", "1", (every,)))
    some = replace(every, start=3, end=5, **PARTS[what])
    found = (every, some) if what == "a part" else (some,)
    kept(Document("some", "en", "12 12 of them"), Reading("some", "en", "1", found))
    with seeing(register) as connection:
        assert len(figures_seen(connection, Filters())) == 1 + len(found)
        seen = figures_seen(connection, Filters(everybody=True))
    assert [one.figure for one in seen] == [every] * len(found)


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
        Filters(until=D(2024, 6, 1)),
        Filters(measures=("voluntary_returns", "arrivals"), since=D(2024, 12, 31), until=D(2025, 1, 1)),
        Filters(measures=("voluntary_returns",), places=("SD",)),
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
    assert found[seen[0].document, whole.start].figure.value == whole.value
    assert part.value in {one.figure.value for one in found.values()}


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


def test_whole_texts_by_the_keys_of_their_documents(filled: Register, report: Document) -> None:
    with seeing(filled) as connection:
        keys = {one.document for one in figures_seen(connection, Filters())}
        assert texts(connection, keys) == dict.fromkeys(keys, report.text)
        assert texts(connection, ()) == {}


def test_what_a_review_rejects_is_in_no_view_until_it_is_undone(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    whole = reading.figures[0]

    def values() -> tuple[list[float], set[float], list[float], set[str]]:
        with seeing(register) as connection:
            seen = figures_seen(connection, Filters(measures=("voluntary_returns",), until=D(2030, 1, 1)))
            parts = [one for one in seen if one.figure.part_of is not None]
            known = {one.figure.value for one in wholes(connection, parts).values()}
            like = [s.found.value for s in figures_like(connection, whole)]
            around = passages(connection, [one.ref for one in everything])
            return [one.figure.value for one in seen], known, like, set(around)

    with seeing(register) as connection:
        everything = figures_seen(connection, Filters())
    before = values()
    assert before[:3] == ([16000, 700], {16000, 700}, [16000])
    with writing(register) as connection:
        review(connection, everything[0].ref, "reject", "Salma", NOW)
    assert values() == ([700], {700}, [], {everything[1].ref})
    with writing(register) as connection:
        undo(connection, everything[0].ref, "Salma", NOW)
    assert values() == before


def test_a_view_has_a_figure_as_a_person_corrected_it(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    with seeing(register) as connection:
        ref = figures_seen(connection, Filters())[0].ref
    days = Period(D(2023, 1, 1), D(2023, 12, 31))
    changes = {"value": 17000, "measure": "forced_returns", "period": days, "to": ("SN",)}
    with writing(register) as connection:
        review(connection, ref, "correct", "Salma", NOW, changes=changes)
    with seeing(register) as connection:
        assert [one.figure.value for one in figures_seen(connection, Filters(places=("NE",)))] == []
        asked = Filters(measures=("forced_returns",), places=("SN",), since=days.start, until=days.end)
        [one] = figures_seen(connection, asked)
        [part] = figures_seen(connection, Filters(measures=("voluntary_returns",)))
        assert (one.ref, one.figure.value, one.figure.period) == (ref, 17000, days)
        assert wholes(connection, [part])[part.document, one.figure.start].figure.value == 17000
        assert stored(connection, [ref])[ref].found.value == 17000
        assert [s.ref for s in figures_like(connection, one.figure)] == [ref]
        assert figures_like(connection, reading.figures[0]) == []


def test_the_money_of_an_instrument_follows_the_reviews_of_its_figures(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)

    def told() -> tuple[list[float], float | None]:
        with seeing(register) as connection:
            [one] = list_instruments(connection, Filters())
        return [money.value for money in one.found.budget], one.found.target

    with seeing(register) as connection:
        whole, part = (one.ref for one in figures_seen(connection, Filters()))
    assert told() == ([20_000_000, 16.35], 3300)
    with writing(register) as connection:
        review(connection, whole, "reject", "Salma", NOW)
        review(connection, part, "correct", "Salma", NOW, changes={"value": 750})
    assert told() == ([750], 750)
    with writing(register) as connection:
        undo(connection, whole, "Salma", NOW)
        undo(connection, part, "Salma", NOW)
    assert told() == ([20_000_000, 16.35], 3300)
