"""The same work on a Ray cluster: a small one of this machine, where Ray is installed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.bulk.on_ray import ClusterError, on_ray
from sijill.bulk.pool import on_this_machine
from sijill.bulk.shard import Failed
from sijill.bulk.shards import shards
from tests.bulk.conftest import Write, tree

ray = pytest.importorskip("ray")
pytestmark = pytest.mark.filterwarnings("ignore")  # of Ray's own


@pytest.fixture
def cluster() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        yield
        ray.shutdown()


def test_the_cluster_gives_the_bytes_that_this_machine_gives(
    tmp_path: Path, write: Write, cluster: None
) -> None:
    for number in range(3):
        write(tmp_path / "in" / f"{number}.jsonl", number * 30, number * 30 + 25)
    (tmp_path / "in" / "bad.jsonl.gz").write_bytes(b"no gzip")
    found = shards([str(tmp_path / "in")])
    here = list(on_this_machine(found, tmp_path / "here", 1))
    there = list(on_ray(found, tmp_path / "there"))
    assert tree(tmp_path / "here") == tree(tmp_path / "there")
    assert len(tree(tmp_path / "there")) == 3 * 5
    assert [m.shard.name for m in there if isinstance(m, Failed)] == ["bad.jsonl.gz"]
    assert sorted(map(repr, here)) == sorted(map(repr, there))


def test_without_a_cluster_one_line_says_how_to_get_one(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    write(tmp_path / "a.jsonl", 0, 2)
    with pytest.raises(ClusterError, match="no Ray cluster was found"):
        list(on_ray(shards([str(tmp_path / "a.jsonl")]), tmp_path / "out"))
