"""The engine that finds expressions of time: a language's calendar.yaml compiled into trees, and the
matching.

`words` of the YAML gives phrases their class and value, `rules` gives each nonterminal its patterns:
classes in
capitals, nonterminals in small letters, `?` for what may be missing, `|` for a choice, `&X` for an X with
«and»
before it, and after `->` the resolver that makes a meaning of the parts. Between two parts a phrase of the
class
GLUE (articles, «of») may stand, but not in nonterminals that the setting `tight` names. A nonterminal may
use only those defined above it, so that each pattern has a
longest match and the time is linear in the number of tokens. The longest match wins, then the rule listed
first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, reduce
from itertools import product
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from sijill.languages import LanguageError, data
from sijill.languages.lexicon import spellings, split
from sijill.languages.script import PROCLITICS, fold, stems
from sijill.reading.resolve import ABSOLUTE, Resolver, When
from sijill.reading.resolve_bounds import BOUNDS
from sijill.reading.resolve_feasts import FEASTS
from sijill.reading.resolve_parts import PARTS
from sijill.reading.resolve_ranges import RANGES
from sijill.reading.resolve_relative import RELATIVE

RESOLVERS: dict[str, Resolver] = ABSOLUTE | RELATIVE | RANGES | PARTS | FEASTS | BOUNDS
_DULL = frozenset(("GLUE", "COMMA", "AND", "LP", "RP", "SLASH", "SEP", "DASH", "CE", "OF", "OFY"))
_NO_BEGINNING = _DULL | {"CORR", "IN"}
ANYTHING = 1
"""The bit that is set whatever stands at a token, and behind the last one: no class must follow."""


Place: TypeAlias = tuple[tuple[str, int, str], ...]
"""What begins at a token, whatever its value: class, how many tokens it takes, the particles cut before it."""


class Terminal(NamedTuple):
    """A phrase or number that has a class: its value, the token after it, the letters cut before it."""

    cls: str
    value: Any
    last: int
    cut: int = 0
    particle: str = ""


class Found(NamedTuple):
    """A pattern that matched: the rule's rank (the smaller the better), its meaning, letters cut at its
    start."""

    rank: int
    when: When
    cut: int
    rule: str


class Opening(NamedTuple):
    """What a token may begin: an expression `alone`, a longer one (`starts`), a phrase that goes on with
    one of
    `phrases`. A `dull` one begins nothing; one that `joins` is an article or a comma, which may stand
    between. `classes` are those of the token by itself, as bits, and `seconds` those of which one must follow
    where an expression that begins with it goes on, an article that may stand between left out."""

    alone: bool
    starts: bool
    dull: bool
    joins: bool
    phrases: frozenset[str]
    classes: int
    seconds: int
    meanings: tuple[tuple[str, Any, int, str], ...]
    """Class, value, letters cut and particles of what the token is by itself."""
    shape: int


NOTHING = Opening(False, False, True, False, frozenset(), 0, 0, (), 0)
"""What words begin that no calendar has."""


class Word:
    """A place in the tree of phrases; `meanings` are the classes and values of the phrase that ends here."""

    __slots__ = ("meanings", "next")

    def __init__(self) -> None:
        self.next: dict[str, Word] = {}
        self.meanings: list[tuple[str, Any]] = []


def _classes(word: Word) -> Iterator[str]:
    """The classes of the phrases that begin with a word."""
    yield from (cls for cls, _ in word.meanings)
    for after in word.next.values():
        yield from _classes(after)


class Step:
    """A place in the tree of patterns; `ends` are the rules that are complete here."""

    __slots__ = ("ands", "classes", "ends", "glued", "nexts", "nonterminals", "routes")

    def __init__(self, glued: bool) -> None:
        self.glued = glued
        self.nexts = 0
        """The classes, as bits, of which one must come next: ANYTHING where a rule is complete here."""
        self.classes: dict[str, Step] = {}
        self.nonterminals: dict[str, Step] = {}
        self.ands: dict[str, Step] = {}
        self.ends: list[tuple[int, Resolver, tuple[str, ...], str]] = []
        self.routes: dict[str, dict[str, None]] = {}
        """By class, the nonterminals that may go on here and can begin with it."""


def _after(step: Step) -> Iterator[Step]:
    """The places that a step leads to."""
    yield from step.classes.values()
    yield from step.nonterminals.values()
    yield from step.ands.values()


class Calendar:
    """A language's words and rules of time, ready to match. `settings` are the YAML's other entries."""

    def __init__(self, source: dict[str, Any], where: str) -> None:
        self.settings = {name: _folded(name, said) for name, said in source["settings"].items()}
        self._words = Word()
        self.particles = bool(self.settings["particles"])
        self.known: dict[str, Opening] = {}
        self.lone: dict[str | tuple[tuple[str, int], ...], list[Found]] = {}
        """What the words and years that begin an expression mean where nothing goes on; they are those of the
        YAML only, and the years from 1000 to 2200."""
        self._roots: dict[str, tuple[tuple[Word, int, str], ...]] = {}
        self.places: list[Place] = [()]
        self._shapes: dict[Place, int] = {(): 0}
        self.bits: dict[str, int] = defaultdict(lambda: 2 << len(self.bits))
        """A bit for each class, so that what may follow is looked up in one step."""
        for cls, entries in source["words"].items():
            pairs = entries.items() if isinstance(entries, dict) else [(True, entries)]
            for value, phrases in pairs:
                for phrase in phrases:
                    self._add_word(cls, value, str(phrase))
        self._steps: dict[str, Step] = {}
        self.starts: dict[str, frozenset[str]] = {}
        self.alone: dict[str, frozenset[str]] = {}
        self.seconds: dict[str, dict[str, int]] = {}
        """By nonterminal and the class it begins with, the classes, as bits, of which one must follow."""
        rank = 0
        for name, patterns in source["rules"].items():
            self._steps[name] = Step(name not in self.settings["tight"])
            for pattern in patterns:
                rank += 1
                self._add_rule(name, pattern, rank, where)
            self.starts[name] = frozenset(self._first(self._steps[name]))
            self.alone[name] = frozenset(self._single(self._steps[name]))
            self._look_ahead(self._steps[name])
            self.seconds[name] = self._pairs(name)
        self.top = list(source["rules"])[-1]
        for root in self._steps.values():
            self._add_routes(root)
        self.glue = self.bits["GLUE"]

    def _add_word(self, cls: str, value: Any, pattern: str) -> None:
        for phrase in spellings(pattern) if len(pattern) > 1 else (pattern,):
            node = self._words
            for word in split(phrase):
                node = node.next.setdefault(word, Word())
            if node is not self._words and (cls, value) not in node.meanings:
                node.meanings.append((cls, value))

    def _add_rule(self, name: str, pattern: str, rank: int, where: str) -> None:
        shape, arrow, call = pattern.partition("->")
        words = call.split()
        if not arrow or not words or words[0] not in RESOLVERS:
            raise LanguageError(f"{where}: no such resolver in {pattern!r}; there are {', '.join(RESOLVERS)}")
        choices = []
        for symbol in shape.split():
            options = symbol.rstrip("?").split("|")
            choices.append([*options, ""] if symbol.endswith("?") else options)
        for choice in product(*choices):
            if next(filter(None, choice), "COMMA") in _NO_BEGINNING:
                continue
            step = self._steps[name]
            for symbol in filter(None, choice):
                step = self._next_step(step, symbol, pattern, where)
            if step is not self._steps[name]:
                step.ends.append((rank, RESOLVERS[words[0]], tuple(words[1:]), f"{name}: {shape.strip()}"))

    def _next_step(self, step: Step, symbol: str, pattern: str, where: str) -> Step:
        bare = symbol.lstrip("&")
        if bare.islower() and (bare not in self._steps or bare not in self.starts):
            raise LanguageError(f"{where}: {bare!r} in {pattern!r} is not defined above it")
        edges = step.ands if symbol[0] == "&" else step.nonterminals if bare.islower() else step.classes
        return edges.setdefault(bare, Step(step.glued))

    def _first(self, step: Step) -> Iterator[str]:
        yield from step.classes
        for name in step.nonterminals:
            yield from self.starts[name]

    def _single(self, step: Step) -> Iterator[str]:
        """The classes that are whole expressions of a nonterminal by themselves."""
        yield from (cls for cls, after in step.classes.items() if after.ends)
        for name, after in step.nonterminals.items():
            if after.ends:
                yield from self.alone[name]

    def _look_ahead(self, step: Step) -> None:
        """Sets what may come next at a step and at all after it, an article that may stand between left out."""
        symbols = {*step.classes, *step.nonterminals}
        if step.ands:
            symbols |= {"AND", *step.ands}  # an Arabic «and» is written onto what it joins
        for symbol in symbols:
            for cls in self.starts[symbol] if symbol.islower() else (symbol,):
                step.nexts |= self.bits[cls]
        if step.ends:
            step.nexts |= ANYTHING
        for after in _after(step):
            self._look_ahead(after)

    def _pairs(self, name: str) -> dict[str, int]:
        """By the class with which a nonterminal begins, those, as bits, of which one must follow it."""
        step, found = self._steps[name], defaultdict[str, int](int)
        for cls, after in step.classes.items():
            found[cls] |= after.nexts
        for inner, after in step.nonterminals.items():
            for cls, seconds in self.seconds[inner].items():
                found[cls] |= seconds & ~ANYTHING
                if cls in self.alone[inner]:
                    found[cls] |= after.nexts
        return dict(found)

    def _add_routes(self, step: Step) -> None:
        for name in step.nonterminals:
            for cls in self.starts[name]:
                step.routes.setdefault(cls, {})[name] = None
        for after in _after(step):
            self._add_routes(after)

    def opening(self, form: str) -> Opening:
        """What a token may begin, from the classes of its phrases."""
        known = self.known.get(form)
        if known is None:
            if len(self.known) > 100_000:
                self.known.clear()
            roots = self.roots(form)
            if not roots:
                self.known[form] = NOTHING
                return NOTHING
            classes = {cls for node, _, _ in roots for cls, _ in node.meanings}
            meanings = tuple(
                (cls, value, cut, particle) for node, cut, particle in roots for cls, value in node.meanings
            )
            known = Opening(
                alone=not classes.isdisjoint(self.alone[self.top]),
                starts=not classes.isdisjoint(self.starts[self.top]),
                dull=classes <= _DULL and all(not node.next for node, _, _ in roots) if roots else True,
                joins=bool(classes) and classes <= _DULL,
                phrases=frozenset(word for node, _, _ in roots for word in node.next),
                classes=self.as_bits(classes),
                seconds=reduce(or_, (self.seconds[self.top].get(cls, 0) for cls in classes), 0),
                meanings=meanings,
                shape=self.shape(tuple((cls, 1, particle) for cls, _, _, particle in meanings)),
            )
            self.known[form] = known
        return known

    def shape(self, place: Place) -> int:
        """The number of what begins at a token, by which it stands in `places`; 0 for nothing."""
        found = self._shapes.get(place)
        if found is None:
            found = self._shapes[place] = len(self.places)
            self.places.append(place)
        return found

    def part_of(self, shape: int, classes: int) -> Place:
        """What begins at a token of a shape, of some classes alone."""
        bits = self.bits
        return tuple(begun for begun in self.places[shape] if bits.get(begun[0], 0) & classes)

    def as_bits(self, classes: Iterable[str]) -> int:
        """Classes as bits; none for those that no rule names."""
        bits, found = self.bits, 0
        for cls in classes:
            if cls in bits:
                found |= bits[cls]
        return found

    def roots(self, form: str) -> tuple[tuple[Word, int, str], ...]:
        """Where in the tree of phrases a token may begin: (node, letters cut, the particles cut)."""
        found = self._roots.get(form)
        if found is None:
            if len(self._roots) > 100_000:
                self._roots.clear()
            ways = [(cut, stem) for cut, stem in stems(form) if not cut or form[:cut] in PROCLITICS]
            found = tuple(
                (self._words.next[stem], cut, form[:cut]) for cut, stem in ways if stem in self._words.next
            )
            self._roots[form] = found
        return found

    def step(self, name: str) -> Step:
        """Where the patterns of a nonterminal begin."""
        return self._steps[name]


def _folded(name: str, said: Any) -> Any:
    """A setting ready for use: prefixes and suffixes as a tuple, other lists as a set of folded words."""
    if not isinstance(said, list):
        return said
    words = [fold(str(word)) for word in said]
    return tuple(words) if name.endswith(("fixes", "not_ahead")) else frozenset(words)


@cache
def calendar(language: str) -> Calendar:
    """The compiled calendar.yaml of a language. LanguageError if it is missing or a rule is not well
    formed."""
    return Calendar(data(language, "calendar"), f"languages/{language}/calendar.yaml")
