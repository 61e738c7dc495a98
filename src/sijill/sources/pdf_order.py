"""The order in which printed letters are read: from where they stand on the page to text as it is written.

A PDF says where a letter stands and not which follows which, and readers of PDFs get Arabic wrong: words
come reversed, and numbers at the line's other end. Here letters are put into lines by their baselines, each
line is read from the side from which its script is read, and in it runs of the other direction (numbers,
Latin names) are turned as the Unicode Bidirectional Algorithm (UAX #9) turned them when it was printed.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD_GAP = 0.16
"""The gap, in heights of the line, from which on two letters belong to two words."""

SPACED_GAP = 0.03
"""The same where a space is said to stand between them."""

COLUMN_GAP = 1.5
"""The width, in heights of a line, of the empty strip between two columns."""

_SEPARATORS = frozenset(".,:/٫٬،")
_PERCENTS = frozenset("%٪؉‰")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))
_ENDS = (".", "!", "?", "؟", ":", "…")
_ALEFS = frozenset("اأإآٱ")


@dataclass(frozen=True, slots=True)
class Letter:
    """A character where it stands: left and right edge, its baseline, and the height of its line.

    `origin` is where its glyph begins; letters of one ligature share it.
    """

    text: str
    left: float
    right: float
    base: float
    height: float
    origin: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line as text in reading order, with its edges on the page."""

    text: str
    left: float
    right: float
    base: float
    height: float
    from_right: bool = False


def columns(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters of a page by its columns, in reading order: one list unless an empty strip parts the page."""
    if not letters:
        return []
    height = _median([letter.height for letter in letters])
    bases = len({round(letter.base / height) for letter in letters})
    edges = sorted((letter.left, letter.right) for letter in letters if letter.text.strip())
    strips, reach = [], edges[0][1] if edges else 0.0
    for left, right in edges:
        if left - reach > COLUMN_GAP * height:
            strips.append((reach + left) / 2)
        reach = max(reach, right)
    parts: list[list[Letter]] = [[] for _ in range(len(strips) + 1)]
    for letter in letters:
        parts[sum(letter.left > strip for strip in strips)].append(letter)
    tall = [p for p in parts if len({round(letter.base / height) for letter in p}) >= max(4, bases // 3)]
    if len(tall) < 2 or len(tall) != len(parts):
        return [list(letters)]
    return parts[::-1] if _is_rtl("".join(letter.text for letter in letters)) else parts


def lines(letters: Sequence[Letter]) -> list[Line]:
    """The lines that letters stand in, from top to bottom, each in reading order."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: -one.base):
        if rows and abs(rows[-1][0].base - letter.base) < 0.35 * max(rows[-1][0].height, letter.height):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    from_right = _is_rtl("".join(letter.text for letter in letters))
    found: list[Line] = []
    for row in rows:
        if any(letter.text.strip() for letter in row):
            found.append(_line(row, found[-1] if found else None, rtl=from_right))
    return found


def _line(row: list[Letter], above: Line | None, *, rtl: bool) -> Line:
    """A line in reading order. In a text that is read from the right (`rtl`), so is every line with Arabic in it,
    and one without that ends the sentence of the line above."""
    inked = [letter for letter in row if letter.text.strip()]
    height = _median([letter.height for letter in inked])
    left, right = min(letter.left for letter in inked), max(letter.right for letter in inked)
    base = _median([letter.base for letter in inked])
    cells = _visual(inked, [letter.left for letter in row if not letter.text.strip()], height)
    text = "".join(cells)
    goes_on = (
        rtl
        and above is not None
        and above.from_right
        and min(abs(above.right - right), abs(above.left - left)) < height
        and right - left < above.right - above.left - height
        and not above.text.endswith(_ENDS)
        and above.base - base < 2.5 * height
    )
    from_right = _is_rtl(text) or (goes_on and not text.isdecimal()) or (rtl and _has_arabic(text))
    if from_right:
        text = "".join("".join(cells[a:b]) for a, b in _runs_from_right(cells))
    elif _has_arabic(text):
        text = "".join(_turned_words(cells))
    return Line(text, left, right, base, height, from_right)


def _visual(inked: list[Letter], spaces: list[float], height: float) -> list[str]:
    """The letters of a line from left to right, with their combining marks, and spaces between the words.

    Where a space is said to stand is not trusted alone: some producers put it inside the next word.
    """
    bases = [letter for letter in inked if not unicodedata.combining(letter.text[0])]
    bases.sort(key=lambda one: (one.left + one.right, one.origin))
    cells: list[str] = []
    middles: list[float] = []
    reach = bases[0].left if bases else 0.0
    spaces = sorted(spaces)
    for letter in bases:
        gap = letter.left - reach
        if cells and gap > SPACED_GAP * height:
            at = bisect_left(spaces, reach - 0.1 * height)
            spaced = at < len(spaces) and spaces[at] <= letter.left + 0.1 * height
            if spaced or gap > WORD_GAP * height:
                cells.append(" ")
                middles.append(math.inf)
        cells.append(letter.text)
        middles.append((letter.left + letter.right) / 2)
        reach = max(reach, letter.right)
    for mark in (letter for letter in inked if unicodedata.combining(letter.text[0])):
        if cells:
            middle = (mark.left + mark.right) / 2
            at = min(range(len(cells)), key=lambda n: abs(middles[n] - middle))
            cells[at] += mark.text
    return cells


def _runs_from_right(cells: list[str]) -> Iterator[tuple[int, int]]:
    """The slices of a line in the order in which they are read: letters from the right, numbers and Latin
    words as wholes. A percent sign is read after its number, on whichever side it was printed."""
    end = len(cells)
    arabic_seen = False
    while end > 0:
        kind = _direction(cells[end - 1])
        if kind in "LN":
            start = _run_start(cells, end, after_arabic=arabic_seen)
            yield start, end
            end = start
        elif cells[end - 1][0] in _PERCENTS and end > 1 and _direction(cells[end - 2]) == "N":
            start = _run_start(cells, end - 1, after_arabic=arabic_seen)
            yield start, end
            end = start
        else:
            arabic_seen = arabic_seen or kind == "R"
            yield end - 1, end
            end -= 1


def _run_start(cells: list[str], end: int, *, after_arabic: bool) -> int:
    """Where the run from left to right that ends before `end` begins."""
    start = end - 1
    latin = _direction(cells[start]) == "L"
    look = start - 1
    while look >= 0:
        kind = _direction(cells[look])
        if kind == "R":
            break
        if kind == "N" and latin and start - look > 1 and _direction(cells[start]) == "L":
            break  # a number that stands to the left of a Latin word was written after it, on its own
        if kind == "L":
            start, latin = look, True
        elif kind == "N" and (
            start - look == 1 or (start - look == 2 and _joins(cells, look + 1, after_arabic))
        ):
            start = look
        elif (kind == "N" and _direction(cells[start]) == "N") or start - look > 2:
            break
        look -= 1
    return start


def _joins(cells: list[str], at: int, after_arabic: bool) -> bool:
    """Whether a mark between two digits belongs to their number; a hyphen behind Arabic does not (W2, W4)."""
    mark = cells[at][0]
    return mark in _SEPARATORS or (mark in "-+" and not after_arabic)


def _turned_words(cells: list[str]) -> Iterator[str]:
    """A line read from the left, the Arabic in it turned."""
    at = 0
    while at < len(cells):
        if _direction(cells[at]) != "R":
            yield cells[at]
            at += 1
            continue
        end = last = at + 1
        while end < len(cells) and _direction(cells[end]) in "R?":
            end += 1
            if _direction(cells[end - 1]) == "R":
                last = end
        yield from ("".join(cells[a + at : b + at]) for a, b in _runs_from_right(cells[at:last]))
        at = last


def _brackets_mended(text: str) -> str:
    """Brackets as they are written. Some producers give the shape that was printed, which is mirrored in Arabic,
    and pdfium mirrors some again: where neither all as they are nor all mirrored make pairs, they alternate."""
    for pair in _PAIRS:
        mirror = str.maketrans("".join(pair), "".join(reversed(pair)))
        here = [c for c in text if c in pair]
        if not _unbalanced(here, pair):
            continue
        if not _unbalanced("".join(here).translate(mirror), pair):
            text = text.translate(mirror)
        elif len(here) % 2 == 0:
            sides = itertools.cycle(pair)
            text = "".join(next(sides) if c in pair else c for c in text)
    return text.replace("( ", "(").replace(" )", ")")


def _unbalanced(brackets: Sequence[str], pair: tuple[str, str]) -> bool:
    depth = 0
    for c in brackets:
        depth += 1 if c == pair[0] else -1
        if depth < 0:
            return True
    return depth != 0


def ligatures_mended(letters: list[Letter]) -> list[Letter]:
    """Letters of one glyph with the edges that they have in reading order.

    What a glyph stands for is one string; where it was turned with the line around it, lam-alef shows that:
    alef before lam is never one glyph.
    """
    groups: list[list[Letter]] = []
    for letter in letters:
        last = groups[-1][0] if groups else None
        if last and last.origin == letter.origin and last.base == letter.base and _is_arabic(letter.text):
            groups[-1].append(letter)
        else:
            groups.append([letter])
    kept, turned = _lam_alefs(groups)
    mended = []
    for group in groups:
        if len(group) == 1 or not all(_is_arabic(letter.text) for letter in group):
            mended += group
            continue
        order = group[::-1] if turned > kept else group
        text = [letter.text for letter in order]
        if len(text) == 2 and text[0] in _ALEFS and text[1] == "ل":
            order = order[::-1]
        left, right = min(letter.left for letter in group), max(letter.right for letter in group)
        width = (right - left) / len(order)
        mended += [
            Letter(
                letter.text,
                right - (n + 1) * width,
                right - n * width,
                letter.base,
                letter.height,
                letter.origin,
            )
            for n, letter in enumerate(order)
        ]
    return mended


def _lam_alefs(groups: list[list[Letter]]) -> tuple[int, int]:
    kept = turned = 0
    for group in groups:
        text = "".join(letter.text for letter in group)
        kept += len(text) == 2 and text[0] == "ل" and text[1] in _ALEFS
        turned += len(text) == 2 and text[1] == "ل" and text[0] in _ALEFS
    return kept, turned


def paragraphs(rows: Sequence[Line]) -> str:
    """Lines as running text: one line a paragraph, a blank line between two."""
    if not rows:
        return ""
    pitch = _median([a.base - b.base for a, b in itertools.pairwise(rows) if a.base > b.base] or [0.0])
    widest = max(row.right - row.left for row in rows)
    found = [rows[0].text]
    for above, row in itertools.pairwise(rows):
        gap = above.base - row.base
        free = 1 - (above.right - above.left) / widest
        ended = above.text.rstrip("»\"')").endswith(_ENDS)
        apart = (
            gap > 1.35 * max(pitch, above.height)
            or gap < 0
            or abs(above.height - row.height) > 0.2 * row.height
        )
        text = found[-1]
        if apart or free > (0.3 if ended else 0.5):
            found.append(row.text)
        elif text.endswith(("-", "\u00ad", "\u2010")) and row.text[:1].islower() and text[-2:-1].isalpha():
            found[-1] = text[:-1] + row.text
        else:
            found[-1] = f"{text} {row.text}"
    return "\n\n".join(_brackets_mended(text) if _has_arabic(text) else text for text in found)


def _direction(cell: str) -> str:
    """L, R, N for a number, or ? for what has no direction of its own."""
    kind = unicodedata.bidirectional(cell[0])
    if kind in ("R", "AL"):
        return "R"
    return "N" if kind in ("EN", "AN") and cell[0] not in _SEPARATORS else "L" if kind == "L" else "?"


def _is_arabic(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in ("R", "AL")


def _has_arabic(text: str) -> bool:
    return any(_is_arabic(c) for c in text)


def _is_rtl(text: str) -> bool:
    """Whether most letters are of a script that is read from the right."""
    right = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return right > sum(unicodedata.bidirectional(c) == "L" for c in text)


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
