"""The figures of a register as tellings, with what shows them: their ids, rows, and which are copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from sijill.model import Figure
from sijill.reconcile.claims import Claim
from sijill.reconcile.comparing import Told
from sijill.reconcile.copies import copies
from sijill.reconcile.series import Grain
from sijill.reconcile.slots import STOCKS
from sijill.register.query import Filters
from sijill.register.rows import Stored
from sijill.register.views import figures_seen, stored, texts, wholes

_COPIED = 160
"""Characters on each side of a number by which copies are told: its sentence and the next."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """Figures of the register as tellings. `rows`: those that were fetched to be shown, by their ids. `texts`: those
    of documents that were looked at for copies, by their keys."""

    told: list[Told]
    refs: dict[tuple[int, int, str], str]
    languages: dict[int, str]
    rows: dict[str, Stored[Figure]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

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
    told = []
    refs = {(one.document, one.figure.start, one.figure.measure): one.ref for one in whole.values()}
    for one in seen:
        figure = one.figure
        of = None if figure.part_of is None else whole.get((one.document, figure.part_of))
        told.append(Told(one.document, figure, one.published, of.figure if of else None))
        refs[one.document, figure.start, figure.measure] = one.ref
    return Tellings(told, refs, {one.document: one.language for one in seen})


def of_a_series(
    connection: Connection, filters: Filters, grain: Grain, known_on: dt.date | None = None
) -> Tellings:
    """What a series of this grain may be made of (series.series leaves out the rest): of the figures of a measure and
    place few speak of one of its buckets, and only these are fetched."""
    stock = not filters.measures or any(measure in STOCKS for measure in filters.measures)
    wanted = replace(filters, everybody=True, inside=grain, from_first_day=not stock)
    return tellings(connection, wanted, known_on)


def copies_in(connection: Connection, found: Sequence[Claim], all_told: Tellings) -> list[dict[int, int]]:
    """For each claim: document -> the earlier one of the claim of whose passage its own is a copy."""
    several = {document for claim in found if len(claim.documents) > 1 for document in claim.documents}
    all_told.texts.update(texts(connection, several - all_told.texts.keys()))
    result = []
    for claim in found:
        around: dict[int, str] = {}
        for told in claim.told:
            start, end = max(0, told.figure.start - _COPIED), told.figure.end + _COPIED
            passage_of = all_told.texts.get(told.document, "")[start:end]
            before = around.get(told.document)
            around[told.document] = passage_of if before is None else f"{before}\n{passage_of}"
        result.append(copies(around) if len(around) > 1 else {document: document for document in around})
    return result
