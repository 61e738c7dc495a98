"""A text that is one expression and nothing else, as a table's cell or a question to `sijill values` is:
«three and a fifth», «twenty twenty-fifths», «vingt et trois cinquièmes», «2 1/4».

In running text fractions are no figures (design/figures.md): there they say which part, not how many.
"""

from __future__ import annotations

from collections.abc import Callable

from sijill.reading.numeral_sum import HYPHENS, Numeral, Value
from sijill.reading.numeral_words import Words
from sijill.reading.text import Token

LONGEST = 14
"""Tokens of the longest text that is tried as one expression."""

_STOPS = frozenset(".!?؟")
_CARDINAL = frozenset(["words", "digits", "mixed"])

Read = Callable[[list[Token]], list[Numeral]]


def whole_text(found: list[Numeral], tokens: list[Token], table: Words, read: Read) -> list[Numeral]:
    """The numerals of a text, made into one where all of it is one fraction or a number and a fraction.

    `read` gives the numerals of some tokens by themselves."""
    if not 2 <= len(tokens) <= LONGEST or table.attached or not _says_share(tokens, table):
        return _with_fraction(found, tokens, table) if len(tokens) <= LONGEST else found
    last = len(tokens)
    while last > 2 and tokens[last - 1].form in _STOPS:
        last -= 1
    if len(found) == 1 and found[0].form == "ordinal" and found[0].first == 0 and found[0].last == last:
        return found
    sign = -1 if tokens[0].form in table.minus else 1
    value = _Shares(table, read).value(tokens[int(sign < 0) : last])
    if value is None:
        return _with_fraction(found, tokens, table)
    return [Numeral(0, last, tokens[0].start, tokens[last - 1].end, sign * value, "fraction")]


def _says_share(tokens: list[Token], table: Words) -> bool:
    """Whether the last word may be a denominator."""
    return any(_denominator(token.form, table) is not None for token in tokens[-2:] if token.kind == "word")


def _with_fraction(found: list[Numeral], tokens: list[Token], table: Words) -> list[Numeral]:
    """A number and a fraction that are all of a text are one: «five and a quarter», «2 1/4»."""
    if len(found) != 2 or found[0].first or found[1].last != len(tokens) or found[1].form != "fraction":
        return found
    between = {token.form for token in tokens[found[0].last : found[1].first]}
    if not between <= table.joiners | table.ones or found[0].form not in (*_CARDINAL, "round", "dual"):
        return found
    first, second = found
    return [Numeral(0, second.last, first.start, second.end, first.value + second.value, "fraction")]


def _denominator(form: str, table: Words) -> tuple[str, bool] | None:
    """The singular of a word that may be a denominator, and whether it is written in the plural."""
    if form in table.ordinals and not (
        table.fractions and form.endswith("s") and form[:-1] in table.ordinals
    ):
        return (form, False) if table.ordinals[form].value > 2 or len(form) > 5 else None
    if form.endswith("s") and form[:-1] in table.ordinals:
        return form[:-1], True
    atom = table.atom(form)
    if atom is not None and atom.kind == "ordinal":
        return form, form.endswith("i")
    return None


class _Shares:
    """The expressions of one text, tried at each place where they may part."""

    def __init__(self, table: Words, read: Read) -> None:
        self.table, self.read = table, read

    def value(self, tokens: list[Token]) -> Value | None:
        """What tokens are worth as «N and a fraction» or as a fraction; None if they are neither."""
        if not tokens:
            return None
        ending = _denominator(tokens[-1].form, self.table)
        if ending is None:
            return None
        one = len(tokens) > 1 and tokens[-2].form in self.table.ones and not ending[1]
        ways = (self.mixed, self.fraction) if one else (self.fraction, self.mixed)
        for way in ways:
            value = way(tokens)
            if value is not None:
                return value
        return None

    def fraction(self, tokens: list[Token]) -> Value | None:
        """«five - eighths», «one one hundred fifth»; a ten and a unit go together as one denominator."""
        best: tuple[int, Value] | None = None
        for at in range(1, len(tokens)):
            if tokens[at].form in HYPHENS:
                continue
            under = self.denominator(tokens[at:])
            if under is None:
                continue
            before = tokens[: at - 1] if tokens[at - 1].form in HYPHENS else tokens[:at]
            over = self.cardinal(before)
            if over is None or (under > 1000 and before[-1].kind == "digits"):
                continue
            words = sum(token.kind == "word" for token in tokens[at:])
            rank = 0 if words == 2 and under < 100 else words
            if best is None or rank < best[0]:
                best = (rank, over / under)
        return None if best is None else best[1]

    def mixed(self, tokens: list[Token]) -> Value | None:
        for at in range(len(tokens) - 2, 0, -1):
            if tokens[at].form in self.table.joiners:
                whole, share = self.whole(tokens[:at]), self.fraction(tokens[at + 1 :])
                if whole is not None and share is not None and share < 1:
                    return whole + share
        return None

    def cardinal(self, tokens: list[Token]) -> Value | None:
        if len(tokens) == 1 and tokens[0].form in self.table.ones:
            return 1
        found = self.read(tokens)
        begins = 1 if tokens and tokens[0].form in self.table.articles else 0
        if not found or found[0].first > begins or found[-1].last != len(tokens):
            return None
        if any(numeral.form not in _CARDINAL for numeral in found):
            return None
        return found[0].value if len(found) == 1 else None

    def whole(self, tokens: list[Token]) -> Value | None:
        """What stands before «and a fraction»: a number, or a ten and a unit with an «and» of their own."""
        value = self.cardinal(tokens)
        if value is None and len(tokens) == 3 and tokens[1].form in self.table.joiners:
            tens, units = self.cardinal(tokens[:1]), self.cardinal(tokens[2:])
            if tens is not None and units is not None and 20 <= tens < 100 and tens % 10 == 0 and units < 10:
                return tens + units
        return value

    def denominator(self, tokens: list[Token]) -> Value | None:
        ending = _denominator(tokens[-1].form, self.table)
        if ending is None:
            return None
        found = self.read([*tokens[:-1], tokens[-1]._replace(form=ending[0])])
        if (
            len(found) != 1
            or found[0].form != "ordinal"
            or (found[0].first, found[0].last) != (0, len(tokens))
        ):
            return None
        return found[0].value if found[0].value > 2 else None
