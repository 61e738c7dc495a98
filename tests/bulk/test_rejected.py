"""What a bulk run rejects is listed by `sijill quarantine --bulk`, tried again, and, if deadly, quarantined by load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli
from sijill.sources import cage
from tests.archives import archive
from tests.bulk.conftest import Write
from tests.pages import article
from tests.sources import poisoned

pytestmark = pytest.mark.usefixtures("in_one_process")


def sijill(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)


def listed(output: Path) -> list[dict[str, object]]:
    done = sijill("quarantine", "list", "--bulk", output, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_was_rejected_is_listed_with_its_shard_place_and_reason(tmp_path: Path, write: Write) -> None:
    shard = write(tmp_path / "in" / "a.jsonl", 0, 3, "{broken")
    write(tmp_path / "in" / "b.jsonl", 3, 6)
    output = tmp_path / "out"
    done = sijill("bulk", tmp_path / "in", "--output", output)
    assert f"sijill quarantine list --bulk {output}" in done.stderr
    (row,) = listed(output)
    assert (row["shard"], row["where"], row["deadly"]) == ("a.jsonl", f"{shard}:1", False)
    assert f"a.jsonl  {shard}:1: no JSON" in sijill("quarantine", "list", "--bulk", output).stdout


def test_a_shard_is_read_again_and_what_is_mended_is_no_longer_listed(tmp_path: Path, write: Write) -> None:
    for name in "ab":
        write(tmp_path / "in" / f"{name}.jsonl", 0, 3, "{broken")
    output = tmp_path / "out"
    sijill("bulk", tmp_path / "in", "--output", output)
    write(tmp_path / "in" / "a.jsonl", 0, 4)
    again = sijill("quarantine", "retry", "--bulk", output, "a.jsonl")
    assert again.exit_code == 0, again.stderr
    assert "1 shard read: 4 documents" in again.stderr
    assert [row["shard"] for row in listed(output)] == ["b.jsonl"]
    assert sijill("quarantine", "retry", "--bulk", output).exit_code == 3  # b is as broken as before
    assert "2 shards of 2 read before" in sijill("bulk", tmp_path / "in", "--output", output).stderr


def test_a_shard_of_which_nothing_was_rejected_and_a_folder_that_is_no_output_are_one_line(
    tmp_path: Path, write: Write
) -> None:
    output = tmp_path / "out"
    sijill("bulk", write(tmp_path / "a.jsonl", 0, 3), "--output", output)
    assert listed(output) == []
    unknown = sijill("quarantine", "retry", "--bulk", output, "a.jsonl")
    assert unknown.exit_code == 2
    assert "nothing of a shard a.jsonl was rejected" in unknown.stderr
    none = sijill("quarantine", "list", "--bulk", tmp_path)
    assert none.exit_code == 1
    assert "no output of sijill bulk" in none.stderr


def test_a_damaged_list_of_what_was_rejected_is_one_line(tmp_path: Path, write: Write) -> None:
    output = tmp_path / "out"
    sijill("bulk", write(tmp_path / "a.jsonl", 0, 3, "{broken"), "--output", output)
    (output / "a.jsonl" / "rejected.jsonl").write_text("{")
    assert sijill("quarantine", "list", "--bulk", output).exit_code == 1


def test_what_killed_its_reader_is_in_the_quarantine_of_the_register_after_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIJILL_REGISTER", str(tmp_path / "register.sqlite"))
    shard = tmp_path / "crawl.warc"
    shard.write_text("leave\nhello\n")
    output = tmp_path / "out"
    with monkeypatch.context() as killing:
        killing.setattr(cage, "CHILD", (poisoned.__file__,))
        assert sijill("bulk", shard, "--output", output).exit_code == 3
    assert [row["deadly"] for row in listed(output)] == [True, False]
    sijill("load", output)
    (entry,) = map(json.loads, sijill("quarantine", "list", "--format", "jsonl").stdout.splitlines())
    assert (entry["where"], entry["file"]) == (f"{shard}!0", str(shard))
    shard.write_bytes(archive([("https://news.example/1.html", article(1))]))
    assert sijill("quarantine", "retry").exit_code == 0
    assert sijill("quarantine", "list", "--format", "jsonl").stdout == ""
