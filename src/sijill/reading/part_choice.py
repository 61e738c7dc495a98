"""Whether a figure is a subset of one that the text states before it («among them 700 children»)."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.model import Figure
from sijill.reading.counted import Counted
from sijill.reading.passage import Passage


@dataclass(frozen=True, slots=True)
class PartCandidate:
    """A figure and a whole that it may be part of. `marked`: a word such as «among them» stands between the
    whole and the number, in the number's sentence; `follows_part`: the figure between them is its part."""

    passage: Passage
    counted: Counted
    measure: str
    unit: str
    whole: Figure
    whole_thing: str | None
    marked: str
    follows_part: bool
    gap: int
    sentences_between: int
    same_period: bool


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


def part_period(c: PartCandidate) -> bool | str | None:
    """The two cover the same period; slices of time stand alone."""
    return f"{c.same_period}"


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
    part_period,
)
