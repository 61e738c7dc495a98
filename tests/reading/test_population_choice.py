"""The group that a number counts may stand before it, behind it, or be the people that a share is of."""

from __future__ import annotations

import pytest

from sijill.model import Population
from sijill.reading.figures import figures
from sijill.reading.population_choice import Group, groups_of, population_of_groups
from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "UNHCR has registered 90,000 refugees in Libya. Women make up 36 per cent of the total."),
        ("fr", "Le HCR a enregistré 90 000 réfugiés en Libye. Les femmes représentent 36 % du total."),
        ("it", "In Libia i rifugiati registrati dall'Unhcr sono 90.000. Il 36 per cento sono donne."),
        ("ar", "سجلت المفوضية 90 ألف لاجئ في ليبيا. وتبلغ نسبة النساء 36 في المئة من المجموع."),
    ],
)
def test_a_share_is_of_the_people_that_its_sentence_is_about(
    passage: Prepare, language: str, text: str
) -> None:
    share = next(f for f in figures(passage(language, text)) if f.unit == "percent")
    assert share.population.sex == "female"


def test_of_two_ages_the_likelier_stands() -> None:
    found = population_of_groups([(Group("age", "unaccompanied_child"), 0.9), (Group("age", "child"), 0.6)])
    assert found == Population(age="unaccompanied_child")


def test_groups_make_the_population_that_they_come_from() -> None:
    people = Population(sex="female", age="child", nationality=("ER", "SD"), vulnerable=True)
    assert population_of_groups([(group, 1.0) for group in groups_of(people)]) == people
