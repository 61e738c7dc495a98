"""Whose place a place is, where a sentence has several numbers, and which places only say where a text was written."""

from __future__ import annotations

import pytest

from sijill.reading.counted import counted
from sijill.reading.place_choice import located, places_of_others
from sijill.reading.text import within
from tests.reading.conftest import Prepare


def others_of(passage: Prepare, language: str, text: str, value: int) -> frozenset[str]:
    analysed = passage(language, text)
    number = next(n for n in counted(analysed) if n.quantity.value == value)
    here = within(located(analysed), number.sentence.first, number.sentence.last)
    return places_of_others(analysed, number, here, "from")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In all 900 people came from Libya, 80 from Tunisia and 70 from Algeria."),
        ("it", "Dalla Libia sono arrivate 900 persone, dalla Tunisia 80 e dall'Algeria 70."),
        ("fr", "Quelque 900 personnes sont venues de Libye, 80 de Tunisie et 70 d'Algérie."),
    ],
)
def test_in_a_list_each_number_has_the_country_beside_it(passage: Prepare, language: str, text: str) -> None:
    assert others_of(passage, language, text, 900) == {"TN", "DZ"}
    assert others_of(passage, language, text, 80) == {"LY", "DZ"}
    assert others_of(passage, language, text, 70) == {"LY", "TN"}


def test_countries_joined_behind_one_number_are_all_its_own(passage: Prepare) -> None:
    assert others_of(passage, "en", "Ships took 400 people from Libya and Tunisia.", 400) == frozenset()


def test_without_a_country_of_its_own_a_number_gives_none_away(passage: Prepare) -> None:
    text = "The toll is 12. They had set off from Libya, and 30 from Tunisia were saved."
    assert others_of(passage, "en", text, 12) == frozenset()


@pytest.mark.parametrize(
    ("language", "text", "dateline"),
    [
        ("fr", "GENÈVE — Le HCR a secouru 90 personnes à Tripoli.", True),
        ("en", "TUNIS, 4 May - The coast guard stopped 90 people.", True),
        ("ar", "طرابلس - اعترض خفر السواحل 90 مهاجرا.", True),
        ("en", "Tripoli received 90 people from Zuwara on Monday.", False),
    ],
)
def test_a_town_at_the_head_with_a_mark_behind_it_says_where_a_text_was_written(
    passage: Prepare, language: str, text: str, dateline: bool
) -> None:
    assert located(passage(language, text))[0].dateline is dateline
