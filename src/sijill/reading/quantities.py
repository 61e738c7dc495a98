"""Numbers with what a text says of them: how they are hedged, ranges, money, percent, change.

Follows design/figures.md: scale words are inside the span; unit, hedge, brackets and particles
outside. A
number inside a time expression is no quantity.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sijill.model import Number, Quantity, QuantityKind, Span
from sijill.reading.ellipsis import complete_units
from sijill.reading.numerals import Numeral, numerals
from sijill.reading.quantity_items import Item, Numbers, with_bound
from sijill.reading.text import Token, tokens

_RANGED = frozenset(["digits", "words", "mixed", "round"])


def quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a text in order, offsets in code points. Times are not told apart; `values`
    does that.

    LanguageError if the language has no folder.
    """
    found = tokens(text)
    return read_quantities(text, found, numerals(text, found, language), [], language)


def read_quantities(
    text: str, tokens: list[Token], numerals: list[Numeral], taken: list[tuple[int, int]], language: str
) -> list[Quantity]:
    """The quantities among the numerals of a text; those inside a `taken` span (times) are left out."""
    return _Reader(text, tokens, _outside(numerals, taken), language).read()


def _outside(numerals: list[Numeral], taken: list[tuple[int, int]]) -> list[Numeral]:
    """The numerals that overlap no taken span."""
    spans = sorted(taken)
    starts = [start for start, _ in spans]

    def is_taken(numeral: Numeral) -> bool:
        at = bisect_right(starts, numeral.end - 1) - 1
        return at >= 0 and spans[at][1] > numeral.start

    return [numeral for numeral in numerals if not is_taken(numeral)] if spans else numerals


class _Reader:
    """Goes over the numbers of one text, and puts together those that are one quantity."""

    def __init__(self, text: str, tokens: list[Token], numerals: list[Numeral], language: str) -> None:
        self.text, self.tokens, self.language = text, tokens, language
        self.numbers = Numbers(text, tokens, numerals, language)
        self.numerals, self.table = numerals, self.numbers.table
        self.money, self.hedges = self.numbers.money, self.numbers.hedges

    def read(self) -> list[Quantity]:
        items: list[Item] = []
        index = 0
        while index < len(self.numerals):
            numeral = self.numerals[index]
            if items and numeral.first < items[-1].ends:
                index += 1
                continue
            ranged = self.ranged(index)
            ratio = None if ranged else self.ratio(index)
            if ranged is not None:
                item, index = ranged, index + 2
            elif ratio is not None:
                item, index = ratio, index + (1 if ratio.last == numeral.last else 2)
            else:
                item, index = self.numbers.single(numeral), index + 1
                if item.quantity.kind == "money":
                    item, index = self.with_cents(item, index)
            if items and not item.own_hedge:
                self.numbers.run_on(items[-1], item)
            if items and self.bounds_meet(items[-1], item):
                items[-1] = self.met(items[-1], item)
            else:
                items.append(item)
        complete_units(items, self.text, self.tokens, self.language)
        return [item.quantity for item in items]

    def bounds_meet(self, low: Item, high: Item) -> bool:
        """«above 1000 and below 1500»: two opposite bounds with only a joiner between are one range."""
        first, second = low.quantity.bound, high.quantity.bound
        if (
            first == second
            or first not in ("over", "under")
            or second not in ("over", "under")
            or low.quantity.kind != high.quantity.kind
            or high.begins - low.ends > 2
        ):
            return False
        between = [token.form for token in self.tokens[low.ends : high.begins]]
        joiners = self.hedges.words.list_joiners | self.hedges.words.but
        hedge = high.quantity.hedge
        if not (
            high.own_hedge
            and hedge is not None
            and hedge.start < high.quantity.start
            and set(between) <= joiners
        ):
            return False
        over, under = (low, high) if low.quantity.bound == "over" else (high, low)
        return (over.quantity.value or 0) < (under.quantity.value or 0)

    def met(self, one: Item, other: Item) -> Item:
        low, high = sorted((one, other), key=lambda item: item.quantity.bound == "under")
        first, last = low.quantity.value, high.quantity.value
        quantity = replace(
            one.quantity,
            end=other.quantity.end,
            value=first,
            bound="range",
            low=first,
            high=last,
            unit=one.quantity.unit or other.quantity.unit,
            rule="two bounds",
        )
        return Item(
            one.first, other.last, one.begins, other.ends, False, one.numeral, quantity, own_hedge=True
        )

    def ranged(self, index: int) -> Item | None:
        """«between 300 and 400», «1000-5000», «€6,000 to €7,000»: one quantity over both numbers."""
        if index + 1 >= len(self.numerals):
            return None
        low, high = self.numerals[index], self.numerals[index + 1]
        if high.first - low.last > 4 or not {low.form, high.form} <= _RANGED:
            return None
        tokens, hedges = self.tokens, self.hedges
        parted = hedges.words.range_words
        for token in tokens[low.last : high.first]:
            if token.form in parted:
                break
        else:
            if not self.numbers.is_joined(high):
                return None
        unit_low, begins, at = self.numbers.unit(low.first, low.last)
        unit_high, high_begins, ends = self.numbers.unit(high.first, high.last)
        if (unit_low is not None and unit_high is None) or (
            unit_low and unit_high and unit_low.kind != unit_high.kind
        ):
            return None
        if hedges.line_between(low.last - 1, high.first) or self.numbers.is_hour(low):
            return None
        opening = self.opening(begins)
        pair = opening[1] if opening else frozenset()
        between = [token.form for token in tokens[at:high_begins] if token.form not in hedges.words.articles]
        if high.form == "words" and self.table.one_outside_scale and len(between) == 2:
            between = [
                form for form in between if form not in self.table.ones
            ]  # «entre 700 000 et un million»
        if self.numbers.is_joined(high) and not (between and between[-1] == "و"):
            between.append("و")
        if len(between) != 1 or (between[0] not in pair and between[0] not in hedges.words.joiners):
            return None
        if between[0] in ("-", "–", "—") and self.looks_like_name(low, high):
            return None
        if hedges.change(opening[0] if opening else begins, low.last, at, True) or self.changed_before(
            opening, begins
        ):
            return None
        first_value = self.shared_scale(low, high)
        if not first_value < high.value:
            return None
        unit = unit_high or unit_low
        quantity = self.numbers.quantity(low.start, high.end, first_value, unit, low)
        span = None
        if opening is not None:
            span = Span(tokens[opening[0]].start, tokens[opening[0]].end)
        if self.numbers.is_age(low, unit):
            quantity = Quantity(low.start, high.end, "none", None, rule="age")
            return Item(low.first, high.last, begins, ends, False, low, quantity, own_hedge=True)
        quantity = replace(
            quantity,
            bound="range",
            low=first_value,
            high=high.value,
            hedge=span,
            alternatives=(),
            rule="range",
        )
        return Item(low.first, high.last, begins, ends, False, low, quantity, own_hedge=True)

    def opening(self, index: int) -> tuple[int, frozenset[str]] | None:
        tokens, hedges = self.tokens, self.hedges
        at = index
        for _ in range(3):
            found = hedges.words.between.backwards(tokens, at)
            if found is not None:
                return found
            if at == 0 or tokens[at - 1].form not in hedges.words.fillers:
                return None
            at -= 1
        return None

    def changed_before(self, opening: tuple[int, frozenset[str]] | None, begins: int) -> bool:
        """«rose from 300 to 400» is no range: a word of change stands shortly before."""
        at = opening[0] if opening else begins
        for index in range(at - 1, max(-1, at - 7), -1):
            if self.tokens[index].kind == "mark" and self.tokens[index].form != "'":
                return False
            form = self.tokens[index].form
            if self.hedges.words.change.word(form) or self.hedges.words.moved.word(form):
                return True
        return False

    def looks_like_name(self, low: Numeral, high: Numeral) -> bool:
        """«2024-2027» are years and «1995-01» a month; no range of counts."""
        years = all(1900 <= n.value <= 2100 and n.end - n.start == 4 for n in (low, high))
        return years or self.text[high.start] == "0"

    def shared_scale(self, low: Numeral, high: Numeral) -> Number:
        """«between 3 and 5 million»: the scale of the second number holds for the first."""
        if low.form not in ("digits", "words") or low.value >= 1000 or high.value < 1000:
            return low.value
        atom = self.table.atom(self.tokens[high.last - 1].form)
        if atom is None or atom.kind not in ("scale", "scales", "accusative"):
            letters = self.table.scale_letters.get(self.tokens[high.last - 1].form)
            scale = letters or 0
        else:
            scale = int(atom.value)
        if not scale or low.value >= high.value / scale:
            return low.value
        scaled = low.value * scale
        return int(scaled) if scaled == int(scaled) else scaled

    def ratio(self, index: int) -> Item | None:
        """«one in five», «uno su tre»: a share, as percent."""
        high, over, tokens = self.numerals[index], 1, self.tokens
        lasts = self.money.words.ratio_lasts
        second = self.numerals[index + 1] if index + 1 < len(self.numerals) else None
        first = None
        if high.first and tokens[high.first - 1].form in lasts:
            first = self.one_before(high)
        if first is None:
            if second is None or tokens[second.first - 1].form not in lasts:
                return None
            whole = high.first == 0 and second.last == len(tokens) and high.value == int(high.value)
            if not whole and (high.value not in range(1, 10) or (second.value > 10 and high.value > 1)):
                return None
            if self.parted_at(high.first, second) != high.last:
                return None
            first, over, high = high.first, int(high.value), second
        if self.follows_unit(high.last):
            return None
        all_of_it = first == 0 and high.last == len(tokens)
        if high.form not in ("words", "digits") or high.value != int(high.value) or not high.value:
            return None
        if not over < high.value and not all_of_it:
            return None
        after = tokens[high.last] if high.last < len(tokens) else None
        ends = after is None or after.kind == "mark" or after.form in self.money.words.ratio_followers
        ends = ends or tokens[high.first - 1].form in self.money.words.ratio_every
        if not all_of_it and (high.value > 100 or (first == self.numerals[index].first and not ends)):
            return None
        share: Number = over / high.value if all_of_it else round(100 * over / high.value, 2)
        kind: QuantityKind = "number" if all_of_it else "percent"
        share = int(share) if share == int(share) else share
        unit = None if all_of_it else "percent"
        quantity = Quantity(tokens[first].start, high.end, kind, share, unit=unit, rule="one in n")
        item = Item(first, high.last, first, high.last, False, high, quantity)
        self.numbers.hedge(item)
        return item

    def parted_at(self, first: int, high: Numeral) -> int | None:
        """Where «in» begins before the second number of a ratio; more words say it where it is all of a text."""
        words = self.money.words
        whole = first == 0 and high.last == len(self.tokens)
        found = (words.ratio_whole if whole else words.ratio).backwards(self.tokens, high.first)
        return None if found is None else found[0]

    def one_before(self, high: Numeral) -> int | None:
        """Where «one» stands before «in»: «one in five», «una vittima su quattro», «un migrant sur trois»."""
        for all_of_it in (0, 1):
            at = self.parted_at(1 - all_of_it, high)
            if at is None:
                continue
            for first in (at - 1, at - 2):
                if first < 0 or (all_of_it and first) or self.tokens[first].kind != "word":
                    break
                atom = self.table.atoms.get(self.tokens[first].form)
                if atom is not None and atom.kind == "one":
                    return first
                if not self.money.words.ratio_noun:
                    break
        return None

    def follows_unit(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].form in "%٪"

    def with_cents(self, item: Item, index: int) -> tuple[Item, int]:
        """«3 CHF 4 cents», «thirteen euros and forty-five cents»: one sum."""
        if index >= len(self.numerals):
            return item, index
        small = self.numerals[index]
        gap = small.first - item.ends
        joined = (
            gap == 1 and self.tokens[item.ends].form in self.money.words.joiners
        ) or self.numbers.is_joined(small)
        if gap > 1 or small.value >= 100 or small.value != int(small.value):
            return item, index
        last = self.money.cents_after(small.last)
        if last is None and not self.says_cents(small):
            return item, index
        if not (gap == 0 or joined):
            return item, index
        last = last or small.last
        quantity = item.quantity
        value = (quantity.value or 0) + small.value / 100
        quantity = replace(quantity, end=small.end, value=round(value, 2))
        if quantity.bound in ("over", "under"):
            quantity = with_bound(quantity, quantity.bound, quantity.hedge)
        item.quantity, item.last, item.ends = quantity, small.last, last
        return item, index + 1

    def says_cents(self, small: Numeral) -> bool:
        """«15 dollars 50.»: two digits, or ten and more in words, with nothing counted after them."""
        ends = small.last >= len(self.tokens) or self.tokens[small.last].form in (".", ",", ";")
        return ends and 10 <= small.value < 100 and small.form in ("digits", "words")
