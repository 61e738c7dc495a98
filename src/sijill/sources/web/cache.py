"""Fetched pages on disk, so that what has not changed is not sent again.

A page is a file: a line of JSON about it, then its bytes. It is written whole or not at all, and one that is damaged
is as good as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched from an address. `final`: where redirects led. `fetched_on`: the day, ISO 8601."""

    url: str
    final: str
    body: bytes
    media_type: str | None
    etag: str | None
    last_modified: str | None
    fetched_on: str


def kept(folder: Path, url: str) -> Page | None:
    """The page of an address as it was fetched last; None if it is not there."""
    try:
        with _file(folder, url).open("rb") as handle:
            about = json.loads(handle.readline())
            body = handle.read()
        if about.pop("sha256") != hashlib.sha256(body).hexdigest() or about["url"] != url:
            return None
        return Page(body=body, **about)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, page: Page) -> None:
    """Keeps a page in place of the one that was there. OSError if the disk refuses."""
    about = asdict(page)
    body = about.pop("body")
    about["sha256"] = hashlib.sha256(body).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps(about, ensure_ascii=False).encode() + b"\n" + body)
        Path(name).replace(_file(folder, page.url))
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def drop(folder: Path, url: str) -> None:
    """Forgets a page."""
    with contextlib.suppress(OSError):
        _file(folder, url).unlink()


def _file(folder: Path, url: str) -> Path:
    return folder / hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
