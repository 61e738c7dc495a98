"""Lists and look-ups: what passes a filter, in which order, by which id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from sijill.model import Document, Figure, Period, Reading
from sijill.register import query
from sijill.register.opening import Register
from sijill.register.opening import reading as seeing
from sijill.register.query import (
    Filters,
    by_prefix,
    document_by_ref,
    events_by_ref,
    figures_by_ref,
    instruments_by_ref,
    list_documents,
    list_events,
    list_figures,
    list_instruments,
    measure_counts,
    place_counts,
)
from sijill.register.store import Kept

Keep = Callable[[Document, Reading | None], Kept]
D = dt.date


@pytest.fixture
def filled(register: Register, report: Document, reading: Reading, kept: Keep) -> Register:
    kept(report, reading)
    later = replace(report, id="later", published=D(2026, 1, 1), language="fr")
    figure = replace(reading.figures[0], measure="arrivals", period=None, source=None, from_=(), to=("IT",))
    kept(later, Reading("later", "fr", "1", (figure,)))
    return register


@pytest.mark.parametrize(
    ("filters", "values"),
    [
        (Filters(), [16000, 700, 16000]),
        (Filters(measures=("voluntary_returns",)), [16000, 700]),
        (Filters(measures=("voluntary_returns", "arrivals")), [16000, 700, 16000]),
        (Filters(measures=("deaths",)), []),
        (Filters(places=("LY",)), [16000, 700]),
        (Filters(places=("NE",)), [16000]),
        (Filters(places=("MED", "IT")), [16000, 16000]),
        (Filters(places=("SD",)), []),  # a nationality is no place
        (Filters(statuses=("estimate",)), [700]),
        (Filters(sources=("migration",)), [16000]),
        (Filters(sources=("100%", "_")), []),
        (Filters(languages=("fr",)), [16000]),
        (Filters(documents=("report",)), [16000, 700]),
        (Filters(since=D(2024, 12, 31)), [16000, 700]),
        (Filters(since=D(2025, 1, 1)), [700]),
        (Filters(since=D(2025, 6, 14)), []),
        (Filters(until=D(2024, 1, 1)), [16000, 700]),
        (Filters(until=D(2023, 12, 31)), [700]),
        (Filters(measures=("voluntary_returns",), places=("NE",), languages=("ar",)), [16000]),
        (Filters(limit=1), [16000]),
    ],
)
def test_figures_pass_their_filters(filters: Filters, values: list[int], filled: Register) -> None:
    with seeing(filled) as connection:
        assert [f.found.value for f in list_figures(connection, filters)] == values


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        (Filters(), 1),
        (Filters(types=("meeting",)), 1),
        (Filters(types=("visit",)), 0),
        (Filters(places=("tun",)), 1),
        (Filters(names=("minist",)), 1),
        (Filters(names=("Haftar",)), 0),
        (Filters(measures=("border_security",)), 1),
        (Filters(since=D(2025, 6, 12), until=D(2025, 6, 12)), 1),
        (Filters(since=D(2025, 6, 13)), 0),
    ],
)
def test_events_pass_their_filters(filters: Filters, number: int, filled: Register) -> None:
    with seeing(filled) as connection:
        assert len(list_events(connection, filters)) == number


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        (Filters(), 1),
        (Filters(types=("fund",)), 0),
        (Filters(names=("humanitarian",)), 1),
        (Filters(since=D(2027, 3, 31)), 1),
        (Filters(since=D(2027, 4, 1)), 0),
        (Filters(until=D(2017, 1, 1)), 1),
        (Filters(until=D(2016, 12, 31)), 0),
    ],
)
def test_instruments_pass_their_filters(filters: Filters, number: int, filled: Register) -> None:
    with seeing(filled) as connection:
        assert len(list_instruments(connection, filters)) == number


def test_documents_pass_by_their_day_and_by_their_figures(filled: Register) -> None:
    def ids(filters: Filters) -> list[str]:
        with seeing(filled) as connection:
            return [head.id for head, _ in list_documents(connection, filters)]

    assert ids(Filters()) == ["report", "later"]
    assert ids(Filters(since=D(2026, 1, 1))) == ["later"]
    assert ids(Filters(until=D(2025, 12, 31))) == ["report"]
    assert ids(Filters(places=("NE",))) == ["report"]
    with seeing(filled) as connection:
        [(_, counts)] = list_documents(connection, Filters(documents=("report",)))
    assert counts == {"figures": 2, "dates": 1, "events": 1, "instruments": 1, "statements": 1}


def test_an_id_is_found_by_its_first_digits(filled: Register) -> None:
    with seeing(filled) as connection:
        figure = list_figures(connection, Filters())[0]
        event = list_events(connection, Filters())[0]
        instrument = list_instruments(connection, Filters())[0]
        for kind, ref in (("figure", figure.ref), ("event", event.ref), ("instrument", instrument.ref)):
            assert by_prefix(connection, ref[:8].upper()) == [(kind, ref)]
        assert by_prefix(connection, figure.head.ref[:8]) == [("document", figure.head.ref)]
        assert len(by_prefix(connection, "")) == 7
        assert by_prefix(connection, "zz") == []
        assert figures_by_ref(connection, figure.ref) == [figure]
        assert events_by_ref(connection, event.ref) == [event]
        assert instruments_by_ref(connection, instrument.ref) == [instrument]
        stored = document_by_ref(connection, figure.head.ref)
    assert stored is not None
    assert stored.document.id == "report"


def test_a_list_longer_than_a_statement_has_parameters_is_whole(register: Register, kept: Keep) -> None:
    from sijill.model import Figure

    text = " ".join(f"{n:04}" for n in range(1300))
    figures = tuple(
        Figure(5 * n, 5 * n + 4, n, "person", "arrivals", at=("IT",), period=Period.day(D(2024, 1, 1)))
        for n in range(1300)
    )
    kept(Document("many", "en", text), Reading("many", "en", "1", figures))
    with seeing(register) as connection:
        found = list_figures(connection, Filters(places=("IT",)))
    assert tuple(f.found for f in found) == figures


@pytest.mark.parametrize(
    "filters",
    [
        Filters(places=("IT",)),
        Filters(places=("IT", "LY")),
        Filters(measures=("arrivals",)),
        Filters(until=dt.date(2025, 1, 3)),
        Filters(places=("IT",), until=dt.date(2025, 1, 5), measures=("arrivals",)),
        Filters(places=("TN",)),
    ],
)
def test_a_page_of_very_many_is_the_page_of_few(
    register: Register, kept: Keep, monkeypatch: pytest.MonkeyPatch, filters: Filters
) -> None:
    for number in range(12):
        day = dt.date(2025, 1, 1 + (7 * number) % 12)
        found = Figure(
            0, 2, number + 10, "person", "arrivals" if number % 3 else "deaths", period=Period.day(day),
            from_=("LY",) if number % 2 else (), to=("IT",),
        )  # fmt: skip
        document = Document(f"d{number}", "en", f"{number + 10} people", day if number % 4 else None)
        kept(document, Reading(document.id, "en", "1", (found,)))
    pages = []
    for many in (1, 1_000_000):  # none are very many, all are
        monkeypatch.setattr(query, "MANY", many)
        with seeing(register) as connection:
            pages.append([row.ref for row in query.list_figures(connection, replace(filters, limit=4))])
    assert pages[0] == pages[1]
    assert pages[0] or filters.places == ("TN",)


def test_places_and_measures_are_counted_once_for_a_figure_most_first(
    register: Register, report: Document, kept: Keep
) -> None:
    both = Figure(0, 2, 12, "person", "arrivals", from_=("LY",), to=("IT",), at=("LY",))
    one = replace(both, start=3, end=5, measure="deaths", to=(), at=())
    kept(report, Reading(report.id, report.language, "1", (both, one)))
    with seeing(register) as connection:
        assert place_counts(connection, Filters()) == [("LY", 2), ("IT", 1)]
        assert place_counts(connection, Filters(measures=("arrivals",))) == [("IT", 1), ("LY", 1)]
        assert measure_counts(connection) == {"arrivals": 1, "deaths": 1}


def test_what_an_earlier_reading_found_is_not_counted(
    register: Register, report: Document, kept: Keep
) -> None:
    both = Figure(0, 2, 12, "person", "arrivals", to=("IT",))
    kept(report, Reading(report.id, report.language, "1", (both,)))
    kept(report, Reading(report.id, report.language, "2", (replace(both, measure="deaths", to=("MT",)),)))
    with seeing(register) as connection:
        assert place_counts(connection, Filters()) == [("MT", 1)]
        assert measure_counts(connection) == {"deaths": 1}
