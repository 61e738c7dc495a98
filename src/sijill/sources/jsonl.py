"""Documents as JSON lines: `id, url, language, published, title, text`, of which only `text` is required."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from sijill.sources.found import LIMIT, Found, Rejected, UnfitError
from sijill.sources.rows import row_document
from sijill.sources.text import decode


def lines(
    handle: BinaryIO,
    where: str,
    language: str | None,
    published: dt.date | None,
    head: bytes = b"",
) -> Iterator[Found | Rejected]:
    """A document or a rejection for each line that is not blank. `head` is what was read already.

    A line without an `id` is named by its place, `standard input:3`.
    """
    empty = True
    for number, line in enumerate(_split(head, handle), 1):
        if not line.strip():
            continue
        empty = False
        place = f"{where}:{number}"
        if len(line) > LIMIT:
            yield Rejected(place, f"longer than {LIMIT // 1_000_000} MB, which is no news report")
            continue
        try:
            yield _document(line, place, language, published)
        except UnfitError as why:
            yield Rejected(place, str(why))
    if empty:
        yield Rejected(where, "the text is empty")


def _split(head: bytes, handle: BinaryIO) -> Iterator[bytes]:
    """The lines of a file whose first bytes were read already; of one too long, only the beginning."""
    first, *others = BytesIO(head).readlines() or [b""]
    pending = [first, *others]
    while pending:
        line = pending.pop(0)
        if not pending and not line.endswith(b"\n"):
            line += handle.readline(LIMIT + 1)
        yield line
        if len(line) > LIMIT:
            _skip_line(line, handle)
    while line := handle.readline(LIMIT + 1):
        yield line
        if len(line) > LIMIT:
            _skip_line(line, handle)


def _skip_line(line: bytes, handle: BinaryIO) -> None:
    while line and not line.endswith(b"\n"):
        line = handle.readline(LIMIT)


def _document(line: bytes, place: str, language: str | None, published: dt.date | None) -> Found:
    try:
        row = json.loads(decode(line))
    except json.JSONDecodeError as error:
        raise UnfitError(f"no JSON ({error.msg} at character {error.pos + 1} of the line)") from None
    except RecursionError:
        raise UnfitError("JSON nested too deep") from None
    except ValueError as error:
        if isinstance(error, UnfitError):
            raise
        raise UnfitError("a number too long to read") from None
    if not isinstance(row, dict):
        raise UnfitError("no JSON object with `id` and `text`")
    return row_document(row, place, language, published)
