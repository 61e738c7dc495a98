"""Claims and disagreements of a register as they are listed: the view, put together with what shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import Connection

from sijill.reconcile.claims import Claim, claims, witnesses
from sijill.reconcile.comparing import Told
from sijill.reconcile.conflicts import conflicts
from sijill.reconcile.parts import too_many
from sijill.reconcile.tellings import Tellings, copies_in, tellings
from sijill.register.query import Filters

Disagreement: TypeAlias = tuple[str, Told, Told, str, bool]
"""Kind, the two tellings, why they may differ, and whether the kind accounts for it."""


def witnessed_claims(
    connection: Connection, filters: Filters, least: int, limit: int
) -> tuple[list[tuple[Claim, int]], int, Tellings]:
    """The first claims with at least so many witnesses, what most documents tell first, each with its number of
    witnesses; how many claims as many documents tell; and the tellings, of which the closest of each claim shown are
    fetched."""
    all_told = tellings(connection, filters)
    found = [claim for claim in claims(all_told.told) if len(claim.documents) >= least]
    found.sort(key=lambda claim: -len(claim.documents))
    counted: list[tuple[Claim, int]] = []
    for first in range(0, len(found), limit):
        some = found[first : first + limit]
        copied = copies_in(connection, some, all_told)
        numbers = [witnesses(claim, of) for claim, of in zip(some, copied, strict=True)]
        counted += [pair for pair in zip(some, numbers, strict=True) if pair[1] >= least]
        if len(counted) >= limit:
            break
    all_told.fetch(connection, (claim.best for claim, _ in counted[:limit]))
    return counted[:limit], len(found), all_told


def disagreements(
    connection: Connection, filters: Filters, kinds: Collection[str] = (), *, explained: bool = False
) -> tuple[list[Disagreement], Tellings]:
    """The pairs of figures that disagree, of these kinds (none named: of all), and parts that are more than their
    whole; and the tellings, of which both of each pair are fetched."""
    all_told = tellings(connection, filters)
    found: list[Disagreement] = [
        (c.kind, c.one, c.other, c.why, c.explained) for c in conflicts(all_told.told, explained=explained)
    ]
    for parts, whole in too_many(all_told.told):
        why = "a part is more than its whole" if len(parts) == 1 else "parts are more than their whole"
        found.append(("parts", parts[0], replace(parts[0], figure=whole, whole=None), why, False))
    shown = [pair for pair in found if not kinds or pair[0] in kinds]
    all_told.fetch(connection, (told for pair in shown for told in pair[1:3]))
    return shown, all_told
