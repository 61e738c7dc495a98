"""Copies of a whole register: backups, putting them back, and moves from one store to the other."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sqlalchemy import delete, func, select

from sijill.register import sqlite
from sijill.register.opening import Register, explained, open_register, reading, revision_of, shown, writing
from sijill.register.schema import REVISION, TEAM, documents, metadata, reviews, sessions
from sijill.register.sound import content_hash
from sijill.register.transfer import transfer
from sijill.register.trouble import Place, RegisterError, Say, silent


def back_up(place: Place, to: Path) -> None:
    """A copy of the register in a new SQLite file, whole or not there at all; others may write meanwhile."""
    if revision_of(place) is None:
        raise RegisterError("absent", f"there is no register at {shown(place)}")
    with explained(to):
        _free(to)
        if isinstance(place, Path):
            sqlite.copy_file(place, to)
            return
        part = to.with_name(to.name + ".part")
        part.unlink(missing_ok=True)
        try:
            copy(place, part)
            os.link(part, to)
        finally:
            for left in to.parent.glob(part.name + "*"):
                left.unlink()


def restore(backup: Path, place: Place, say: Say = silent) -> None:
    """Puts a backup in a place where no register is, brought up to date where it is older. Everybody logs in anew: a
    session that was ended after the backup must not live again."""
    if revision_of(backup) is None:
        raise RegisterError("absent", f"there is no backup at {backup}")
    if isinstance(place, Path):
        with explained(place):
            _free(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            sqlite.copy_file(backup, place)
        register = open_register(place, write=True, say=say)
        with writing(register) as connection:
            connection.execute(delete(sessions))
        register.engine.dispose()
        return
    with tempfile.TemporaryDirectory(prefix="sijill-") as folder:
        newest = Path(folder) / "backup.sqlite"  # the backup itself stays as it is
        sqlite.copy_file(backup, newest)
        open_register(newest, write=True).engine.dispose()
        copy(newest, place, say)


def copy(source: Place, target: Place, say: Say = silent) -> str:
    """Copies everything to a register that holds nothing, and gives the content hash, which both then have."""
    revision = revision_of(source)
    if revision is not None and revision < REVISION:
        raise RegisterError(
            "failed",
            f"{shown(source)} is of an older schema; first: sijill migrate --register {shown(source)}",
        )
    given = open_register(source)
    try:
        made = open_register(target, write=True, say=say)
        try:
            return _copy(given, made)
        finally:
            made.engine.dispose()
    finally:
        given.engine.dispose()


def _copy(source: Register, target: Register) -> str:
    with reading(source) as old, writing(target) as new:
        for table in (documents, reviews, *TEAM):
            if new.execute(select(func.count()).select_from(table)).scalar_one():
                raise RegisterError("failed", f"{shown(target.path)} holds {table.name}; name an empty place")
        transfer(old, new, metadata)
        new.execute(delete(sessions))
        before, after = content_hash(old), content_hash(new)
        if before != after:
            raise RegisterError(
                "damaged", f"the copy differs from {shown(source.path)}; nothing is kept of it"
            )
    return after


def _free(to: Path) -> None:
    if to.exists():
        raise RegisterError("failed", f"{to} is there already; name a new file, or move that one away")
