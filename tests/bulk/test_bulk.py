"""`sijill bulk`: the same bytes whoever reads, whole shards or none, and one bad one spoils nothing."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from sijill import reading
from sijill.bulk.output import BATCH
from sijill.bulk.pool import on_this_machine
from sijill.bulk.shard import Done, Failed, Progress, read_shard
from sijill.bulk.shards import shards
from sijill.cli import cli
from sijill.model import Document, Reading
from sijill.sources.cage import Cage
from tests.bulk.conftest import Write, tree


def bulk(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["bulk", "--workers", "1", *map(str, arguments)], catch_exceptions=False)


def test_the_output_is_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path, write: Write) -> None:
    for number in range(5):
        write(
            tmp_path / "in" / f"{number}.jsonl",
            number * 300,
            number * 300 + 20 + (number == 4) * BATCH,
            "{not json",
        )
    outputs = [tmp_path / f"out{workers}" for workers in (1, 3)]
    for workers, output in zip((1, 3), outputs, strict=True):
        assert bulk(tmp_path / "in", "--output", output, "--workers", str(workers)).exit_code == 3
    assert tree(outputs[0]) == tree(outputs[1])
    assert len(tree(outputs[0])) == 5 * 5


@pytest.mark.usefixtures("in_one_process")
def test_figures_and_events_can_be_read_as_tables_and_stand_where_they_say(
    tmp_path: Path, write: Write
) -> None:
    write(tmp_path / "a.jsonl", 0, 40)
    assert bulk(tmp_path / "a.jsonl", "--output", tmp_path / "out").exit_code == 0
    folder = tmp_path / "out" / "a.jsonl"
    texts = {row["document"]: row["text"] for row in pq.read_table(folder / "documents.parquet").to_pylist()}
    figures = pq.read_table(folder / "figures.parquet").to_pylist()
    assert len(texts) == 40
    assert {f["value"] for f in figures} >= {100.0 + n for n in range(40)}
    assert all(texts[f["document"]][f["start"] : f["end"]] == f["quote"] for f in figures)
    assert {f["measure"] for f in figures} == {"interceptions"}
    assert {tuple(f["from"]) for f in figures} == {("LY",)}
    assert pq.read_table(folder / "events.parquet").num_rows > 0


@pytest.mark.usefixtures("in_one_process")
def test_a_restart_does_only_what_is_missing(tmp_path: Path, write: Write) -> None:
    for name in "abc":
        write(tmp_path / "in" / f"{name}.jsonl", 0, 5)
    output = tmp_path / "out"
    bulk(tmp_path / "in", "--output", output)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.parquet")}
    for path in (output / "b.jsonl").iterdir():
        path.unlink()
    again = bulk(tmp_path / "in", "--output", output)
    assert again.exit_code == 0
    assert "2 shards of 3 read before" in again.stderr
    after = {path: path.stat().st_mtime_ns for path in output.rglob("*.parquet")}
    assert {path.parent.name for path in after if after[path] != before[path]} == {"b.jsonl"}


@pytest.mark.usefixtures("in_one_process")
def test_a_shard_that_has_grown_or_was_read_by_an_older_reader_is_read_again(
    tmp_path: Path, write: Write
) -> None:
    shard, output = tmp_path / "a.jsonl", tmp_path / "out"
    write(shard, 0, 3)
    bulk(shard, "--output", output)
    write(shard, 0, 4)
    assert "1 shard read: 4 documents" in bulk(shard, "--output", output).stderr
    about = output / "a.jsonl" / "shard.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "reader": "0"}))
    assert "1 shard read: 4 documents" in bulk(shard, "--output", output).stderr
    assert "1 shard of 1 read before" in bulk(shard, "--output", output).stderr


@pytest.mark.usefixtures("in_one_process")
def test_the_output_of_another_shard_is_never_overwritten(tmp_path: Path, write: Write) -> None:
    output = tmp_path / "out"
    bulk(write(tmp_path / "x" / "a.jsonl", 0, 3), "--output", output)
    before = tree(output)
    other = bulk(write(tmp_path / "y" / "a.jsonl", 3, 9), "--output", output)
    assert other.exit_code == 1
    assert "holds the output of" in other.stderr
    assert tree(output) == before


@pytest.mark.usefixtures("in_one_process")
def test_a_bad_record_gets_a_line_and_is_counted(tmp_path: Path, write: Write) -> None:
    shard = write(tmp_path / "a.jsonl", 0, 3, "{broken", '{"text": 7}', '{"text": ""}')
    result = bulk(shard, "--output", tmp_path / "out")
    assert result.exit_code == 3
    assert f"{shard}:1: no JSON" in result.stderr
    assert "3 documents" in result.stderr
    assert "3 rejected" in result.stderr
    listed = (tmp_path / "out" / "a.jsonl" / "rejected.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["where"] for line in listed] == [f"{shard}:{n}" for n in (1, 2, 3)]


@pytest.mark.usefixtures("in_one_process")
def test_of_very_many_bad_records_the_first_are_told_and_all_are_listed(tmp_path: Path, write: Write) -> None:
    result = bulk(write(tmp_path / "a.jsonl", 0, 1, *["{"] * 500), "--output", tmp_path / "out")
    assert len(result.stderr.splitlines()) < 30
    assert "480 more, in its rejected.jsonl" in result.stderr
    assert len((tmp_path / "out" / "a.jsonl" / "rejected.jsonl").read_text().splitlines()) == 500


def test_a_bad_shard_is_told_and_the_rest_goes_on(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "in" / "good.jsonl", 0, 3)
    whole = gzip.compress(write(tmp_path / "x.jsonl", 0, 900).read_bytes())
    (tmp_path / "in" / "short.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "in" / "noise.jsonl.gz").write_bytes(b"\x00" * 100)
    result = bulk(tmp_path / "in", "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert "short.jsonl.gz: it ends in the middle" in result.stderr
    assert "noise.jsonl.gz: " in result.stderr
    assert "1 shard read: 3 documents" in result.stderr
    assert "2 shards could not be read" in result.stderr
    assert {path.split("/")[0] for path in tree(tmp_path / "out")} == {"good.jsonl"}


def test_a_document_on_which_the_reader_fails_is_rejected_alone(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_one(document: Document) -> Reading:
        if document.id == "d1":
            raise ZeroDivisionError("division by zero")
        return Reading(document.id, document.language, reading.VERSION)

    monkeypatch.setattr(reading, "read", fails_on_one)
    (shard,) = shards([str(write(tmp_path / "a.jsonl", 0, 3))])
    done = read_shard(shard, tmp_path / "out", lambda progress: None, Cage())
    assert isinstance(done, Done)
    assert (done.documents, done.rejected) == (2, 1)
    assert "the reader failed (ZeroDivisionError" in done.complaints[0]


def test_a_worker_that_is_killed_costs_its_shard_and_nothing_else(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "in" / "large.jsonl", 0, 20 * BATCH)
    for name in "abc":
        write(tmp_path / "in" / f"{name}.jsonl", 0, 5)
    ends: dict[str, str] = {}
    for message in on_this_machine(shards([str(tmp_path / "in")]), tmp_path / "out", 1):
        if isinstance(message, Progress) and not ends:
            (worker,) = multiprocessing.active_children()
            worker.kill()
        elif not isinstance(message, Progress):
            ends[message.shard.name] = message.why if isinstance(message, Failed) else "done"
    assert "SIGKILL" in ends.pop("large.jsonl")
    assert ends == {"a.jsonl": "done", "b.jsonl": "done", "c.jsonl": "done"}


def test_a_full_disk_or_a_forbidden_folder_is_one_line(tmp_path: Path, write: Write) -> None:
    shard = write(tmp_path / "a.jsonl", 0, 3)
    (tmp_path / "file").write_text("no folder")
    result = bulk(shard, "--output", tmp_path / "file" / "out")
    assert result.exit_code == 4
    assert "Not a directory" in result.stderr


def test_a_second_command_keeps_out_of_the_folder(tmp_path: Path, write: Write) -> None:
    import fcntl

    shard, output = write(tmp_path / "a.jsonl", 0, 3), tmp_path / "out"
    output.mkdir()
    with (output / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        result = bulk(shard, "--output", output)
    assert result.exit_code == 4
    assert "another sijill bulk" in result.stderr


def test_killed_at_any_moment_it_leaves_whole_shards_and_ends_with_the_same_bytes(
    tmp_path: Path, write: Write
) -> None:
    for number in range(10):
        write(tmp_path / "in" / f"{number:02}.jsonl", number * 50, number * 50 + 50)
    bulk(tmp_path / "in", "--output", tmp_path / "whole", "--workers", "2")
    wanted = tree(tmp_path / "whole")
    output = tmp_path / "out"
    command = [sys.executable, "-m", "sijill", "bulk", str(tmp_path / "in"), "--output", str(output)]
    chance = random.Random(20250613)
    killed = 0
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        said = 0
        for line in process.stderr:  # killed some time after it has begun to get somewhere
            said += line.startswith("read ")
            if said:
                time.sleep(chance.uniform(0, 0.15))
                os.kill(process.pid, signal.SIGKILL)
                break
        killed += process.wait() == -signal.SIGKILL
        process.stderr.close()
        for path in output.glob("[!.]*/shard.json"):
            for file in path.parent.iterdir():
                assert file.read_bytes() == wanted[f"{path.parent.name}/{file.name}"]
    assert killed > 1
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    assert tree(output) == wanted
