"""Fit the weights of the reader's choices to gold passages, and write them with their provenance.

    python benchmarks/train.py --gold tests/gold [--out src/sijill/reading/weights.json]

GOLD is a folder of `*.docs.jsonl` and `*.gold.jsonl` that share their ids. Passages whose id's sha256 is 0
modulo 3 are kept unseen, those in `own/` excepted. Each decision is taught twice: with the gold's answers to
the decisions before it, and with those of a model that has not seen the passage. Each choice is a softmax
over its candidates, fitted by L-BFGS with an L2 penalty; no randomness, so the same gold gives the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from sijill.model import Document, Figure, Period
from sijill.reading.choice import Feature, describe, likeliest
from sijill.reading.counted import Counted
from sijill.reading.events import events
from sijill.reading.figures import weighed_figures
from sijill.reading.passage import Passage, prepare
from sijill.reading.population_choice import Group

Vector: TypeAlias = NDArray[np.float64]

ROUNDS = 200
FOLDS = 3
PENALTY = 0.6
EVENT_PENALTY = 1.0
OWN = 0.5


class Example:
    """One decision: the features of each candidate, and which candidates are right."""

    __slots__ = ("candidates", "right", "weight")

    def __init__(self, candidates: list[list[str]], right: set[int], weight: float = 1.0) -> None:
        self.candidates = candidates
        self.right = right
        self.weight = weight


Examples: TypeAlias = dict[str, list[Example]]
Model: TypeAlias = dict[str, dict[str, float]]


def taken(
    candidates: Sequence[Any], described: Sequence[list[str]], weights: dict[str, float]
) -> tuple[int, float]:
    """The candidate that a model takes, and its probability."""
    scores = [sum(weights.get(n, 0.0) for n in names) for names in described]
    return likeliest(scores, [getattr(c, "answer", i) for i, c in enumerate(candidates)])


def weight_of(id_: str) -> float:
    """How much a passage counts: those that two annotators agreed on more than those of one."""
    return OWN if id_.startswith("own-") else 1.0


class GoldChooser:
    """Answers every choice from the gold of one passage, and keeps what it was asked.

    With a `model` it answers as that model would, so that the examples show what a choice sees when those
    before it went wrong.
    """

    def __init__(
        self, gold: dict[str, Any], examples: Examples, missing: Counter[str], model: Model | None = None
    ) -> None:
        self.gold = gold["figures"]
        self.id = gold["id"]
        self.examples = examples
        self.missing = missing
        self.model = model
        self.weight = weight_of(gold["id"])

    def __call__(
        self, choice: str, number: Counted, candidates: Sequence[Any], features: Sequence[Feature]
    ) -> tuple[int, float, list[str]]:
        figure = self._figure(number)
        skipped = figure is not None and (figure["measure"] == "other" or figure.get("optional"))
        right = {i for i, c in enumerate(candidates) if self._is_right(choice, c, figure)}
        self.missing[f"{choice} asked"] += 1
        described = [describe(features, c) for c in candidates]
        if right and not skipped:
            self.examples[choice].append(Example(described, right, self.weight))
        elif not right:
            self.missing[f"{choice} out of reach"] += 1
            if choice in ("measure", "period") and figure is not None and not skipped:
                self.missing[f"{choice}: {self.id} {figure.get('quote')} {figure[choice]}"] += 1
        if self.model is not None:
            return *taken(candidates, described, self.model.get(choice, {})), []
        index = min(right) if right else len(candidates) - 1
        return index, 1.0, []

    def _figure(self, number: Counted) -> dict[str, Any] | None:
        q = number.quantity
        for figure in self.gold:
            if figure["start"] < q.end and q.start < figure["end"] and _close(figure["value"], q.value):
                return dict(figure)
        return None

    def _is_right(self, choice: str, candidate: Any, figure: dict[str, Any] | None) -> bool:
        if choice == "measure":
            return bool(candidate.measure == (figure["measure"] if figure else "none"))
        if figure is None:
            return False
        if choice == "status":
            return bool(candidate.status == (figure.get("status") or "reported"))
        if choice == "period":
            return _days(candidate.period) == tuple(figure["period"] or (None, None))
        if choice in ("actor", "source"):
            return _same_name(figure.get(choice), candidate.name)
        if choice == "place":
            return (candidate is not None) == self._holds(figure, candidate)
        if choice == "group":
            if candidate is not None:
                self.group = candidate.group
            return (candidate is not None) == _narrowed_to(figure.get("population") or {}, self.group)
        if choice == "part":
            whole = figure.get("part_of")
            if candidate is None:
                return whole is None
            return whole is not None and bool(candidate.whole.start <= whole < candidate.whole.end)
        raise ValueError(choice)

    def _holds(self, figure: dict[str, Any], candidate: Any) -> bool:
        if candidate is not None:
            self.last = candidate
        return self.last.code in (figure.get(self.last.role) or [])


class GoldEventChooser:
    """The same for events: a word names one if the gold has one of its type in the same sentence."""

    def __init__(self, gold: dict[str, Any], examples: Examples) -> None:
        self.gold = gold["events"]
        self.examples = examples
        self.weight = weight_of(gold["id"])
        self.taken: set[int] = set()
        self.event: dict[str, Any] | None = None

    def __call__(
        self, choice: str, start: int, candidates: Sequence[Any], features: Sequence[Feature]
    ) -> tuple[int, float]:
        described = [describe(features, c) for c in candidates]
        if choice == "event":
            self.event = self._event(candidates[0])
            if self.event is None or not self.event.get("optional"):
                self.examples[choice].append(Example(described, {0 if self.event else 1}, self.weight))
            return (0 if self.event else 1), 1.0
        assert self.event is not None
        period = self.event.get("period") or [self.event.get("date")] * 2
        right = {i for i, c in enumerate(candidates) if _days(c.period) == tuple(period)}
        if right and not self.event.get("optional"):
            self.examples[choice].append(Example(described, right, self.weight))
        return (min(right) if right else len(candidates) - 1), 1.0

    def _event(self, candidate: Any) -> dict[str, Any] | None:
        tokens = candidate.passage.tokens
        first, last = tokens[candidate.sentence.first].start, tokens[candidate.sentence.last - 1].end
        for index, event in enumerate(self.gold):
            here = first <= event["start"] < last
            if event["type"] == candidate.type and here and index not in self.taken:
                self.taken.add(index)
                return dict(event)
        return None


def _narrowed_to(population: dict[str, Any], group: Group) -> bool:
    value = population.get(group.field)
    return (
        bool(value) if group.field == "vulnerable" else group.value == value or group.value in (value or [])
    )


def _close(a: float, b: float | int | None) -> bool:
    return b is not None and abs(a - b) <= 1e-6 * max(1.0, abs(a))


def _days(period: Period | None) -> tuple[str | None, str | None]:
    if period is None:
        return (None, None)
    return (
        period.start.isoformat() if period.start else None,
        period.end.isoformat() if period.end else None,
    )


def _tokens(name: str | None) -> set[str]:
    return {t for t in (name or "").casefold().replace("'", " ").split() if len(t) > 2}


def _same_name(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return not a and not b
    x, y = _tokens(a), _tokens(b)
    return bool(x & y) and len(x & y) * 2 >= min(len(x), len(y))


def fit(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """The weights that make the right candidates likely, to three decimals; those near nothing are left out."""
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    firsts: list[int] = []
    right: list[bool] = []
    for example in examples:
        firsts.append(len(right))
        for i, names in enumerate(example.candidates):
            rows += [len(right)] * len(names)
            columns += [numbers.setdefault(name, len(numbers)) for name in names]
            right.append(i in example.right)
    if not numbers:
        return {}
    has = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(right), len(numbers)))
    begins, rights = np.array(firsts), np.array(right)
    counts = np.array([example.weight for example in examples])
    sizes = np.diff(np.append(begins, len(right)))

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores: Vector = np.asarray(has @ weights)
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begins), sizes))
        all_, good = np.add.reduceat(odds, begins), np.add.reduceat(odds * rights, begins)
        pull = odds / np.repeat(all_, sizes) - odds * rights / np.repeat(good, sizes)
        value = counts @ np.log(all_ / good) + penalty / 2 * weights @ weights
        return float(value), has.T @ (np.repeat(counts, sizes) * pull) + penalty * weights

    found = minimize(loss, np.zeros(len(numbers)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    weights = {name: round(float(found.x[column]), 3) for name, column in sorted(numbers.items())}
    return {name: weight for name, weight in weights.items() if abs(weight) >= 0.002}


def fitted(examples: Examples) -> Model:
    """The weights of every choice."""
    return {choice: fit(examples[choice], _penalty(choice)) for choice in sorted(examples)}


def _penalty(choice: str) -> float:
    """There are few events to learn from, and their words are features."""
    return EVENT_PENALTY if choice.startswith("event") else PENALTY


def best_threshold(parts: Sequence[Sequence[Example]]) -> float:
    """The probability from which on «yes» gives the best F1 of a yes-or-no choice, judged on folds not trained on."""
    judged: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([e for i, part in enumerate(parts) if i % FOLDS != fold for e in part], EVENT_PENALTY)
        for example in (e for i, part in enumerate(parts) if i % FOLDS == fold for e in part):
            yes, no = (sum(weights.get(n, 0.0) for n in names) for names in example.candidates)
            judged.append((1.0 / (1.0 + math.exp(no - yes)), 0 in example.right))
    wanted = sum(right for _, right in judged)

    def f1(least: float) -> float:
        taken = [right for probability, right in judged if probability >= least]
        return 2 * sum(taken) / max(1, len(taken) + wanted)

    grid = [round(0.05 * step, 2) for step in range(4, 15)]
    best = max(map(f1, grid))
    return next(t for t in grid if f1(t) >= best - 0.01)  # on a plateau, the one that finds more


def calibrated(judged: Sequence[tuple[float, bool]]) -> list[float]:
    """Slope and shift of a logistic fit (Platt scaling) of being right as a whole to the log-odds of confidence."""
    sure = np.clip(np.array([confidence for confidence, _ in judged]), 0.001, 0.999)
    odds, right = np.log(sure / (1 - sure)), np.array([float(is_right) for _, is_right in judged])

    def loss(line: Vector) -> float:
        logit = line[0] * odds + line[1]
        return float(np.sum(np.logaddexp(0.0, logit) - right * logit))

    return [round(float(value), 3) for value in minimize(loss, np.array([1.0, 0.0])).x]


def _right(figure: Figure, gold: dict[str, Any]) -> list[bool]:
    """Whether a figure is right as a whole: value, unit, measure, hedge, status, period and population. Nothing for
    one that the gold does not judge."""
    same = [g for g in gold["figures"] if g["start"] < figure.end and figure.start < g["end"]]
    asked = next((g for g in same if _close(g["value"], figure.value)), None)
    if asked is None:
        return [False]
    if asked["measure"] == "other" or asked.get("optional"):
        return []
    people = figure.population
    wanted = {key: value for key, value in (asked.get("population") or {}).items() if value}
    found: dict[str, Any] = {"sex": people.sex, "age": people.age, "nationality": list(people.nationality)}
    found |= {"vulnerable": people.vulnerable}
    return [
        (figure.measure, figure.unit, figure.bound, figure.status)
        == (asked["measure"], asked["unit"], asked["bound"], asked.get("status") or "reported")
        and _days(figure.period) == tuple(asked["period"] or (None, None))
        and {key: value for key, value in found.items() if value}
        == wanted | ({"nationality": sorted(wanted["nationality"])} if "nationality" in wanted else {})
    ]


def _taught(passage: Passage, gold: dict[str, Any], missing: Counter[str]) -> Examples:
    examples: Examples = defaultdict(list)
    found = weighed_figures(passage, GoldChooser(gold, examples, missing))
    events(passage, found, GoldEventChooser(gold, examples))
    return examples


def _together(parts: Iterable[Examples]) -> Examples:
    joined: Examples = defaultdict(list)
    for part in parts:
        for choice, found in part.items():
            joined[choice] += found
    return joined


def is_unseen(id_: str) -> bool:
    """Whether a passage is kept for judging only. Those written for training (`own-…`) are not."""
    return not id_.startswith("own-") and int(hashlib.sha256(id_.encode()).hexdigest(), 16) % 3 == 0


def as_document(row: dict[str, Any]) -> Document:
    """The document of a line of a gold folder: its text begins with its title already."""
    return Document(
        row["id"], row["language"], row["text"], dt.date.fromisoformat(row["published"]), row.get("title")
    )


def passages(folder: Path) -> Iterable[tuple[Document, dict[str, Any]]]:
    """The documents of a gold folder with their gold, in order of id."""
    rows: dict[str, tuple[Document, dict[str, Any]]] = {}
    for path in sorted(folder.rglob("*.docs.jsonl")):
        gold_path = path.with_name(path.name.replace(".docs.", ".gold."))
        golds = {g["id"]: g for g in map(json.loads, gold_path.read_text("utf-8").splitlines())}
        for line in path.read_text("utf-8").splitlines():
            document = as_document(json.loads(line))
            rows[document.id] = (document, golds[document.id])
    return [rows[key] for key in sorted(rows)]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/sijill/reading/weights.json"))
    parser.add_argument("--all", action="store_true", help="use the unseen third too (for a release)")
    parser.add_argument("--missing", type=int, default=0, metavar="N", help="print N labels out of reach")
    args = parser.parse_args()
    missing: Counter[str] = Counter()
    rows = [
        (prepare(document), gold)
        for document, gold in passages(args.gold)
        if args.all or not is_unseen(document.id)
    ]
    taught = [_taught(passage, gold, missing) for passage, gold in rows]
    examples = _together(taught)
    judged: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        model = fitted(_together([t for i, t in enumerate(taught) if i % FOLDS != fold]))
        for index, (passage, gold) in enumerate(rows):
            if index % FOLDS == fold:
                found = weighed_figures(passage, GoldChooser(gold, examples, Counter(), model))
                events(passage, found, GoldEventChooser(gold, examples))
                judged += [(f.confidence or 0.0, right) for f in found for right in _right(f, gold)]
    choices = fitted(examples)
    used = len(rows)
    provenance = {"passages": used, "examples": {c: len(examples[c]) for c in sorted(examples)}}
    thresholds = {"event": best_threshold([t.get("event", []) for t in taught])}
    stored = {
        "provenance": provenance,
        "thresholds": thresholds,
        "calibration": calibrated(judged),
        "choices": choices,
    }
    args.out.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    for name, count in sorted(missing.items()):
        if ": " not in name:
            print(f"{name}: {count}", file=sys.stderr)
    for name in [n for n in sorted(missing) if ": " in n][: args.missing]:
        print(name, file=sys.stderr)
    print(f"{args.out}: {sum(map(len, choices.values()))} weights from {used} passages", file=sys.stderr)


if __name__ == "__main__":
    main()
