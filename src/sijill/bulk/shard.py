"""One shard from beginning to end: read, written beside, made durable, and only then given its name."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill import reading as reader
from sijill.bulk.output import Tables, sync
from sijill.bulk.shards import Shard, kind, on_disk, opened
from sijill.register.store import ReadingError, check
from sijill.sources.cage import Cage
from sijill.sources.found import Found, Outcome, Rejected
from sijill.sources.item import Item
from sijill.sources.jsonl import lines

ABOUT = "shard.json"
"""What the output was made of: it is written last, and says that the folder is whole."""

LAYOUT = 2
"""Goes up with every change of the tables: output in an older layout is made anew."""

SHOWN = 20
"""Rejected records of a shard that are told one by one; all of them stand in its rejected.jsonl."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker is in a shard: documents and rejected records so far, bytes of it that are behind."""

    shard: Shard
    documents: int
    rejected: int
    position: int


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was read, with what came of it. `complaints`: the first rejected records, a line each."""

    shard: Shard
    documents: int
    figures: int
    events: int
    rejected: int
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A shard that could not be read, and why, in one line. Nothing of it was written."""

    shard: Shard
    why: str


_PARTIAL = ".partial-"


def sweep(output: Path) -> None:
    """Takes away what a killed command left unfinished. Nobody else may be writing to the folder."""
    for left in output.glob(f"{_PARTIAL}*"):
        shutil.rmtree(left, ignore_errors=True)


def is_done(shard: Shard, output: Path) -> bool:
    """Whether the folder holds the output of this shard, by this reader.

    ValueError if there is output of another shard with the same name, which is never overwritten.
    """
    try:
        about = json.loads((output / shard.name / ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    wanted = _identity(shard)
    if about.get("source") != wanted["source"]:
        raise ValueError(
            f"{output / shard.name} holds the output of {about.get('source')}; give another --output"
        )
    return all(about.get(key) == value for key, value in wanted.items())


def read_shard(shard: Shard, output: Path, tell: Callable[[Progress], None], cage: Cage) -> Done | Failed:
    """Reads a shard into a folder of its name under `output`; whatever goes wrong is told, not raised.

    `tell` is called after each batch; what it raises ends the work. Pages and tables are opened in the cage.
    """
    partial = (
        output / f"{_PARTIAL}{uuid.uuid4().hex}"
    )  # nobody else's, were a killed command's worker still at it
    try:
        partial.mkdir(parents=True)
        done = _write(shard, partial, tell, cage)
        _publish(partial, output / shard.name)
        return done
    except (EOFError, BrokenPipeError):  # nobody is there any more
        shutil.rmtree(partial, ignore_errors=True)
        raise
    except Exception as error:
        shutil.rmtree(partial, ignore_errors=True)
        return Failed(shard, _why(error))


class _CutOffError(Exception):
    """A shard whose bytes end or go wrong in the middle."""


def _write(shard: Shard, folder: Path, tell: Callable[[Progress], None], cage: Cage) -> Done:
    complaints: list[str] = []

    def reject(rejected: Rejected) -> None:
        tables.reject(rejected)
        if len(complaints) < SHOWN:
            complaints.append(f"{rejected.where}: {rejected.why}")

    with Tables(folder) as tables:
        for outcome, position in _records(shard, cage):
            if isinstance(outcome, Rejected):
                reject(outcome)
            else:
                _read(outcome, tables, reject)
            if tables.full():
                tables.flush()
                tell(Progress(shard, tables.counts["documents"], tables.rejected, position))
    counts = {**tables.counts, "rejected": tables.rejected}
    about = json.dumps({**_identity(shard), **counts}, ensure_ascii=False, indent=1)
    (folder / ABOUT).write_text(about + "\n", "utf-8")
    return Done(shard, **counts, complaints=tuple(complaints))


def _records(shard: Shard, cage: Cage) -> Iterator[tuple[Outcome, int]]:
    """What stands in a shard, and how many of its bytes are behind where that can be known (0 where not)."""
    read_as = kind(shard.address)
    if read_as == "jsonl":
        try:
            with opened(shard) as (handle, below):
                for outcome in lines(handle, shard.address, None, None):
                    yield outcome, below.tell()
        except EOFError as error:
            raise _CutOffError(f"it ends in the middle ({error})") from error
        return
    with on_disk(shard) as path:
        item = Item(where=shard.address, name=Path(shard.name).stem, path=path, kind=read_as)
        for outcome in cage.documents(item):
            yield outcome, _offset(outcome.where)


def _offset(where: str) -> int:
    """The byte at which a record of a web archive begins, which ends its name; 0 for what is in a table."""
    written = where.rpartition("@")[2]
    return int(written) if written.isascii() and written.isdigit() else 0


def _read(found: Found, tables: Tables, reject: Callable[[Rejected], None]) -> None:
    try:
        made = reader.read(found.document)
        check(found.document, made)
    except ReadingError as error:
        reject(Rejected(found.where, f"the reading does not hold and is not stored: {error}"))
    except Exception as error:
        reject(
            Rejected(found.where, f"the reader failed ({type(error).__name__}: {error}); please report it")
        )
    else:
        tables.add(found, made)


def _publish(partial: Path, final: Path) -> None:
    """Gives a whole folder its name, after all that is in it is on the disk."""
    for file in partial.iterdir():
        sync(file)
    sync(partial)
    if final.exists():
        shutil.rmtree(final)  # of an older reader, or of the shard when it was shorter
    partial.rename(final)
    sync(final.parent)


def _identity(shard: Shard) -> dict[str, Any]:
    remote = "://" in shard.address
    source = shard.address if remote else str(Path(shard.address).resolve())
    return {"source": source, "bytes": shard.size, "reader": reader.VERSION, "layout": LAYOUT}


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read or written: {error.strerror}"
    return f"{error}" if isinstance(error, _CutOffError) else f"{type(error).__name__}: {error}"
