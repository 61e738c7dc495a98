"""Parts are more than their whole only if no reading of the hedges lets them fit in."""

from __future__ import annotations

from typing import Any

from sijill.model import Figure, Population
from sijill.reconcile.comparing import Told
from sijill.reconcile.parts import too_many

WHOLE = Figure(9, 12, 100, "person", "arrivals")


def part(value: float, **slots: Any) -> Told:
    given: dict[str, Any] = {"unit": "person", "measure": "arrivals", "part_of": 9} | slots
    return Told(1, Figure(0, 3, value, **given), whole=WHOLE)


def found(*parts: Told) -> list[list[float]]:
    return [[telling.figure.value for telling in group] for group, whole in too_many(parts) if whole == WHOLE]


def test_one_part_or_those_of_whom_nobody_is_in_two_may_be_too_many() -> None:
    women, men = part(60, population=Population(sex="female")), part(55, population=Population(sex="male"))
    assert found(part(101)) == [[101]]
    assert found(women, men) == [[60, 55]]


def test_people_may_be_in_two_parts_and_a_text_may_leave_some_out() -> None:
    women, children = (
        part(60, population=Population(sex="female")),
        part(55, population=Population(age="child")),
    )
    assert found(women, children) == []
    assert found(women) == []


def test_a_hedge_is_taken_at_its_widest_and_percents_are_no_people() -> None:
    assert found(part(101, bound="about")) == []
    assert found(part(150, bound="under", high=150)) == []
    assert found(part(120, unit="percent")) == []
