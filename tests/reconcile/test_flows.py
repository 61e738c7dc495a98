"""Flows: one number for each way, of those that documents state, and nothing that a text does not say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sijill.model import Figure, Period, Population
from sijill.reconcile.comparing import Told
from sijill.reconcile.flows import Way, flows, shown, way_of

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def told(document: int, value: int, **slots: Any) -> Told:
    slots = {"period": YEAR, "from_": ("LY",), "to": ("IT",), **slots}
    return Told(document, Figure(0, 1, value, "person", "arrivals", **slots), dt.date(2025, 1, document))


def test_each_way_has_a_number_that_some_document_states_and_the_range_of_what_is_told() -> None:
    found = flows([told(1, 100), told(2, 140), told(3, 7, to=("MT",))], YEAR, "year")
    assert [(f.way.to, f.point.documents, f.disputed) for f in found] == [
        (("IT",), 2, True),
        (("MT",), 1, False),
    ]
    point = found[0].point
    assert point.preferred and point.lowest and point.highest
    assert (point.preferred.figure.value, point.lowest.figure.value, point.highest.figure.value) == (
        140,
        100,
        140,
    )


def test_other_years_changes_parts_and_a_part_of_all_people_are_left_out() -> None:
    last_year = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    out = [
        told(1, 1, period=last_year),
        told(2, 2, change="increase"),
        told(3, 3, part_of=9),
        told(4, 4, population=Population(sex="female")),
        told(5, 5, period=None),
        told(6, 6, from_=(), to=(), at=("MED",)),
    ]
    assert flows(out, YEAR, "year") == []


def test_a_count_to_date_is_not_mixed_with_one_of_the_whole_year_and_a_map_shows_the_whole() -> None:
    half = Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30))
    found = flows([told(1, 100), told(2, 60, period=half)], YEAR, "year")
    assert {f.point.basis for f in found} == {"whole", "to date"}
    assert [f.point.basis for f in shown(found)] == ["whole"]


def test_a_map_shows_one_unit_and_no_way_of_several_places() -> None:
    boats = Told(4, Figure(0, 1, 9, "vessel", "arrivals", period=YEAR, to=("IT",)), None)
    found = flows([told(1, 100), told(2, 5, to=("IT", "MT")), boats], YEAR, "year")
    assert len(found) == 3
    assert [(f.way.to, f.point.line.unit) for f in shown(found)] == [(("IT",), "person")]


def test_where_it_happened_adds_nothing_to_where_it_came_from_and_the_sea_goes_without_saying() -> None:
    assert way_of(Figure(0, 1, 1, "person", "interceptions", from_=("LY",), at=("LY", "MED"))) == Way(
        ("LY",), (), ()
    )
    assert way_of(Figure(0, 1, 1, "person", "deaths", at=("MED",))) is None
