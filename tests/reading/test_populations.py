"""What the words with a number narrow its people to."""

from __future__ import annotations

import pytest

from sijill.model import Population
from sijill.reading.counted import counted
from sijill.reading.populations import people_narrowed
from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("language", "text", "value", "population"),
    [
        ("en", "Most were Syrians (2,101) and Eritreans (870).", 2101, Population(nationality=("SY",))),
        ("en", "Most were Syrians (2,101) and Eritreans (870).", 870, Population(nationality=("ER",))),
        ("ar", "يليهم السوريون بـ3910 ثم التونسيون بـ3600.", 3910, Population(nationality=("SY",))),
        ("en", "They found 12 Nigerian women.", 12, Population(sex="female", nationality=("NG",))),
        (
            "en",
            "The programme aims at 300 of the most vulnerable migrants.",
            300,
            Population(vulnerable=True),
        ),
        ("ar", "أعادت الرحلة 162 مهاجرا نيجيريا.", 162, Population(nationality=("NG",))),
        ("ar", "أوقف 18 بنغلاديشيا و11 مصريا.", 11, Population(nationality=("EG",))),
        ("ar", "أعادت الرحلة 21 سوريا و45 ليبيا من المهاجرين.", 21, Population(nationality=("SY",))),
        ("ar", "أعادت الرحلة 21 سوريا و45 ليبيا من المهاجرين.", 45, Population(nationality=("LY",))),
        ("fr", "La vedette a pris sept (07) Syriens à bord.", 7, Population(nationality=("SY",))),
        ("en", "The Libyan coast guard: 90 migrants.", 90, Population()),
    ],
)
def test_the_words_beside_a_number_narrow_its_people(
    passage: Prepare, language: str, text: str, value: int, population: Population
) -> None:
    analysed = passage(language, text)
    number = next(n for n in counted(analysed) if n.quantity.value == value)
    assert people_narrowed(analysed, number) == population
