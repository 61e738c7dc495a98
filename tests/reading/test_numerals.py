"""Number words: every number that another library spells is read back, whatever its size and spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words  # type: ignore[import-untyped]

from sijill.reading.numerals import Numeral, numerals
from sijill.reading.text import tokens

NUMBERS = st.one_of(
    st.integers(0, 1_300),
    st.integers(0, 10**6),
    st.integers(0, 10**9),
    st.builds(lambda digit, zeros: digit * 10**zeros, st.integers(1, 999), st.integers(0, 6)),
)
CONSTRUCT = {"ألفا", "مليونا", "مليارا"}
"""Duals before a noun, which num2words leaves out: alone these words are one thousand, one million."""
SPELLERS_WRONG = ("dicott", "ألف ألف", "مليون مليون", "vingtsième", "centsième", "مليار مليار", " e uno")
"""What num2words spells wrong: centodicotto, «واحد ألف» as «ألف ألف», quatre-vingtsième. «un milione e uno» is
read as far as the million, since «uno» may be the next thing."""


def read(text: str, language: str) -> list[Numeral]:
    return numerals(text, tokens(text), language)


@pytest.mark.parametrize("language", ["en", "fr", "fr_BE", "fr_CH", "it", "ar"])
@given(number=NUMBERS)
@settings(max_examples=150, deadline=None)
def test_a_number_in_words_is_read_back(language: str, number: int) -> None:
    spelled = num2words(number, lang=language)
    if any(wrong in spelled for wrong in SPELLERS_WRONG) or CONSTRUCT & {spelled, *spelled.split(" و ")}:
        return
    found = read(spelled, language[:2])
    assert [(n.value, n.form, n.end) for n in found] == [(number, "words", len(spelled))], spelled


@pytest.mark.parametrize("language", ["en", "fr", "it"])
@given(number=st.integers(1, 99_999))
@settings(max_examples=100, deadline=None)
def test_an_ordinal_in_words_is_read_back(language: str, number: int) -> None:
    spelled = num2words(number, lang=language, to="ordinal")
    if any(wrong in spelled for wrong in SPELLERS_WRONG) or (language == "en" and "," in spelled):
        return
    assert [(n.value, n.form) for n in read(spelled, language)] == [(number, "ordinal")], spelled


@pytest.mark.parametrize(
    ("language", "form"), [("en", "{:,}"), ("ar", "{:,}"), ("fr", "{:_}"), ("it", "{:.}"), ("it", "{:'}")]
)
@given(number=st.integers(0, 10**12))
@settings(max_examples=60, deadline=None)
def test_digits_with_their_separators_are_read_back(language: str, form: str, number: int) -> None:
    mark = {"{:,}": ",", "{:_}": "\u202f", "{:.}": ".", "{:'}": "'"}[form]
    written = f"{number:,}".replace(",", mark)
    assert [n.value for n in read(written, language)] == [number]


@given(number=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_eastern_arabic_digits_are_read_like_the_others(number: int) -> None:
    written = f"{number:,}".replace(",", "٬").translate({ord("0") + d: chr(0x660 + d) for d in range(10)})
    assert [n.value for n in read(written, "ar")] == [number]


@pytest.mark.parametrize("language", ["en", "fr", "it"])
@given(number=st.integers(1_001, 999_999), place=st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_a_changed_digit_is_never_read_as_the_old_number(language: str, number: int, place: int) -> None:
    digits = str(number)
    at = place % len(digits)
    changed = digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]
    assert number not in [n.value for n in read(f"They saw {changed} boats", language)]


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("ar", "ثلاثمائة", 300),
        ("ar", "ثلاثمئة", 300),
        ("ar", "ثلاث مئة", 300),
        ("ar", "مئتين وأربعين", 240),
        ("ar", "اثنتا عشرة", 12),
        ("ar", "سبعة مليارات وأربعمائة مليون", 7_400_000_000),
        ("ar", "مليار و800 مليون", 1_800_000_000),
        ("ar", "واحدا وثمانين مليار", 81_000_000_000),
        ("ar", "مليونان ونصف", 2_500_000),
        ("ar", "نصف مليار", 500_000_000),
        ("en", "two and a half million", 2_500_000),
        ("en", "a hundred and five", 105),
        ("en", "twelve hundred", 1_200),
        ("en", "two point two million", 2_200_000),
        ("fr", "quatre-vingts", 80),
        ("fr", "quatre vingt onze", 91),
        ("fr", "deux mille trois cents milliards", 2_300_000_000_000),
        ("fr", "trois-cent-vingt-et-un", 321),
        ("it", "centottanta", 180),
        ("it", "ventotto", 28),
        ("it", "trecento cinquanta mila", 350_000),
        ("it", "un milione e duecentomila", 1_200_000),
    ],
)
def test_the_ways_to_write_a_number(language: str, words: str, value: int) -> None:
    assert [n.value for n in read(words, language)] == [value]


@pytest.mark.parametrize(
    ("language", "text", "forms"),
    [
        ("en", "two thirds of a crew", ["fraction"]),
        ("en", "hundreds of thousands", ["bare"]),
        ("en", "three times more", ["multiple"]),
        ("en", "two dozen tents", ["round"]),
        ("fr", "une vingtaine de lits", ["round"]),
        ("ar", "مكث شهرين", ["dual"]),
        ("ar", "بضع مئات", ["bare"]),
        ("ar", "ثلاث مرات", ["multiple"]),
        ("it", "15mila posti", ["mixed"]),
    ],
)
def test_what_is_no_plain_number_says_so(language: str, text: str, forms: list[str]) -> None:
    assert [n.form for n in read(text, language)] == forms


@pytest.mark.parametrize("particle", ["", "و", "ب", "ل", "وب"])
def test_particles_stay_outside_the_span(particle: str) -> None:
    text = f"قال {particle}ثلاثة وعشرين شخصا"
    found = read(text, "ar")
    assert [(n.value, text[n.start : n.end]) for n in found] == [(23, "ثلاثة وعشرين")]


@pytest.mark.parametrize(
    "word",
    ["لستُ هناك", "كمية كبيرة", "حركة طالبان", "مواطنين ليبيين", "طالبي اللجوء", "نص الاتفاق", "عاما كاملا"],
)
def test_arabic_words_that_look_like_numbers_are_none(word: str) -> None:
    assert read(word, "ar") == []


@pytest.mark.parametrize(
    "bad", ["9" * 10_000, "one hundred thousand " * 40_000, "1-" * 50_000, "1 234 " * 50_000]
)
def test_reading_is_linear_and_never_crashes(bad: str) -> None:
    for numeral in read(bad, "en"):
        assert numeral.value < 10**30
