"""The tables as CSV, JSON lines and Parquet, each with its data package, and back to the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from sijill.codec import plain_number
from sijill.exports.gathered import Gathered
from sijill.exports.made import Made
from sijill.exports.package import package
from sijill.exports.tables import TABLES, Column, Kind, Row, Tables, tables
from sijill.exports.written import cell_text, csv_text


class NoPackageError(ValueError):
    """What was to be read back is no export of tables."""


def csv_package(found: Gathered) -> Made:
    """A CSV file a table: codes apart by spaces, structures as JSON, texts kept from being run as formulas."""
    files = {}
    for name, rows in tables(found).items():
        structured = [column.name for column in TABLES[name] if column.kind == "json"]
        written = [
            row | {key: json.dumps(row[key], ensure_ascii=False) for key in structured if row[key]}
            for row in rows
        ]
        files[f"{name}.csv"] = csv_text(written, [column.name for column in TABLES[name]]).encode()
    return Made({"datapackage.json": package(found, "csv"), **files})


def jsonl_package(found: Gathered) -> Made:
    """A file of JSON lines a table."""
    files = {
        f"{name}.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        for name, rows in tables(found).items()
    }
    return Made({"datapackage.json": package(found, "jsonl"), **files})


def parquet_package(found: Gathered) -> Made:
    """A Parquet file a table: days as dates, codes as lists, structures as JSON."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
        "codes": pa.list_(pa.string()),
        "json": pa.string(),
    }
    files = {}
    for name, rows in tables(found).items():
        columns = TABLES[name]
        schema = pa.schema([pa.field(c.name, types[c.kind], nullable=not c.needed) for c in columns])
        held = {c.name: [_to_parquet(c.kind, row[c.name]) for row in rows] for c in columns}
        out = io.BytesIO()
        pq.write_table(pa.table(held, schema), out, compression="zstd")
        files[f"{name}.parquet"] = out.getvalue()
    return Made({"datapackage.json": package(found, "parquet"), **files})


def _to_parquet(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "day":
        return dt.date.fromisoformat(value)
    if kind == "number":
        return float(value)
    return json.dumps(value, ensure_ascii=False) if kind == "json" else value


def read_tables(place: Path) -> Tables:
    """The rows of an export of tables, in a folder or a ZIP, whichever of the three formats it is in: the same rows
    as `tables` gave. NoPackageError where there is none."""
    contents = _contents(place)
    if "datapackage.json" not in contents:
        raise NoPackageError(f"{place} has no datapackage.json")
    found: Tables = {}
    for resource in json.loads(contents["datapackage.json"])["resources"]:
        name, path = resource["name"], resource["path"]
        if name not in TABLES or path not in contents:
            raise NoPackageError(f"{place}: there is no table {name}, or no file {path}")
        read = {".csv": _rows_of_csv, ".jsonl": _rows_of_jsonl, ".parquet": _rows_of_parquet}
        found[name] = read[Path(path).suffix](contents[path], TABLES[name])
    return found


def _contents(place: Path) -> dict[str, bytes]:
    if place.is_dir():
        return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _rows_of_csv(content: bytes, columns: tuple[Column, ...]) -> list[Row]:
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [{c.name: _of_cell(c.kind, row[c.name]) for c in columns} for row in rows]


def _of_cell(kind: Kind, cell: str) -> Any:
    if kind == "codes":
        return cell.split()
    if kind == "json":
        return json.loads(cell) if cell else []
    if not cell:
        return None
    if kind == "flag":
        return cell == "true"
    if kind == "whole":
        return int(cell)
    if kind == "number":
        return plain_number(float(cell))
    return cell_text(cell)


def _rows_of_jsonl(content: bytes, columns: tuple[Column, ...]) -> list[Row]:
    rows = [json.loads(line) for line in content.decode().split("\n") if line]
    return [{column.name: row[column.name] for column in columns} for row in rows]


def _rows_of_parquet(content: bytes, columns: tuple[Column, ...]) -> list[Row]:
    import pyarrow.parquet as pq

    rows = pq.read_table(io.BytesIO(content)).to_pylist()
    return [{c.name: _of_parquet(c.kind, row[c.name]) for c in columns} for row in rows]


def _of_parquet(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "day":
        return value.isoformat()
    if kind == "number":
        return plain_number(value)
    return json.loads(value) if kind == "json" else value
