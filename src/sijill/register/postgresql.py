"""What is particular to a register in a PostgreSQL database: its connection, its lock, its errors.

One writer at a time holds an advisory lock until its commit, which is on the disk before it is acknowledged;
readers see one state of the database from beginning to end, and nobody blocks them.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from sijill.register.trouble import NOTICE, WAITING, RegisterError, Say, silent

OLDEST = 15
"""The oldest version of PostgreSQL that is supported."""

_LOCK = 0x53494A4C
_MARK = "a register of Sijill"
_ANSWER_WITHIN = 10


def is_url(place: object) -> bool:
    """Whether the place of a register is a PostgreSQL database."""
    return isinstance(place, str) and place.startswith(("postgresql:", "postgres:", "postgresql+psycopg:"))


def shown(place: str) -> str:
    """The address without its password."""
    try:
        return _url(place).set(drivername="postgresql").render_as_string(hide_password=True)
    except RegisterError:
        return "the address of the register"


def database(place: str) -> str:
    """The name of the database."""
    return _url(place).database or "postgres"


def _url(place: str) -> URL:
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise RegisterError("failed", "no such address; write postgresql://user@host/database") from None
    return url.set(drivername="postgresql+psycopg")


def engine(place: str, *, writes: str, patience: float, say: Say = silent) -> Engine:
    """Connections to the database. Those with the execution option `writes` take the one writer's lock at once
    and wait `patience` seconds for it; the others read only."""
    url = _url(place)
    wanted = {"connect_timeout": str(_ANSWER_WITHIN), "application_name": "sijill"}
    try:
        made = create_engine(url, connect_args={k: v for k, v in wanted.items() if k not in url.query})
    except ModuleNotFoundError:
        raise RegisterError(
            "failed", "a register on PostgreSQL needs the driver psycopg: pip install 'sijill[postgresql]'"
        ) from None

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(writes, False):
            _begin_writing(connection, patience, say)
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def connected(driver: Any, _: object) -> None:
        driver.execute("SET jit = off")  # compiling a query took longer than any query that is asked here
        driver.commit()

    event.listen(made, "connect", connected)
    event.listen(made, "begin", begin)
    return made


def _begin_writing(connection: Connection, patience: float, say: Say) -> None:
    """Takes the writer's lock; those who wait are served in their order, within each NOTICE."""
    from psycopg.errors import LockNotAvailable

    driver: Any = connection.connection.driver_connection
    begun, told = time.monotonic(), False
    while True:
        wait = max(1, int(1000 * min(NOTICE, patience)))
        driver.execute(f"SET LOCAL lock_timeout = {wait}")
        try:
            driver.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
            break
        except LockNotAvailable:
            driver.rollback()
            if time.monotonic() - begun >= patience:
                raise
            if not told:
                say(WAITING)
                told = True
    driver.execute("SET LOCAL lock_timeout = 0")
    driver.execute("SET LOCAL synchronous_commit = on")


def explain(place: str, error: BaseException | None) -> RegisterError:
    """An error of PostgreSQL in one line."""
    where, state = shown(place), getattr(error, "sqlstate", None) or ""
    said = " ".join((str(error).strip().splitlines() or ["no reason given"])[0].split())
    if state in ("55P03", "40001", "40P01", "57014"):
        return RegisterError(
            "busy", f"{where} is being written by another program; try again when it is done"
        )
    if state in ("25006", "42501"):
        return RegisterError("read-only", f"{where} is read-only for this user ({said})")
    if state == "53100":
        return RegisterError(
            "full", f"{where}: the server's disk is full; what was acknowledged before is kept"
        )
    if state in ("XX001", "XX002"):
        return RegisterError("damaged", f"{where} is damaged ({said}); see: sijill doctor")
    if state == "3D000" or ("does not exist" in said and "database" in said):
        return RegisterError(
            "absent", f"there is no database at {where}; make one: createdb {database(place)}"
        )
    if not state or state.startswith("08"):
        return RegisterError("failed", f"{where} does not answer: {said}")
    if state.startswith("57P"):
        return RegisterError(
            "failed", f"{where}: the server ended the connection; what was acknowledged is kept"
        )
    return RegisterError("failed", f"{where}: {said} ({state})")


def check(place: str, made: Engine) -> None:
    """RegisterError unless the server answers, is new enough, and the database holds UTF-8."""
    try:
        with made.connect() as connection:
            version = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    except DBAPIError as error:
        raise explain(place, error.orig) from error
    if int(version) // 10000 < OLDEST:
        raise RegisterError("failed", f"{shown(place)}: PostgreSQL {OLDEST} or newer is needed")
    if encoding != "UTF8":
        raise RegisterError("foreign", f"{shown(place)} holds {encoding}; make a database with encoding UTF8")


def mark(connection: Connection) -> None:
    """Says in the database that it is a register."""
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{_MARK}'")


def revision(place: str, connection: Connection) -> str | None:
    """The migration at which the register stands; None if empty. RegisterError if it is not one."""
    tables = connection.exec_driver_sql(
        "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
        "WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
    )
    described: dict[str, str | None] = {name: told for name, told in tables}  # noqa: C416  # no mapping
    if not described:
        return None
    if described.get("alembic_version") != _MARK:
        raise RegisterError("foreign", f"{shown(place)} is a database of another program, no register")
    found: str = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return found


def details(connection: Connection) -> dict[str, Any]:
    """What the server says of an open register, for `sijill doctor`."""
    return {
        "bytes": connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one(),
        "server": connection.exec_driver_sql("SHOW server_version").scalar_one(),
    }
