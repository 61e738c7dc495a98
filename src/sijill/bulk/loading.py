"""The output of bulk reading into a register: the same documents and readings that `sijill read` would store."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.bulk.output import REJECTED
from sijill.bulk.shard import ABOUT
from sijill.bulk.shards import Shard
from sijill.codec import document_hash, reading_from_json
from sijill.model import Document, Reading
from sijill.register.opening import Register, writing
from sijill.register.store import ReadingError, keep_all
from sijill.sources.found import Rejected

BATCH = 100
"""Documents to a transaction."""


class OutputError(ValueError):
    """A folder that is no output of bulk reading, or is damaged, in one line."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a shard's documents: read into the register, or there before. `figures`: of the new ones."""

    shard: str
    documents: int
    known: int
    figures: int
    refused: tuple[str, ...] = ()


def finished(output: Path) -> list[Path]:
    """The folders of the shards that are whole, by name. OutputError if there are none."""
    try:
        found = sorted(
            path.parent for path in output.glob(f"*/{ABOUT}") if not path.parent.name.startswith(".")
        )
    except OSError as error:
        raise OutputError(f"{output}: {error.strerror}") from error
    if not found:
        raise OutputError(f"{output}: there is no output of sijill bulk here")
    return found


def shard_of(folder: Path) -> Shard:
    """The shard of which a folder is the output, as large as it was then. OutputError if the folder is damaged."""
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        return Shard(str(about["source"]), folder.name, int(about["bytes"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{folder / ABOUT} is damaged ({type(error).__name__})") from error


def rejected(folder: Path) -> Iterator[Rejected]:
    """The records of a shard that were rejected, in its order; `file` is the shard, None if it is not of this
    machine. OutputError if the folder is damaged."""
    address = shard_of(folder).address
    file = None if "://" in address else address
    try:
        with (folder / REJECTED).open("rb") as lines:
            for line in lines:
                row = json.loads(line)
                yield Rejected(row["where"], row["why"], deadly=row.get("deadly", False), file=file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{folder / REJECTED} is damaged ({type(error).__name__})") from error


def load_shard(folder: Path, register: Register, now: dt.datetime) -> Loaded:
    """Stores the documents of a shard's folder. What is there already stays, so it may be done again.

    OutputError if the folder is damaged; what was stored before the damage is kept, and is whole.
    """
    new = known = figures = 0
    refused: list[str] = []
    for batch in _batches(folder / "documents.parquet"):
        with writing(register) as connection:
            for (document, reading), kept in zip(batch, keep_all(connection, batch, now), strict=True):
                if isinstance(kept, ReadingError):
                    refused.append(f"{folder.name}, {document.id}: {kept}")
                    continue
                stored = kept.outcome in ("new", "reread")
                new, known = new + stored, known + (not stored)
                figures += len(reading.figures) if stored else 0
    return Loaded(folder.name, new, known, figures, tuple(refused))


def _batches(path: Path) -> Iterator[list[tuple[Document, Reading]]]:
    columns = ["id", "language", "text", "published", "title", "url"]
    columns += ["dated_by", "outlet", "content", "reading"]
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH, columns=columns):
                yield [_restored(path, **row) for row in batch.to_pylist()]
    except (pa.ArrowException, OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise OutputError(f"{path} is damaged ({type(error).__name__}: {str(error)[:200]})") from error


def _restored(path: Path, content: str, reading: str, **fields: str) -> tuple[Document, Reading]:
    document = Document(**fields)  # type: ignore[arg-type]  # `published` is a day
    if document_hash(document) != content:
        raise OutputError(f"{path} is damaged: {document.id} is not the document that was read")
    return document, reading_from_json(json.loads(reading))
