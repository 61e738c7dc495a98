"""Occurrences: what happened once, out of the events that documents tell of it.

Ten reports of a meeting are one meeting. Two events are one where type and day are the same, neither place nor
participants say otherwise, and one of the two is named alike in both. What has no day stands alone: many documents
tell one event, but nothing would show it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sijill.model import Event, Participant, Period
from sijill.register.rows import Stored


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event with those who tell it, the earliest first. `place`, `participants`: what any of them names."""

    type: str
    period: Period | None
    place: str | None
    participants: tuple[Participant, ...]
    told: tuple[Stored[Event], ...]

    @property
    def documents(self) -> int:
        """How many documents tell it."""
        return len({one.head.key for one in self.told})


def occurrences(told: Iterable[Stored[Event]]) -> list[Occurrence]:
    """The occurrences in the order of time; those without a day last."""
    groups: dict[tuple[str, Period], list[list[Stored[Event]]]] = defaultdict(list)
    alone: list[list[Stored[Event]]] = []
    for one in sorted(told, key=lambda s: (s.head.published or dt.date.max, s.head.key, s.found.start)):
        period = one.found.period
        if period is None:
            alone.append([one])
            continue
        alike = groups[one.found.type, period]
        group = next(
            (group for group in alike if all(_same(one.found, other.found) for other in group)), None
        )
        if group is None:
            alike.append([one])
        else:
            group.append(one)
    found = [_occurrence(group) for alike in groups.values() for group in alike]
    found += [_occurrence(group) for group in alone]
    return sorted(found, key=lambda o: (_day(o.period), o.type, o.told[0].ref))


def _same(one: Event, other: Event) -> bool:
    names, others = {p.name for p in one.participants}, {p.name for p in other.participants}
    if one.place and other.place and one.place != other.place:
        return False
    if names and others and not names & others:
        return False
    return bool((one.place and one.place == other.place) or names & others)


def _occurrence(group: list[Stored[Event]]) -> Occurrence:
    people: dict[str, Participant] = {}
    for one in group:
        for participant in one.found.participants:
            before = people.get(participant.name)
            if before is None or (before.position is None and participant.position is not None):
                people[participant.name] = participant
    place = next((one.found.place for one in group if one.found.place), None)
    return Occurrence(group[0].found.type, group[0].found.period, place, tuple(people.values()), tuple(group))


def _day(period: Period | None) -> dt.date:
    return (period.start or period.end or dt.date.max) if period else dt.date.max
