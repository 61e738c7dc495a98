"""Which reader opens which kind of thing. Runs inside the cage.

A leaf is read by a function `(handle, item)` that yields what it finds; a container by one that also gets the
function with which its members are opened.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from sijill.sources import feed, jsonl, packed, page, pdf, tables, text, warc
from sijill.sources.found import Rejected
from sijill.sources.item import HEAD, Item, Kind, kind_of
from sijill.sources.packed import Budget
from sijill.sources.wire import Message, Reached

Leaf = Callable[[BinaryIO, Item], Iterator[Message]]
Container = Callable[[BinaryIO, Item, Callable[[Item], Iterator[Message]], Budget], Iterator[Message]]


def _json_lines(handle: BinaryIO, item: Item) -> Iterator[Message]:
    return jsonl.lines(handle, item.where, item.language, item.published)


def _plain(handle: BinaryIO, item: Item) -> Iterator[Message]:
    yield text.plain(handle, item.where, item.name, item.language, item.published, url=item.url)


LEAVES: dict[Kind, Leaf] = {
    "text": _plain,
    "jsonl": _json_lines,
    "html": page.page,
    "pdf": pdf.printed,
    "feed": feed.feed_documents,
    "sitemap": feed.sitemap_documents,
    "csv": tables.csv_rows,
    "parquet": tables.parquet_rows,
}
CONTAINERS: dict[Kind, Container] = {
    "warc": warc.archive,
    "zip": packed.zip_members,
    "gzip": packed.gzipped,
}
LISTS: dict[Kind, Leaf] = {"feed": feed.feed_links, "sitemap": feed.sitemap_links}


def parse(item: Item, handle: BinaryIO, *, links: bool = False) -> Iterator[Message]:
    """What is in an item whose bytes are at `handle`: documents, or with `links` the addresses it lists."""
    return _parse(item, handle, links, 0, Budget())


def _parse(item: Item, handle: BinaryIO, links: bool, depth: int, budget: Budget) -> Iterator[Message]:
    head = handle.read(HEAD)
    handle.seek(0)
    kind = item.kind or kind_of(head, item.name, item.media_type)
    if kind == "gzip" and warc.is_archive(handle):
        kind = "warc"
    if kind is None:
        yield Rejected(item.where, "neither text nor any kind of file that Sijill reads")
    elif kind in CONTAINERS:
        if depth >= packed.DEPTH:
            yield Rejected(item.where, f"an archive more than {packed.DEPTH} archives deep; unpack it first")
            return

        def open_member(member: Item) -> Iterator[Message]:
            return _member(member, links, depth + 1, budget)

        yield from CONTAINERS[kind](handle, item, open_member, budget)
    elif (reader := (LISTS if links else LEAVES).get(kind)) is not None:
        yield from reader(handle, item)
    else:
        yield Rejected(item.where, f"neither a feed nor a sitemap, but {kind}")


def _member(item: Item, links: bool, depth: int, budget: Budget) -> Iterator[Message]:
    """What is in a member, whose bytes are in memory. Of how far it has got nothing is told."""
    content = item.content or b""
    kind = item.kind or kind_of(content[:HEAD], item.name, item.media_type)
    name = item.name if item.url else item.name.rpartition(".")[0] or item.name
    with io.BytesIO(content) as handle:
        for message in _parse(replace(item, name=name, kind=kind), handle, links, depth, budget):
            if not isinstance(message, Reached):
                yield message
