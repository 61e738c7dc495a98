"""Backups, moves between stores, and reading again: what comes out is what went in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sijill import reading as reader
from sijill.model import Document, Reading
from sijill.register import moving
from sijill.register.opening import Register, RegisterError, migrated_to, open_register, revision_of, writing
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, list_figures, stored_reading
from sijill.register.rederive import differences
from sijill.register.reviews import review
from sijill.register.schema import REVISION
from sijill.register.search import find
from sijill.register.sound import content_hash, problems
from sijill.register.store import Kept
from sijill.register.trouble import Place
from tests.register.conftest import NOW

Keep = Callable[[Document, Reading | None], Kept]


@pytest.fixture
def filled(register: Register, report: Document, reading: Reading, kept: Keep) -> Register:
    """Two documents, one of them read twice and seen twice, and a review."""
    kept(report, replace(reading, reader="0.9"))
    kept(report, reading)
    kept(replace(report, id="copy", url=None), None)
    kept(Document("other", "en", "null and 40 people «there»"), Reading("other", "en", "1"))
    with writing(register) as connection:
        [figure, *_] = list_figures(connection, Filters(limit=1))
        review(connection, figure.ref, "correct", "Salma", NOW, changes={"value": 16_500})
    return register


def digest(place: Place) -> str:
    opened = open_register(place)
    with seeing(opened) as connection:
        assert list(problems(connection)) == []
        found = content_hash(connection)
    opened.engine.dispose()
    return found


def test_a_backup_is_a_register_with_the_same_content(filled: Register, tmp_path: Path) -> None:
    moving.back_up(filled.path, tmp_path / "backup.sqlite")
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.sqlite"]
    assert digest(tmp_path / "backup.sqlite") == digest(filled.path)


def test_a_backup_put_back_is_the_register_again(filled: Register, nowhere: Place, tmp_path: Path) -> None:
    moving.back_up(filled.path, tmp_path / "backup.sqlite")
    moving.restore(tmp_path / "backup.sqlite", nowhere)
    assert digest(nowhere) == digest(filled.path)


def test_a_register_moves_to_the_other_store_and_back_unchanged(
    filled: Register, database: Callable[..., str], reading: Reading, tmp_path: Path
) -> None:
    there, back = database(), tmp_path / "back.sqlite"
    assert moving.copy(filled.path, there) == moving.copy(there, back) == digest(filled.path)
    for place in (there, back):
        opened = open_register(place, write=True)
        with seeing(opened) as connection:
            assert stored_reading(connection, 1) == reading
            assert [f.found.value for f in list_figures(connection, Filters())] == [16_500, 700]
            assert [hit.stored.document.id for hit in find(connection, "null")] == ["other"]
        opened.engine.dispose()


def test_the_content_hash_tells_any_change(filled: Register, tamper: Callable[[str], None]) -> None:
    seen = set()
    for change in (
        "UPDATE documents SET url = 'https://example.org/9' WHERE key = 1",
        "UPDATE readings SET reader = '0.8' WHERE reader = '0.9'",
        "UPDATE figures SET status = 'target' WHERE key = 1",
        "UPDATE figure_places SET code = 'EG' WHERE code = 'NE'",
        "UPDATE reviews SET author = 'Nobody'",
        "DELETE FROM sightings WHERE id = 'copy'",
    ):
        tamper(change)
        with seeing(filled) as connection:
            seen.add(content_hash(connection))
    assert len(seen) == 6


def test_nothing_is_overwritten(filled: Register, kept: Keep, tmp_path: Path) -> None:
    taken = tmp_path / "taken.sqlite"
    taken.write_text("somebody's")
    for attempt in (
        lambda: moving.back_up(filled.path, taken),
        lambda: moving.copy(filled.path, filled.path),
    ):
        with pytest.raises(RegisterError):
            attempt()
    assert taken.read_text() == "somebody's"
    moving.back_up(filled.path, tmp_path / "backup.sqlite")
    with pytest.raises(RegisterError):
        moving.restore(tmp_path / "backup.sqlite", filled.path)


def test_an_older_backup_is_put_back_up_to_date_and_stays_as_it_is(nowhere: Place, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    migrated_to(old, "0002")
    moving.restore(old, nowhere)
    assert (revision_of(nowhere), revision_of(old)) == (REVISION, "0002")


def test_a_move_that_cannot_be_finished_leaves_nothing_behind(
    filled: Register, nowhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("the cable is out")

    monkeypatch.setattr("sijill.register.search.rebuild", fail)
    with pytest.raises(RegisterError):
        moving.copy(filled.path, nowhere)
    monkeypatch.undo()
    assert moving.copy(filled.path, nowhere) == digest(filled.path)


def test_reading_again_tells_what_the_reader_now_reads_otherwise(
    register: Register, kept: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The Libyan coast guard intercepted 112 migrants on Monday; 40 people arrived in Italy."
    document = Document("real", "en", text, NOW.date())
    made = reader.read(document)
    assert len(made.figures) >= 1
    kept(document, made)
    with seeing(register) as connection:
        assert list(differences(connection)) == [None]
        first = made.figures[0]
        other = replace(first, value=113)
        monkeypatch.setattr(reader, "read", lambda _: replace(made, figures=(other, *made.figures[1:])))
        [found] = differences(connection)
        assert found is not None
        assert found.lines == (f"[{first.start}, {first.end}) «112»: value stored 112, now 113",)
        monkeypatch.setattr(reader, "read", lambda _: replace(made, figures=()))
        [found] = differences(connection)
        assert found is not None
        assert "no figure now" in found.lines[0]
        assert list(differences(connection, 0)) == []


def test_a_damaged_search_index_is_found_and_rebuilt(
    filled: Register, store: str, tamper: Callable[[str], None]
) -> None:
    from sijill.register.search import rebuild

    damages = ["DELETE FROM search WHERE document = 1", "UPDATE search SET stems = '{}' WHERE document = 1"]
    if store == "sqlite":
        damages = [
            "INSERT INTO search(search) VALUES ('delete-all')",
            "UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 1000",
            "DELETE FROM search_data WHERE id > 1000",
        ]
    for damage in damages:
        tamper(damage)
        with seeing(filled) as connection:
            assert any("sijill repair" in line for line in problems(connection)), damage
        with writing(filled) as connection:
            rebuild(connection)
        with seeing(filled) as connection:
            assert list(problems(connection)) == []
            assert [hit.stored.document.id for hit in find(connection, "مهاجر")] == ["report"]


def test_the_backup_of_a_busy_register_is_one_state_of_it(
    register: Register, report: Document, reading: Reading, kept: Keep, tmp_path: Path
) -> None:
    from sijill.register.store import keep

    kept(report, reading)
    with writing(register) as connection:
        keep(connection, Document("half", "en", "half"), Reading("half", "en", "1"), NOW)
        moving.back_up(register.path, tmp_path / "backup.sqlite")
    with closing(sqlite3.connect(tmp_path / "backup.sqlite")) as copy:
        assert copy.execute("SELECT id FROM documents").fetchall() == [("report",)]
