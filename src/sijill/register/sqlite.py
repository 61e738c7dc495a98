"""What is particular to a register in one SQLite file: its connection, its locks, its errors, copies of it.

The file is in write-ahead mode, each commit on the disk before it is acknowledged (synchronous FULL), with
one writer at a time (BEGIN IMMEDIATE) and readers that nobody blocks.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from sijill.register.trouble import NOTICE, WAITING, RegisterError, Say, silent

APPLICATION = 0x53494A4C
"""SQLite's application id of a register: «SIJL»."""

_NO_ROOM = ("SQLITE_CANTOPEN", "SQLITE_READONLY")
_POLL = 0.25

_CACHE, _CHECKPOINT = 64 * 1024, 8000
"""KiB of pages that a writer keeps, and pages of the log after which it is written back: what writing many
documents into large indexes needs. Each commit is on the disk all the same."""


def engine(path: Path, *, write: bool, writes: str, patience: float, say: Say = silent) -> Engine:
    """Connections to the file. Those with the execution option `writes` take the one write lock at once and
    wait `patience` seconds for it."""

    def connect() -> sqlite3.Connection:
        return _connect(path, write=write, patience=patience)

    def begin(connection: Connection) -> None:
        # says BEGIN itself: the driver's own would come late, and let two writers read before they write
        if connection.get_execution_options().get(writes, False):
            _begin_writing(connection, patience, say)
        else:
            connection.exec_driver_sql("BEGIN")

    made = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(made, "begin", begin)
    return made


def _begin_writing(connection: Connection, patience: float, say: Say) -> None:
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    begun, told = time.monotonic(), False
    driver.execute(f"PRAGMA busy_timeout = {int(1000 * min(_POLL, patience))}")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - begun
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or waited >= patience:
                    raise
                if waited >= NOTICE and not told:
                    say(WAITING)
                    told = True
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(1000 * patience)}")


def _connect(path: Path, *, write: bool, patience: float) -> sqlite3.Connection:
    modes = ["mode=rwc"] if write else ["mode=ro"]
    if not write and not path.with_name(path.name + "-wal").exists():
        modes.append("immutable=1")  # a folder that cannot be written has no room for SQLite's lock file
    for mode in modes:
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?{mode}",
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA schema_version").fetchone()
            if write:
                _write_ahead(connection, patience)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute(f"PRAGMA cache_size = -{_CACHE}")
                connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            if mode == modes[-1] or not error.sqlite_errorname.startswith(_NO_ROOM):
                raise
    raise AssertionError("no mode to open a register with")


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Write-ahead mode, which SQLite does not wait to enter while another program opens the same file."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def explain(path: Path, error: BaseException | None) -> RegisterError:
    """An error of SQLite in one line."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return RegisterError("busy", f"{path} is being written by another program; try again when it is done")
    if name.startswith("SQLITE_READONLY"):
        return RegisterError("read-only", f"{path} is read-only")
    if name.startswith("SQLITE_FULL"):
        return RegisterError("full", f"{path}: the disk is full; what was acknowledged before is kept")
    if name == "SQLITE_NOTADB":
        return RegisterError("foreign", f"{path} is no register")
    if name == "SQLITE_CORRUPT_VTAB":
        return RegisterError("damaged", f"{path}: its search index is damaged; rebuild it: sijill repair")
    if name.startswith("SQLITE_CORRUPT"):
        return RegisterError("damaged", f"{path} is damaged ({error}); see: sijill doctor")
    if name.startswith("SQLITE_CANTOPEN"):
        return RegisterError("read-only", f"{path} cannot be opened for writing here")
    return RegisterError("failed", f"{path}: {error}" + (f" ({name})" if name else ""))


def is_there(path: Path, *, write: bool) -> bool:
    """Whether there is a file with something in it. RegisterError if it is a folder, or to be written and cannot be.

    It is not looked into: closing a file gives up the locks that this program's connections have on it, and another
    program would then clear away the log to which they write. SQLite, which knows of that, finds out what it is.
    """
    if path.is_dir():
        raise RegisterError("foreign", f"{path} is a folder; name the file of the register")
    if not path.exists() or path.stat().st_size == 0:
        return False
    if write and not os.access(path, os.W_OK):
        raise RegisterError("read-only", f"{path} is read-only")
    return True


def mark(connection: Connection) -> None:
    """Says in the file that it is a register."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def revision(path: Path, connection: Connection) -> str | None:
    """The migration at which the register stands; None if empty. RegisterError if it is not one."""
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return None
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application != APPLICATION or "alembic_version" not in tables:
        raise RegisterError("foreign", f"{path} is a database of another program, no register")
    found: str = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return found


def copy_file(path: Path, to: Path) -> None:
    """A copy of the register as it stands, also while others write: whole at `to`, or nothing there."""
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with (
            closing(_connect(path, write=False, patience=60)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy)
        with part.open("rb+") as handle:
            os.fsync(handle.fileno())
        os.link(part, to)  # fails where something has come to be meanwhile
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def details(connection: Connection) -> dict[str, Any]:
    """What SQLite says of an open register, for `sijill doctor`."""
    pragmas = ("journal_mode", "page_count", "page_size")
    said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas}
    return {"bytes": said["page_count"] * said["page_size"], "journal": said["journal_mode"]}
