"""Which texts are copies of each other: the same wire copy, cut here and there, printed by ten outlets.

A text is taken as the set of its shingles, runs of four words without case, marks and diacritics. It is a copy of an
earlier one if most of the shorter of the two is in the longer. Nothing is drawn by chance: the same texts in the
same order give the same copies. Shingles are A. Broder's (On the resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from itertools import chain
from typing import TypeVar

CONTAINED = 0.6
"""The part of the shorter text's shingles that a copy shares at least: a sentence may be put otherwise."""
ENOUGH = 10
"""Shingles of the shortest text that is taken for a copy: a headline of one fact is easily worded twice."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u064b-\u0652\u0640\u0670]")
"""Arabic short vowels and the stretching line, which one printer sets and another leaves out."""

Key = TypeVar("Key", bound=Hashable)


def copies(texts: Mapping[Key, str]) -> dict[Key, Key]:
    """For each text the first in this order that it is a copy of; of an original, itself."""
    original: dict[Key, Key] = {}
    shingled: dict[Key, frozenset[tuple[str, ...]]] = {}
    holding: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    word_for_word: dict[str, Key] = {}
    for key, text in texts.items():
        if text in word_for_word:
            original[key] = original[word_for_word[text]]
            continue
        found = shingles(text)
        if len(found) >= ENOUGH:
            word_for_word[text] = key
        shared = Counter(chain.from_iterable(holding[shingle] for shingle in found & holding.keys()))
        near = [other for other, count in shared.items() if _is_copy(count, found, shingled[other])]
        if near:
            original[key] = max(near, key=lambda other: shared[other])
            continue
        original[key] = key
        shingled[key] = found
        for shingle in sorted(found):
            holding[shingle].append(key)
    return original


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of four words of a text."""
    words = _WORD.findall(_MARKS.sub("", text.casefold()))
    return frozenset(zip(words, words[1:], words[2:], words[3:], strict=False))


def _is_copy(shared: int, one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= ENOUGH and shared >= CONTAINED * shorter
