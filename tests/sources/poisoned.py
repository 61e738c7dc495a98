"""A caged child whose parser does what the bytes that it is given say. Run by test_cage.py, not by Sijill."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sijill.sources import caged, limits, parsers
from sijill.sources.found import Rejected
from sijill.sources.item import Item
from sijill.sources.wire import Message, Reached


def do(what: str) -> str:
    """Does it, and says how that went."""
    if what == "crash":
        ctypes.string_at(0)
    if what == "eat":
        return f"ate {sum(map(len, [bytearray(100_000_000) for _ in range(10)]))}"
    if what == "burn":
        while True:
            pass
    if what == "work":
        until = time.process_time() + 0.6
        while time.process_time() < until:
            pass
    if what == "hang":
        time.sleep(3600)
    if what == "leave":
        os._exit(3)
    attempts: dict[str, Any] = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), 1),
        "resolve": lambda: socket.getaddrinfo("localhost", 80),
        "write": lambda: Path("written-by-a-parser").write_text("x"),
        "remove": lambda: Path(__file__).unlink(),
        "run": lambda: os.system("true"),
        "fork": os.fork,
    }
    if what in attempts:
        try:
            attempts[what]()
        except OSError as error:
            return f"refused: {error}"
        return "done"
    if what == "talk":
        return "x" * 70_000_000
    return what


def parse(item: Item, handle: BinaryIO, *, links: bool = False) -> Iterator[Message]:
    """A line of the file is a member of a container."""
    for number, line in enumerate(handle.read().decode().splitlines()):
        if item.after is None or number > item.after:
            yield Reached(number, f"{item.where}!{number}")
            yield Rejected(f"{item.where}!{number}", do(line))


if __name__ == "__main__":
    parsers.parse = parse
    limits.CPU_SECONDS = 1
    caged.main(int(sys.argv[1]))
