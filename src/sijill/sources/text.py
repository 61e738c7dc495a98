"""A plain text, one document a file, in UTF-8."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from sijill.sources.found import LIMIT, Found, Rejected, UnfitError, document

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"SQLite format 3": "a SQLite database",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def plain(
    handle: BinaryIO,
    where: str,
    name: str,
    language: str | None,
    published: dt.date | None,
    head: bytes = b"",
    url: str | None = None,
) -> Found | Rejected:
    """The text of an open file as a document named `name`. `head` is what was read of it already."""
    content = head + handle.read(LIMIT + 1 - len(head))
    if len(content) > LIMIT:
        return Rejected(where, f"longer than {LIMIT // 1_000_000} MB, which is no news report")
    try:
        return document(
            id=name, text=decode(content), where=where, language=language, published=published, url=url
        )
    except UnfitError as why:
        return Rejected(where, str(why))


def decode(content: bytes) -> str:
    """The bytes as text, as they stand but for a byte order mark. UnfitError if they are no UTF-8 text."""
    if not content.strip():
        raise UnfitError("the text is empty")
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise UnfitError(f"this is {what}, no plain text")
    if content.startswith(_UTF16):
        raise UnfitError("this is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8")
    if b"\0" in content:
        raise UnfitError(f"this is binary, no text (a zero byte at {content.index(0)})")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitError(
            f"not UTF-8 (byte 0x{content[error.start]:02x} at {error.start}); "
            "convert it first, perhaps: iconv -f WINDOWS-1256 -t UTF-8"
        ) from None
