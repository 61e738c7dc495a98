"""Numbers of a text, in digits and in words, by token and by code point. Linear in the length of the
text.

Rooms: numeral_words.py holds the tables of a language, numeral_digits.py the runs of digits and
numeral_runs.py
their meaning, numeral_grammar.py how number words go together; here stands what a number found becomes.
"""

from __future__ import annotations

from decimal import Decimal

from sijill.reading.numeral_grammar import Grammar
from sijill.reading.numeral_nouns import Nouns
from sijill.reading.numeral_runs import Runs
from sijill.reading.numeral_sum import HYPHENS, Numeral, Sum, tidy
from sijill.reading.numeral_whole import LONGEST, whole_text
from sijill.reading.numeral_words import Atom, Words, words
from sijill.reading.text import Token

__all__ = ["Numeral", "numerals"]

_VULGAR = {
    "½": 0.5,
    "¼": 0.25,
    "¾": 0.75,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅕": 0.2,
    "⅖": 0.4,
    "⅗": 0.6,
    "⅘": 0.8,
    "⅙": 1 / 6,
    "⅛": 0.125,
}


def numerals(text: str, tokens: list[Token], language: str) -> list[Numeral]:
    """The numbers of a text in order, none overlapping, the longest reading of each. LanguageError if
    unknown."""
    table = words(language)

    def read(some: list[Token]) -> list[Numeral]:
        return _Reader(text, some, table).read()

    found = read(tokens)
    return whole_text(found, tokens, table, read) if len(tokens) <= LONGEST else found


class _Reader:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, tokens: list[Token], table: Words) -> None:
        self.text, self.tokens, self.table = text, tokens, table
        self.grammar = Grammar(text, tokens, table)
        self.runs, self.nouns = Runs(self.grammar), Nouns(self.grammar)

    def read(self) -> list[Numeral]:
        tokens, table = self.tokens, self.table
        triggers, beginnings, atom_of = table.triggers, table.beginnings, table.atom
        found: list[Numeral] = []
        after = 0
        for index in [
            at
            for at, (_, _, form, kind) in enumerate(tokens)
            if kind != "word" or form in triggers or (beginnings and form[:3] in beginnings)
        ]:
            if index < after:
                continue
            start, end, form, kind = tokens[index]
            if kind == "word":
                if form not in triggers and atom_of(form) is None:
                    continue
                numeral, after = self.in_words(index)
            elif kind == "digits":
                numeral, after = self.runs.in_digits(index)
                if numeral is not None and numeral.form == "digits":
                    numeral, after = self.multiplied(numeral, after)
            else:
                written = self.text[start]
                if written in _VULGAR:
                    found.append(Numeral(index, index + 1, start, end, _VULGAR[written], "fraction"))
                continue
            if numeral is not None:
                found.append(numeral)
        return found

    def in_words(self, index: int) -> tuple[Numeral | None, int]:
        tokens, table = self.tokens, self.table
        form = tokens[index].form
        cut = self.nouns.multiple(index) if form in table.multiple_words else None
        if cut is not None:
            return self.grammar.found(index, index + 1, Atom("bare", 0, cut), 0, "multiple")
        atom = table.atom(form)
        if atom is not None and len(tokens) > 3 and self.is_alone(index):
            if atom.kind == "one":
                return None, index + 1
            if atom.kind == "add" and not atom.definite:
                return self.grammar.found(index, index + 1, atom, int(atom.value), "words")
        if form in table.halves and (atom is None or atom.kind == "ordinal"):
            half = self.half(index, table.halves[form])
            if form not in table.ordinals or (half[0] is not None and half[0].form != "fraction"):
                return half
        if atom is None:
            return self.ordinal(index)
        if atom.kind == "ordinal":
            return self.grammar.found(index, index + 1, atom, atom.value, "ordinal")
        if atom.kind in ("bare", "scales", "rounds"):
            return self.nouns.bare(index, atom)
        if atom.kind == "round" and not self.nouns.round_counts(index):
            return None, index + 1
        if atom.kind == "round":
            return self.grammar.found(
                index, index + 1, atom, atom.value, "bare" if self.nouns.few_before(index) else "round"
            )
        if atom.kind in ("dual", "dual_construct", "dual_before_noun"):
            return self.nouns.dual(index, atom)
        if atom.kind == "one" and not self.grammar.attached:
            with_one = self.one_half(index)
            if with_one is not None:
                return with_one
        total = Sum(table)
        after = self.grammar.more(total, index)
        if after == index:
            return self.ordinal(index) if form in table.ordinals else (None, index + 1)
        return self.finish(total, index, after, atom)

    def is_alone(self, index: int) -> bool:
        """Whether a number word is followed by a word that cannot go on with it: «due» is 2, «un» an article."""
        tokens, table = self.tokens, self.table
        if index + 1 >= len(tokens):
            return False
        after = tokens[index + 1]
        if after.kind != "word" or table.goes_on(after.form) or after.form in table.makes_one_count:
            return False
        return not index or tokens[index - 1].form not in table.minus

    def finish(self, total: Sum, index: int, after: int, atom: Atom) -> tuple[Numeral | None, int]:
        """What follows a number in words decides what it is: an ordinal, a fraction, a multiple, a
        dozen."""
        tokens, table = self.tokens, self.table
        only = after == index + 1
        following = tokens[after] if after < len(tokens) else None
        at = after
        joined = following is not None and following.form in table.joiners and not self.grammar.attached
        joined = joined and (total.room >= 100 or ("ten" in table.and_after and 20 <= total.tail <= 90))
        hyphen = following is not None and following.form in HYPHENS and self.grammar.glued(after)
        if (joined or hyphen) and after + 1 < len(tokens):
            at, following = after + 1, tokens[after + 1]
        if joined and (following is None or not self.ordinal_after(following.form, total)):
            at, following = after, tokens[after]
        if atom.kind == "one_of" and only:
            return None, after
        if following is not None and following.kind == "word" and not self.grammar.broken(after, at):
            form = following.form
            ordinal = table.ordinals.get(form) or self.glued_ordinal(form)
            fifth = (
                atom.kind == "one"
                and only
                and not table.articles
                and self.is_denominator(index, at, total, form)
            )
            if ordinal is not None and not self.grammar.attached and total.total > 0 and not fifth:
                numeral = self.with_ordinal(total, index, at, atom, ordinal, form)
                if numeral is not None:
                    return numeral, at + 1
            if (
                form in table.fractions
                and total.total < 1000
                and not (only and atom.kind == "one" and self.grammar.attached)
            ):
                return self.fraction(index, at + 1, atom, Decimal(total.total) / table.denominators[form])
            if (
                ordinal is not None
                and not self.grammar.attached
                and self.is_denominator(index, at, total, form)
            ):
                return self.fraction(index, at + 1, atom, Decimal(total.total) / int(ordinal.value))
            if form in table.multiples and atom.kind != "one":
                return self.grammar.found(index, at + 1, atom, tidy(total.total), "multiple")
            rounded = table.atom(form)
            if rounded is not None and rounded.kind in ("round", "rounds") and self.nouns.rounds(at, total):
                value = total.total * int(rounded.value)
                first = at if atom.kind == "one" else index
                return self.grammar.found(first, at + 1, atom, tidy(value), "round")
        if only and self.no_number_alone(index, atom):
            return None, after
        if only and atom.kind in ("hundred", "scale") and self.nouns.few_before(index):
            return self.grammar.found(index, after, atom, 0, "bare")
        if self.grammar.attached and atom.definite and self.definite_ordinal(index, total, atom, only):
            value, after = self.after_hundreds(after, int(total.total))
            return self.grammar.found(index, after, atom, value, "ordinal")
        value, after = self.grammar.decimals(total, after)
        if self.grammar.fused_million(after):
            numeral, _ = self.grammar.found(index, after, atom, tidy(value * 1_000_000), "words")
            return numeral._replace(end=tokens[after].start + 1), after
        numeral, after = self.grammar.found(index, after, atom, tidy(value), "words")
        if atom.kind == "one" and table.one_outside_scale and after > index + 1:
            second = table.atom(tokens[index + 1].form)
            if second is not None and second.kind in ("scale", "scales"):
                numeral = numeral._replace(first=index + 1, start=tokens[index + 1].start)
        return self.grammar.negative(numeral), after

    def multiplied(self, numeral: Numeral, after: int) -> tuple[Numeral, int]:
        """«3 times», «3-fold», «5 أضعاف»: digits that a word makes a multiple."""
        tokens, at = self.tokens, after
        if at + 1 < len(tokens) and tokens[at].form in HYPHENS and tokens[at + 1].start == tokens[at].end:
            at += 1
        if (
            at >= len(tokens)
            or tokens[at].form not in self.table.multiples
            or self.grammar.broken(after - 1, at)
        ):
            return numeral, after
        return numeral._replace(last=at + 1, end=tokens[at].end, form="multiple"), at + 1

    def definite_ordinal(self, index: int, total: Sum, atom: Atom, only: bool) -> bool:
        """«القرن العشرون»: a definite ten or hundred after a definite noun, or standing by itself, is
        an ordinal."""
        if atom.kind == "one_of" and total.total == 11:
            return index == 0 and len(self.tokens) <= 2
        if atom.kind == "one" and not only and total.total > 20:
            return True
        if not only or total.total < 20 or total.total % 10:
            return False
        before = self.tokens[index - 1] if index else None
        return before is None or before.kind == "mark" or before.form.startswith("ال")

    def after_hundreds(self, last: int, value: int) -> tuple[int, int]:
        """«العشرون بعد المئة»: what is said after an ordinal comes before it in value."""
        tokens, table = self.tokens, self.table
        if last + 1 < len(tokens) and tokens[last].form in table.ordinal_after:
            atom = table.atoms.get(tokens[last + 1].form)
            if atom is not None and atom.definite and atom.kind in ("hundred", "scale", "add", "dual_scale"):
                more = int(atom.value) * (2 if atom.kind == "dual_scale" else 1)
                if more >= 100 and more > value:
                    return value + more, last + 2
        return value, last

    def is_denominator(self, index: int, at: int, total: Sum, form: str) -> bool:
        """«one fifth», «tre ventunesimi»: an ordinal that cannot be one, after «one» or when nothing
        else is said."""
        ordinal = self.table.ordinals.get(form)
        if ordinal is not None and ordinal.value <= 2:
            return False
        if total.total == 1 and self.table.one_makes_fractions:
            return True
        return index == 0 and at + 1 == len(self.tokens)

    def fraction(self, index: int, last: int, atom: Atom, value: Decimal) -> tuple[Numeral, int]:
        """A fraction, or a number where it is of a scale: «three quarters of a million»."""
        tokens, at = self.tokens, last
        while at < len(tokens) and at < last + 2 and tokens[at].form in self.table.half_of:
            at += 1
        scale = (
            self.table.atom(tokens[at].form)
            if at < len(tokens) and not self.grammar.broken(last - 1, at)
            else None
        )
        if (
            scale is not None
            and scale.kind in ("scale", "accusative")
            and (at > last or self.grammar.attached)
        ):
            scaled = value * int(scale.value)
            return self.grammar.found(index, at + 1, atom, tidy(round(scaled, 2)), "words")
        return self.grammar.found(index, last, atom, float(value), "fraction")

    def no_number_alone(self, index: int, atom: Atom) -> bool:
        """Whether a single word is a determiner («one», «un») or a scale without its «a» («per
        thousand»)."""
        if self.grammar.stands_alone():
            return False
        if atom.kind == "one":
            minus = (
                index > 0 and self.tokens[index - 1].form in self.table.minus and self.table.minus_anywhere
            )
            return not minus and not self.grammar.counts_one(index + 1)
        if self.grammar.attached or atom.kind not in ("hundred", "scale"):
            return False
        if not self.table.articles:
            return atom.value > 1000
        return index == 0 or (
            self.tokens[index - 1].form not in self.table.articles and not self.nouns.few_before(index)
        )

    def one_half(self, index: int) -> tuple[Numeral | None, int] | None:
        """«un demi-million»: the half that follows «one» takes it in; None if no scale follows the
        half."""
        at = index + 1
        half = self.table.halves.get(self.tokens[at].form) if at < len(self.tokens) else None
        if half is None or self.grammar.broken(index, at):
            return None
        numeral, after = self.half(at, half)
        if numeral is None or numeral.form == "fraction":
            return None
        return numeral, after

    def half(self, index: int, atom: Atom) -> tuple[Numeral | None, int]:
        """«half a million», «نصف مليون», «un demi-million»: a number; any other half is a fraction."""
        tokens, table = self.tokens, self.table
        at = index + 1
        while at < len(tokens) and at < index + 3 and tokens[at].form in table.half_of | HYPHENS:
            at += 1
        scale = (
            table.atom(tokens[at].form) if at < len(tokens) and not self.grammar.broken(index, at) else None
        )
        if at < len(tokens) and tokens[at].form in table.half_units and not self.grammar.broken(index, at):
            return self.grammar.found(index, index + 1, atom, float(atom.value), "words")
        if scale is not None and scale.kind in ("scale", "scales", "hundred", "accusative", "round"):
            value = Decimal(str(atom.value)) * int(scale.value)
            form = "round" if scale.kind == "round" else "words"
            return self.grammar.found(index, at + 1, atom, tidy(value), form)
        if tokens[index].form in table.fractions or (
            self.grammar.attached and not tokens[index].form.endswith(table.halves_before_scales)
        ):
            return self.fraction(index, index + 1, atom, Decimal(str(atom.value)))
        return None, index + 1

    def ordinal(self, index: int) -> tuple[Numeral | None, int]:
        tokens, table = self.tokens, self.table
        form = tokens[index].form
        atom = table.ordinals.get(form)
        if atom is None:
            return None, index + 1
        before = tokens[index - 1].form if index else ""
        after = tokens[index + 1].form if index + 1 < len(tokens) else ""
        guarded = form in table.guarded_ordinals and len(tokens) > 1
        if guarded and (before not in table.ordinal_determiners or after in table.ordinal_not_before):
            return None, index + 1
        if not self.grammar.attached:
            determined = before in table.ones
            ends = index + 1 == len(tokens) and index == 1
            if determined and atom.value > 2 and (ends or (form in table.fractions and after in table.of)):
                return self.fraction(index, index + 1, atom, 1 / Decimal(int(atom.value)))
            return self.grammar.found(index, index + 1, atom, atom.value, "ordinal")
        value, last = int(atom.value), index + 1
        ten, here = table.atoms.get(after), index + 1
        if after in table.joiners and index + 2 < len(tokens):
            here = index + 2
            ten = table.atoms.get(tokens[here].form)
            ten = (
                ten._replace(joined=True, cut=1)
                if ten is not None and (not ten.cut or ten.definite)
                else None
            )
        if ten is not None and ten.value == 10 and not ten.cut and value < 10 + 2:
            value, last = 10 + value % 10 if value != 10 else 10, index + 2
        elif ten is not None and ten.joined and ten.kind == "add" and 20 <= ten.value <= 90:
            value, last = value % 10 + int(ten.value), here + 1
        elif value == 11:
            return None, index + 1
        value, last = self.after_hundreds(last, value)
        return self.grammar.found(index, last, atom, value, "ordinal")

    def ordinal_after(self, form: str, total: Sum) -> bool:
        """Whether an ordinal goes on with a number after «and»: «hundred and fifth», «vingt et
        unième»."""
        ordinal = self.table.ordinals.get(form) or self.glued_ordinal(form)
        return ordinal is not None and (total.room >= 100 or ordinal.value in (1, 11))

    def glued_ordinal(self, form: str) -> Atom | None:
        atom = self.table.atom(form)
        return atom if atom is not None and atom.kind == "ordinal" else None

    def with_ordinal(
        self, total: Sum, index: int, at: int, atom: Atom, ordinal: Atom, form: str
    ) -> Numeral | None:
        """«twenty-fifth», «two hundredth»; «two thirds» is a fraction, «five first» nothing of the
        kind."""
        value = int(ordinal.value)
        if self.table.ordinals_glued and value < 1000:
            return None
        if value > 2 and 1 <= total.total < 20 and form in self.table.fractions:
            return self.fraction(index, at + 1, atom, Decimal(total.total) / value)[0]
        if value == 100 and total.hundred():
            return self.grammar.found(index, at + 1, atom, tidy(total.total), "ordinal")[0]
        scales = value >= 1000 and str(value).strip("0") == "1" and total.scale(value)
        if (
            scales
            or (value < 1000 and total.add(value))
            or (value > 1000 and self.grammar.whole(total, value))
        ):
            return self.grammar.found(index, at + 1, atom, tidy(total.total), "ordinal")[0]
        return None
