"""Lengths of time and ages that share one word of time."""

from __future__ import annotations

import datetime as dt

import pytest

from sijill.model import Time
from sijill.reading.values import values

PUBLISHED = dt.date(2025, 6, 13)


def lengths_of(text: str, language: str) -> list[tuple[str, str | None]]:
    found = values(text, language, PUBLISHED)
    assert all(isinstance(v, Time) for v in found), found
    return [(text[v.start : v.end], v.duration) for v in found if isinstance(v, Time)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "des jeunes de 16 à 18 ans", [("16 à 18 ans", "P16Y")]),
        ("fr", "de deux à cinq ans de prison", [("deux à cinq ans", "P2Y")]),
        ("en", "jailed for two to three years", [("two to three years", "P2Y")]),
        ("en", "pupils between 9 and 12 years old", [("9 and 12 years", "P9Y")]),
        ("it", "ragazzi tra i 14 e i 17 anni", [("14 e i 17 anni", "P14Y")]),
        ("it", "entro 24-48 ore", [("24-48 ore", "PT24H")]),
        ("ar", "تتراوح أعمارهم بين 14 و17 عاما", [("14 و17 عاما", "P14Y")]),
        ("ar", "السجن من 3 إلى 5 سنوات", [("3 إلى 5 سنوات", "P3Y")]),
        ("ar", "من يومين إلى ثلاثة أيام", [("يومين إلى ثلاثة أيام", "P2D")]),
    ],
)
def test_a_range_of_lengths_is_one_duration_and_worth_its_lower_end(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert lengths_of(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "âgés de 14 et 17 ans", [("14", "P14Y"), ("17 ans", "P17Y")]),
        ("en", "pupils of 12, 14 and 17 years", [("12", "P12Y"), ("14", "P14Y"), ("17 years", "P17Y")]),
        ("it", "giovani di 14 e 17 anni", [("14", "P14Y"), ("17 anni", "P17Y")]),
        ("ar", "يبلغان من العمر 14 و17 عاما", [("14", "P14Y"), ("17 عاما", "P17Y")]),
        ("fr", "deux ou trois jours", [("deux", "P2D"), ("trois jours", "P3D")]),
    ],
)
def test_a_list_of_lengths_is_a_duration_each(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert lengths_of(text, language) == expected


def test_a_count_before_a_comma_is_no_length() -> None:
    text = "The storm killed 12, 17 years after the wreck"
    first = values(text, "en", PUBLISHED)[0]
    assert not isinstance(first, Time) and first.value == 12


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "unit"),
    [
        ("en", "Seats cost between 2000 and 3000 dollars", 2000, 3000, "USD"),
        ("en", "Seats cost 1000 to 1700 euros", 1000, 1700, "EUR"),
        ("fr", "La place coûte entre 1000 et 1700 dollars", 1000, 1700, "USD"),
        ("it", "Il posto costa tra i 1000 e i 1700 dollari", 1000, 1700, "USD"),
        ("it", "Il posto costa dai 2000 ai 3000 euro", 2000, 3000, "EUR"),
        ("ar", "ثمن المقعد بين 2000 و5000 دولار", 2000, 5000, "USD"),
        ("fr", "Le camp abrite entre 700.000 et un million d'exilés", 700_000, 1_000_000, None),
        ("it", "Nel campo tra 700 mila e un milione di esuli", 700_000, 1_000_000, None),
        ("en", "The camp holds between 700,000 and one million exiles", 700_000, 1_000_000, None),
        ("ar", "يضم المخيم بين 700 ألف ومليون نازح", 700_000, 1_000_000, None),
        ("ar", "يضم المخيم بين 700.000 ومليون نازح", 700_000, 1_000_000, None),
        ("en", "between 1500 and 2000 migrants", 1500, 2000, None),
    ],
)
def test_a_range_of_sums_or_counts_is_no_span_of_years(
    language: str, text: str, low: float, high: float, unit: str | None
) -> None:
    (found,) = values(text, language, PUBLISHED)
    assert not isinstance(found, Time)
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text", ["from 2015 to 2020", "between 2019 and 2021", "between 2015 and 2020 migrants"]
)
def test_a_span_of_recent_years_stays_one(text: str) -> None:
    (found,) = values(text, "en", PUBLISHED)
    assert isinstance(found, Time) and found.kind == "period"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "They met on 28.1. in Rome"), ("fr", "le 28.1. à Rome"), ("it", "il 28.1. a Roma")],
)
def test_a_day_and_month_with_their_full_stops_are_a_date(language: str, text: str) -> None:
    (found,) = values(text, language, PUBLISHED)
    assert isinstance(found, Time) and found.period is not None
    assert found.period.start == dt.date(2025, 1, 28)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Leaders discuss the pact on Friday and Saturday in Malta"),
        ("fr", "Les chefs discutent du pacte vendredi et samedi à Malte"),
        ("it", "I capi discutono del patto venerdì e sabato a Malta"),
        ("ar", "يبحث القادة الجمعة والسبت قضايا الميثاق في مالطا"),
    ],
)
def test_the_day_after_the_day_of_publication_is_tomorrow(language: str, text: str) -> None:
    days = [v.period.start for v in values(text, language, PUBLISHED) if isinstance(v, Time) and v.period]
    assert days == [dt.date(2025, 6, 13), dt.date(2025, 6, 14)]


def test_two_weekdays_that_are_both_past_stay_so() -> None:
    days = [
        v.period.start
        for v in values("They met on Tuesday and Thursday", "en", PUBLISHED)
        if isinstance(v, Time) and v.period
    ]
    assert days == [dt.date(2025, 6, 10), dt.date(2025, 6, 12)]
