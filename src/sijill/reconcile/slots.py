"""How far two figures are of the same thing, slot by slot: time, places, people counted, whose doing it is.

A slot fits when both figures say the same. It leaves a doubt when one is silent, or says the same less closely:
texts leave out what their readers know, a day becomes «last month» when it is recalled, and `MED` stands only where
no country is named. It does not fit when both say different things. Definitions: design/figures.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from sijill import codes
from sijill.model import Figure, Period, Population

Relation: TypeAlias = Literal["same", "doubtful", "wider", "apart"]
"""`wider`: one says what the other says and more besides, so that they are easily taken for the same."""

_Codes: TypeAlias = tuple[str, ...]
_ByRole: TypeAlias = tuple[_Codes, _Codes, _Codes]

STOCKS = frozenset({"migrants_present", "refugees_registered", "displaced", "detentions"})
"""Measures of a state at a day: a stock has no start (figures.md)."""
SEA = "MED"
EVENT_DAYS = 3
"""A period of no more days is the time of one event; «last night» covers two days (figures.md)."""
RECALLED_DAYS = 31
"""How long a period may be that stands for the day of one event, and how soon a running total is repeated."""
CONFUSED = 0.45
"""The part of their days that two periods share at least if they are easily confused: half a year and the year."""
YEAR = 366
"""Days between publications within which money and aims without a period are of one budget year."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How two figures stand in one slot. `doubt`: how much it asks of the value, if the slot is not to keep them
    apart. `said`: whether both say something. `why`: in words, for a reader."""

    relation: Relation
    why: str
    doubt: float = 0.0
    said: bool = False


def periods(one: Figure, other: Figure, published: tuple[dt.date | None, dt.date | None]) -> Fit:
    """How the times that two figures cover stand to each other; `published` are the days of their documents."""
    return _periods(one.measure in STOCKS, one.period, other.period, published)


@lru_cache(100_000)
def _periods(
    stock: bool, a: Period | None, b: Period | None, published: tuple[dt.date | None, dt.date | None]
) -> Fit:
    if a is None or b is None:
        return _unsaid(a, b, published)
    if a == b:
        return Fit("same", "the same period", said=True)
    if stock:
        return _as_of(a, b)
    (first, last), (from_, until) = _ends(a), _ends(b)
    short, long = sorted((a, b), key=_length)
    overlap = a.overlaps(b)
    if _length(long) <= EVENT_DAYS:
        gap = max((from_ - last).days, (first - until).days)
        if overlap or gap <= 1:
            return Fit("doubtful", "an event of the same days or of the next", 1.0 if overlap else 2.0, True)
        return Fit("apart", "events of different days", said=True)
    if _length(short) <= EVENT_DAYS and _length(long) <= RECALLED_DAYS and long.contains(short):
        return Fit("doubtful", "one gives the day, the other the time around it", 1.5, True)
    if (
        first == from_
        and abs((last - until).days) <= RECALLED_DAYS
        and _running(a, published[0])
        and _running(b, published[1])
    ):
        return Fit("doubtful", "totals that run to the day on which each was told", 1.0, True)
    if overlap and _shared(a, b) >= CONFUSED:
        return Fit("wider", f"{_told(a)} against {_told(b)}", said=True)
    return Fit("apart", f"{_told(a)} against {_told(b)}", said=True)


def _unsaid(a: Period | None, b: Period | None, published: tuple[dt.date | None, dt.date | None]) -> Fit:
    told, told_too = published
    near = told is None or told_too is None or abs((told - told_too).days) <= YEAR
    if not near:
        return Fit("apart", "no period, and told more than a year apart")
    if a is None and b is None:
        return Fit("doubtful", "no period", 1.0)
    said = a or b
    day = told if a is None else told_too
    if said is not None and day is not None and not _around(said, YEAR).contains(Period.day(day)):
        return Fit("apart", "no period, and told more than a year from the other's")
    return Fit("doubtful", "one has no period", 1.5)


def _as_of(a: Period, b: Period) -> Fit:
    """Two stocks: they have days, or the month in which they were counted."""
    gap = max((_ends(b)[0] - _ends(a)[1]).days, (_ends(a)[0] - _ends(b)[1]).days)
    if gap <= 0:
        return Fit("doubtful", "a stock of the same time", 1.0, True)
    if gap <= RECALLED_DAYS:
        return Fit("doubtful", "a stock of days that lie no month apart", 1.5, True)
    return Fit("apart", f"stocks of {_told(a)} and of {_told(b)}", said=True)


def year_to_date(a: Period, b: Period) -> bool:
    """Whether one is a whole calendar year and the other the same year up to some day."""
    short, long = sorted((a, b), key=_length)
    first, last = _ends(long)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return whole and _ends(short)[0] == first and _ends(short)[1] < last


def is_event(period: Period | None) -> bool:
    """Whether a period is short enough to be the time of one event."""
    return period is not None and _length(period) <= EVENT_DAYS


def _running(period: Period, published: dt.date | None) -> bool:
    return period.end is None or published is None or 0 <= (published - period.end).days <= RECALLED_DAYS


def _ends(period: Period) -> tuple[dt.date, dt.date]:
    return period.start or dt.date.min, period.end or dt.date.max


def _length(period: Period) -> int:
    first, last = _ends(period)
    return (last - first).days + 1


def _shared(a: Period, b: Period) -> float:
    """The days of both as a part of the days of either; open ends count as far as dates go."""
    (first, last), (from_, until) = _ends(a), _ends(b)
    return ((min(last, until) - max(first, from_)).days + 1) / (
        (max(last, until) - min(first, from_)).days + 1
    )


def _around(period: Period, days: int) -> Period:
    first, last = _ends(period)
    reach = dt.timedelta(days)
    return Period(
        first - reach if first - dt.date.min > reach else dt.date.min,
        last + reach if dt.date.max - last > reach else dt.date.max,
    )


def _told(period: Period) -> str:
    if period.start == period.end:
        return str(period.start)
    return f"{period.start or '…'} – {period.end or '…'}"


def places(one: Figure, other: Figure) -> Fit:
    """How the places of two figures stand to each other: from, to and at, each on its own."""
    return _places((one.from_, one.to, one.at), (other.from_, other.to, other.at))


@lru_cache(100_000)
def _places(one: _ByRole, other: _ByRole) -> Fit:
    fits = [_place(role, a, b) for role, a, b in zip(("from", "to", "at"), one, other, strict=True)]
    for relation in ("apart", "wider"):
        for fit in fits:
            if fit.relation == relation:
                doubt = (
                    sum(f.doubt for f in fits) if all(f.doubt or f.relation == "same" for f in fits) else 0.0
                )
                return Fit(relation, fit.why, doubt, fit.said)
    if (
        not any(fit.said for fit in fits)
        and not any(fit.doubt for fit in fits)
        and SEA not in (*one[2], *other[2])
    ):
        return Fit("doubtful", "neither says where", 1.0)
    return Fit(
        "doubtful" if any(fit.doubt for fit in fits) else "same",
        next((fit.why for fit in fits if fit.doubt), "the same places"),
        sum(fit.doubt for fit in fits),
        any(fit.said for fit in fits),
    )


def _place(role: str, a: tuple[str, ...], b: tuple[str, ...]) -> Fit:
    if set(a) == set(b):
        return Fit("same", f"the same places ({role})", said=bool(a))
    if set(a) | set(b) == {SEA}:
        return Fit("same", "the sea goes without saying")
    if not a or not b:
        return Fit("doubtful", f"only one says where ({role} {' '.join(a or b)})", 1.0)
    if SEA in (a + b) and role == "at":
        return Fit("wider", f"only one names the country (at {' '.join(a)}, at {' '.join(b)})", 1.5, True)
    if SEA in (a + b) or _contains(a, b) or _contains(b, a):
        return Fit("wider", f"{role} {' '.join(a)} against {role} {' '.join(b)}", said=True)
    return Fit("apart", f"{role} {' '.join(a)} against {role} {' '.join(b)}", said=True)


def same_spot(one: Figure, other: Figure) -> bool:
    """Whether both say where it happened, and say the same, wherever it came from and went."""
    return bool(one.at) and set(one.at) == set(other.at)


def holds(one: Figure, other: Figure) -> bool:
    """Whether the first counts all that the second counts and more: a longer time, a wider area, more people."""
    wider = _ends_around(one.period, other.period) and all(
        set(a) == set(b) or SEA in a or not a or _contains(a, b)
        for a, b in ((one.from_, other.from_), (one.to, other.to), (one.at, other.at))
    )
    return wider and (one.population == other.population or one.population == Population())


def _ends_around(a: Period | None, b: Period | None) -> bool:
    return a == b or (a is not None and b is not None and a.contains(b))


def _contains(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return set(a) >= set(b) or ("EU" in a and set(b) <= codes.destinations())


@lru_cache(10_000)
def populations(a: Population, b: Population) -> Fit:
    """How the people counted stand to each other; everybody holds every part."""
    if a == b:
        return Fit("same", "the same people", said=a != Population())
    parts: list[tuple[object, object]] = [
        (a.sex, b.sex),
        (a.age, b.age),
        (a.nationality or None, b.nationality or None),
    ]
    parts.append((a.vulnerable or None, b.vulnerable or None))
    differing = [(x, y) for x, y in parts if x != y]
    if all(x is None for x, _ in differing) or all(y is None for _, y in differing):
        return Fit("wider", "one counts a part of the people that the other counts", said=True)
    return Fit("apart", "other people are counted", said=True)


def actors(one: Figure, other: Figure) -> Fit:
    """Whether the same body acts. The forces of one country act as one: texts name its coast guard, its navy
    and a base for the same operation."""
    a, b = one.actor, other.actor
    if a is None or b is None:
        return Fit("same", "one does not say who acts")
    if a == b:
        return Fit("same", f"by {a}", said=True)
    known = codes.actors()
    if a in known and b in known:
        if b == known[a].belongs_to or a == known[b].belongs_to:
            return Fit("same", f"{a} and {b} belong together")
        country, country_too = known[a].country, known[b].country
        if country is not None and country == country_too and known[a].side == known[b].side:
            return Fit("doubtful", f"{a} and {b} are of one side", 0.5)
        if one.measure == "interceptions" and (country is None or country_too is None):
            return Fit("doubtful", "who intercepts is the coast guard that `from` names, whoever counts", 0.5)
    return Fit("apart", f"{a} against {b}", said=True)


def may_be_one(fit: Fit) -> bool:
    """Whether a slot allows that both tell the same, if the number is proof enough."""
    return fit.relation == "same" or fit.doubt > 0
