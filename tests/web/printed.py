"""A printed page as its letters on the sheet: what is there, and in which order somebody reads it."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

_GAP = 0.5
"""Of the height of the highest letter: what is wider apart than that are two words."""
_LOWER = 4.0
"""Points: what stands lower than that is of the next line. A letter with a sign may stand a little higher."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on a sheet, in points from the sheet's left and lower edge. `line`: the height of what it stands on."""

    text: str
    sheet: int
    left: float
    bottom: float
    right: float
    top: float
    line: float


def letters_of(pdf: bytes) -> list[Letter]:
    """All letters of a PDF but the signs above and below them."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        sheet = document[number]
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            letter = without_signs(chr(pypdfium2.raw.FPDFText_GetUnicode(text, index)))
            if letter.strip():
                x, y = ctypes.c_double(), ctypes.c_double()
                pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
                left, bottom, right, top = text.get_charbox(index, loose=True)
                found.append(Letter(letter, number, left, bottom, right, top, y.value))
        text.close()
        sheet.close()
    document.close()
    return found


def _lines(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    line: list[Letter] = []
    for one in sorted(letters, key=lambda one: (one.sheet, -one.line)):
        if line and (line[0].sheet != one.sheet or line[0].line - one.line > _LOWER):
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def without_signs(text: str) -> str:
    """A text without vowel signs and what carries them, its joined letters apart."""
    apart = unicodedata.normalize("NFKC", text).replace("\u0640", "")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Sheets:
    """The letters of a PDF line by line, read from the right or from the left.

    A PDF does not say in which order its letters are read, so they are put in order by where they stand.
    """

    def __init__(self, pdf: bytes, from_right: bool) -> None:
        side = -1 if from_right else 1
        self._from_right = from_right
        self._letters: list[Letter] = []
        for line in _lines(letters_of(pdf)):
            self._letters += sorted(line, key=lambda one: side * (one.left + one.right))
        self._text = "".join(one.text for one in self._letters)
        self._of = [index for index, one in enumerate(self._letters) for _ in one.text]

    def places_of(self, word: str) -> list[tuple[int, int]]:
        """Where a word begins: the sheet, and the height of its line, the highest being the least. Empty if it is
        nowhere to be read in this direction."""
        found = set()
        for match in re.finditer(f"(?={re.escape(word)})", self._text):
            run = [self._letters[self._of[match.start() + n]] for n in range(len(word))]
            if self._close(run):
                found.add((run[0].sheet, -round(run[0].line)))
        return sorted(found)

    def _close(self, run: Sequence[Letter]) -> bool:
        wide = _GAP * max(one.top - one.bottom for one in run)
        for one, other in pairwise(run):
            apart = one.left - other.right if self._from_right else other.left - one.right
            if abs(one.line - other.line) > _LOWER or apart > wide:
                return False
        return True


def off_the_sheet(pdf: bytes) -> list[str]:
    """The letters that do not stand on their sheet as a whole."""
    document = pypdfium2.PdfDocument(pdf)
    sizes = [document.get_page_size(number) for number in range(len(document))]
    document.close()
    return [
        one.text
        for one in letters_of(pdf)
        if one.left < 0 or one.bottom < 0 or one.right > sizes[one.sheet][0] or one.top > sizes[one.sheet][1]
    ]
