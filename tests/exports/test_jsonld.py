"""Web Annotation and schema.org: pyld expands them without the network, and selectors find their characters."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from pyld import jsonld

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered
from sijill.exports.webannotation import resolve
from tests.exports.local import keys, load


def page(gathered: Gathered, form: str) -> Any:
    (content,) = FORMATS[form].make(gathered).files.values()
    return json.loads(content)


@pytest.fixture
def items(gathered: Gathered) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page(gathered, "webannotation")["items"]
    return found


@pytest.mark.parametrize("form", ["webannotation", "schemaorg"])
def test_every_key_is_a_term_of_the_standard_or_of_ours(gathered: Gathered, form: str) -> None:
    expanded = jsonld.expand(page(gathered, form), {"documentLoader": load})
    unknown = {key for key in keys(expanded) if not key.startswith(("@", "http", "sijill:"))}
    assert expanded and not unknown
    given = {key for key in keys(page(gathered, form)) if key.startswith("sijill:")}
    assert given <= keys(expanded)


def test_every_record_is_an_annotation_of_the_characters_that_say_it(
    gathered: Gathered, items: list[dict[str, Any]]
) -> None:
    kinds = (("figure", gathered.figures), ("event", gathered.events), ("instrument", gathered.instruments))
    stored = {f"sijill:{kind}/{one.ref}": one for kind, found in kinds for one in found}
    assert {item["body"]["id"] for item in items} == set(stored)
    for item in items:
        one, target = stored[item["body"]["id"]], item["target"]
        text = gathered.text(one.head.key)
        assert resolve(text, target["selector"]) == (one.found.start, one.found.end)
        assert target["selector"][1]["exact"] == one.quote
        assert target["sijill:text_sha256"] == sha256(text.encode()).hexdigest()


def test_a_selector_finds_its_words_in_a_text_that_has_grown_before_them(
    gathered: Gathered, items: list[dict[str, Any]]
) -> None:
    texts = {stored.content[:16]: stored.document.text for stored in gathered.documents.values()}
    moved = 0
    for item in items:
        text = texts[item["target"]["sijill:document"]["id"].removeprefix("sijill:document/")]
        place = item["target"]["selector"][0]
        found = resolve("Update. " + text, item["target"]["selector"])
        assert found in ((place["start"] + 8, place["end"] + 8), None)
        moved += found is not None
    assert moved > 0.9 * len(items)


def test_a_selector_says_nothing_rather_than_guess(items: list[dict[str, Any]]) -> None:
    selector = items[0]["target"]["selector"]
    whole = selector[1]["prefix"] + selector[1]["exact"] + selector[1]["suffix"]
    assert resolve("", selector) is None
    assert resolve(f"… {whole} … {whole}", selector) is None


def test_offsets_after_an_emoji_count_code_points(gathered: Gathered, items: list[dict[str, Any]]) -> None:
    (item,) = (i for i in items if i["target"]["selector"][1]["exact"] == "between 70 and 90")
    (stored,) = (s for s in gathered.documents.values() if "🚢" in s.document.text)
    start = item["target"]["selector"][0]["start"]
    assert stored.document.text[start:].startswith("between 70 and 90")
    assert item["body"]["sijill:population"]["sijill:sex"] == "female"
    assert item["body"]["sijill:period"] == "2026-02-02/2029-02-02"


def test_schema_org_has_an_observation_a_figure_and_a_claim_where_somebody_says_so(
    gathered: Gathered,
) -> None:
    graph = page(gathered, "schemaorg")["@graph"]
    by_kind = {kind: [n for n in graph if n["@type"] == kind] for kind in ("Observation", "Claim", "Event")}
    assert len(by_kind["Observation"]) == len(gathered.figures)
    assert len(by_kind["Claim"]) == sum(one.found.source is not None for one in gathered.figures)
    (girls,) = (n for n in by_kind["Observation"] if n["subjectOf"]["text"] == "between 70 and 90")
    assert (girls["minValue"], girls["maxValue"], girls["sijill:bound"]) == (70, 90, "range")
    assert girls["sijill:status"] == "target"
    assert girls["observationPeriod"] == "P1097D"


def test_what_refers_to_something_in_the_graph_finds_it(gathered: Gathered) -> None:
    graph = page(gathered, "schemaorg")["@graph"]
    there = {node["@id"] for node in graph}
    for node in graph:
        for refers in (node.get("subjectOf", {}).get("isPartOf"), node.get("about"), node.get("appearance")):
            assert refers is None or refers["@id"] in there
