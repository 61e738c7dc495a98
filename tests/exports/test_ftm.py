"""FollowTheMoney: its own model takes every entity, and references between them hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered


@pytest.fixture(scope="module")
def entities(gathered: Gathered) -> list[dict[str, Any]]:
    lines = FORMATS["ftm"].make(gathered).files["entities.ftm.jsonl"].decode().splitlines()
    return [json.loads(line) for line in lines]


def test_followthemoney_takes_every_entity_and_every_value(entities: list[dict[str, Any]]) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="uv sync --group formats")
    for entity in entities:
        proxy = followthemoney.model.get_proxy(entity)  # cleans the values: what it does not take is lost
        proxy.schema.validate(entity)
        for name, values in entity["properties"].items():
            kind = proxy.schema.get(name).type
            assert [kind.clean(value) for value in values] == values, (name, values)
        assert proxy.to_dict()["properties"].keys() == entity["properties"].keys()


def test_ids_are_unique_and_what_refers_to_an_entity_finds_it(entities: list[dict[str, Any]]) -> None:
    there = [entity["id"] for entity in entities]
    assert len(set(there)) == len(there)
    for entity in entities:
        for name in ("proof", "payer", "beneficiary", "project", "involved"):
            assert set(entity["properties"].get(name, ())) <= set(there)


def test_a_payment_says_hedge_status_source_and_where_it_stands(entities: list[dict[str, Any]]) -> None:
    (payment,) = (e["properties"] for e in entities if e["properties"].get("amount") == ["20000000"] and
                  "news.example" in str(e["properties"].get("sourceUrl")))  # fmt: skip
    assert payment["purpose"] == ["bound: exact; status: allocated; period: 2026; source: +39 spokesman"]
    assert payment["summary"][0].startswith("«20 million», characters ")
    assert payment["currency"] == ["EUR"]


def test_nobody_is_an_entity(entities: list[dict[str, Any]]) -> None:
    schemata = {entity["schema"] for entity in entities}
    assert schemata <= {"Article", "Event", "Project", "Payment", "PublicBody", "Organization"}
    met = [e["properties"] for e in entities if e["properties"].get("location") == ["Tripoli"]]
    assert ["Matteo Piantedosi"] in [properties.get("peopleMentioned") for properties in met]
