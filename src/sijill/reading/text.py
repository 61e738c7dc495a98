"""A text as tokens, sentences and paragraphs, all by code-point offsets into the text as it is stored.

A token is a run of letters, a run of decimal digits, or one other visible character. Matching works on a
token's folded form (languages/script.py), so no map between two texts is needed and offsets cannot drift.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from sijill.languages.script import REMEMBERED, fold

TokenKind: TypeAlias = Literal["word", "digits", "mark"]

_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00ad\u200b-\u200f\u061c\u2060\ufeff"
)
# A word is letters with silent marks between and after them; possessive, so that no length of it backtracks.
_TOKEN = re.compile(rf"[^\W\d_]++(?:[{_MARKS}]++[^\W\d_]*+)*+|\d++|[^\s{_MARKS}\u202a-\u202e\u2066-\u2069]")
LONGEST = 160
"""Tokens after which a sentence is cut, so that what is looked at around a number stays bounded."""
_LINES = re.compile(r"\n\s*")
_CLOSERS = frozenset("\"'”’»)]›“")
_ENDERS = frozenset(".!?؟…۔")


class Token(NamedTuple):
    """`text[start:end]`, its folded form and its kind."""

    start: int
    end: int
    form: str
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `first` to `last` (exclusive) of a text; `paragraph` counts from 0, a title being 0."""

    first: int
    last: int
    paragraph: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order. Linear in its length."""
    found: list[Token] = []
    add = found.append
    make = tuple.__new__  # what Token's own constructor does, at half its cost
    for match in _TOKEN.finditer(text):
        form, kind = form_and_kind(match[0])
        if form:
            start, end = match.span()
            add(make(Token, (start, end, form, kind)))
    return found


def written_words(text: str) -> list[str]:
    """The tokens of a text as they are written, in order, without what is not visible."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=REMEMBERED)
def form_and_kind(written: str) -> tuple[str, TokenKind]:
    """The folded form of a token, empty if all of it is silent, and the token's kind."""
    first = written[0]
    return fold(written), "digits" if first.isdecimal() else "word" if first.isalpha() else "mark"


def glued(tokens: list[Token], index: int) -> bool:
    """Whether no space stands between a token and the one before it."""
    return 0 < index < len(tokens) and tokens[index - 1].end == tokens[index].start


class Placed(Protocol):
    """What begins at a token."""

    @property
    def first(self) -> int: ...


PlacedT = TypeVar("PlacedT", bound=Placed)


def within(items: Sequence[PlacedT], first: int, last: int) -> Sequence[PlacedT]:
    """Those of items in text order that begin in the tokens `first` to `last` (exclusive)."""
    begin = bisect_left(items, first, key=_first)
    return items[begin : bisect_left(items, last, lo=begin, key=_first)]


_first = attrgetter("first")


def sentence_of(sentences: Sequence[Sentence], token: int) -> Sentence:
    """The sentence that a token stands in."""
    return sentences[max(0, bisect_right(sentences, token, key=_first) - 1)]


def sentences(text: str, tokens: list[Token], abbreviations: frozenset[str] = frozenset()) -> list[Sentence]:
    """The sentences of a text: a line's end, or a full stop, question or exclamation mark before a space.

    A full stop ends none between digits, after one letter alone, or after a form in `abbreviations`.
    """
    lines = [match.start() for match in _LINES.finditer(text)]
    found: list[Sentence] = []
    first, line = 0, 0
    for index, token in enumerate(tokens):
        at_line = bisect_right(lines, token.start)
        if at_line != line:
            if index > first:
                found.append(Sentence(first, index, line))
            first, line = index, at_line
        if index - first >= LONGEST:
            found.append(Sentence(first, index, line))
            first = index
        if token.kind == "mark" and token.form in _ENDERS and _ends_here(tokens, index, abbreviations):
            last = index + 1
            while last < len(tokens) and tokens[last].form in _CLOSERS and glued(tokens, last):
                last += 1
            if last > first:
                found.append(Sentence(first, last, line))
                first = last
    if first < len(tokens):
        found.append(Sentence(first, len(tokens), line))
    return [s for s in found if s.last > s.first]


def _ends_here(tokens: list[Token], index: int, abbreviations: frozenset[str]) -> bool:
    if tokens[index].form != ".":
        return True
    after = index + 1
    if after < len(tokens) and glued(tokens, after) and tokens[after].form not in _CLOSERS:
        return False
    before = tokens[index - 1] if index and glued(tokens, index) else None
    if before is None or before.kind != "word":
        return True
    return len(before.form) > 1 and before.form not in abbreviations
