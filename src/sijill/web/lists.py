"""Lists: figures, documents, events, instruments, search."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sijill.exports.rows import (
    DOCUMENT_HEADINGS,
    EVENT_HEADINGS,
    FIGURE_HEADINGS,
    INSTRUMENT_HEADINGS,
    MANDATE_HEADINGS,
    SEARCH_HEADINGS,
    document_row,
    event_row,
    figure_row,
    hit_row,
    instrument_row,
    mandate_rows,
)
from sijill.model import Event
from sijill.reconcile.mandates import Described, mandates
from sijill.reconcile.occurrences import occurrences
from sijill.register.query import (
    list_documents,
    list_events,
    list_figures,
    list_instruments,
)
from sijill.register.rows import Stored
from sijill.register.search import find
from sijill.web.asked import Asked
from sijill.web.timeline import lanes
from sijill.web.view import View, after, after_document, paged


def figures(asked: Asked) -> View:
    """The figures that pass the filters, with how many have each measure, source, …"""
    filters = asked.filters()
    found, following = paged(asked, list_figures(asked.connection, filters), after)
    shown: dict[str, Any] = {"figures": found, "facets": asked.facets(asked.filters(after=None, limit=None))}
    return View(
        "figures.html",
        "figures",
        shown,
        lambda: (figure_row(one) for one in found),
        FIGURE_HEADINGS,
        following=following,
    )


def documents(asked: Asked) -> View:
    """The documents that pass the filters, with how much each says."""
    found, following = paged(asked, list_documents(asked.connection, asked.filters()), after_document)
    return View(
        "documents.html",
        "documents",
        {"documents": found},
        lambda: (document_row(head, counts) for head, counts in found),
        DOCUMENT_HEADINGS,
        following=following,
    )


def events(asked: Asked) -> View:
    """The events that pass the filters, as a timeline: by the day on which they happened."""
    found, following = paged(asked, list_events(asked.connection, asked.filters()), after)
    return View(
        "events.html",
        "events",
        {"events": sorted(found, key=_first_day), "drawing": lanes(occurrences(found))},
        lambda: (event_row(one) for one in found),
        EVENT_HEADINGS,
        following=following,
    )


def _first_day(stored: Stored[Event]) -> dt.date:
    """The day by which an event stands in a timeline; without one it stands last."""
    period = stored.found.period
    return (period.start or period.end or dt.date.max) if period else dt.date.max


def descriptions(asked: Asked) -> View:
    """Instruments as each document describes them."""
    found, following = paged(asked, list_instruments(asked.connection, asked.filters()), after)
    return View(
        "instruments.html",
        "instruments",
        {},
        lambda: (instrument_row(one) for one in found),
        INSTRUMENT_HEADINGS,
        following=following,
    )


def instruments(asked: Asked) -> View:
    """Instruments by name, each with its mandates and money. Few are named, so all are on one page."""
    stored = list_instruments(asked.connection, asked.filters(limit=None))
    found = mandates(Described(s.head.key, s.found, s.head.published, s.ref) for s in stored)
    refs = {s.found.name: s.ref for s in reversed(stored)}
    return View(
        "instruments.html",
        "instruments",
        {"mandates": found, "refs": refs},
        lambda: (row for mandate in found for row in mandate_rows(mandate)),
        MANDATE_HEADINGS,
    )


def search(asked: Asked) -> View:
    """The documents that hold all words asked for, best first, with the words marked."""
    languages = asked.one("language", ())
    words = asked.one("q", "")
    most = min(asked.most, 1000)
    hits = []
    if words:
        for language in languages or (None,):
            hits += find(asked.connection, words, limit=most, language=language)
    return View(
        "search.html",
        "search",
        {"hits": hits, "full": len(hits) >= most},
        lambda: (hit_row(hit) for hit in hits),
        SEARCH_HEADINGS,
    )
