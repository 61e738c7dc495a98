"""The mistakes worth reading: one of each sort before a second of any, the commonest sort first.

A sort is what went wrong (missed, spurious, misread in these slots) with which measure. Within a sort the
mistakes of which the reader was surest come first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from sijill.codec import Row, figure_to_json, period_to_json
from sijill.evaluation.gold import Dated
from sijill.evaluation.matching import (
    SLOTS,
    Compared,
    Comparison,
    Item,
    overlap,
    pair_up,
    right_slots,
    same_figure,
)
from sijill.model import Event, Figure

Kind: TypeAlias = Literal["missed", "misread", "spurious"]
Thing: TypeAlias = Figure | Dated | Event

WRONG = ("number", "value", "unit", "measure", *SLOTS, "event", "date")
"""What can be wrong. `number`: a figure was missed, or read where there is none; `value`: its number is not
what stands there; `event` and `date`: anything about one."""

_FIELDS = {"places": ("from", "to", "at")}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something missed (no `read`), something spurious (no `gold`), or something misread (both).

    `wrong` names what is, of WRONG; `alike` is how many mistakes of the same sort there are.
    """

    passage: str
    language: str
    kind: Kind
    wrong: tuple[str, ...]
    gold: Thing | None
    read: Thing | None
    alike: int = 1

    @property
    def at(self) -> Thing:
        """What stands in the text: the gold's, or without it the reading's."""
        thing = self.gold if self.gold is not None else self.read
        assert thing is not None
        return thing

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the gold and the reading say; none of dates and events."""
        return tuple(thing.measure for thing in (self.gold, self.read) if isinstance(thing, Figure))

    def sides(self) -> tuple[Row, Row]:
        """What the gold and the reading say, as JSON fields: only those that differ, and of what only one of
        them has, what it is."""
        gold, read = _said(self.gold), _said(self.read)
        if self.gold is None or self.read is None:
            return _in_short(gold), _in_short(read)
        fields = [f for slot in self.wrong for f in _FIELDS.get(slot, (slot,))] if self.measures else read
        differ = [f for f in fields if gold.get(f) != read.get(f)]
        return {f: gold.get(f) for f in differ}, {f: read.get(f) for f in differ}


def mistakes(
    comparisons: Iterable[Comparison],
    *,
    languages: Sequence[str] = (),
    measures: Sequence[str] = (),
    wrong: Sequence[str] = (),
) -> list[Mistake]:
    """The mistakes of some languages and measures, and in some respects (of WRONG), worth reading in order."""
    sorts: dict[tuple[Any, ...], list[Mistake]] = defaultdict(list)
    for passage in comparisons:
        if languages and passage.language not in languages:
            continue
        for mistake in _mistakes(passage):
            if (not measures or set(measures) & set(mistake.measures)) and (
                not wrong or set(wrong) & set(mistake.wrong)
            ):
                sorts[_sort(mistake)].append(mistake)
    ranked: list[tuple[tuple[Any, ...], Mistake]] = []
    for sort, alike in sorts.items():
        alike.sort(key=lambda m: (-_confidence(m), m.passage, m.at.start))
        for turn, mistake in enumerate(alike):
            ranked.append(((turn, -len(alike), sort), replace(mistake, alike=len(alike))))
    return [mistake for _, mistake in sorted(ranked, key=lambda pair: pair[0])]


def _sort(mistake: Mistake) -> tuple[Any, ...]:
    measures = mistake.measures if mistake.wrong in (("number",), ("measure",)) else ()
    types = tuple(thing.type for thing in (mistake.gold, mistake.read) if isinstance(thing, Event))
    return (mistake.kind, mistake.wrong, measures, types)


def _confidence(mistake: Mistake) -> float:
    return (isinstance(mistake.read, Figure) and mistake.read.confidence) or 0.0


def _mistakes(passage: Comparison) -> Iterator[Mistake]:
    """All mistakes of a passage: figures, then dates, then events."""

    def of(kind: Kind, wrong: tuple[str, ...], gold: Thing | None, read: Thing | None) -> Mistake:
        return Mistake(passage.id, passage.language, kind, wrong, gold, read)

    for gold, read in passage.figures.pairs:
        if wrong := _wrong(gold, read):
            yield of("misread", wrong, gold, read)
    for a, b in _side_by_side(passage.figures, overlap):
        yield of(*_kind("number", "value", a, b), a, b)
    for c, d in _side_by_side(passage.dates, overlap):
        yield of(*_kind("date", "date", c, d), c, d)
    for e, f in _side_by_side(passage.events, _alike):
        yield of(*_kind("event", "event", e, f), e, f)


def _wrong(gold: Figure, read: Figure) -> tuple[str, ...]:
    """What is wrong with a number that was read: unit and measure; if these are right, any other slot."""
    if not same_figure(gold, read):
        return tuple(slot for slot in ("unit", "measure") if getattr(gold, slot) != getattr(read, slot))
    return tuple(slot for slot, right in right_slots(gold, read).items() if not right)


def _side_by_side(
    compared: Compared[Item], alike: Callable[[Item, Item], bool]
) -> Iterator[tuple[Item | None, Item | None]]:
    """What was missed beside what was read in its place, if anything was; then what else was read."""
    pairs = dict(pair_up(compared.missed, compared.spurious, alike))
    for i, missed in enumerate(compared.missed):
        yield missed, compared.spurious[pairs[i]] if i in pairs else None
    for j, spurious in enumerate(compared.spurious):
        if j not in pairs.values():
            yield None, spurious


def _alike(gold: Event, read: Event) -> bool:
    return gold.type == read.type or overlap(gold, read)


def _kind(whole: str, part: str, gold: Thing | None, read: Thing | None) -> tuple[Kind, tuple[str, ...]]:
    if gold is None:
        return "spurious", (whole,)
    return ("missed", (whole,)) if read is None else ("misread", (part,))


def _said(thing: Thing | None) -> Row:
    """What is said of a thing; of a figure and an event, the fields that scores depend on."""
    if thing is None:
        return {}
    if isinstance(thing, Dated):
        return {"period": period_to_json(thing.period)}
    if isinstance(thing, Figure):
        return figure_to_json(thing, "")
    period, people = period_to_json(thing.period), [p.name for p in thing.participants]
    return {"type": thing.type, "period": period, "participants": people}


def _in_short(row: Row) -> Row:
    """The row without its offsets and empty slots."""
    return {k: v for k, v in row.items() if v not in (None, [], {}) and k not in ("start", "end", "quote")}


def mistake_to_json(mistake: Mistake) -> Row:
    """A mistake as a JSON object; `gold` and `read` hold what differs, null where a side has nothing."""
    gold, read = mistake.sides()
    return {
        "passage": mistake.passage,
        "language": mistake.language,
        "kind": mistake.kind,
        "wrong": list(mistake.wrong),
        "alike": mistake.alike,
        "start": mistake.at.start,
        "end": mistake.at.end,
        "gold": gold or None,
        "read": read or None,
    }
