"""Opening a register: the connection, its migrations, and every way in which that can fail, in one line.

A register is one SQLite file, in write-ahead mode, each commit on the disk before it is acknowledged
(synchronous FULL), with one writer at a time (BEGIN IMMEDIATE) and readers that nobody blocks.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from sijill.register.schema import REVISION

APPLICATION = 0x53494A4C
"""SQLite's application id of a register: «SIJL»."""

PATIENCE = 10.0
"""Seconds that a writer waits for another one."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITES = "sijill_writes"
_NO_ROOM = ("SQLITE_CANTOPEN", "SQLITE_READONLY")

Trouble: TypeAlias = Literal["absent", "foreign", "newer", "busy", "read-only", "full", "damaged", "failed"]


class RegisterError(Exception):
    """A register that cannot be used, in one line for the user; `trouble` says in which of the known ways."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble


@dataclass(frozen=True, slots=True)
class Register:
    """An open register. `backup` is the copy that was made before it was migrated, if it was."""

    path: Path
    engine: Engine
    backup: Path | None = None


def open_register(path: Path, *, write: bool = False) -> Register:
    """The register at `path`; to write, it is made where there is none, and migrated where it is older.

    RegisterError if there is none, it is not one, is newer than this code, is locked for longer than
    PATIENCE, or the disk refuses.
    """
    with explained(path):
        if path.is_dir():
            raise RegisterError("foreign", f"{path} is a folder; name the file of the register")
        present = path.exists() and path.stat().st_size > 0
        if not present and not write:
            raise RegisterError("absent", f"there is no register at {path}; make one: sijill read SOURCE")
        if present:
            _check_signature(path)
        revision = _revision_at(path) if present else None
        if write and present and not os.access(path, os.W_OK):
            raise RegisterError("read-only", f"{path} is read-only")
        if revision == REVISION:
            register = Register(path, _engine(path, write=write))
            register.engine.connect().close()  # what cannot be opened fails here, not in the middle of work
            return register
        if revision is None and not write:
            raise RegisterError("absent", f"the register at {path} is empty; fill it: sijill read SOURCE")
        path.parent.mkdir(parents=True, exist_ok=True)
        register = Register(path, _engine(path, write=True))
        try:
            return _migrated(register, revision)
        except BaseException:
            register.engine.dispose()
            raise


@contextmanager
def reading(register: Register) -> Iterator[Connection]:
    """A connection that sees one state of the register from beginning to end."""
    with explained(register.path), register.engine.connect() as connection:
        yield connection


@contextmanager
def writing(register: Register) -> Iterator[Connection]:
    """A transaction of the one writer: all of it is on the disk when the block ends, or nothing is."""
    with explained(register.path):
        connection = register.engine.connect().execution_options(**{_WRITES: True})
        with closing(connection), connection.begin():
            yield connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of the database and the disk as RegisterError."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(path, error.orig) from error
    except sqlite3.Error as error:
        raise _explain(path, error) from error
    except PermissionError as error:
        raise RegisterError("read-only", f"{error.filename or path}: {error.strerror}") from error
    except OSError as error:
        raise RegisterError("failed", f"{error.filename or path}: {error.strerror}") from error


def _explain(path: Path, error: BaseException | None) -> RegisterError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return RegisterError("busy", f"{path} is being written by another program; try again when it is done")
    if name.startswith("SQLITE_READONLY"):
        return RegisterError("read-only", f"{path} is read-only")
    if name.startswith("SQLITE_FULL"):
        return RegisterError("full", f"{path}: the disk is full; what was acknowledged before is kept")
    if name == "SQLITE_NOTADB":
        return RegisterError("foreign", f"{path} is no register")
    if name.startswith("SQLITE_CORRUPT"):
        return RegisterError("damaged", f"{path} is damaged ({error}); see: sijill doctor")
    if name.startswith("SQLITE_CANTOPEN"):
        return RegisterError("read-only", f"{path} cannot be opened for writing here")
    return RegisterError("failed", f"{path}: {error}" + (f" ({name})" if name else ""))


def _check_signature(path: Path) -> None:
    """Whether the file is a SQLite database at all, found out without touching it."""
    with path.open("rb") as handle:
        if handle.read(16) != b"SQLite format 3\0":
            raise RegisterError("foreign", f"{path} is no register")


def _revision_at(path: Path) -> str | None:
    """The migration at which a file stands, found out before a writer would change anything in it."""
    engine = _engine(path, write=False)
    try:
        with engine.connect() as connection:
            return _revision(path, connection)
    finally:
        engine.dispose()


def _engine(path: Path, *, write: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        return _connect(path, write=write)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Says BEGIN itself: the driver's own would come late, and let two writers read before they write."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    modes = ["mode=rwc"] if write else ["mode=ro"]
    if not write and not path.with_name(path.name + "-wal").exists():
        modes.append("immutable=1")  # a folder that cannot be written has no room for SQLite's lock file
    for mode in modes:
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?{mode}",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA schema_version").fetchone()
            if write:
                _write_ahead(connection)
                connection.execute("PRAGMA synchronous = FULL")
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            if mode == modes[-1] or not error.sqlite_errorname.startswith(_NO_ROOM):
                raise
    raise AssertionError("no mode to open a register with")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Write-ahead mode, which SQLite does not wait to enter while another program opens the same file."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _migrated(register: Register, revision: str | None) -> Register:
    """The register with the newest tables. One program migrates; the others wait for it."""
    backup = _back_up(register, revision) if revision else None
    connection = register.engine.connect().execution_options(**{_WRITES: True})
    with closing(connection), connection.begin():
        if _revision(register.path, connection) != REVISION:
            _upgrade(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    return Register(register.path, register.engine, backup)


def _revision(path: Path, connection: Connection) -> str | None:
    """The migration at which a register stands; None if empty. RegisterError if it is not one."""
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return None
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application != APPLICATION or "alembic_version" not in tables:
        raise RegisterError("foreign", f"{path} is a database of another program, no register")
    revision: str = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    if revision > REVISION:
        raise RegisterError(
            "newer",
            f"{path} was made by a newer Sijill (schema {revision}, this one: {REVISION}); upgrade Sijill",
        )
    return revision


def _back_up(register: Register, revision: str) -> Path:
    """A copy of the register, as it stands before a migration, beside it."""
    backup = register.path.with_name(f"{register.path.name}.before-{REVISION}")
    number = 1
    while backup.exists():
        number += 1
        backup = register.path.with_name(f"{register.path.name}.before-{REVISION}-{number}")
    with (
        closing(_connect(register.path, write=False)) as source,
        closing(sqlite3.connect(backup)) as copy,
    ):
        source.backup(copy)
    return backup


def _upgrade(connection: Connection, revision: str = "head") -> None:
    """Runs the migrations inside the transaction that `connection` has begun."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)


def migrated_to(path: Path, revision: str) -> None:
    """Makes a register that stands at an earlier migration, for trying upgrades. It must not exist yet."""
    with explained(path):
        register = Register(path, _engine(path, write=True))
        connection = register.engine.connect().execution_options(**{_WRITES: True})
        with closing(connection), connection.begin():
            _upgrade(connection, revision)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        register.engine.dispose()


def details(connection: Connection) -> dict[str, Any]:
    """What SQLite says of an open register, for `sijill doctor`."""
    pragmas = ("journal_mode", "application_id", "page_count", "page_size", "user_version")
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas}
