"""The code lists are those of figures.md, complete in four languages, and refer to one another soundly."""

from __future__ import annotations

from typing import get_args

import pytest

from sijill import codes, model

LABELLED = [
    codes.units, codes.bounds, codes.statuses, codes.changes, codes.sexes, codes.ages, codes.event_types,
    codes.topics, codes.instrument_kinds, codes.measures,
]  # fmt: skip


@pytest.mark.parametrize("listed", LABELLED, ids=lambda f: f.__name__)
def test_every_code_has_a_label_and_a_definition_in_four_languages(listed: object) -> None:
    for code in listed().values():  # type: ignore[operator]
        for language in codes.LABEL_LANGUAGES:
            assert code.label(language).strip()
            assert code.definition(language).strip()


def test_the_closed_lists_are_those_of_the_model() -> None:
    assert set(codes.bounds()) == set(get_args(model.Bound))
    assert set(codes.statuses()) == set(get_args(model.Status))
    assert set(codes.changes()) == set(get_args(model.Change))


def test_labels_fall_back_to_english() -> None:
    assert codes.measures()["arrivals"].label("de") == codes.measures()["arrivals"].label("en")


def test_money_is_three_capitals() -> None:
    assert codes.is_money("EUR")
    assert not codes.is_money("person")
    assert not codes.is_money("percent")


def test_every_list_of_names_loads_and_is_sound() -> None:
    assert codes.places()["LY"].adjective == "Libyan"
    assert codes.places()["NO"].country == "NO"
    assert codes.things()["women"].sex == "female"
    assert codes.actors()["Libyan Navy"].side == "departure"
    assert codes.instruments()["EUNAVFOR MED IRINI"].kind == "operation"
    assert "{country}" in codes.institutions()["government"].name
    assert codes.tasks()["arms_embargo"].topic == "arms_embargo"
    assert "years" in codes.not_counted()
    assert set(codes.people()) and set(codes.offices())


def test_towns_stand_in_or_beside_the_countries_of_the_route_and_countries_are_no_points() -> None:
    found = codes.positions()
    assert len(found) > 200
    assert {codes.places()[key].kind for key in found} & {"country", "region", "sea", "union"} == set()
    for key in ("tripoli", "sfax", "lampedusa", "valletta", "heraklion"):
        longitude, latitude = found[key]
        assert 5 < longitude < 30 and 30 < latitude < 40
