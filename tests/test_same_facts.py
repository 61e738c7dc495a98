"""What the benchmark of claims and conflicts counts: pairs that people judged, each kind, and the parts that judge."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sijill.evaluation import is_unseen
from sijill.model import Figure, Period
from sijill.reconcile.comparing import Told

ROOT = Path(__file__).parent.parent
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "same_facts", ROOT / "benchmarks" / "same_facts.py"
    )
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["same_facts"] = module
    specification.loader.exec_module(module)
    return module


def told(document: int, value: float, **slots: Any) -> Told:
    given: dict[str, Any] = {"period": YEAR, "to": ("IT",)} | slots
    return Told(document, Figure(0, 5, value, "person", "arrivals", **given), dt.date(2025, 1, document))


def named(unseen: bool, stem: str) -> str:
    """A name of a group or passage that is kept for judging, or is not."""
    return next(f"{stem}{n}" for n in range(100) if is_unseen(f"{stem}{n}") == unseen)


def group(name: str, kind: str, *ids: str) -> dict[str, Any]:
    return {"group": name, "kind": kind, "figures": [{"id": id_, "start": 0} for id_ in ids]}


def test_pairs_of_one_claim_are_asked_for_and_the_parts_are_apart(benchmark: ModuleType) -> None:
    figures = {
        ("a", 0): told(1, 21762),
        ("b", 0): told(2, 21762),
        ("c", 0): told(3, 21000, bound="over", low=21000),
    }
    scores = benchmark.evaluate([group(named(False, "same"), "rounded", "a", "b", "c")], figures)
    assert (scores["fitted"].claims.right, scores["fitted"].claims.asked) == (3, 3)
    assert scores["unseen"].claims.asked == 0
    scores = benchmark.evaluate([group(named(True, "same"), "rounded", "a", "b", "c")], figures)
    assert scores["unseen"].claims.right == 3


def test_a_merge_of_two_groups_is_false_and_one_that_nobody_judged_is_unlisted(benchmark: ModuleType) -> None:
    figures = {(id_, 0): told(n, 21762) for n, id_ in enumerate("abc", 1)}
    groups = [group(named(False, "one"), "same", "a"), group(named(False, "other"), "same", "b")]
    scores = benchmark.evaluate(groups, figures)
    assert scores["fitted"].merged == 1
    assert scores["fitted"].unlisted + scores["unseen"].unlisted == 2
    assert scores["fitted"].false_merges(strict=False) > 0


def test_a_kind_is_judged_between_different_numbers_of_a_conflict(benchmark: ModuleType) -> None:
    figures = {("a", 0): told(1, 500), ("b", 0): told(2, 900), ("c", 0): told(3, 500)}
    scores = benchmark.evaluate([group(named(False, "odds"), "contradiction", "a", "b", "c")], figures)[
        "fitted"
    ]
    assert (scores.kinds["contradiction"].right, scores.kinds["contradiction"].asked) == (2, 2)
    assert scores.claims.asked == 1, "those of one number are one claim"
    scores = benchmark.evaluate([group(named(False, "odds"), "revised", "a", "b")], figures)["fitted"]
    assert scores.kinds["revised"].right == 0
    assert scores.kinds["contradiction"].read == 1
    assert scores.macro_f1 == 0


def test_the_gold_has_the_figures_of_its_groups(benchmark: ModuleType) -> None:
    import json

    groups = json.loads((ROOT / "tests" / "gold" / "same_facts.json").read_text("utf-8"))
    figures = benchmark.figures([ROOT / "tests" / "gold"])
    assert all((f["id"], f["start"]) in figures for g in groups for f in g["figures"])
    fitted = benchmark.evaluate(groups, figures)["fitted"]
    assert fitted.merged == 0
    assert fitted.claims.f1 >= 0.93
