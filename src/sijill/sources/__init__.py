"""Whatever gives documents: plain text, JSON lines, folders of them, standard input.

`documents` walks what it is given and yields, in order, each document found and, for what cannot be read,
one line that says where and why; nothing is raised for a bad input, and the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from sijill.sources.found import Found, Rejected
from sijill.sources.jsonl import lines
from sijill.sources.text import plain

__all__ = ["Found", "Rejected", "count", "documents"]

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_TEXT = frozenset({".txt", ".text"})


def documents(
    sources: Iterable[str],
    stdin: BinaryIO,
    language: str | None = None,
    published: dt.date | None = None,
) -> Iterator[Found | Rejected]:
    """The documents of files, folders and `-` (standard input), in the order given, folders by name.

    `language` and `published` stand in where a document does not say. In a folder, .txt and .jsonl files
    are read; a file named outright is read whatever its name, as JSON lines if it begins with a brace.
    """
    for source in sources:
        if source == "-":
            yield from _read(stdin, "standard input", "stdin", None, language, published)
            continue
        path = Path(source)
        if path.is_dir():
            inside = _files(path)
            if not inside:
                yield Rejected(source, "this folder holds no .txt or .jsonl file")
            for file in inside:
                yield from _open(file, language, published)
        else:
            yield from _open(path, language, published)


def count(sources: Iterable[str]) -> int | None:
    """How many documents to expect, for a progress bar; None where standard input is among the sources."""
    total = 0
    for source in sources:
        if source == "-":
            return None
        path = Path(source)
        for file in _files(path) if path.is_dir() else [path]:
            total += _lines_in(file) if file.suffix.lower() in _JSON_LINES else 1
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
        found += [
            Path(where, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in _JSON_LINES | _TEXT
        ]
    return sorted(found)


def _open(path: Path, language: str | None, published: dt.date | None) -> Iterator[Found | Rejected]:
    try:
        handle = path.open("rb")
    except FileNotFoundError:
        yield Rejected(str(path), "there is no such file")
        return
    except OSError as error:
        yield Rejected(str(path), f"cannot be opened: {error.strerror}")
        return
    with handle:
        yield from _read(handle, str(path), path.stem, path.suffix.lower(), language, published)


def _read(
    handle: BinaryIO,
    where: str,
    name: str,
    suffix: str | None,
    language: str | None,
    published: dt.date | None,
) -> Iterator[Found | Rejected]:
    """One open file, as JSON lines or as one plain text."""
    try:
        head = b""
        if suffix not in _JSON_LINES and suffix not in _TEXT:
            while not head.strip() and (block := handle.read(64)):
                head += block
        if suffix in _JSON_LINES or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from lines(handle, where, language, published, head)
        else:
            yield plain(handle, where, name, language, published, head)
    except OSError as error:
        yield Rejected(where, f"cannot be read: {error.strerror}")
