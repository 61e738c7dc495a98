"""A part takes over what its whole says; numbers that make a sum are its parts."""

from __future__ import annotations

import pytest

from sijill.model import Figure
from sijill.reading.counted import counted
from sijill.reading.figures import figures
from sijill.reading.part_choice import adds_up
from tests.reading.conftest import Prepare


@pytest.mark.parametrize(("value", "sum_of_both"), [(53, True), (54, False)])
def test_neighbours_that_make_the_whole_add_up(passage: Prepare, value: int, sum_of_both: bool) -> None:
    analysed = passage("en", f"They found {value} bodies, 39 in one grave and 14 in another.")
    whole, first, second = counted(analysed)
    figure = Figure(whole.quantity.start, whole.quantity.end, value, "person", "deaths")
    assert adds_up(analysed, figure, first) is adds_up(analysed, figure, second) is sum_of_both


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Libyan coast guard intercepted 900 migrants in May 2025, among them 80 women."),
        ("fr", "Les garde-côtes libyens ont intercepté 900 migrants en mai 2025, dont 80 femmes."),
        ("it", "La Guardia costiera libica ha intercettato 900 migranti nel maggio 2025, tra cui 80 donne."),
        ("ar", "اعترض خفر السواحل الليبي 900 مهاجر في مايو 2025، بينهم 80 امرأة."),
    ],
)
def test_a_part_has_the_period_the_actor_and_the_places_of_its_whole(
    passage: Prepare, language: str, text: str
) -> None:
    whole, part = figures(passage(language, text))
    assert part.part_of == whole.start
    assert part.population.sex == "female"
    slots = ("measure", "period", "actor", "source", "from_", "to", "at")
    assert [getattr(part, s) for s in slots] == [getattr(whole, s) for s in slots]
