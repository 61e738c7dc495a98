"""The register as it stood: documents, readings and reviews of a time, in both stores."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sijill.model import Document, Reading
from sijill.reading import read
from sijill.register.opening import Register, reading, writing
from sijill.register.past import (
    as_it_was,
    documents_by,
    documents_of_claim,
    documents_of_figures,
    documents_with,
    last_change,
)
from sijill.register.query import Filters, list_events, list_figures, list_instruments
from sijill.register.reviews import review, undo
from sijill.register.store import keep

FIRST, SECOND, THIRD = (dt.datetime(2026, 1, day, 8, 30) for day in (2, 3, 4))
TEXT = (
    "In 2024, 41,200 migrants arrived in Italy by sea, the Italian Interior Ministry said. "
    "The mandate of EUNAVFOR MED IRINI was extended until 31 March 2027."
)


def given(name: str, text: str = TEXT) -> tuple[Document, Reading]:
    document = Document(name, "en", text, dt.date(2025, 1, 8))
    return document, read(document)


def test_what_was_added_read_or_reviewed_later_is_not_there(register: Register) -> None:
    with writing(register) as connection:
        keep(connection, *given("a"), FIRST)
    with writing(register) as connection:
        keep(connection, *given("b", TEXT.replace("41,200", "41,900")), SECOND)
        [first] = [f for f in list_figures(connection, Filters()) if f.found.value == 41200]
        review(connection, first.ref, "correct", "somebody", SECOND, changes={"value": 41300})
    with writing(register) as connection:
        undo(connection, first.ref, "somebody", THIRD)
    with reading(register) as connection:
        assert last_change(connection) == THIRD
        everything = documents_by(connection, THIRD)
        assert len(everything) == 2 and len(documents_by(connection, FIRST)) == 1

        def values(at: dt.datetime) -> list[float]:
            with as_it_was(connection, at, everything) as past:
                return sorted(f.found.value for f in list_figures(past, Filters(measures=("arrivals",))))

        assert values(FIRST) == [41200]
        assert values(SECOND) == [41300, 41900]
        assert values(THIRD) == [41200, 41900]
        assert values(FIRST - dt.timedelta(1)) == []


def test_all_that_the_reading_of_the_time_found_is_there_as_it_is_in_the_register(register: Register) -> None:
    with writing(register) as connection:
        keep(connection, *given("a"), FIRST)
    with reading(register) as connection:
        was = [read_all(connection, Filters()) for read_all in (list_figures, list_events, list_instruments)]
    assert all(was)
    with writing(register) as connection:
        document, found = given("a")
        keep(
            connection, document, replace(found, reader="99.0", figures=(), events=(), instruments=()), SECOND
        )
    with reading(register) as connection:
        assert list_figures(connection, Filters()) == []
        with as_it_was(connection, FIRST, documents_by(connection, FIRST)) as past:
            then = [read_all(past, Filters()) for read_all in (list_figures, list_events, list_instruments)]
        with as_it_was(connection, SECOND, documents_by(connection, SECOND)) as past:
            assert list_figures(past, Filters()) == []
    assert then == was


def test_documents_are_found_by_what_any_reading_found_in_them(register: Register) -> None:
    with writing(register) as connection:
        keep(connection, *given("a"), FIRST)
        figure = list_figures(connection, Filters(measures=("arrivals",)))[0]
    with writing(register) as connection:
        document, found = given("a")
        keep(connection, document, replace(found, reader="99.0", figures=()), SECOND)
    with reading(register) as connection:
        key = [figure.head.key]
        assert documents_with(connection, "figure", figure.ref) == key
        assert documents_with(connection, "document", figure.head.ref) == key
        assert documents_of_claim(connection, figure.ref) == key
        assert documents_of_figures(connection, Filters(measures=("arrivals",))) == key
        assert documents_of_figures(connection, Filters(measures=("deaths",))) == []
        assert documents_with(connection, "event", "0" * 16) == []
