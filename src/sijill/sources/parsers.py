"""Which reader opens which kind of thing. Runs inside the cage.

A leaf is read by a function `(handle, item) -> outcomes`, a container by one that also gets the function
with which it opens its members.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from sijill.sources.found import Rejected
from sijill.sources.item import HEAD, Item, kind_of
from sijill.sources.wire import Message


def load() -> None:
    """Imports what the readers need, before the cage is locked."""


def parse(item: Item, handle: BinaryIO, *, links: bool = False) -> Iterator[Message]:
    """What is in an item whose bytes are at `handle`: documents, or the addresses it lists."""
    head = handle.read(HEAD)
    handle.seek(0)
    kind = item.kind or kind_of(head, item.name, item.media_type)
    item = replace(item, kind=kind)
    yield Rejected(item.where, f"no reader for {kind} yet")
