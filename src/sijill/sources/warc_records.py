"""The records of a web archive, cut apart with checks of our own: what is damaged is told with its offset.

A library that reads on over a bad length or a bad checksum loses, silently, the good record behind it. So
each record is cut out here, by its length and by what stands behind it, before anything looks into it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sijill.sources.found import LIMIT

RATIO = 100
"""How many times its size a compressed member may become, once it is past LIMIT."""

_GZIP = b"\x1f\x8b\x08"
_BLOCK = 1 << 16
_HEAD_LIMIT = 1 << 16
_VERSION = b"WARC/"
_BOUNDARY = b"\r\n\r\n"
_NEXT = b"WARC/1."
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*$", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Cut:
    """A record as it stands, with the offset in the file at which it, or its gzip member, begins."""

    offset: int
    record: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong at an offset of the file, in one line."""

    offset: int
    why: str


def records(handle: BinaryIO, after: int | None = None) -> Iterator[Cut | Damage]:
    """The records of a WARC or WARC.gz, in order; `after` leaves out those up to that offset.

    `handle` must be seekable. With `after`, reading begins there: nothing before it is opened again.
    """
    start = after or 0
    handle.seek(0)
    compressed = handle.read(len(_GZIP)) == _GZIP
    handle.seek(start)
    for found in _of_members(handle, start) if compressed else _of_window(_Window(_blocks(handle)), start):
        if after is None or found.offset > after:
            yield found


def _blocks(handle: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: handle.read(_BLOCK), b"")


class _Window:
    """Bytes that come in blocks, looked at from their front."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.blocks, self.held, self.position = blocks, bytearray(), 0

    def look(self, size: int) -> bytearray:
        """At least so many bytes from the front, fewer only at the end."""
        while len(self.held) < size and (block := next(self.blocks, None)):
            self.held += block
        return self.held

    def take(self, size: int) -> bytes:
        taken = bytes(self.look(size)[:size])
        del self.held[:size]
        self.position += len(taken)
        return taken

    def skip_to(self, wanted: bytes) -> bool:
        """Moves to the next place where these bytes stand; to the end if there is none."""
        while True:
            at = self.look(len(wanted)).find(wanted)
            if at >= 0:
                self.take(at)
                return True
            keep = len(wanted) - 1
            self.take(max(len(self.held) - keep, 0))
            if len(self.look(keep + _BLOCK)) <= keep:
                self.take(keep)
                return False


def _of_window(window: _Window, base: int, *, fixed: bool = False) -> Iterator[Cut | Damage]:
    """The records of uncompressed bytes. `base` is the offset of the first; `fixed`, that of all of them."""
    while window.look(1):
        offset = base if fixed else base + window.position
        if not window.look(len(_VERSION)).startswith(_VERSION):
            blank = len(window.held) - len(window.held.lstrip(b"\r\n"))
            if blank:
                window.take(blank)
                continue
            yield Damage(offset, "here should begin a record, and does not")
            window.skip_to(_NEXT)
            continue
        head_end = window.look(_HEAD_LIMIT).find(_BOUNDARY, 0, _HEAD_LIMIT)
        length = (
            _LENGTH.search(bytes(window.held[: head_end + 2]).replace(b"\r\n", b"\n"))
            if head_end > 0
            else None
        )
        if length is None:
            yield Damage(offset, "the head of this record has no end, or no length")
            _leave(window)
            continue
        size = head_end + len(_BOUNDARY) + int(length[1])
        if int(length[1]) > LIMIT:
            yield Damage(
                offset, f"this record says that it is {length[1].decode()} bytes long; it was passed"
            )
            _leave(window)
            continue
        held = window.look(size + len(_BOUNDARY) + len(_VERSION))
        behind = bytes(held[size : size + len(_BOUNDARY) + len(_VERSION)])
        if len(held) < size:
            missing = size - len(held)
            yield Damage(
                offset, f"this record is cut off: {missing} of its {length[1].decode()} bytes are missing"
            )
            _leave(window)
        elif behind in (b"", b"\r\n") or behind.startswith(_BOUNDARY):
            yield Cut(offset, window.take(size))
            window.take(len(_BOUNDARY))
        else:
            yield Damage(offset, "this record is not as long as it says")
            _leave(window)


def _leave(window: _Window) -> None:
    """Gives up the record at the front and goes to the next, wherever that begins."""
    window.take(len(_VERSION))
    window.skip_to(_NEXT)


def _of_members(handle: BinaryIO, start: int) -> Iterator[Cut | Damage]:
    """The records of a file of gzip members, which commonly hold one each."""
    offset: int | None = start
    broken = False
    while offset is not None:
        handle.seek(offset)
        member = _Member(handle)
        window = _Window(iter(member))
        if broken and not window.look(len(_VERSION)).startswith(_VERSION):
            offset = _next_member(handle, offset + 1)  # bytes that only look like the beginning of one
            continue
        for found in _of_window(window, offset, fixed=True):
            if member.damage and isinstance(found, Damage):
                continue  # it is that damage which cut the record off
            window.look(len(_BOUNDARY) + 1)
            if isinstance(found, Cut) and member.damage and not window.held.strip(b"\r\n"):
                continue  # the last record of a member whose checksum is wrong
            yield found
        broken = member.damage is not None
        if member.damage:
            yield Damage(offset, member.damage)
        offset = _next_member(handle, offset + 1 if broken else member.end)
        if not broken and offset is not None and offset != member.end:
            yield Damage(member.end, "bytes that are no gzip member")
            broken = True


class _Member:
    """One gzip member as blocks of what is in it; afterwards, where it ends and what was wrong with it."""

    def __init__(self, handle: BinaryIO) -> None:
        self.handle, self.start = handle, handle.tell()
        self.end = self.start
        self.damage: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        engine = zlib.decompressobj(wbits=31)
        given = taken = 0
        waiting = b""
        while not engine.eof:
            waiting = waiting or self.handle.read(_BLOCK)
            if not waiting:
                self.damage = "this gzip member is cut off"
                return
            taken += len(waiting)
            try:
                block = engine.decompress(waiting, _BLOCK)
            except zlib.error as error:
                self.damage = f"this gzip member is damaged ({str(error).rpartition(': ')[2]})"
                return
            waiting = b"" if engine.eof else engine.unconsumed_tail
            taken -= len(waiting)
            given += len(block)
            if given > max(LIMIT, RATIO * taken):
                self.damage = f"this gzip member becomes more than {RATIO} times its size; it was left"
                return
            if block:
                yield block
        self.end = self.start + taken - len(engine.unused_data)


def _next_member(handle: BinaryIO, offset: int) -> int | None:
    """The offset at or behind this one at which a gzip member may begin; None if there is none."""
    handle.seek(offset)
    window = _Window(_blocks(handle))
    return offset + window.position if window.skip_to(_GZIP) else None
