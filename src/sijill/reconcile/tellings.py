"""The figures of a register as tellings, with what shows them: their ids, rows, and which are copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from sijill.model import Figure
from sijill.reconcile.claims import Claim
from sijill.reconcile.comparing import Told
from sijill.reconcile.copies import copies
from sijill.register.query import Filters
from sijill.register.rows import Stored
from sijill.register.views import figures_seen, passages, stored, wholes

_COPIED = 160
"""Characters on each side of a number by which copies are told: its sentence and the next."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """Figures of the register as tellings. `rows`: those that were fetched to be shown, by their ids."""

    told: list[Told]
    refs: dict[tuple[int, int, str], str]
    languages: dict[int, str]
    rows: dict[str, Stored[Figure]] = field(default_factory=dict)

    def ref(self, told: Told) -> str:
        """The short id of a telling."""
        return self.refs[told.document, told.figure.start, told.figure.measure]

    def fetch(self, connection: Connection, told: Iterable[Told]) -> None:
        """Gets the rows of what will be shown."""
        self.rows.update(stored(connection, (self.ref(one) for one in told)))

    def row(self, told: Told) -> Stored[Figure]:
        """The row of a telling that was fetched."""
        return self.rows[self.ref(told)]


def tellings(connection: Connection, filters: Filters, known_on: dt.date | None = None) -> Tellings:
    """The figures that pass, with the wholes of which they are parts."""
    seen = figures_seen(connection, filters, known_on=known_on)
    whole = wholes(connection, seen)
    told, refs = [], {}
    for one in seen:
        figure = one.figure
        of = None if figure.part_of is None else whole.get((one.document, figure.part_of))
        told.append(Told(one.document, figure, one.published, of))
        refs[one.document, figure.start, figure.measure] = one.ref
    return Tellings(told, refs, {one.document: one.language for one in seen})


def copies_in(connection: Connection, found: Sequence[Claim], all_told: Tellings) -> list[dict[int, int]]:
    """For each claim: document -> the earlier one of the claim of whose passage its own is a copy."""
    several = [claim for claim in found if len(claim.documents) > 1]
    around = passages(connection, (all_told.ref(told) for claim in several for told in claim.told), _COPIED)
    result = []
    for claim in found:
        texts: dict[int, str] = {}
        for told in claim.told:
            passage_of = around.get(all_told.ref(told), "")
            texts[told.document] = (
                f"{texts[told.document]}\n{passage_of}" if told.document in texts else passage_of
            )
        result.append(copies(texts))
    return result
