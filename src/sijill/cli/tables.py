"""Lists as tables that line up with right-to-left text in them, and as JSON, JSON lines and CSV.

In a terminal a cell of Arabic would draw its neighbours into its own direction: each such cell stands
between U+2068 and U+2069 (first strong isolate), each line begins from the left (U+200E), and cells are cut
before they are isolated, so that no isolate is left open. These marks are zero columns wide.
"""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import click

from sijill.exports.written import csv_text

_GAP = 2
_RTL = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its side, and the width that its cells are cut to.

    A column with a `least` gives way down to that width where the terminal is narrow.
    """

    heading: str
    side: Literal["left", "right"] = "left"
    widest: int = 60
    least: int | None = None


def print_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int | None = None
) -> None:
    """Draws a table on standard output, `width` columns wide: a terminal's, or what a file's rows need."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if width is None and sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
    clean = [[plain(cell) for cell in row] for row in rows]
    widths = _widths(columns, clean, width)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for column, wide in zip(columns, widths, strict=True):
        table.add_column(column.heading, justify=column.side, width=wide, no_wrap=True)
    for row in clean:
        cells = [isolated(cut(cell, wide)) for cell, wide in zip(row, widths, strict=True)]
        table.add_row(*(Text("\u200e" * (not n) + cell) for n, cell in enumerate(cells)))
    console = Console(file=sys.stdout, width=sum(widths) + _GAP * len(widths), highlight=False)
    console.print(table)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], total: int | None) -> list[int]:
    """The width of each column: its widest cell, less where the terminal is narrow and it can give."""
    from rich.cells import cell_len

    widths = [
        max(cell_len(column.heading), min(column.widest, max((cell_len(row[n]) for row in rows), default=0)))
        for n, column in enumerate(columns)
    ]
    spare = None if total is None else total - sum(widths) - _GAP * (len(widths) - 1)
    while spare is not None and spare < 0:
        givers = [
            n for n, column in enumerate(columns) if column.least is not None and widths[n] > column.least
        ]
        if not givers:
            break
        widths[max(givers, key=widths.__getitem__)] -= 1
        spare += 1
    return widths


def plain(text: str) -> str:
    """The text on one line, without what a terminal would obey: control characters and direction marks."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if not _turns(c))
    return " ".join(kept.split())


def harmless(text: str) -> str:
    """The text with its lines, without control characters that a terminal would obey."""
    return "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in text if not _turns(c))


def _turns(char: str) -> bool:
    return "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"


def cut(text: str, width: int) -> str:
    """The text, or as much of it as `width` columns hold, with an ellipsis."""
    from rich.cells import cell_len

    if cell_len(text) <= width:
        return text
    kept, wide = [], 0
    for char in text:
        wide += cell_len(char)
        if wide > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def isolated(text: str) -> str:
    """The text, between isolating marks if any of it runs from right to left."""
    if any(unicodedata.bidirectional(c) in _RTL for c in text):
        return f"\u2068{text}\u2069"
    return text


def print_data(rows: Iterable[dict[str, Any]], form: str, headings: Sequence[str]) -> None:
    """Rows as `json` (one array), `jsonl` or `csv` with these headings, on standard output."""
    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1))
    else:
        click.echo(csv_text(rows, headings), nl=False)
