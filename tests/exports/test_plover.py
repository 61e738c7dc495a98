"""PLOVER codes of events, and the maps to other standards: they name codes of ours alone."""

from __future__ import annotations

import pytest

from sijill import codes
from sijill.exports.plover import plover
from sijill.model import Event

CATEGORIES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "COERCE": {"seize", "arrest", "deport"},
}


@pytest.mark.parametrize(
    ("kind", "category", "mode"),
    [
        ("visit", "CONSULT", "visit"),
        ("call", "CONSULT", "phone"),
        ("agreement", "AGREE", None),
        ("expulsion", "COERCE", "deport"),
        ("funding_decision", "AID", None),
        ("shipwreck", None, None),
        ("return_flight", None, None),
    ],
)
def test_a_type_has_its_category_and_mode(kind: str, category: str | None, mode: str | None) -> None:
    assert plover(Event(0, 1, kind)) == {"plover_event": category, "plover_mode": mode}


def test_the_launch_of_an_operation_is_a_mobilisation_and_that_of_a_programme_is_none() -> None:
    assert plover(Event(0, 1, "launch", instrument="EUNAVFOR MED IRINI"))["plover_event"] == "MOBILIZE"
    assert plover(Event(0, 1, "launch", instrument="Rome Process"))["plover_event"] is None
    assert plover(Event(0, 1, "launch"))["plover_event"] is None


def test_the_map_names_types_of_ours_and_codes_of_plover() -> None:
    entries = codes.foreign("plover")
    assert set(entries) <= set(codes.event_types())
    for entry in entries.values():
        assert entry["event"] in CATEGORIES
        assert entry.get("mode") is None or entry["mode"] in MODES[entry["event"]]
        assert entry.get("of") is None or entry["of"] in codes.instrument_kinds()


def test_the_maps_of_statuses_name_statuses() -> None:
    statuses = set(codes.statuses())
    assert set(codes.foreign("sdmx")["status"]) == statuses
    assert set(codes.foreign("sdmx")["sex"]) - {"all"} == set(codes.sexes())
    for name in ("transaction", "budget"):
        assert set(codes.foreign("iati")[name]) <= statuses


def test_every_hashtag_is_one() -> None:
    assert all(tag.startswith("#") and " " not in tag for tag in codes.foreign("hxl").values())
