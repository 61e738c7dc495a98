"""The instruments of a passage: what it says of missions, programmes, funds, agreements and embargoes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sijill import codes
from sijill.model import Event, Figure, Instrument, Money, Time
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence


def instruments(passage: Passage, figures: Sequence[Figure], events: Sequence[Event]) -> list[Instrument]:
    """The instruments of a passage in the order of their first mention, given its figures and events."""
    mentions: dict[str, list[Mention]] = {}
    for mention in passage.mentions.of("name"):
        for name in mention.keys("instrument")[:1]:
            mentions.setdefault(name, []).append(mention)
    found = [_named(passage, name, where, figures, events) for name, where in mentions.items()]
    found += _unnamed(passage, figures, {m.first for where in mentions.values() for m in where})
    return sorted(found, key=lambda i: (i.start, i.name))


@dataclass(frozen=True, slots=True)
class _Said:
    """The sentences that speak of an instrument."""

    sentences: tuple[Sentence, ...]
    spans: tuple[tuple[int, int], ...]

    def holds(self, start: int) -> bool:
        return any(a <= start < b for a, b in self.spans)


def _said(passage: Passage, mentions: Sequence[Mention]) -> _Said:
    sentences = tuple(dict.fromkeys(passage.sentence_at(m.first) for m in mentions))
    spans = tuple((passage.tokens[s.first].start, passage.tokens[s.last - 1].end) for s in sentences)
    return _Said(sentences, spans)


def _named(
    passage: Passage,
    name: str,
    mentions: Sequence[Mention],
    figures: Sequence[Figure],
    events: Sequence[Event],
) -> Instrument:
    code = codes.instruments()[name]
    said = _said(passage, mentions)
    launches = [e for e in events if e.type in ("launch", "agreement") and e.instrument == name and e.period]
    begins = next((e.period.start for e in launches if e.period and e.period.start), None)
    budget = tuple(
        Money(f.value, f.unit, f.period, f.start)
        for f in figures
        if f.measure in ("operation_budget", "funding")
        and codes.is_money(f.unit)
        and f.change is None
        and said.holds(f.start)
        and (f.measure == "operation_budget" or code.kind != "operation")
        and code.kind != "sanctions_regime"
    )
    return Instrument(
        start=mentions[0].start,
        end=mentions[0].end,
        name=name,
        kind=code.kind,
        begins=begins.isoformat() if begins else None,
        ends=_end(passage, name, said, events),
        tasks=_tasks(passage, said) if code.kind in ("operation", "programme", "fund") else (),
        budget=budget,
        funder=code.of if code.kind in ("fund",) else None,
        imposed_by=code.of if code.kind == "sanctions_regime" else None,
        legal_frame=_legal_frame(passage, said),
    )


def _end(passage: Passage, name: str, said: _Said, events: Sequence[Event]) -> str | None:
    """The day until which an extension runs: of «until …» in the sentence of the extension, the latest."""
    extensions = [e for e in events if e.type == "mandate_extension" and e.instrument == name]
    ends: list[dt.date] = []
    for event in extensions:
        for a, b in said.spans:
            if a <= event.start < b:
                ends += [t.period.end for t in _open_ends(passage.times, a, b) if t.period and t.period.end]
    return max(ends).isoformat() if ends else None


def _open_ends(times: Sequence[Time], start: int, end: int) -> list[Time]:
    return [t for t in times if start <= t.start < end and t.period is not None and t.period.start is None]


def _tasks(passage: Passage, said: _Said) -> tuple[str, ...]:
    known = codes.tasks()
    found = [known[m.meanings[0].key].task for m in passage.mentions.of("task") if said.holds(m.start)]
    return tuple(dict.fromkeys(found))


def _legal_frame(passage: Passage, said: _Said) -> str | None:
    return next((m.meanings[0].key for m in passage.mentions.of("legal_frame") if said.holds(m.start)), None)


def _unnamed(passage: Passage, figures: Sequence[Figure], named: set[int]) -> list[Instrument]:
    """A programme that has no name: money set aside and, in the same sentence, how many it is to reach."""
    found = []
    for sentence in passage.sentences:
        start, end = passage.tokens[sentence.first].start, passage.tokens[sentence.last - 1].end
        here = [f for f in figures if start <= f.start < end]
        if any(sentence.first <= first < sentence.last for first in named):
            continue
        money = next((f for f in here if f.measure == "funding" and f.status != "reported" and f.actor), None)
        goal = next((f for f in here if f.status == "target" and f.unit == "person"), None)
        if money is None or goal is None or money.actor is None:
            continue
        found.append(
            Instrument(
                start=money.start,
                end=money.end,
                name=_programme_name(passage, sentence, money, goal),
                kind="programme",
                budget=(Money(money.value, money.unit, money.period, money.start),),
                target=goal.value,
                target_figure=goal.start,
                funder=money.actor,
                partner=goal.actor if goal.actor != money.actor else None,
            )
        )
    return found


def _programme_name(passage: Passage, sentence: Sentence, money: Figure, goal: Figure) -> str:
    """«Italian-funded voluntary returns from Tunisia, Libya and Algeria»: funder, measure, countries in text order."""
    funder = codes.actors().get(money.actor or "")
    country = funder.country if funder else _country_named_in(money.actor or "")
    place = codes.places().get(country or "")
    adjective = (place.adjective or place.name) if place else money.actor
    what = codes.measures()[goal.measure].label("en").lower()
    where = goal.from_ or goal.to or goal.at or money.to
    order: dict[str, int] = {}
    for p in passage.entities.places:
        if sentence.first <= p.first < sentence.last:
            order.setdefault(p.place.country, p.first)
    listed = sorted(where, key=lambda code: (order.get(code, len(passage.tokens)), code))
    names = [codes.places()[code].name for code in listed if code in codes.places()]
    preposition = "from" if goal.from_ else "to" if goal.to else "in"
    tail = f" {preposition} {_listed(names)}" if names else ""
    return f"{adjective}-funded {what}{tail}"


def _country_named_in(name: str) -> str | None:
    return next((p.country for p in codes.places().values() if p.kind == "country" and p.name in name), None)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
