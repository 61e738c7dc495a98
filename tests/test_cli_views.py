"""The commands over views, as their users meet them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill import reading
from sijill.cli import cli
from sijill.model import Document, Figure, Instrument, Money, Period, Reading
from tests.conftest import administer

Run = Callable[..., Result]

YEAR_2024 = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
YEAR_2025 = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
IOM = "International Organization for Migration"
MINISTRY = "Ministry of the Interior of Italy"
RETURNED: dict[str, Any] = {"measure": "interceptions", "period": YEAR_2024, "from_": ("LY",)}
LANDED: dict[str, Any] = {"measure": "arrivals", "period": YEAR_2024, "to": ("IT",), "source": MINISTRY}
LOST: dict[str, Any] = {"period": YEAR_2025, "at": ("MED",)}

Told = tuple[str, str, str, str, list[tuple[str, float, dict[str, Any]]]]
REPORTS: list[Told] = [
    (
        "ar-2024", "ar", "2025-02-06", "أعاد خفر السواحل 21762 مهاجرا إلى ليبيا، ووصل 66317 مهاجرا إلى إيطاليا.",
        [("21762", 21762, RETURNED | {"source": IOM}), ("66317", 66317, LANDED)],
    ),
    (
        "en-meeting", "en", "2025-06-13",
        "The mission goes on. The navy took more than 21,000 people back to Libya.",
        [("21,000", 21000, RETURNED | {"bound": "over", "low": 21000})],
    ),
    (
        "it-meeting", "it", "2025-06-14", "La marina ha riportato in Libia oltre 21mila persone.",
        [("21mila", 21000, RETURNED | {"bound": "over", "low": 21000})],
    ),
    (
        "en-2025", "en", "2026-01-08", "In 2024 it was 66,617 landings. At sea 1,314 were lost in 2025.",
        [("66,617", 66617, LANDED), ("1,314", 1314, LOST | {"measure": "missing"})],
    ),
    (
        "fr-2025", "fr", "2026-01-12", "En mer, 1 314 morts ou disparus en 2025.",
        [("1 314", 1314, LOST | {"measure": "dead_or_missing"})],
    ),
]  # fmt: skip


def as_told(document: Document) -> Reading:
    """A reader that is right by construction: what REPORTS says of each document."""
    _, language, _, text, told = next(report for report in REPORTS if report[0] == document.id)
    figures = tuple(
        Figure(text.index(quote), text.index(quote) + len(quote), value, "person", **slots)
        for quote, value, slots in told
    )
    instruments: tuple[Instrument, ...] = ()
    if "mission" in text:
        at = text.index("mission")
        budget = Money(16_350_000, "EUR", Period(dt.date(2025, 4, 1), dt.date(2027, 3, 31)), figures[0].start)
        given: dict[str, Any] = {"begins": "2020-03-31", "ends": "2027-03-31", "budget": (budget,)}
        instruments = (Instrument(at, at + 7, "EUNAVFOR MED IRINI", "operation", **given),)
    return Reading(document.id, language, reading.VERSION, figures, instruments=instruments)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs a command on one register of the reports. What is tried with it holds for both stores."""
    folder = tmp_path_factory.mktemp("views")
    register = str(folder / "register.sqlite")
    if request.param == "postgresql":
        server: str = request.getfixturevalue("server")
        administer(server, "CREATE DATABASE views TEMPLATE made")
        register = server.format("views")
    lines = (
        {"id": id_, "language": language, "published": day, "text": text}
        for id_, language, day, text, _ in REPORTS
    )
    (folder / "reports.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")

    def command(*arguments: str) -> Result:
        environment = {"SIJILL_REGISTER": register, "COLUMNS": "200", "NO_COLOR": "1"}
        return CliRunner().invoke(cli, arguments, env=environment, catch_exceptions=False)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "read", as_told)
        assert command("read", str(folder / "reports.jsonl"), "--quiet").exit_code == 0
    yield command
    if request.param == "postgresql":
        administer(server, "DROP DATABASE views WITH (FORCE)")


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_claim_has_its_witnesses_and_all_its_figures(run: Run) -> None:
    (claim, *others) = rows(
        run("claims", "--measure", "interceptions", "--since", "2024", "--until", "2024", "--format", "json")
    )
    assert (claim["value"], claim["lowest"], claim["documents"], claim["witnesses"]) == (21762, 21000, 3, 3)
    assert claim["languages"] == ["ar", "en", "it"]
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
    assert "1,314" in conflict["one_passage"]
    assert "1 314" in conflict["other_passage"]
    assert conflict["why"]
    shown = run("conflicts", "--kind", "revision", "--passages").stdout
    assert shown.count("revision: ") == 1
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
