"""Two spellings of one person's name share their consonants; Arabic names have one Latin form."""

from __future__ import annotations

import pytest

from sijill.reading.personal_names import skeleton, transliterated


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kamel Feki", "Kamal al-Faqi"),
        ("Houcem Eddine Jebabli", "Hossam Eddine al-Jababli"),
        ("Abdul Hamid Dbeibah", "Abdelhamid Dabaiba"),
        ("Taoufik Charfeddine", "Tawfiq Sharfeddin"),
    ],
)
def test_spellings_of_one_name_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Khaled Nouri", "Khaled Mazen"), ("Said Sayoud", "Said Chengriha"), ("Ali", "Omar")]
)
def test_different_people_have_different_ones(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("كمال الفقي", "Kamal al-Faqi"),
        ("أحمد بن سالم", "Ahmed Ben Salem"),
        ("عبد الكريم السالمي", "Abdel Karim al-Salmi"),
        ("محمد الزعق", "Mohamed al-Zaq"),
    ],
)
def test_arabic_names_are_written_letter_by_letter_with_the_vowels_that_they_need(
    written: str, latin: str
) -> None:
    given = {"كمال": "Kamal", "احمد": "Ahmed", "سالم": "Salem", "محمد": "Mohamed", "كريم": "Karim"}
    assert transliterated(written.split(), given) == latin
