"""What a shard becomes: a folder with documents, figures and events as Parquet, and what was rejected.

Same records, same bytes: rows in the order of the shard, row groups of a fixed number of documents, one
compression, no clock and no name of a machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.codec import document_hash, reading_to_json
from sijill.model import Event, Figure, Reading
from sijill.register.store import reference
from sijill.sources.found import Found, Rejected

BATCH = 400
"""Documents to a row group, and the most that a worker holds."""

ROWS = 4000
"""Figures or events to a row group: a writer remembers every group until its file ends, so there must be few."""

REJECTED = "rejected.jsonl"
"""The file of the records that were rejected: `where`, `why`, and `deadly` where it killed its reader."""

_WORDS = pa.list_(pa.field("item", pa.string()))
_WHOSE = [("document", pa.string()), ("document_id", pa.string()), ("published", pa.date32())]
_PLACE = [("start", pa.int64()), ("end", pa.int64()), ("quote", pa.string())]
_PERIOD = [("period_start", pa.date32()), ("period_end", pa.date32())]

SCHEMAS = {
    "documents": pa.schema(
        [
            ("document", pa.string()),
            ("id", pa.string()),
            ("url", pa.string()),
            ("language", pa.string()),
            ("language_guessed", pa.bool_()),
            ("published", pa.date32()),
            ("dated_by", pa.string()),
            ("outlet", pa.string()),
            ("title", pa.string()),
            ("text", pa.string()),
            ("where", pa.string()),
            ("content", pa.string()),
            ("reader", pa.string()),
            ("reading", pa.string()),
        ]
    ),
    "figures": pa.schema(
        [
            ("figure", pa.string()),
            *_WHOSE,
            ("language", pa.string()),
            *_PLACE,
            ("value", pa.float64()),
            ("bound", pa.string()),
            ("low", pa.float64()),
            ("high", pa.float64()),
            ("unit", pa.string()),
            ("change", pa.string()),
            ("measure", pa.string()),
            ("status", pa.string()),
            *_PERIOD,
            ("from", _WORDS),
            ("to", _WORDS),
            ("at", _WORDS),
            ("sex", pa.string()),
            ("age", pa.string()),
            ("nationality", _WORDS),
            ("vulnerable", pa.bool_()),
            ("actor", pa.string()),
            ("source", pa.string()),
            ("part_of", pa.int64()),
            ("confidence", pa.float64()),
        ]
    ),
    "events": pa.schema(
        [
            ("event", pa.string()),
            *_WHOSE,
            ("language", pa.string()),
            *_PLACE,
            ("type", pa.string()),
            *_PERIOD,
            ("place", pa.string()),
            ("participants", _WORDS),
            ("topics", _WORDS),
            ("instrument", pa.string()),
        ]
    ),
}
"""The columns of the three tables. `document` is the short id that the register gives it; `reading` is all that
was read, as `sijill extract --explain` prints it, from which `sijill load` fills a register."""


class Tables:
    """The three files of a shard, filled in batches; to be used in a `with` block."""

    def __init__(self, folder: Path) -> None:
        self.counts = dict.fromkeys(SCHEMAS, 0)
        self.rejected = 0
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        self._writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd", version="2.6")
            for name, schema in SCHEMAS.items()
        }
        self._lines = (folder / REJECTED).open("w", encoding="utf-8")

    def add(self, found: Found, reading: Reading) -> None:
        """A document and its reading."""
        for name, row in _rows(found, reading):
            self._rows[name].append(row)
            self.counts[name] += 1

    def reject(self, rejected: Rejected) -> None:
        """A record that is no document, for the list of them."""
        self.rejected += 1
        row = {"where": rejected.where, "why": rejected.why, "deadly": rejected.deadly}
        self._lines.write(json.dumps(row, ensure_ascii=False) + "\n")

    def full(self) -> bool:
        """Whether it is time to `flush`."""
        return len(self._rows["documents"]) >= BATCH

    def flush(self) -> None:
        """Writes the documents that were added, and of figures and events as many as make a row group."""
        self._write("documents", 1)
        for name in ("figures", "events"):
            self._write(name, ROWS)

    def _write(self, name: str, least: int) -> None:
        rows = self._rows[name]
        if len(rows) >= least:
            self._writers[name].write_table(pa.Table.from_pylist(rows, SCHEMAS[name]))
            rows.clear()

    def __enter__(self) -> Tables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for name in SCHEMAS:
                    self._write(name, 1)
        finally:
            self._lines.close()
            for writer in self._writers.values():
                writer.close()


def _rows(found: Found, reading: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
    document = found.document
    content = document_hash(document)
    whose = {
        "document": reference(content),
        "document_id": document.id,
        "published": document.published,
        "language": document.language,
    }
    yield (
        "documents",
        {
            "document": reference(content),
            "id": document.id,
            "url": document.url,
            "language": document.language,
            "language_guessed": found.guessed_language,
            "published": document.published,
            "dated_by": document.dated_by,
            "outlet": document.outlet,
            "title": document.title,
            "text": document.text,
            "where": found.where,
            "content": content,
            "reader": reading.reader,
            "reading": json.dumps(
                reading_to_json(document, reading, explain=True),
                ensure_ascii=False,
                separators=(",", ":"),
                allow_nan=False,
            ),
        },
    )
    for figure in reading.figures:
        name = reference(content, "figure", figure.start, figure.measure)
        yield "figures", {"figure": name, **whose, **_figure(figure, document.text)}
    for event in reading.events:
        name = reference(content, "event", event.start, event.type)
        yield "events", {"event": name, **whose, **_event(event, document.text)}


def _figure(figure: Figure, text: str) -> dict[str, Any]:
    return {
        "start": figure.start,
        "end": figure.end,
        "quote": text[figure.start : figure.end],
        "value": float(figure.value),
        "bound": figure.bound,
        "low": None if figure.low is None else float(figure.low),
        "high": None if figure.high is None else float(figure.high),
        "unit": figure.unit,
        "change": figure.change,
        "measure": figure.measure,
        "status": figure.status,
        "period_start": figure.period.start if figure.period else None,
        "period_end": figure.period.end if figure.period else None,
        "from": list(figure.from_),
        "to": list(figure.to),
        "at": list(figure.at),
        "sex": figure.population.sex,
        "age": figure.population.age,
        "nationality": list(figure.population.nationality),
        "vulnerable": figure.population.vulnerable,
        "actor": figure.actor,
        "source": figure.source,
        "part_of": figure.part_of,
        "confidence": figure.confidence,
    }


def _event(event: Event, text: str) -> dict[str, Any]:
    return {
        "start": event.start,
        "end": event.end,
        "quote": text[event.start : event.end],
        "type": event.type,
        "period_start": event.period.start if event.period else None,
        "period_end": event.period.end if event.period else None,
        "place": event.place,
        "participants": [participant.name for participant in event.participants],
        "topics": list(event.topics),
        "instrument": event.instrument,
    }


def sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
