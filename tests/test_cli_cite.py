"""`sijill cite`: the bytes that a hash is of, given again after the register has moved on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli
from sijill.exports.citation import Subject, TooManyError, cite, read_time, written_time
from sijill.model import Document
from sijill.reading import read
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.query import Filters, list_figures
from sijill.register.reviews import review, undo
from sijill.register.store import keep

FIRST, LATER, LAST = (dt.datetime(2026, 1, day, 8, 30, 0, 123456) for day in (2, 3, 4))
TEXT = "In 2024, 41,200 migrants arrived in Italy by sea, the Italian Interior Ministry said."


def document(name: str, text: str = TEXT, day: int = 8) -> Document:
    return Document(name, "en", text, dt.date(2025, 1, day))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = open_register(tmp_path / "register.sqlite", write=True)
    with writing(opened) as connection:
        keep(connection, document("a"), read(document("a")), FIRST)
    yield opened
    opened.engine.dispose()


def figure(register: Register, value: int = 41200) -> str:
    with reading(register) as connection:
        return next(f.ref for f in list_figures(connection, Filters()) if f.found.value == value)


def record(register: Register, subject: Subject, at: dt.datetime | None = None) -> str:
    with reading(register) as connection:
        found = cite(connection, subject, at)
    assert found is not None
    assert hashlib.sha256(found.text.encode()).hexdigest() == found.sha256
    return found.text


def test_a_figure_is_given_again_byte_for_byte_after_a_review_and_after_its_undoing(
    register: Register,
) -> None:
    subject = Subject("figure", figure(register))
    before = record(register, subject)
    with writing(register) as connection:
        review(connection, subject.id, "correct", "somebody", LATER, changes={"value": 41300})
    corrected = record(register, subject)
    assert corrected != before
    assert record(register, subject, FIRST) == before
    with writing(register) as connection:
        undo(connection, subject.id, "somebody", LAST)
    assert record(register, subject) == before
    assert record(register, subject, LATER) == corrected
    with reading(register) as connection:
        found = cite(connection, subject, LATER)
    assert found and not found.unchanged
    changed = {change.field: (change.then, change.now) for change in found.changes}
    assert changed["figure.value"] == ("41300", "41200")


def test_a_figure_that_a_better_reader_no_longer_finds_is_given_again_as_it_was(register: Register) -> None:
    subject = Subject("figure", figure(register))
    before = record(register, subject)
    better = replace(read(document("a")), reader="99.0", figures=())
    with writing(register) as connection:
        keep(connection, document("a"), better, LATER)
    assert record(register, subject, FIRST) == before
    with reading(register) as connection:
        found = cite(connection, subject, FIRST)
        assert cite(connection, subject) is None
    assert found and found.now is None


def test_an_older_reader_that_comes_later_changes_nothing(register: Register) -> None:
    subject = Subject("figure", figure(register))
    before = record(register, subject)
    with writing(register) as connection:
        keep(connection, document("a"), replace(read(document("a")), reader="0.1", figures=()), LATER)
    assert record(register, subject) == before == record(register, subject, LATER)


def test_a_claim_and_a_series_are_given_again_as_they_were_before_another_document(
    register: Register,
) -> None:
    ref = figure(register)
    subjects = [Subject("claim", ref), Subject("measure", "arrivals", "IT"), Subject("document", ref)]
    with reading(register) as connection:
        subjects[2] = Subject("document", list_figures(connection, Filters())[0].head.ref)
    before = [record(register, subject) for subject in subjects]
    other = document(
        "b", "Italy counted 41,200 migrants who arrived by sea in 2024, the Interior Ministry said.", 9
    )
    third = document("c", "In 2024, 41,900 migrants arrived in Italy by sea, UNHCR said.", 10)
    with writing(register) as connection:
        keep(connection, other, read(other), LATER)
        keep(connection, third, read(third), LATER)
    assert [record(register, subject, FIRST) for subject in subjects] == before
    now = [record(register, subject) for subject in subjects]
    assert now[1] != before[1]
    assert now[2] == before[2]
    with reading(register) as connection, pytest.raises(TooManyError):
        cite(connection, subjects[1], FIRST, most=0)


def test_before_it_was_read_there_was_nothing_to_cite(register: Register) -> None:
    with reading(register) as connection:
        assert cite(connection, Subject("figure", figure(register)), FIRST - dt.timedelta(1)) is None
        assert cite(connection, Subject("figure", "0" * 16)) is None


def test_a_time_is_written_so_that_it_is_read_the_same() -> None:
    for at in (FIRST, dt.datetime(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4, 5)):
        assert read_time(written_time(at)) == at
    assert read_time("2026-01-02T10:00:00+02:00") == dt.datetime(2026, 1, 2, 8)
    assert read_time("2026-01-02").date() == dt.date(2026, 1, 2)
    with pytest.raises(ValueError):
        read_time("yesterday")


def run(register: Register, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["cite", *arguments, "--register", str(register.path)])


def test_the_command_gives_the_record_whose_hash_it_names(register: Register) -> None:
    ref = figure(register)
    told = json.loads(run(register, ref[:8], "--format", "json").stdout)
    text = run(register, ref, "--format", "record").stdout
    assert hashlib.sha256(text.encode()).hexdigest() == told["sha256"]
    assert told["text"] == text
    assert told["state"] == "unchanged"
    assert json.loads(text)["figure"]["value"] == 41200
    assert "migrants arrived in Italy" in json.loads(text)["passage"]


def test_a_hash_that_was_cited_is_compared(register: Register) -> None:
    ref = figure(register)
    told = json.loads(run(register, ref, "--format", "json").stdout)
    with writing(register) as connection:
        review(connection, ref, "reject", "somebody", LATER)
    again = run(register, ref, "--as-of", told["as_of"], "--sha256", told["sha256"])
    assert (again.exit_code, "changed" in again.stdout) == (0, True)
    wrong = run(register, ref, "--sha256", "0" * 64)
    assert wrong.exit_code == 1
    assert "not what was cited" in wrong.stderr


@pytest.mark.parametrize("form", ["bibtex", "csl"])
def test_reference_managers_get_title_time_and_hash(register: Register, form: str) -> None:
    ref = figure(register)
    told = run(register, ref, "--format", form).stdout
    assert json.loads(run(register, ref, "--format", "json").stdout)["sha256"] in told
    if form == "csl":
        assert json.loads(told)["type"] == "dataset"
    else:
        assert told.startswith("@misc{sijill-figure-") and told.rstrip().endswith("}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["arrivals"], "--place"),
        (["zz"], "neither an id"),
        (["0123456789abcdef"], "has no figure"),
        (["0123", "--place", "IT"], "of a measure"),
        (["0123", "--as-of", "soon"], "a time is written"),
        (["0123", "--sha256", "12"], "64 hex digits"),
    ],
)
def test_what_cannot_be_cited_is_said(register: Register, arguments: list[str], said: str) -> None:
    answer = run(register, *arguments)
    assert answer.exit_code in (1, 2)
    assert said in answer.stderr


def test_a_series_is_cited_by_measure_and_place(register: Register) -> None:
    told = json.loads(run(register, "arrivals", "--place", "it", "--format", "record").stdout)
    assert told["asked"]["place"] == "IT"
    assert [point["value"] for point in told["points"]] == [41200]
