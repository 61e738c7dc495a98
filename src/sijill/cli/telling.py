"""A figure of a view in its paragraph."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sijill.cli.showing import marked
from sijill.cli.tables import plain
from sijill.exports.written import passage, place_in_passage

if TYPE_CHECKING:
    from sijill.model import Figure
    from sijill.register.rows import Stored


def print_passage(stored: Stored[Figure], around: str) -> None:
    """The paragraph of a figure with its number marked, under a line that says whose it is."""
    start, end = place_in_passage(stored.found)
    inside = passage(around, start, end)
    head = stored.head
    day = f" · {head.published}" if head.published else ""
    click.echo(f"  {plain(head.title or head.id)}{day}  ({stored.ref[:8]})")
    text = marked(around, inside["start"], inside["end"], [(start, end)], bold=sys.stdout.isatty())
    click.echo(f"    {text.strip()}")
