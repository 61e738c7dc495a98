"""The cache of fetched pages stays within its bounds: what was asked for longest ago goes first."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sijill.sources.web.cache import Page, keep, kept, prune
from sijill.sources.web.fetching import Fetcher
from tests.serving import says, serving

DAY = 24 * 3600.0


def put(folder: Path, name: str, *, days_ago: float, size: int = 1000) -> str:
    """A page of so many bytes that was last asked for so many days ago; gives its address."""
    url = f"https://news.example/{name}"
    before = set(folder.glob("*"))
    keep(folder, Page(url, url, b"x" * size, "text/html", None, None, "2025-06-13"))
    (file,) = set(folder.glob("*")) - before
    then = time.time() - days_ago * DAY
    os.utime(file, (then, then))
    return url


def names(folder: Path, urls: list[str]) -> list[str]:
    return [url.rpartition("/")[2] for url in urls if kept(folder, url)]


def test_of_too_much_the_pages_asked_for_longest_ago_go(tmp_path: Path) -> None:
    urls = [put(tmp_path, name, days_ago=days) for name, days in (("new", 1), ("old", 9), ("older", 20))]
    prune(tmp_path, room=2600)
    assert names(tmp_path, urls) == ["new", "old"]


def test_asking_for_a_page_keeps_it(tmp_path: Path) -> None:
    urls = [put(tmp_path, name, days_ago=days) for name, days in (("a", 20), ("b", 10))]
    assert kept(tmp_path, urls[0])
    prune(tmp_path, room=1500)
    assert names(tmp_path, urls) == ["a"]


def test_what_nobody_asked_for_in_months_goes_however_much_room_there_is(tmp_path: Path) -> None:
    urls = [put(tmp_path, name, days_ago=days) for name, days in (("a", 89), ("b", 91))]
    prune(tmp_path)
    assert names(tmp_path, urls) == ["a"]


def test_what_was_left_half_written_goes_after_a_day_and_what_is_not_ours_never(tmp_path: Path) -> None:
    for name, days in ((".partial-now", 0.0), (".partial-old", 2.0), ("notes.txt", 999.0)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - days * DAY,) * 2)
    prune(tmp_path, room=0)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".partial-now", "notes.txt"]


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    prune(tmp_path / "none")


def test_a_fetcher_keeps_its_cache_in_bounds(tmp_path: Path) -> None:
    with serving() as site:
        for number in range(40):
            site.conduct[f"/{number}"] = says("x" * 1000)
        fetching = Fetcher(cache=tmp_path, room=10_000, loopback=True, delay=0.0)
        for number in range(40):
            fetching.fetch(site.url(f"/{number}"))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 12_500
    assert kept(tmp_path, site.url("/39"))


def test_a_cache_without_bounds_keeps_all(tmp_path: Path) -> None:
    put(tmp_path, "unread", days_ago=400)
    with serving() as site:
        site.conduct["/a"] = says("x")
        Fetcher(cache=tmp_path, loopback=True, delay=0.0).fetch(site.url("/a"))
    assert kept(tmp_path, "https://news.example/unread")
