"""The JSON of records: the shape that the contract asks for, and nothing lost on the way there and back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sijill.codec import (
    canonical,
    document_hash,
    document_to_json,
    event_to_json,
    figure_to_json,
    instrument_to_json,
    reading_from_json,
    reading_hash,
    reading_to_json,
    statement_to_json,
)
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

TEXT = "IOM counted about 16,000 returns in 2024, among them 700 girls."
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
DOCUMENT = Document("one", "en", TEXT, dt.date(2025, 6, 13))

days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1))
periods = st.one_of(
    st.none(),
    st.builds(lambda a, b: Period(min(a, b), max(a, b)), days, days),
    st.builds(lambda a: Period(a, None), days),
    st.builds(lambda a: Period(None, a), days),
)
numbers = st.one_of(st.integers(0, 10**12), st.floats(0, 1e9, allow_nan=False))
places = st.lists(st.sampled_from(["LY", "TN", "IT", "MED"]), max_size=2, unique=True).map(tuple)
names = st.one_of(st.none(), st.text(min_size=1, max_size=8))
spans = st.builds(lambda a, n: (a, min(a + n, len(TEXT))), st.integers(0, len(TEXT) - 1), st.integers(1, 9))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    start, end = draw(spans)
    return Figure(
        start=start,
        end=end,
        value=draw(numbers),
        unit=draw(st.sampled_from(["person", "EUR", "percent"])),
        measure=draw(st.sampled_from(["arrivals", "funding"])),
        bound=draw(st.sampled_from(["exact", "about", "over", "under", "range"])),
        low=draw(st.none() | numbers),
        high=draw(st.none() | numbers),
        change=draw(st.sampled_from([None, "increase", "decrease"])),
        status=draw(st.sampled_from(["reported", "target", "estimate"])),
        period=draw(periods),
        from_=draw(places),
        to=draw(places),
        at=draw(places),
        population=Population(
            draw(st.sampled_from([None, "female"])),
            draw(st.sampled_from([None, "child"])),
            draw(places),
            draw(st.booleans()),
        ),
        actor=draw(names),
        source=draw(names),
        part_of=draw(st.none() | st.integers(0, 50)),
        confidence=draw(st.none() | st.floats(0, 1)),
        evidence=(Evidence("measure", "arrivals", draw(st.sampled_from([None, Span(start, end)])), 0.5),),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    start, end = draw(spans)
    return Reading(
        "one",
        "en",
        "7",
        figures=tuple(draw(st.lists(figures(), max_size=3))),
        dates=(Time(start, end, "period", draw(periods), None, "year", draw(st.booleans()), (YEAR,), "r"),),
        events=(
            Event(
                start,
                end,
                "meeting",
                draw(periods),
                draw(names),
                (Participant("A", draw(names), draw(names)),),
                ("rescues",),
                draw(names),
            ),
        ),
        instruments=(
            Instrument(
                start,
                end,
                "IRINI",
                "operation",
                draw(st.sampled_from([None, "2020", "2020-03"])),
                "2027-03-31",
                ("train",),
                (Money(draw(numbers), "EUR", None, 3), Money(5, "EUR", YEAR, 4)),
                draw(st.none() | numbers),
                draw(st.none() | st.integers(0, 50)),
                draw(names),
                draw(names),
                draw(names),
                draw(names),
            ),
        ),
        statements=(Statement(start, end, "Somebody", draw(names), draw(names)),),
    )


@given(readings())
def test_a_reading_comes_back_from_its_json_as_it_was(reading: Reading) -> None:
    row = json.loads(json.dumps(reading_to_json(DOCUMENT, reading, explain=True)))
    assert reading_from_json(row) == reading


@given(readings())
def test_the_hash_of_a_reading_is_that_of_what_was_found_and_not_of_who_found_it(reading: Reading) -> None:
    assert reading_hash(DOCUMENT, reading) == reading_hash(DOCUMENT, replace(reading, reader="8"))
    other = replace(reading, statements=())
    assert reading_hash(DOCUMENT, reading) != reading_hash(DOCUMENT, other)


def test_a_figure_has_the_fields_of_the_contract_and_leaves_out_what_is_rare() -> None:
    whole = Figure(18, 24, 16000, "person", "voluntary_returns", "about", period=YEAR, from_=("LY",))
    assert figure_to_json(whole, TEXT) == {
        "start": 18,
        "end": 24,
        "quote": "16,000",
        "value": 16000,
        "bound": "about",
        "unit": "person",
        "measure": "voluntary_returns",
        "status": "reported",
        "period": ["2024-01-01", "2024-12-31"],
        "from": ["LY"],
        "to": [],
        "at": [],
        "population": {},
        "actor": None,
        "source": None,
    }
    part = replace(whole, start=53, end=56, value=700.0, part_of=18, population=Population("female", "child"))
    row = figure_to_json(part, TEXT, explain=True)
    assert row["part_of"] == 18
    assert row["population"] == {"sex": "female", "age": "child"}
    assert json.dumps(row["value"]) == "700"
    assert row["evidence"] == []


def test_an_event_of_one_day_has_a_date_and_one_of_several_a_period() -> None:
    one = Event(0, 3, "visit", Period.day(dt.date(2025, 6, 13)))
    assert event_to_json(one, TEXT)["date"] == "2025-06-13"
    several = event_to_json(replace(one, period=YEAR), TEXT)
    assert (several["period"], "date" in several) == (["2024-01-01", "2024-12-31"], False)
    assert event_to_json(replace(one, period=None), TEXT)["date"] is None


def test_an_instrument_tells_money_of_a_period_from_money_without_one() -> None:
    both = Instrument(0, 3, "Fund", "fund", budget=(Money(5, "EUR", YEAR, 9), Money(20, "EUR", None, 11)))
    row = instrument_to_json(both, TEXT)
    assert (row["money"], row["unit"]) == (20, "EUR")
    assert row["budget"] == [
        {"value": 5, "unit": "EUR", "period": ["2024-01-01", "2024-12-31"], "figure": 9},
    ]


def test_a_statement_has_the_offsets_of_its_quote() -> None:
    row = statement_to_json(Statement(0, 3, "Someone"), TEXT)
    assert row == {"speaker": "Someone", "quote_start": 0, "quote_end": 3, "quote": "IOM"}


def test_a_documents_hash_covers_what_a_reading_depends_on_and_no_names() -> None:
    same = replace(DOCUMENT, id="two", url="https://example.org/2")
    assert document_hash(same) == document_hash(DOCUMENT)
    for other in (
        replace(DOCUMENT, text=TEXT + " "),
        replace(DOCUMENT, published=None),
        replace(DOCUMENT, language="fr"),
        replace(DOCUMENT, title="IOM"),
    ):
        assert document_hash(other) != document_hash(DOCUMENT)


def test_a_document_is_written_as_the_line_that_is_read() -> None:
    row = document_to_json(DOCUMENT)
    assert list(row) == ["id", "url", "language", "published", "title", "text"]
    assert row["published"] == "2025-06-13"


def test_canonical_json_is_one_text_for_one_value() -> None:
    assert canonical({"b": 1, "a": ["ل"]}) == canonical({"a": ["ل"], "b": 1}) == '{"a":["ل"],"b":1}'
