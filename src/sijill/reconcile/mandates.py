"""Instruments over time: how each mandate was extended, what it costs a day and for each person, what ends next.

An instrument is found by its canonical name. Documents disagree and correct themselves: every term is kept with the
documents that give it, and nothing is joined that no document joins.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sijill.model import Instrument, Money, Number, Period


@dataclass(frozen=True, slots=True)
class Described:
    """An instrument as one document describes it: the document's key, its day, the instrument's short id."""

    document: int
    instrument: Instrument
    published: dt.date | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An end that a mandate was given. `ends`: its last day. `told`: who says so, the earliest first. `extends`:
    by how many days it lies beyond the end that was known before; None for the first."""

    ends: dt.date
    told: tuple[Described, ...]
    extends: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount that an instrument has. `days` and `per_day` where its period has two ends; `per_person` where
    the document that states it states a target of people. Amounts are in `unit`, unrounded."""

    value: Number
    unit: str
    period: Period | None
    told: tuple[Described, ...]
    days: int | None = None
    per_day: float | None = None
    per_person: float | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """An instrument over time. `begins`: the first day or the year or month that is told most often."""

    name: str
    kind: str
    begins: str | None
    terms: tuple[Term, ...]
    budgets: tuple[Budget, ...]
    documents: int

    @property
    def ends(self) -> dt.date | None:
        """The end that counts: the latest that was told."""
        return max((term.ends for term in self.terms), default=None)


def mandates(described: Iterable[Described]) -> list[Mandate]:
    """The instruments, by name, each with its terms and money in the order of time."""
    named: dict[str, list[Described]] = defaultdict(list)
    for one in sorted(described, key=_order):
        named[one.instrument.name].append(one)
    return [_mandate(name, named[name]) for name in sorted(named)]


def expiring(found: Iterable[Mandate], on: dt.date, within: int) -> list[tuple[Mandate, Term]]:
    """The mandates whose latest end is the day `on` or one of the `within` days after it, the next first."""
    last = on + dt.timedelta(within)
    ending = [
        (mandate, max(mandate.terms, key=lambda term: term.ends))
        for mandate in found
        if mandate.ends is not None and on <= mandate.ends <= last
    ]
    return sorted(ending, key=lambda pair: (pair[1].ends, pair[0].name))


def last_day(written: str) -> dt.date:
    """The last day of a day, a month or a year in ISO 8601."""
    year, month, day = (*(int(part) for part in written.split("-")), None, None)[:3]
    month = 12 if month is None else month
    assert year is not None
    return dt.date(year, month, calendar.monthrange(year, month)[1] if day is None else day)


def _mandate(name: str, described: Sequence[Described]) -> Mandate:
    return Mandate(
        name,
        _commonest([one.instrument.kind for one in described]) or "",
        _commonest([one.instrument.begins for one in described if one.instrument.begins]),
        _terms(described),
        _budgets(described),
        len({one.document for one in described}),
    )


def _terms(described: Sequence[Described]) -> tuple[Term, ...]:
    """The ends that were told, each once, by the day; an end that is told as a year is one of that year's ends
    where another document gives the day."""
    ends: dict[str, list[Described]] = defaultdict(list)
    for one in described:
        if one.instrument.ends:
            ends[one.instrument.ends].append(one)
    for vague in sorted(ends, key=len):
        closer = [written for written in ends if written.startswith(f"{vague}-")]
        if len(closer) == 1:
            ends[closer[0]] = sorted([*ends[closer[0]], *ends.pop(vague)], key=_order)
    terms: list[Term] = []
    for written in sorted(ends, key=last_day):
        day = last_day(written)
        extends = (day - terms[-1].ends).days if terms else None
        terms.append(Term(day, tuple(ends[written]), extends))
    return tuple(terms)


def _budgets(described: Sequence[Described]) -> tuple[Budget, ...]:
    amounts: dict[tuple[Number, str, Period | None], list[Described]] = defaultdict(list)
    for one in described:
        for money in dict.fromkeys(_key(money) for money in one.instrument.budget):
            amounts[money].append(one)
    budgets = [_budget(value, unit, period, told) for (value, unit, period), told in amounts.items()]
    return tuple(sorted(budgets, key=lambda b: (_begin(b.period), b.unit, b.value)))


def _key(money: Money) -> tuple[Number, str, Period | None]:
    return money.value, money.unit, money.period


def _budget(value: Number, unit: str, period: Period | None, told: Sequence[Described]) -> Budget:
    days = None
    if period is not None and period.start is not None and period.end is not None:
        days = (period.end - period.start).days + 1
    targets = {one.instrument.target for one in told if one.instrument.target}
    return Budget(
        value,
        unit,
        period,
        tuple(told),
        days,
        value / days if days else None,
        value / targets.pop() if len(targets) == 1 else None,
    )


def _begin(period: Period | None) -> dt.date:
    return (period.start or dt.date.min) if period else dt.date.min


def _commonest(values: Sequence[str]) -> str | None:
    """The value that stands most often; of several the longest, which says most."""
    return max(sorted(set(values)), key=lambda value: (values.count(value), len(value)), default=None)


def _order(one: Described) -> tuple[dt.date, int, int]:
    return one.published or dt.date.max, one.document, one.instrument.start
