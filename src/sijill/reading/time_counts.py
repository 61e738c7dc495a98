"""Numbers that would end an expression of time but count what follows: «منذ يناير 9 آلاف», «in May ten boats»."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.reading.calendar_rules import NOTHING, Calendar, Word
from sijill.reading.text import Token

_LONGEST_MONTH = 2
"""Words of the longest name of a month («كانون الثاني»)."""
_UNITS = frozenset("%٪$€£")
_YEARS = range(1900, 2101)


def ends_in_a_count(tokens: Sequence[Token], first: int, last: int, rules: Calendar) -> bool:
    """Whether the last token of an expression is a number that counts what stands after it, and no day or year."""
    number = tokens[last - 1]
    after = tokens[last] if last < len(tokens) else None
    if after is None or last - first < 2 or (after.kind == "mark" and after.form not in _UNITS):
        return False
    in_digits = number.kind == "digits"
    if not in_digits and rules.opening(number.form) is not NOTHING:
        return False
    percent = any(token.form in rules.settings["percent_words"] for token in tokens[last : last + 2])
    if not percent and (rules.opening(after.form).alone or after.form in rules.settings["year_after"]):
        return False
    month = _month_before(tokens, last - 1, rules)
    if in_digits and len(number.form) == 4:
        return _is_no_year(tokens, last - 1, after, month is not None, rules)
    if month is None:
        return False
    begin, particle = month
    before = tokens[begin - 1].form if begin else ""
    alone_after = rules.settings["month_alone_after"]
    joined = rules.particles and before[1:] in alone_after  # «وفي»
    return not in_digits or particle or joined or before in alone_after


def leaves_out_its_day(tokens: Sequence[Token], first: int, last: int, rules: Calendar) -> bool:
    """«late June 22»: a part of a month with a day right behind it, where the language writes days so. The day is
    what is meant."""
    if (
        rules.settings["numeric_order"] != "month first"
        or last >= len(tokens)
        or tokens[last].kind != "digits"
    ):
        return False
    edge = any(cls == "EDGE" for cls, *_ in rules.opening(tokens[first].form).meanings)
    month = _month_before(tokens, last, rules)
    if not edge or month is None or len(tokens[last].form) > 2 or not 1 <= int(tokens[last].form) <= 31:
        return False
    before = tokens[first - 1].form if first else ""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    ends = after is None or (after.kind == "mark" and after.form not in _UNITS)
    return ends and before not in rules.settings["month_alone_after"]


def _is_no_year(tokens: Sequence[Token], index: int, after: Token, month: bool, rules: Calendar) -> bool:
    """«منذ 1 نوفمبر إلى 2190 مهاجرا»: after «to», a number before something that is counted; after «to» and a
    month, one that is like no year."""
    if after.kind == "word" and int(tokens[index].form) not in _YEARS and month:
        return True
    if not any(cls == "TO" for cls, *_ in rules.opening(tokens[index - 1].form).meanings):
        return False
    return after.form in rules.settings["counted"] or (
        int(tokens[index].form) not in _YEARS and after.kind == "word"
    )


def _month_before(tokens: Sequence[Token], index: int, rules: Calendar) -> tuple[int, bool] | None:
    """The token at which a month's name begins that ends right before the one at `index`, and whether a particle
    is written onto it; None if none does."""
    for begin in range(index - 1, max(index - 1 - _LONGEST_MONTH, -1), -1):
        for root, cut, _ in rules.roots(tokens[begin].form):
            node: Word | None = root
            for token in tokens[begin + 1 : index]:
                node = node.next.get(token.form) if node else None
            if node is not None and any(cls == "MONTH" for cls, _ in node.meanings):
                return begin, cut > 0
    return None
