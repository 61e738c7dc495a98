"""Each number has the noun that stands with it, on either side, and what the noun says."""

from __future__ import annotations

import pytest

from sijill.reading.counted import counted
from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("language", "text", "quote", "thing", "unit"),
    [
        ("en", "The crew rescued 87 people off Libya.", "87", "people", "person"),
        ("en", "They included 12 young Somali women.", "12", "women", "person"),
        ("en", "It boarded 31 ships last year.", "31", "ships", "vessel"),
        ("en", "The number of arrivals stood at 300 in May.", "300", "arrivals_count", "person"),
        ("ar", "أنقذ الطاقم 87 مهاجرا قبالة ليبيا.", "87", "migrants", "person"),
        ("ar", "اعترضت البحرية قاربين شمال طرابلس.", "قاربين", "boats", "vessel"),
        ("ar", "وبينهم 700 طفل و1500 امرأة.", "1500", "women", "person"),
        ("fr", "La marine a secouru 40 enfants.", "40", "children", "person"),
        ("it", "La nave ha soccorso 40 donne.", "40", "women", "person"),
    ],
)
def test_the_noun_gives_the_unit(
    passage: Prepare, language: str, text: str, quote: str, thing: str, unit: str
) -> None:
    analysed = passage(language, text)
    numbers = {analysed.text[n.quantity.start : n.quantity.end]: n for n in counted(analysed)}
    assert (numbers[quote].thing, numbers[quote].unit) == (thing, unit)
    assert not numbers[quote].rejected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The man, aged 34 years, lives 45 kilometres from the port."),
        ("en", "Under resolution 2292 and article 13 nothing changed."),
        ("en", "The aircraft Seabird 2 and an ATR 42 turned back."),
        ("fr", "Le Falcon 50 et un Kestrel 30 ont fait demi-tour."),
        ("it", "Un Kestrel 30 è tornato indietro."),
        ("en", "The plant rolled 41 million cigarettes."),
        ("ar", "يبعد المركز 45 كيلومترا عن الميناء."),
        ("ar", "وفق القرار 2292 والمادة 13."),
    ],
)
def test_ages_distances_names_and_things_unknown_count_nothing(
    passage: Prepare, language: str, text: str
) -> None:
    assert all(n.rejected for n in counted(passage(language, text)))


def test_a_nationality_alone_stands_for_people(passage: Prepare) -> None:
    (number,) = counted(passage("en", "The plane took 162 Nigerians home."))
    assert (number.thing, number.unit, number.population.nationality) == ("nationals", "person", ("NG",))


def test_a_comma_parts_a_number_from_the_noun_before_it(passage: Prepare) -> None:
    numbers = counted(passage("en", "Of the women, 12 spoke."))
    assert numbers[0].thing != "women"


def test_a_number_of_something_takes_no_currency_from_a_sum_before_it(passage: Prepare) -> None:
    numbers = counted(
        passage("en", "It pledged €20 million: 10.3 million for boats. It bottled 41 million jars.")
    )
    assert [(n.quantity.value, n.unit, n.rejected) for n in numbers] == [
        (20_000_000, "EUR", False),
        (10_300_000, "EUR", False),
        (41_000_000, None, True),
    ]


def test_people_in_millions_need_no_noun(passage: Prepare) -> None:
    (number,) = counted(passage("en", "More than 2 million have fled."))
    assert (number.unit, number.rejected) == (None, False)
