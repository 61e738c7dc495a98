"""What documents say of the same: claims, who said them first, and conflicts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sijill.exports.rows import (
    CLAIM_HEADINGS,
    CONFLICT_HEADINGS,
    LINEAGE_HEADINGS,
    claim_row,
    conflict_row,
    figure_row,
    lineage_row,
)
from sijill.exports.written import passage, place_in_passage
from sijill.model import Figure
from sijill.reconcile import around
from sijill.reconcile.around import Key, key_of
from sijill.reconcile.claims import Claim, claims, witnesses
from sijill.reconcile.comparing import Told, compare
from sijill.reconcile.conflicts import conflicts
from sijill.reconcile.lineage import Step, origins
from sijill.reconcile.parts import too_many
from sijill.reconcile.tellings import Tellings, copies_in, tellings
from sijill.register.query import Filters, figures_by_ref
from sijill.register.rows import Stored
from sijill.register.views import passages
from sijill.register.views import stored as stored_figures
from sijill.web.asked import Asked, Refused
from sijill.web.dossiers import collecting
from sijill.web.marks import Mark, Piece, marked
from sijill.web.view import View

MOST_CLAIMS = 2000
"""Claims, those of most documents first, that are kept to be shown."""
RECENT = dt.timedelta(400)
"""Before the last publication: the time in which the first page looks for conflicts."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that disagree, by their short ids: the kind of conflict, and why in words."""

    kind: str
    one: str
    other: str
    why: str
    explained: bool = False


def _asked_for(asked: Asked) -> Filters:
    return asked.filters(limit=None, after=None)


def claim_list(asked: Asked) -> View:
    """What documents say alike, that of most documents first."""
    filters = _asked_for(asked)
    kept = asked.once("claims", lambda: _claims(asked, filters), filters)
    found, all_told, number = kept
    first = asked.one("offset", 0)
    shown = found[first : first + asked.most]
    all_told.fetch(asked.connection, (told for claim in shown for told in (claim.best, claim.told[0])))
    counted = [
        (claim, witnesses(claim, of), claim_row(claim, witnesses(claim, of), all_told))
        for claim, of in zip(shown, copies_in(asked.connection, shown, all_told), strict=True)
    ]
    following = str(first + asked.most) if first + asked.most < len(found) else None
    return View(
        "claims.html",
        "claims",
        {"claims": [(claim, row, all_told.row(claim.best)) for claim, _, row in counted], "number": number},
        lambda: (row for _, _, row in counted),
        CLAIM_HEADINGS,
        following=following,
        turn="offset",
    )


def _claims(asked: Asked, filters: Filters) -> tuple[list[Claim], Tellings, int]:
    all_told = tellings(asked.connection, filters)
    found = sorted(claims(all_told.told), key=lambda claim: -len(claim.documents))
    kept = found[:MOST_CLAIMS]
    told = [one for claim in kept for one in claim.told]
    keys = {(one.document, one.figure.start, one.figure.measure) for one in told}
    refs = {key: all_told.refs[key] for key in keys}
    languages = {one.document: all_told.languages[one.document] for one in told}
    return kept, Tellings(told, refs, languages), len(found)


def claim_around(
    asked: Asked, stored: Stored[Figure]
) -> tuple[Claim | None, list[Step], dict[Key, Stored[Figure]]]:
    """The claim that a figure is of, as reconcile.around gives it."""
    return around.claim_around(asked.connection, stored)


def claim(asked: Asked) -> View:
    """A claim with its witnesses side by side: who said it first, who copied or cites whom."""
    ref = asked.path["id"]
    found = figures_by_ref(asked.connection, ref)
    if not found:
        raise Refused(404, "not_found", f"no figure of the register has the id {ref}")
    said, steps, rows = claim_around(asked, found[0])
    if said is None:
        raise Refused(404, "not_found", f"the figure {ref} was rejected, and is of no claim")
    names = {key[0]: row.head for key, row in rows.items()}
    texts = _passages(asked, list(rows.values()))
    shown = {
        "stored": found[0],
        "claim": said,
        "steps": [(step, rows[key_of(step.told)], texts[rows[key_of(step.told)].ref]) for step in steps],
        "names": names,
        "origins": origins(said),
        "collect": collecting(asked),
    }
    return View(
        "claim.html",
        "claim",
        shown,
        lambda: (lineage_row(step, rows[key_of(step.told)], names) for step in steps),
        LINEAGE_HEADINGS,
    )


def _passages(asked: Asked, rows: list[Stored[Figure]]) -> dict[str, list[Piece]]:
    texts = passages(asked.connection, (row.ref for row in rows))
    found = {}
    for row in rows:
        start, end = place_in_passage(row.found)
        inside = passage(texts[row.ref], start, end)
        mark = Mark(start, end, f"m-{row.ref}", row)
        found[row.ref] = marked(texts[row.ref], inside["start"], inside["end"], [mark])
    return found


def conflict_list(asked: Asked) -> View:
    """Pairs of figures that disagree, with the kind of their conflict."""
    pairs = pairs_of(asked, _asked_for(asked))
    kinds = asked.one("conflict", ())
    pairs = [pair for pair in pairs if not kinds or pair.kind in kinds]
    first = asked.one("offset", 0)
    shown = with_rows(asked, pairs[first : first + asked.most])
    return View(
        "conflicts.html",
        "conflicts",
        {"pairs": shown, "number": len(pairs)},
        lambda: (conflict_row(p.kind, one, other, p.why, p.explained, {}) for p, one, other in shown),
        CONFLICT_HEADINGS,
        following=str(first + asked.most) if first + asked.most < len(pairs) else None,
        turn="offset",
    )


def pairs_of(asked: Asked, filters: Filters) -> list[Pair]:
    """The conflicts among the figures that pass; kept until the register changes."""
    found: list[Pair] = asked.once("conflicts", lambda: _pairs(tellings(asked.connection, filters)), filters)
    return found


def _pairs(all_told: Tellings) -> list[Pair]:
    found = [
        Pair(c.kind, all_told.ref(c.one), all_told.ref(c.other), c.why, c.explained)
        for c in conflicts(all_told.told)
    ]
    for parts, whole in too_many(all_told.told):
        key = parts[0].document, whole.start, whole.measure
        if key in all_told.refs:
            why = "a part is more than its whole" if len(parts) == 1 else "parts are more than their whole"
            found.append(Pair("parts", all_told.ref(parts[0]), all_told.refs[key], why))
    return found


def with_rows(asked: Asked, pairs: list[Pair]) -> list[tuple[Pair, Stored[Figure], Stored[Figure]]]:
    """The pairs with their figures."""
    rows = stored_figures(asked.connection, (ref for pair in pairs for ref in (pair.one, pair.other)))
    return [(pair, rows[pair.one], rows[pair.other]) for pair in pairs]


def conflict(asked: Asked) -> View:
    """Two figures side by side, each where it stands, and what tells them apart."""
    refs = asked.path["one"], asked.path["other"]
    rows = []
    for ref in refs:
        found = figures_by_ref(asked.connection, ref)
        if not found:
            raise Refused(404, "not_found", f"no figure of the register has the id {ref}")
        rows.append(found[0])
    one, other = rows
    result = compare(_told(one), _told(other))
    kind: str = result.kind or result.relation
    why = result.why
    if one.head.key == other.head.key and one.found.part_of == other.found.start:
        kind, why = "parts", "a part is set beside its whole"
    texts = _passages(asked, [row for row in rows if not _rejected(row)])
    witnesses_of = [(row, texts.get(row.ref, []), *claim_around(asked, row)[:2]) for row in rows]
    explained = result.explained
    return View(
        "conflict.html",
        "conflict",
        {"kind": kind, "why": why, "explained": explained, "sides": witnesses_of},
        record=lambda: (
            conflict_row(kind, one, other, why, explained, {})
            | {"one": figure_row(one), "other": figure_row(other)}
        ),
    )


def _told(row: Stored[Figure]) -> Told:
    return Told(row.head.key, row.found, row.head.published)


def _rejected(row: Stored[Figure]) -> bool:
    return row.review is not None and row.review.verdict == "reject"


def recent_pairs(asked: Asked, last: dt.date | None, most: int) -> list[Pair]:
    """The newest conflicts of the time before the last publication."""
    since = None if last is None else last - RECENT
    return pairs_of(asked, Filters(since=since))[-most:][::-1]
