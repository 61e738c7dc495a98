"""Runs of digits as numbers: separators, signs, glued letters, and what looks like a number and is
none.

Which mark parts the thousands a text shows itself where it can; else the language's custom decides,
and a
scale word («1.234 مليون») or a counted noun («27,500 réfugiés») settles the rest.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sijill.reading.money import letters_of_currencies
from sijill.reading.numeral_words import Words
from sijill.reading.text import Token

Number = int | float
LONGEST = 18
"""Digits of the longest run that is read; a longer one is an identifier."""

_SPACES = frozenset(" \u00a0\u202f\u2009\u2007\u2008")
_THOUSANDS_ONLY = frozenset("'٬") | _SPACES
_MARKS = frozenset(".,'٬٫،")
_DECIMAL_MARKS = frozenset(".,")
_DASHES = frozenset("-–—−~")
_BEFORE_POINT = frozenset("(-−$€£")
_IDENTIFIER_BEFORE = frozenset("#№/_@:\\=&?")


class Digits(NamedTuple):
    """Digits from token `first` (a sign included) to `last`; `spread` if they stand apart («16. 9
    million»)."""

    first: int
    last: int
    value: Decimal
    doubt: Decimal | None = None


def digits_end(tokens: list[Token], index: int, text: str) -> tuple[int, list[str], list[str]]:
    """The end of a chain of digit runs, its runs, and the marks between them."""
    runs: list[str] = [tokens[index].form]
    marks: list[str] = []
    at, count = index, len(tokens)
    while at + 1 < count and len(runs) < 12:
        after = tokens[at + 1]
        if after.kind == "digits":
            gap = text[tokens[at].end : after.start]
            if gap not in _SPACES or len(after.form) != 3 or not 1 <= len(runs[0]) <= 3:
                break
            if marks and (marks[-1] not in _THOUSANDS_ONLY or len(runs[-1]) != 3):
                break
            if (
                at + 2 < count
                and text[after.end : after.end + 1] in _DASHES
                and tokens[at + 2].kind == "digits"
            ):
                break
            marks.append(" ")
            at += 1
        elif after.form in _MARKS and after.start == tokens[at].end and at + 2 < count:
            run = tokens[at + 2]
            if run.kind != "digits" or run.start != after.end:
                break
            marks.append(after.form)
            at += 2
        else:
            break
        runs.append(tokens[at].form)
    return at + 1, runs, marks


def value_of(
    runs: list[str], marks: list[str], words: Words, thousands: bool | None
) -> tuple[str, bool] | None:
    """The plain decimal notation of a chain, and whether it could be read the other way; None if it is
    no number.

    `thousands` settles a single mark before three digits, None leaves it to the language.
    """
    if sum(map(len, runs)) > LONGEST:
        return None
    if not marks:
        return runs[0], False
    last = marks[-1]
    if len(marks) > 1:
        if all(m in _THOUSANDS_ONLY for m in marks) or (len(set(marks)) == 1 and last != "٫"):
            return ("".join(runs), False) if _grouped(runs) else None
        if last in marks[:-1] or last in _THOUSANDS_ONLY or not (_grouped(runs[:-1]) or _lakhs(runs[:-1])):
            return None
        return "".join(runs[:-1]) + "." + runs[-1], False
    whole, part = runs
    three = len(part) == 3 and len(whole) <= 3 and whole.lstrip("0") != ""
    if last in _THOUSANDS_ONLY:
        return (whole + part, False) if three else None
    if last == "٫" or not three:
        if last == "،" and len(part) > 2:
            return None
        return whole + "." + part, False
    if thousands is None:
        thousands = words.three_digits.get(last) == "thousands"
    return (whole + part, True) if thousands else (whole + "." + part, True)


def _grouped(runs: list[str]) -> bool:
    return 1 <= len(runs[0]) <= 3 and all(len(run) == 3 for run in runs[1:])


def _lakhs(runs: list[str]) -> bool:
    """«12,34,567.89»: hundreds in three digits and everything above in pairs, as India writes."""
    return (
        len(runs) > 2
        and len(runs[0]) <= 2
        and len(runs[-1]) == 3
        and all(len(run) == 2 for run in runs[1:-1])
    )


class Evidence:
    """How a text writes its decimals: counted once, when the first doubtful number asks."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._decimals: dict[str, int] | None = None

    def thousands(self, mark: str) -> bool | None:
        """Whether `mark` parts thousands here; None if the text does not show it."""
        if self._decimals is None:
            self._decimals = {".": 0, ",": 0}
            tokens = self._tokens
            for index in [at for at, token in enumerate(tokens) if token.form in _DECIMAL_MARKS]:
                form = tokens[index].form
                if 0 < index < len(tokens) - 1:
                    before, after = tokens[index - 1], tokens[index + 1]
                    glued = before.end == tokens[index].start and tokens[index].end == after.start
                    if glued and before.kind == after.kind == "digits" and len(after.form) != 3:
                        last = index + 2 >= len(tokens) or tokens[index + 2].form not in self._decimals
                        single = tokens[index - 2].form != form if index > 1 else True
                        self._decimals[form] += last and single and len(after.form) < 3
        if mark not in self._decimals:
            return None
        other = "," if mark == "." else "."
        if self._decimals[other] and not self._decimals[mark]:
            return True
        return None


def identifier(tokens: list[Token], index: int, last: int, text: str) -> bool:
    """Whether a chain of digits is part of a name, a clock time, a telephone number, a fraction or a
    date."""
    first = tokens[index]
    before = tokens[index - 1] if index else None
    if before is not None and before.end == first.start:
        if before.form in _IDENTIFIER_BEFORE and (before.form != ":" or _digits_at(tokens, index - 2)):
            return before.form != "=" or index < 2 or tokens[index - 2].form not in "<>"
        if before.kind == "word" and before.form.isascii() and before.form not in letters_of_currencies():
            return True
        if (
            before.form in "-‑"
            and index > 1
            and tokens[index - 2].end == before.start
            and not _is_year(first.form)
        ):
            name = tokens[index - 2]
            scaled = index > 2 and tokens[index - 3].kind == "digits" and tokens[index - 3].end == name.start
            if name.kind == "word" and name.form.isascii() and not scaled:
                return True
        if (
            before.form in ".%"
            and index > 1
            and tokens[index - 2].end == before.start
            and tokens[index - 2].form not in _BEFORE_POINT
        ):
            return True
        if (
            before.form == "+"
            and len(first.form) > 1
            and (last < len(tokens) and tokens[last].kind == "digits")
        ):
            return True
    if last < len(tokens) and tokens[last].start == tokens[last - 1].end:
        mark = tokens[last].form
        if mark in "/:" and _digits_at(tokens, last + 1) and tokens[last + 1].start == tokens[last].end:
            return True
        if mark == "_" or (
            mark == "." and _digits_at(tokens, last + 1) and tokens[last + 1].start == tokens[last].end
        ):
            return True
        if mark in "-‑" and _digits_at(tokens, last + 1) and tokens[last + 1].start == tokens[last].end:
            second = tokens[last + 1]
            third = (
                last + 2 < len(tokens)
                and tokens[last + 2].form in "-‑/"
                and tokens[last + 2].start == second.end
            )
            if third and _digits_at(tokens, last + 3):
                return True
            if len(second.form) == 2 and len(first.form) == 4 and last == index + 1:
                return True
    return False


def dashed_tail(tokens: list[Token], last: int) -> int:
    """Where the rest of an identifier ends, so that none of its digits is read by itself."""
    while last + 1 < len(tokens) and tokens[last].start == tokens[last - 1].end:
        if tokens[last].kind != "mark" or tokens[last + 1].kind != "digits":
            break
        if tokens[last + 1].start != tokens[last].end:
            break
        last += 2
    while (
        last < len(tokens)
        and tokens[last].kind == "digits"
        and tokens[last].start - tokens[last - 1].end == 1
    ):
        last += 1
    return last


def _is_year(form: str) -> bool:
    return len(form) == 4 and form[:2] in ("19", "20")


def _digits_at(tokens: list[Token], index: int) -> bool:
    return 0 <= index < len(tokens) and tokens[index].kind == "digits"
