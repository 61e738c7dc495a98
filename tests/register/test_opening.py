"""Opening a register: made and migrated when needed, and refused in one line when it cannot be used."""

from __future__ import annotations

import datetime as dt
import os
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

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, insert, text

from sijill.model import Document, Reading
from sijill.register import opening
from sijill.register.opening import (
    Register,
    RegisterError,
    migrated_to,
    open_register,
    writing,
)
from sijill.register.opening import (
    reading as seeing,
)
from sijill.register.query import counts
from sijill.register.schema import REVISION, documents, metadata
from sijill.register.search import find
from sijill.register.sound import problems
from sijill.register.store import Kept, keep

Keep = Callable[[Document, Reading | None], Kept]
NOW = dt.datetime(2026, 1, 1)


def trouble(path: Path, *, write: bool = False) -> str:
    with pytest.raises(RegisterError) as caught:
        open_register(path, write=write)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return caught.value.trouble


def test_migrations_make_the_tables_that_the_schema_describes(register: Register) -> None:
    with register.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            change
            for change in compare_metadata(context, metadata)
            if not (change[0] == "remove_table" and change[1].name.startswith("search"))
        ]
    assert differences == []


def test_the_newest_migration_is_the_one_that_the_code_names() -> None:
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert scripts.get_heads() == [REVISION]


def test_a_commit_is_on_the_disk_and_keys_are_checked(register: Register) -> None:
    with writing(register) as connection:
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


@pytest.mark.parametrize("write", [False, True])
def test_an_older_register_is_brought_up_to_date_with_a_copy_of_it_kept(write: bool, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    migrated_to(path, "0001")
    row = {
        "content": "c",
        "id": "old",
        "language": "ar",
        "text": "وصل المهاجرون إلى الجزيرة",
        "added_at": NOW,
    }
    older = Register(path, opening._engine(path, write=True))
    with writing(older) as connection:
        connection.execute(insert(documents), row)
    older.engine.dispose()
    opened = open_register(path, write=write)
    with seeing(opened) as connection:
        assert [hit.stored.document.id for hit in find(connection, "مهاجر")] == ["old"]
    assert opened.backup == tmp_path / f"old.sqlite.before-{REVISION}"
    with closing(sqlite3.connect(opened.backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert copy.execute("SELECT id FROM documents").fetchall() == [("old",)]
    opened.engine.dispose()


def test_a_migration_that_fails_leaves_the_register_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    migrated_to(path, "0001")

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("something else")

    monkeypatch.setattr("sijill.register.search.index_all", fail)
    monkeypatch.setattr("sijill.register.search.create", fail)
    assert trouble(path, write=True) == "failed"
    monkeypatch.undo()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    open_register(path).engine.dispose()


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


def test_programs_that_start_together_make_one_register(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    code = (
        "import sys, pathlib; from sijill.register.opening import open_register;"
        "open_register(pathlib.Path(sys.argv[1]), write=True)"
    )
    programs = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [program.wait(60) for program in programs] == [0, 0, 0, 0]
    assert list(tmp_path.glob("*.before-*")) == []
    opened = open_register(path)
    with seeing(opened) as connection:
        assert list(problems(connection)) == []
    opened.engine.dispose()


def test_a_full_disk_says_so_and_keeps_what_was_there(
    register: Register, report: Document, reading: Reading, kept: Keep
) -> None:
    kept(report, reading)

    @event.listens_for(register.engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    register.engine.dispose()
    with pytest.raises(RegisterError) as caught, writing(register) as connection:
        for number in range(200):
            other = replace(report, id=str(number), text=f"{report.text} {number}")
            keep(connection, other, replace(reading, document=str(number)), NOW)
    assert caught.value.trouble == "full"
    with seeing(register) as connection:
        assert counts(connection)["documents"] == 1
        assert list(problems(connection)) == []


def test_a_damaged_register_is_told_from_one_that_is_none(register: Register, report: Document) -> None:
    register.engine.dispose()
    content = bytearray(register.path.read_bytes())
    content[4096 : 4096 * 8] = os.urandom(4096 * 7)
    register.path.write_bytes(content)
    with pytest.raises(RegisterError) as caught:
        opened = open_register(register.path)
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
from sijill.register.query import counts
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
