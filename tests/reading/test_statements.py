"""Quotations have a speaker; terms and names in quotation marks are none."""

from __future__ import annotations

from sijill.reading.statements import statements
from tests.reading.conftest import Prepare


def test_the_speaker_is_beside_the_verb_of_saying(passage: Prepare) -> None:
    text = "Matteo Piantedosi said “we will keep working with Tripoli on this”."
    (statement,) = statements(passage("en", text))
    assert statement.speaker == "Matteo Piantedosi"
    assert text[statement.start : statement.end] == "“we will keep working with Tripoli on this”"


def test_a_statement_stands_for_who_issued_it_and_reports_another(passage: Prepare) -> None:
    text = (
        "التقى الفريق صدام حفتر الوزير، بحسب بيان المنظمة الدولية للهجرة.\n\n"
        "وأوضح البيان أن صدام حفتر أكد “حرص المشير خليفة حفتر على دعم العلاقات بين البلدين”."
    )
    (statement,) = statements(passage("ar", text))
    assert statement.speaker == "International Organization for Migration"
    assert statement.reports == "Saddam Haftar"
    assert statement.holder_of_view == "Khalifa Haftar"


def test_a_name_in_quotation_marks_is_no_statement(passage: Prepare) -> None:
    assert statements(passage("en", "The ship “Ocean Viking” sailed, said SOS Méditerranée.")) == []


def test_a_mark_never_closed_ends_nothing(passage: Prepare) -> None:
    assert statements(passage("en", "Matteo Piantedosi said “we will " + "keep " * 400)) == []
