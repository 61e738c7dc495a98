"""A register of the bulletins of examples/ and of one document with everything that makes exporting hard."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sijill.exports.gathered import Gathered, gather
from sijill.model import Document, Event, Figure, Instrument, Money, Participant, Period, Population, Reading
from sijill.reading import read
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.query import Filters
from sijill.register.store import keep
from sijill.sources import Found, documents

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NOW = dt.datetime(2026, 1, 2, 3, 4, 5)
TITLE = "=SUM(A1:A9), «1;2»"
TEXT = f"""{TITLE}

🚢 The memorandum between Italy and Libya runs from 2 February 2026 to 2 February 2029; Rome set aside
20 million euros for 2026, of which 5 million euros were paid. -- Up to 1,200 people shall return, among them
between 70 and 90 unaccompanied girls from Sudan. The minister met the coast guard in Tripoli on 3 March 2026
and visited Atlantis. The mission's first 100 days saw 4.5 tonnes of fuel seized, 12% more than before.
"""


def span(quote: str) -> tuple[int, int]:
    start = TEXT.index(quote)
    return start, start + len(quote)


def awkward() -> tuple[Document, Reading]:
    """A document with a title that is a formula, an emoji before all numbers, an address, and every slot set."""
    document = Document(
        'awkward, "one"', "en", TEXT, dt.date(2026, 3, 4), TITLE, "https://news.example/a?b=1&c=2,3"
    )
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    money = Figure(
        *span("20 million"), 20_000_000, "EUR", "funding", status="allocated", period=year, to=("LY",),
        actor="Government of Italy", source="+39 spokesman", confidence=0.5,
    )  # fmt: skip
    paid = Figure(
        *span("5 million"), 5_000_000, "EUR", "funding", status="disbursed", period=year, to=("LY",),
        part_of=money.start,
    )  # fmt: skip
    returns = Figure(
        *span("1,200"), 1200, "person", "voluntary_returns", bound="under", high=1200, status="target",
        period=Period(None, dt.date(2029, 2, 2)), from_=("LY", "TN"),
    )  # fmt: skip
    girls = Figure(
        *span("between 70 and 90"), 70, "person", "voluntary_returns", bound="range", low=70, high=90, status="target",
        period=Period(dt.date(2026, 2, 2), dt.date(2029, 2, 2)), from_=("LY", "TN"), part_of=returns.start,
        population=Population("female", "unaccompanied_child", ("SD",), True),
    )  # fmt: skip
    fuel = Figure(*span("4.5"), 4.5, "tonne", "seizures", at=("MED",))
    more = Figure(*span("12%"), 12, "percent", "seizures", change="increase", at=("MED",))
    met = Event(
        *span("met"), "meeting", Period.day(dt.date(2026, 3, 3)), "Tripoli",
        (Participant("Matteo Piantedosi", "minister", "Italy"), Participant("Libyan Coast Guard")),
        ("coast_guard", "voluntary_returns"), "Italy-Libya memorandum of understanding",
    )  # fmt: skip
    visited = Event(*span("visited"), "visit", None, "Atlantis")
    memorandum = Instrument(
        *span("memorandum"), "Italy-Libya memorandum of understanding", "agreement", "2026-02-02", "2029-02-02",
        ("train the Libyan coast guard and navy",),
        (Money(20_000_000, "EUR", year, money.start), Money(5_000_000, "EUR", None, paid.start)),
        1200, returns.start, "Government of Italy", "Government of Libya",
    )  # fmt: skip
    figures = tuple(sorted((money, paid, returns, girls, fuel, more), key=lambda one: one.start))
    return document, Reading(
        document.id, "en", "2", figures, events=(met, visited), instruments=(memorandum,)
    )


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register, open."""
    path = tmp_path_factory.mktemp("exports") / "register.sqlite"
    found = [one.document for one in documents([str(EXAMPLES)], io.BytesIO()) if isinstance(one, Found)]
    opened = open_register(path, write=True)
    with writing(opened) as connection:
        for document in found:
            keep(connection, document, read(document), NOW)
        keep(connection, *awkward(), NOW)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def gathered(register: Register) -> Gathered:
    """All that the register holds."""
    with reading(register) as connection:
        return gather(connection, Filters())


@pytest.fixture
def gathering(register: Register) -> Callable[[Filters], Gathered]:
    """Gathers what passes filters."""

    def gathered_so(filters: Filters) -> Gathered:
        with reading(register) as connection:
            return gather(connection, filters)

    return gathered_so
