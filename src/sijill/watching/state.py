"""What a watch has seen: which pages, so that none is read twice, and when each feed is due again.

A small SQLite file beside the register, each line of it on the disk before the next page is begun. One watch at a
time has it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

TRIES = 5
"""Times that a page is tried which cannot be had in passing; then it is given up."""

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (url TEXT PRIMARY KEY, feed TEXT NOT NULL, outcome TEXT, tries INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, due REAL NOT NULL, failures INTEGER NOT NULL);
"""


class StateError(Exception):
    """Why the state cannot be used, in one line."""


class State:
    """The open state. Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = sqlite3.connect(path, timeout=0.5, isolation_level=None)
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("BEGIN EXCLUSIVE")  # held, in this mode, until it is closed
            self._database.execute("COMMIT")
            self._database.executescript(_TABLES)
        except sqlite3.OperationalError as error:
            self._database.close()
            if "locked" in str(error):
                raise StateError(f"another sijill watch has {path}") from error
            raise StateError(f"{path}: {error}") from error
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise StateError(f"{path} is no state of a watch; move it away to begin anew") from error

    def settled(self, url: str) -> bool:
        """Whether a page was read, or given up for good."""
        row = self._database.execute("SELECT 1 FROM pages WHERE url = ? AND outcome IS NOT NULL", (url,))
        return row.fetchone() is not None

    def settle(self, url: str, feed: str, outcome: str) -> None:
        """Remembers what became of a page: it is not looked at again."""
        self._database.execute(
            "INSERT INTO pages VALUES (?, ?, ?, 1) "
            "ON CONFLICT (url) DO UPDATE SET outcome = excluded.outcome, tries = tries + 1",
            (url, feed, outcome),
        )

    def postpone(self, url: str, feed: str) -> int:
        """Remembers that a page could not be had this time; gives the number of times."""
        row = self._database.execute(
            "INSERT INTO pages VALUES (?, ?, NULL, 1) ON CONFLICT (url) DO UPDATE SET tries = tries + 1 "
            "RETURNING tries",
            (url, feed),
        ).fetchone()
        return int(row[0])

    def due(self, feed: str) -> float:
        """When a feed is to be looked at, in seconds since 1970; 0 if it never was."""
        row = self._database.execute("SELECT due FROM feeds WHERE url = ?", (feed,)).fetchone()
        return float(row[0]) if row else 0.0

    def failures(self, feed: str) -> int:
        """How many times in a row a feed could not be had."""
        row = self._database.execute("SELECT failures FROM feeds WHERE url = ?", (feed,)).fetchone()
        return int(row[0]) if row else 0

    def plan(self, feed: str, due: float, failures: int) -> None:
        """Sets when a feed is due again."""
        self._database.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", (feed, due, failures))

    def close(self) -> None:
        """Lets it go."""
        self._database.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
