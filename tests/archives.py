"""Web archives of our own pages, written byte by byte."""

from __future__ import annotations

import gzip
from collections.abc import Iterable


def record(url: str, html: str, status: str = "200 OK") -> bytes:
    """One captured page as a WARC record."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + html.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-02-13T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def archive(pages: Iterable[tuple[str, str]]) -> bytes:
    """Captured pages (address, HTML) as a WARC.gz, a member each."""
    return b"".join(gzip.compress(record(url, html), 6, mtime=0) for url, html in pages)
