"""How words are folded so that spellings of one word compare equal, for matching and for search alike.

Folding is done a word at a time, so that offsets stay those of the word in the text. Arabic: diacritics,
tatweel and the alef's hamzas go, ى is ي, ة is ه (the spellings that the press mixes). Latin: case and
compatibility forms go, accents stay, since «marche» and «marché» are two words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SILENT = frozenset(
    [chr(c) for c in (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, 0x0640, *range(0x06D6, 0x06ED))]
    + [chr(c) for c in (0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0xFEFF, 0x2060)]
    + [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
)
_FOLDED = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})
_BARE = {**_FOLDED, **dict.fromkeys(map(ord, _SILENT))}
_MARKS_FOLDED = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"}

# The particles that Arabic writes onto the next word; ال last, since nothing can stand between it and the word.
PROCLITICS = ("و", "ف", "ب", "ك", "ل", "س", "وب", "ول", "وك", "فب", "فل", "وس", "فس")
_PARTICLES = frozenset(PROCLITICS)
_OPENING = frozenset("ا" + "".join(p[0] for p in PROCLITICS))


def is_silent(char: str) -> bool:
    """Whether a character is invisible to matching: a diacritic, tatweel, a joiner or a direction mark."""
    return char in _SILENT


REMEMBERED = 16_384
"""Words whose forms are kept in mind, at most, in each place that does so. Nearly all of a text are among the
commonest few thousand: with four times as many, the reader of 1,200 news reports held 10 to 20 MB more and was no
faster."""


def fold(word: str) -> str:
    """The form under which a word is looked up. Idempotent; ASCII digits stand for all decimal digits."""
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=REMEMBERED)
def _folded(word: str) -> str:
    if word in _MARKS_FOLDED:
        return _MARKS_FOLDED[word]
    folded = unicodedata.normalize("NFKC", word).translate(_BARE).casefold()
    if folded.isalpha():
        return folded
    return "".join(str(unicodedata.decimal(c, c)) for c in folded)


@lru_cache(maxsize=REMEMBERED)
def stems(form: str) -> tuple[tuple[int, str], ...]:
    """The ways to read a folded Arabic word as particles and a stem: (letters cut, stem), whole word first.

    The article stays with the stem («والمهاجرين» → «المهاجرين») and is also cut («مهاجرين»); لل is ل + ال.
    Other scripts have one way only. Which way is right the lexicon decides: it holds one of them or none.
    """
    ways = [(0, form)]
    if form and form[0] in _OPENING:
        for cut in (0, *_particle_lengths(form)):
            rest = form[cut:]
            if len(rest) < 2:
                continue
            if cut:
                ways.append((cut, rest))
            if rest.startswith("ال") and len(rest) > 3:
                ways.append((cut + 2, rest[2:]))
            if rest.startswith("لل") and len(rest) > 3:
                ways.append((cut + 1, "ا" + rest[1:]))
                ways.append((cut + 2, rest[2:]))
    return tuple(dict.fromkeys(ways)) if len(ways) > 1 else ((0, form),)


def _particle_lengths(form: str) -> Iterator[int]:
    if form[:1] in _PARTICLES:
        yield 1
    if form[:2] in _PARTICLES:
        yield 2


def offset_after(word: str, cut: int) -> int:
    """The offset in the written word at which `cut` folded letters have passed, silent marks included."""
    if not cut:
        return 0
    if _SILENT.isdisjoint(word):
        return min(cut, len(word))
    seen = 0
    for offset, char in enumerate(word):
        if char not in _SILENT:
            if seen == cut:
                return offset
            seen += 1
    return len(word)
