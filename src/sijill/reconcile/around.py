"""The claim around one figure."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Connection

from sijill.model import Figure
from sijill.reconcile.claims import Claim
from sijill.reconcile.comparing import Told
from sijill.reconcile.lineage import Step, claim_of, lineage
from sijill.reconcile.tellings import copies_in, tellings
from sijill.register.query import Filters
from sijill.register.rows import Stored

Key: TypeAlias = tuple[int, int, str]
"""What names a telling: its document, where it starts, its measure."""


def key_of(told: Told) -> Key:
    """The key of a telling."""
    return told.document, told.figure.start, told.figure.measure


def filters_around(figure: Figure) -> Filters:
    """What can be of one claim with a figure: those of its measure, with a day of its period."""
    since, until = (figure.period.start, figure.period.end) if figure.period else (None, None)
    return Filters(measures=(figure.measure,), since=since, until=until)


def claim_around(
    connection: Connection, stored: Stored[Figure]
) -> tuple[Claim | None, list[Step], dict[Key, Stored[Figure]]]:
    """The claim that a figure is of, the tellings of it in the order of publication, and their rows by key. A figure
    that a review rejected is of none."""
    all_told = tellings(connection, filters_around(stored.found))
    one = next((told for told in all_told.told if all_told.ref(told) == stored.ref), None)
    if one is None:
        return None, [], {}
    claim = claim_of(one, all_told.told)
    steps = lineage(claim, copies_in(connection, [claim], all_told)[0])
    all_told.fetch(connection, claim.told)
    return claim, steps, {key_of(told): all_told.row(told) for told in claim.told}
