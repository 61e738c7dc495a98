"""A text with places in it marked, as pieces that a template draws. The text keeps its order; nothing is moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a text: `text[start:end]`, the name by which an address leads to it, and what stands there."""

    start: int
    end: int
    name: str
    what: Any = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, all of it under the same marks; `opens`: those of them that begin here."""

    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()

    @property
    def shown(self) -> Mark:
        """The mark that is seen: that of a figure or a finding, else the one that began last."""
        return next((mark for mark in self.marks if mark.what is not None), self.marks[-1])


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """`text[start:end]` in pieces, cut wherever a mark begins or ends; a mark partly outside is cut."""
    inside = sorted(
        (m for m in marks if m.start < end and m.end > start), key=lambda m: (m.start, -m.end, m.name)
    )
    edges = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    begin: dict[int, list[Mark]] = {}
    for mark in inside:
        begin.setdefault(max(mark.start, start), []).append(mark)
    pieces: list[Piece] = []
    open_: list[Mark] = []
    for first, last in pairwise(edges):
        opens = begin.get(first, [])
        open_ = [m for m in open_ if m.end > first] + opens
        pieces.append(Piece(text[first:last], tuple(open_), tuple(opens)))
    return pieces
