"""What is made to do harm, or broken, gets one clear line; what stands beside it is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from sijill.sources import Cage, Found, Item, Rejected
from sijill.sources.item import Kind
from tests.sources import hostile

KINDS: dict[Kind, Callable[[], dict[str, bytes]]] = {
    "html": hostile.pages,
    "pdf": hostile.pdfs,
    "zip": hostile.zips,
    "feed": hostile.feeds,
    "sitemap": hostile.sitemaps,
    "csv": hostile.tables,
    "parquet": hostile.parquets,
    "jsonl": hostile.json_lines,
}
LONGEST = 40.0
"""Seconds that any file may take: the cage's limit of processor time, and some for a busy machine."""


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage() as one:
        yield one


def slips(outcomes: list[Found | Rejected]) -> list[Found | Rejected]:
    """What is not said as it should be: each outcome has to be a rejection of one clear line."""
    return [
        o
        for o in outcomes
        if not isinstance(o, Rejected)
        or not (o.why.isprintable() and 5 < len(o.why) < 300 and o.where.isprintable())
        or "its parser failed" in o.why
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_file_is_one_clear_line_and_the_next_is_read(kind: Kind, cage: Cage) -> None:
    files = KINDS[kind]()
    assert len(files) >= 10 or kind == "sitemap"
    wrong = {}
    for name, content in files.items():
        begun = time.monotonic()
        outcomes = list(cage.documents(Item("bad", "bad", content=content, kind=kind)))
        took = time.monotonic() - begun
        if not outcomes or slips(outcomes) or took > LONGEST:
            wrong[name] = (took, slips(outcomes)[:3])
    assert wrong == {}
    (after,) = cage.documents(Item("good", "good", content=hostile.PAGE))
    assert isinstance(after, Found)


def test_good_records_of_a_damaged_archive_are_read_and_the_damage_is_told_with_its_place(cage: Cage) -> None:
    wrong = {}
    between = hostile.between()
    assert len(between) >= 10
    for name, damage in between.items():
        archive = hostile.archive(name, damage)
        outcomes = list(cage.documents(Item("w.warc", "w", content=archive)))
        read = [o.document.url for o in outcomes if isinstance(o, Found)]
        refused = [o for o in outcomes if isinstance(o, Rejected)]
        start = archive.index(damage)
        places = range(start, start + len(damage))
        if (
            read != ["https://news.example/first", "https://news.example/last"]
            or not refused
            or slips([*refused])
            or any(int(o.where.rpartition("@")[2]) not in places for o in refused)
        ):
            wrong[name] = (read, refused[:3], places)
    assert wrong == {}
