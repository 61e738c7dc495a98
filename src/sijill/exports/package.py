"""The Frictionless data package of the tables: `datapackage.json` says what every column is (Table Schema).

Source: datapackage.org, Data Package and Table Schema. Codes of our lists are enums, ids are keys.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from sijill import codes
from sijill.exports.gathered import Gathered
from sijill.exports.tables import TABLES, Column, listed_codes

_TYPES = {
    "text": "string",
    "whole": "integer",
    "number": "number",
    "flag": "boolean",
    "day": "date",
    "codes": "array",
    "json": "array",
}


def package(found: Gathered, form: str) -> bytes:
    """datapackage.json of the tables as `csv`, `jsonl` or `parquet` files."""
    described = {
        "name": "sijill",
        "title": "What documents say about migration cooperation in the central Mediterranean",
        "description": "Figures, events and instruments as documents state them, each with the characters where it "
        "stands. Offsets count Unicode code points of the document's text, whose hash is in the table documents. "
        "Read by a program: look at the passage before you quote a figure.",
        "homepage": "https://pypi.org/project/sijill/",
        "licenses": [
            {
                "name": "other-at",
                "title": "Facts as read by Sijill; quotes and titles remain their publishers', who are to be named",
            }
        ],
        "sources": _sources(found),
        "resources": [_resource(name, form) for name in TABLES],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _sources(found: Gathered) -> list[dict[str, str]]:
    """Who published the documents: their hosts, each once."""
    hosts: dict[str, str] = {}
    without = 0
    for stored in found.documents.values():
        parts = urlsplit(stored.document.url or "")
        if parts.scheme in ("http", "https") and parts.netloc:
            hosts[parts.netloc] = f"{parts.scheme}://{parts.netloc}/"
        else:
            without += 1
    named = [{"title": host, "path": hosts[host]} for host in sorted(hosts)]
    alone = [{"title": f"{without} documents without an address (table documents)"}] if without else []
    return [*named, *alone]


def _resource(name: str, form: str) -> dict[str, Any]:
    dialects: dict[str, dict[str, Any]] = {"csv": {"delimiter": ","}, "jsonl": {"keyed": True}}
    schema: dict[str, Any] = {
        "fields": [_field(column, form) for column in TABLES[name]],
        "primaryKey": ["id"],
        "missingValues": [""],
    }
    keys = [
        {"fields": [c.name], "reference": {"resource": "" if c.to == name else c.to, "fields": ["id"]}}
        for c in TABLES[name]
        if c.to
    ]
    if keys:
        schema["foreignKeys"] = keys
    found: dict[str, Any] = {
        "name": name,
        "path": f"{name}.{form}",
        "format": {"jsonl": "ndjson"}.get(form, form),
        "mediatype": {"csv": "text/csv", "jsonl": "application/jsonl"}.get(
            form, "application/vnd.apache.parquet"
        ),
        "encoding": "utf-8",
    }
    if form in dialects:
        found["dialect"] = dialects[form]
    return found | {"schema": schema}


def _field(column: Column, form: str) -> dict[str, Any]:
    kind = _TYPES[column.kind]
    if column.kind == "codes" and form == "csv":
        kind = "string"
    if column.kind == "json" and form == "parquet":
        kind = "string"
    told = column.told + (" Apart by spaces." if column.kind == "codes" and form == "csv" else "")
    found: dict[str, Any] = {"name": column.name, "type": kind, "description": told}
    constraints: dict[str, Any] = {}
    if column.needed:
        constraints["required"] = True
    if column.name == "id":
        constraints["unique"] = True
    if column.listed:
        constraints["enum"] = listed_codes(column.listed)
    if column.name == "unit" and column.needed:
        constraints["pattern"] = f"({'|'.join(codes.units())}|[A-Z]{{3}})"
    return found | ({"constraints": constraints} if constraints else {})
