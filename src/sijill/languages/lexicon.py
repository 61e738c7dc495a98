"""Phrases with what they mean, found in a text by their folded words, the longest first.

A phrase in a language's YAML may hold `[optional]` parts and `(one|of|several)`; each spelling that it
stands for becomes an entry. Arabic words match with their proclitics: «للمنظمة» finds «المنظمة» and the
match starts at the second ل. Matching reads each token once and follows a tree of words, so time is linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Generic, NamedTuple, Protocol, TypeVar

from sijill.languages.script import REMEMBERED, fold, offset_after, stems

Meaning = TypeVar("Meaning")


class Word(Protocol):
    """What the lexicon needs of a token."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def form(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Match(NamedTuple, Generic[Meaning]):
    """A phrase found: tokens `first` to `last` (exclusive), offsets into the text, what it means.

    `cut` counts the letters of the first word that are particles before the phrase («و» of «والبحرية»).
    """

    first: int
    last: int
    start: int
    end: int
    meanings: tuple[Meaning, ...]
    cut: int


class _Node(Generic[Meaning]):
    """A place in the tree: what the phrase so far means, and the branches, grown when first asked for from
    what is left of the patterns that pass here, in the order in which they were entered."""

    __slots__ = ("branches", "left", "meanings")

    def __init__(self) -> None:
        self.branches: dict[str, _Node[Meaning]] | None = None
        self.left: list[tuple[list[str], str, Meaning]] = []
        self.meanings: tuple[Meaning, ...] = ()

    def grown(self) -> dict[str, _Node[Meaning]]:
        """The branches by their word."""
        branches = self.branches
        if branches is None:
            branches = {}
            for words, pattern, meaning in self.left:
                for word, others, rest in _openings(words, pattern):
                    node = branches.get(word)
                    if node is None:
                        node = branches[word] = _Node()
                    if others or rest:
                        node.left.append((others, rest, meaning))
                    if not others and _may_be_nothing(rest) and meaning not in node.meanings:
                        node.meanings = (*node.meanings, meaning)
            self.branches, self.left = branches, []
        return branches


def spellings(pattern: str) -> Iterator[str]:
    """The phrases that a pattern stands for: «intercept[ed|s]», «(non|ir)regular». ValueError if unbalanced."""
    if "[" not in pattern and "(" not in pattern:
        yield " ".join(pattern.split())
        return
    parts: list[list[str]] = []
    rest = pattern
    while rest:
        at = min((i for i in (rest.find("["), rest.find("(")) if i >= 0), default=-1)
        if at < 0:
            parts.append([rest])
            break
        if at:
            parts.append([rest[:at]])
        closing = {"[": "]", "(": ")"}[rest[at]]
        end = _closing(rest, at, closing, pattern)
        inside = rest[at + 1 : end]
        options = [s for option in _options(inside) for s in spellings(option)] if inside else []
        parts.append((["", *options]) if closing == "]" else options)
        rest = rest[end + 1 :]
    for choice in product(*parts):
        yield " ".join("".join(choice).split())


def _closing(text: str, at: int, closing: str, pattern: str) -> int:
    opening, depth = text[at], 0
    for index in range(at, len(text)):
        if text[index] == opening:
            depth += 1
        elif text[index] == closing:
            depth -= 1
            if depth == 0:
                return index
    raise ValueError(f"unbalanced {opening} in the phrase {pattern!r}")


def _options(inside: str) -> Iterator[str]:
    depth = begin = 0
    for index, char in enumerate(inside):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "|" and depth == 0:
            yield inside[begin:index]
            begin = index + 1
    yield inside[begin:]


def _openings(words: list[str], pattern: str) -> Iterator[tuple[str, list[str], str]]:
    """The first words of the phrases that folded words and the pattern after them stand for, each with what
    follows it, again as words and a pattern. Only what stands before a space outside of brackets is spelled."""
    if words:
        yield words[0], words[1:], pattern
        return
    head, rest = _parted(pattern)
    for phrase in spellings(head):
        spelled = split(phrase)
        if spelled:
            yield spelled[0], spelled[1:], rest
        elif rest:
            yield from _openings([], rest)


def _may_be_nothing(pattern: str) -> bool:
    """Whether one of a pattern's phrases is empty: «[of the] [sea]»."""
    while pattern:
        if pattern[0] not in "[(":
            return False
        head, pattern = _parted(pattern)
        if all(map(split, spellings(head))):
            return False
    return True


def _parted(pattern: str) -> tuple[str, str]:
    """A pattern before and after its first space that stands in no bracket."""
    pattern = pattern.strip()
    if "[" not in pattern and "(" not in pattern:
        words = pattern.split(None, 1)
        return (words[0], words[1]) if len(words) == 2 else (pattern, "")
    depth = 0
    for index, char in enumerate(pattern):
        if char in "[(":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif depth <= 0 and char.isspace():
            return pattern[:index], pattern[index:].lstrip()
    return pattern, ""


class Lexicon(Generic[Meaning]):
    """A tree of phrases, cut into words as texts are. Its branches grow where texts first reach them, since
    no text uses more than a few of the thousands. ValueError for a pattern that does not close a bracket."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        top: _Node[Meaning] = _Node()
        for pattern, meaning in entries:
            if pattern.count("[") > pattern.count("]") or pattern.count("(") > pattern.count(")"):
                raise ValueError(f"a bracket is not closed in the phrase {pattern!r}")
            top.left.append(([], pattern, meaning))
        self._root = top.grown()
        self._ways_in = lru_cache(maxsize=REMEMBERED)(self._find_ways_in)

    def _find_ways_in(self, form: str) -> tuple[tuple[int, _Node[Meaning]], ...]:
        """The readings of a word with which a phrase begins: letters cut, the branch that they lead to."""
        root = self._root
        whole = form in root
        return tuple(
            (cut, root[stem])
            for cut, stem in stems(form)
            if stem in root and (not cut or _may_cut(form, cut, stem, whole))
        )

    def begins(self, form: str) -> bool:
        """Whether any phrase begins with a folded word, particles before it or not."""
        return bool(self._ways_in(form))

    def firsts(self) -> frozenset[str]:
        """The folded words with which its phrases begin, particles aside."""
        return frozenset(self._root)

    def means(self, forms: Iterable[str], meaning: Meaning) -> bool:
        """Whether a phrase that the folded words begin with means this. Reads no more of them than it needs."""
        words = iter(forms)
        nodes = [node for _, node in self._ways_in(next(words, ""))]
        while nodes:
            if any(meaning in node.meanings for node in nodes):
                return True
            form = next(words, "")
            nodes = [branch for node in nodes if (branch := node.grown().get(form)) is not None]
        return False

    def every(self, words: Sequence[Word], index: int, text: str) -> list[Match[Meaning]]:
        """All phrases that begin in the token at `index`, the longest first, then the fewest letters cut."""
        found: list[Match[Meaning]] = []
        count = len(words)
        for cut, first in self._ways_in(words[index].form):
            node: _Node[Meaning] | None = first
            at = index + 1
            start = -1
            while node is not None:
                if node.meanings:
                    if start < 0:
                        word = words[index]
                        start = word.start
                        if cut:
                            start += offset_after(text[start : word.end], cut)
                    found.append(Match(index, at, start, words[at - 1].end, node.meanings, cut))
                if at >= count:
                    break
                branches = node.branches
                if branches is None:
                    branches = node.grown()
                if not branches:
                    break
                node = branches.get(words[at].form)
                at += 1
        if len(found) > 1:
            found.sort(key=lambda match: (-match.last, match.cut))
        return found

    def longest(self, words: Sequence[Word], index: int, text: str) -> Match[Meaning] | None:
        """The longest phrase that begins in the token at `index`, the fewest particles cut on a tie."""
        found = self.every(words, index, text)
        return found[0] if found else None

    def find(self, words: Sequence[Word], text: str) -> list[Match[Meaning]]:
        """The phrases of a text from left to right, the longest at each place, none overlapping."""
        found = []
        index = 0
        while index < len(words):
            match = self.longest(words, index, text)
            if match is None:
                index += 1
            else:
                found.append(match)
                index = match.last
        return found


def _may_cut(form: str, cut: int, stem: str, whole: bool) -> bool:
    """Whether letters may be cut as particles: not from a word that the lexicon knows whole («وزارة» is no
    «و» and «زارة»), unless they are the article; and not so that two letters are left."""
    if form[:cut] == "ال":
        return True
    return not whole and len(stem) > 2


def split(phrase: str) -> list[str]:
    """A phrase as folded words and marks, cut where the tokeniser of texts cuts: at spaces, marks, digits."""
    words: list[str] = []
    for run in phrase.split():
        if run.isalpha():
            words.append(fold(run))
        else:
            words.extend(_cut(run))
    return [w for w in words if w]


def _cut(written: str) -> Iterator[str]:
    run = ""
    kind = ""
    for char in written:
        now = "digits" if char.isdecimal() else _kind(char)
        if (now != kind or now == "mark") and run:
            yield fold(run)
            run = ""
        run += char
        kind = now
    if run:
        yield fold(run)


def _kind(char: str) -> str:
    return "word" if char.isalpha() or not fold(char) else "mark"
