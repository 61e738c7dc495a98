"""Fetched pages on disk, so that what has not changed is not sent again.

A page is a file: a line of JSON about it, then its bytes. It is written whole or not at all, and one that is damaged
is as good as absent. The time of the file is when the page was last asked for: `prune` takes away those that nobody has
asked for in a long time, and of the others, beyond a size, the ones asked for longest ago.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOM = 500_000_000
"""Bytes that the pages may take together."""

UNUSED = 90 * 24 * 3600.0
"""Seconds after which a page that nobody has asked for goes: 90 days."""

_PARTIAL = ".partial-"
_NAME = re.compile("[0-9a-f]{64}")  # nothing else in the folder is ours
_LEFT = 24 * 3600.0  # seconds after which nobody is writing any more what is not yet whole


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
    file = _file(folder, url)
    try:
        with file.open("rb") as handle:
            about = json.loads(handle.readline())
            body = handle.read()
        if about.pop("sha256") != hashlib.sha256(body).hexdigest() or about["url"] != url:
            return None
        with contextlib.suppress(OSError):
            os.utime(file)
        return Page(body=body, **about)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, page: Page) -> None:
    """Keeps a page in place of the one that was there. OSError if the disk refuses."""
    about = asdict(page)
    body = about.pop("body")
    about["sha256"] = hashlib.sha256(body).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PARTIAL)
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


def prune(folder: Path, room: int = ROOM, unused: float = UNUSED, now: float | None = None) -> None:
    """Takes away pages that nobody asked for in so many seconds, and then those asked for longest ago until the rest
    fits into so many bytes. What cannot be taken away stays; another program may be at it as well."""
    now = time.time() if now is None else now
    pages: list[tuple[float, int, Path]] = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                about = entry.stat(follow_symlinks=False)
                if entry.name.startswith(_PARTIAL):
                    if now - about.st_mtime > _LEFT:
                        Path(entry.path).unlink()
                elif _NAME.fullmatch(entry.name):
                    pages.append((about.st_mtime, about.st_size, Path(entry.path)))
    taken = sum(size for _, size, _ in pages)
    for used, size, file in sorted(pages):
        if taken <= room and now - used <= unused:
            break
        with contextlib.suppress(OSError):
            file.unlink()
            taken -= size


def _file(folder: Path, url: str) -> Path:
    return folder / hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
