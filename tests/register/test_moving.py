"""Backups, moves between stores, and reading again: what comes out is what went in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, insert, select

from sijill import reading as reader
from sijill.model import Document, Reading
from sijill.register import audit, moving
from sijill.register.opening import Register, RegisterError, migrated_to, open_register, revision_of, writing
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, list_documents, list_figures, stored_reading
from sijill.register.rederive import differences
from sijill.register.reviews import review
from sijill.register.rows import documents_by_key, told_of
from sijill.register.schema import (
    REVISION,
    alerts,
    dossier_items,
    dossier_roles,
    dossiers,
    people,
    sessions,
)
from sijill.register.search import find
from sijill.register.sound import content_hash, problems
from sijill.register.store import Kept, keep_all
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
        add_team(connection, figure.ref)
    return register


def add_team(connection: Connection, ref: str) -> None:
    """A person who is logged in, a dossier with a figure and a role, an alert, and two acts on record."""
    by = {"person": 1, "author": "Salma"}
    rows: list[tuple[Table, dict[str, Any]]] = [
        (people, {"key": 1, "login": "salma", "name": "Salma", "role": "admin", "password": "$argon2id$"}),
        (sessions, {"token": "a" * 64, "person": 1, "made_at": NOW, "ends_at": NOW}),
        (dossiers, {"key": 1, "ref": "d" * 16, "title": "Returns", "visibility": "team", **by}),
        (dossier_items, {"key": 1, "dossier": 1, "kind": "figure", "object": ref, "position": 1, **by}),
        (dossier_roles, {"dossier": 1, "person": 1, "role": "editor"}),
        (alerts, {"key": 1, "ref": "e" * 16, "person": 1, "kind": "search", "title": "Zuwara"}),
    ]
    days = ("created_at", "updated_at", "added_at")
    for table, row in rows:
        more = {day: NOW for day in days if day in table.c} | (
            {"filter": {"q": "زوارة"}} if table is alerts else {}
        )
        connection.execute(insert(table), row | more)
    audit.record(connection, NOW, "salma", "login")
    audit.record(
        connection, NOW, "salma", "dossier.add", f"dossier {'d' * 16}", title="Returns", كلمة=[1, None]
    )


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
        "UPDATE documents SET dated_by = 'guess' WHERE key = 1",
        "UPDATE documents SET outlet = 'Somebody' WHERE key = 1",
        "UPDATE people SET role = 'viewer'",
        "UPDATE dossiers SET removed_at = created_at",
        "UPDATE dossier_items SET note = 'look again'",
        "DELETE FROM dossier_roles",
        "UPDATE alerts SET kind = 'measure'",
    ):
        tamper(change)
        with seeing(filled) as connection:
            seen.add(content_hash(connection))
    assert len(seen) == 13


def test_where_a_day_was_found_and_the_outlet_move_with_a_document(
    register: Register, nowhere: Place, tmp_path: Path
) -> None:
    day = NOW.date()
    given = [
        Document("page", "en", "one", day, dated_by="page", outlet="Example News"),
        Document("stated", "en", "two", day),
        Document("none", "en", "three", outlet="example.org"),
    ]
    with writing(register) as connection:
        keep_all(connection, [(d, Reading(d.id, "en", "1")) for d in given], NOW)
    moving.back_up(register.path, tmp_path / "backup.sqlite")
    moving.restore(tmp_path / "backup.sqlite", nowhere)
    opened = open_register(nowhere)
    with seeing(opened) as connection:
        stored = documents_by_key(connection, [1, 2, 3])
        assert [one.document for one in stored.values()] == given
        assert [one.dated_by for one in stored.values()] == ["page", "given", None]
        heads = {head.id: head for head, _ in list_documents(connection, Filters())}
        assert (heads["page"].dated_by, heads["page"].outlet) == ("page", "Example News")
        assert [told_of(one).get("dated_by") for one in stored.values()] == ["page", "given", None]
    opened.engine.dispose()


def test_nobody_is_logged_in_to_a_register_that_was_moved_or_put_back(
    filled: Register, database: Callable[..., str], tmp_path: Path
) -> None:
    moving.back_up(filled.path, tmp_path / "backup.sqlite")
    moving.restore(tmp_path / "backup.sqlite", tmp_path / "restored.sqlite")
    moving.copy(filled.path, there := database())
    for place in (tmp_path / "restored.sqlite", there):
        opened = open_register(place)
        with seeing(opened) as connection:
            assert connection.execute(select(func.count()).select_from(people)).scalar_one() == 1
            assert connection.execute(select(func.count()).select_from(sessions)).scalar_one() == 0
        opened.engine.dispose()


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
