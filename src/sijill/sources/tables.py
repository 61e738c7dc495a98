"""Tables of documents in CSV and Parquet, with the columns of `rows.py`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow
import pyarrow.parquet

from sijill.sources.found import LIMIT, Found, Rejected, UnfitError
from sijill.sources.item import Item
from sijill.sources.rows import COLUMNS, row_document

BATCH = 64
"""Rows of a Parquet table that are in memory at a time."""


def csv_rows(handle: BinaryIO, item: Item) -> Iterator[Found | Rejected]:
    """A document or a rejection for each row of a CSV table in UTF-8 with a line of column names.

    Columns are parted by commas, semicolons or tabs, whichever the first line has most of.
    """
    csv.field_size_limit(LIMIT)
    lines = io.TextIOWrapper(handle, "utf-8-sig", "surrogateescape", newline="")
    first = lines.readline(1 << 16)
    delimiter = max(",;\t", key=first.count)
    names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if "text" not in names:
        there = ", ".join(names[:8])[:200] or "none"
        yield Rejected(item.where, f"no column `text` in its first line; there are: {there}")
        return
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    empty = True
    while True:
        where = f"{item.where}:{reader.line_num + 2}"  # the line on which the row begins
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            empty = False
            yield Rejected(where, f"no row of a table ({error})")
            continue
        if not any(row):
            continue
        empty = False
        try:
            yield _csv_document(names, row, where, item)
        except UnfitError as why:
            yield Rejected(where, str(why))
    if empty:
        yield Rejected(item.where, "the table has no rows")


def _csv_document(names: list[str], row: list[str], where: str, item: Item) -> Found:
    if len(row) != len(names):
        raise UnfitError(f"{len(row)} fields where the table has {len(names)} columns")
    if any("\udc80" <= c <= "\udcff" for value in row if not value.isascii() for c in value):
        raise UnfitError("not UTF-8; convert the table first, perhaps: iconv -f WINDOWS-1256 -t UTF-8")
    fields = {name: value for name, value in zip(names, row, strict=True) if value}
    fields.setdefault("text", "")
    return row_document(fields, where, item.language, item.published)


def parquet_rows(handle: BinaryIO, item: Item) -> Iterator[Found | Rejected]:
    """A document or a rejection for each row of a Parquet table."""
    try:
        table = pyarrow.parquet.ParquetFile(handle, memory_map=False)
        names = [name for name in table.schema_arrow.names if name in COLUMNS]
        if "text" not in names:
            told = ", ".join(table.schema_arrow.names[:8])[:200]
            yield Rejected(item.where, f"no column `text`; there are: {told}")
            return
        number = 0
        for batch in table.iter_batches(BATCH, columns=names, use_threads=False):
            for position in range(batch.num_rows):
                number += 1
                yield _parquet_row(batch, position, f"{item.where}: row {number}", item)
        if not number:
            yield Rejected(item.where, "the table has no rows")
    except MemoryError:
        raise
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        yield Rejected(
            item.where,
            f"no Parquet table that can be read ({' '.join(str(error).split())[:120]}); write it anew",
        )


def _parquet_row(batch: pyarrow.RecordBatch, position: int, where: str, item: Item) -> Found | Rejected:
    try:
        row = {name: batch.column(name)[position].as_py() for name in batch.schema.names}
        return row_document(row, where, item.language, item.published)
    except UnicodeDecodeError:
        return Rejected(where, "not UTF-8")
    except (UnfitError, pyarrow.ArrowException, ValueError, OverflowError) as why:
        return Rejected(where, " ".join(str(why).split())[:200])
