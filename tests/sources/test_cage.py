"""The cage: a parser that dies, hangs, eats or talks too much costs its own file alone; it has no way out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.sources import Cage, Found, Item, Rejected, cage, documents
from tests.sources import hostile, poisoned


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Cage]:
    """A cage whose parser does what its file says, with little time."""
    monkeypatch.setattr(cage, "CHILD", (poisoned.__file__,))
    monkeypatch.setattr(cage, "PATIENCE", 3)
    with Cage() as one:
        yield one


def answers(one: Cage, *lines: str) -> list[Rejected]:
    outcomes = list(one.documents(Item("file", "file", content="\n".join(lines).encode())))
    assert all(isinstance(outcome, Rejected) for outcome in outcomes)
    return [outcome for outcome in outcomes if isinstance(outcome, Rejected)]


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("crash", "its parser crashed (SIGSEGV)"),
        ("eat", "it needs more than 512 MB of memory"),
        ("talk", "it needs more than 512 MB of memory"),
        ("hang", "no answer for 3 s"),
        ("leave", "its parser ended (3)"),
    ],
)
def test_a_member_that_kills_its_parser_is_told_and_the_others_are_read(
    poison: Cage, what: str, why: str
) -> None:
    if what == "eat" and not sys.platform.startswith("linux"):
        pytest.skip("memory is bounded on Linux alone")
    before, killed, after = answers(poison, "first", what, "last")
    assert (before.why, after.why, before.deadly, after.deadly) == ("first", "last", False, False)
    assert (killed.where, killed.deadly) == ("file!1", True)
    assert why in killed.why or what == "talk"


def test_processor_time_is_bounded_for_each_member_and_not_for_the_whole(
    poison: Cage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cage, "PATIENCE", 60)
    refused = answers(poison, "work", "work", "work", "burn", "work")
    assert [o.deadly for o in refused] == [False, False, False, True, False]
    assert "of processor time" in refused[3].why


def test_a_container_that_kills_again_and_again_is_left(poison: Cage) -> None:
    refused = answers(poison, *["leave"] * 30)
    assert len(refused) == cage.DEATHS + 1
    assert "the rest is left" in refused[-1].why


@pytest.mark.parametrize("what", ["connect", "resolve", "write", "remove", "run", "fork"])
def test_there_is_no_way_out_of_the_cage(poison: Cage, what: str) -> None:
    assert answers(poison, what)[0].why.startswith("refused: ")
    assert not Path("written-by-a-parser").exists()


def test_a_child_is_used_again_and_ended_with_the_cage() -> None:
    much = bytearray(400_000_000)  # what this process has had is not what its child has
    with Cage() as one:
        del much
        (first,) = one.documents(Item("p", "p", content=hostile.PAGE))
        child = one._child
        (second,) = one.documents(Item("p", "p", content=hostile.PAGE))
        assert child is not None
        assert one._child is child
        assert child.process.poll() is None
    assert first == second
    assert child.process.poll() is not None


def test_what_is_asked_for_is_not_mixed_up_when_somebody_stops_listening() -> None:
    two = "\n".join(["id,text", f"1,{hostile.STORY}", f"2,{hostile.STORY}"]).encode()
    with Cage() as one:
        assert next(iter(one.documents(Item("t", "t", content=two, kind="csv")))).where == "t:2"
        (found,) = one.documents(Item("p", "p", content=hostile.PAGE))
    assert found.where == "p"


def most_memory() -> int:
    """The most memory that this process has had since that was last forgotten, in kilobytes."""
    (line,) = (row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
    return int(line.split()[1])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is forgotten on Linux alone")
def test_the_memory_of_this_process_stays_flat_while_bombs_are_opened(tmp_path: Path) -> None:
    for name, content in hostile.zips().items():
        (tmp_path / f"{name}.zip").write_bytes(content)
    Path("/proc/self/clear_refs").write_text("5")
    before = most_memory()
    read = [o for o in documents([str(tmp_path)], io.BytesIO()) if isinstance(o, Found)]
    assert read == []
    assert most_memory() - before < 50_000
