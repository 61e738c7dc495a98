"""What there is to open: a file or bytes, what is known of it, and which kind of thing it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from sijill.model import DateOrigin

Kind: TypeAlias = Literal[
    "text", "jsonl", "html", "pdf", "feed", "sitemap", "warc", "zip", "gzip", "parquet", "csv"
]

HEAD = 4096
"""The bytes at the beginning from which a kind is told."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to open: the file at `path`, or `content`.

    `where` is how messages name it, `name` the id of its document where it has no better one. `kind` may be
    left to be told from `media_type`, the name and the first bytes. `language`, `published` and `title`
    stand in where the thing itself says nothing; `dated_by` says where `published` is from (None: somebody
    states it). `captured` is the day on which it was fetched: nothing in it was published later. `after` is
    the position (a byte offset of a WARC, a number of a ZIP's member) behind which to go on.
    """

    where: str
    name: str
    path: Path | None = None
    content: bytes | None = None
    kind: Kind | None = None
    media_type: str | None = None
    url: str | None = None
    language: str | None = None
    published: dt.date | None = None
    dated_by: DateOrigin | None = None
    title: str | None = None
    captured: dt.date | None = None
    after: int | None = None


_SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".warc": "warc",
    ".zip": "zip",
    ".gz": "gzip",
    ".parquet": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
}

_MEDIA_TYPES: dict[str, Kind] = {
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/zip": "zip",
    "text/csv": "csv",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/warc": "warc",
}

READ = frozenset(_SUFFIXES)
"""The endings of the names of files that are read out of a folder or an archive."""


def is_read(name: str) -> bool:
    """Whether a file of this name is read where it is found in a folder or an archive."""
    return not name.startswith(".") and suffix(name) in READ


def suffix(name: str) -> str:
    """The last ending of a file's name, in lower case."""
    return PurePosixPath(name).suffix.lower()


def kind_of(head: bytes, name: str = "", media_type: str | None = None) -> Kind | None:
    """Which kind of thing begins with these bytes; None if it is none that can be told.

    What the bytes show wins, then the media type, then the name, then whether it is text at all.
    """
    if shown := _by_signature(head):
        return shown
    declared = _MEDIA_TYPES.get((media_type or "").partition(";")[0].strip().lower())
    named = _SUFFIXES.get(suffix(name))
    # what bytes have to show and do not, a name or a header cannot make it
    kind = next((k for k in (declared, named) if k and k not in ("gzip", "zip", "warc", "parquet")), None)
    if kind in ("feed", "html") or (kind is None and _is_markup(head)):
        return _of_markup(head) or kind
    if kind is None or kind == "text":
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and kind is None:
            return "jsonl"
        return "text" if kind or b"\0" not in head else None
    return kind


def _by_signature(head: bytes) -> Kind | None:
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    return "pdf" if b"%PDF-" in head[:1024] else None


def _is_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _of_markup(head: bytes) -> Kind | None:
    """HTML, a feed or a sitemap, by whichever root element comes first."""
    lower = head.lower()
    roots: list[tuple[bytes, Kind]] = [
        (b"<html", "html"),
        (b"<!doctype html", "html"),
        (b"<rss", "feed"),
        (b"<feed", "feed"),
        (b"<rdf:rdf", "feed"),
        (b"<urlset", "sitemap"),
        (b"<sitemapindex", "sitemap"),
    ]
    seen = [(lower.find(root), kind) for root, kind in roots if root in lower]
    return min(seen)[1] if seen else None
