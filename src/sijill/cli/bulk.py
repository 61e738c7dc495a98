"""Commands for very many documents: `bulk` reads shards to Parquet, `load` brings them into a register."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import (
    BUSY,
    PROBLEMS,
    REJECTED,
    USAGE,
    Failure,
    complain,
    quiet_option,
    register_option,
    register_path,
    say,
    set_apart,
    using,
)

if TYPE_CHECKING:
    from sijill.bulk.pool import Message
    from sijill.bulk.shards import Shard
    from sijill.register.trouble import Place


@click.command(short_help="Read shards of documents to Parquet, on all cores or a cluster.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder that gets a folder for each shard.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes on this machine.  [default: one for each core]",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where to work: this machine, or the Ray cluster of RAY_ADDRESS.",
)
@quiet_option
@click.pass_context
def bulk(
    context: click.Context,
    inputs: tuple[str, ...],
    output: Path,
    workers: int | None,
    engine: str,
    quiet: bool,
) -> None:
    """Read shards of documents to Parquet: a folder a shard with documents, figures and events.

    INPUT is a shard, a folder of them or a pattern, here or in S3 (s3://bucket/path). A shard is a
    web archive (.warc, .warc.gz), or documents as sijill read takes them, as JSON lines (.jsonl, .jsonl.gz)
    or as a table (.parquet).

    A shard is the unit of work: its folder appears when all of it is read, and is the same bytes whatever
    the number of workers. Interrupted or killed, the command is given again and does what is missing.
    Records that are rejected are listed in the shard's rejected.jsonl and by sijill quarantine list --bulk
    (exit code 3); a shard that cannot be read gets one line, and the rest goes on (exit code 1).

    \b
    Examples:
      sijill bulk crawl/ --output read/
      sijill bulk 's3://news/2025/*.warc.gz' --output read/ --engine ray
      sijill load read/
    """
    from sijill.bulk.shard import is_done, sweep
    from sijill.bulk.shards import InputError, shards

    try:
        found = shards(inputs)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    try:
        with _alone_in(output):
            sweep(output)
            tally = _Tally()
            missing = []
            for shard in found:
                try:
                    if not is_done(shard, output):
                        missing.append(shard)
                except ValueError as error:
                    complain(f"{shard.address}: {error}")
                    tally.failed += 1
            if done := len(found) - len(missing) - tally.failed:
                say(f"{_many(done, 'shard')} of {len(found)} read before")
            _work(missing, output, workers or _cores(), engine, tally)
    except OSError as error:
        raise Failure(f"{error.filename or output}: {error.strerror}", BUSY) from error
    say(f"{tally.line()} · output: {output}")
    if tally.rejected:
        say(f"what was rejected: sijill quarantine list --bulk {output}")
    if tally.done or not missing:
        say(f"next: sijill load {output}")
    context.exit(tally.code())


def read_again(output: Path, again: list[Shard]) -> int:
    """Reads shards of an output once more, each in place of what was read of it; the exit code."""
    tally = _Tally()
    try:
        with _alone_in(output):
            _work(again, output, _cores(), "local", tally)
    except OSError as error:
        raise Failure(f"{error.filename or output}: {error.strerror}", BUSY) from error
    say(f"{tally.line()} · output: {output}")
    return tally.code()


def _work(missing: list[Shard], output: Path, workers: int, engine: str, tally: _Tally) -> None:
    from sijill.bulk.on_ray import ClusterError, on_ray
    from sijill.bulk.pool import on_this_machine

    if not missing:
        return
    tally.expect(missing)
    messages = on_ray(missing, output) if engine == "ray" else on_this_machine(missing, output, workers)
    try:
        for message in messages:
            tally.take(message)
    except ClusterError as error:
        raise Failure(str(error), PROBLEMS) from error


class _Tally:
    """What the workers have done so far, and how long the rest will take."""

    def __init__(self) -> None:
        self.done = self.documents = self.figures = self.events = self.rejected = self.failed = 0
        self.expected = 0
        self.size = 0
        self._behind: dict[str, int] = {}
        self._under_way: dict[str, int] = {}
        self._begun = self._told = time.monotonic()

    def expect(self, shards: list[Shard]) -> None:
        """Begins to count, against these shards."""
        self.expected, self.size = len(shards), sum(shard.size for shard in shards)
        self._begun = self._told = time.monotonic()

    def take(self, message: Message) -> None:
        """Counts a message and says what is worth saying: each shard, and every ten seconds the progress."""
        from sijill.bulk.shard import Done, Failed

        name = message.shard.name
        if isinstance(message, Done):
            self.done += 1
            self.documents += message.documents
            self.figures += message.figures
            self.events += message.events
            self.rejected += message.rejected
            self._behind[name] = message.shard.size
            self._under_way.pop(name, None)
            for line in message.complaints:
                complain(line)
            if len(message.complaints) < message.rejected:
                complain(f"{name}: {message.rejected - len(message.complaints)} more, in its rejected.jsonl")
            say(f"read {name}: {_many(message.documents, 'document')}, {_many(message.figures, 'figure')}")
        elif isinstance(message, Failed):
            self.failed += 1
            self._behind[name] = message.shard.size
            self._under_way.pop(name, None)
            complain(f"{message.shard.address}: {message.why}")
        else:
            self._behind[name] = message.position
            self._under_way[name] = message.documents
        if time.monotonic() - self._told > 10:
            self._told = time.monotonic()
            say(self.progress())

    def progress(self) -> str:
        """Rate, remaining time and errors in one line."""
        elapsed = max(time.monotonic() - self._begun, 1e-6)
        documents = self.documents + sum(self._under_way.values())
        behind = sum(self._behind.values())
        line = f"{self.done} of {_many(self.expected, 'shard')}, {documents / elapsed:.0f} documents a second"
        if behind:
            line += f", {_duration(elapsed * (self.size - behind) / behind)} left"
        return line + (f", {self.rejected} rejected" if self.rejected else "") + self._failures()

    def line(self) -> str:
        """The counts in one line."""
        line = f"{_many(self.done, 'shard')} read: {_many(self.documents, 'document')}"
        line += f", {_many(self.figures, 'figure')}, {_many(self.events, 'event')}"
        return line + (f", {self.rejected} rejected" if self.rejected else "") + self._failures()

    def code(self) -> int:
        """The exit code that says what was wrong."""
        return PROBLEMS if self.failed else REJECTED if self.rejected else 0

    def _failures(self) -> str:
        return f", {_many(self.failed, 'shard')} could not be read" if self.failed else ""


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _alone_in(output: Path) -> Iterator[None]:
    """Keeps a second command out of the folder while the block runs; the lock goes when the process goes."""
    try:
        import fcntl
    except ImportError:
        raise Failure("sijill bulk runs on Linux and macOS alone (on Windows: in WSL)", USAGE) from None

    output.mkdir(parents=True, exist_ok=True)
    with (output / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(f"another sijill bulk is writing to {output}", BUSY) from None
        yield


@click.command(short_help="Bring the output of bulk into the register.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@register_option
@quiet_option
@click.pass_context
def load(context: click.Context, folder: Path, register: Place | None, quiet: bool) -> None:
    """Bring what sijill bulk wrote into the register, as if sijill read had read the documents.

    What is there already stays as it is, so an interrupted command is simply given again. A damaged shard
    gets one line, and the rest goes on (exit code 1). What killed its reader is put into the register's
    quarantine.

    \b
    Example:
      sijill load read/ --register news.sqlite
    """
    from sijill.bulk.loading import OutputError, finished, load_shard, rejected
    from sijill.register.opening import shown

    documents = known = figures = failed = 0
    try:
        folders = finished(folder)
    except OutputError as error:
        raise Failure(str(error), PROBLEMS) from None
    with using(register, write=True) as opened:
        for shard in folders:
            try:
                loaded = load_shard(shard, opened, dt.datetime.now(dt.UTC).replace(tzinfo=None))
                for record in rejected(shard):
                    if record.deadly:
                        set_apart(record, register)
            except OutputError as error:
                complain(str(error))
                failed += 1
                continue
            for line in loaded.refused:
                complain(line)
            failed += len(loaded.refused)
            documents, known = documents + loaded.documents, known + loaded.known
            figures += loaded.figures
            say(f"loaded {loaded.shard}: {loaded.documents} documents, {loaded.known} known before")
    path = shown(register_path(register)[0])
    say(f"{documents} documents loaded, {figures} figures, {known} known before · register: {path}")
    context.exit(PROBLEMS if failed else 0)
