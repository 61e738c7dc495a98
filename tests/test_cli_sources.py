"""`sijill read` on everything at once, one broken file among it, and the quarantine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli
from sijill.sources import cage
from tests.sources import hostile, poisoned
from tests.sources.desk import lay_out

Run = Callable[..., Result]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with one of each."""
    lay_out(tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SIJILL_REGISTER", str(tmp_path / "register.sqlite"))
    return lambda *arguments, **said: CliRunner().invoke(cli, arguments, **said)


def test_one_command_reads_all_kinds_and_says_what_is_broken(run: Run, desk: Path) -> None:
    kinds = ["page.html", "report.pdf", "broken.pdf", "feed.xml", "crawl.warc.gz", "saved.zip"]
    done = run("read", *(str(desk / name) for name in kinds))
    assert done.exit_code == 3, done.stderr
    assert "5 documents read" in done.stderr
    assert "1 rejected" in done.stderr
    (told,) = [line for line in done.stderr.splitlines() if "broken.pdf" in line]
    assert "no PDF that can be read" in told
    rows = json.loads(run("documents", "--format", "json").stdout)
    assert {row["document"] for row in rows} == {
        "page",
        "report",
        "https://news.example/a",
        "https://news.example/52",
        "more",
    }


def test_reading_says_where_the_publication_day_was_found(run: Run, desk: Path) -> None:
    done = run("read", str(desk))
    assert "published 2025-06-13, by the page" in done.stderr
    assert "published 2025-06-13, by the feed" in done.stderr
    (row,) = map(json.loads, run("extract", str(desk / "feed.xml")).stdout.splitlines())
    assert (row["published"], row["dated_by"], row["outlet"]) == ("2025-06-13", "feed", "Port News")
    assert row["figures"][0]["value"] == 112
    listed = {row["document"]: row for row in json.loads(run("documents", "--format", "json").stdout)}
    told = {(row["dated_by"], row["outlet"]) for row in listed.values()}
    assert ("feed", "Port News") in told
    assert "page" in {by for by, _ in told}
    fed = next(row["id"] for row in listed.values() if row["dated_by"] == "feed")
    assert "dated by     feed" in run("show", fed).stdout
    assert json.loads(run("show", fed, "--format", "json").stdout)["outlet"] == "Port News"


@pytest.fixture
def killer(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that killed its reader and is in quarantine since."""
    path = desk / "killer.html"
    path.write_text("leave")
    monkeypatch.setattr(cage, "CHILD", (poisoned.__file__,))
    done = run("read", str(path), "--language", "en")
    assert done.exit_code == 3
    assert "its parser ended (3)" in done.stderr
    assert "in quarantine" in done.stderr
    return path


def entries(run: Run) -> list[dict[str, str]]:
    return [json.loads(line) for line in run("quarantine", "list", "--format", "jsonl").stdout.splitlines()]


def test_what_kills_its_reader_is_set_apart_with_its_reason(run: Run, killer: Path) -> None:
    (entry,) = entries(run)
    assert (entry["where"], entry["file"], entry["language"]) == (f"{killer}!0", str(killer), "en")
    assert "its parser ended" in entry["why"]
    assert entry["why"] in run("quarantine", "list").stdout
    assert run("read", str(killer)).exit_code == 3
    assert len(entries(run)) == 1


def test_what_still_kills_its_reader_stays_and_what_no_longer_does_leaves(
    run: Run, killer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("quarantine", "retry").exit_code == 3
    assert len(entries(run)) == 1
    monkeypatch.setattr(cage, "CHILD", ("-m", "sijill.sources.caged"))
    killer.write_bytes(hostile.PAGE)
    done = run("quarantine", "retry", entries(run)[0]["id"])
    assert done.exit_code == 0, done.stderr
    assert "1 documents read" in done.stderr
    assert entries(run) == []


def test_what_is_gone_is_said_and_can_be_forgotten(run: Run, killer: Path) -> None:
    killer.unlink()
    done = run("quarantine", "retry")
    assert done.exit_code == 3
    assert "no longer there" in done.stderr
    assert run("quarantine", "forget", "nothing").exit_code == 2
    assert run("quarantine", "forget", entries(run)[0]["id"]).exit_code == 0
    assert entries(run) == []


def test_a_killer_on_standard_input_leaves_nothing_to_try_again(run: Run, killer: Path) -> None:
    done = run("read", "-", input=b"%PDF-1.7\nleave")
    assert done.exit_code == 3
    assert [entry["file"] for entry in entries(run) if "standard input" in entry["where"]] == [None]
