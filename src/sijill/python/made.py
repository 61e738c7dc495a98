"""Records made from what the register stores and what its views work out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sijill.exports.rows import REVIEWED, paragraph
from sijill.model import Event, Figure, Instrument
from sijill.python.records import (
    ClaimRecord,
    ConflictRecord,
    DocumentRecord,
    EventRecord,
    FigureRecord,
    HitRecord,
    InstrumentRecord,
    PointRecord,
)
from sijill.reconcile.claims import Claim, spread
from sijill.reconcile.listed import Disagreement
from sijill.reconcile.series import Point
from sijill.reconcile.tellings import Tellings
from sijill.register.rows import Head, Stored
from sijill.register.search import Hit


def figure_record(stored: Stored[Figure]) -> FigureRecord:
    """A figure of the register."""
    figure, reviewed = stored.found, stored.review
    return FigureRecord(
        **_place(stored),
        value=figure.value,
        bound=figure.bound,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        change=figure.change,
        **_slots(figure),
        actor=figure.actor,
        source=figure.source,
        part_of=figure.part_of,
        confidence=figure.confidence,
        **_names(stored.head),
        review=REVIEWED[reviewed.verdict] if reviewed else None,
        reviewed_by=reviewed.author if reviewed else None,
    )


def event_record(stored: Stored[Event]) -> EventRecord:
    """An event of the register."""
    event = stored.found
    return EventRecord(
        **_place(stored),
        type=event.type,
        period=event.period,
        place=event.place,
        participants=tuple(one.name for one in event.participants),
        instrument=event.instrument,
        topics=event.topics,
        **_names(stored.head),
    )


def instrument_record(stored: Stored[Instrument]) -> InstrumentRecord:
    """An instrument of the register, as one document describes it."""
    found = stored.found
    return InstrumentRecord(
        **_place(stored),
        name=found.name,
        kind=found.kind,
        begins=found.begins,
        ends=found.ends,
        budget=tuple(sum_.value for sum_ in found.budget),
        money=tuple(sum_.unit for sum_ in found.budget),
        target=found.target,
        tasks=found.tasks,
        legal_frame=found.legal_frame,
        imposed_by=found.imposed_by,
        funder=found.funder,
        partner=found.partner,
        **_names(stored.head),
    )


def document_record(head: Head, counts: Mapping[str, int]) -> DocumentRecord:
    """A document with the counts of what its reading found."""
    kinds = ("figures", "dates", "events", "instruments", "statements")
    return DocumentRecord(
        id=head.ref,
        name=head.id,
        published=head.published,
        language=head.language,
        title=head.title,
        url=head.url,
        **{kind: counts.get(kind, 0) for kind in kinds},
    )


def claim_record(claim: Claim, witnesses: int, all_told: Tellings) -> ClaimRecord:
    """A claim by its closest figure, which `all_told` has fetched."""
    best = all_told.row(claim.best)
    lowest, highest = spread(claim)
    published = sorted(told.published for told in claim.told if told.published)
    return ClaimRecord(
        id=best.ref,
        value=best.found.value,
        bound=best.found.bound,
        lowest=lowest,
        highest=highest,
        unit=best.found.unit,
        **_slots(best.found),
        documents=len(claim.documents),
        witnesses=witnesses,
        languages=tuple(sorted({all_told.languages[document] for document in claim.documents})),
        sources=claim.sources,
        first_published=published[0] if published else None,
        last_published=published[-1] if published else None,
        figures=tuple(all_told.ref(told) for told in claim.told),
    )


def conflict_record(found: Disagreement, all_told: Tellings, around: Mapping[str, str]) -> ConflictRecord:
    """A pair that disagrees, which `all_told` has fetched; `around`: what stands around figures, by their ids."""
    kind, one, other, why, explained = found
    a, b = all_told.row(one), all_told.row(other)
    return ConflictRecord(
        kind=kind,
        why=why,
        explained=explained,
        one=figure_record(a),
        other=figure_record(b),
        one_passage=paragraph(a, around[a.ref]),
        other_passage=paragraph(b, around[b.ref]),
    )


def point_record(measure: str, point: Point, all_told: Tellings) -> PointRecord:
    """A point of a series, with the figures that it rests on, which `all_told` has fetched."""
    rest: dict[str, Any] = {}
    best = all_told.row(point.preferred) if point.preferred else None
    for name in ("lowest", "highest", "latest"):
        told = getattr(point, name)
        stored = all_told.row(told) if told else None
        rest |= {name: stored.found.value if stored else None, f"{name}_id": stored.ref if stored else None}
    return PointRecord(
        measure=measure,
        place=point.line.place,
        role=point.line.role,
        unit=point.line.unit,
        period=point.period,
        basis=point.basis or "gap",
        value=best.found.value if best else None,
        bound=best.found.bound if best else None,
        source=best.found.source if best else None,
        id=best.ref if best else None,
        document=best.head.id if best else None,
        published=best.head.published if best else None,
        **rest,
        documents=point.documents,
    )


def hit_record(hit: Hit) -> HitRecord:
    """A document that a search found."""
    document = hit.stored.document
    return HitRecord(
        id=hit.stored.content[:16],
        document=document.id,
        published=document.published,
        language=document.language,
        title=document.title,
        url=document.url,
        start=hit.start,
        end=hit.end,
        passage=document.text[hit.start : hit.end],
    )


def _place(stored: Stored[Any]) -> dict[str, Any]:
    return {
        "id": stored.ref,
        "document": stored.head.id,
        "published": stored.head.published,
        "language": stored.head.language,
        "start": stored.found.start,
        "end": stored.found.end,
        "quote": stored.quote,
    }


def _names(head: Head) -> dict[str, Any]:
    return {"title": head.title, "url": head.url}


def _slots(figure: Figure) -> dict[str, Any]:
    people = figure.population
    return {
        "measure": figure.measure,
        "status": figure.status,
        "period": figure.period,
        "from_": figure.from_,
        "to": figure.to,
        "at": figure.at,
        "sex": people.sex,
        "age": people.age,
        "nationality": people.nationality,
        "vulnerable": people.vulnerable,
    }
