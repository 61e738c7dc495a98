"""The commands that keep a register: copies of it, whether it is whole, and what people say of its figures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from tests.test_cli import REPORT, TITLE, line
from tests.test_cli import run as run  # the fixture

Run = Callable[..., Result]


@pytest.fixture
def filled(run: Run) -> Run:
    run("read", "-", stdin=line(id="one", language="en", title=TITLE, text=REPORT, published="2025-06-13"))
    return run


def ids(run: Run) -> list[str]:
    listed = run("figures", "--format", "jsonl").stdout.splitlines()
    return [json.loads(row)["id"] for row in listed]


def test_a_backup_is_put_back_whole(filled: Run, tmp_path: Path) -> None:
    assert filled("backup", "b.sqlite").exit_code == 0
    again = filled("backup", "b.sqlite")
    assert (again.exit_code, again.stdout) == (4, "")
    assert "is there already" in again.stderr
    assert filled("restore", "b.sqlite").exit_code == 4, "there is a register already"
    assert filled("restore", "b.sqlite", "--register", "other.sqlite").exit_code == 0
    one, other = filled("verify"), filled("verify", "--register", "other.sqlite")
    assert one.exit_code == other.exit_code == 0
    assert one.stdout == other.stdout
    assert "1 the same, 0 otherwise" in one.stdout


def test_a_copy_has_the_content_hash_that_verify_prints(filled: Run, tmp_path: Path) -> None:
    copied = filled("copy", str(tmp_path / "register.sqlite"), "copy.sqlite")
    assert copied.exit_code == 0
    assert copied.stdout.strip() in filled("verify", "--sample", "0").stdout


def test_verify_tells_what_is_wrong_and_what_is_read_otherwise(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sijill import reading
    from sijill.model import Reading

    monkeypatch.setattr(reading, "read", lambda d: Reading(d.id, d.language, "2"))
    otherwise = filled("verify")
    assert otherwise.exit_code == 1
    assert "«21,762»: no figure now; stored: 21762 person interceptions" in otherwise.stdout
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection, connection:
        connection.execute("UPDATE documents SET text = replace(text, '700', '800')")
    wrong = filled("verify")
    assert wrong.exit_code == 5
    assert "no longer says «700»" in wrong.stderr


def test_a_damaged_index_is_one_line_and_rebuilt_by_repair(filled: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection, connection:
        connection.execute("DELETE FROM search_data WHERE id > 1000")
    assert filled("doctor").exit_code == 5
    broken = filled("search", "mission")
    assert broken.exit_code == 5
    assert broken.stderr.count("\n") == 1
    assert "sijill repair" in broken.stderr
    assert filled("repair").exit_code == 0
    assert filled("search", "mission").exit_code == 0
    assert filled("verify").exit_code == 0


def test_migrate_checks_without_a_change(run: Run, tmp_path: Path) -> None:
    from sijill.register.opening import migrated_to, revision_of

    assert run("migrate", "--check").exit_code == 2
    migrated_to(tmp_path / "register.sqlite", "0002")
    assert run("migrate", "--check").exit_code == 1
    assert revision_of(tmp_path / "register.sqlite") == "0002"
    done = run("migrate")
    assert done.exit_code == 0
    assert "register.sqlite.before-" in done.stderr
    assert run("migrate", "--check").exit_code == 0


def test_a_person_corrects_rejects_and_takes_back(filled: Run) -> None:
    whole, part = ids(filled)
    corrected = ("--value", "21,800", "--from", "ly", "--from", "TN", "--period", "2024", "--note", "annex")
    assert filled("review", "correct", whole[:8], *corrected, "--author", "Salma").exit_code == 0
    assert filled("review", "reject", part).exit_code == 0
    [row] = map(json.loads, filled("figures", "--format", "jsonl").stdout.splitlines())
    assert (row["value"], row["from"], row["review"], row["reviewed_by"]) == (
        21800,
        ["LY", "TN"],
        "corrected",
        "Salma",
    )
    assert (row["bound"], row["low"]) == ("over", 21800)
    assert row["period"] == ["2024-01-01", "2024-12-31"]
    assert "corrected" in filled("figures").stdout
    shown = filled("show", whole[:8]).stdout
    assert "annex" in shown
    assert "Salma" in shown
    assert "reject" in filled("show", part).stdout, "what was rejected can still be looked at"
    listed = json.loads(filled("review", "list", "--format", "json").stdout)
    assert [(one["verdict"], one["state"]) for one in listed] == [("correct", "counts"), ("reject", "counts")]
    assert filled("review", "undo", whole, part).exit_code == 0
    assert ids(filled) == [whole, part]
    assert filled("review", "undo", whole).exit_code == 1
    assert filled("review", "confirm", whole, part).exit_code == 0
    assert filled("figures").stdout.count("confirmed") == 2
    assert filled("verify").exit_code == 0


@pytest.mark.parametrize(
    "slots",
    [
        (),
        ("--value", "many"),
        ("--measure", "birds"),
        ("--period", "soon"),
        ("--unit", "EUR"),
        ("--bound", "range"),
    ],
)
def test_a_correction_that_cannot_be_is_wrong_usage(slots: tuple[str, ...], filled: Run) -> None:
    refused = filled("review", "correct", ids(filled)[0], *slots)
    assert refused.exit_code == 2
    assert filled("review", "list", "--format", "jsonl").stdout == ""


def test_a_database_that_does_not_answer_is_one_line_without_the_password(run: Run) -> None:
    pytest.importorskip("psycopg")
    refused = run("figures", "--register", "postgresql://u:secret@127.0.0.1:1/db")
    assert (refused.exit_code, refused.stderr.count("\n")) == (4, 1)
    assert "does not answer" in refused.stderr
    assert "secret" not in refused.stderr
