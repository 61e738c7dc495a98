"""A document from one row of a table, whatever holds the table: JSON lines, CSV or Parquet.

The columns are `id, url, language, published, title, text`; only `text` is required. `dated_by` and `outlet`
are read where `sijill` itself wrote them. Other columns are passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args

from sijill.model import DateOrigin
from sijill.sources.found import Found, UnfitError, day, document, language_code

COLUMNS = ("id", "url", "language", "published", "title", "text", "dated_by", "outlet")


def row_document(
    row: Mapping[str, Any], place: str, language: str | None, published: dt.date | None
) -> Found:
    """The document of a row; without an `id` it is named by its place. UnfitError if it is none."""
    text = _string(row, "text")
    if text is None:
        raise UnfitError("no field `text`" + (f"; there are: {', '.join(sorted(row)[:8])}" if row else ""))
    identifier = row.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    stated, on = _string(row, "language"), _string(row, "published")
    origin = next((o for o in get_args(DateOrigin) if o == row.get("dated_by")), None)
    return document(
        id=identifier if isinstance(identifier, str) and identifier else place,
        text=text,
        where=place,
        language=language_code(stated) if stated else language,
        published=day(on) if on else published,
        title=_string(row, "title"),
        url=_string(row, "url"),
        dated_by=origin if on else None,
        outlet=_string(row, "outlet") or None,
    )


def _string(row: Mapping[str, Any], field: str) -> str | None:
    value = row.get(field)
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is not None and not isinstance(value, str):
        raise UnfitError(f"the field `{field}` is no string")
    return value
