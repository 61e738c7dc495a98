"""Parts of a document's count that are more than their whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from sijill.model import Figure
from sijill.reconcile.comparing import Told
from sijill.reconcile.hedges import admitted

Too: TypeAlias = tuple[tuple[Told, ...], Told]


def too_many(told: Iterable[Told]) -> list[tuple[tuple[Told, ...], Figure]]:
    """The parts of one whole that cannot all be parts of it, with the whole: one that is larger, or several of which
    nobody is in two (women and men, adults and children, people of different countries) that are more together.

    Hedges are taken at their widest. Parts that are fewer than the whole are no error: a text names some of them.
    """
    of_whole: dict[tuple[int, Figure], list[Told]] = defaultdict(list)
    for telling in told:
        whole = telling.whole
        if whole is not None and whole.unit == telling.figure.unit and telling.figure.change is None:
            of_whole[telling.document, whole].append(telling)
    found: list[tuple[tuple[Told, ...], Figure]] = []
    for (_, whole), parts in of_whole.items():
        most = admitted(whole)[1]
        for group in (*((part,) for part in parts), *_disjoint(parts)):
            if sum(admitted(part.figure)[0] for part in group) > most:
                found.append((tuple(group), whole))
                break
    return found


def _disjoint(parts: Iterable[Told]) -> list[tuple[Told, ...]]:
    """Groups of parts of which nobody is in two: they differ in one thing and say nothing else."""
    by_sex: dict[object, Told] = {}
    by_age: dict[object, Told] = {}
    by_country: dict[object, Told] = {}
    for part in parts:
        people = part.figure.population
        said = [people.sex, people.age, people.nationality or None, people.vulnerable or None]
        if sum(slot is not None for slot in said) != 1:
            continue
        if people.sex:
            by_sex.setdefault(people.sex, part)
        elif people.age in ("child", "adult"):
            by_age.setdefault(people.age, part)
        elif len(people.nationality) == 1:
            by_country.setdefault(people.nationality, part)
    return [tuple(group.values()) for group in (by_sex, by_age, by_country) if len(group) > 1]
