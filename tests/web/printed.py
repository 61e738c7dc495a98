"""A printed page as its letters on the sheet: what is there, and in which order somebody reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

_GAP = 0.25
"""Of a letter's height: what is wider apart than that are two words."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on a sheet, in points from the sheet's left and lower edge."""

    text: str
    sheet: int
    left: float
    bottom: float
    right: float
    top: float


def letters_of(pdf: bytes) -> list[Letter]:
    """All letters of a PDF, in the order in which they are drawn."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number, sheet in enumerate(document):
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            letter = text.get_text_range(index, 1)
            if letter.strip():
                found.append(Letter(letter, number, *text.get_charbox(index, loose=True)))
        text.close()
        sheet.close()
    document.close()
    return found


def places_of(wanted: str, letters: Sequence[Letter], from_right: bool) -> list[tuple[int, float, float]]:
    """Where a text without spaces stands, read from the left or from the right: sheet, distance from its upper edge,
    and where it begins. Empty if it is nowhere drawn in that direction.

    A PDF does not say in which order the letters of a line are read; so the places of the letters are looked at, not
    the order in which they are drawn.
    """
    found = []
    for drawn in (wanted, wanted[::-1]):
        joined = "".join(one.text for one in letters)
        starts = [index for index, one in enumerate(letters) for _ in one.text]
        for match in re.finditer(f"(?={re.escape(drawn)})", joined):
            run = [letters[starts[match.start() + n]] for n in range(len(drawn))]
            in_order = run if drawn == wanted else run[::-1]
            if len({(one.sheet, round(one.bottom)) for one in in_order}) == 1 and _runs(in_order, from_right):
                first = in_order[0]
                found.append((first.sheet, -first.top, first.right if from_right else first.left))
        if len(wanted) == 1:
            break
    return sorted(set(found))


def _runs(run: Sequence[Letter], from_right: bool) -> bool:
    """Whether letters follow each other closely, from one side to the other."""
    for one, other in zip(run, run[1:], strict=False):
        apart = one.left - other.right if from_right else other.left - one.right
        if abs(apart) > _GAP * (one.top - one.bottom):
            return False
    return True
