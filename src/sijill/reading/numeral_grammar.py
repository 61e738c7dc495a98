"""How number words of four languages go together: what is added, what multiplies, where «and» goes on.

Number words are atoms that are added where there is room under what stands before them, or multiply
it. Arabic
joins what it adds with و and says units before tens.
"""

from __future__ import annotations

from decimal import Decimal

from sijill.languages.script import offset_after
from sijill.reading.money import millions_of_currencies, money_words
from sijill.reading.numeral_digits import digits_end, value_of
from sijill.reading.numeral_sum import HYPHENS, NO_LIMIT, Numeral, Sum, Value
from sijill.reading.numeral_words import Atom, Words
from sijill.reading.text import Token

_ENDS = frozenset(".;!?")


class Grammar:
    """The number words of one text, read from a token on."""

    def __init__(self, text: str, tokens: list[Token], table: Words) -> None:
        self.text, self.tokens, self.table = text, tokens, table
        self.attached = table.attached

    def broken(self, before: int, after: int) -> bool:
        """Whether a line ends between two tokens: no number runs over it."""
        start, end = self.tokens[before].end, self.tokens[after].start
        return end - start > 1 and "\n" in self.text[start:end]

    def glued(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].end == self.tokens[index].start

    def found(self, index: int, after: int, atom: Atom, value: Value, form: str) -> tuple[Numeral, int]:
        token = self.tokens[index]
        start = token.start + offset_after(self.text[token.start : token.end], atom.cut)
        return Numeral(index, after, start, self.tokens[after - 1].end, value, form), after

    def stands_alone(self) -> bool:
        """Whether a text is one word and at most its punctuation, as in a table's cell."""
        return len(self.tokens) <= 3 and sum(token.kind != "mark" for token in self.tokens) == 1

    def counts_one(self, index: int) -> bool:
        """Whether «one» counts by what follows: percent, or a currency where the two are all of a text."""
        words = money_words(self.table.language)
        if index >= len(self.tokens):
            return False
        if words.percent.forwards(self.tokens, index) is not None:
            return True
        name = words.names.forwards(self.tokens, index) if index == 1 else None
        return name is not None and name[0] == len(self.tokens)

    def more(self, total: Sum, index: int, mixed: bool = False) -> int:
        """Adds to a number the words from `index` on that belong to it; where they end."""
        tokens, table = self.tokens, self.table
        at, count = index, len(tokens)
        first = not mixed
        while at < count:
            here, joined = at, False
            if not first:
                if self.broken(at - 1, at):
                    break
                form = tokens[at].form
                if (
                    form in HYPHENS
                    and self.glued(at)
                    and at + 1 < count
                    and tokens[at + 1].start == tokens[at].end
                ):
                    here = at + 1
                    if (
                        tokens[here].form in table.joiners
                        and here + 2 < count
                        and tokens[here + 1].form in HYPHENS
                    ):
                        here, joined = here + 2, True
                elif form in table.joiners and at + 1 < count and not self.broken(at, at + 1):
                    here, joined = at + 1, True
                elif form == "," and table.articles and self.goes_on_after_comma(total, at):
                    here = at + 1
            token = tokens[here]
            if token.kind == "digits":
                after = self.digits_term(total, here, joined) if joined or not self.attached else here
                if after == here:
                    break
                at = after
                continue
            atom = table.atom(token.form)
            if atom is None:
                break
            joined = joined or atom.joined
            if joined and here + 1 < count and tokens[here + 1].form in table.fractions:
                break
            if not self.take(total, atom, first, joined, here):
                return self.and_a_half(total, at) if joined else at
            at, first = here + 1, False
            if self.attached and total.tail and self.teen(total, at):
                at += 1
        return self.and_a_half(total, at)

    def goes_on_after_comma(self, total: Sum, at: int) -> bool:
        """«one million, two hundred thousand»: a comma inside a number, where hundreds or a scale
        follow soon."""
        if total.group or not total.done or at + 2 >= len(self.tokens) or self.broken(at, at + 1):
            return False
        first, second = (self.table.atom(self.tokens[at + step].form) for step in (1, 2))
        if first is None or first.kind not in ("add", "one"):
            return False
        kinds = ("hundred", "scale") if total.below > 1000 else ("hundred",)
        hyphen = self.tokens[at + 2].form in HYPHENS and total.below > 1000
        last = self.table.ordinals.get(self.tokens[at + 2].form)
        return (
            hyphen
            or (last is not None and last.value >= 100)
            or (
                second is not None and (second.kind in kinds or (second.kind == "add" and total.below > 1000))
            )
        )

    def teen(self, total: Sum, at: int) -> bool:
        """«خمسة عشر»: ten said after a unit, without و."""
        if at >= len(self.tokens) or not 1 <= total.tail <= 9 or self.broken(at - 1, at):
            return False
        atom = self.table.atoms.get(self.tokens[at].form)
        if atom is None or atom.value != 10 or atom.cut or self.is_weekday(at - 1):
            return False
        total.group += 10
        total.tail, total.room = 10 + total.tail, 1
        return True

    def is_weekday(self, at: int) -> bool:
        """«يوم الأحد عشرة مهاجرين»: Sunday and ten, where eleven would be «الأحد عشر»."""
        atom = self.table.atoms.get(self.tokens[at].form)
        if atom is None or atom.kind != "one_of" or not atom.definite:
            return False
        return at > 0 and self.tokens[at - 1].form in self.table.day_words

    def take(self, total: Sum, atom: Atom, first: bool, joined: bool, at: int) -> bool:
        """Whether an atom fits what stands before it, which it then changes."""
        kind, value = atom.kind, int(atom.value)
        if not first and atom.cut and not atom.joined:
            return False
        if self.attached:
            if not first and not joined and kind in ("add", "one", "one_of", "dual_scale"):
                return False
            if (
                not first
                and joined
                and kind == "add"
                and value % 10 == 0
                and 20 <= value <= 90
                and 1 <= total.tail <= 9
            ):
                total.group += value
                total.tail, total.room = value, 1
                return True
            if kind == "dual_scale":
                if not first and (total.group or 2 * value >= total.below):
                    return False
                total.done += 2 * value
                total.below, total.room, total.tail = value, min(value, 1000), 0
                return True
            if kind == "accusative":
                if first:
                    dual = self.construct_dual(at)
                    return (
                        total.scale(value)
                        if not dual
                        else self.take(total, Atom("dual_scale", value), True, False, at)
                    )
                return not joined and bool(total.group) and total.scale(value)
            if kind in ("scale", "hundred") and not first and joined:
                if total.group or (value >= total.room and value >= total.below):
                    return False
                if kind == "scale":
                    total.group = 1
        elif joined and not self.may_join(total, atom):
            return False
        if kind == "add" or kind == "whole":
            return total.add(value) if kind == "add" else self.whole(total, value)
        if kind in ("one", "one_of"):
            return total.add(1)
        if kind == "elided":
            following = self.tokens[at + 1].form if at + 1 < len(self.tokens) else ""
            return following == "'" and total.add(value)
        if kind == "hundred":
            return total.hundred()
        if kind == "scale" or (kind == "scales" and not first):
            return total.scale(value)
        return False

    def whole(self, total: Sum, value: int) -> bool:
        """A compound above a thousand in one word: duemilacinquecento."""
        if total.group or value >= total.below:
            return False
        total.done += value
        total.room, total.tail = (1000 if value % 1000 == 0 else 1), 0
        total.below = 1000
        return True

    def construct_dual(self, at: int) -> bool:
        """Whether «ألفا» alone is «two thousand»: a counted noun follows, not و, a preposition or a
        stop."""
        text, tokens = self.text, self.tokens
        written = text[tokens[at].start : tokens[at].end]
        if (
            "\u064b" in written
            or at + 1 >= len(tokens)
            or tokens[at + 1].kind != "word"
            or self.broken(at, at + 1)
        ):
            return False
        after = tokens[at + 1].form
        return not (
            after[0] == "و"
            or after in self.table.after_singular
            or after.startswith(("بال", "وال", "لل", "ال"))
        )

    def may_join(self, total: Sum, atom: Atom) -> bool:
        """Where «and» goes on with a number: «a hundred and five», «vingt et un», «un milione e
        duecentomila»."""
        after = self.table.and_after
        if "hundred" in after:
            return total.room >= 100 and atom.kind in ("add", "one")
        if "ten" in after and 20 <= total.tail <= 90:
            return atom.kind == "one" or atom.value == 11
        return (
            total.below < NO_LIMIT
            and not total.group
            and atom.kind in ("add", "whole", "hundred")
            and (atom.value >= 100 or (total.below == 1000 and "thousand" in after))
        )

    def digits_term(self, total: Sum, at: int, joined: bool) -> int:
        """Digits that go on with a number: «17 ألفا و500», «2 millions 500 mille». Where they end,
        `at` if not."""
        after_hundred = "hundred" in self.table.and_after and joined and total.tail == 100
        if not (total.done or total.group):
            return at
        if total.group and not (self.attached and total.room >= 100) and not after_hundred:
            return at
        last, runs, marks = digits_end(self.tokens, at, self.text)
        plain = value_of(runs, marks, self.table, True)
        if plain is None or "." in plain[0]:
            return at
        value = int(plain[0])
        scale = self.table.atom(self.tokens[last].form) if last < len(self.tokens) else None
        scaled = (
            scale is not None
            and scale.kind in ("scale", "scales", "accusative")
            and not self.broken(last - 1, last)
        )
        if scaled and scale is not None and not scale.cut:
            if not 0 < value * scale.value < total.below or scale.value >= total.below or total.group:
                return at
            total.group = value
            total.scale(int(scale.value))
            return last + 1
        if not (self.attached or after_hundred) or not 0 < value < min(total.room, total.below):
            return at
        if self.percent_follows(last):
            return at
        total.group += value
        total.room, total.tail = 1, 0
        return last

    def percent_follows(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].form in "%٪"

    def and_a_half(self, total: Sum, at: int) -> int:
        """«مليون ونصف [المليون]», «un million et demi», «two and a half [million]»: where it ends,
        `at` if not."""
        tokens, table = self.tokens, self.table
        here = at
        if here >= len(tokens) or not (total.done or total.group) or self.broken(at - 1, at):
            return at
        if not self.attached or tokens[here].form in table.joiners:
            if tokens[here].form not in table.joiners or here + 1 >= len(tokens):
                return at
            here += 1
            if tokens[here].form in table.ones and here + 1 < len(tokens):
                here += 1
        half = table.halves.get(tokens[here].form)
        if half is None and here > at + 1 and self.ends_sentence(here + 1):
            half = self.part_of_one(tokens[here].form)
        if half is None or (self.attached and not (half.joined or here > at)) or half.definite:
            return at
        here += 1
        share = Decimal(str(half.value))
        if total.done and not total.group and total.below < NO_LIMIT:
            following = table.atom(tokens[here].form) if here < len(tokens) else None
            if following is not None and following.kind in ("scale", "scales") and not self.attached:
                if following.value >= total.below:
                    return at
                total.done += share * int(following.value)
                total.room, total.below = 1, 1
                return here + 1
            total.done += share * total.below
            total.room, total.below = 1, 1
            if (
                following is not None
                and following.kind in ("scale", "hundred", "accusative")
                and self.attached
            ):
                here += 1
            return here
        if total.group and total.group == total.total and total.group < 1000:
            following = table.atom(tokens[here].form) if here < len(tokens) else None
            total.group += share
            if following is not None and following.kind in ("scale", "scales", "accusative"):
                total.scale(int(following.value))
                return here + 1
            return here
        return at

    def ends_sentence(self, at: int) -> bool:
        return at >= len(self.tokens) or self.tokens[at].form in _ENDS

    def part_of_one(self, form: str) -> Atom | None:
        """«forty-two and a third», «three and one fourth»: the part, where nothing follows that has it."""
        under = self.table.denominators.get(form, 0)
        return Atom("half", 1 / under) if 2 < under <= 10 else None

    def decimals(self, total: Sum, after: int) -> tuple[Decimal | int, int]:
        """«two point two million», «duecento virgola settantuno», «ثلاثة فاصلة خمسة»: the decimals
        said in words."""
        tokens, table = self.tokens, self.table
        if after + 1 >= len(tokens) or tokens[after].form not in table.point or self.broken(after, after + 1):
            return total.total, after
        at, figures = after + 1, ""
        while at < len(tokens) and len(figures) < 15:
            atom = table.atom(tokens[at].form)
            if atom is None or atom.kind not in ("add", "one") or atom.cut or not 0 <= atom.value < 10:
                break
            figures += str(int(atom.value))
            at += 1
        if len(figures) < 2:
            rest = Sum(table)
            end = self.more(rest, after + 1)
            if end > at and rest.total < 1000 and figures != "0" and rest.total == int(rest.total):
                at, figures = end, str(rest.total)
        if not figures:
            return total.total, after
        value = Decimal(f"{total.total}.{figures}")
        scale = table.atom(tokens[at].form) if at < len(tokens) else None
        if scale is not None and scale.kind in ("scale", "scales", "accusative"):
            return value * int(scale.value), at + 1
        return value, at

    def fused_million(self, at: int) -> bool:
        """Whether «MUSD» follows: a scale fused to the code of a currency."""
        if at >= len(self.tokens) or self.tokens[at].form not in millions_of_currencies():
            return False
        token = self.tokens[at]
        return self.text[token.start : token.end].isupper() and not self.broken(at - 1, at)

    def negative(self, numeral: Numeral) -> Numeral:
        """«minus ten», «سالب خمسة»; «moins» and «meno», which mean «less» as well, only where a text
        begins."""
        at = numeral.first - 1
        if at < 0 or self.tokens[at].form not in self.table.minus:
            return numeral
        if not self.table.minus_anywhere and (at > 0 or numeral.last < len(self.tokens)):
            return numeral
        return numeral._replace(first=at, start=self.tokens[at].start, value=-numeral.value)
