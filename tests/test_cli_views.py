"""The commands over views, as their users meet them, over the examples."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli

Run = Callable[..., Result]
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command on one register of the examples."""
    register = tmp_path_factory.mktemp("views") / "register.sqlite"

    def command(*arguments: str) -> Result:
        environment = {"SIJILL_REGISTER": str(register), "COLUMNS": "200", "NO_COLOR": "1"}
        return CliRunner().invoke(cli, arguments, env=environment, catch_exceptions=False)

    assert command("read", str(EXAMPLES), "--quiet").exit_code == 0
    return command


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_claim_has_its_witnesses_and_all_its_figures(run: Run) -> None:
    (claim, *others) = rows(
        run("claims", "--measure", "interceptions", "--since", "2024", "--until", "2024", "--format", "json")
    )
    assert (claim["value"], claim["lowest"], claim["documents"], claim["witnesses"]) == (21762, 21000, 3, 3)
    assert claim["languages"] == ["ar", "en"]
    assert len(claim["figures"]) == 3
    assert all(other["documents"] <= claim["documents"] for other in others)


def test_claims_can_be_asked_by_witnesses_and_number(run: Run) -> None:
    assert {claim["witnesses"] for claim in rows(run("claims", "--witnesses", "3", "--format", "json"))} == {
        3
    }
    limited = run("claims", "--limit", "1")
    assert "1 claim of " in limited.stderr


def test_csv_has_the_same_columns_for_every_row(run: Run) -> None:
    for command in (
        ("claims",), ("conflicts", "--explained"), ("series", "arrivals", "--place", "IT"), ("mandates",),
        ("expiring", "--within", "900d", "--on", "2025-06-01"),
    ):  # fmt: skip
        found = list(csv.reader(io.StringIO(run(*command, "--format", "csv").stdout)))
        assert len(found) > 1, command
        assert {len(row) for row in found} == {len(found[0])}


def test_both_passages_of_a_conflict_stand_together(run: Run) -> None:
    (conflict,) = rows(run("conflicts", "--kind", "scope", "--format", "json"))
    assert "1.314" in conflict["one_passage"]
    assert "1\u202f314" in conflict["other_passage"].replace("\xa0", "\u202f")
    assert conflict["why"]
    shown = run("conflicts", "--kind", "revision", "--passages").stdout
    assert shown.count("revision: ") == 3
    assert "«66317»" in shown and "«66,617»" in shown


def test_lineage_of_a_figure_that_is_not_there_is_a_problem(run: Run) -> None:
    missing = run("lineage", "ffffffff")
    assert missing.exit_code == 1
    assert "no figure has an id that begins with ffffffff" in missing.stderr


def test_lineage_is_the_same_from_every_figure_of_a_claim(run: Run) -> None:
    (claim, *_) = rows(run("claims", "--measure", "interceptions", "--format", "json"))
    told = [rows(run("lineage", ref[:10], "--format", "json")) for ref in claim["figures"]]
    assert told[0] == told[1] == told[2]
    assert [step["part"] for step in told[0]] == ["first", "silent", "silent"]


def test_a_series_as_known_on_a_day(run: Run) -> None:
    def of_2024(*options: str) -> Any:
        found = rows(run("series", "arrivals", "--place", "IT", "--format", "json", *options))
        return next(row["value"] for row in found if row["period"] == ["2024-01-01", "2024-12-31"])

    assert of_2024() == 66617
    assert of_2024("--as-known-on", "2025-12-31") == 66317


def test_a_series_of_which_nothing_is_known_is_empty(run: Run) -> None:
    assert rows(run("series", "convictions", "--place", "MT", "--format", "json")) == []
    assert run("series", "convictions", "--place", "MT").exit_code == 0


def test_what_ends_within_a_time(run: Run) -> None:
    def ending(within: str) -> list[str]:
        found = rows(run("expiring", "--within", within, "--on", "2026-12-01", "--format", "json"))
        return [row["name"] for row in found]

    assert ending("120d") == ending("18w") == ending("4m") == ["EUNAVFOR MED IRINI"]
    assert ending("119d") == []
    assert run("expiring", "--within", "soon").exit_code == 2


def test_a_mandate_has_a_row_for_each_end_and_each_budget(run: Run) -> None:
    found = rows(run("mandates", "irini", "--format", "json"))
    assert [row["what"] for row in found] == ["mandate", "budget"]
    assert found[1]["per_day"] == pytest.approx(16_350_000 / 730)
