"""Opening a register: made and migrated when needed, and refused in one line when it cannot be used."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, event, insert, text

from sijill.codec import document_hash, reading_hash
from sijill.model import Document, Figure, Reading
from sijill.register import opening, search
from sijill.register.opening import (
    Register,
    RegisterError,
    migrated_to,
    open_register,
    revision_of,
    shown,
    writing,
)
from sijill.register.opening import (
    reading as seeing,
)
from sijill.register.query import Filters, counts, list_figures
from sijill.register.schema import REVISION, metadata
from sijill.register.search import find
from sijill.register.sound import content_hash, problems
from sijill.register.store import Kept, keep
from sijill.register.trouble import Place

Keep = Callable[[Document, Reading | None], Kept]
NOW = dt.datetime(2026, 1, 1)


def trouble(path: Place, *, write: bool = False) -> str:
    with pytest.raises(RegisterError) as caught:
        open_register(path, write=write)
    assert "\n" not in str(caught.value)
    assert shown(path) in str(caught.value)
    return caught.value.trouble


def test_migrations_make_the_tables_that_the_schema_describes(register: Register) -> None:
    with register.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    changes = [change for one in found for change in (one if isinstance(one, list) else [one])]
    differences = [
        change
        for change in changes
        if "comment" not in change[0]  # comments are for the reader of schema.py
        and not (change[0] in ("remove_table", "remove_index") and change[1].name.startswith("search"))
    ]
    assert differences == []


def test_the_newest_migration_is_the_one_that_the_code_names() -> None:
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert scripts.get_heads() == [REVISION]


def test_a_commit_is_on_the_disk_and_keys_are_checked(register: Register, store: str) -> None:
    with writing(register) as connection:
        if store == "postgresql":
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
            return
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_there_is_none_to_read_until_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "register.sqlite"
    assert trouble(path) == "absent"
    assert not path.parent.exists()
    open_register(path, write=True).engine.dispose()
    open_register(path).engine.dispose()


def test_an_empty_file_is_made_a_register(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    path.touch()
    assert trouble(path) == "absent"
    open_register(path, write=True).engine.dispose()


@pytest.mark.parametrize("write", [False, True])
def test_what_is_no_register_is_refused_and_left_as_it_is(write: bool, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("a list of things to buy")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE birds (name)")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    for path in (note, other, broken, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        assert trouble(path, write=write) == "foreign"
        assert before == (path.read_bytes() if path.is_file() else b"")


@pytest.mark.parametrize("write", [False, True])
def test_a_register_that_is_newer_than_the_code_is_refused(write: bool, register: Register) -> None:
    with writing(register) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert trouble(register.path, write=write) == "newer"


EARLIER = ["0001", "0002", "0003", "0004", "0005"]


BEFORE = "5d43f37f3e2453532144d26d5f0d6a2704612ae3798498c3f26b9a4b3a48bfee"
"""The content hash of what `older` makes, as Sijill of schema 0005 printed it."""


def older(place: Place, revision: str) -> None:
    """A register as the release with this newest migration left it, with a document and a reading."""
    migrated_to(place, revision)
    register = Register(place, opening._engine(place, write=True))
    text = "وصل 40 مهاجرا إلى الجزيرة"
    rows: dict[str, dict[str, Any]] = {
        "documents": {
            "key": 1,
            "content": document_hash(Document("old", "ar", text)),
            "id": "old",
            "language": "ar",
            "text": text,
            "added_at": NOW,
        },
        "readings": {"key": 1, "document": 1, "reader": "1", "made_at": NOW, "current": True, "content": ""},
        "figures": {
            "key": 1,
            "reading": 1,
            "document": 1,
            "start": 4,
            "end": 6,
            "quote": "40",
            "ref": "4" * 16,
        }
        | {"value": 40, "bound": "exact", "unit": "person", "measure": "arrivals", "status": "reported"}
        | {"vulnerable": False, "evidence": []},
        "figure_places": {"figure": 1, "role": "to", "code": "IT", "position": 0},
    }
    figure = Figure(4, 6, 40, "person", "arrivals", to=("IT",))
    made = Reading("old", "ar", "1", (figure,))
    rows["readings"]["content"] = reading_hash(Document("old", "ar", text), made)
    with writing(register) as connection:
        tables = MetaData()
        tables.reflect(connection, only=list(rows))
        for name, row in rows.items():
            connection.execute(insert(tables.tables[name]), row)
        if revision > "0001":
            search.rebuild(connection)
    register.engine.dispose()


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("revision", EARLIER)
def test_an_older_register_is_brought_up_to_date_with_a_copy_of_it_kept(
    revision: str, write: bool, nowhere: Place
) -> None:
    older(nowhere, revision)
    opened = open_register(nowhere, write=write)
    with seeing(opened) as connection:
        assert [hit.stored.document.id for hit in find(connection, "مهاجر")] == ["old"]
        assert [f.found.to for f in list_figures(connection, Filters())] == [("IT",)]
        assert list(problems(connection)) == []
        assert content_hash(connection) == BEFORE, "what was noted of an older register still holds"
    opened.engine.dispose()
    assert opened.backup is not None
    assert opened.backup.name.endswith(f".sqlite.before-{REVISION}")
    with closing(sqlite3.connect(opened.backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
        assert copy.execute("SELECT id FROM documents").fetchall() == [("old",)]
    again = open_register(opened.backup)
    with seeing(again) as connection:
        assert list(problems(connection)) == []
        assert [hit.stored.document.id for hit in find(connection, "40")] == ["old"]
    again.engine.dispose()


def test_every_earlier_schema_is_tried() -> None:
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert sorted(s.revision for s in scripts.walk_revisions()) == [*EARLIER, REVISION]


def test_a_migration_that_fails_leaves_the_register_as_it_was(
    nowhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(nowhere, "0001")

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("something else")

    monkeypatch.setattr("sijill.register.search.create", fail)
    with pytest.raises(RegisterError):
        open_register(nowhere, write=True)
    monkeypatch.undo()
    assert revision_of(nowhere) == "0001"
    open_register(nowhere).engine.dispose()


def test_a_writer_that_waits_too_long_says_that_the_register_is_busy(
    register: Register, report: Document, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    impatient = open_register(register.path, write=True)
    with writing(register) as connection:
        keep(connection, report, reading, NOW)
        with pytest.raises(RegisterError) as caught, writing(impatient):
            pass
        with seeing(impatient) as other:
            assert counts(other)["documents"] == 0, "readers are not blocked, and see nothing half-written"
    assert caught.value.trouble == "busy"
    impatient.engine.dispose()


def test_writers_at_once_wait_for_each_other_and_lose_nothing(
    register: Register, report: Document, reading: Reading
) -> None:
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            mine = open_register(register.path, write=True)
            for number in range(8):
                # half of the documents are the same for all writers
                label = f"{name}-{number}" if number % 2 else f"shared-{number}"
                document = replace(report, id=label, text=f"{report.text} {label}")
                with writing(mine) as connection:
                    keep(connection, document, replace(reading, document=label), NOW)
            mine.engine.dispose()
        except BaseException as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcdef"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with seeing(register) as connection:
        found = counts(connection)
        assert list(problems(connection)) == []
    assert (found["documents"], found["readings"], found["figures"]) == (28, 28, 56)


def test_programs_that_start_together_make_one_register(nowhere: Place, tmp_path: Path) -> None:
    path = nowhere
    code = (
        "import sys, pathlib; from sijill.register.opening import open_register;"
        "open_register(sys.argv[1] if ':' in sys.argv[1] else pathlib.Path(sys.argv[1]), write=True)"
    )
    programs = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [program.wait(60) for program in programs] == [0, 0, 0, 0]
    assert list(tmp_path.rglob("*.before-*")) == []
    opened = open_register(path)
    with seeing(opened) as connection:
        assert list(problems(connection)) == []
    opened.engine.dispose()


def leave_little_room(register: Register) -> None:
    """Lets a SQLite file grow by two pages. What the PostgreSQL server may write is bounded from its start."""
    if isinstance(register.path, str):
        return

    @event.listens_for(register.engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    register.engine.dispose()


def test_a_full_disk_says_so_and_keeps_what_was_there(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)
    leave_little_room(register)
    filling = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=100_000))
    with pytest.raises(RegisterError) as caught, writing(register) as connection:
        for number in range(200):
            other = replace(report, id=str(number), text=f"{report.text} {number} {filling[number:]}")
            keep(connection, other, replace(reading, document=str(number)), NOW)
    assert caught.value.trouble == "full", str(caught.value)
    with seeing(register) as connection:
        assert counts(connection)["documents"] == 1
        assert list(problems(connection)) == []


def test_a_damaged_register_is_told_from_one_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    open_register(path, write=True).engine.dispose()
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 8] = os.urandom(4096 * 7)
    path.write_bytes(content)
    with pytest.raises(RegisterError) as caught:
        opened = open_register(path)
        with seeing(opened) as connection:
            damage = list(problems(connection))
            raise RegisterError("damaged", damage[0])
    assert caught.value.trouble in ("damaged", "foreign")


def test_a_read_only_register_is_read_but_not_written(report: Document, reading: Reading) -> None:
    folder = Path(tempfile.mkdtemp(prefix="sijill-"))
    try:
        path = folder / "register.sqlite"
        opened = open_register(path, write=True)
        with writing(opened) as connection:
            keep(connection, report, reading, NOW)
        opened.engine.dispose()
        path.chmod(0o444)
        folder.chmod(0o555)
        # where the tests run as one who may write everything, the program becomes one who may not
        code = """
import os, pathlib, sys
from sijill.register.opening import RegisterError, open_register, reading
from sijill.register.query import Filters, counts, list_figures
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
path = pathlib.Path(sys.argv[1]) / "register.sqlite"
with reading(open_register(path)) as connection:
    print(counts(connection)["figures"])
try:
    open_register(path, write=True)
except RegisterError as error:
    print(error.trouble)
"""
        command = [sys.executable, "-c", code, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout.split() == ["2", "read-only"], done.stderr
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
