"""ZIP archives and gzipped files, opened with caps; nothing in them is ever written anywhere."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from sijill.sources.found import LIMIT, Rejected
from sijill.sources.item import Item, is_read
from sijill.sources.wire import Message, Reached

DEPTH = 3
"""Archives inside archives."""

ENTRIES = 10_000
"""Members of one ZIP."""

TOTAL = 200_000_000
"""Bytes that all members of one file may have together, those of archives inside it among them."""

RATIO = 100
"""How many times its size a member may become, once it is past SMALL."""

SMALL = 1_000_000

_LISTED = 46
"""The fewest bytes that a member takes in a ZIP's list of members."""

Parse = Callable[[Item], Iterator[Message]]


class Budget:
    """The bytes that may still come out of one file, all archives inside it together."""

    def __init__(self) -> None:
        self.left = TOTAL

    def spend(self, size: int) -> bool:
        """Takes off so many bytes; False when there are no more."""
        self.left -= size
        return self.left >= 0


def zip_members(handle: BinaryIO, item: Item, parse: Parse, budget: Budget) -> Iterator[Message]:
    """What `parse` finds in the members of a ZIP whose names end as those of files that are read."""
    if (slip := _too_many(handle)) is not None:
        yield Rejected(item.where, slip)
        return
    try:
        archive = zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
        yield Rejected(item.where, f"no ZIP that can be read ({str(error)[:100]}); fetch it again")
        return
    members = archive.infolist()
    if any(member.filename == "[Content_Types].xml" for member in members):
        yield Rejected(item.where, "an office document; save it as PDF or text")
        return
    if len(members) > ENTRIES:
        yield Rejected(item.where, f"{len(members)} members; {ENTRIES} are the most that are opened")
        return
    if _overlap(members):
        told = "its members lie over one another, as in archives made to do harm; none was opened"
        yield Rejected(item.where, told)
        return
    opened = 0
    for number, member in enumerate(members):
        if item.after is not None and number <= item.after:
            continue
        where = f"{item.where}!{_shown(member.filename)}"
        if member.is_dir() or "__MACOSX" in member.filename or not is_read(_name(member)):
            continue
        opened += 1
        slip = _unfit(member)
        if slip is not None:
            yield Rejected(where, slip)
            continue
        yield Reached(number, where)
        try:
            with archive.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except (
            zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error
        ) as error:  # fmt: skip
            yield Rejected(where, f"this member is damaged ({str(error)[:100] or type(error).__name__})")
            continue
        if not budget.spend(len(content)):
            yield Rejected(
                item.where, f"more than {TOTAL // 1_000_000} MB in it; the members from here on were left"
            )
            return
        yield from parse(_inside(item, where, _name(member), content))
    if not opened and item.after is None:
        yield Rejected(item.where, "no file in this ZIP is one that Sijill reads (.txt, .html, .pdf, …)")


def gzipped(handle: BinaryIO, item: Item, parse: Parse, budget: Budget) -> Iterator[Message]:
    """What `parse` finds in the one file that a .gz holds."""
    content = bytearray()
    size = handle.seek(0, io.SEEK_END)
    handle.seek(0)
    try:
        with gzip.GzipFile(fileobj=handle) as stream:
            while block := stream.read(1 << 20):
                content += block
                if len(content) > LIMIT:
                    yield Rejected(item.where, f"more than {LIMIT // 1_000_000} MB in it; unpack it first")
                    return
                if len(content) > max(SMALL, RATIO * size):
                    yield Rejected(item.where, f"it becomes more than {RATIO} times its size")
                    return
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(item.where, f"this gzip file is damaged ({str(error)[:100]}); fetch it again")
        return
    if not budget.spend(len(content)):
        yield Rejected(item.where, f"more than {TOTAL // 1_000_000} MB in all")
        return
    yield from parse(_inside(item, item.where, item.name.removesuffix(".gz"), bytes(content)))


def _inside(item: Item, where: str, name: str, content: bytes) -> Item:
    named = PurePosixPath(name)
    return replace(
        item, where=where, name=named.name, content=content, kind=None, media_type=None, after=None
    )


def _too_many(handle: BinaryIO) -> str | None:
    """Whether the list of members is longer than that of ENTRIES members, before it is read into memory."""
    size = handle.seek(0, io.SEEK_END)
    handle.seek(max(size - 66_000, 0))
    tail = handle.read()
    handle.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return "no ZIP that can be read (its end is missing); fetch it again"
    entries, listed = struct.unpack("<HI", tail[at + 10 : at + 16])
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if wide >= 0 and len(tail) >= wide + 48:
        entries, listed = struct.unpack("<QQ", tail[wide + 32 : wide + 48])
    if entries > ENTRIES or listed > ENTRIES * (_LISTED + 1000):
        return f"{entries} members are listed; {ENTRIES} are the most that are opened"
    return None


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether a member begins before the one in front of it has ended, as none does that a program packed."""
    end = -1
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + 30 + len(member.orig_filename) + member.compress_size
    return False


def _unfit(member: zipfile.ZipInfo) -> str | None:
    """Why a member is not opened, in one line; None if it may be."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        return "its path leads out of the archive; it was not opened"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link to another place; it was not followed"
    if member.flag_bits & 0x1:
        return "it is encrypted; unpack it first"
    if member.file_size > LIMIT:
        return f"longer than {LIMIT // 1_000_000} MB; unpack it first"
    if member.file_size > max(SMALL, RATIO * member.compress_size):
        return f"it becomes more than {RATIO} times its size; unpack it first, if you trust it"
    return None


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name


def _shown(name: str) -> str:
    """A member's name as one line may show it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)[:200]
