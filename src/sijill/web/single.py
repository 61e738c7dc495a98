"""One thing: a figure, a document, an instrument."""

from __future__ import annotations

from typing import Any

from sijill.codec import evidence_to_json
from sijill.exports.rows import MANDATE_HEADINGS, event_row, figure_row, instrument_row, mandate_rows
from sijill.exports.written import passage
from sijill.model import Document, Evidence, Figure
from sijill.reconcile.mandates import Described, mandates
from sijill.register.query import (
    Filters,
    document_by_ref,
    events_by_ref,
    figures_by_ref,
    instruments_by_ref,
    list_events,
    list_figures,
    list_instruments,
    stored_reading,
)
from sijill.register.reviews import list_reviews
from sijill.register.rows import Stored, documents_by_key, told_of
from sijill.register.store import reference
from sijill.web.asked import Asked, Refused
from sijill.web.cited import citing
from sijill.web.comparisons import claim_around
from sijill.web.dossiers import collecting
from sijill.web.marks import Mark, marked
from sijill.web.timeline import money as budgets_drawn
from sijill.web.timeline import terms
from sijill.web.view import View


def _not_there(kind: str, ref: str) -> Refused:
    return Refused(404, "not_found", f"no {kind} of the register has the id {ref}")


def figure_of(asked: Asked, ref: str) -> Stored[Figure]:
    """The figure with this whole short id; Refused if there is none."""
    found = figures_by_ref(asked.connection, ref)
    if not found:
        raise _not_there("figure", ref)
    return found[0]


def figure(asked: Asked) -> View:
    """A figure where it stands, why it was read so, and who else says the same."""
    stored = figure_of(asked, asked.path["id"])
    document = documents_by_key(asked.connection, [stored.head.key])[stored.head.key].document
    claim, steps, rows = claim_around(asked, stored)

    def record() -> dict[str, Any]:
        around = passage(document.text, stored.found.start, stored.found.end)
        explained = [evidence_to_json(reason, document.text) for reason in stored.found.evidence]
        claimed = [row.ref for row in rows.values()]
        return figure_row(stored) | {"passage": around, "evidence": explained, "claim": claimed}

    shown: dict[str, Any] = {
        "stored": stored,
        **where_it_stands(asked, stored),
        "claim": claim,
        "steps": steps,
        "rows": rows,
        "reviews": list_reviews(asked.connection, stored.ref),
        "collect": collecting(asked),
    } | citing(asked, "figure", stored.ref)
    return View("figure.html", "figure", shown, record=record)


def where_it_stands(asked: Asked, stored: Stored[Figure]) -> dict[str, Any]:
    """The passage of a figure with its number marked, why it was read so, and the figure of which it is a part."""
    whole = documents_by_key(asked.connection, [stored.head.key])[stored.head.key]
    document, found = whole.document, stored.found
    around = passage(document.text, found.start, found.end)
    return {
        "passage": marked(
            document.text, around["start"], around["end"], [Mark(found.start, found.end, "it")]
        ),
        "cut": (around["start"] > 0, around["end"] < len(document.text)),
        "reasons": [(reason, _words(reason, document)) for reason in found.evidence],
        "part_of": _whole(asked, stored, whole.content),
    }


def _words(reason: Evidence, document: Document) -> str:
    return document.text[reason.span.start : reason.span.end] if reason.span else ""


def _whole(asked: Asked, stored: Stored[Figure], content: str) -> tuple[Figure, str] | None:
    if stored.found.part_of is None:
        return None
    reading = stored_reading(asked.connection, stored.head.key)
    for found in reading.figures if reading else ():
        if found.start == stored.found.part_of:
            return found, reference(content, "figure", found.start, found.measure)
    return None


def document(asked: Asked) -> View:
    """A document with all that was found in it marked in its text."""
    ref = asked.path["id"]
    stored = document_by_ref(asked.connection, ref)
    if stored is None:
        raise _not_there("document", ref)
    of_it = Filters(documents=(stored.document.id,))
    figures = [f for f in list_figures(asked.connection, of_it) if f.head.key == stored.key]
    events = [e for e in list_events(asked.connection, of_it) if e.head.key == stored.key]
    instruments = [i for i in list_instruments(asked.connection, of_it) if i.head.key == stored.key]
    text = stored.document.text
    marks = [Mark(f.found.start, f.found.end, f"f-{f.ref}", f) for f in figures]
    marks += [Mark(e.found.start, e.found.end, f"e-{e.ref}") for e in events]
    marks += [Mark(i.found.start, i.found.end, f"i-{i.ref}") for i in instruments]

    def record() -> dict[str, Any]:
        return {
            "id": stored.content[:16],
            "content": stored.content,
            "document": told_of(stored),
            "figures": [figure_row(f) for f in figures],
            "events": [event_row(e) for e in events],
            "instruments": [instrument_row(i) for i in instruments],
        }

    shown = {
        "document": stored.document,
        "dated_by": stored.dated_by,
        "content": stored.content,
        "text": marked(text, 0, len(text), marks),
        "figures": figures,
        "events": events,
        "instruments": instruments,
        "collect": collecting(asked),
    }
    return View(
        "document.html", stored.document.title or stored.document.id, shown, record=record, named=True
    )


def instrument(asked: Asked) -> View:
    """An instrument over time: each end that its mandate was given, its money by period and by day, its events."""
    ref = asked.path["id"]
    mentions = instruments_by_ref(asked.connection, ref)
    if not mentions:
        raise _not_there("instrument", ref)
    name = mentions[0].found.name
    stored = [s for s in list_instruments(asked.connection, Filters(names=(name,))) if s.found.name == name]
    (mandate,) = mandates(Described(s.head.key, s.found, s.head.published, s.ref) for s in stored)
    events = [e for e in list_events(asked.connection, Filters()) if e.found.instrument == name]
    figures = {(s.head.key, f.found.start): f for s in stored for f in _figures_of(asked, s.head.id)}
    money = {
        (s.ref, m.value, m.unit, m.period): figures[s.head.key, m.figure]
        for s in stored
        for m in s.found.budget
        if (s.head.key, m.figure) in figures
    }
    targets = {s.ref: figures.get((s.head.key, s.found.target_figure or -1)) for s in stored}
    shown = {
        "mandate": mandate,
        "terms": terms(mandate, asked.today),
        "by_period": budgets_drawn(mandate),
        "stored": stored,
        "by_ref": {s.ref: s for s in stored},
        "events": events,
        "money": money,
        "targets": targets,
        "collect": collecting(asked),
    }
    rows = mandate_rows(mandate)
    return View("instrument.html", name, shown, lambda: rows, MANDATE_HEADINGS, named=True)


def _figures_of(asked: Asked, document_id: str) -> list[Stored[Figure]]:
    return list_figures(asked.connection, Filters(documents=(document_id,)))


def event(asked: Asked) -> View:
    """An event where it stands."""
    ref = asked.path["id"]
    found = events_by_ref(asked.connection, ref)
    if not found:
        raise _not_there("event", ref)
    stored = found[0]
    text = documents_by_key(asked.connection, [stored.head.key])[stored.head.key].document.text
    around = passage(text, stored.found.start, stored.found.end)
    mark = Mark(stored.found.start, stored.found.end, "it")
    shown = {
        "stored": stored,
        "passage": marked(text, around["start"], around["end"], [mark]),
        "collect": collecting(asked),
    }
    return View("event.html", "event", shown, record=lambda: event_row(stored) | {"passage": around})
