"""One number with its unit, its hedge and its change: what stands around a numeral, made into a quantity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import get_args

from sijill.model import Bound, Change, Number, Quantity, Span
from sijill.reading.hedges import Hedge, Hedges
from sijill.reading.money import Money, Unit
from sijill.reading.note_marks import marks_a_place
from sijill.reading.numeral_words import words
from sijill.reading.numerals import Numeral
from sijill.reading.text import Token

_NO_NUMBER = frozenset(["fraction", "bare", "multiple"])
_BOUNDS = frozenset(get_args(Bound))
_DECREASES = frozenset("-−–")
_OLDEST, _AGE_REACH = 120, 6
"""Years of the oldest person, and how many tokens may stand between a word of age and its number."""
SAID_AGAIN = "said again"
"""The rule of digits in brackets that repeat the words before them."""
_ALWAYS_ABOUT = frozenset(["round"])


@dataclass(slots=True)
class Item:
    """A quantity with the tokens it stands on: number `first` to `last`, with unit and hedge `begins`
    to `ends`."""

    first: int
    last: int
    begins: int
    ends: int
    joined: bool
    numeral: Numeral
    quantity: Quantity
    own_hedge: bool = False


class Numbers:
    """The numerals of one text that no time has taken, each read by itself."""

    def __init__(self, text: str, tokens: list[Token], numerals: list[Numeral], language: str) -> None:
        self.text, self.tokens, self.language = text, tokens, language
        self.numerals = numerals
        self.table = words(language)
        self.money, self.hedges = Money(text, tokens, language), Hedges(text, tokens, language)
        self.starts = {n.first for n in numerals}
        self.ends = {n.last for n in numerals}
        self.again = self._said_again()
        self._units: dict[tuple[int, int], tuple[Unit | None, int, int]] = {}

    def _said_again(self) -> dict[int, int]:
        """«seven (07) persons»: where brackets begin and end that say in digits what stands right before in words."""
        tokens, found = self.tokens, {}
        for said, again in pairwise(self.numerals):
            opens, closes = said.last, again.last
            if again.first != opens + 1 or closes >= len(tokens) or said.value != again.value:
                continue
            brackets = tokens[opens].form == "(" and tokens[closes].form == ")"
            if brackets and said.form == "words" and again.form == "digits":
                found[opens] = closes + 1
        return found

    def single(self, numeral: Numeral) -> Item:
        first, last = numeral.first, numeral.last
        if numeral.form == "fraction" and self.alone(numeral):
            numeral = numeral._replace(form="words")
        if numeral.form in _NO_NUMBER:
            quantity = Quantity(numeral.start, numeral.end, "none", None, rule=numeral.form)
            return Item(first, last, first, last, False, numeral, quantity, own_hedge=True)
        if numeral.form == "ordinal":
            quantity = Quantity(numeral.start, numeral.end, "ordinal", numeral.value, rule="ordinal")
            return Item(first, last, first, last, False, numeral, quantity, own_hedge=True)
        if first - 1 in self.again:
            quantity = Quantity(numeral.start, numeral.end, "none", None, rule=SAID_AGAIN)
            return Item(first, last, first, last, False, numeral, quantity, own_hedge=True)
        unit, begins, ends = self.unit(first, self.again.get(last, last))
        ends = last if unit is None else ends
        if unit is None and self.counts_nothing(numeral):
            quantity = Quantity(numeral.start, numeral.end, "none", None, rule="not a count")
            return Item(first, last, first, last, False, numeral, quantity, own_hedge=True)
        if self.is_age(numeral, unit):
            quantity = Quantity(numeral.start, numeral.end, "none", None, rule="age")
            return Item(first, last, first, last, False, numeral, quantity, own_hedge=True)
        quantity = self.quantity(numeral.start, numeral.end, numeral.value, unit, numeral)
        item = Item(first, last, begins, ends, self.is_joined(numeral), numeral, quantity)
        self.hedge(item)
        return item

    def alone(self, numeral: Numeral) -> bool:
        """Whether a fraction is all that a text says, as in a table's cell: then it is worth what it
        is."""
        return numeral.last - numeral.first + 2 >= len(self.tokens) and len(self.numerals) == 1

    def unit(self, first: int, last: int) -> tuple[Unit | None, int, int]:
        """The unit beside a number, and where the two begin and end together."""
        if (first, last) not in self._units:
            self._units[first, last] = self._unit(first, last)
        return self._units[first, last]

    def _unit(self, first: int, last: int) -> tuple[Unit | None, int, int]:
        tokens, words = self.tokens, self.money.words
        form = tokens[last].form if last < len(tokens) else ""
        after = self.money.after(last) if form in words.firsts_after else None
        before = self.money.before(first) if first and tokens[first - 1].form in words.lasts_before else None
        if before is not None and before.kind == "percent" and after is None:
            return before, before.first, last
        if before is not None and before.kind == "money" and (after is None or after.kind == "money"):
            if after is not None and after.code == before.code:
                return before, before.first, after.last
            return before, before.first, last
        if after is not None:
            return after, first, after.last
        cents = self.money.cents(last) if form in words.cent_firsts else None
        if cents is not None and (len(self.tokens[last].form) > 1 or last + 1 == len(self.tokens)):
            return cents, first, cents.last
        if last >= len(tokens) or tokens[last].kind == "mark":
            name = self.money.name_before(first)
            if name is not None and self.follows_no_number(name.first):
                return name, name.first, last
        return None, first, last

    def follows_no_number(self, first: int) -> bool:
        return first not in self.ends

    def quantity(self, start: int, end: int, value: Number, unit: Unit | None, numeral: Numeral) -> Quantity:
        others = () if numeral.other is None else (numeral.other,)
        if unit is None:
            return Quantity(start, end, "number", value, alternatives=others, rule=numeral.form)
        if unit.kind == "money":
            return Quantity(start, end, "money", value, unit=unit.code, alternatives=others, rule="money")
        if unit.kind == "cents":
            return Quantity(start, end, "money", round(value / 100, 6), rule="cents")
        if unit.kind == "percent":
            return Quantity(start, end, "percent", value, unit="percent", alternatives=others, rule="percent")
        return Quantity(
            start, end, "number", value, unit="point", alternatives=others, rule="percentage points"
        )

    def counts_nothing(self, numeral: Numeral) -> bool:
        """Whether digits stand in a clock time, a decree's or page's number: «alle 16.30», «n. 1973»,
        «§ 4»."""
        if numeral.form != "digits":
            return False
        before = self.tokens[numeral.first - 1] if numeral.first else None
        if marks_a_place(self.text, self.tokens, numeral) or self.is_section(numeral):
            return True
        if before is None:
            return False
        if before.form in ("°", "º", "§") or before.form in self.table.labels:
            return True
        written = self.text[numeral.start : numeral.end]
        clock = len(written) > 3 and written[-3] in ".:,٫" and written[-2:] < "60" and numeral.value < 24
        if clock and len(written) == 5 and written[0] in "0٠":
            return True  # «06,30»: a decimal has no nought before its figures
        return (clock and before.form in self.table.clock_words) or self.is_hour(numeral)

    def is_hour(self, numeral: Numeral) -> bool:
        """«alle ore 22», «على الساعة 23», and «dalle 6 alle 8» where nothing follows that it could count."""
        before = self.tokens[numeral.first - 1].form if numeral.first else ""
        if numeral.form != "digits" or not 0 <= numeral.value <= 24:
            return False
        if before in self.table.hour_words or before not in self.table.hour_words_alone:
            return before in self.table.hour_words
        after = self.tokens[numeral.last] if numeral.last < len(self.tokens) else None
        ends = self.table.of | self.table.joiners | self.table.hour_words_alone
        return after is None or (after.kind == "mark" and after.form not in "%€$£") or after.form in ends

    def is_age(self, numeral: Numeral, unit: Unit | None) -> bool:
        """«aged 14 and 17», «أعمارهم بين 14 و17»: a number of years that no word of years follows."""
        if unit is not None or not 0 < numeral.value <= _OLDEST or numeral.form not in ("digits", "words"):
            return False
        tokens, hedges = self.tokens, self.hedges.words
        near = tokens[max(numeral.first - _AGE_REACH, 0) : numeral.first]
        if not any(token.form in self.table.age_words for token in near):
            return False
        between = (
            hedges.between.firsts() | hedges.leads | hedges.articles | self.table.of | self.table.half_of
        )
        listed, at = False, numeral.first - 1
        for _ in range(_AGE_REACH):
            if at < 0 or tokens[at].form in self.table.age_words:
                break
            form = tokens[at].form
            joins = form in hedges.list_joiners or form in hedges.range_words
            listed = listed or at + 1 in self.ends
            if not (joins or form in between or at + 1 in self.ends):
                return False
            at -= 1
        else:
            return False
        if at < 0 or not listed:
            return at >= 0
        after = tokens[numeral.last] if numeral.last < len(tokens) else None
        return after is None or after.kind == "mark" or after.form in hedges.list_stop | hedges.list_joiners

    def is_section(self, numeral: Numeral) -> bool:
        """«section 2.3», «الفقرة 4»: a number right after the name of a part of a document."""
        before = self.tokens[numeral.first - 1] if numeral.first else None
        return before is not None and before.form in self.table.number_labels and before.end < numeral.start

    def is_joined(self, numeral: Numeral) -> bool:
        """Whether an Arabic و is written onto the number: in its own word, or as a word glued before
        digits."""
        token = self.tokens[numeral.first]
        if numeral.start > token.start:
            return token.form.startswith("و")
        before = self.tokens[numeral.first - 1] if numeral.first else None
        return before is not None and before.form == "و"

    def hedge(self, item: Item) -> None:
        """Sets bound and change from the words around a number and its unit."""
        quantity = item.quantity
        found = self.hedges.before(item.begins)
        if found is None and item.begins != item.first:
            found = self.hedges.before(item.first)
        if found is not None and found.bound not in _BOUNDS:
            rounded = isinstance(quantity.value, int) and quantity.value % 10 == 0
            found = found._replace(bound="about") if rounded else None
        begins = found.first if found is not None else item.begins
        if found is None or found.bound == "about":
            later = self.hedges.after(item.ends, self.starts)
            if later is None and item.ends != item.last:
                later = self.hedges.after(item.last, self.starts, noun=False)
            if later is not None and (found is None or later.bound != "about"):
                found = later
        change = self.hedges.change(
            begins, item.last, item.ends, quantity.kind == "percent" or quantity.unit == "point"
        )
        quantity, change = self.signed(quantity, item.first, change)
        if found is not None:
            item.own_hedge = True
            quantity = self.bounded(quantity, found)
        elif item.numeral.form in _ALWAYS_ABOUT:
            item.own_hedge = item.numeral.form == "round"
            quantity = replace(quantity, bound="about")
        item.quantity = replace(quantity, change=change) if change else quantity
        item.begins = min(begins, item.begins)

    def signed(self, quantity: Quantity, first: int, change: Change | None) -> tuple[Quantity, Change | None]:
        """«(-75 %)» and «+12 %»: the sign before the digits of a percentage says a change, and stands outside."""
        if quantity.unit not in ("percent", "point") or quantity.value is None:
            return quantity, change
        sign = self.text[quantity.start]
        if quantity.value < 0 and sign in _DECREASES:
            start = self.tokens[first + 1].start
            return replace(quantity, start=start, value=-quantity.value, alternatives=()), "decrease"
        before = self.tokens[first - 1] if first else None
        raised = before is not None and before.form == "+" and before.end == quantity.start
        return quantity, "increase" if raised and change is None else change

    def bounded(self, quantity: Quantity, hedge: Hedge) -> Quantity:
        span = Span(
            self.tokens[hedge.first].start,
            max(self.tokens[hedge.last - 1].end, self.tokens[hedge.first].start + 1),
        )
        return with_bound(quantity, hedge.bound, span)

    def run_on(self, before: Item, item: Item) -> None:
        """A hedge runs on over a list of counted nouns until another hedge."""
        quantity, bound = item.quantity, before.quantity.bound
        if (
            bound in ("exact", "range")
            or before.numeral.form == "round"
            or quantity.kind != before.quantity.kind
        ):
            return
        if (
            quantity.kind not in ("number", "money", "percent")
            or quantity.change
            or item.numeral.form in ("dual", "round")
        ):
            return
        if self.hedges.runs_on(before.ends, item.begins, item.joined):
            item.quantity = with_bound(quantity, bound, before.quantity.hedge)


def with_bound(quantity: Quantity, bound: Bound, hedge: Span | None) -> Quantity:
    value = quantity.value
    return replace(
        quantity,
        bound=bound,
        low=value if bound == "over" else None,
        high=value if bound == "under" else None,
        hedge=hedge,
    )
