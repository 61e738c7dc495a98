"""Every way in which a register can be unusable, each one line for the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

Trouble: TypeAlias = Literal["absent", "foreign", "newer", "busy", "read-only", "full", "damaged", "failed"]

Place: TypeAlias = Path | str
"""Where a register is: a SQLite file, or the URL of a PostgreSQL database."""

Say: TypeAlias = Callable[[str], None]
"""What shows the user a message."""

NOTICE = 2.0
"""Seconds that a writer waits for another one before it says so."""

WAITING = "another program is writing to the register; waiting for it"


class RegisterError(Exception):
    """A register that cannot be used, in one line for the user; `trouble` says in which of the known ways."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble


def silent(message: str) -> None:
    """Shows nothing."""
