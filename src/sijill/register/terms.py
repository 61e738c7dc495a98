"""The terms under which a text is searched: one function for what is indexed and what is asked.

A word has its folded form (languages/script.py) and a stem. Arabic stems are those of light10 (Larkey,
Ballesteros and Connell, «Light stemming for Arabic information retrieval», 2007), which cuts the article
with its particles and the commonest endings, so that «مهاجر» finds «للمهاجرين» and «المهاجرات»; of words
of the Latin script accents and a plural's s or x are cut. A number is its canonical digits: «21,762»,
«٢١٧٦٢» and «21 762» are all 21762.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from sijill.languages.script import fold, stems

_SILENT = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00ad\u200b-\u200f\u061c\u2060\ufeff"
)
_TERM = re.compile(rf"(?:[^\W\d_]++[{_SILENT}]*+)++|\d+(?:[.,'’٬٫\u00a0\u2009\u202f ]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’٬\u00a0\u2009\u202f ])\d{3})(?:\1\d{3}){0,6}")
_DIGITS = re.compile(r"\d+")

_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_PARTICLES = frozenset("وفبكلس")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or number at `text[start:end]`: its folded form, and the stems under which it is found."""

    start: int
    end: int
    form: str
    stems: tuple[str, ...]


def terms(text: str) -> Iterator[Term]:
    """The words and numbers of a text in order. Linear in its length."""
    for match in _TERM.finditer(text):
        yield from _terms(match.group(), match.start())


def indexed(text: str) -> tuple[str, str]:
    """The forms and the stems of a text's terms, in order, apart by spaces: what an index keeps of it."""
    if len(_KEPT) > _MOST_KEPT:
        _KEPT.clear()
    found = list(map(_KEPT.__getitem__, _TERM.findall(text)))
    return " ".join(map(_FORM, found)), " ".join(map(_STEMS, found))


class _Kept(dict[str, tuple[str, str]]):
    """What is indexed of words that were met before: looked up for every word of every text, so nothing but a
    dictionary."""

    def __missing__(self, written: str) -> tuple[str, str]:
        found = list(_terms(written, 0))
        kept = " ".join(t.form for t in found), " ".join(stem for t in found for stem in t.stems)
        self[written] = kept
        return kept


_KEPT = _Kept()
_MOST_KEPT = 1 << 17
_FORM, _STEMS = itemgetter(0), itemgetter(1)


def _terms(written: str, offset: int) -> Iterator[Term]:
    if written[0].isdecimal():
        yield from _numbers(written, offset)
    elif form := fold(written):  # a tatweel that joins nothing has none
        yield Term(offset, offset + len(written), form, _stems(form))


def _numbers(written: str, offset: int) -> Iterator[Term]:
    """Groups of thousands as one number; any other digits («12.5», «2025/06/13») a run at a time.

    Groups apart by a plain space may be two numbers («on 12 300 people»): they are found as both.
    """
    position = 0
    while position < len(written):
        match = _GROUPED.match(written, position)
        if match and not written[match.end() : match.end() + 1].isdecimal():
            runs = [fold(run) for run in _DIGITS.findall(match.group())]
            form = "".join(runs)
            parts = tuple(runs) if match.group(1) == " " else ()
        else:
            match = _DIGITS.search(written, position)
            if match is None:
                return
            form, parts = fold(match.group()), ()
        stem = form.lstrip("0") or "0"
        yield Term(offset + match.start(), offset + match.end(), form, (stem, *parts))
        position = match.end() + 1


@lru_cache(maxsize=65536)
def _stems(form: str) -> tuple[str, ...]:
    """The stem of a word, then those that it has if its first letters are particles («لمهاجرين»)."""
    if not "\u0621" <= form[0] <= "\u064a":
        return (_latin(form),)
    ways = [form]
    ways += [stem for cut, stem in stems(form) if cut and len(stem) >= 4 and set(form[:cut]) <= _PARTICLES]
    return tuple(dict.fromkeys(light10(way) for way in ways))


def light10(form: str) -> str:
    """The light10 stem of a folded Arabic word, with the alef of the accusative («مهاجرا») cut as well."""
    for article in _ARTICLES:
        if form.startswith(article) and len(form) - len(article) >= 2:
            form = form[len(article) :]
            break
    else:
        if form.startswith("و") and len(form) >= 4:
            form = form[1:]
    if form.endswith("ا") and not form.endswith("ها") and len(form) >= 4:
        form = form[:-1]
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 2:
            form = form[: -len(ending)]
    return form


def _latin(form: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))
    return bare[:-1] if len(bare) > 3 and bare[-1] in "sx" else bare
