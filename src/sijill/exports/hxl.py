"""Figures as CSV with the row of HXL hashtags (codes/hxl.yaml) below the headings."""

from __future__ import annotations

from typing import Any

from sijill import codes
from sijill.exports.gathered import Gathered
from sijill.exports.made import Made
from sijill.exports.rows import figure_row
from sijill.exports.written import csv_text, flat
from sijill.model import Figure
from sijill.register.rows import Stored


def hxl(found: Gathered) -> Made:
    """A table of figures; the sea, which is no country, has a column of its own."""
    tags = codes.foreign("hxl")
    rows = [dict(tags), *(_row(found, one) for one in found.figures)]
    return Made({"figures.hxl.csv": csv_text(rows, list(tags)).encode()})


def _row(found: Gathered, one: Stored[Figure]) -> dict[str, Any]:
    row = flat(figure_row(one))
    figure, value = one.found, row["value"]
    money = codes.is_money(figure.unit)
    people = figure.unit == "person" and figure.change is None
    return row | {
        "unit": None if money else figure.unit,
        "currency": figure.unit if money else None,
        "affected": value if people and figure.status in ("reported", "estimate") else None,
        "targeted": value if people and figure.status == "target" else None,
        "committed": value if money and figure.status == "allocated" else None,
        "at": [code for code in figure.at if code != "MED"],
        "sea": ["MED"] if "MED" in figure.at else [],
        "text": found.text_hash(one.head.key),
        f"quote_{one.head.language}": one.quote,
    }
