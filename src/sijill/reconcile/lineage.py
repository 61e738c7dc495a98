"""Lineage: who said it first, and who repeats it, as far as publication days and attributions show.

Nothing is guessed: a document that names no source and is no copy may have counted for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sijill.reconcile.claims import Claim, claims
from sijill.reconcile.comparing import Told
from sijill.reconcile.series import counting_bodies

Part: TypeAlias = Literal["first", "copy", "cites", "itself", "again", "silent"]


@dataclass(frozen=True, slots=True)
class Step:
    """One telling of a claim. `part`: `first` (no document is earlier), `copy` (its words stand in the document
    `of`), `cites` (it names the source), `itself` (who acts is who says so), `again` (its document has told it
    already), `silent` (later, and names nobody)."""

    told: Told
    part: Part
    of: int | None = None


def lineage(claim: Claim, copies: Mapping[int, int]) -> list[Step]:
    """The tellings of a claim in the order of publication; `copies`: document -> the one it is a copy of. What
    was published on the first day is all of it first, but for copies; without a day nothing is."""
    first = claim.told[0].published
    steps: list[Step] = []
    seen: set[int] = set()
    for told in claim.told:
        original = copies.get(told.document, told.document)
        if told.document in seen:
            steps.append(Step(told, "again", told.document))
        elif original != told.document:
            steps.append(Step(told, "copy", original))
        elif told.published is not None and told.published == first:
            steps.append(Step(told, "first"))
        else:
            steps.append(Step(told, _part(told)))
        seen.add(told.document)
    return steps


def claim_of(asked: Told, told: Sequence[Told]) -> Claim:
    """The claim among those of `told` that holds one of them."""
    return next(
        claim
        for claim in claims(told)
        if any(t.document == asked.document and t.figure == asked.figure for t in claim.told)
    )


def origins(claim: Claim) -> list[tuple[str, int]]:
    """The sources that are named, those that count for themselves first, then by how many documents name them."""
    named: dict[str, set[int]] = {}
    for told in claim.told:
        if told.figure.source is not None:
            named.setdefault(told.figure.source, set()).add(told.document)
    order = sorted(named, key=lambda name: (name not in counting_bodies(), -len(named[name]), name))
    return [(name, len(named[name])) for name in order]


def _part(told: Told) -> Part:
    source = told.figure.source
    if source is None:
        return "silent"
    return "itself" if source == told.figure.actor else "cites"
