"""Where a register is, of what a user writes or leaves to the environment."""

from __future__ import annotations

import os
from pathlib import Path

from sijill.register.trouble import Place

VARIABLE = "SIJILL_REGISTER"


def default_place() -> Path:
    """Where the register is when nobody says: in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("sijill", appauthor=False) / "register.sqlite"


def a_place(written: str) -> Place:
    """A place for a register: a file, or the URL of a PostgreSQL database."""
    from sijill.register.postgresql import is_url

    return written if is_url(written) else Path(written)


def named_or_default() -> tuple[Place, str]:
    """The place that SIJILL_REGISTER names, else the default one; and which of the two it is."""
    if os.environ.get(VARIABLE):
        return a_place(os.environ[VARIABLE]), VARIABLE
    return default_place(), "default"
