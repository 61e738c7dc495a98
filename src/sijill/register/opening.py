"""Opening a register, in a SQLite file or a PostgreSQL database: made and migrated where needed.

One writer at a time, each commit on the disk before it is acknowledged, and readers that see one state from
beginning to end and that nobody blocks. sqlite.py and postgresql.py say how.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from sijill.register import migrating, postgresql, sqlite
from sijill.register.schema import REVISION
from sijill.register.trouble import Place, RegisterError, Say, Trouble, silent

__all__ = [
    "PATIENCE",
    "Register",
    "RegisterError",
    "Trouble",
    "details",
    "explained",
    "migrated_to",
    "open_register",
    "reading",
    "revision_of",
    "shown",
    "writing",
]

PATIENCE = 300.0
"""Seconds that a writer waits for another one."""

_WRITES = "sijill_writes"


@dataclass(frozen=True, slots=True)
class Register:
    """An open register. `path`: its file, or the URL of its database. `backup` is the copy that was made
    before it was migrated, if it was."""

    path: Place
    engine: Engine
    backup: Path | None = None


def open_register(
    path: Place, *, write: bool = False, say: Say = silent, patience: float | None = None
) -> Register:
    """The register at `path`; to write, it is made where there is none, and migrated where it is older.

    `say` is told when another program is waited for. RegisterError if there is none, it is not one, is newer
    than this code, is locked for longer than `patience` seconds (PATIENCE), or the disk refuses.
    """
    with explained(path):
        revision = revision_of(path, write=write)
        if revision is None and not write:
            raise RegisterError(
                "absent", f"there is no register at {shown(path)}; make one: sijill read SOURCE"
            )
        if revision is not None and revision > REVISION:
            raise RegisterError(
                "newer",
                f"{shown(path)} was made by a newer Sijill (schema {revision}, this one: {REVISION}); "
                "upgrade Sijill",
            )
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        writes = write or revision != REVISION
        register = Register(path, _engine(path, write=writes, say=say, patience=patience))
        try:
            if revision == REVISION:
                register.engine.connect().close()  # what cannot be opened fails here, not in the middle of work
                return register
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
def explained(path: Place) -> Iterator[None]:
    """Errors of the database and the disk as RegisterError."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(path, error.orig) from error
    except sqlite3.Error as error:
        raise _explain(path, error) from error
    except PermissionError as error:
        raise RegisterError("read-only", f"{error.filename or shown(path)}: {error.strerror}") from error
    except OSError as error:
        raise RegisterError("failed", f"{error.filename or shown(path)}: {error.strerror}") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "psycopg":
            raise
        raise _explain(path, error) from error


def _explain(path: Place, error: BaseException | None) -> RegisterError:
    return sqlite.explain(path, error) if isinstance(path, Path) else postgresql.explain(path, error)


def shown(path: Place) -> str:
    """The place of a register as messages name it, without a password."""
    return str(path) if isinstance(path, Path) else postgresql.shown(path)


def revision_of(path: Place, *, write: bool = False) -> str | None:
    """The migration at which the register at `path` stands, found out without changing anything; None where
    there is none. RegisterError if something else is there."""
    with explained(path):
        if isinstance(path, Path) and not sqlite.is_there(path, write=write):
            return None
        engine = _engine(path, write=False)
        try:
            if not isinstance(path, Path):
                postgresql.check(path, engine)
            with engine.connect() as connection:
                return _revision(path, connection)
        finally:
            engine.dispose()


def _revision(path: Place, connection: Connection) -> str | None:
    if isinstance(path, Path):
        return sqlite.revision(path, connection)
    return postgresql.revision(path, connection)


def _engine(path: Place, *, write: bool, say: Say = silent, patience: float | None = None) -> Engine:
    wait = PATIENCE if patience is None else patience
    if isinstance(path, Path):
        return sqlite.engine(path, write=write, writes=_WRITES, patience=wait, say=say)
    return postgresql.engine(path, writes=_WRITES, patience=wait, say=say)


def _migrated(register: Register, revision: str | None) -> Register:
    """The register with the newest tables. One program migrates; the others wait for it."""
    backup = migrating.back_up(register.path, register.engine, revision) if revision else None
    with writing(register) as connection:
        if _revision(register.path, connection) != REVISION:
            migrating.upgrade(connection)
            _mark(register.path, connection)
    return replace(register, backup=backup)


def _mark(path: Place, connection: Connection) -> None:
    if isinstance(path, Path):
        sqlite.mark(connection)
    else:
        postgresql.mark(connection)


def migrated_to(path: Place, revision: str) -> None:
    """Makes a register that stands at an earlier migration, for trying upgrades. It must not exist yet."""
    register = Register(path, _engine(path, write=True))
    try:
        with writing(register) as connection:
            migrating.upgrade(connection, revision)
            _mark(path, connection)
    finally:
        register.engine.dispose()


def details(register: Register, connection: Connection) -> dict[str, Any]:
    """What the database says of an open register, for `sijill doctor`."""
    if isinstance(register.path, Path):
        return sqlite.details(connection)
    return postgresql.details(connection)
