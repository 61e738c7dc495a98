"""Drawings along time: earlier is further left in every language, and what has no day is drawn nowhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sijill.model import Event, Instrument, Money, Period
from sijill.reconcile.mandates import Described, Mandate, mandates
from sijill.reconcile.occurrences import occurrences
from sijill.register.rows import Head, Stored
from sijill.web.timeline import WIDTH, lanes, money, terms
from tests.web.conftest import Browser
from tests.web.drawn import Page

TODAY = dt.date(2026, 1, 1)


def day(written: str) -> Period:
    return Period.day(dt.date.fromisoformat(written))


def told(document: int, type: str, period: Period | None) -> Stored[Event]:
    head = Head(document, f"{document:016x}", f"d{document}", "en", dt.date(2025, 6, 14), None, None)
    return Stored(f"{document:016x}", Event(0, 4, type, period), "word", head)


def mandate(*described: dict[str, Any]) -> Mandate:
    given = [
        Described(number, Instrument(0, 4, "IRINI", "operation", **one), dt.date(2020 + number, 4, 1))
        for number, one in enumerate(described)
    ]
    (found,) = mandates(given)
    return found


def test_events_stand_in_the_lane_of_their_type_the_earlier_further_left() -> None:
    events = occurrences(
        [told(1, "meeting", day("2025-01-10")), told(2, "visit", day("2025-03-01")), told(3, "meeting", None)]
    )
    drawing = lanes(events)
    assert drawing is not None
    assert [spot.event.type for spot in drawing.spots] == ["meeting", "visit"]
    assert drawing.spots[0].x < drawing.spots[1].x
    assert [type_ for _, type_ in drawing.lanes] == ["meeting", "visit"]
    assert all(drawing.left <= spot.x <= drawing.width for spot in drawing.spots)
    assert lanes(occurrences([told(3, "meeting", None)])) is None


def test_events_of_one_day_do_not_hide_each_other() -> None:
    drawing = lanes(occurrences([told(n, "shipwreck", day("2025-01-10")) for n in range(3)]))
    assert drawing is not None
    assert len({spot.y for spot in drawing.spots}) == 3


def test_a_term_begins_where_the_one_before_ended() -> None:
    drawing = terms(
        mandate(
            {"begins": "2020-03-31", "ends": "2021-03-31"}, {"ends": "2023-03-31"}, {"ends": "2025-03-31"}
        ),
        TODAY,
    )
    assert drawing is not None
    first, second, third = drawing.stretches
    assert first.end == second.x and second.end == third.x
    assert not first.open
    assert second.end - second.x > 1.9 * (first.end - first.x)
    assert drawing.today is not None and third.end < drawing.today < WIDTH


def test_where_nobody_says_when_a_mandate_began_its_first_term_is_open() -> None:
    drawing = terms(mandate({"ends": "2021-03-31"}), dt.date(2030, 1, 1))
    assert drawing is not None
    assert drawing.stretches[0].open
    assert drawing.today is None
    assert terms(mandate({"begins": "2020"}), TODAY) is None


def test_a_bar_of_money_is_as_wide_as_its_period_and_as_high_as_its_amount() -> None:
    two_years = Period(dt.date(2021, 4, 1), dt.date(2023, 3, 31))
    year = Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31))
    found = money(
        mandate(
            {"budget": (Money(200, "EUR", two_years, 1), Money(50, "EUR", year, 2))},
            {"budget": (Money(9, "EUR", None, 3), Money(7, "USD", year, 4))},
        )
    )
    assert [one.unit for one in found] == ["EUR", "USD"]
    first, second = found[0].bars
    assert abs(first.height - 4 * second.height) < 1
    assert 1.8 < first.width / second.width < 2.2
    assert found[0].without == 1


def test_the_pages_of_a_mandate_and_of_events_have_their_drawings_above_what_they_show(
    browser: Browser,
) -> None:
    links = Page(browser.get("/ar/instruments").text).links()
    shown = [Page(browser.get(x).text) for x in links if re.fullmatch(r"/ar/instruments/\w+", x)]
    drawn = [page for page in shown if any(one.has_class("terms") for one in page.of("figure"))]
    assert drawn
    assert any(one.has_class("money") for page in shown for one in page.of("figure"))
    page = Page(browser.get("/ar/events").text)
    (figure,) = [one for one in page.of("figure") if one.has_class("lanes")]
    assert figure.attributes["dir"] == "ltr"
    marks = [one for one in page.of("rect") if one.has_class("happened")]
    rows = browser.get("/ar/events.json").json()
    assert 0 < len(marks) <= len(rows)
