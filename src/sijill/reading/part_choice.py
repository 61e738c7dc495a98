"""Whether a figure is a subset of one that the text states before it («among them 700 children»)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sijill.model import Figure, Number
from sijill.reading.counted import Counted
from sijill.reading.passage import Passage


@dataclass(frozen=True, slots=True)
class PartCandidate:
    """A figure and a whole that it may be part of. `rank`: how many other wholes stand nearer; `top`: it is the
    nearest that is no part itself. `marked`: a word such as «among them» stands between the whole and the
    number, in the number's sentence; `follows_part`: the figure before the number is its part; `aside`: it is
    what another figure is compared with; `adds_up`: it is the sum of numbers that stand together."""

    passage: Passage
    counted: Counted
    measure: str
    unit: str
    whole: Figure
    whole_thing: str | None
    rank: int
    top: bool
    marked: str
    follows_part: bool
    gap: int
    sentences_between: int
    aside: bool
    time_between: bool
    adds_up: bool


def adds_up(passage: Passage, whole: Figure, number: Counted) -> bool:
    """Whether the number and its neighbours, two to six in a row after the whole, make the whole's value."""
    quantities = passage.quantities
    first = bisect_left(quantities, whole.end, key=lambda q: q.start)
    here = bisect_left(quantities, number.quantity.start, key=lambda q: q.start)
    row = quantities[max(first, here - _ROW) : here + _ROW]
    values = [q.value if q.kind == "number" and q.value is not None else None for q in row]
    at = here - max(first, here - _ROW)
    for begin in range(at + 1):
        total: Number = 0
        for end in range(begin, len(values)):
            value = values[end]
            if value is None:
                break
            total += value
            if begin < end and begin <= at <= end and total == whole.value:
                return True
    return False


_ROW = 6


def part_marked(c: PartCandidate) -> bool | str | None:
    """A word for «among them» stands between whole and number, and how far before the number."""
    return f"{c.marked or 'none'}"


def part_of_list(c: PartCandidate) -> bool | str | None:
    """The figure before it is a part of the same whole, so many words before."""
    if not c.follows_part:
        return None
    return "near" if c.gap <= 4 else "middle" if c.gap <= 10 else "far"


def part_sentences(c: PartCandidate) -> bool | str | None:
    """How many sentences lie between, by whether a word marks the part."""
    return f"{min(c.sentences_between, 2)}-{bool(c.marked)}-{c.follows_part}"


def part_smaller(c: PartCandidate) -> bool | str | None:
    """The number is smaller than the whole's, equal to it, or larger."""
    value = c.counted.quantity.value or 0
    if c.unit == "percent":
        return "percent"
    return "smaller" if value < c.whole.value else "equal" if value == c.whole.value else "larger"


def part_people(c: PartCandidate) -> bool | str | None:
    """The number counts a narrower group (women, children, a nation) than the whole does."""
    return f"{_narrow(c.counted.thing)}-{_narrow(c.whole_thing)}-{bool(c.marked)}"


def part_things(c: PartCandidate) -> bool | str | None:
    """What the number counts."""
    return c.counted.thing or "nothing"


def part_measure(c: PartCandidate) -> bool | str | None:
    """The measure is the whole's, or another."""
    return f"{c.measure == c.whole.measure}-{bool(c.marked)}"


def part_unit(c: PartCandidate) -> bool | str | None:
    """The unit is the whole's, a percent of it, or another."""
    return "same" if c.unit == c.whole.unit else "percent" if c.unit == "percent" else "other"


def part_change(c: PartCandidate) -> bool | str | None:
    """The number is a change, which is never a part."""
    return c.counted.quantity.change is not None


def part_time(c: PartCandidate) -> bool | str | None:
    """A time stands between the two, or the whole is what another figure is compared with: slices of time stand
    alone."""
    return f"{c.time_between}|{c.aside}"


def part_rank(c: PartCandidate) -> bool | str | None:
    """How many other wholes stand nearer, and whether it is the nearest that is no part itself."""
    return f"{min(c.rank, 3)}|{c.top}|{c.whole.part_of is not None}"


def part_rank_in_list(c: PartCandidate) -> bool | str | None:
    """The same, by whether the figure before is its part and a word marks the number."""
    return f"{c.top}|{c.rank == 0}|{c.follows_part}|{bool(c.marked)}|{c.unit == c.whole.unit}"


def part_sum(c: PartCandidate) -> bool | str | None:
    """The numbers that stand together make the whole."""
    return c.adds_up


def part_as_a_whole(c: PartCandidate) -> bool | str | None:
    """Mark, distance, measure, size and time together."""
    smaller = c.unit == "percent" or (c.counted.quantity.value or 0) < c.whole.value
    near = c.sentences_between == 0
    return f"{c.marked or 'none'}|{near}|{c.measure == c.whole.measure}|{smaller}|{c.time_between}|{c.follows_part}"


_NARROW = frozenset(
    {"women", "pregnant_women", "girls", "men", "boys", "adults", "children", "babies", "unaccompanied_children",
     "vulnerable_people", "nationals"}
)  # fmt: skip


def _narrow(thing: str | None) -> str:
    return "bare" if thing is None else "narrow" if thing in _NARROW else "wide"


PART_FEATURES = (
    part_marked,
    part_of_list,
    part_sentences,
    part_smaller,
    part_people,
    part_things,
    part_measure,
    part_unit,
    part_change,
    part_time,
    part_rank,
    part_rank_in_list,
    part_sum,
    part_as_a_whole,
)
