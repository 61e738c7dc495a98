"""What the register holds as rows of data: the fields of JSON, and the headings of CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sijill.exports.written import passage, place_in_passage

if TYPE_CHECKING:
    from sijill.model import Document, Event, Figure, Instrument
    from sijill.reconcile.check import Finding
    from sijill.reconcile.claims import Claim
    from sijill.reconcile.lineage import Step
    from sijill.reconcile.mandates import Mandate
    from sijill.reconcile.series import Point
    from sijill.reconcile.tellings import Tellings
    from sijill.reconcile.witness import Witness
    from sijill.register.audit import Act
    from sijill.register.collected import Collected
    from sijill.register.dossiers import Dossier
    from sijill.register.rows import Head, Stored
    from sijill.register.search import Hit

REVIEWED = {"confirm": "confirmed", "correct": "corrected"}
"""How a figure is marked that a person has looked at."""

_DOCUMENT = ("document", "published", "language")
_PERIOD = ("period_start", "period_end")
FIGURE_HEADINGS = (
    *("id", *_DOCUMENT, "start", "end", "quote", "value", "bound", "low", "high", "unit", "change"),
    *("measure", "status", *_PERIOD, "from", "to", "at", "sex", "age", "nationality", "vulnerable"),
    *("actor", "source", "part_of", "confidence", "title", "url", "review", "reviewed_by"),
)
EVENT_HEADINGS = (
    *("id", *_DOCUMENT, "start", "end", "quote", "type", "date", *_PERIOD, "place", "participants"),
    *("instrument", "topics", "title", "url"),
)
INSTRUMENT_HEADINGS = (
    *("id", *_DOCUMENT, "start", "end", "quote", "name", "kind", "begins", "ends", "budget", "money"),
    *("unit", "target", "tasks", "legal_frame", "imposed_by", "funder", "partner", "title", "url"),
)
DOCUMENT_HEADINGS = (
    *("id", *_DOCUMENT, "title", "url", "figures", "dates", "events", "instruments", "statements"),
    *("dated_by", "outlet"),
)


SERIES_HEADINGS = (
    "measure", "place", "role", "unit", "period_start", "period_end", "basis", "value", "bound", "source", "id",
    "document", "published", "lowest", "lowest_id", "highest", "highest_id", "latest", "latest_id", "documents",
)  # fmt: skip
MANDATE_HEADINGS = (
    "name", "kind", "what", "begins", "ends", "extended_days", "value", "unit", "period_start", "period_end", "days",
    "per_day", "per_person", "first_told", "documents", "ids",
)  # fmt: skip
ACT_HEADINGS = ("number", "made_at", "who", "action", "object", "detail", "previous", "hash")
DOSSIER_HEADINGS = (
    "id",
    "title",
    "author",
    "visibility",
    "role",
    "items",
    "created_at",
    "updated_at",
    "note",
)
ITEM_HEADINGS = (
    "place", "item", "kind", "id", "name", "value", "bound", "low", "high", "unit", "measure", "period_start",
    "period_end", "document", "published", "language", "start", "end", "quote", "title", "url", "state", "note",
    "author", "added_at",
)  # fmt: skip
EXPIRING_HEADINGS = ("name", "kind", "ends", "days_left", "first_told", "documents", "ids")

CONFLICT_HEADINGS = (
    "kind", "measure", "unit", "period_start", "period_end",
    "one_id", "one_value", "one_bound", "one_source", "one_document",
    "other_id", "other_value", "other_bound", "other_source", "other_document", "explained", "why",
)  # fmt: skip
CLAIM_HEADINGS = (
    "id", "value", "bound", "lowest", "highest", "unit", "measure", "status", "period_start", "period_end",
    "from", "to", "at", "sex", "age", "nationality", "vulnerable", "documents", "witnesses", "languages",
    "sources", "first_published", "last_published", "figures",
)  # fmt: skip
LINEAGE_HEADINGS = (
    "part",
    "of",
    "id",
    "published",
    "language",
    "value",
    "bound",
    "source",
    "document",
    "title",
    "url",
)
OBSERVATION_HEADINGS = (
    "series", "measure", "period_start", "period_end", "value", "unit", "from", "to", "at", "sex", "age",
    "nationality", "vulnerable", "scope", "cumulative", "source", "vintage", "definition", "licence", "url",
)  # fmt: skip


def figure_row(stored: Stored[Figure]) -> dict[str, Any]:
    """A figure as a row of data, with its id and its document."""
    from sijill.codec import figure_to_json

    row = _row(stored.ref, stored.head, figure_to_json(stored.found, "") | {"quote": stored.quote})
    if stored.review is not None:
        row |= {"review": REVIEWED[stored.review.verdict], "reviewed_by": stored.review.author}
    return row


def event_row(stored: Stored[Event]) -> dict[str, Any]:
    """An event as a row of data, with its id and its document."""
    from sijill.codec import event_to_json

    return _row(stored.ref, stored.head, event_to_json(stored.found, "") | {"quote": stored.quote})


def instrument_row(stored: Stored[Instrument]) -> dict[str, Any]:
    """An instrument as a row of data, with its id and its document."""
    from sijill.codec import instrument_to_json

    return _row(stored.ref, stored.head, instrument_to_json(stored.found, "") | {"quote": stored.quote})


def document_row(head: Head, counts: dict[str, int]) -> dict[str, Any]:
    """A document as a row of data, with the counts of what its reading found."""
    kinds = ("figures", "dates", "events", "instruments", "statements")
    counted = _row(head.ref, head, {kind: counts.get(kind, 0) for kind in kinds})
    return counted | {"dated_by": head.dated_by, "outlet": head.outlet}


def _row(ref: str, head: Head, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": ref,
        "document": head.id,
        "published": head.published.isoformat() if head.published else None,
        "language": head.language,
        **found,
        "title": head.title,
        "url": head.url,
    }


def act_row(act: Act) -> dict[str, Any]:
    """A record of the audit trail as a row of data."""
    return {
        "number": act.key,
        "made_at": act.made_at.isoformat(),
        "who": act.who,
        "action": act.action,
        "object": act.object,
        "detail": dict(act.detail),
        "previous": act.previous,
        "hash": act.hash,
    }


def dossier_row(dossier: Dossier) -> dict[str, Any]:
    """A dossier as a row of data. `role`: of who asks, in it."""
    return {
        "id": dossier.ref,
        "title": dossier.title,
        "author": dossier.author,
        "visibility": dossier.visibility,
        "role": dossier.part,
        "items": dossier.items,
        "created_at": dossier.created_at.isoformat(timespec="seconds"),
        "updated_at": dossier.updated_at.isoformat(timespec="seconds"),
        "note": dossier.note,
    }


def item_row(place: int, one: Collected) -> dict[str, Any]:
    """An item of a dossier at its place in it, as a row of data: with the fields of what it is, and where it stands.

    `state`: `stands`, `rejected` by a review, or `gone` where the register does not have it any more; its quote is then
    the words that stood there when it was added.
    """
    from sijill.codec import figure_to_json, period_to_json
    from sijill.model import Event, Figure, Instrument

    item, head = one.item, one.head
    what = one.found.found if one.found is not None else None
    row: dict[str, Any] = {"place": place, "item": item.key, "kind": item.kind, "id": one.ref or item.object}
    if item.kind != "note":
        row["state"] = "gone" if one.ref is None else "rejected" if one.rejected else "stands"
    if isinstance(what, Figure):
        told = figure_to_json(what, "")
        row |= {
            name: told.get(name)
            for name in ("value", "bound", "low", "high", "unit", "measure", "period", "start", "end")
        }
    elif isinstance(what, Event):
        row |= {"name": what.type, "period": period_to_json(what.period)}
    elif isinstance(what, Instrument):
        row |= {"name": what.name}
    row.setdefault("name", item.object if item.kind == "instrument" else None)
    if head is not None:
        row |= {"document": head.id, "language": head.language, "title": head.title, "url": head.url}
        row["published"] = head.published.isoformat() if head.published else None
    if one.found is not None and what is not None:
        row |= {"start": what.start, "end": what.end, "quote": one.found.quote}
    else:
        row |= {"start": item.start, "end": item.end, "quote": item.quote}
    return row | {
        "note": item.note,
        "author": item.author,
        "added_at": item.added_at.isoformat(timespec="seconds"),
    }


def dossier_record(dossier: Dossier, found: Iterable[Collected]) -> dict[str, Any]:
    """A dossier with its items in their order. `contents`: the items, for `items` is how many there are."""
    return dossier_row(dossier) | {"contents": [item_row(place, one) for place, one in enumerate(found, 1)]}


def point_row(measure: str, point: Point, all_told: Tellings) -> dict[str, Any]:
    """A point of a series with the figures that it rests on, which `all_told` has fetched."""
    from sijill.codec import period_to_json

    row: dict[str, Any] = {
        "measure": measure,
        "place": point.line.place,
        "role": point.line.role,
        "unit": point.line.unit,
        "period": period_to_json(point.period),
        "basis": point.basis or "gap",
    }
    if point.preferred is None:
        return row
    best = all_told.row(point.preferred)
    row |= {
        "value": best.found.value,
        "bound": best.found.bound,
        "source": best.found.source,
        "id": best.ref,
        "document": best.head.id,
        "published": best.head.published.isoformat() if best.head.published else None,
    }
    for name in ("lowest", "highest", "latest"):
        stored = all_told.row(getattr(point, name))
        row |= {name: stored.found.value, f"{name}_id": stored.ref}
    return row | {"documents": point.documents}


def mandate_rows(mandate: Mandate) -> list[dict[str, Any]]:
    """A row for each end that the mandate was given, and for each budget; for one without either, a row alone."""
    from sijill.codec import period_to_json

    about = {"name": mandate.name, "kind": mandate.kind}
    rows: list[dict[str, Any]] = [
        {
            **about,
            "what": "mandate" if term.extends is None else "extension",
            "begins": mandate.begins,
            "ends": term.ends.isoformat(),
            "extended_days": term.extends,
            **told_by(term.told),
        }
        for term in mandate.terms
    ]
    rows += [
        {
            **about,
            "what": "budget",
            "value": budget.value,
            "unit": budget.unit,
            "period": period_to_json(budget.period),
            "days": budget.days,
            "per_day": budget.per_day,
            "per_person": budget.per_person,
            **told_by(budget.told),
        }
        for budget in mandate.budgets
    ]
    alone: dict[str, Any] = {
        "what": "named",
        "begins": mandate.begins,
        "first_told": None,
        "documents": mandate.documents,
        "ids": [],
    }
    return rows or [about | alone]


def told_by(told: Any) -> dict[str, Any]:
    first = next((one.published for one in told if one.published), None)
    return {
        "first_told": first.isoformat() if first else None,
        "documents": len({one.document for one in told}),
        "ids": [one.ref for one in told],
    }


def claim_row(claim: Claim, number: int, all_told: Tellings) -> dict[str, Any]:
    """A claim, told by so many witnesses, by its closest figure, which `all_told` has fetched."""
    from sijill.reconcile.claims import spread

    best = all_told.row(claim.best)
    lowest, highest = spread(claim)
    published = sorted(told.published for told in claim.told if told.published)
    slots = figure_row(best)
    kept = ("id", "value", "bound", "unit", "measure", "status", "period", "from", "to", "at", "population")
    return {name: slots.get(name) for name in kept} | {
        "lowest": lowest,
        "highest": highest,
        "documents": len(claim.documents),
        "witnesses": number,
        "languages": sorted({all_told.languages[document] for document in claim.documents}),
        "sources": list(claim.sources),
        "first_published": published[0].isoformat() if published else None,
        "last_published": published[-1].isoformat() if published else None,
        "figures": [all_told.ref(told) for told in claim.told],
    }


def conflict_row(
    kind: str, one: Any, other: Any, why: str, explained: bool, around: dict[str, str]
) -> dict[str, Any]:
    """A pair of figures that disagree; `around`: their passages by id, where they are wanted."""
    a, b = figure_row(one), figure_row(other)
    row = {"kind": kind, "measure": a["measure"], "unit": a["unit"], "period": a["period"]}
    for name, side, stored in (("one", a, one), ("other", b, other)):
        row |= {f"{name}_{key}": side.get(key) for key in ("id", "value", "bound", "source", "document")}
        if stored.ref in around:
            row |= {f"{name}_passage": paragraph(stored, around[stored.ref])}
    return row | {"explained": explained, "why": why}


def paragraph(stored: Stored[Figure], around: str) -> str:
    """The paragraph of a figure."""
    text: Any = passage(around, *place_in_passage(stored.found))["text"]
    return str(text)


def article_row(
    document: Document, findings: list[Finding], stored: dict[str, Stored[Figure]]
) -> dict[str, Any]:
    """An article with what was found of each of its figures; `stored`: the register's figures by short id."""
    from sijill.codec import figure_to_json

    return {
        "id": document.id,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "title": document.title,
        "figures": [
            {
                **figure_to_json(finding.figure, document.text),
                "verdict": finding.verdict,
                "reason": finding.reason,
                "by": finding.by,
                "why": finding.why,
                "against": [witness_row(witness, stored) for witness in finding.against],
            }
            for finding in findings
        ],
    }


def witness_row(witness: Witness, stored: dict[str, Stored[Figure]]) -> dict[str, Any]:
    """An observation, or a figure of the register with its document and passage."""
    from sijill.codec import observation_to_json

    if witness.observation is not None:
        return {"kind": "series", **observation_to_json(witness.observation)}
    return {"kind": "document", **figure_row(stored[witness.ref])}


def lineage_row(step: Step, stored: Stored[Figure], names: Mapping[int, Head]) -> dict[str, Any]:
    """A telling of a claim; `names`: the documents by key."""
    row = figure_row(stored)
    kept = ("id", "published", "language", "value", "bound", "source", "document", "title", "url")
    of = names[step.of].id if step.of is not None else None
    return {"part": step.part, "of": of} | {name: row.get(name) for name in kept}


SEARCH_HEADINGS = ("id", "document", "published", "language", "title", "url", "start", "end", "passage")


def hit_row(hit: Hit) -> dict[str, Any]:
    """A document that a search found, with the passage that speaks for it and where its words stand."""
    document = hit.stored.document
    return {
        "id": hit.stored.content[:16],
        "document": document.id,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "title": document.title,
        "url": document.url,
        "start": hit.start,
        "end": hit.end,
        "passage": document.text[hit.start : hit.end],
        "marks": [list(mark) for mark in hit.marks],
    }
