"""What the commands over views share: figures as tellings, with their documents, passages and copies."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.showing import marked, passage
from sijill.cli.tables import plain

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.model import Figure
    from sijill.reconcile.claims import Claim
    from sijill.reconcile.comparing import Told
    from sijill.register.query import Filters
    from sijill.register.rows import Stored


@dataclass(frozen=True, slots=True)
class Tellings:
    """Figures of the register as tellings, and the way back from a telling to its row."""

    told: list[Told]
    rows: dict[tuple[int, int, str], Stored[Figure]]

    def row(self, told: Told) -> Stored[Figure]:
        """The row of the register that a telling was made of."""
        return self.rows[told.document, told.figure.start, told.figure.measure]


def tellings(connection: Connection, filters: Filters, known_on: dt.date | None = None) -> Tellings:
    """The figures that pass, with the wholes of which they are parts."""
    from sijill.reconcile.comparing import Told
    from sijill.register.views import figures_told, wholes

    listed = figures_told(connection, filters, known_on)
    whole = wholes(connection, listed)
    rows = {(s.head.key, s.found.start, s.found.measure): s for s in listed}
    told = [
        Told(
            s.head.key,
            s.found,
            s.head.published,
            whole.get((s.head.key, s.found.part_of)) if s.found.part_of is not None else None,
        )
        for s in listed
    ]
    return Tellings(told, rows)


def passages_of(connection: Connection, stored: Iterable[Stored[Figure]]) -> dict[str, str]:
    """The characters around figures, by their ids."""
    from sijill.register.views import passages

    return passages(connection, list(dict.fromkeys(s.ref for s in stored)))


def copies_in(
    connection: Connection, found: Iterable[Claim], all_told: Tellings
) -> dict[int, dict[int, int]]:
    """For each claim of more than one document, by its place: document -> the document that it is a copy of."""
    from sijill.reconcile.copies import copies

    several = [(place, claim) for place, claim in enumerate(found) if len(claim.documents) > 1]
    rows = {place: [all_told.row(told) for told in claim.told] for place, claim in several}
    around = passages_of(connection, (row for of in rows.values() for row in of))
    result = {}
    for place, of in rows.items():
        texts: dict[int, str] = {}
        for row in of:
            texts[row.head.key] = f"{texts.get(row.head.key, '')}\n{around.get(row.ref, '')}"
        result[place] = copies(texts)
    return result


def print_passage(stored: Stored[Figure], around: str) -> None:
    """The paragraph of a figure with its number marked, under a line that says whose it is."""
    from sijill.register.views import AROUND

    start = min(stored.found.start, AROUND)
    end = start + stored.found.end - stored.found.start
    inside = passage(around, start, end)
    head = stored.head
    day = f" · {head.published}" if head.published else ""
    click.echo(f"  {plain(head.title or head.id)}{day}  ({stored.ref[:8]})")
    text = marked(around, inside["start"], inside["end"], [(start, end)], bold=sys.stdout.isatty())
    click.echo(f"    {text.strip()}")


def paragraph(stored: Stored[Figure], around: str) -> str:
    """The paragraph of a figure."""
    from sijill.register.views import AROUND

    start = min(stored.found.start, AROUND)
    text: Any = passage(around, start, start + stored.found.end - stored.found.start)["text"]
    return str(text)
