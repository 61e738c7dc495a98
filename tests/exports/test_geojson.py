"""GeoJSON as RFC 7946 has it: towns have their point, what has none has a null geometry."""

from __future__ import annotations

import json
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


def test_every_feature_has_what_the_standard_asks(features: list[dict[str, Any]]) -> None:
    for feature in features:
        assert feature["type"] == "Feature"
        assert {"geometry", "properties", "id"} <= set(feature)
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values())
        if feature["geometry"] is not None:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert feature["geometry"]["type"] == "Point"
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
