"""Shards on a Ray cluster that is there already: the same function, one task a shard.

Every node needs this Sijill installed, and the inputs and the output folder under the same paths or in S3.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from sijill.bulk.pool import Message
from sijill.bulk.shard import Done, Failed, Progress, read_shard
from sijill.bulk.shards import Shard
from sijill.sources.cage import Cage


class ClusterError(Exception):
    """No cluster to work on, in one line for the user."""


def on_ray(shards: Sequence[Shard], output: Path) -> Iterator[Message]:
    """Reads the shards on the cluster of RAY_ADDRESS, or the one of this machine; a message as each is ready.

    ClusterError if Ray is not installed or no cluster answers. Nothing is started that was not there.
    """
    try:
        import ray
    except ImportError:
        raise ClusterError("--engine ray needs one more package: pip install 'sijill[ray]'") from None
    if not ray.is_initialized():
        try:
            ray.init(address="auto", log_to_driver=False, logging_level=logging.ERROR)
        except ConnectionError:
            raise ClusterError(
                "no Ray cluster was found; start one (ray start --head) or name it in RAY_ADDRESS"
            ) from None
    task = ray.remote(max_retries=1)(_read)
    folder = str(output.resolve())
    waiting = {
        task.remote(shard, folder): shard
        for shard in sorted(shards, key=lambda shard: (-shard.size, shard.name))
    }
    while waiting:
        (ready, *_), _ = ray.wait(list(waiting), num_returns=1)
        shard = waiting.pop(ready)
        try:
            yield ray.get(ready)
        except ray.exceptions.RayError as error:
            yield Failed(shard, f"the task that read it failed ({type(error).__name__})")


def _read(shard: Shard, output: str) -> Done | Failed:
    with Cage() as cage:
        return read_shard(shard, Path(output), _tell_nobody, cage)


def _tell_nobody(progress: Progress) -> None:
    """A task has one answer, its last."""
