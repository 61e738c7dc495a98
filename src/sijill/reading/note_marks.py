"""Numbers that mark a place in a document and count nothing: footnote marks, numbers of lists and of sections."""

from __future__ import annotations

from sijill.reading.numerals import Numeral
from sijill.reading.text import Token

_LONGEST_NOTE, _LONGEST_LIST = 3, 2
"""Digits of a footnote's mark, and of a number in a list."""
_LIST_ENDS = frozenset(".)")
_SENTENCE_ENDS = frozenset(".,;:!?»”\"'’؟،؛")


def marks_a_place(text: str, tokens: list[Token], numeral: Numeral) -> bool:
    """Whether a number in digits is «[6]», «.(1)», «2)» at a line's start, or the «2.3» of a heading."""
    first, last = numeral.first, numeral.last
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    plain = last == first + 1
    if plain and before is not None and after is not None and len(tokens[first].form) <= _LONGEST_NOTE:
        if before.form == "[" and after.form == "]":
            return True
        if before.form == "(" and after.form == ")" and _follows_closely(tokens, first - 1):
            return True
    return _opens_line(text, tokens, numeral, after)


def _follows_closely(tokens: list[Token], bracket: int) -> bool:
    """Whether a bracket is written onto the end of a sentence or onto a word of the Latin script."""
    before = tokens[bracket - 1] if bracket else None
    if before is None or before.end != tokens[bracket].start:
        return False
    return before.form in _SENTENCE_ENDS or (before.kind == "word" and before.form.isascii())


def _opens_line(text: str, tokens: list[Token], numeral: Numeral, after: Token | None) -> bool:
    first, last = numeral.first, numeral.last
    if after is None or last + 1 >= len(tokens):
        return False
    opening = first - 1 if first and tokens[first - 1].form == "(" else first
    if opening and "\n" not in text[tokens[opening - 1].end : tokens[opening].start]:
        return False
    goes_on = tokens[last + 1]
    if last == first + 1:
        listed = after.form in _LIST_ENDS and after.start == tokens[first].end and goes_on.start > after.end
        closed = opening == first or after.form == ")"
        same_line = "\n" not in text[after.end : goes_on.start]
        return (
            listed
            and closed
            and same_line
            and goes_on.kind == "word"
            and len(tokens[first].form) <= _LONGEST_LIST
        )
    dotted = last == first + 3 and tokens[first + 1].form == "." and numeral.end - numeral.start <= 5
    if not dotted or after.kind != "word" or after.start == tokens[last - 1].end:
        return False
    return text[after.start].isupper() or text[after.start : after.start + 2] == "ال"
