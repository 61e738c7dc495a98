"""Who met whom: the pairs of those who took part in one meeting, visit, call, signing or training.

An event that many documents tell is one contact (reconcile/occurrences.py). Of an event with many participants every
two of them count as a pair, which is what a text says that lists them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from sijill.reconcile.occurrences import Occurrence

MEETING_TYPES = ("meeting", "visit", "call", "agreement", "training")
"""Codes of events at which those who took part met or spoke."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Two names, in alphabetical order, and the occasions on which both took part, in the order of time."""

    one: str
    other: str
    occasions: tuple[Occurrence, ...]


def contacts(found: Iterable[Occurrence]) -> list[Contact]:
    """The pairs, those who met most often first."""
    pairs: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
    for occurrence in found:
        if occurrence.type in MEETING_TYPES:
            names = sorted({participant.name for participant in occurrence.participants})
            for one, other in combinations(names, 2):
                pairs[one, other].append(occurrence)
    made = [Contact(one, other, tuple(occasions)) for (one, other), occasions in pairs.items()]
    return sorted(made, key=lambda c: (-len(c.occasions), c.one, c.other))


def in_order(found: Sequence[Contact], most: int) -> list[str]:
    """The names of these pairs in an order in which those who met stand near each other: after the one who met
    others most often, always the one who met those that stand already most often. At most so many, and the same
    order whenever the pairs are the same."""
    met: dict[str, dict[str, int]] = defaultdict(dict)
    for contact in found:
        met[contact.one][contact.other] = met[contact.other][contact.one] = len(contact.occasions)
    weight = {name: sum(others.values()) for name, others in met.items()}
    kept = set(sorted(weight, key=lambda name: (-weight[name], name))[:most])
    order: list[str] = []
    near = dict.fromkeys(kept, 0)
    while near:
        name = min(near, key=lambda one: (-near[one], -weight[one], one))
        del near[name]
        order.append(name)
        for other, number in met[name].items():
            if other in near:
                near[other] += number
    return order
