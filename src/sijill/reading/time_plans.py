"""What a run of words can be by the rules of a calendar, worked out once for all runs of the same shape.

The shape of a run is the classes that begin at each of its tokens, whatever their values: «12 March 2025» and
«3 May 2024» have one. A plan lists the rules that fit a shape in all ways; time_matcher.py puts the values in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sijill.reading.calendar_rules import Calendar, Place, Step
from sijill.reading.resolve import Resolver

_GLUE, _AND = "GLUE", "AND"
_PLAIN_PROCLITICS = frozenset(("", "ل", "ب"))
_REMEMBERED = 1 << 13
"""Plans of a language that are kept in mind, at most."""


class Node:
    """A nonterminal at a token: the ways to read it by how many tokens from the run's first one it ends, those
    of the rules listed first before others."""

    __slots__ = ("ways",)

    def __init__(self) -> None:
        self.ways: dict[int, list[Way]] = {}


class Part(NamedTuple):
    """A part of a way: a terminal by its token and place there, or a nonterminal and where it ends."""

    name: str
    token: int
    place: int
    node: Node | None


class Way(NamedTuple):
    """A rule that is complete, and its parts."""

    rank: int
    resolver: Resolver
    arguments: tuple[str, ...]
    rule: str
    parts: tuple[Part, ...]


class _Fitting(NamedTuple):
    """A terminal of a place: its class, the token after it, its particles, which of the place's it is."""

    cls: str
    last: int
    particle: str
    place: int


class Question:
    """A step on the way to a plan: the token to look at next, and by its shape another question or the plan."""

    __slots__ = ("answers", "token")

    def __init__(self, token: int) -> None:
        self.token = token
        self.answers: dict[int, Question | Node] = {}


class Plans:
    """The plans of a language's calendar, made when a text first needs them. Only the tokens that the rules
    come to are looked at, so that a plan costs what a longest expression costs, however long a text."""

    def __init__(self, rules: Calendar) -> None:
        self._rules = rules
        self._first = Question(0)
        self._made = 0

    def find(self, shape_at: Callable[[int], int], index: int) -> Node:
        """The ways to read what begins at a token of a text, given the shape of each of its tokens."""
        question = self._first
        while True:
            answer = question.answers.get(shape_at(index + question.token))
            if isinstance(answer, Node):
                return answer
            if answer is None:
                return self._make(shape_at, index)
            question = answer

    def _make(self, shape_at: Callable[[int], int], index: int) -> Node:
        planner = _Planner(self._rules, shape_at, index)
        plan = planner.plan()
        if self._made < _REMEMBERED:
            self._made += 1
            at = self._first
            for (_, shape), (token, _) in pairwise(planner.asked):
                following = at.answers.setdefault(shape, Question(token))
                assert isinstance(following, Question)  # the same answers lead to the same question
                at = following
            at.answers[planner.asked[-1][1]] = plan
        return plan


class _Planner:
    """The plan of one run of words. `asked` are the tokens looked at in turn, with their shapes."""

    def __init__(self, rules: Calendar, shape_at: Callable[[int], int], index: int) -> None:
        self._rules = rules
        self._shape_at = shape_at
        self._index = index
        self._places: dict[int, Place] = {}
        self._ahead_of: dict[int, int] = {}
        self._nodes: dict[tuple[str, int, int], Node] = {}
        self.asked: list[tuple[int, int]] = []

    def plan(self) -> Node:
        """The ways to read a run as a whole expression."""
        self._place(0)
        top = self._node(self._rules.top, 0, 0)
        for node in self._nodes.values():
            for ways in node.ways.values():
                ways.sort(key=_rank)
        return top

    def _place(self, at: int) -> Place:
        """What begins at a token."""
        place = self._places.get(at)
        if place is None:
            shape = self._shape_at(self._index + at)
            self.asked.append((at, shape))
            place = self._places[at] = self._rules.places[shape]
        return place

    def _ahead(self, at: int) -> int:
        """The classes, as bits, of what begins at a token or after an article there."""
        found = self._ahead_of.get(at)
        if found is None:
            rules, found = self._rules, 0
            for cls, size, _ in self._place(at):
                found |= rules.as_bits([cls])
                if cls == _GLUE:
                    found |= rules.as_bits(name for name, _, _ in self._place(at + size))
            self._ahead_of[at] = found
        return found

    def _fitting(self, at: int, mode: int) -> list[_Fitting]:
        """The terminals that may stand there: mode 0 begins an expression, 1 goes on (3 after glue), 2
        needs «و»."""
        found = [
            _Fitting(cls, at + size, particle, place)
            for place, (cls, size, particle) in enumerate(self._place(at))
        ]
        if mode == 0 or not found:
            return found
        if mode != 2:
            return [t for t in found if t.particle in _PLAIN_PROCLITICS] if self._rules.particles else found
        if not self._rules.particles:
            return []
        return [t for t in found if t.particle[:1] == "و" and t.particle[1:] in _PLAIN_PROCLITICS]

    def _node(self, name: str, at: int, mode: int) -> Node:
        key = (name, at, mode)
        known = self._nodes.get(key)
        if known is None:
            known = self._nodes[key] = Node()
            self._walk(self._rules.step(name), at, mode, (), known)
        return known

    def _walk(self, step: Step, at: int, mode: int, parts: tuple[Part, ...], node: Node) -> None:
        """Follow the patterns from a step on."""
        for rank, resolver, arguments, rule in step.ends if mode != 3 else ():
            node.ways.setdefault(at, []).append(Way(rank, resolver, arguments, rule, parts))
        if not step.nexts & self._ahead(at):
            return
        fitting = self._fitting(at, mode)
        if not step.glued and parts and self._rules.particles:
            fitting = [t for t in fitting if not t.particle]  # «19 لسنة» is no nineteen years
        if fitting:
            self._walk_on(step, fitting, at, mode, parts, node)
        if not parts or mode != 1:
            return
        if step.ands and (fitting or self._rules.particles):
            self._walk_and(step, at, parts, node)
        if step.glued and fitting:
            for last in {t.last for t in fitting if t.cls == _GLUE}:
                self._walk(step, last, 3, parts, node)

    def _walk_on(
        self, step: Step, fitting: list[_Fitting], at: int, mode: int, parts: tuple[Part, ...], node: Node
    ) -> None:
        """Follow the patterns over the terminals that stand at a token."""
        names: dict[str, None] = {}
        for t in fitting:
            after = step.classes.get(t.cls)
            if after is not None:
                self._walk(after, t.last, 1, (*parts, Part(t.cls, at, t.place, None)), node)
            names.update(step.routes.get(t.cls, {}))
        for name in names:
            self._walk_inside(name, step.nonterminals[name], at, mode, parts, node)

    def _walk_inside(
        self, name: str, after: Step, at: int, mode: int, parts: tuple[Part, ...], node: Node
    ) -> None:
        inner = self._node(name, at, mode)
        for last in inner.ways:
            self._walk(after, last, 1, (*parts, Part(name, at, last, inner)), node)

    def _walk_and(self, step: Step, at: int, parts: tuple[Part, ...], node: Node) -> None:
        ways = [(t.last, 1) for t in self._fitting(at, 1) if t.cls == _AND]
        if self._rules.particles:
            ways.append((at, 2))
        for here, mode in ways:
            starts = [here] + [t.last for t in self._fitting(here, mode) if t.cls == _GLUE]
            for place, start in enumerate(starts):
                self._walk_and_at(step, start, 1 if place else mode, parts, node)

    def _walk_and_at(self, step: Step, at: int, mode: int, parts: tuple[Part, ...], node: Node) -> None:
        for symbol, after in step.ands.items():
            if symbol.islower():
                self._walk_inside(symbol, after, at, mode, parts, node)
            else:
                for t in self._fitting(at, mode):
                    if t.cls == symbol:
                        self._walk(after, t.last, 1, (*parts, Part(t.cls, at, t.place, None)), node)


def _rank(way: Way) -> int:
    return way.rank


@cache
def plans(rules: Calendar) -> Plans:
    """The plans of a calendar, one set for all texts."""
    return Plans(rules)
