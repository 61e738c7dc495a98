"""Shards on the cores of this machine: workers that live as long as there is work, one shard at a time each.

A worker that dies (killed, out of memory) costs its shard and nothing else; when the command dies, its workers
find nobody to tell and end as well.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TypeAlias

from sijill.bulk.shard import Done, Failed, Progress, read_shard
from sijill.bulk.shards import Shard
from sijill.sources.cage import Cage

Message: TypeAlias = Progress | Done | Failed


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection[Shard | None, Message]
    shard: Shard | None = None


def on_this_machine(shards: Sequence[Shard], output: Path, workers: int) -> Iterator[Message]:
    """Reads the shards, the largest first, and tells what happens as it happens.

    Every shard ends in one Done or Failed; their order depends on the machine, their content does not.
    """
    waiting = deque(sorted(shards, key=lambda shard: (-shard.size, shard.name)))
    busy: dict[Connection[Shard | None, Message], _Worker] = {}
    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                worker = _start(output)
                busy[worker.pipe] = worker
                _give(worker, waiting.popleft())
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]  # wait gives back what it got
                message = _heard(worker)
                yield message
                if isinstance(message, Progress):
                    continue
                if waiting and worker.process.is_alive():
                    _give(worker, waiting.popleft())
                else:
                    del busy[worker.pipe]
                    _stop(worker)
    finally:
        for worker in busy.values():
            worker.process.terminate()
            _stop(worker)


def _start(output: Path) -> _Worker:
    context = multiprocessing.get_context("spawn")  # no inherited locks, whatever threads this process has
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, output))
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, shard: Shard) -> None:
    worker.shard = shard
    with suppress(OSError):  # a worker that has just died is noticed when it is listened to
        worker.pipe.send(shard)


def _heard(worker: _Worker) -> Message:
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        code = worker.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        assert worker.shard is not None
        return Failed(worker.shard, f"the process that read it died ({how}); the rest goes on without it")


def _stop(worker: _Worker) -> None:
    with suppress(OSError):
        worker.pipe.send(None)
    worker.pipe.close()
    worker.process.join()


def _serve(pipe: Connection[Message, Shard | None], output: Path) -> None:
    """The worker: a shard in, its messages out, until there is none or nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends its workers
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), Cage() as cage:
        while (shard := pipe.recv()) is not None:
            pipe.send(read_shard(shard, output, pipe.send, cage))
