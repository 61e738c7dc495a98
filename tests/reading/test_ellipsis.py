"""Units left out because another number of the text has said them are given back, where no doubt is left."""

from __future__ import annotations

import pytest

from sijill.reading.quantities import quantities


def units(text: str, language: str) -> list[str | None]:
    return [
        quantity.unit
        for quantity in quantities(text, language)
        if quantity.kind in ("number", "money", "percent")
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It lent €7.3 million to Libya, 2.1 million to Egypt and 1 million to Tunisia.", ["EUR"] * 3),
        ("en", "The plan is worth $90 million, of which 12 million for boats.", ["USD", "USD"]),
        ("fr", "L'enveloppe de 70 millions d'euros, dont 9 millions pour la côte, expire.", ["EUR", "EUR"]),
        ("it", "La nave costa 4,2 milioni, il radar 3 milioni di euro.", ["EUR", "EUR"]),
        ("it", "Nave nuova: 4,2 milioni\n\nIl governo paga 4,2 milioni di euro.", ["EUR", "EUR"]),
        ("ar", "قدمت 300 مليون يورو، منها 40 مليونا لدعم الموانئ.", ["EUR", "EUR"]),
    ],
)
def test_a_sum_takes_its_currency_from_its_neighbour(language: str, text: str, expected: list[str]) -> None:
    assert units(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The fund of €40 million helped 2 million people.", ["EUR", None]),
        ("en", "Jordan, which hosts 1.3 million, received €5 million.", [None, "EUR"]),
        ("en", "They paid €40 million. Then 2 million fled.", ["EUR", None]),
        ("en", "They spent €4 million or $5 million, and it cost 3 million more.", ["EUR", "USD", None]),
        ("fr", "Le pays compte 12 millions d'habitants et reçoit 5 millions d'euros.", [None, "EUR"]),
        ("ar", "قدمت 300 مليون يورو إلى 40 مليون لاجئ", ["EUR", None]),
    ],
)
def test_a_count_stays_a_count_beside_a_sum(language: str, text: str, expected: list[str | None]) -> None:
    assert units(text, language) == expected


def test_a_list_of_percents_says_percent_once() -> None:
    assert units("Gli adulti sono il 71%, le donne l'18 e i minori il 11.", "it") == ["percent"] * 3


def test_an_article_before_a_counted_noun_makes_no_percent() -> None:
    assert units("Il 71% è salvo, il 9 agosto e i 12 dispersi", "it")[-1] is None


def test_the_rule_says_that_the_unit_is_a_neighbours() -> None:
    found = quantities("It lent €7.3 million to Libya and 2.1 million to Egypt.", "en")
    assert [quantity.rule for quantity in found] == ["money", "money of a neighbour"]
