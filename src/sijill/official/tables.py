"""CSV files as rows that know where they stand, and cells as days and numbers, with errors of one line."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sijill.model import Number

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside these are slips: no series of the field is older."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
NOT_KNOWN = frozenset({"", "NA"})
"""Cells that say nothing: empty, and R's NA."""


class SeriesError(ValueError):
    """Why a file is no series, or not the one asked for; the message is one line: file, line, column, reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its cells by column, and where it stands."""

    where: str
    line: int
    cells: dict[str, str]


def header(path: Path) -> list[str]:
    """The column names of a CSV file. SeriesError if it cannot be read or is empty."""
    for names in _lines(path):
        return names[1]
    raise SeriesError(f"{path}: the file is empty")


def rows(path: Path, columns: Collection[str]) -> Iterator[Row]:
    """The rows of a CSV file that has at least these columns, in any order. SeriesError at what is not so."""
    lines = _lines(path)
    _, names = next(lines, (0, []))
    if not names:
        raise SeriesError(f"{path}: the file is empty")
    missing = [column for column in columns if column not in names]
    if missing:
        raise SeriesError(f"{path}, line 1: no column {missing[0]!r}")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SeriesError(f"{path}, line 1: two columns {twice!r}")
    for line, cells in lines:
        if not cells:
            continue
        if len(cells) != len(names):
            raise SeriesError(f"{path}, line {line}: {len(cells)} cells, but {len(names)} columns")
        yield Row(str(path), line, dict(zip(names, (cell.strip() for cell in cells), strict=True)))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            for cells in reader:
                yield reader.line_num, cells
    except UnicodeDecodeError:
        raise SeriesError(f"{path}: the file is not UTF-8") from None
    except csv.Error as error:
        raise SeriesError(f"{path}, line {reader.line_num}: no CSV ({error})") from None
    except OSError as error:
        raise SeriesError(f"{path}: {error.strerror}") from None


def wrong(row: Row, column: str, why: str) -> SeriesError:
    """The error of a cell."""
    return SeriesError(f"{row.where}, line {row.line}, column {column!r}: {why}")


def text(row: Row, column: str) -> str:
    """A cell that must say something."""
    if not row.cells[column]:
        raise wrong(row, column, "nothing is said")
    return row.cells[column]


def number(row: Row, column: str) -> Number:
    """A number: digits, a point before decimals, a minus; no thousands separators. 12.0 is 12."""
    written = row.cells[column]
    if not _NUMBER.fullmatch(written):
        raise wrong(row, column, f"{written[:40]!r} is no number; write it as 66317 or 16.35")
    value = float(written)
    return int(value) if math.isfinite(value) and value.is_integer() else value


def count(row: Row, column: str) -> int:
    """A whole number; a cell that says nothing counts as none. Corrections may be below nought."""
    if row.cells[column] in NOT_KNOWN:
        return 0
    value = number(row, column)
    if not isinstance(value, int):
        raise wrong(row, column, f"{row.cells[column]!r} is no whole number")
    return value


def day(row: Row, column: str) -> dt.date:
    """A day: 2025-06-13."""
    written = row.cells[column]
    if not _DAY.fullmatch(written):
        raise wrong(row, column, f"{written[:40]!r} is no day; write it as 2025-06-13")
    found = calendar_day(written)
    if found is None:
        raise wrong(row, column, f"there is no such day as {written}")
    return found


def calendar_day(written: str) -> dt.date | None:
    """The day that ISO 8601 names so, if the calendar has it and it is of our time."""
    try:
        found = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def month(row: Row, column: str) -> tuple[int, int]:
    """A month, as year and month: 2025-06."""
    written = row.cells[column]
    if not _MONTH.fullmatch(written) or calendar_day(f"{written}-01") is None:
        raise wrong(row, column, f"{written[:40]!r} is no month; write it as 2025-06")
    return int(written[:4]), int(written[5:])


def year(row: Row, column: str) -> int:
    """A year: 2025."""
    written = row.cells[column]
    if not (len(written) == 4 and written.isascii() and written.isdigit()):
        raise wrong(row, column, f"{written[:40]!r} is no year")
    found = int(written)
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise wrong(row, column, f"{found} is no year of a series")
    return found
