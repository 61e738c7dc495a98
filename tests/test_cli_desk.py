"""The commands of a desk's morning: what waits for a review, and what is new in saved searches."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from click.testing import CliRunner, Result

from sijill.cli import cli

EXAMPLES = Path(__file__).parent.parent / "examples"


def run(register: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--register", str(register)])


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_what_waits_is_listed_until_it_is_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    assert run(path, "read", str(EXAMPLES)).exit_code == 0
    asked = ("review", "queue", "--format", "csv", "--measure", "arrivals", "--limit", "500")
    waiting = rows(run(path, *asked))
    sure = [float(row["confidence"] or 0) for row in waiting]
    assert len(waiting) > 2
    assert sure == sorted(sure)
    assert run(path, "review", "confirm", waiting[0]["id"], "--author", "somebody").exit_code == 0
    assert rows(run(path, *asked)) == waiting[1:]


def test_a_saved_search_tells_what_came_since_it_was_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    assert run(path, "read", str(EXAMPLES / "it.jsonl")).exit_code == 0
    assert run(path, "alerts", "add", "Arrivals", "--measure", "arrivals").exit_code == 0
    asked = ("alerts", "--format", "csv")
    assert rows(run(path, *asked)) == []
    assert run(path, "read", str(EXAMPLES)).exit_code == 0
    new = rows(run(path, *asked, "--keep"))
    assert new
    assert {(row["alert"], row["measure"]) for row in new} == {("Arrivals", "arrivals")}
    assert rows(run(path, *asked)) == new
    assert rows(run(path, *asked)) == []
    assert run(path, "alerts", "add", "All").exit_code == 2
    assert run(path, "alerts", "remove", "zz").exit_code == 1
