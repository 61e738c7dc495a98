"""Occurrences and contacts: what many documents tell happened once, and what they do not tell is not joined."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sijill.model import Event, Participant, Period
from sijill.reconcile.contacts import contacts, in_order
from sijill.reconcile.occurrences import occurrences
from sijill.register.rows import Head, Stored

DAY = Period.day(dt.date(2025, 6, 13))


def told(document: int, *names: str, type: str = "meeting", **slots: Any) -> Stored[Event]:
    slots = {"period": DAY, "place": "Rome", **slots}
    event = Event(0, 4, type, participants=tuple(Participant(name) for name in names), **slots)
    head = Head(document, f"{document:016x}", f"d{document}", "en", dt.date(2025, 6, 14), None, None)
    return Stored(f"{document:016x}", event, "meet", head)


def test_a_meeting_that_three_documents_tell_is_one_with_all_that_any_of_them_names() -> None:
    (one,) = occurrences([told(1, "A"), told(2, "A", "B"), told(3, "B", "A", place=None)])
    assert (one.documents, one.place, {p.name for p in one.participants}) == (3, "Rome", {"A", "B"})


def test_other_people_another_place_day_or_type_is_another_occurrence() -> None:
    others = [
        told(2, "C"),
        told(3, "A", place="Tunis"),
        told(4, "A", period=Period.day(dt.date(2025, 6, 12))),
        told(5, "A", type="call"),
    ]
    assert len(occurrences([told(1, "A", "B"), *others])) == 5


def test_events_that_share_nothing_but_their_day_are_not_joined_nor_are_those_without_one() -> None:
    assert len(occurrences([told(1, place=None), told(2, place=None)])) == 2
    assert len(occurrences([told(1, "A", period=None), told(2, "A", period=None)])) == 2


def test_who_met_whom_counts_occasions_and_not_reports_and_a_shipwreck_is_no_meeting() -> None:
    found = contacts(
        occurrences(
            [
                told(1, "A", "B"),
                told(2, "B", "A"),
                told(3, "A", "C", "B", type="call", place=None),
                told(4, "A", "D", type="shipwreck"),
            ]
        )
    )
    assert [(c.one, c.other, len(c.occasions)) for c in found] == [
        ("A", "B", 2),
        ("A", "C", 1),
        ("B", "C", 1),
    ]


def test_names_stand_in_one_order_beside_those_they_met_and_no_more_than_are_wanted() -> None:
    found = contacts(
        occurrences([told(1, "A", "B"), told(2, "C", "D", place="Tunis"), told(3, "B", "E", place="Sfax")])
    )
    order = in_order(found, 10)
    assert order == in_order(list(reversed(found)), 10)
    assert order[0] == "B"
    assert set(order[:3]) == {"A", "B", "E"}
    assert len(in_order(found, 3)) == 3
