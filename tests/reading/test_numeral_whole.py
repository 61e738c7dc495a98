"""Fractions count where they are all that a text says, and nowhere else."""

from __future__ import annotations

import pytest

from sijill.reading.numeral_whole import LONGEST
from sijill.reading.numerals import Numeral, numerals
from sijill.reading.quantities import quantities
from sijill.reading.text import tokens


def read(text: str, language: str) -> list[Numeral]:
    return numerals(text, tokens(text), language)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "seven eighths", 7 / 8),
        ("en", "seven - eighths", 7 / 8),
        ("en", "three thirty-seconds", 3 / 32),
        ("en", "one two hundred fourth", 1 / 204),
        ("en", "six and two fifths", 6.4),
        ("en", "forty and two and two fifths", 42.4),
        ("en", "four and a fifth", 4.2),
        ("fr", "trente et deux cinquièmes", 30.4),
        ("fr", "trente et un cinquième", 30.2),
        ("fr", "un trente-cinquième", 1 / 35),
        ("fr", "un et un quart", 1.25),
        ("it", "centoquaranta quinti", 28),
        ("it", "tre e 1/4", 3.25),
    ],
)
def test_a_fraction_that_is_the_whole_text_has_a_value(language: str, text: str, value: float) -> None:
    found = read(text, language)
    assert [(n.start, n.end) for n in found] == [(0, len(text))]
    assert found[0].value == pytest.approx(value)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [("en", "twenty-fifth", 25), ("en", "two hundred and fourth", 204), ("fr", "trente-cinquième", 35)],
)
def test_an_ordinal_that_is_the_whole_text_stays_one(language: str, text: str, value: int) -> None:
    assert [(n.form, n.value) for n in read(text, language)] == [("ordinal", value)]


@pytest.mark.parametrize(
    "text", ["They lost seven eighths of the boats that day", "half of the crew was ill"]
)
def test_a_fraction_in_running_text_counts_nothing(text: str) -> None:
    assert [q.value for q in quantities(text, "en") if q.kind == "number"] == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "one over 40", 1 / 40),
        ("en", "3 over 60", 0.05),
        ("it", "trenta su milleduecento", 0.025),
        ("en", "3e4", 30_000),
        ("en", "1.2^3", 1.728),
        ("en", "-2^-1", -0.5),
        ("en", "4.5x10^-3", 0.0045),
        ("fr", "3,5e+4", 35_000),
        ("en", "1.75 k", 1_750),
    ],
)
def test_a_term_that_is_the_whole_text_has_a_value(language: str, text: str, value: float) -> None:
    found = [q for q in quantities(text, language) if q.kind == "number"]
    assert [q.value for q in found] == [pytest.approx(value)]


def test_over_is_a_hedge_in_running_text() -> None:
    found = quantities("They found 3 boats with over 60 people", "en")
    assert [(q.value, q.bound) for q in found] == [(3, "exact"), (60, "over")]


def test_a_long_text_is_not_tried_as_one_expression() -> None:
    text = " ".join(["two"] * LONGEST + ["thirds"])
    assert all(n.last - n.first < LONGEST for n in read(text, "en"))
