"""Web archives: the pages, PDFs and feeds of WARC and WARC.gz, each with the address and day of its capture.

Records are cut apart and checked by `warc_records.py` and read by FastWARC. What is no document by its
nature (requests, pictures, scripts, redirections) is passed; what is damaged is told with its offset.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from sijill.sources.found import LIMIT, Rejected
from sijill.sources.item import HEAD, Item, kind_of
from sijill.sources.packed import Budget
from sijill.sources.warc_records import Cut, records
from sijill.sources.wire import Message, Reached

DAMAGES = 1000
"""Damaged places after which the rest of an archive is left."""

_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_READ_IN_ARCHIVES = frozenset({"html", "pdf", "feed", "text"})


def archive(
    handle: BinaryIO, item: Item, parse: Callable[[Item], Iterator[Message]], budget: Budget
) -> Iterator[Message]:
    """What `parse` finds in the records of a web archive, and where the archive is damaged.

    It may be as long as it likes (`budget` is not for it): one record is in memory at a time.
    """
    damages = seen = 0
    for found in records(handle, item.after):
        where = f"{item.where}@{found.offset}"
        if not isinstance(found, Cut):
            yield Rejected(where, found.why)
            damages += 1
            if damages >= DAMAGES:
                yield Rejected(item.where, f"damaged in {DAMAGES} places; the rest of this archive was left")
                return
            continue
        seen += 1
        yield Reached(found.offset, where)
        try:
            captured = _captured(found.record, item, where)
        except (OSError, ValueError, RuntimeError, StopIteration) as error:
            yield Rejected(where, f"this record cannot be read ({' '.join(str(error).split())[:100]})")
            continue
        if isinstance(captured, Rejected):
            yield captured
        elif captured is not None:
            yield from parse(captured)
    if not seen and not damages and item.after is None:
        yield Rejected(item.where, "this web archive has no record")


def is_archive(handle: BinaryIO) -> bool:
    """Whether a gzip file begins as a web archive does; leaves `handle` at its beginning."""
    try:
        beginning = zlib.decompressobj(wbits=31).decompress(handle.read(HEAD), 16)
    except zlib.error:
        beginning = b""
    handle.seek(0)
    return beginning.startswith(b"WARC/")


def _captured(content: bytes, item: Item, where: str) -> Item | Rejected | None:
    """The page of a record as something to open; None if it is of no kind that is read."""
    opened = ArchiveIterator(io.BytesIO(content), parse_http=False, stream_detect=False)
    record = next(opened)  # its reader lives as long as `opened`
    if not record.record_type & _PAGES:
        return None
    if slip := _wrong_digest(record, content):
        return Rejected(where, slip)
    http = record.is_http
    if http:
        opened = ArchiveIterator(io.BytesIO(content), auto_decode="all", stream_detect=False)
        record = next(opened)
        if record.http_headers is None or not record.http_headers.status_code:
            return Rejected(where, "this record has no HTTP head")
        if not 200 <= record.http_headers.status_code < 300:
            return None
    media_type = _media_type(record, http=http)
    body = record.reader.read(LIMIT + 1)
    if len(body) > LIMIT:
        return Rejected(where, f"longer than {LIMIT // 1_000_000} MB, which is no news report")
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    kind = kind_of(body[:HEAD], "", media_type)
    declared = (media_type or "text/html").lower()
    if kind not in _READ_IN_ARCHIVES or (kind == "text" and not declared.startswith("text/plain")):
        return None
    return replace(
        item,
        where=where,
        name=address or where,
        content=body,
        kind=kind,
        media_type=media_type,
        url=address,
        captured=record.record_date.date() if isinstance(record.record_date, dt.datetime) else None,
        after=None,
    )


def _media_type(record: WarcRecord, *, http: bool) -> str | None:
    headers = record.http_headers if http else record.headers
    return headers.get("Content-Type") if headers is not None else None


def _wrong_digest(record: WarcRecord, content: bytes) -> str | None:
    """What is wrong with a record by its own checksum: of its block, or, if it has none, of its payload."""
    block = content[content.index(b"\r\n\r\n") + 4 :]
    for header, start in (("WARC-Block-Digest", 0), ("WARC-Payload-Digest", _payload_start(record, block))):
        algorithm, _, written = (record.headers.get(header) or "").strip().partition(":")
        algorithm = algorithm.lower().replace("-", "")
        if algorithm not in ("sha1", "sha256", "sha512", "md5") or not written:
            continue
        digest = hashlib.new(algorithm, block[start:], usedforsecurity=False).digest()
        if written.lower() == digest.hex() or _base32(written) == digest:
            return None
        return f"this record is not what was archived: its {algorithm} digest differs"
    return None


def _payload_start(record: WarcRecord, block: bytes) -> int:
    end = block.find(b"\r\n\r\n") if record.is_http else -1
    return end + 4 if end >= 0 else 0


def _base32(written: str) -> bytes | None:
    try:
        return base64.b32decode(written.upper() + "=" * (-len(written) % 8))
    except binascii.Error:
        return None
