"""IATI 2.03: obligatory elements, their order and attributes, as the standard's schema has them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered

# Of each element: its children in their order with how often they stand (least, most), and the attributes that it
# needs. Source: the activity standard of IATI 2.03, of which these are the elements that we write.
MANY = 10**6
RULES: dict[str, tuple[dict[str, tuple[int, int]], set[str]]] = {
    "iati-activities": ({"iati-activity": (1, MANY)}, {"version"}),
    "iati-activity": (
        {
            "iati-identifier": (1, 1), "reporting-org": (1, 1), "title": (1, 1), "description": (1, MANY),
            "participating-org": (1, MANY), "activity-status": (1, 1), "activity-date": (1, MANY),
            "recipient-country": (0, MANY), "sector": (0, MANY), "budget": (0, MANY), "transaction": (0, MANY),
            "document-link": (0, MANY), "result": (0, MANY),
        },
        set(),
    ),
    "reporting-org": ({"narrative": (1, MANY)}, {"ref", "type"}),
    "title": ({"narrative": (1, MANY)}, set()),
    "description": ({"narrative": (1, MANY)}, set()),
    "participating-org": ({"narrative": (0, MANY)}, {"role"}),
    "activity-status": ({}, {"code"}),
    "activity-date": ({}, {"type", "iso-date"}),
    "recipient-country": ({}, {"code"}),
    "sector": ({}, {"code"}),
    "budget": ({"period-start": (1, 1), "period-end": (1, 1), "value": (1, 1)}, set()),
    "transaction": (
        {"transaction-type": (1, 1), "transaction-date": (1, 1), "value": (1, 1), "description": (0, 1)}, set(),
    ),
    "value": ({}, {"value-date"}),
    "document-link": ({"title": (1, 1), "category": (1, MANY)}, {"url", "format"}),
    "result": ({"title": (1, 1), "indicator": (1, MANY)}, {"type"}),
    "indicator": ({"title": (1, 1), "period": (0, MANY)}, {"measure"}),
    "period": ({"period-start": (1, 1), "period-end": (1, 1), "target": (0, MANY), "actual": (0, MANY)}, set()),
    "target": ({"comment": (0, 1)}, set()),
    "comment": ({"narrative": (1, MANY)}, set()),
}  # fmt: skip


def faults(element: Any) -> list[str]:
    """What the rules do not allow of an element and all below it."""
    children, needed = RULES.get(element.tag, ({}, set()))
    names, order = [child.tag for child in element], list(children)
    found = [f"{element.tag} has no {name}" for name in needed if element.get(name) is None]
    found += [f"{element.tag} may not have {name}" for name in names if name not in children]
    known = [order.index(name) for name in names if name in children]
    found += [f"{element.tag}: {names} are in no order"] if known != sorted(known) else []
    for name, (least, most) in children.items():
        if not least <= names.count(name) <= most:
            found.append(f"{element.tag} has {names.count(name)} {name}")
    for child in element:
        found += faults(child)
    return found


@pytest.fixture(scope="module")
def root(gathered: Gathered) -> Any:
    return etree.fromstring(FORMATS["iati"].make(gathered).files["activities.iati.xml"])


def activity(root: Any, name: str) -> Any:
    (found,) = (
        a for a in root if a.findtext("title/narrative") == name and a.find("document-link") is not None
    )
    return found


def test_elements_stand_as_the_standard_asks(root: Any) -> None:
    assert faults(root) == []
    assert len(root) >= 2


def test_the_rules_find_what_is_missing_and_out_of_order(root: Any) -> None:
    broken = etree.fromstring(etree.tostring(root))
    broken[0].append(broken[0].find("title"))
    assert any("no order" in fault for fault in faults(broken))
    broken[0].remove(broken[0].find("activity-status"))
    assert "iati-activity has 0 activity-status" in faults(broken)


def test_we_are_a_secondary_reporter(root: Any) -> None:
    assert {a.find("reporting-org").get("secondary-reporter") for a in root} == {"1"}


def test_a_sum_of_a_year_is_a_budget_and_a_paid_one_a_disbursement(root: Any) -> None:
    memorandum = activity(root, "Italy-Libya memorandum of understanding")
    (budget,) = memorandum.findall("budget")
    assert (budget.get("status"), budget.findtext("value")) == ("2", "20000000")
    (paid,) = memorandum.findall("transaction")
    assert (paid.find("transaction-type").get("code"), paid.findtext("value")) == ("3", "5000000")
    assert "«5 million»" in paid.findtext("description/narrative")
    assert memorandum.find("recipient-country").get("code") == "LY"


def test_a_sum_for_two_years_is_a_commitment(root: Any) -> None:
    irini = [a for a in root if a.findtext("title/narrative") == "EUNAVFOR MED IRINI"]
    assert irini
    for one in irini:
        assert not one.findall("budget")
        assert {t.find("transaction-type").get("code") for t in one.findall("transaction")} == {"2"}


def test_budgets_have_a_year_at_most_and_days_are_days(root: Any) -> None:
    for budget in root.iter("budget"):
        first, last = (
            dt.date.fromisoformat(budget.find(name).get("iso-date"))
            for name in ("period-start", "period-end")
        )
        assert dt.timedelta(0) <= last - first < dt.timedelta(366)


def test_an_activity_runs_as_of_the_day_of_its_document(root: Any) -> None:
    memorandum = activity(root, "Italy-Libya memorandum of understanding")
    assert memorandum.find("activity-status").get("code") == "2"
    assert [d.get("type") for d in memorandum.findall("activity-date")] == ["2", "3"]
    roles = {o.get("role"): o.findtext("narrative") for o in memorandum.findall("participating-org")}
    assert roles == {"1": "Government of Italy", "4": "Government of Libya"}
