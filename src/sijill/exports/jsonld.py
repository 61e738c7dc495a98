"""Slots of ours in JSON-LD: under our own names all the way down, a period as one text, what is empty left out."""

from __future__ import annotations

from typing import Any

from sijill.codec import period_from_json
from sijill.exports.gathered import edtf


def ours(said: dict[str, Any]) -> dict[str, Any]:
    """The entries with `sijill:` before each name; arrays of JSON-LD have no order, so a period is written in EDTF."""
    found: dict[str, Any] = {}
    for key, value in said.items():
        if key == "period" and isinstance(value, list):
            value = edtf(period_from_json(value))
        elif isinstance(value, dict):
            value = ours(value)
        elif isinstance(value, list):
            value = [ours(item) if isinstance(item, dict) else item for item in value]
        if value is not None and value not in ([], {}, ""):
            found[f"sijill:{key}"] = value
    return found
