"""Documents, events, instruments and their money as FollowTheMoney entities, one JSON line each.

Source: followthemoney 4, its schemata Article, Event, Project, Payment, PublicBody, Organization. Figures of people
have no home there and are left out; people are named on the event and are no entities of their own, as nobody is to be
followed from document to document by this register.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from sijill import codes
from sijill.codec import plain_number
from sijill.exports.gathered import Gathered
from sijill.exports.made import Made, left_out
from sijill.exports.written import days
from sijill.model import Event, Figure, Instrument, Period
from sijill.register.rows import Stored

_PUBLIC = frozenset(
    {"ministry", "government", "un", "union", "parliament", "police", "navy", "coast_guard", "court"}
)


def ftm(found: Gathered) -> Made:
    """Entities in a fixed order: documents, organisations, events, projects, payments."""
    named: dict[str, dict[str, Any]] = {}
    articles = [_article(found, key) for key in found.documents]
    events = [_event(found, one, named) for one in found.events]
    projects, payments = [], []
    for one in found.instruments:
        projects.append(_project(found, one, named))
        payments += _payments(found, one, named)
    entities = [*articles, *(named[name] for name in sorted(named)), *events, *projects, *payments]
    lines = "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    others = sum(not codes.is_money(one.found.unit) for one in found.figures)
    why = "FollowTheMoney has no entity for a count"
    return Made({"entities.ftm.jsonl": lines.encode()}, left_out(others, "figure", "figures", why))


def _entity(ref: str, schema: str, **properties: Any) -> dict[str, Any]:
    """An entity; every property is a list of texts, those without a value are left out."""
    kept = {}
    for name, value in properties.items():
        values = [
            str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")
        ]
        if values:
            kept[name] = list(dict.fromkeys(values))
    return {"id": f"sijill-{ref}", "schema": schema, "properties": kept}


def _article(found: Gathered, key: int) -> dict[str, Any]:
    head, document = found.heads[key], found.documents[key].document
    return _entity(
        head.ref,
        "Article",
        title=head.title or head.id,
        language=_ISO_639_3[head.language],
        publishedAt=document.published,
        sourceUrl=head.url,
        notes=f"{head.id}; SHA-256 of its text: {found.text_hash(key)}",
    )


_ISO_639_3 = {"ar": "ara", "en": "eng", "fr": "fra", "it": "ita"}
"""Languages as FollowTheMoney writes them: ISO 639-3."""


def _organisation(name: str | None, named: dict[str, dict[str, Any]]) -> str | None:
    """The id of an organisation, which is added to those named."""
    if name is None:
        return None
    if name not in named:
        actor = codes.actors().get(name)
        public = actor is not None and actor.kind in _PUBLIC
        country = actor.country.lower() if actor and actor.country else None
        ref = sha256(name.encode()).hexdigest()[:16]
        schema = (
            "PublicBody" if public or name.startswith(("Ministry of", "Government of")) else "Organization"
        )
        named[name] = _entity(f"organisation-{ref}", schema, name=name, country=country)
    return str(named[name]["id"])


def _event(found: Gathered, one: Stored[Event], named: dict[str, dict[str, Any]]) -> dict[str, Any]:
    event = one.found
    first, last = (event.period.start, event.period.end) if event.period else (None, None)
    bodies = [p.name for p in event.participants if p.position is None and p.name in codes.actors()]
    label = codes.event_types()[event.type].label()
    return _entity(
        f"event-{one.ref}",
        "Event",
        name=f"{label}, {event.place}" if event.place else label,
        date=first if first == last else None,
        startDate=None if first == last else first,
        endDate=None if first == last else last,
        location=event.place,
        involved=[_organisation(name, named) for name in bodies],
        peopleMentioned=[p.name for p in event.participants if p.name not in bodies],
        keywords=[event.type, *event.topics],
        program=event.instrument,
        **_proof(found, one),
    )


def _project(found: Gathered, one: Stored[Instrument], named: dict[str, dict[str, Any]]) -> dict[str, Any]:
    instrument = one.found
    return _entity(
        f"project-{one.ref}",
        "Project",
        name=instrument.name,
        startDate=instrument.begins,
        endDate=instrument.ends,
        goal=list(instrument.tasks),
        keywords=instrument.kind,
        notes=instrument.legal_frame,
        **_proof(found, one),
    )


def _payments(
    found: Gathered, one: Stored[Instrument], named: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The sums of an instrument: of each the figure that states it, with its hedge, status and source."""
    instrument, payments = one.found, []
    for number, money in enumerate(instrument.budget):
        stated = found.stating.get((one.head.key, money.figure))
        first, last = (money.period.start, money.period.end) if money.period else (None, None)
        payments.append(
            _entity(
                f"payment-{one.ref}-{number}",
                "Payment",
                amount=plain_number(money.value),
                amountEur=plain_number(money.value) if money.unit == "EUR" else None,
                currency=money.unit,
                startDate=first,
                endDate=last,
                payer=_organisation(instrument.funder, named),
                beneficiary=_organisation(instrument.partner, named),
                programme=instrument.name,
                project=f"sijill-project-{one.ref}",
                purpose=_said(stated, money.period),
                **_proof(found, one if stated is None else stated),
            )
        )
    return payments


def _said(stated: Stored[Figure] | None, period: Period | None) -> str | None:
    """What the figure of a sum says beside its amount."""
    if stated is None:
        return days(period)
    figure = stated.found
    parts = [f"bound: {figure.bound}", f"status: {figure.status}", f"period: {days(period) or 'none'}"]
    return "; ".join([*parts, f"source: {figure.source}"] if figure.source else parts)


def _proof(found: Gathered, one: Stored[Any]) -> dict[str, Any]:
    """The way back: the article, and where in its text the words stand."""
    return {
        "proof": f"sijill-{one.head.ref}",
        "recordId": one.ref,
        "sourceUrl": one.head.url,
        "summary": f"«{one.quote}», characters {one.found.start} to {one.found.end} of the text",
    }
