"""Migrations: run by Alembic inside the transaction of one writer, after a copy of the register was put aside."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData

from sijill.register import postgresql, sqlite
from sijill.register.schema import REVISION
from sijill.register.transfer import transfer
from sijill.register.trouble import Place

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Runs the migrations inside the transaction that `connection` has begun."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)


def back_up(path: Place, engine: Engine, revision: str) -> Path:
    """A copy of the register as it stands before a migration, in a SQLite file: beside the register's own,
    or in the user's data folder."""
    beside = path if isinstance(path, Path) else _data_folder() / f"{postgresql.database(path)}.sqlite"
    beside.parent.mkdir(parents=True, exist_ok=True)
    backup = beside.with_name(f"{beside.name}.before-{REVISION}")
    number = 1
    while backup.exists():
        number += 1
        backup = beside.with_name(f"{beside.name}.before-{REVISION}-{number}")
    if isinstance(path, Path):
        sqlite.copy_file(path, backup)
        return backup
    copy = sqlite.engine(backup, write=True, writes="writes", patience=0)
    try:
        with (
            engine.connect() as source,
            copy.connect().execution_options(writes=True) as target,
            target.begin(),
        ):
            upgrade(target, revision)
            sqlite.mark(target)
            tables = MetaData()
            tables.reflect(target, only=lambda name, _: not name.startswith(("search", "sqlite", "alembic")))
            transfer(source, target, tables, searchable=revision > "0001")
    finally:
        copy.dispose()
    return backup


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("sijill", appauthor=False)
