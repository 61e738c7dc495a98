"""Documents, figures and events in the words of schema.org, as JSON-LD.

Source: schema.org release 30.0: NewsArticle, Observation, Claim, Event, Place. What schema.org has no word for (hedge,
status, span, direction) stands under our own names. A comparison with an official series is no verdict on who is
right, so there is no ClaimReview.
"""

from __future__ import annotations

import json
from typing import Any

from sijill import codes
from sijill.codec import figure_to_json, plain_number
from sijill.exports.gathered import Gathered, edtf, iri
from sijill.exports.jsonld import ours
from sijill.exports.made import Made
from sijill.exports.plover import plover
from sijill.model import Event, Figure, Number
from sijill.register.rows import Stored, StoredDocument

CONTEXT = "https://schema.org/"
_OURS = (
    "bound",
    "status",
    "change",
    "from",
    "to",
    "at",
    "population",
    "actor",
    "part_of",
    "confidence",
    "quote",
)


def schemaorg(found: Gathered) -> Made:
    """A graph of the documents, and of the figures and events that they state."""
    graph = [_article(found, key, stored) for key, stored in found.documents.items()]
    for one in found.figures:
        graph.append(_observation(found, one))
        if one.found.source:
            graph.append(_claim(one, one.found.source))
    graph += [_event(found, one) for one in found.events]
    whole = {"@context": CONTEXT, "@graph": graph}
    return Made({"register.schema.jsonld": (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()})


def _article(found: Gathered, key: int, stored: StoredDocument) -> dict[str, Any]:
    document = stored.document
    return _set(
        {
            "@type": "NewsArticle",
            "@id": iri("document", found.heads[key].ref),
            "identifier": document.id,
            "headline": document.title,
            "inLanguage": document.language,
            "datePublished": document.published.isoformat() if document.published else None,
            "url": document.url,
            "sijill:text_sha256": found.text_hash(key),
        }
    )


def _observation(found: Gathered, one: Stored[Figure]) -> dict[str, Any]:
    figure = one.found
    written = figure_to_json(figure, "") | {"quote": one.quote}
    period = figure.period
    return _set(
        {
            "@type": "Observation",
            "@id": iri("figure", one.ref),
            "measuredProperty": iri("measure", figure.measure),
            "name": codes.measures()[figure.measure].label(),
            "value": plain_number(figure.value),
            "minValue": _number(figure.low),
            "maxValue": _number(figure.high),
            "unitText": figure.unit,
            "observationDate": period.start.isoformat() if period and period.start else None,
            "observationPeriod": f"P{(period.end - period.start).days + 1}D"
            if period and period.start and period.end
            else None,
            "sijill:period": edtf(period),
            "observationAbout": [_place(code) for code in (*figure.from_, *figure.to, *figure.at)],
            **ours({key: written.get(key) for key in _OURS}),
            "subjectOf": _passage(found, one),
        }
    )


def _claim(one: Stored[Figure], source: str) -> dict[str, Any]:
    return {
        "@type": "Claim",
        "@id": iri("claim", one.ref),
        "text": one.quote,
        "author": {"@type": "Organization", "name": source},
        "about": {"@id": iri("figure", one.ref)},
        "appearance": {"@id": iri("document", one.head.ref)},
    }


def _event(found: Gathered, one: Stored[Event]) -> dict[str, Any]:
    event = one.found
    first, last = (event.period.start, event.period.end) if event.period else (None, None)
    return _set(
        {
            "@type": "Event",
            "@id": iri("event", one.ref),
            "additionalType": iri("event_type", event.type),
            "name": codes.event_types()[event.type].label(),
            "startDate": first.isoformat() if first else None,
            "endDate": last.isoformat() if last else None,
            "location": {"@type": "Place", "name": event.place} if event.place else None,
            "attendee": [
                _set(
                    {
                        "@type": "Organization" if p.name in codes.actors() else "Person",
                        "name": p.name,
                        "jobTitle": p.position,
                        "affiliation": p.organisation,
                    }
                )
                for p in event.participants
            ],
            "keywords": list(event.topics),
            "sijill:instrument": event.instrument,
            **ours(plover(event)),
            "subjectOf": _passage(found, one),
        }
    )


def _passage(found: Gathered, one: Stored[Any]) -> dict[str, Any]:
    """The way back: the document, the code points of its text and what stands there."""
    return {
        "@type": "Quotation",
        "text": one.quote,
        "isPartOf": {"@id": iri("document", one.head.ref)},
        "sijill:start": one.found.start,
        "sijill:end": one.found.end,
        "sijill:text_sha256": found.text_hash(one.head.key),
    }


def _place(code: str) -> dict[str, Any]:
    place = codes.places().get(code)
    kind = "Place" if code in codes.PLACE_CODES_BESIDE_ISO else "Country"
    return {"@type": kind, "identifier": code, "name": place.name if place else code}


def _number(value: Number | None) -> Number | None:
    return None if value is None else plain_number(value)


def _set(entries: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value not in (None, [], {}, "")}
