"""Units that a text leaves out because another number has said them: «€41.6 million in 2021, 8.4 million in 2022»,
«il 79%, le donne l'11». Only where the words leave no doubt, since a wrong unit is worse than a missing one.

Data: `sums` in languages/<language>/money.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from sijill.languages import data
from sijill.languages.lexicon import spellings
from sijill.languages.script import fold
from sijill.reading.hedges import hedge_words
from sijill.reading.money import MoneyWords, money_words
from sijill.reading.phrases import Phrases
from sijill.reading.quantity_items import Item
from sijill.reading.text import Token

_SMALLEST_SUM = 1_000_000
_BEFORE, _AFTER, _PARTED, _APART = 6, 4, 5, 10
"""Tokens before and after a number in which a word may speak of money, in which a partitive may stand before it,
and the most between two sums of a list."""
_NEAREST = 12
"""Numbers on each side of one that its sentence is searched for."""
_ENDS = frozenset(".!?؟;")


@dataclass(frozen=True, slots=True)
class SumWords:
    """The words of one language that tell a sum of money from a count."""

    words: frozenset[str]
    followers: frozenset[str]
    partitives: Phrases[str]
    percent_articles: frozenset[str]
    in_list: frozenset[str]
    money: MoneyWords


@cache
def sum_words(language: str) -> SumWords:
    """LanguageError if the language has no folder."""
    raw, hedges = data(language, "money")["sums"], hedge_words(language)
    words = frozenset(fold(word) for pattern in raw["words"] for word in spellings(pattern))
    followers = frozenset(fold(word) for word in raw["followers"])
    in_list = followers | hedges.list_joiners | hedges.fillers | frozenset(".,،")
    return SumWords(
        words,
        followers,
        Phrases([(word, word) for word in raw["partitives"]]),
        frozenset(fold(word) for word in raw["percent_articles"]),
        in_list,
        money_words(language),
    )


def complete_units(items: list[Item], text: str, tokens: list[Token], language: str) -> None:
    """Gives the numbers of a text the units that they share with another: sums in all directions, percents
    forwards. Changes the items' quantities."""
    words = sum_words(language)
    open_sums = []
    before = ""
    for at, item in enumerate(items):
        quantity = item.quantity
        if quantity.kind == "number" and quantity.unit is None and quantity.value is not None:
            shared = before == "percent" and quantity.value <= 100 and bool(words.percent_articles)
            if shared or quantity.value >= _SMALLEST_SUM:
                open_sums.append(at)
                before = "percent" if shared else quantity.kind
                continue
        before = quantity.kind
    if open_sums:
        _Units(items, text, tokens, words).complete(open_sums)


class _Units:
    def __init__(self, items: list[Item], text: str, tokens: list[Token], words: SumWords) -> None:
        self.items, self.text, self.tokens, self.words = items, text, tokens, words
        self.codes = {item.quantity.unit for item in items if item.quantity.kind == "money"} - {None}
        self.same = {
            item.quantity.value: item.quantity.unit
            for item in items
            if item.quantity.kind == "money" and item.quantity.unit
        }

    def complete(self, candidates: list[int]) -> None:
        open_sums: list[int] = []
        for at in candidates:
            item = self.items[at]
            if at and self.is_percent(self.items[at - 1], item):
                item.quantity = replace(
                    item.quantity, kind="percent", unit="percent", rule="percent of a list"
                )
            elif self.codes and self.may_be_sum(item) and not self.settle(at, self.code(at)):
                open_sums.append(at)
        for at in reversed(open_sums):
            self.settle(at, self.listed(at, at + 1))

    def settle(self, at: int, code: str | None) -> bool:
        if code is not None:
            item = self.items[at]
            item.quantity = replace(item.quantity, kind="money", unit=code, rule="money of a neighbour")
        return code is not None

    def may_be_sum(self, item: Item) -> bool:
        """Whether a number is of a size that money has in news, said with its scale, and counts nothing after it."""
        value = item.quantity.value
        if value is None or value < _SMALLEST_SUM or item.numeral.form not in ("mixed", "words"):
            return False
        if item.ends >= len(self.tokens) or self.line_between(item.ends - 1, item.ends):
            return True
        after = self.tokens[item.ends]
        if after.kind == "mark":
            return after.form not in "-–/%"
        return after.form in self.words.followers or after.form in self.words.words

    def code(self, at: int) -> str | None:
        """The currency of a sum, by the sum of the same value, the words around it, or the list it stands in."""
        item = self.items[at]
        value = item.quantity.value
        if value in self.same:
            return self.same[value]
        if self.speaks_of_money(item):
            near = {other.quantity.unit for other in self.sentence(at) if other.quantity.kind == "money"} - {
                None
            }
            codes = near or self.codes
            if len(codes) == 1:
                return next(iter(codes))
        if at and self.is_part(self.items[at - 1], item):
            return self.items[at - 1].quantity.unit
        return self.listed(at, at - 1)

    def speaks_of_money(self, item: Item) -> bool:
        tokens, words = self.tokens, self.words.words
        for at in range(item.begins - 1, max(-1, item.begins - 1 - _BEFORE), -1):
            if tokens[at].form in _ENDS or self.line_between(at, at + 1):
                break
            if tokens[at].form in words:
                return True
        for at in range(item.ends, min(len(tokens), item.ends + _AFTER)):
            if tokens[at].kind == "mark" or self.line_between(at - 1, at):
                break
            if tokens[at].form in words:
                return True
        return False

    def is_part(self, before: Item, item: Item) -> bool:
        """«700 million euros, of which 60 million»: a partitive between a sum and a number of the same sentence."""
        if before.quantity.kind != "money" or before.quantity.unit is None or self.ends_between(before, item):
            return False
        if (before.quantity.value or 0) < (item.quantity.value or 0):
            return False
        first = max(before.ends, item.begins - _PARTED)
        return any(
            self.words.partitives.forwards(self.tokens, at) is not None for at in range(first, item.begins)
        )

    def listed(self, at: int, beside: int) -> str | None:
        """The currency of the sum beside, if the two stand in one list: names, years, prepositions between them."""
        if not 0 <= beside < len(self.items):
            return None
        item, other = self.items[at], self.items[beside]
        if other.quantity.kind != "money" or other.quantity.unit is None:
            return None
        low, high = (other, item) if beside < at else (item, other)
        if high.begins - low.ends > _APART or self.ends_between(low, high):
            return None
        at_token = low.ends
        while at_token < high.begins:
            partitive = self.words.partitives.forwards(self.tokens, at_token)
            country = self.words.money.countries.forwards(self.tokens, at_token)
            if partitive is not None or country is not None:
                at_token = max(found[0] for found in (partitive, country) if found is not None)
            elif self.in_list(self.tokens[at_token]):
                at_token += 1
            else:
                return None
        return other.quantity.unit

    def in_list(self, token: Token) -> bool:
        return token.kind == "digits" or token.form in self.words.in_list or self.text[token.start].isupper()

    def is_percent(self, before: Item, item: Item) -> bool:
        """«il 79%, le donne l'11 e i minori il 10»: digits after an article alone, nothing counted by them."""
        value = item.quantity.value
        if before.quantity.kind != "percent" or item.numeral.form != "digits" or value is None:
            return False
        if not item.begins or self.tokens[item.begins - 1].form not in self.words.percent_articles:
            return False
        after = self.tokens[item.ends] if item.ends < len(self.tokens) else None
        counts = after is not None and after.kind != "mark" and after.form not in self.words.in_list
        return not counts and item.begins - before.ends <= _APART and not self.ends_between(before, item)

    def sentence(self, at: int) -> Iterator[Item]:
        """The other numbers of the sentence of one, the nearest on each side."""
        for step in (-1, 1):
            here = at
            while 0 <= here + step < len(self.items) and abs(here + step - at) <= _NEAREST:
                low, high = sorted((here, here + step))
                if self.ends_between(self.items[low], self.items[high]):
                    break
                here += step
                yield self.items[here]

    def ends_between(self, low: Item, high: Item) -> bool:
        """Whether a sentence or a line ends between two numbers."""
        tokens = self.tokens
        for at in range(low.ends, high.begins):
            ends = tokens[at].kind == "mark" and tokens[at].form in _ENDS
            if ends and (at + 1 >= len(tokens) or tokens[at + 1].start > tokens[at].end):
                return True
        first, last = self.tokens[low.ends - 1].end, self.tokens[high.begins].start
        return "\n" in self.text[first:last]

    def line_between(self, first: int, last: int) -> bool:
        if last >= len(self.tokens):
            return True
        return "\n" in self.text[self.tokens[first].end : self.tokens[last].start]
