"""The matching of a text's tokens against the rules of its language's calendar, in linear time.

Only tokens that can begin an expression are looked at, each nonterminal is tried once at a token, and a
pattern
is as long as the YAML writes it. See calendar_rules.py for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from sijill.reading.calendar_rules import ANYTHING, NOTHING, Calendar, Found, Opening, Terminal, Word
from sijill.reading.text import Token
from sijill.reading.time_plans import Node, plans

_GLUE = "GLUE"

Begun: TypeAlias = tuple[str, Any, int, int, str]
"""A Terminal, or a plain tuple of what one holds."""


class Matcher:
    """The expressions of one text. `numbers` are the terminals of numbers and numeric dates by token
    index."""

    def __init__(self, rules: Calendar, words: Sequence[Token], numbers: dict[int, list[Terminal]]) -> None:
        self._rules = rules
        self._words = words
        self._numbers = numbers
        known, opening = rules.known, rules.opening
        self._opens = [
            NOTHING if kind == "digits" else known.get(form) or opening(form) for _, _, form, kind in words
        ]
        self._opens += [NOTHING, NOTHING]
        self._terminals: dict[int, list[Begun]] = {}
        self._ahead_of: dict[int, int] = {}
        self._shapes: dict[int, int] = {}
        self._plans = plans(rules)

    def candidates(self) -> Iterator[int]:
        """The tokens at which an expression may begin, in order."""
        numbers, all_opens, goes_on = self._numbers, self._opens, self._goes_on
        alone = self._rules.alone[self._rules.top]
        telling = [index for index, opens in enumerate(all_opens) if opens is not NOTHING]
        for index in sorted({*telling, *numbers}) if numbers else telling:
            opens = all_opens[index]
            if opens.alone:
                yield index
            elif opens.phrases and self._phrase(index, opens):
                if self._may_match(index):
                    yield index
            elif index in numbers:
                here = numbers[index]
                if any(t.cls in alone for t in here):
                    yield index
                elif self._may_match(index):
                    lasts = [t.last for t in here]
                    if any(map(goes_on, lasts if self._words[index].kind == "digits" else [min(lasts)])):
                        yield index
            elif (
                opens.starts
                and (all_opens[index + 1] is not NOTHING or index + 1 in numbers)
                and goes_on(index + 1)
                and opens.seconds & self._ahead(index + 1)
            ):
                yield index

    def _may_match(self, index: int) -> bool:
        """Whether a token and what follows it can begin an expression."""
        seconds = self._rules.seconds[self._rules.top]
        return any(seconds.get(t[0], 0) & self._ahead(t[2]) for t in self.terminals(index))

    def _phrase(self, index: int, opens: Opening) -> bool:
        """Whether a phrase of several words that can begin an expression stands at a token."""
        words = self._words
        if index + 1 >= len(words) or words[index + 1].form not in opens.phrases:
            return False
        starts = self._rules.starts[self._rules.top]
        for root, _, _ in self._rules.roots(words[index].form):
            node: Word | None = root
            at = index + 1
            while node is not None and at < len(words):
                node = node.next.get(words[at].form)
                if node is not None and any(cls in starts for cls, _ in node.meanings):
                    return True
                at += 1
        return False

    def _goes_on(self, index: int) -> bool:
        """Whether an expression may go on with a token, an article or comma before it aside."""
        words, numbers = self._words, self._numbers
        for at in (index, index + 1):
            if at >= len(words):
                return False
            if at in numbers:
                return True
            opens = self._opens[at]
            if not opens.joins or (
                opens.phrases and at + 1 < len(words) and words[at + 1].form in opens.phrases
            ):
                return not opens.dull
        return True

    def matches(self, index: int) -> Iterator[tuple[int, Found]]:
        """The expressions that begin in a token, the longest first, each with the token after it."""
        word = self._words[index]
        if index not in self._numbers and self._stands_alone(index):
            lone = self._rules.lone.get(word.form)
            if lone is None:
                lone = [what for _, what in self._read(index)][::-1]
                self._rules.lone[word.form] = lone
            return ((index + 1, what) for what in lone)
        key = self._lone_number(index)
        if key is not None:
            lone = self._rules.lone.get(key)
            if lone is None:
                lone = self._rules.lone[key] = [what for _, what in self._read(index)][::-1]
            return ((index + 1, what) for what in lone)
        return self._read(index)

    def _lone_number(self, index: int) -> tuple[tuple[str, int], ...] | None:
        """What a year of four digits may be, where nothing after it can belong to it; None for other tokens."""
        word = self._words[index]
        here = self._numbers.get(index)
        if here is None or word.kind != "digits" or len(word.form) != 4:
            return None
        if any(t.last != index + 1 or not isinstance(t.value, int) for t in here):
            return None
        seconds = reduce(or_, (self._rules.seconds[self._rules.top].get(t.cls, 0) for t in here))
        if seconds & self._ahead(index + 1) & ~ANYTHING and self._goes_on(index + 1):
            return None
        return tuple((t.cls, t.value) for t in here)

    def _stands_alone(self, index: int) -> bool:
        """Whether nothing after a token can belong to an expression that it begins, which then is known by
        form."""
        after = index + 1
        if after >= len(self._words):
            return True
        opens = self._opens[index]
        if opens.phrases and self._words[after].form in opens.phrases:
            return False
        return not self._goes_on(after) or not opens.seconds & self._ahead(after) & ~ANYTHING

    def terminals(self, index: int) -> list[Begun]:
        """What begins at a token: phrases of all lengths, numbers, numeric dates."""
        known = self._terminals.get(index)
        if known is not None:
            return known
        found: list[Begun] = []
        words = self._words
        if index < len(words):
            opens = self._opens[index]
            if opens.phrases and index + 1 < len(words) and words[index + 1].form in opens.phrases:
                for node, cut, particle in self._rules.roots(words[index].form):
                    at: Word | None = node
                    last = index + 1
                    while at is not None:
                        for cls, value in at.meanings:
                            found.append((cls, value, last, cut, particle))
                        at = at.next.get(words[last].form) if last < len(words) else None
                        last += 1
            elif opens.meanings:
                last = index + 1
                found = [(cls, value, last, cut, particle) for cls, value, cut, particle in opens.meanings]
            if index in self._numbers:
                found += self._numbers[index]
        self._terminals[index] = found
        return found

    def _classes(self, index: int) -> int:
        """The classes of what begins at a token, as bits."""
        words = self._words
        opens = self._opens[index] if index < len(words) else NOTHING
        if opens.phrases and index + 1 < len(words) and words[index + 1].form in opens.phrases:
            return self._rules.as_bits(t[0] for t in self.terminals(index))
        if index in self._numbers:
            return opens.classes | self._rules.as_bits(t.cls for t in self._numbers[index])
        return opens.classes

    def _ahead(self, index: int) -> int:
        """The classes, as bits, of what begins at a token or after an article there."""
        found = self._ahead_of.get(index)
        if found is None:
            found, glue = self._classes(index), self._rules.glue
            if found & glue:
                found &= ~glue
                for last in {t[2] for t in self.terminals(index) if t[0] == _GLUE}:
                    found |= self._classes(last)
            self._ahead_of[index] = found = found | ANYTHING
        return found

    def _shape(self, index: int) -> int:
        """The shape of what begins at a token."""
        known = self._shapes.get(index)
        if known is None:
            here = self.terminals(index)
            known = self._opens[index].shape if here else 0
            if here and (index in self._numbers or len(self._opens[index].meanings) != len(here)):
                known = self._rules.shape(tuple((t[0], t[2] - index, t[4]) for t in here))
            self._shapes[index] = known
        return known

    def _read(self, index: int) -> Iterator[tuple[int, Found]]:
        """The expressions that begin in a token, the longest first, each with the token after it."""
        plan = self._plans.find(self._shape, index)
        found: dict[tuple[Node, int], Found | None] = {}
        for last in sorted(plan.ways, reverse=True):
            what = self._best(plan, last, index, found)
            if what is not None:
                yield index + last, what

    def _best(
        self, node: Node, last: int, index: int, found: dict[tuple[Node, int], Found | None]
    ) -> Found | None:
        """What a nonterminal of a plan means that ends at a token: the fewest letters cut, then the first rule."""
        key = (node, last)
        if key in found:
            return found[key]
        best: Found | None = None
        for rank, resolver, arguments, rule, parts in node.ways[last]:
            values: list[tuple[str, Any]] = []
            cut = 0
            for name, token, end, particle, nth, inside in parts:
                if inside is None:
                    at, alike = index + end, nth
                    for t in self._terminals[index + token]:
                        if t[0] == name and t[2] == at and t[4] == particle:
                            if not alike:
                                break
                            alike -= 1
                    values.append((name, t[1]))
                    letters = t[3]
                else:
                    inner = self._best(inside, end, index, found)
                    if inner is None:
                        break
                    values.append((name, inner.when))
                    letters = inner.cut
                    if len(parts) == 1:
                        rule = inner.rule or rule
                if len(values) == 1:
                    cut = letters
            else:
                if best is None or (cut, rank) < (best.cut, best.rank):
                    when = resolver(tuple(values), arguments)
                    if when is not None:
                        best = Found(rank, when, cut, rule)
                        if not cut:
                            break
        found[key] = best
        return best
