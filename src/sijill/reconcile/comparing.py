"""Whether two figures say the same: do they count the same thing, and if so, do their values agree?

A claim asks for more than a lack of contradiction. Each slot that leaves a doubt (reconcile/slots.py) has to be
outweighed by what chance would hardly give: the digits of equal values, and slots in which both say the same. A
false merge is worse than a missed one. A difference has a kind, and the kind is about the two tellings, never
about who is right.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sijill import codes
from sijill.model import Figure
from sijill.reconcile import slots
from sijill.reconcile.hedges import agree, mean_the_same, significant
from sijill.reconcile.slots import Fit

Kind: TypeAlias = Literal[
    "period", "year_to_date", "scope", "unit", "rounding", "revision", "misprint", "contradiction"
]
KINDS: tuple[Kind, ...] = (
    "period", "year_to_date", "scope", "unit", "rounding", "revision", "misprint", "contradiction"
)  # fmt: skip
Relation: TypeAlias = Literal["agrees", "differs", "unrelated"]

ROUNDED = 0.01
"""A difference up to this part of the larger number is put down to rounding or a later count."""
TOLLS = frozenset({"deaths", "missing", "dead_or_missing"})
"""Counts of one event that go up as bodies are found."""
DOUBT = 1.5
"""How many digits, or slots in which both say the same, outweigh one doubt."""
ALIKE = (
    frozenset({"deaths", "dead_or_missing"}),
    frozenset({"missing", "dead_or_missing"}),
    frozenset({"deaths", "missing"}),
    frozenset({"interceptions", "rescues"}),
    frozenset({"interceptions", "departures"}),
    frozenset({"rescues", "arrivals"}),
    frozenset({"voluntary_returns", "forced_returns"}),
    frozenset({"migrants_present", "refugees_registered"}),
)
"""Measures that are taken for each other: one holds the other, or words for both are the same in the press."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as one document tells it: the document by its key in the register (any number that no other has),
    the day it was published, and the figure of which this one is a part."""

    document: int
    figure: Figure
    published: dt.date | None = None
    whole: Figure | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`agrees`: the same claim. `differs`: they count the same, or seem to, and cannot both be right as they
    stand; `kind` says why they may differ. `unrelated`: nothing follows. `why`: in words. `explained`: the kind
    accounts for the difference, as a longer period does for a larger count: no conflict, but not to be confused."""

    relation: Relation
    kind: Kind | None
    why: str
    explained: bool = False


def compare(one: Told, other: Told) -> Comparison:
    """Whether two tellings agree, differ (and how), or are of different things. The order makes no difference
    but to the words. Nothing but the two tellings is looked at."""
    a, b = one.figure, other.figure
    if a.unit != b.unit:
        return _other_unit(one, other)
    if a.measure != b.measure:
        return _other_measure(one, other)
    if a.change != b.change or _assertion(a) != _assertion(b):
        return _unrelated("one is a plan, a change or a payment, the other is not")
    if a.measure == "other":
        return _unrelated("the code lists have no measure for them")
    time, people = (
        slots.periods(a, b, (one.published, other.published)),
        slots.populations(a.population, b.population),
    )
    for fit in (time, people):
        if fit.relation == "apart":
            return _unrelated(fit.why)
    fits = (time, slots.places(a, b), people, slots.actors(a, b))
    apart = next((fit for fit in fits if fit.relation == "apart"), None)
    if apart is not None:
        return _unrelated(apart.why)
    if all(map(slots.may_be_one, fits)) and mean_the_same(a, b):
        claim = _claim(one, other, fits)
        if claim.relation == "agrees" or all(fit.relation != "wider" for fit in fits):
            return claim
    if a.change is not None:
        return _unrelated("changes are against earlier times that nobody names")
    return _difference(one, other, fits)


def _fits(one: Told, other: Told) -> tuple[Fit, Fit, Fit, Fit]:
    a, b = one.figure, other.figure
    return (
        slots.periods(a, b, (one.published, other.published)),
        slots.places(a, b),
        slots.populations(a.population, b.population),
        slots.actors(a, b),
    )


def _assertion(figure: Figure) -> str:
    """An estimate asserts what a report asserts, less surely."""
    return "reported" if figure.status == "estimate" else figure.status


def _claim(one: Told, other: Told, fits: tuple[Fit, ...]) -> Comparison:
    """Values that mean the same are one claim if the rest leaves less doubt than they take away."""
    a, b = one.figure, other.figure
    equal = a.value == b.value
    support = (significant(a.value) if equal else 1) + sum(fit.said for fit in fits[1:])
    doubt = sum(fit.doubt for fit in fits)
    if doubt and support < 1 + DOUBT * doubt:
        return _unrelated(next(fit.why for fit in fits if fit.doubt) + ", and the number is no proof")
    if not equal and (fits[0].relation != "same" or fits[1].relation != "same"):
        apart = fits[0] if fits[0].relation != "same" else fits[1]
        return _unrelated(f"{apart.why}, and the numbers are near, not equal")
    words = "the same number" if equal else "the numbers agree within their hedges"
    return Comparison("agrees", None, words)


def _difference(one: Told, other: Told, fits: tuple[Fit, Fit, Fit, Fit]) -> Comparison:
    """Why two tellings of what seems the same thing differ: one slot is wider in one of them, or none is."""
    a, b = one.figure, other.figure
    period, place, population, _ = fits
    wider = [fit for fit in fits if fit.relation == "wider"]
    doubtful = [fit for fit in fits if fit.relation == "doubtful"]
    if len(wider) > 1 or (wider and doubtful):
        return _unrelated("; ".join(fit.why for fit in wider + doubtful))
    if wider == [period] and a.period is not None and b.period is not None:
        if not (place.said and _of_one_whole(one, other)):
            return _unrelated(period.why)
        if slots.year_to_date(a.period, b.period):
            return Comparison("differs", "year_to_date", f"a year to date: {period.why}", _explained(a, b))
        return Comparison("differs", "period", period.why, _explained(a, b))
    if wider:
        if period.said and (place.said or population.relation == "same"):
            return Comparison("differs", "scope", wider[0].why, _explained(a, b))
        return _unrelated(wider[0].why)
    if not _same_time(one, other, period) or not (place.relation == "same" or slots.same_spot(a, b)):
        return _unrelated(doubtful[0].why if doubtful else period.why)
    if period.relation == place.relation == "doubtful":
        return _unrelated(f"{period.why}; {place.why}")
    if (a.part_of is None) != (b.part_of is None):
        part, whole = (b, a) if a.part_of is None else (a, b)
        return Comparison("differs", "scope", "one is a part of a larger count", part.value < whole.value)
    if not _of_one_whole(one, other):
        return _unrelated("they are parts of different wholes")
    if agree(a, b) and not _risen(one, other):
        return _unrelated("both may be right, and do not say the same")
    return Comparison("differs", *_kind(one, other))


def _explained(a: Figure, b: Figure) -> bool:
    """Whether what counts more also says more."""
    return (slots.holds(a, b) and a.value > b.value) or (slots.holds(b, a) and b.value > a.value)


def _of_one_whole(one: Told, other: Told) -> bool:
    """Whether two parts are parts of wholes that mean the same, as far as the wholes are known."""
    if one.whole is None or other.whole is None:
        return True
    return mean_the_same(one.whole, other.whole)


def _same_time(one: Told, other: Told, period: Fit) -> bool:
    """Whether a different value at the same time is a disagreement: the period is the same, or they are parts of
    one whole, or the tolls of one event."""
    if period.relation == "same":
        return True
    if one.whole is not None and other.whole is not None:
        return one.whole.value == other.whole.value and mean_the_same(one.whole, other.whole)
    event = slots.is_event(one.figure.period) and slots.is_event(other.figure.period)
    return event and one.figure.measure in TOLLS and period.relation == "doubtful"


def _kind(one: Told, other: Told) -> tuple[Kind, str]:
    """The same source on another day has counted again, and a toll rises; else by the digits."""
    a, b = one.figure, other.figure
    later = one.published != other.published
    if a.source is not None and a.source == b.source and later:
        return "revision", f"{a.source} has counted again"
    if _risen(one, other):
        return "revision", "a later toll of the same event"
    x, y = str(a.value), str(b.value)
    if len(x) == len(y) > 3:
        apart = [i for i in range(len(x)) if x[i] != y[i]]
        if len(apart) == 1:
            return "misprint", "one digit apart"
        if len(apart) == 2 and (x[apart[0]], x[apart[1]]) == (y[apart[1]], y[apart[0]]):
            return "misprint", "two digits are swapped"
    if abs(a.value - b.value) <= ROUNDED * max(abs(a.value), abs(b.value)):
        return "rounding", "no more than one per cent apart"
    sources = f": {a.source} against {b.source}" if a.source and b.source else ""
    return "contradiction", f"{x} against {y} for the same{sources}"


def _risen(one: Told, other: Told) -> bool:
    """Whether a toll of one event is higher in the later telling, and no two sources are at odds over it."""
    a, b = one.figure, other.figure
    if a.measure not in TOLLS or not (slots.is_event(a.period) and slots.is_event(b.period)):
        return False
    if one.published is None or other.published is None or one.published == other.published:
        return False
    if a.source is not None and b.source is not None and a.source != b.source:
        return False
    before, after = (a, b) if one.published < other.published else (b, a)
    return before.value < after.value


def _other_unit(one: Told, other: Told) -> Comparison:
    """The same number in two currencies is a slip of one of them; other units count other things."""
    a, b = one.figure, other.figure
    if not (
        codes.is_money(a.unit) and codes.is_money(b.unit) and a.measure == b.measure and a.value == b.value
    ):
        return _unrelated(f"{a.unit} against {b.unit}")
    fits = _fits(one, other)
    if significant(a.value) < 2 or any(fit.relation not in ("same", "doubtful") for fit in fits):
        return _unrelated(f"{a.unit} against {b.unit}")
    return Comparison("differs", "unit", f"the same number in {a.unit} and in {b.unit}")


def _other_measure(one: Told, other: Told) -> Comparison:
    """One number under two measures that are taken for each other."""
    a, b = one.figure, other.figure
    unrelated = _unrelated(f"{a.measure} against {b.measure}")
    if frozenset({a.measure, b.measure}) not in ALIKE or a.value != b.value or significant(a.value) < 3:
        return unrelated
    fits = _fits(one, other)
    if a.change != b.change or _assertion(a) != _assertion(b):
        return unrelated
    if fits[0].relation != "same" or any(fit.relation == "apart" for fit in fits[:3]):
        return unrelated
    return Comparison("differs", "scope", f"the same number as {a.measure} and as {b.measure}")


def _unrelated(why: str) -> Comparison:
    return Comparison("unrelated", None, why)
