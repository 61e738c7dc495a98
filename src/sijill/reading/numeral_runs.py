"""Digits of a text as numerals: signs, decimal points, glued letters, and the scale words after
them."""

from __future__ import annotations

from decimal import Decimal

from sijill.reading.money import letters_of_currencies, money_words
from sijill.reading.numeral_digits import LONGEST, Evidence, dashed_tail, digits_end, identifier, value_of
from sijill.reading.numeral_grammar import Grammar
from sijill.reading.numeral_sum import HYPHENS, Numeral, Sum, Value, tidy

_SIGNS = frozenset("-−")
_TIMES = frozenset("x×*")
_LARGEST_POWER = 30
_LONGEST_SUM = 7
"""Tokens of digits and marks that a sum before «M» may have."""
_FREE_BEFORE = frozenset("€$£('«")
_FREE_MARKS = frozenset('.,;)]%»"؛،')


class Runs:
    """The runs of digits of one text."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.text, self.tokens, self.table = grammar.text, grammar.tokens, grammar.table
        self.evidence = Evidence(grammar.tokens)

    def in_digits(self, index: int) -> tuple[Numeral | None, int]:
        tokens, text, table = self.tokens, self.text, self.table
        if self.stands_free(index):
            token = tokens[index]
            return Numeral(index, index + 1, token.start, token.end, int(token.form), "digits"), index + 1
        last, runs, marks = digits_end(tokens, index, text)
        if (
            last + 2 == len(tokens)
            and tokens[last].form == "/"
            and tokens[last + 1].kind == "digits"
            and (index < 2 or (index == 2 and tokens[1].form in table.joiners))
        ):
            return self.slashed(index, last), last + 2
        power = (
            self.power(last) if last < len(tokens) and tokens[last].start == tokens[last - 1].end else None
        )
        if power is None and identifier(tokens, index, last, text):
            return None, dashed_tail(tokens, last)
        suffix = "" if power is not None else self.glued_suffix(last)
        if suffix == "none":
            return None, last + 1
        thousands = None
        if len(marks) == 1 and len(runs[1]) == 3:
            thousands = self.three_digits(marks[0], last)
        plain = value_of(runs, marks, table, thousands)
        if plain is None:
            return None, last
        notation, doubtful = plain
        value, first = Decimal(notation), index
        other = None
        if doubtful:
            other = tidy(Decimal("".join(runs)) if "." in notation else Decimal(".".join(runs)))
        start = tokens[index].start
        if suffix == "ordinal":
            return Numeral(index, last + 1, start, tokens[last].end, tidy(value), "ordinal"), last + 1
        if (
            index
            and tokens[index - 1].end == start
            and tokens[index - 1].form in _SIGNS
            and self.is_sign(index - 1)
        ):
            value, first, start = -value, index - 1, tokens[index - 1].start
        elif not marks and self.leading_point(index):
            value, first, start = Decimal("0." + notation), index - 1, tokens[index - 1].start
            if first and self.tokens[first - 1].form in _SIGNS and self.is_sign(first - 1):
                value, first, start = -value, first - 1, tokens[first - 1].start
        elif index == 1 and tokens[0].form in _SIGNS and last == len(tokens):
            value, first, start = -value, 0, tokens[0].start
        if power is not None:
            base, exponent, last = power
            raised = _raised(abs(value), base, exponent)
            if raised is None:
                return None, last
            value = raised if value >= 0 else -raised
            return Numeral(first, last, start, tokens[last - 1].end, tidy(value), "digits"), last
        spaced = self.spaced_decimal(last) if not marks else None
        if spaced is not None:
            value, last = Decimal(f"{notation}.{tokens[spaced].form}"), spaced + 1
        numeral, after = self.scaled(first, last, start, value, other)
        return numeral, after

    def stands_free(self, index: int) -> bool:
        """Whether one run of digits is a number with nothing to decide: a space before it, after it a word that
        cannot go on with it, or a mark with no digits behind."""
        tokens = self.tokens
        token = tokens[index]
        if len(token.form) > LONGEST:
            return False
        if index:
            before = tokens[index - 1]
            if before.form in self.table.minus or before.form in _SIGNS:
                return False
            if before.end == token.start and before.form not in _FREE_BEFORE:
                return False
        if index + 1 == len(tokens):
            return index > 2
        after = tokens[index + 1]
        if after.kind == "word":
            return after.start > token.end and not self.table.goes_on(after.form)
        if after.form not in _FREE_MARKS:
            return False
        return index + 2 == len(tokens) or tokens[index + 2].kind != "digits"

    def slashed(self, index: int, last: int) -> Numeral | None:
        """«3/15» and «2 1/4», which are fractions where they are all that a text says; elsewhere
        dates."""
        tokens = self.tokens
        over, under = tokens[index].form, tokens[last + 1].form
        glued = tokens[index].end == tokens[last].start and tokens[last].end == tokens[last + 1].start
        if last != index + 1 or not glued or max(len(over), len(under)) > 3 or not int(under):
            return None
        first = index - 1 if index and tokens[index - 1].form in _SIGNS else index
        value = int(over) / int(under) * (-1 if first < index else 1)
        return Numeral(first, last + 2, tokens[first].start, tokens[last + 1].end, value, "fraction")

    def power(self, at: int) -> tuple[int | None, int, int] | None:
        """«^23», «x10^-4», and «e10» where a text says nothing more: the base (None: what stands before), the
        exponent, where it ends."""
        tokens = self.tokens
        base: int | None = 10
        form, count = tokens[at].form, len(tokens)
        if form == "^":
            base, here = None, at + 1
        elif form in _TIMES and at + 1 < count and tokens[at + 1].form == "10" and self.grammar.glued(at + 1):
            here = at + 2
            if here < count and tokens[here].form == "^":
                here += 1
        elif form == "e" and at <= 4:
            here = at + 1
        else:
            return None
        sign = 1
        while here < count and tokens[here].form in "+-−" and self.grammar.glued(here):
            sign *= 1 if tokens[here].form == "+" else -1
            here += 1
        if here >= count or tokens[here].kind != "digits" or not self.grammar.glued(here):
            return None
        if len(tokens[here].form) > 2 or (form == "e" and here + 1 < count):
            return None
        return base, sign * int(tokens[here].form), here + 1

    def leading_point(self, index: int) -> bool:
        """«.25», «٫٧٧»: a decimal mark before the digits and nothing before the mark."""
        if index == 0 or self.tokens[index - 1].end != self.tokens[index].start:
            return False
        mark = self.tokens[index - 1]
        free = index == 1 or self.tokens[index - 2].end < mark.start or self.tokens[index - 2].form in _SIGNS
        return free and (mark.form in ".٫" or (mark.form == "," and index == 1 and "," in self.table.decimal))

    def is_sign(self, at: int) -> bool:
        """Whether a dash before digits is a minus: it stands after a space, an opening bracket or a
        currency."""
        if at == 0:
            return True
        before = self.tokens[at - 1]
        if before.end == self.tokens[at].start:
            return before.form in "([<>≤≥" or (
                before.form in "$€£" and (at < 2 or self.tokens[at - 2].kind != "digits")
            )
        return before.kind != "digits"

    def spaced_decimal(self, last: int) -> int | None:
        """The token of the decimals in «16. 9 million» and «30 . 84 %»; None if there are none."""
        tokens = self.tokens
        if (
            last + 2 >= len(tokens)
            or tokens[last].form != "."  # «of 200, 15% were women» are two numbers
            or tokens[last + 1].kind != "digits"
            or len(tokens[last - 1].form) > 3  # «in May 2025. 15% more»
        ):
            return None
        gap = tokens[last + 1].start - tokens[last].end
        after = tokens[last + 2]
        if gap != 1 or self.text[tokens[last].end] in "\n\r" or len(tokens[last + 1].form) > 2:
            return None
        atom = self.table.atom(after.form)
        scaled = atom is not None and atom.kind in ("scale", "scales")
        return last + 1 if scaled or after.form in ("%", "٪") else None

    def three_digits(self, mark: str, last: int) -> bool | None:
        """Whether a mark before three digits parts thousands, from what follows and from the rest of
        the text."""
        tokens = self.tokens
        after = tokens[last] if last < len(tokens) else None
        scale = self.table.atom(after.form) if after is not None else None
        if tokens[last - 1].form == "000" and after is not None and (scale is None or scale.joined):
            return True  # nobody writes three decimals that are nought
        if after is not None:
            atom = self.table.atom(after.form)
            if atom is not None and atom.kind in ("scale", "scales", "accusative"):
                if self.grammar.attached:
                    return False
                return self.table.three_digits.get(mark) == "thousands"
        shown = self.evidence.thousands(mark)
        if shown is not None:
            return shown
        if after is None or after.kind != "word" or self.text[tokens[last - 1].end : after.start] == "":
            return None
        return True if len(after.form) > 3 and after.form not in self.table.measure_units else None

    def glued_suffix(self, last: int) -> str:
        """What letters glued to digits make of them: nothing, an ordinal, or no number at all
        («180ml»)."""
        tokens, table = self.tokens, self.table
        if last >= len(tokens) or tokens[last].start != tokens[last - 1].end:
            return ""
        after = tokens[last]
        if after.kind != "word":
            if after.form in table.ordinal_suffixes and not _is_letter(self.text, after.end):
                return "ordinal"
            return ""
        form = after.form
        if form in table.scale_letters_alone and self.all_of_text(last, form):
            return ""
        if form in table.measure_units:
            return "none"
        if form in table.multiples:
            return ""
        atom = table.atom(form)
        if atom is not None and atom.kind in ("scale", "scales"):
            return ""
        if form in table.ordinal_suffixes:
            return "ordinal"
        if form in table.scale_letters:
            return "" if self.letter_scales(last) else "none"
        if form in table.cent_letters and self.after_currency(last):
            return ""
        if form in letters_of_currencies() or (form == "us" and self.text[after.end : after.end + 1] == "$"):
            return ""
        if form.isascii() and len(form) < 3:
            return "none"
        if len(form) == 1 and table.attached and form not in table.joiners and self.abbreviates(last):
            return "none"
        return ""

    def abbreviates(self, at: int) -> bool:
        """Whether one letter glued to digits and a full stop are a unit («29ك.م»), and no currency («5د.ت»)."""
        after = self.tokens[at + 1].form if at + 1 < len(self.tokens) else ""
        names = money_words(self.table.language).names
        return after == "." and names.forwards(self.tokens, at) is None

    def all_of_text(self, at: int, form: str) -> bool:
        """Whether digits and the letter after them, a capital but for k, are all of a text, as in «2.33 k»."""
        token, decimals = self.tokens[at], at >= 2 and self.tokens[at - 2].kind == "mark"
        written = self.text[token.start : token.end]
        return at <= 4 and at + 1 == len(self.tokens) and decimals and (form == "k" or written.isupper())

    def after_currency(self, at: int) -> bool:
        """Whether «43c» goes on with a sum: «20 ringgit and 43c»."""
        words, last = money_words(self.table.language), at - 1
        if last and self.tokens[last - 1].form in words.joiners:
            last -= 1
        return words.names_before.backwards(self.tokens, last) is not None

    def letter_scales(self, at: int) -> bool:
        """Whether the letters after digits scale them: «€42m», «2.5M», but not the metres of «a 12m
        boat»."""
        token = self.tokens[at]
        if token.form in self.table.scale_letters_capital and self.text[token.start].islower():
            return False
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return (
            after is None
            or after.form not in self.table.not_after_letter
            or token.form not in ("m", "t", "b")
        )

    def scaled(
        self, first: int, last: int, start: int, value: Decimal, other: Value | None
    ) -> tuple[Numeral, int]:
        """A number in digits with the scale words after it: «17 ألفا و500», «2 million 300 thousand»,
        «15mila»."""
        tokens, table = self.tokens, self.table
        total = Sum(table)
        total.group, total.room, total.tail = value, 1, 0
        end = last
        after = tokens[last] if last < len(tokens) else None
        if after is None or after.kind == "mark" or not table.goes_on(after.form):
            numeral = Numeral(first, last, start, tokens[last - 1].end, tidy(value), "digits", other)
            return self.grammar.negative(numeral), last
        fused = self.grammar.fused_million(last)
        letters = 0 if fused else self.scale_letters_at(last)
        if fused:
            many = tidy(value * 1_000_000)
            return Numeral(first, last, start, after.start + 1, many, "mixed"), last
        if letters:
            total.scale(letters)
            end = last + 1
        elif after is not None and after.kind == "word":
            if after.form in table.joiners or after.form in HYPHENS:
                end = self.grammar.and_a_half(total, last)
            end = self.grammar.more(total, end, mixed=True)
            rounded = (
                table.atom(after.form) if end == last and not self.grammar.broken(last - 1, last) else None
            )
            if rounded is not None and rounded.kind in ("round", "rounds") and value == int(value):
                many = int(value) * int(rounded.value)
                return Numeral(first, last + 1, start, after.end, many, "round"), last + 1
        if end == last:
            if last + 1 < len(tokens) and tokens[last].form in table.point and value == int(value) >= 0:
                total = Sum(table)
                total.group = int(value)
                spoken, end = self.decimals_after_digits(total, last)
                if end > last:
                    return Numeral(first, end, start, tokens[end - 1].end, tidy(spoken), "mixed"), end
            numeral = Numeral(first, last, start, tokens[last - 1].end, tidy(value), "digits", other)
            return self.grammar.negative(numeral), last
        return Numeral(first, end, start, tokens[end - 1].end, tidy(total.total), "mixed"), end

    def decimals_after_digits(self, total: Sum, last: int) -> tuple[Decimal | int, int]:
        """«1 فاصلة 1»: digits on both sides of a spoken point."""
        after = self.tokens[last + 1]
        if after.kind == "digits" and len(after.form) < 10 and not self.grammar.broken(last - 1, last + 1):
            return Decimal(f"{total.total}.{after.form}"), last + 2
        return self.grammar.decimals(total, last)

    def currency_before(self, at: int) -> bool:
        """Whether digits that end at a token follow a currency: «USD 22.4 M», «€5 M»."""
        first = max(at - _LONGEST_SUM, 0)
        while at > first and (self.tokens[at].kind == "digits" or self.tokens[at].form in ".,"):
            at -= 1
        form = self.tokens[at].form
        return form in "€$£" or form in letters_of_currencies()

    def scale_letters_at(self, at: int) -> int:
        """The scale of letters glued to digits, or of capitals a space away before a currency («16,35
        M€»)."""
        if at >= len(self.tokens):
            return 0
        token = self.tokens[at]
        scale = self.table.scale_letters.get(token.form, 0)
        alone = self.table.scale_letters_alone.get(token.form, 0)
        if alone and self.all_of_text(at, token.form):
            return alone
        if not scale:
            return 0
        if token.start == self.tokens[at - 1].end:
            return scale if self.letter_scales(at) else 0
        written = self.text[token.start : token.end]
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        currency = after is not None and (after.form in "€$£" or after.form in ("eur", "usd"))
        currency = currency or (token.form == "m" and self.currency_before(at - 1))
        return scale if currency and (written[0].isupper() or not written.isascii()) else 0


def _raised(value: Decimal, base: int | None, exponent: int) -> Decimal | None:
    """A value to a power, or times a power of ten; None if too large to be meant."""
    if abs(exponent) > _LARGEST_POWER or (base is None and value > 10**6) or not value:
        return None
    return value**exponent if base is None else value * Decimal(base) ** exponent


def _is_letter(text: str, at: int) -> bool:
    return at < len(text) and text[at].isalpha()
