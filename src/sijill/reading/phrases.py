"""Phrases looked up forwards from a token or backwards to it, by folded words, with Arabic particles
allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from sijill.languages.lexicon import spellings, split
from sijill.reading.text import Token

Meaning = TypeVar("Meaning")
_PARTICLES = ("", "و", "ف", "ب", "ك", "ل", "س", "وب", "ول", "فب", "فل")
_END = ""


class Phrases(Generic[Meaning]):
    """A tree of phrases. `backwards` reads them from their last word; `particles` lets the first word
    carry any."""

    def __init__(
        self, entries: Iterable[tuple[str, Meaning]], backwards: bool = False, particles: bool = False
    ) -> None:
        self._root: dict[str, Any] = {}
        for pattern, meaning in entries:
            for phrase in spellings(pattern):
                words = split(phrase)
                if not words:
                    continue
                arabic = particles and "\u0621" <= words[0][0] <= "\u064a"
                for particle in _PARTICLES if arabic else ("",):
                    way = [particle + words[0], *words[1:]]
                    self._enter(way[::-1] if backwards else way, meaning)

    def _enter(self, words: Sequence[str], meaning: Meaning) -> None:
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_END, meaning)

    def forwards(self, tokens: Sequence[Token], index: int) -> tuple[int, Meaning] | None:
        """The longest phrase that begins at a token: where it ends (exclusive), what it means."""
        node: dict[str, Any] | None = self._root
        found, count = None, len(tokens)
        while index < count:
            node = node.get(tokens[index].form) if node else None
            if node is None:
                break
            index += 1
            if _END in node:
                found = (index, node[_END])
        return found

    def backwards(self, tokens: Sequence[Token], index: int) -> tuple[int, Meaning] | None:
        """The longest phrase whose last word is the token before `index`: where it begins, what it
        means."""
        node: dict[str, Any] | None = self._root
        found = None
        while index > 0:
            node = node.get(tokens[index - 1].form) if node else None
            if node is None:
                break
            index -= 1
            if _END in node:
                found = (index, node[_END])
        return found

    def firsts(self) -> frozenset[str]:
        """The words with which a look-up can begin; any other finds nothing."""
        return frozenset(self._root)

    def word(self, form: str) -> Meaning | None:
        """What a single word means."""
        node = self._root.get(form)
        return None if node is None else node.get(_END)
