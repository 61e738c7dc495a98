"""GeoJSON as RFC 7946 has it: towns have their point, what has none has a null geometry."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from sijill import codes
from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered


@pytest.fixture(scope="module")
def features(gathered: Gathered) -> list[dict[str, Any]]:
    content = json.loads(FORMATS["geojson"].make(gathered).files["register.geojson"])
    assert content["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = content["features"]
    return found


def positions(found: Any) -> list[list[float]]:
    """The positions of coordinates at any depth."""
    return (
        [found] if isinstance(found[0], float | int) else [one for part in found for one in positions(part)]
    )


def test_every_feature_has_what_the_standard_asks(features: list[dict[str, Any]]) -> None:
    for feature in features:
        assert feature["type"] == "Feature"
        assert {"geometry", "properties", "id"} <= set(feature)
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values())
        if feature["geometry"] is not None:
            for longitude, latitude in positions(feature["geometry"]["coordinates"]):
                assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_an_event_stands_in_its_town_and_nowhere_if_that_is_not_known(features: list[dict[str, Any]]) -> None:
    by_place = {
        f["properties"].get("place"): f["geometry"] for f in features if f["properties"]["kind"] == "event"
    }
    longitude, latitude = by_place["Tripoli"]["coordinates"]
    assert 13 < longitude < 13.4 and 32.7 < latitude < 33
    assert by_place["Atlantis"] is None


def test_a_figure_says_hedge_period_status_source_and_place(
    features: list[dict[str, Any]], gathered: Gathered
) -> None:
    figures = [f["properties"] for f in features if f["properties"]["kind"] == "figure"]
    assert [f["id"] for f in figures] == [one.ref for one in gathered.figures]
    (target,) = (f for f in figures if f["quote"] == "1,200" and f["url"])
    assert (target["bound"], target["status"], target["from"], target["period"]) == (
        "under", "target", "LY TN", "../2029-02-02"
    )  # fmt: skip


def test_points_are_of_places_that_are_known() -> None:
    assert set(codes.foreign("coordinates")) <= set(codes.places())


def test_a_figure_stands_in_the_middle_of_its_country_or_on_the_sea(features: list[dict[str, Any]]) -> None:
    figures = {
        f["properties"]["quote"]: f
        for f in features
        if f["properties"].get("url") and "value" in f["properties"]
    }
    returns, fuel, money = figures["1,200"], figures["4.5"], figures["20 million"]
    assert returns["geometry"]["type"] == "MultiPoint"
    assert returns["properties"]["located_by"] == "from"
    assert (money["geometry"]["type"], money["properties"]["located_by"]) == ("Point", "to")
    assert fuel["geometry"]["type"] == "MultiPolygon"


def test_rings_of_the_sea_are_closed_and_run_against_the_clock() -> None:
    for ring in codes.foreign("coordinates")["MED"]:
        assert ring[0] == ring[-1] and len(ring) > 3
        assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0
