"""iCalendar: the library reads the mandates that end, their alarms and the last day to give notice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
import pytest

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered


@pytest.fixture
def written(gathered: Gathered) -> bytes:
    return FORMATS["icalendar"].make(gathered).files["mandates.ics"]


@pytest.fixture
def entries(written: bytes) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(written)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_a_mandate_is_an_all_day_entry_on_its_last_day(entries: dict[str, Any]) -> None:
    irini = entries["EUNAVFOR MED IRINI: mandate ends"]
    assert irini["DTSTART"].dt == dt.date(2027, 3, 31)
    assert irini["DTEND"].dt == dt.date(2027, 4, 1)
    assert irini["DTSTAMP"].dt == dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert "sijill show" in irini["DESCRIPTION"]


def test_an_alarm_rings_ninety_days_before(entries: dict[str, Any]) -> None:
    for event in entries.values():
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt == dt.timedelta(days=-90)


def test_the_memorandum_has_a_last_day_to_give_notice(entries: dict[str, Any]) -> None:
    name = "Italy-Libya memorandum of understanding"
    assert entries[f"{name}: mandate ends"]["DTSTART"].dt == dt.date(2029, 2, 2)
    assert entries[f"{name}: last day to give notice"]["DTSTART"].dt == dt.date(2028, 11, 2)
    assert entries[f"{name}: mandate ends"]["URL"] == "https://news.example/a?b=1&c=2,3"


def test_ids_of_entries_differ(entries: dict[str, Any]) -> None:
    assert len({str(event["UID"]) for event in entries.values()}) == len(entries) == 3


def test_lines_have_75_octets_at_most_and_end_as_the_standard_asks(written: bytes) -> None:
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in written.replace(b"\r\n", b"")
    for line in lines:
        line.decode("utf-8")  # no line cuts a character


def test_an_instrument_without_an_end_is_said_to_be_left_out(gathered: Gathered) -> None:
    (sentence,) = FORMATS["icalendar"].make(gathered).left_out
    assert "no document says when it ends" in sentence
