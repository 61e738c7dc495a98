"""Records as JSON and back: the shape that `sijill extract` prints, which is that of design/figures.md.

Whatever a record says in characters is written beside its offsets as `quote` (of a date, `text`), so that
a line can be read without the document. Slots that are seldom set (`low`, `high`, `change`, `part_of`,
`confidence`, `optional`, …) are left out when empty. Keys come in one order: same reading, same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, TypeAlias

from sijill.model import (
    EVERYBODY,
    Document,
    Event,
    Evidence,
    Figure,
    Instrument,
    Money,
    Number,
    Observation,
    Participant,
    Period,
    Population,
    Reading,
    Span,
    Statement,
    Time,
)

Row: TypeAlias = dict[str, Any]
"""A JSON object."""

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def document_to_json(document: Document) -> Row:
    """The document as a line of JSONL that `sijill read` takes back unchanged."""
    return {
        "id": document.id,
        "url": document.url,
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        **_set(dated_by=document.dated_by, outlet=document.outlet),
        "text": document.text,
    }


def document_hash(document: Document) -> str:
    """The SHA-256, in hex, of what a reading depends on: language, publication day, title and text.

    The id and the address are names for a document, not its content, and are left out.
    """
    published = document.published.isoformat() if document.published else None
    return _sha256(canonical([document.language, published, document.title, document.text]))


def reading_to_json(document: Document, reading: Reading, *, explain: bool = False) -> Row:
    """The reading as one JSON object. `explain` adds the evidence of figures and the rules of dates."""
    text = document.text
    return {
        "id": document.id,
        "language": reading.language,
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        "url": document.url,
        **_set(dated_by=document.dated_by, outlet=document.outlet),
        "text_sha256": _sha256(text),
        "reader": reading.reader,
        "figures": [figure_to_json(f, text, explain=explain) for f in reading.figures],
        "dates": [date_to_json(d, text, explain=explain) for d in reading.dates],
        "events": [event_to_json(e, text) for e in reading.events],
        "instruments": [instrument_to_json(i, text) for i in reading.instruments],
        "statements": [statement_to_json(s, text) for s in reading.statements],
    }


def reading_from_json(row: Row) -> Reading:
    """The reading that `reading_to_json` wrote, with its evidence where it was written with `explain`."""
    return Reading(
        document=row["id"],
        language=row["language"],
        reader=row["reader"],
        figures=tuple(figure_from_json(f) for f in row["figures"]),
        dates=tuple(date_from_json(d) for d in row["dates"]),
        events=tuple(event_from_json(e) for e in row["events"]),
        instruments=tuple(instrument_from_json(i) for i in row["instruments"]),
        statements=tuple(statement_from_json(s) for s in row["statements"]),
    )


def reading_hash(document: Document, reading: Reading) -> str:
    """The SHA-256, in hex, of all that a reading found: equal where two readers found the same."""
    return hash_of_found(reading_to_json(document, reading, explain=True))


def hash_of_found(row: Row) -> str:
    """reading_hash of a reading that `reading_to_json` has written with `explain`."""
    return _sha256(
        canonical({k: row[k] for k in ("figures", "dates", "events", "instruments", "statements")})
    )


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: one text for one value."""
    return _CANONICAL.encode(value)


def figure_to_json(figure: Figure, text: str, *, explain: bool = False) -> Row:
    """A figure with the number's characters as `quote`."""
    row: Row = {
        "start": figure.start,
        "end": figure.end,
        "quote": text[figure.start : figure.end],
        "value": plain_number(figure.value),
        "bound": figure.bound,
    }
    if figure.low is not None:
        row["low"] = plain_number(figure.low)
    if figure.high is not None:
        row["high"] = plain_number(figure.high)
    row["unit"] = figure.unit
    if figure.change is not None:
        row["change"] = figure.change
    row["measure"] = figure.measure
    row["status"] = figure.status
    row["period"] = period_to_json(figure.period)
    row["from"] = list(figure.from_)
    row["to"] = list(figure.to)
    row["at"] = list(figure.at)
    row["population"] = {} if figure.population == EVERYBODY else population_to_json(figure.population)
    row["actor"] = figure.actor
    row["source"] = figure.source
    if figure.part_of is not None:
        row["part_of"] = figure.part_of
    if figure.confidence is not None:
        row["confidence"] = figure.confidence
    if explain:
        row["evidence"] = [evidence_to_json(e, text) for e in figure.evidence]
    return row


def figure_from_json(row: Row) -> Figure:
    """The figure of a JSON object; slots that are absent have their defaults."""
    return Figure(
        start=row["start"],
        end=row["end"],
        value=row["value"],
        unit=row["unit"],
        measure=row["measure"],
        bound=row.get("bound", "exact"),
        low=row.get("low"),
        high=row.get("high"),
        change=row.get("change"),
        status=row.get("status", "reported"),
        period=period_from_json(row.get("period")),
        from_=tuple(row.get("from") or ()),
        to=tuple(row.get("to") or ()),
        at=tuple(row.get("at") or ()),
        population=population_from_json(row.get("population") or {}),
        actor=row.get("actor"),
        source=row.get("source"),
        part_of=row.get("part_of"),
        confidence=row.get("confidence"),
        evidence=tuple(evidence_from_json(e) for e in row.get("evidence") or ()),
    )


def evidence_to_json(evidence: Evidence, text: str) -> Row:
    """Why a slot has its value, with the words that say so where there are any."""
    span = evidence.span
    if span is None:
        return {"slot": evidence.slot, "taken": evidence.taken, "weight": evidence.weight}
    return {
        "slot": evidence.slot,
        "taken": evidence.taken,
        "weight": evidence.weight,
        "start": span.start,
        "end": span.end,
        "quote": text[span.start : span.end],
    }


def evidence_from_json(row: Row) -> Evidence:
    """The evidence of a JSON object."""
    span = Span(row["start"], row["end"]) if "start" in row else None
    return Evidence(row["slot"], row["taken"], span, row["weight"])


def observation_to_json(observation: Observation) -> Row:
    """An observation of an official series; the vintage is null where nobody says, the scope where it is plain."""
    return {
        "series": observation.series,
        "measure": observation.measure,
        "period": period_to_json(observation.period),
        "value": plain_number(observation.value),
        "unit": observation.unit,
        "from": list(observation.from_),
        "to": list(observation.to),
        "at": list(observation.at),
        "population": population_to_json(observation.population),
        "scope": observation.scope or None,
        "cumulative": observation.cumulative,
        "source": observation.source,
        "vintage": observation.as_of.isoformat() if observation.as_of else None,
        "definition": observation.definition,
        "licence": observation.licence,
        "url": observation.url or None,
    }


def population_to_json(population: Population) -> Row:
    """The fields that narrow a population; an empty object is everybody."""
    row = _set(sex=population.sex, age=population.age)
    if population.nationality:
        row["nationality"] = list(population.nationality)
    if population.vulnerable:
        row["vulnerable"] = True
    return row


def population_from_json(row: Row) -> Population:
    """The population of a JSON object."""
    return Population(
        sex=row.get("sex"),
        age=row.get("age"),
        nationality=tuple(row.get("nationality") or ()),
        vulnerable=bool(row.get("vulnerable", False)),
    )


def period_to_json(period: Period | None) -> list[str | None] | None:
    """First and last day in ISO 8601, null for an open end; null for no period."""
    if period is None:
        return None
    return [day.isoformat() if day else None for day in (period.start, period.end)]


def period_from_json(row: list[str | None] | None) -> Period | None:
    """The period of a pair of ISO 8601 days."""
    if row is None:
        return None
    first, last = (dt.date.fromisoformat(day) if day else None for day in row)
    return Period(first, last)


def date_to_json(date: Time, text: str, *, explain: bool = False) -> Row:
    """A date or period of the document; `explain` adds the rule that read it and the other readings."""
    row: Row = {
        "start": date.start,
        "end": date.end,
        "text": text[date.start : date.end],
        "kind": date.kind,
        "period": period_to_json(date.period),
        **_set(duration=date.duration),
        "grain": date.grain,
    }
    if date.optional:
        row["optional"] = True
    if explain:
        row["rule"] = date.rule
        row["alternatives"] = [period_to_json(p) for p in date.alternatives]
    return row


def date_from_json(row: Row) -> Time:
    """The date of a JSON object."""
    alternatives = [period_from_json(p) for p in row.get("alternatives") or ()]
    return Time(
        start=row["start"],
        end=row["end"],
        kind=row["kind"],
        period=period_from_json(row["period"]),
        duration=row.get("duration"),
        grain=row["grain"],
        optional=row.get("optional", False),
        alternatives=tuple(p for p in alternatives if p is not None),
        rule=row.get("rule", ""),
    )


def event_to_json(event: Event, text: str) -> Row:
    """An event; one day is its `date`, more than one its `period`; `date` is null where neither is known."""
    period = event.period
    when: Row = {"date": None}
    if period is not None and period.start is not None and period.start == period.end:
        when = {"date": period.start.isoformat()}
    elif period is not None:
        when = {"period": period_to_json(period)}
    return {
        "start": event.start,
        "end": event.end,
        "quote": text[event.start : event.end],
        "type": event.type,
        **when,
        "place": event.place,
        "participants": [
            {"name": p.name, **_set(position=p.position, organisation=p.organisation)}
            for p in event.participants
        ],
        **_set(instrument=event.instrument),
        "topics": list(event.topics),
    }


def event_from_json(row: Row) -> Event:
    """The event of a JSON object."""
    if row.get("date"):
        period: Period | None = Period.day(dt.date.fromisoformat(row["date"]))
    else:
        period = period_from_json(row.get("period"))
    return Event(
        start=row["start"],
        end=row["end"],
        type=row["type"],
        period=period,
        place=row.get("place"),
        participants=tuple(
            Participant(p["name"], p.get("position"), p.get("organisation")) for p in row["participants"]
        ),
        topics=tuple(row["topics"]),
        instrument=row.get("instrument"),
    )


def instrument_to_json(instrument: Instrument, text: str) -> Row:
    """An instrument; money of a period is in `budget`, the first sum without one its `money` and `unit`."""
    whole = next((m for m in instrument.budget if m.period is None), None)
    budget = [
        {
            "value": plain_number(m.value),
            "unit": m.unit,
            "period": period_to_json(m.period),
            "figure": m.figure,
        }
        for m in instrument.budget
        if m is not whole
    ]
    row: Row = {
        "start": instrument.start,
        "end": instrument.end,
        "quote": text[instrument.start : instrument.end],
        "name": instrument.name,
        "kind": instrument.kind,
        **_set(begins=instrument.begins, ends=instrument.ends),
    }
    if budget:
        row["budget"] = budget
    if instrument.tasks:
        row["tasks"] = list(instrument.tasks)
    row |= _set(
        legal_frame=instrument.legal_frame,
        imposed_by=instrument.imposed_by,
        funder=instrument.funder,
        partner=instrument.partner,
    )
    if whole is not None:
        row |= {"money": plain_number(whole.value), "unit": whole.unit, "money_figure": whole.figure}
    return row | _set(target=_plain(instrument.target), target_figure=instrument.target_figure)


def instrument_from_json(row: Row) -> Instrument:
    """The instrument of a JSON object; its sums in the order: without a period first."""
    whole = [Money(row["money"], row["unit"], None, row["money_figure"])] if "money" in row else []
    return Instrument(
        start=row["start"],
        end=row["end"],
        name=row["name"],
        kind=row["kind"],
        begins=row.get("begins"),
        ends=row.get("ends"),
        tasks=tuple(row.get("tasks") or ()),
        budget=(
            *whole,
            *(
                Money(m["value"], m["unit"], period_from_json(m["period"]), m["figure"])
                for m in row.get("budget") or ()
            ),
        ),
        target=row.get("target"),
        target_figure=row.get("target_figure"),
        funder=row.get("funder"),
        partner=row.get("partner"),
        imposed_by=row.get("imposed_by"),
        legal_frame=row.get("legal_frame"),
    )


def statement_to_json(statement: Statement, text: str) -> Row:
    """A statement; its offsets are those of the quoted words."""
    return {
        "speaker": statement.speaker,
        **_set(reports=statement.reports, holder_of_view=statement.holder_of_view),
        "quote_start": statement.start,
        "quote_end": statement.end,
        "quote": text[statement.start : statement.end],
    }


def statement_from_json(row: Row) -> Statement:
    """The statement of a JSON object."""
    return Statement(
        start=row["quote_start"],
        end=row["quote_end"],
        speaker=row["speaker"],
        reports=row.get("reports"),
        holder_of_view=row.get("holder_of_view"),
    )


def plain_number(value: Number) -> Number:
    """The number as JSON should have it: 21000 and not 21000.0, which are one value."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(value: Number | None) -> Number | None:
    return None if value is None else plain_number(value)


def _set(**slots: Any) -> Row:
    """The slots that have a value, in the order given."""
    return {slot: value for slot, value in slots.items() if value is not None}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
