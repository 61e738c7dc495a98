"""What is kept between requests."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sijill.web.asked import Kept


def test_who_asks_for_what_another_is_finding_waits_for_it() -> None:
    kept, begun, go, made = Kept(), threading.Event(), threading.Event(), list[int]()

    def make() -> str:
        made.append(1)
        begun.set()
        assert go.wait(10)
        return "found"

    with ThreadPoolExecutor(4) as people:
        first = people.submit(kept.get, "same", make)
        assert begun.wait(10)
        others = [people.submit(kept.get, "same", make) for _ in range(3)]
        assert kept.get("another", lambda: "at once") == "at once"
        go.set()
        assert [one.result(10) for one in (first, *others)] == ["found"] * 4
    assert made == [1]


def test_after_a_failure_the_next_in_line_tries() -> None:
    kept, begun, go = Kept(), threading.Event(), threading.Event()

    def fail() -> str:
        begun.set()
        assert go.wait(10)
        raise OSError("gone")

    with ThreadPoolExecutor(2) as people:
        first = people.submit(kept.get, "same", fail)
        assert begun.wait(10)
        second = people.submit(kept.get, "same", lambda: "found")
        go.set()
        with pytest.raises(OSError, match="gone"):
            first.result(10)
        assert second.result(10) == "found"


def test_what_was_asked_for_longest_ago_is_let_go() -> None:
    kept = Kept(most=2)
    for name in ("a", "b", "a", "c"):
        kept.get(name, lambda name=name: name)  # type: ignore[misc]
    assert [kept.get(name, lambda: "again") for name in ("a", "c", "b")] == ["a", "c", "again"]
