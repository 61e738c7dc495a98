"""What a run of words can be by the rules of a calendar, worked out once for all runs of the same shape.

The shape of a run is the classes that begin at each of its tokens, whatever their values: «12 March 2025» and
«3 May 2024» have one. A plan lists the rules that fit a shape in all ways; time_matcher.py puts the values in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sijill.reading.calendar_rules import ANYTHING, Calendar, Place, Step
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
    """A part of a way: a class or nonterminal, from which token to which, and what it is: of the terminals of
    that class and length that carry the same particles the nth, or a node."""

    name: str
    token: int
    last: int
    particle: str
    nth: int
    node: Node | None


class Way(NamedTuple):
    """A rule that is complete, and its parts."""

    rank: int
    resolver: Resolver
    arguments: tuple[str, ...]
    rule: str
    parts: tuple[Part, ...]


class _Fitting(NamedTuple):
    """A terminal of a place: its class, the token after it, its particles, which of those alike it is."""

    cls: str
    last: int
    particle: str
    nth: int


class Question:
    """A step on the way to a plan: which classes of which token matter next, and by what begins there either
    another question or the plan."""

    __slots__ = ("answers", "classes", "known", "token")

    def __init__(self, token: int, classes: int) -> None:
        self.token, self.classes = token, classes
        self.answers: dict[Place, Question | Node] = {}
        self.known: dict[int, Question | Node] = {}
        """The answers by the shape of the token, filled as shapes are met."""


class Plans:
    """The plans of a language's calendar, made when a text first needs them. Only what the rules come to is
    looked at, so that a plan costs what the longest expression costs, however long a text."""

    def __init__(self, rules: Calendar) -> None:
        self._rules = rules
        self._first = Question(0, rules.step(rules.top).nexts)
        self._made = 0

    def find(self, shape_at: Callable[[int], int], index: int) -> Node:
        """The ways to read what begins at a token of a text, given the shape of each of its tokens."""
        question = self._first
        while True:
            shape = shape_at(index + question.token)
            answer = question.known.get(shape)
            if answer is None:
                answer = question.answers.get(self._rules.part_of(shape, question.classes))
                if answer is None:
                    return self._make(shape_at, index)
                question.known[shape] = answer
            if isinstance(answer, Node):
                return answer
            question = answer

    def _make(self, shape_at: Callable[[int], int], index: int) -> Node:
        planner = _Planner(self._rules, shape_at, index)
        plan = planner.plan()
        if self._made < _REMEMBERED:
            self._made += 1
            at = self._first
            for (_, _, place), (token, classes, _) in pairwise(planner.asked):
                following = at.answers.setdefault(place, Question(token, classes))
                assert isinstance(following, Question)  # the same answers lead to the same question
                at = following
            at.answers[planner.asked[-1][2]] = plan
        return plan


class _Planner:
    """The plan of one run of words. `asked` are the questions in turn: token, classes, what begins there."""

    def __init__(self, rules: Calendar, shape_at: Callable[[int], int], index: int) -> None:
        self._rules = rules
        self._shape_at = shape_at
        self._index = index
        self._classes: dict[int, int] = {}
        self._known: dict[int, list[_Fitting]] = {}
        self._nodes: dict[tuple[str, int, int], Node] = {}
        self.asked: list[tuple[int, int, Place]] = []

    def plan(self) -> Node:
        """The ways to read a run as a whole expression."""
        top = self._node(self._rules.top, 0, 0)
        for node in self._nodes.values():
            for ways in node.ways.values():
                ways.sort(key=_rank)
        return top

    def _place(self, at: int, classes: int) -> list[_Fitting]:
        """What begins at a token, of some classes and of all that were asked for before."""
        before = self._classes.get(at, 0)
        known = self._known.setdefault(at, [])
        if classes & ~before:
            new = classes & ~before
            place = self._rules.part_of(self._shape_at(self._index + at), new)
            self.asked.append((at, new, place))
            self._classes[at] = before | new
            for cls, size, particle in place:
                last = at + size
                alike = [t for t in known if t.cls == cls and t.last == last and t.particle == particle]
                known.append(_Fitting(cls, last, particle, len(alike)))
        return known

    def _fitting(self, at: int, mode: int, classes: int) -> list[_Fitting]:
        """The terminals that may stand there: mode 0 begins an expression, 1 goes on (3 after glue), 2
        needs «و»."""
        found = self._place(at, classes)
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
        classes = step.nexts & ~ANYTHING
        if not classes:
            return
        going_on = bool(parts) and mode == 1
        fitting = self._fitting(at, mode, classes | self._rules.glue if step.glued and going_on else classes)
        if not step.glued and parts and self._rules.particles:
            fitting = [t for t in fitting if not t.particle]  # «19 لسنة» is no nineteen years
        if fitting:
            self._walk_on(step, fitting, at, mode, parts, node)
        if not going_on:
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
        names: dict[str, bool] = {}
        for t in list(fitting):
            after = step.classes.get(t.cls)
            if after is not None:
                self._walk(after, t.last, 1, (*parts, _part(at, t)), node)
            for name in step.routes.get(t.cls, ()):
                if not names.get(name):
                    names[name] = self._comes(t.last, self._rules.seconds[name][t.cls])
        for name, may in names.items():
            if may:
                self._walk_inside(name, step.nonterminals[name], at, mode, parts, node)

    def _comes(self, at: int, classes: int) -> bool:
        """Whether one of some classes begins at a token, or after an article there."""
        if classes & ANYTHING:
            return True
        bits = self._rules.bits
        for t in self._place(at, classes | self._rules.glue):
            if bits.get(t.cls, 0) & classes:
                return True
            if t.cls == _GLUE and any(bits.get(u.cls, 0) & classes for u in self._place(t.last, classes)):
                return True
        return False

    def _walk_inside(
        self, name: str, after: Step, at: int, mode: int, parts: tuple[Part, ...], node: Node
    ) -> None:
        inner = self._node(name, at, mode)
        for last in inner.ways:
            self._walk(after, last, 1, (*parts, Part(name, at, last, "", 0, inner)), node)

    def _walk_and(self, step: Step, at: int, parts: tuple[Part, ...], node: Node) -> None:
        ways = [(t.last, 1) for t in self._fitting(at, 1, self._rules.bits["AND"]) if t.cls == _AND]
        if self._rules.particles:
            ways.append((at, 2))
        for here, mode in ways:
            glue = self._fitting(here, mode, self._rules.glue)
            starts = [here] + [t.last for t in glue if t.cls == _GLUE]
            for place, start in enumerate(starts):
                self._walk_and_at(step, start, 1 if place else mode, parts, node)

    def _walk_and_at(self, step: Step, at: int, mode: int, parts: tuple[Part, ...], node: Node) -> None:
        for symbol, after in step.ands.items():
            if symbol.islower():
                self._walk_inside(symbol, after, at, mode, parts, node)
            else:
                for t in list(self._fitting(at, mode, self._rules.bits[symbol])):
                    if t.cls == symbol:
                        self._walk(after, t.last, 1, (*parts, _part(at, t)), node)


def _part(at: int, t: _Fitting) -> Part:
    return Part(t.cls, at, t.last, t.particle, t.nth, None)


def _rank(way: Way) -> int:
    return way.rank


@cache
def plans(rules: Calendar) -> Plans:
    """The plans of a calendar, one set for all texts."""
    return Plans(rules)
