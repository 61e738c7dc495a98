"""A document with every layer that the choices look at: tokens, sentences, numbers, times, mentions, entities."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from sijill.languages import data
from sijill.model import Document, Quantity, Time
from sijill.reading.entities import Entities, entities
from sijill.reading.mentions import Mention, Mentions, mentions
from sijill.reading.numerals import numerals
from sijill.reading.quantities import read_quantities
from sijill.reading.text import Sentence, Token, sentence_of, sentences, tokens, within
from sijill.reading.times import read_times
from sijill.reading.values import standing_times

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Passage:
    """One document, analysed. Lists are in text order; token indexes are into `tokens`."""

    text: str
    language: str
    published: dt.date | None
    has_title: bool
    tokens: Sequence[Token]
    starts: Sequence[int]
    sentences: Sequence[Sentence]
    times: Sequence[Time]
    quantities: Sequence[Quantity]
    mentions: Mentions
    entities: Entities

    def token_at(self, offset: int) -> int:
        """The index of the token that holds the character at `offset`, or of the first one after it."""
        index = bisect_left(self.starts, offset + 1) - 1
        if index >= 0 and self.tokens[index].end > offset:
            return index
        return min(index + 1, len(self.tokens) - 1)

    def numbers_between(self, between: range) -> int:
        """How many numbers begin in a stretch of tokens."""
        if not between:
            return 0
        start, end = self.tokens[between[0]].start, self.tokens[between[-1]].end
        first = bisect_left(self.quantities, start, key=_start)
        return bisect_left(self.quantities, end, lo=first, key=_start) - first

    def times_in(self, sentence: Sentence) -> Sequence[Time]:
        """The times that begin in a sentence."""
        start, end = self.tokens[sentence.first].start, self.tokens[sentence.last - 1].end
        first = bisect_left(self.times, start, key=_start)
        return self.times[first : bisect_left(self.times, end, lo=first, key=_start)]

    def said_in(self, group: str, sentence: Sentence) -> Sequence[Mention]:
        """The mentions of a group that begin in a sentence."""
        return within(self.mentions.of(group), sentence.first, sentence.last)

    def clauses_between(self, between: range) -> int:
        """How many words that open a clause («who», «which», «after») stand in a stretch of tokens."""
        return len(within(self.mentions.of("clause"), between.start, between.stop)) if between else 0

    def said_near(self, group: str, first: int, last: int, sentence: Sentence, reach: int) -> str | None:
        """Where the nearest mention of a group stands to tokens of a sentence, at most `reach` away, with no
        number between: «before», «after», or None."""
        marks = within(
            self.mentions.of(group), max(sentence.first, first - reach), min(sentence.last, last + reach)
        )
        for mark in marks:
            if mark.first >= last and not self.numbers_between(range(last, mark.first)):
                return "after"
            if mark.last <= first and not self.numbers_between(range(mark.last, first)):
                return "before"
        return None

    def sentence_at(self, token: int) -> Sentence:
        """The sentence that a token stands in."""
        return sentence_of(self.sentences, token)


def prepare(document: Document) -> Passage:
    """The analysis of a document that every choice starts from. LanguageError for an unknown language."""
    text, language = document.text, document.language
    words = tokens(text)
    parts = sentences(text, words, _abbreviations(language))
    numbers = numerals(text, words, language)
    read = read_times(text, words, numbers, language, document.published)
    times = standing_times(text, words, numbers, read, language)
    quantities = read_quantities(text, words, numbers, [(t.start, t.end) for t in times], language)
    found = mentions(text, words, language)
    title = document.title
    return Passage(
        text=text,
        language=language,
        published=document.published,
        has_title=bool(title) and text.startswith(title or ""),
        tokens=words,
        starts=[t.start for t in words],
        sentences=parts,
        times=times,
        quantities=quantities,
        mentions=found,
        entities=entities(text, words, parts, found, language),
    )


def dated(document: Document) -> list[Time]:
    """The times of a document, without the rest of the analysis."""
    text, language = document.text, document.language
    words = tokens(text)
    numbers = numerals(text, words, language)
    times = read_times(text, words, numbers, language, document.published)
    return standing_times(text, words, numbers, times, language)


@cache
def _abbreviations(language: str) -> frozenset[str]:
    return frozenset(data(language, "lexicon").get("abbreviations") or ())
