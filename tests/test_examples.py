"""The bulletins of the demo: eight, of our own wording, with sources, and read as people read them."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sijill.codec import reading_to_json
from sijill.model import Document
from sijill.reading import read
from sijill.sources import Found, documents

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOLD = ROOT / "tests" / "gold"


@cache
def bulletins() -> dict[str, Document]:
    outcomes = list(documents([str(EXAMPLES)], io.BytesIO()))
    found = [outcome.document for outcome in outcomes if isinstance(outcome, Found)]
    assert len(found) == len(outcomes)
    return {document.id: document for document in found}


@cache
def reading(bulletin: str) -> dict[str, Any]:
    document = bulletins()[bulletin]
    return reading_to_json(document, read(document))


@cache
def gold(bulletin: str) -> dict[str, Any]:
    row: dict[str, Any] = json.loads((GOLD / f"{bulletin}.gold.json").read_text("utf-8"))
    return row


def test_there_are_two_bulletins_in_each_of_four_languages() -> None:
    assert Counter(document.language for document in bulletins().values()) == dict.fromkeys(
        ("ar", "en", "fr", "it"), 2
    )


@pytest.mark.parametrize("bulletin", sorted(bulletins()))
def test_every_bulletin_has_a_day_and_begins_with_its_title(bulletin: str) -> None:
    document = bulletins()[bulletin]
    assert document.published is not None
    assert document.title and document.text.startswith(f"{document.title}\n\n")
    assert document.id.startswith(f"{document.language}-")


def digits(number: str) -> str:
    return re.sub(r"\D", "", number)


THOUSANDS = re.compile(r"(?<=\d) (?:ألف|mila)")
NUMBER = re.compile(r"\d+(?:[.,\u202f]\d+)*")
DAY = re.compile(r"(?<![\d.,\u202f])\d{1,2}(?:er)? \w+ \d{4}|\b20\d\d\b")


@pytest.mark.parametrize("bulletin", sorted(bulletins()))
def test_every_number_of_a_bulletin_has_its_source_in_the_readme(bulletin: str) -> None:
    table = (EXAMPLES / "README.md").read_text("utf-8").partition("## Where the facts come from")[2]
    rows = [line.rpartition("|")[0].rpartition("|")[0] for line in table.splitlines() if line.startswith("|")]
    sourced = {digits(number) for row in rows for number in NUMBER.findall(row)}
    text = THOUSANDS.sub(".000", DAY.sub("", bulletins()[bulletin].text))
    numbers = {digits(number) for number in NUMBER.findall(text)}
    assert numbers
    assert numbers - sourced == set()


FIGURE_SLOTS = (
    *("value", "unit", "measure", "bound", "low", "high", "change", "status", "period"),
    *("from", "to", "at", "population", "actor", "source", "part_of"),
)
EVENT_SLOTS = ("type", "date", "period", "place", "participants", "instrument")
INSTRUMENT_SLOTS = (
    *("name", "kind", "begins", "ends", "tasks", "legal_frame", "imposed_by"),
    *("funder", "partner", "money", "unit", "target"),
)


def slots(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The slots that are set, codes of places in one order."""
    kept = {name: row[name] for name in names if row.get(name) not in (None, [], {})}
    return {name: sorted(value) if name in ("from", "to", "at") else value for name, value in kept.items()}


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(min(one["end"], other["end"]) > max(one["start"], other["start"]))


def test_the_english_rendering_of_the_seed_report_yields_its_seven_figures() -> None:
    asked, found = gold("en-rome-meeting"), reading("en-rome-meeting")
    assert [f["quote"] for f in found["figures"]] == [f["quote"] for f in asked["figures"]]
    for want, have in zip(asked["figures"], found["figures"], strict=True):
        assert (have["start"], have["end"]) == (want["start"], want["end"])
        assert slots(have, FIGURE_SLOTS) == slots(want, FIGURE_SLOTS), want["quote"]


def test_the_english_rendering_of_the_seed_report_yields_its_five_dates() -> None:
    asked, found = gold("en-rome-meeting"), reading("en-rome-meeting")
    assert [(d["text"], d["period"]) for d in found["dates"] if not d.get("optional")] == [
        (d["text"], d["period"]) for d in asked["dates"]
    ]


def test_the_english_rendering_of_the_seed_report_yields_its_four_events() -> None:
    asked, found = gold("en-rome-meeting"), reading("en-rome-meeting")
    assert [e["type"] for e in found["events"]] == [e["type"] for e in asked["events"]]
    for want, have in zip(asked["events"], found["events"], strict=True):
        assert overlap(want, have), want["quote"]
        assert slots(have, EVENT_SLOTS) == slots(want, EVENT_SLOTS), want["quote"]


def test_the_english_rendering_of_the_seed_report_yields_its_three_instruments() -> None:
    asked, found = gold("en-rome-meeting"), reading("en-rome-meeting")
    by_name = {row["name"]: row for row in found["instruments"]}
    assert set(by_name) == {row["name"] for row in asked["instruments"]}
    for want in asked["instruments"]:
        have = by_name[want["name"]]
        assert slots(have, INSTRUMENT_SLOTS) == slots(want, INSTRUMENT_SLOTS)
        assert [slots(m, ("value", "unit", "period")) for m in have.get("budget", [])] == want.get(
            "budget", []
        )


def test_the_english_rendering_of_the_seed_report_yields_its_statement() -> None:
    asked, found = gold("en-rome-meeting"), reading("en-rome-meeting")
    text = bulletins()["en-rome-meeting"].text
    [want], [have] = asked["statements"], found["statements"]
    who = ("speaker", "reports", "holder_of_view")
    assert slots(have, who) == slots(want, who)
    quoted = text[want["quote_start"] : want["quote_end"]]
    assert text[have["quote_start"] : have["quote_end"]].strip("“”") == quoted.strip("“”")


def test_two_bulletins_disagree_about_the_same_count() -> None:
    def landings(bulletin: str) -> dict[str, Any]:
        figures: list[dict[str, Any]] = reading(bulletin)["figures"]
        [landed] = [figure for figure in figures if figure["value"] in (66317, 66617)]
        return landed

    first, later = landings("ar-year-2024"), landings("en-year-2025")
    assert first["value"] != later["value"]
    same = ("unit", "measure", "bound", "status", "period", "to", "population")
    assert slots(first, same) == slots(later, same)
    assert first["measure"] == "arrivals" and first["period"] == ["2024-01-01", "2024-12-31"]


def test_the_gold_of_a_bulletin_quotes_its_text() -> None:
    for path in GOLD.glob("*.gold.json"):
        row = json.loads(path.read_text("utf-8"))
        if row["id"] in bulletins():
            text = bulletins()[row["id"]].text
            for record in [*row["figures"], *row["events"]]:
                assert text[record["start"] : record["end"]] == record["quote"]
