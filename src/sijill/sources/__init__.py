"""Whatever gives documents: texts, JSON lines, pages, PDFs, feeds, web archives, tables, ZIPs of them.

`documents` walks what it is given and yields, in order, each document found and, for what cannot be read,
one line that says where and why; nothing is raised for a bad input, and the rest goes on. All but plain
texts and JSON lines are opened in a child process (`cage.py`). Somebody who has bytes rather than files,
or wants the addresses that a feed lists, asks a `Cage` with an `Item`.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sijill.sources.cage import Cage
from sijill.sources.found import Found, Linked, Mark, Rejected
from sijill.sources.item import HEAD, Item, is_read, kind_of, suffix
from sijill.sources.jsonl import lines
from sijill.sources.text import plain
from sijill.sources.web.reading import documents_at, is_web

if TYPE_CHECKING:
    from sijill.sources.web.fetching import Fetcher

__all__ = ["Cage", "Found", "Item", "Linked", "Mark", "Rejected", "count", "documents"]

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_TEXT = frozenset({".txt", ".text"})

STDIN_LIMIT = 2_000_000_000
"""The bytes of standard input that are put aside for the child to open: a web archive or two."""


def documents(
    sources: Iterable[str],
    stdin: BinaryIO,
    language: str | None = None,
    published: dt.date | None = None,
    cage: Cage | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Found | Rejected]:
    """The documents of files, folders, web addresses and `-` (standard input), in the order given, folders by name.

    `language` and `published` stand in where a document does not say. In a folder, files with an ending of
    `item.READ` are read; a file named outright is read whatever its name, as what its first bytes show.
    `cage` is where files are opened, `fetcher` fetches what stands at web addresses; without, one is made for
    this call, which keeps nothing on disk.
    """
    with ExitStack() as stack:
        cage = cage or stack.enter_context(Cage())
        for source in sources:
            if source == "-":
                yield from _stdin(stdin, language, published, cage)
                continue
            if is_web(source):
                from sijill.sources.web.fetching import Fetcher

                fetcher = fetcher or Fetcher()
                yield from documents_at(source, fetcher, cage, language, published)
                continue
            path = Path(source)
            if path.is_dir():
                inside = _files(path)
                if not inside:
                    yield Rejected(
                        source, "this folder holds no file that Sijill reads (.txt, .html, .pdf, …)"
                    )
                for file in inside:
                    yield from _open(file, language, published, cage)
            else:
                yield from _open(path, language, published, cage)


def count(sources: Iterable[str]) -> int | None:
    """How many documents to expect, for a progress bar; None where that cannot be told beforehand."""
    total = 0
    for source in sources:
        if source == "-" or is_web(source):
            return None
        path = Path(source)
        for file in _files(path) if path.is_dir() else [path]:
            if suffix(file.name) in _JSON_LINES:
                total += _lines_in(file)
            elif suffix(file.name) in _TEXT | {".html", ".htm", ".pdf"}:
                total += 1
            else:
                return None
    return total


def _lines_in(path: Path) -> int:
    try:
        with path.open("rb") as handle:
            return sum(block.count(b"\n") for block in iter(lambda: handle.read(1 << 20), b""))
    except OSError:
        return 0


def _files(folder: Path) -> list[Path]:
    """The files under a folder that are read, sorted by path; hidden ones and links to folders are passed."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(where, name) for name in names if is_read(name)]
    return sorted(found)


def _open(
    path: Path, language: str | None, published: dt.date | None, cage: Cage
) -> Iterator[Found | Rejected]:
    try:
        handle = path.open("rb")
    except FileNotFoundError:
        yield Rejected(str(path), "there is no such file")
        return
    except OSError as error:
        yield Rejected(str(path), f"cannot be opened: {error.strerror}")
        return
    with handle:
        try:
            head = b"" if suffix(path.name) in _JSON_LINES | _TEXT else handle.read(HEAD)
        except OSError as error:
            yield Rejected(str(path), f"cannot be read: {error.strerror}")
            return
        kind = "text" if not head else kind_of(head, path.name)
        if kind in ("text", "jsonl", None):
            yield from _read(handle, str(path), path.stem, suffix(path.name), language, published, head)
            return
    yield from cage.documents(
        Item(str(path), path.stem, path=path, kind=kind, language=language, published=published)
    )


def _stdin(
    stdin: BinaryIO, language: str | None, published: dt.date | None, cage: Cage
) -> Iterator[Found | Rejected]:
    where = "standard input"
    try:
        head = stdin.read(HEAD)
        kind = kind_of(head)
        if kind in ("text", "jsonl", None):
            yield from _read(stdin, where, "stdin", None, language, published, head)
            return
        with tempfile.NamedTemporaryFile() as aside:
            aside.write(head)
            shutil.copyfileobj(_Limited(stdin, STDIN_LIMIT), aside)
            aside.flush()
            path = Path(aside.name)
            item = Item(where, "stdin", path=path, kind=kind, language=language, published=published)
            for outcome in cage.documents(item):
                # the file that a rejection names is gone when this is over
                yield replace(outcome, file=None) if isinstance(outcome, Rejected) else outcome
    except OSError as error:
        yield Rejected(where, f"cannot be read: {error.strerror or error}")


class _Limited:
    """A stream that fails where more than so many bytes are read from it."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self.stream, self.left = stream, most

    def read(self, size: int = -1, /) -> bytes:
        block = self.stream.read(size)
        self.left -= len(block)
        if self.left < 0:
            raise OSError(f"more than {STDIN_LIMIT // 1_000_000} MB; give it as a file")
        return block


def _read(
    handle: BinaryIO,
    where: str,
    name: str,
    ending: str | None,
    language: str | None,
    published: dt.date | None,
    head: bytes,
) -> Iterator[Found | Rejected]:
    """One open file whose first bytes were read already, as JSON lines or as one plain text."""
    try:
        while ending not in _JSON_LINES | _TEXT and not head.strip() and (block := handle.read(HEAD)):
            head += block
        if ending in _JSON_LINES or (
            ending not in _TEXT and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        ):
            yield from lines(handle, where, language, published, head)
        else:
            yield plain(handle, where, name, language, published, head)
    except OSError as error:
        yield Rejected(where, f"cannot be read: {error.strerror}")
