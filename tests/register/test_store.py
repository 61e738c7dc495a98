"""What goes into a register: whole or not at all, once, and never changed afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from sijill.codec import document_hash, reading_hash
from sijill.model import Document, Evidence, Figure, Reading, Span
from sijill.register.opening import Register, writing
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, counts, list_figures, stored_reading
from sijill.register.schema import documents, figures, metadata, readings, sightings
from sijill.register.sound import problems
from sijill.register.store import Kept, ReadingError, keep, newer, unread

Keep = Callable[[Document, Reading | None], Kept]


def dump(register: Register) -> str:
    with seeing(register) as connection:
        rows = [connection.execute(select(t).order_by(*t.primary_key)).all() for t in metadata.sorted_tables]
    return repr(rows)


def test_a_reading_comes_back_as_it_went_in(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    assert kept(report, reading).outcome == "new"
    with seeing(register) as connection:
        stored = stored_reading(connection, 1)
        assert list(problems(connection)) == []
    assert stored == reading


def test_the_same_document_twice_changes_nothing(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    before = dump(register)
    assert kept(report, reading).outcome == "known"
    assert kept(report, None).outcome == "known"
    assert dump(register) == before


def test_a_document_is_read_again_only_by_another_version_of_the_reader(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    other = replace(report, text=report.text + " ")
    kept(report, reading)
    with seeing(register) as connection:
        assert unread(connection, [report, other, replace(report, id="alias")], "1") == [other]
        assert unread(connection, [report], "2") == [report]


def test_a_newer_reading_takes_the_place_of_the_old_one_which_stays_on_record(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    better = replace(reading, reader="2", figures=reading.figures[:1])
    assert kept(report, better).outcome == "reread"
    with seeing(register) as connection:
        assert counts(connection)["readings"] == 2
        assert [f.found for f in list_figures(connection, Filters())] == list(better.figures)
        assert connection.execute(select(func.count()).select_from(figures)).scalar_one() == 3
        current = connection.execute(select(readings.c.reader).where(readings.c.current)).scalars().all()
    assert current == ["2"]


def test_an_older_reader_does_not_put_its_reading_before_a_newer_one(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, replace(reading, reader="0.10.0"))
    assert kept(report, replace(reading, reader="0.9.1", figures=())).outcome == "outdated"
    with seeing(register) as connection:
        assert len(list_figures(connection, Filters())) == 2
    assert newer("0.10.0", "0.9.1")
    assert not newer("2", "2")
    assert not newer("abc", "1")


def test_the_short_id_of_a_figure_is_the_same_in_every_reading_and_register(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    with seeing(register) as connection:
        before = [f.ref for f in list_figures(connection, Filters())]
    kept(report, replace(reading, reader="2"))
    with seeing(register) as connection:
        assert [f.ref for f in list_figures(connection, Filters())] == before
    assert len(set(before)) == 2


def test_the_same_content_under_another_name_is_the_same_document_seen_again(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    again = kept(replace(report, id="copy", url="https://example.org/2"), None)
    assert (again.outcome, again.first_id, again.namesakes) == ("known", "report", 0)
    with seeing(register) as connection:
        seen = connection.execute(select(sightings.c.id, sightings.c.url)).all()
    assert sorted(map(tuple, seen)) == [
        ("copy", "https://example.org/2"),
        ("report", "https://example.org/1"),
    ]


def test_another_text_under_the_same_name_is_another_document_and_is_said_to_be(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    other = kept(replace(report, text=report.text + "\nتصحيح"), reading)
    assert (other.outcome, other.namesakes) == ("new", 1)
    with seeing(register) as connection:
        assert counts(connection)["documents"] == 2


def test_the_same_text_published_on_another_day_is_another_document(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    assert kept(replace(report, published=dt.date(2024, 6, 13)), reading).outcome == "new"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: replace(r, document="another"),
        lambda r: replace(r, language="en"),
        lambda r: replace(r, figures=(replace(r.figures[0], end=10_000),)),
        lambda r: replace(r, figures=(replace(r.figures[0], start=15, end=17),)),  # the blank line
        lambda r: replace(r, figures=(replace(r.figures[0], start=9, end=9),)),
        lambda r: replace(r, figures=(replace(r.figures[0], start=-5),)),
        lambda r: replace(r, figures=(replace(r.figures[0], value=float("nan")),)),
        lambda r: replace(r, figures=(replace(r.figures[0], high=float("inf")),)),
        lambda r: replace(r, figures=(replace(r.figures[0], value=2**53 + 1),)),
        lambda r: replace(r, figures=(replace(r.figures[0], value=10**400),)),
        lambda r: replace(r, figures=(replace(r.figures[0], value=True),)),
        lambda r: replace(r, figures=(replace(r.figures[1], part_of=3),)),
        lambda r: replace(r, figures=(replace(r.figures[0], part_of=r.figures[0].start),)),
        lambda r: replace(
            r, figures=(replace(r.figures[0], evidence=(Evidence("unit", "x", Span(0, 9999), 1.0),)),)
        ),
        lambda r: replace(r, instruments=(replace(r.instruments[0], target=float("inf")),)),
        lambda r: replace(r, events=(replace(r.events[0], end=10_000),)),
        lambda r: replace(r, statements=(replace(r.statements[0], start=9_999, end=10_000),)),
    ],
)
def test_a_reading_that_does_not_fit_its_document_is_refused_and_nothing_is_written(
    spoil: Callable[[Reading], Reading], register: Register, report: Document, reading: Reading
) -> None:
    with writing(register) as connection, pytest.raises(ReadingError):
        keep(connection, report, spoil(reading), dt.datetime(2026, 1, 1))
    with seeing(register) as connection:
        assert sum(counts(connection).values()) == 0


def test_one_refused_reading_leaves_the_others_of_its_transaction_alone(
    register: Register, report: Document, reading: Reading
) -> None:
    other = replace(report, id="other", text="خبر آخر")
    with writing(register) as connection:
        keep(connection, report, reading, dt.datetime(2026, 1, 1))
        with pytest.raises(ReadingError):
            keep(connection, other, replace(reading, document="other"), dt.datetime(2026, 1, 1))
    with seeing(register) as connection:
        assert counts(connection)["documents"] == 1
        assert list(problems(connection)) == []


def test_a_transaction_that_fails_leaves_nothing_behind(
    register: Register, report: Document, reading: Reading
) -> None:
    with pytest.raises(KeyboardInterrupt), writing(register) as connection:
        keep(connection, report, reading, dt.datetime(2026, 1, 1))
        raise KeyboardInterrupt
    with seeing(register) as connection:
        assert sum(counts(connection).values()) == 0


def test_a_document_never_read_cannot_be_kept_without_a_reading(report: Document, kept: Keep) -> None:
    with pytest.raises(ReadingError):
        kept(report, None)


def test_texts_of_any_characters_keep_their_offsets(register: Register, kept: Keep) -> None:
    text = "🙂 مُهَاجِــر ٢١٬٧٦٢ \u200f(e\u0301té)\r\n𐍈 40 people 👩‍👩‍👧"
    start = text.index("40")
    document = Document("odd", "ar", text)
    figure = Figure(start, start + 2, 40, "person", "arrivals")
    kept(document, Reading("odd", "ar", "1", (figure,)))
    with seeing(register) as connection:
        [stored] = list_figures(connection, Filters())
        row = connection.execute(select(documents.c.text, documents.c.content)).one()
        assert list(problems(connection)) == []
    assert row.text == text
    assert row.content == document_hash(document)
    assert text[stored.found.start : stored.found.end] == stored.quote == "40"


def test_the_hash_of_a_stored_reading_is_that_of_the_reading(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    with seeing(register) as connection:
        assert connection.execute(select(readings.c.content)).scalar_one() == reading_hash(report, reading)
