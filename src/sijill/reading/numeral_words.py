"""What the words of a language are worth: languages/<language>/numerals.yaml made into tables for one
look-up a word.

Arabic particles are written onto the word, so each form is entered with every particle it may carry;
Italian
writes compounds as one word, so `atom` takes a word apart when the tables do not hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sijill.languages import data
from sijill.languages.lexicon import spellings
from sijill.languages.script import REMEMBERED, fold
from sijill.reading.money import millions_of_currencies

LONGEST_COMPOUND = 90
"""Letters of the longest Italian number below a thousand milliard; longer words are not taken apart."""


class Atom(NamedTuple):
    """One number word. `kind`: add, one, one_of, hundred, scale, scales (bare without a number),
    dual_scale,
    accusative, whole, elided, ordinal, round, rounds, half, bare, or dual with two kinds that need a
    noun after them. `cut` letters before it are particles, و among them when `joined`, the article when
    `definite`."""

    kind: str
    value: int | float
    cut: int = 0
    joined: bool = False
    definite: bool = False


class Multiple(NamedTuple):
    """A word for «double»: it is a multiple after one of `after` and before one of `before`, any where
    empty; `cut` letters before it are particles."""

    after: frozenset[str]
    before: frozenset[str]
    cut: int


@dataclass(slots=True)
class Words:
    """The number words and conventions of one language; all forms are folded."""

    language: str
    atoms: dict[str, Atom] = field(default_factory=dict)
    ordinals: dict[str, Atom] = field(default_factory=dict)
    halves: dict[str, Atom] = field(default_factory=dict)
    room: dict[int, int] = field(default_factory=dict)
    four_twenties: bool = False
    joiners: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    half_of: frozenset[str] = frozenset()
    fractions: frozenset[str] = frozenset()
    few: frozenset[str] = frozenset()
    multiples: frozenset[str] = frozenset()
    multiple_words: dict[str, tuple[Multiple, ...]] = field(default_factory=dict)
    minus: frozenset[str] = frozenset()
    point: frozenset[str] = frozenset()
    ordinal_suffixes: frozenset[str] = frozenset()
    ordinal_after: frozenset[str] = frozenset()
    guarded_ordinals: frozenset[str] = frozenset()
    ordinal_determiners: frozenset[str] = frozenset()
    ordinal_not_before: frozenset[str] = frozenset()
    complements: frozenset[str] = frozenset()
    cent_letters: frozenset[str] = frozenset()
    measure_units: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    day_words: frozenset[str] = frozenset()
    clock_words: frozenset[str] = frozenset()
    not_after_letter: frozenset[str] = frozenset()
    scale_letters: dict[str, int] = field(default_factory=dict)
    scale_letters_alone: dict[str, int] = field(default_factory=dict)
    ordinals_glued: bool = False
    decimal: frozenset[str] = frozenset()
    three_digits: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Atom] = field(default_factory=dict)
    beginnings: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()
    continuers: frozenset[str] = frozenset()
    makes_one_count: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()

    attached: bool = False
    and_after: frozenset[str] = frozenset()
    minus_anywhere: bool = False
    one_outside_scale: bool = False
    one_makes_fractions: bool = False
    scale_letters_capital: frozenset[str] = frozenset()
    halves_before_scales: tuple[str, ...] = ()
    after_singular: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    of_or_and: frozenset[str] = frozenset()
    ones: frozenset[str] = frozenset()
    half_units: frozenset[str] = frozenset()
    round_after: frozenset[str] = frozenset()
    round_after_before_of: frozenset[str] = frozenset()
    round_guarded: frozenset[str] = frozenset()
    round_not_before: frozenset[str] = frozenset()
    number_labels: frozenset[str] = frozenset()
    age_words: frozenset[str] = frozenset()
    hour_words: frozenset[str] = frozenset()
    hour_words_alone: frozenset[str] = frozenset()
    denominators: dict[str, int] = field(default_factory=dict)

    def goes_on(self, form: str) -> bool:
        """Whether a word after digits may belong to their number."""
        return form in self.continuers or (form[:3] in self.beginnings and self.atom(form) is not None)

    def atom(self, form: str) -> Atom | None:
        """What a folded word is worth, None if it is no number word."""
        found = self.atoms.get(form)
        if found is None and form[:3] in self.beginnings and len(form) <= LONGEST_COMPOUND:
            return _compound(self.language, form)
        return found


@cache
def words(language: str) -> Words:
    """The tables of a language. LanguageError if it has no folder."""
    raw: dict[str, Any] = data(language, "numerals")
    table = Words(language)
    attached = table.attached = "proclitics" in raw
    plain: dict[str, Atom] = {}

    def enter(kind: str, value: int | float, patterns: Iterable[str], into: dict[str, Atom]) -> None:
        for form in _forms(patterns):
            into.setdefault(form, Atom(kind, value))

    for value, patterns in raw["numbers"].items():
        enter("add", value, patterns, plain)
    enter("one", 1, raw.get("one", ()), plain)
    enter("one_of", 1, raw.get("one_of", ()), plain)
    enter("hundred", 100, raw["hundred"], plain)
    for kind, key in (
        ("scale", "scales"),
        ("accusative", "accusative_scales"),
        ("dual_scale", "dual_scales"),
        ("round", "rounds"),
        ("rounds", "rounds_plural"),
    ):
        for value, patterns in raw.get(key, {}).items():
            enter(kind, value, patterns, plain)
    if attached:
        _enter_duals(raw["duals"], plain)
    bare = set(_forms(raw["bare"]))
    for form in bare:
        if form not in plain:
            plain[form] = Atom("bare", 0)
        elif plain[form].kind == "scale":
            plain[form] = Atom("scales", plain[form].value)
    if raw.get("glued_tens"):
        _enter_glued_tens(plain)
    ordinals: dict[str, Atom] = {}
    for value, patterns in raw["ordinals"].items():
        enter("ordinal", value, patterns, ordinals)
    for stem, value in raw.get("ordinal_stems", {}).items():
        enter("ordinal", value, (stem + ending for ending in raw["ordinal_endings"]), ordinals)
    if raw.get("glued_tens"):
        _enter_glued_tens(plain, ordinals)
    for value, patterns in raw["halves"].items():
        enter("half", value, patterns, table.halves)
    if attached:
        never = set(_forms(raw["never"]))
        plain, ordinals = (_with_particles(t, raw["proclitics"], never) for t in (plain, ordinals))
        table.halves = _with_particles(table.halves, raw["proclitics"], set())
    table.atoms, table.ordinals = plain, ordinals
    table.and_after = frozenset(raw.get("and_after", ()))
    table.minus_anywhere = raw["minus_anywhere"]
    table.one_outside_scale = raw.get("one_outside_scale", False)
    table.one_makes_fractions = raw.get("one_makes_fractions", False)
    table.scale_letters_capital = _forms(raw.get("scale_letters_capital", ()))
    table.halves_before_scales = tuple(_forms(raw.get("halves_before_scales", ())))
    table.after_singular = _forms(raw.get("after_singular", ()))
    table.of = _forms(raw.get("of", ()))
    table.of_or_and = table.of | _forms(raw["and"])
    table.ones = _forms(raw.get("one", ())) | _forms(raw.get("article", ()))
    table.room = dict(raw.get("room", {}))
    table.four_twenties = raw.get("four_twenties", False)
    table.joiners = _forms(raw["and"])
    table.articles = _forms(raw.get("article", ()))
    table.half_of = _forms(raw["half_of"])
    for value, patterns in raw["fractions"].items():
        table.denominators.update(dict.fromkeys(_forms(patterns), value))
    table.fractions = frozenset(table.denominators)
    table.few, table.multiples = _forms(raw["few"]), _forms(raw["multiples"])
    for way in raw["multiple_words"]:
        after, before = _forms(way.get("after", ())), _forms(way.get("before", ()))
        for form in _forms(way["words"]):
            for particle in ("", *raw.get("proclitics", ())):
                multiple = Multiple(after, before, len(particle))
                said = particle + form
                table.multiple_words[said] = (*table.multiple_words.get(said, ()), multiple)
    table.minus, table.point = _forms(raw["minus"]), _forms(raw["point"])
    table.ordinal_suffixes = _forms(raw["ordinal_suffixes"])
    table.ordinal_after = _forms(raw.get("ordinal_after", ()))
    guarded = raw.get("ordinal_only_after", {})
    table.guarded_ordinals = _forms(guarded.get("words", ()))
    table.ordinal_determiners = _forms(guarded.get("after", ()))
    table.ordinal_not_before = _forms(guarded.get("not_before", ()))
    table.cent_letters = frozenset(c for c in data(language, "money")["cents"] if len(c) == 1 and c.isalpha())
    table.labels, table.day_words = _forms(raw.get("labels", ())), _forms(raw.get("day_words", ()))
    table.age_words = _forms(raw.get("age_words", ()))
    table.hour_words, table.hour_words_alone = _forms(raw["hour_words"]), _forms(raw["hour_words_alone"])
    table.number_labels = _forms(raw.get("number_labels", ()))
    table.measure_units = _forms(raw.get("measure_units", ()))
    table.round_after = _forms(raw.get("round_after", ()))
    table.round_after_before_of = _forms(raw.get("round_after_before_of", ()))
    guard = raw.get("round_guarded", {})
    table.round_guarded, table.round_not_before = (
        _forms(guard.get("words", ())),
        _forms(guard.get("not_before", ())),
    )
    table.half_units = _forms(raw.get("half_units", ()))
    table.clock_words = _forms(raw.get("clock_words", ()))
    table.scale_letters = {fold(letters): value for letters, value in raw["scale_letters"].items()}
    table.scale_letters_alone = raw.get("scale_letters_alone", {})
    table.ordinals_glued = "ordinal_endings" in raw and "elided" in raw
    table.not_after_letter = _forms(raw.get("scale_letters_not_before", ()))
    table.decimal = frozenset(raw["separators"]["decimal"])
    three = raw["three_digits"]
    table.three_digits = three if isinstance(three, dict) else dict.fromkeys(",.،", three)
    if attached:
        table.complements = _forms(raw["duals"]["complements"])
    if "elided" in raw:
        _enter_parts(raw, table)
    table.triggers = frozenset({*table.atoms, *table.ordinals, *table.halves, *table.multiple_words})
    letters = {*table.scale_letters, *table.scale_letters_alone}
    percent = [
        spelled.split()[0] for words in data(language, "money")["percent"] for spelled in spellings(words)
    ]
    table.makes_one_count = table.fractions | table.multiples | _forms(percent)
    table.continuers = table.triggers | table.joiners | table.point | letters | millions_of_currencies()
    return table


def _forms(patterns: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(form) for pattern in patterns for form in spellings(pattern))


def _enter_glued_tens(plain: dict[str, Atom], units: dict[str, Atom] | None = None) -> None:
    """«seventythree»: a ten and a unit written as one word. `units` are ordinals, else those of `plain`."""
    tens = [(form, atom) for form, atom in plain.items() if atom.value in range(20, 100, 10)]
    into = plain if units is None else units
    for unit, end in [(form, atom) for form, atom in into.items() if 1 <= atom.value <= 9]:
        for form, atom in tens:
            into.setdefault(
                form + unit, Atom("add" if end.kind == "one" else end.kind, atom.value + end.value)
            )


def _enter_duals(raw: dict[str, Any], into: dict[str, Atom]) -> None:
    """قارب → قاربان قاربين قاربي قاربا; سفينة → سفينتان سفينتين سفينتا سفينتي. Value 2 throughout."""
    time = raw["time"]
    for kind, nouns, endings in (
        ("dual", raw["broken"], ("ان", "ين")),
        ("dual_before_noun", raw["broken"], ("ي",)),
        ("dual", raw["sound"], ("ان",)),
        ("dual", raw["feminine"], ("تان", "تين")),
        ("dual_before_noun", raw["feminine"], ("تا", "تي")),
        ("dual", raw["irregular"], ("",)),
        ("dual", time["masculine"], ("ان", "ين")),
        ("dual", time["feminine"], ("تان", "تين")),
        ("dual_construct", [*raw["broken"], *raw["sound"]], ("ا",)),
    ):
        for noun in nouns:
            stem = fold(noun)
            if kind == "dual_construct" and stem.endswith("ي"):
                continue  # «ليبيا», «إيطاليا» are countries, and «سوريا» the accusative of one Syrian
            stem = stem[:-1] if stem.endswith("ه") and endings[0].startswith("ت") else stem
            for ending in endings:
                into.setdefault(stem + ending, Atom(kind, 2))


def _with_particles(plain: dict[str, Atom], particles: list[str], never: set[str]) -> dict[str, Atom]:
    """Each form as it is, after each particle, and with the article (which لـ swallows: لل)."""
    table = {form: atom for form, atom in plain.items() if form not in never}
    for particle in ("", *particles):
        for form, atom in plain.items():
            joined = particle.startswith("و")
            if particle:
                entry = atom._replace(cut=len(particle), joined=joined)
                if particle + form not in never:
                    table.setdefault(particle + form, entry)
            if atom.kind in ("dual_construct", "dual_before_noun", "bare"):
                continue
            article = particle[:-1] + "لل" if particle.endswith("ل") else particle + "ال"
            if article + form not in never:
                table.setdefault(
                    article + form, atom._replace(cut=len(article) - 2, joined=joined, definite=True)
                )
    return table


def _enter_parts(raw: dict[str, Any], table: Words) -> None:
    for value, patterns in raw["numbers"].items():
        for form in _forms(patterns):
            table.parts[form] = Atom("add", value)
    for form in _forms(raw["glued_one"]):
        table.parts[form] = Atom("add", 1)
    for value, form in raw["elided"].items():
        table.parts[fold(form)] = Atom("hundred" if value == 100 else "elided", value)
        table.atoms.setdefault(fold(form), Atom("elided", value))
    for form in _forms(raw["hundred"]):
        table.parts[form] = Atom("hundred", 100)
    for value, patterns in raw["scales"].items():
        for form in _forms(patterns):
            if len(form) > 3:
                table.parts[form] = Atom("scale", value)
    table.endings = tuple(_forms(raw["ordinal_endings"]))
    table.beginnings = frozenset(part[:3] for part in table.parts if len(part) > 2)


@lru_cache(maxsize=REMEMBERED)
def _compound(language: str, form: str) -> Atom | None:
    """A word made of several number words: trecentocinquanta, ventunomila, settant', trentaseiesimo."""
    table = words(language)
    for ending in table.endings:
        if form.endswith(ending) and len(form) > len(ending):
            stem = form[: -len(ending)]
            for base in (stem, stem + "e", stem + "o", stem + "i", stem + "a", stem + "le", stem + "la"):
                value = _glued_value(table, base)
                if value and value > 10:
                    return Atom("ordinal", value)
            return None
    value = _glued_value(table, form)
    return None if value is None else Atom("add" if value < 1000 else "whole", value)


def _glued_value(table: Words, form: str) -> int | None:
    parts = _take_apart(table.parts, form)
    if not parts:
        return None
    total = group = 0
    room, below = 1000, 10**24
    for index, part in enumerate(parts):
        value = int(part.value)
        if part.kind == "elided" and (index + 1 == len(parts) or parts[index + 1].value not in (1, 8)):
            return None
        if part.kind == "hundred":
            if group > 9 or (room <= 1 and not group):
                return None
            group, room = (group or 1) * 100, 100
        elif part.kind == "scale":
            if value >= below:
                return None
            total, group, room, below = total + (group or 1) * value, 0, min(value, 1000), value
        elif value < room:
            group += value
            room = 10 if value >= 20 else 1
        else:
            return None
    return total + group


def _take_apart(parts: dict[str, Atom], form: str) -> list[Atom] | None:
    """The number words that a word is made of, by the longest part at each place; None if some letters
    are not."""
    found: list[Atom] = []
    best: dict[int, tuple[int, Atom] | None] = {len(form): None}
    for start in range(len(form) - 1, -1, -1):
        for length in range(min(11, len(form) - start), 1, -1):
            part = parts.get(form[start : start + length])
            if part is not None and start + length in best:
                best[start] = (start + length, part)
                break
    step = best.get(0)
    while step is not None:
        found.append(step[1])
        step = best[step[0]]
    return found or None
