"""Which shards an input has, and how they are opened."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from sijill.bulk.shards import InputError, opened, shards


def test_a_file_is_named_after_itself_and_a_file_in_a_folder_after_its_path_in_it(tmp_path: Path) -> None:
    for name in (
        "b.jsonl",
        "crawl/a.jsonl.gz",
        "crawl/day/b.jsonl",
        "crawl/notes.md",
        "crawl/.hidden/c.jsonl",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"{}\n")
    found = shards([str(tmp_path / "b.jsonl"), str(tmp_path / "crawl")])
    assert [shard.name for shard in found] == ["a.jsonl.gz", "b.jsonl", "day~b.jsonl"]


def test_a_pattern_names_the_files_that_fit_it(tmp_path: Path) -> None:
    for name in ("a1.jsonl", "a2.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(b"{}\n")
    assert [shard.name for shard in shards([str(tmp_path / "a*.jsonl")])] == ["a1.jsonl", "a2.jsonl"]


def test_a_shard_given_twice_is_one_shard(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"{}\n")
    assert len(shards([str(file), str(file), str(tmp_path)])) == 1


def test_two_shards_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "part-0.jsonl").write_bytes(b"{}\n")
    with pytest.raises(InputError, match=r"both be called part-0\.jsonl"):
        shards([str(tmp_path / "x"), str(tmp_path / "y")])
    assert [s.name for s in shards([str(tmp_path)])] == ["x~part-0.jsonl", "y~part-0.jsonl"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("nowhere.jsonl", "no such file"),
        ("http://example.org/a.jsonl", "from files and from s3"),
        ("file:///etc/a.jsonl", "from files and from s3"),
        ("report.docx", "cannot tell what this is"),
        ("empty", "no shards here"),
    ],
)
def test_an_input_that_holds_no_shards_is_told_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("report.docx").write_bytes(b"PK")
    with pytest.raises(InputError, match=why):
        shards([given])


def test_a_compressed_shard_is_read_decompressed_and_its_progress_counts_stored_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b"one\n" * 100_000))
    (shard,) = shards([str(file)])
    with opened(shard) as (handle, below):
        assert handle.readline() == b"one\n"
        assert sum(1 for _ in handle) == 99_999
        assert below.tell() == shard.size == file.stat().st_size
