"""The matching of a text's tokens against the rules of its language's calendar, in linear time.

Only tokens that can begin an expression are looked at, each nonterminal is tried once at a token, and a
pattern
is as long as the YAML writes it. See calendar_rules.py for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sijill.reading.calendar_rules import ANYTHING, Calendar, Found, Step, Terminal, Word
from sijill.reading.resolve import Parts
from sijill.reading.text import Token

_GLUE, _AND = "GLUE", "AND"
_PLAIN_PROCLITICS = frozenset(("", "ل", "ب"))


class Matcher:
    """The expressions of one text. `numbers` are the terminals of numbers and numeric dates by token
    index."""

    def __init__(self, rules: Calendar, words: Sequence[Token], numbers: dict[int, list[Terminal]]) -> None:
        self._rules = rules
        self._words = words
        self._numbers = numbers
        self._terminals: dict[int, list[Terminal]] = {}
        self._bits: dict[int, int] = {}
        self._found: dict[tuple[str, int, int], dict[int, Found]] = {}

    def candidates(self) -> Iterator[int]:
        """The tokens at which an expression may begin, in order."""
        words, numbers, opening = self._words, self._numbers, self._rules.opening
        alone, known = self._rules.alone[self._rules.top], self._rules.known
        for index, word in enumerate(words):
            if word.kind == "digits":
                if index in numbers and any(t.cls in alone or self._goes_on(t.last) for t in numbers[index]):
                    yield index
                continue
            opens = known.get(word.form) or opening(word.form)
            if opens.alone or (opens.phrases and self._phrase(index)):
                yield index
            elif index in numbers:
                here = numbers[index]
                if any(t.cls in alone for t in here) or self._goes_on(min(t.last for t in here)):
                    yield index
            elif opens.starts and self._goes_on(index + 1):
                yield index

    def _phrase(self, index: int) -> bool:
        """Whether a phrase of several words that can begin an expression stands at a token."""
        starts = self._rules.starts[self._rules.top]
        for root, _, _ in self._rules.roots(self._words[index].form):
            node: Word | None = root
            at = index + 1
            while node is not None and at < len(self._words):
                node = node.next.get(self._words[at].form)
                if node is not None and any(cls in starts for cls, _ in node.meanings):
                    return True
                at += 1
        return False

    def _goes_on(self, index: int) -> bool:
        """Whether an expression may go on with a token, an article or comma before it aside."""
        for at in (index, index + 1):
            if at >= len(self._words):
                return False
            if at in self._numbers:
                return True
            opens = self._rules.opening(self._words[at].form)
            if not opens.joins or (at + 1 < len(self._words) and self._words[at + 1].form in opens.phrases):
                return not opens.dull
        return True

    def matches(self, index: int) -> list[tuple[int, Found]]:
        """The expressions that begin in a token, the longest first, each with the token after it."""
        word = self._words[index]
        if index not in self._numbers and self._stands_alone(index):
            lone = self._rules.lone.get(word.form)
            if lone is None:
                lone = [what for _, what in sorted(self._parse(self._rules.top, index, 0).items())]
                self._rules.lone[word.form] = lone
            return [(index + 1, what) for what in lone]
        key = self._lone_number(index)
        if key is not None:
            lone = self._rules.lone.get(key)
            if lone is None:
                lone = self._rules.lone[key] = list(self._parse(self._rules.top, index, 0).values())
            return [(index + 1, what) for what in lone]
        found = self._parse(self._rules.top, index, 0)
        return sorted(found.items(), reverse=True) if len(found) > 1 else list(found.items())

    def _lone_number(self, index: int) -> tuple[tuple[str, int], ...] | None:
        """What a year of four digits may be, where nothing after it can belong to it; None for other tokens."""
        word = self._words[index]
        here = self._numbers.get(index)
        if here is None or word.kind != "digits" or len(word.form) != 4:
            return None
        if any(t.last != index + 1 or not isinstance(t.value, int) for t in here) or self._goes_on(index + 1):
            return None
        return tuple((t.cls, t.value) for t in here)

    def _stands_alone(self, index: int) -> bool:
        """Whether nothing after a token can belong to an expression that it begins, which then is known by
        form."""
        after = index + 1
        if after >= len(self._words):
            return True
        phrases = self._rules.opening(self._words[index].form).phrases
        return self._words[after].form not in phrases and not self._goes_on(after)

    def terminals(self, index: int) -> list[Terminal]:
        """What begins at a token: phrases of all lengths, numbers, numeric dates."""
        known = self._terminals.get(index)
        if known is not None:
            return known
        found: list[Terminal] = []
        words = self._words
        if index < len(words):
            if words[index].kind != "digits":
                for node, cut, particle in self._rules.roots(words[index].form):
                    at: Word | None = node
                    last = index + 1
                    while at is not None:
                        for cls, value in at.meanings:
                            found.append(Terminal(cls, value, last, cut, particle))
                        at = at.next.get(words[last].form) if last < len(words) else None
                        last += 1
            found += self._numbers.get(index, ())
        self._terminals[index] = found
        return found

    def _classes(self, index: int) -> int:
        """The classes of what begins at a token, as bits."""
        known = self._bits.get(index)
        if known is None:
            known, bits = 0, self._rules.bits
            for t in self.terminals(index):
                known |= bits.get(t.cls, 0)
            self._bits[index] = known
        return known

    def _fitting(self, index: int, mode: int) -> list[Terminal]:
        """The terminals that may stand there: mode 0 begins an expression, 1 goes on (3 after glue), 2
        needs «و»."""
        found = self._terminals.get(index)
        if found is None:
            found = self.terminals(index)
        if mode == 0 or not found:
            return found
        if mode != 2:
            return [t for t in found if t.particle in _PLAIN_PROCLITICS] if self._rules.particles else found
        if not self._rules.particles:
            return []
        return [t for t in found if t.particle[:1] == "و" and t.particle[1:] in _PLAIN_PROCLITICS]

    def _parse(self, name: str, index: int, mode: int) -> dict[int, Found]:
        key = (name, index, mode)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = {}
            self._walk(self._rules.step(name), index, mode, (), 0, known)
        return known

    def _walk(
        self,
        step: Step,
        index: int,
        mode: int,
        parts: Parts,
        cut: int,
        found: dict[int, Found],
        deep: str = "",
    ) -> None:
        """Follow the patterns from a step on. `deep` is the rule behind the only part so far, if a
        nonterminal is."""
        for rank, resolver, arguments, rule in step.ends if mode != 3 else ():
            best = found.get(index)
            if best is None or (cut, rank) < (best.cut, best.rank):
                when = resolver(parts, arguments)
                if when is not None:
                    found[index] = Found(rank, when, cut, deep if deep and len(parts) == 1 else rule)
        classes, routes = step.classes, step.routes
        if not step.nexts & self._classes(index):
            return
        fitting = self._fitting(index, mode)
        if not step.glued and parts and self._rules.particles:
            fitting = [t for t in fitting if not t.particle]  # «19 لسنة» is no nineteen years
        if fitting:
            names: dict[str, bool] = {}
            for t in fitting:
                after = classes.get(t.cls)
                if after is not None and (after.ends or after.nexts & self._classes(t.last)):
                    ahead = (*parts, (t.cls, t.value))
                    self._walk(after, t.last, 1, ahead, cut if parts else t.cut, found)
                for name, seconds in routes.get(t.cls, ()):
                    if not names.get(name):
                        names[name] = bool(seconds & self._classes(t.last)) or seconds == ANYTHING
            for name in [name for name, may in names.items() if may]:
                after = step.nonterminals[name]
                for last, inner in self._parse(name, index, mode).items():
                    if not (after.ends or after.nexts & self._classes(last)):
                        continue
                    ahead = (*parts, (name, inner.when))
                    self._walk(after, last, 1, ahead, cut if parts else inner.cut, found, inner.rule)
        if not parts or mode != 1:
            return
        if step.ands and (fitting or self._rules.particles):
            self._walk_and(step, index, parts, cut, found)
        if step.glued and fitting:
            for last in {t.last for t in fitting if t.cls == _GLUE}:
                self._walk(step, last, 3, parts, cut, found)

    def _walk_and(self, step: Step, index: int, parts: Parts, cut: int, found: dict[int, Found]) -> None:
        ways = [(t.last, 1) for t in self._fitting(index, 1) if t.cls == _AND]
        if self._rules.particles:
            ways.append((index, 2))
        for at, mode in ways:
            starts = [at] + [t.last for t in self._fitting(at, mode) if t.cls == _GLUE]
            for place, start in enumerate(starts):
                self._walk_and_at(step, start, 1 if place else mode, parts, cut, found)

    def _walk_and_at(
        self, step: Step, at: int, mode: int, parts: Parts, cut: int, found: dict[int, Found]
    ) -> None:
        for symbol, after in step.ands.items():
            if symbol.islower():
                for last, inner in self._parse(symbol, at, mode).items():
                    self._walk(after, last, 1, (*parts, (symbol, inner.when)), cut, found)
            else:
                for t in self._fitting(at, mode):
                    if t.cls == symbol:
                        self._walk(after, t.last, 1, (*parts, (t.cls, t.value)), cut, found)
