"""Each language's own cases: what a sentence says, where it stands, what it is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sijill.languages import LanguageError
from sijill.reading.numerals import numerals
from sijill.reading.quantities import quantities, read_quantities
from sijill.reading.text import tokens

CASES = [
    pytest.param(path.parent.name, case["text"], case["is"], id=f"{path.parent.name}: {case['text'][:60]}")
    for path in sorted((Path(__file__).parent / "cases").glob("*/quantities.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A case's text without its ⟦ ⟧, and the spans that they marked."""
    plain, spans, start = "", [], 0
    for char in text:
        if char == "⟦":
            start = len(plain)
        elif char == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += char
    return plain, spans


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_a_sentence_is_read_for_what_it_says(
    language: str, text: str, expected: list[dict[str, Any]]
) -> None:
    plain, spans = unmarked(text)
    found = [q for q in quantities(plain, language) if q.kind != "none"]
    assert [(q.start, q.end) for q in found] == spans, [(plain[q.start : q.end], q.value) for q in found]
    for quantity, wanted in zip(found, expected, strict=True):
        kind = wanted.get("kind", "number")
        got = {"kind": quantity.kind, **{name: getattr(quantity, name) for name in wanted if name != "kind"}}
        assert got == {**wanted, "kind": kind}
        if "unit" not in wanted:
            assert quantity.unit in (None, "percent")
        assert quantity.change == wanted.get("change")


def test_every_language_has_cases() -> None:
    assert {case.values[0] for case in CASES} == {"ar", "en", "fr", "it"}


def test_offsets_survive_diacritics_tatweel_emoji_and_direction_marks() -> None:
    text = "😀 أُعِيدَ \u200f٢١\u200f ألـــف مُهاجر و‏309 نساء"
    found = [q for q in quantities(text, "ar") if q.kind == "number"]
    assert [q.value for q in found] == [21000, 309]
    assert text[found[0].start : found[0].end] == "٢١\u200f ألـــف"
    assert text[found[1].start : found[1].end] == "309"


def test_a_number_inside_a_time_is_no_quantity() -> None:
    text = "On 12 May they counted 30 boats"
    words = tokens(text)
    found = read_quantities(text, words, numerals(text, words, "en"), [(3, 9)], "en")
    assert [q.value for q in found] == [30]


def test_a_hedge_does_not_reach_over_a_line() -> None:
    assert quantities("The boat carried about\n40 people", "en")[0].bound == "exact"


def test_the_hedge_itself_is_pointed_at() -> None:
    text = "at least 40 people"
    found = quantities(text, "en")[0]
    assert found.hedge is not None and text[found.hedge.start : found.hedge.end] == "at least"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Libya pays 300 dinars", "LYD"),
        ("Tunisia pays 300 dinars", "TND"),
        ("They pay 300 dinars", None),
        ("They pay 300 Algerian dinars in Libya", "DZD"),
        ("Libya pays 300 dollars", "USD"),
        ("Sudan pays 300 pounds", "SDG"),
    ],
)
def test_an_ambiguous_currency_is_resolved_by_its_adjective_or_a_country_nearby(
    text: str, unit: str | None
) -> None:
    assert [q.unit for q in quantities(text, "en")] == [unit]


@pytest.mark.parametrize(
    "bad", ["7" * 10_000, "1." * 3_000, "+" + "12 345 " * 500 + "/", "%%%%,,,..", "\ud800 12"]
)
@pytest.mark.parametrize("language", ["ar", "en", "fr", "it"])
def test_junk_gives_no_invented_value_and_no_crash(bad: str, language: str) -> None:
    for quantity in quantities(bad, language):
        assert 0 <= quantity.start < quantity.end <= len(bad)
        assert quantity.value is None or quantity.value < 10**18


def test_an_unknown_language_is_said_so() -> None:
    with pytest.raises(LanguageError):
        quantities("12 boats", "xx")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Of 200, 15% were women.", [200, 15]),
        ("They paid 16. 9 million euros.", [16_900_000]),
        ("It was 12 in 2025. 15% more came.", [12, 2025, 15]),
    ],
)
def test_a_comma_and_a_space_part_two_numbers(text: str, values: list[float]) -> None:
    assert [q.value for q in quantities(text, "en")] == values
