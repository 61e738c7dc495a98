"""Currencies and percent signs around a number, and which country's dinar a dinar is.

Data: languages/<language>/money.yaml and codes/currencies.yaml (ISO 4217).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from sijill.languages import data
from sijill.languages.script import fold
from sijill.reading.phrases import Phrases
from sijill.reading.text import Token

NEARBY = 60
"""Tokens within which a country's name settles whose dinar is meant; further away only if it is the
only one."""

_LOWER_CODES = frozenset(
    ["eur", "usd", "gbp", "chf", "lyd", "tnd", "dzd", "egp", "sar", "aed", "ils", "jpy", "myr", "inr"]
)


class Currency(NamedTuple):
    """A name of money: the countries that have one of that name, the code where none is named, and
    whether
    only an adjective beside it may tell."""

    by: tuple[tuple[str, str], ...]
    default: str | None
    beside_only: bool


class Unit(NamedTuple):
    """What stands beside a number: tokens `first` to `last`, its kind (money, percent, point) and
    code."""

    first: int
    last: int
    kind: str
    code: str | None


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """The money words of one language."""

    names: Phrases[Currency]
    names_before: Phrases[Currency]
    symbols: Phrases[str]
    symbols_before: Phrases[str]
    percent: Phrases[str]
    percent_before: frozenset[str]
    countries: Phrases[str]
    country_firsts: frozenset[str]
    cents: Phrases[str]
    cent_firsts: frozenset[str]
    of: frozenset[str]
    joiners: frozenset[str]
    ratio: Phrases[str]
    ratio_followers: frozenset[str]
    ratio_every: frozenset[str]
    ratio_noun: bool
    ratio_whole: Phrases[str]
    ratio_lasts: frozenset[str]
    firsts_after: frozenset[str]
    lasts_before: frozenset[str]


@cache
def currency_codes() -> dict[str, Any]:
    """The ISO 4217 codes of codes/currencies.yaml with their countries and symbols."""
    text = (files("sijill.codes") / "currencies.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def letters_of_currencies() -> frozenset[str]:
    """The codes and the symbols in letters that may be glued to digits («USD115», «42RM»), folded."""
    symbols = {
        fold(s) for entry in currency_codes().values() for s in entry.get("symbols", ()) if s.isalpha()
    }
    return frozenset(symbols | {fold(code) for code in currency_codes()})


@cache
def millions_of_currencies() -> frozenset[str]:
    """The codes with an M for million before them that finance writes («48.5 MGBP»), folded."""
    return frozenset("m" + fold(code) for code in currency_codes())


@cache
def money_words(language: str) -> MoneyWords:
    """The money words of a language. LanguageError if it has no folder."""
    raw = data(language, "money")
    attached, article = raw.get("particles", False), raw.get("article")
    names = []
    for entry in raw["currencies"]:
        currency = Currency(
            tuple(entry.get("by", {}).items()), entry.get("default"), entry.get("beside_only", False)
        )
        names += [(name, currency) for name in entry["names"]]
        names += [(article + name, currency) for name in entry["names"] if article and " " not in name]
    symbols = [
        (symbol, code) for code, entry in currency_codes().items() for symbol in entry.get("symbols", ())
    ]
    countries = [(word, country) for country, words in raw["countries"].items() for word in words]
    feminine = raw.get("feminine")
    if feminine:
        ending, adds = feminine["ending"], feminine["adds"]
        countries += [(word + adds, country) for word, country in countries if word.endswith(ending)]
    percent = [(words, "percent") for words in raw["percent"]] + [(words, "point") for words in raw["points"]]
    of = frozenset(fold(word) for words in raw["of"] for word in (words, words.rstrip("'"))) | frozenset("'")
    lowers = letters_of_currencies()
    forwards: list[Phrases[Any]] = [
        Phrases(names),
        Phrases(symbols),
        Phrases(percent),
        Phrases(countries, particles=attached),
    ]
    cents = Phrases([(cent, cent) for cent in raw["cents"]])
    before = Phrases(symbols, backwards=True)
    ratio = Phrases([(word, word) for word in [*raw["ratio"], *raw["ratio_whole"]]], backwards=True)
    return MoneyWords(
        forwards[0],
        Phrases(names, backwards=True),
        forwards[1],
        before,
        forwards[2],
        frozenset("%٪"),
        forwards[3],
        forwards[3].firsts(),
        cents,
        cents.firsts() | of,
        of,
        frozenset(fold(word) for word in raw["and"]),
        Phrases([(word, word) for word in raw["ratio"]], backwards=True),
        frozenset(fold(word) for word in raw["ratio_followers"]),
        frozenset(fold(word) for word in raw["ratio_every"]),
        raw["ratio_noun"],
        ratio,
        ratio.firsts(),
        of.union(lowers, millions_of_currencies(), *(phrases.firsts() for phrases in forwards)),
        before.firsts() | lowers | frozenset("%٪"),
    )


class Money:
    """The units beside the numbers of one text."""

    def __init__(self, text: str, tokens: list[Token], language: str) -> None:
        self.text, self.tokens = text, tokens
        self.words = money_words(language)
        self._mentions: tuple[list[int], list[str]] | None = None

    def after(self, index: int) -> Unit | None:
        """The unit that begins at a token: «% », «million de dinars tunisiens», «US dollars», «EUR»,
        «د.ت»."""
        tokens, words = self.tokens, self.words
        if index >= len(tokens) or tokens[index].form not in words.firsts_after:
            return None
        if "\n" in self.text[tokens[index - 1].end : tokens[index].start]:
            return None
        percent = words.percent.forwards(tokens, index)
        if percent is not None:
            return Unit(index, percent[0], percent[1], "percent" if percent[1] == "percent" else None)
        at = index
        while at < len(tokens) and at < index + 2 and tokens[at].form in words.of:
            at += 1
        country = words.countries.forwards(tokens, at)
        if country is not None:
            name = words.names.forwards(tokens, country[0])
            if (name is not None and at == index) or (name is not None and country[1] in dict(name[1].by)):
                return Unit(index, name[0], "money", self.code(name[1], country[1], index))
        name = words.names.forwards(tokens, at)
        if name is not None:
            last, currency = name
            beside = words.countries.forwards(tokens, last)
            if beside is not None and beside[1] in dict(currency.by):
                return Unit(index, beside[0], "money", self.code(currency, beside[1], index))
            return Unit(index, last, "money", self.code(currency, None, index))
        symbol = words.symbols.forwards(tokens, at)
        if symbol is not None and self.symbol_stands(at, symbol[0]):
            return Unit(index, symbol[0], "money", symbol[1])
        code = self.iso_code(at)
        if code is not None:
            return Unit(index, at + 1, "money", code)
        return None

    def before(self, index: int) -> Unit | None:
        """The symbol or code that stands before a number: «€», «US$», «LYD», «٪»."""
        tokens, words = self.tokens, self.words
        if index == 0 or tokens[index - 1].form not in words.lasts_before:
            return None
        glued = tokens[index - 1].end == tokens[index].start
        if glued and tokens[index - 1].form in words.percent_before:
            return Unit(index - 1, index, "percent", "percent")
        symbol = words.symbols_before.backwards(tokens, index)
        if symbol is not None:
            first, code = symbol
            apart = tokens[first].end < tokens[first + 1].start if first + 1 < index else False
            if (
                apart and tokens[first].form == "a"
            ):  # an article or preposition: «a $5 million loan» has no «A$»
                first, code = index - 1, self.symbol_alone(index - 1) or code
            if tokens[index - 1].kind == "mark" or self.symbol_stands(first, index):
                prefix = (
                    self.iso_code(first - 1)
                    if first and tokens[first - 1].end == tokens[first].start
                    else None
                )
                return Unit(first - 1 if prefix else first, index, "money", prefix or code)
        code_before = self.iso_code(index - 1)
        if code_before is not None and code_before not in ("TRY", "SOS"):
            return Unit(index - 1, index, "money", code_before)
        return None

    def symbol_alone(self, index: int) -> str | None:
        """The code of one mark."""
        return self.words.symbols.word(self.tokens[index].form)

    def name_before(self, index: int) -> Unit | None:
        """«dollari 996»: the name of a currency before a number that nothing follows."""
        found = self.words.names_before.backwards(self.tokens, index)
        if found is None:
            return None
        first, currency = found
        beside = self.words.countries.forwards(self.tokens, first - 1) if first else None
        return Unit(first, index, "money", self.code(currency, beside[1] if beside else None, index))

    def symbol_stands(self, first: int, last: int) -> bool:
        """Whether letters that are a symbol («DT», «LD», «Fr») are written in capitals as such."""
        written = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        return not written.isalpha() or (written[0].isupper() and len(written) > 1)

    def iso_code(self, index: int) -> str | None:
        if not 0 <= index < len(self.tokens):
            return None
        token = self.tokens[index]
        if token.form in millions_of_currencies() and self.text[token.start : token.end].isupper():
            return token.form[1:].upper()
        if len(token.form) != 3 or token.kind != "word" or not token.form.isascii():
            return None
        code = token.form.upper()
        if code not in currency_codes():
            return None
        written = self.text[token.start : token.end]
        return code if written.isupper() or token.form in _LOWER_CODES else None

    def cents(self, index: int) -> Unit | None:
        """«34 cents», «470 pence»: hundredths of a currency that they do not name."""
        last = self.cents_after(index)
        return None if last is None else Unit(index, last, "cents", None)

    def cents_after(self, index: int) -> int | None:
        tokens, of = self.tokens, self.words.of
        while index < len(tokens) and tokens[index].form in of and len(tokens[index].form) < 3:
            index += 1
        found = self.words.cents.forwards(tokens, index)
        return None if found is None else found[0]

    def code(self, currency: Currency, beside: str | None, index: int) -> str | None:
        """The code of a currency's name: by the adjective beside it, by a country nearby, by default,
        or None."""
        by = dict(currency.by)
        if beside in by:
            return by[beside]
        if not by or currency.beside_only:
            return currency.default
        places, countries = self.mentions()
        near = bisect_left(places, index)
        best: tuple[int, str] | None = None
        for step in (-1, 1):
            at = near - 1 if step < 0 else near
            while 0 <= at < len(places) and abs(places[at] - index) <= NEARBY:
                if countries[at] in by:
                    distance = abs(places[at] - index)
                    if best is None or distance < best[0]:
                        best = (distance, by[countries[at]])
                    break
                at += step
        if best is not None:
            return best[1]
        named = {by[country] for country in set(countries) if country in by}
        return named.pop() if len(named) == 1 else currency.default

    def mentions(self) -> tuple[list[int], list[str]]:
        """Where countries are named in the text, found once, when the first ambiguous currency asks."""
        if self._mentions is None:
            places, countries, index = [], [], 0
            firsts = self.words.country_firsts
            while index < len(self.tokens):
                if self.tokens[index].form not in firsts:
                    index += 1
                    continue
                found = self.words.countries.forwards(self.tokens, index)
                if found is None:
                    index += 1
                    continue
                places.append(index)
                countries.append(found[1])
                index = found[0]
            self._mentions = (places, countries)
        return self._mentions
