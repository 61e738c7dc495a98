"""Choosing among candidates with a linear model: what a feature weighs is in weights.json, made by `make train`.

A feature is a function of one candidate. It returns None where it does not apply, True where it does, or a
word that says which case applies; the weight is that of «name» or «name=word». A candidate's score is the
sum of its features' weights, and the scores of all candidates make a probability for each.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

Candidate = TypeVar("Candidate")
Feature = Callable[[Any], bool | str | None]
Prepared = tuple[Feature, float, dict[str, float]]


class Weights(dict[str, float]):
    """What each feature weighs, by the name that `describe` gives it. Not to be changed once it is used."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__(weights)
        self._prepared: dict[tuple[Feature, ...], list[Prepared]] = {}

    def prepared(self, features: Sequence[Feature]) -> list[Prepared]:
        """Each feature with its weight where it applies and its weight by word, for which no name need be
        put together for every candidate."""
        key = tuple(features)
        if key not in self._prepared:
            words: dict[str, dict[str, float]] = {feature.__name__: {} for feature in key}
            for name, weight in self.items():
                feature_name, equals, word = name.partition("=")
                if equals and feature_name in words:
                    words[feature_name][word] = weight
            self._prepared[key] = [(f, self.get(f.__name__, 0.0), words[f.__name__]) for f in key]
        return self._prepared[key]


@cache
def threshold(choice: str) -> float:
    """The probability from which on a yes-or-no choice is yes, as training found it best; else one half."""
    stored = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    return float(stored.get("thresholds", {}).get(choice, 0.5))


@cache
def calibration() -> tuple[float, float]:
    """Slope and shift that make the log-odds of a figure's confidence those of its being right as a whole."""
    stored = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    slope, shift = stored.get("calibration", (1.0, 0.0))
    return float(slope), float(shift)


@cache
def weights(choice: str) -> Weights:
    """The weights of one choice («measure», «period»), by feature."""
    stored = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    loaded = stored["choices"].get(choice, {})
    return Weights({str(name): float(weight) for name, weight in loaded.items()})


def describe(features: Sequence[Feature], candidate: Any) -> list[str]:
    """The names of the features that a candidate has; None, «no such thing», has none."""
    if candidate is None:
        return []
    found = []
    for feature in features:
        value = feature(candidate)
        if value is True:
            found.append(feature.__name__)
        elif value:
            found.append(f"{feature.__name__}={value}")
    return found


def score(names: Sequence[str], model: Mapping[str, float]) -> float:
    """What the features of a candidate weigh together."""
    return sum(model.get(name, 0.0) for name in names)


def likelihood(candidate: Any, features: Sequence[Feature], model: dict[str, float]) -> float:
    """The probability that a candidate is taken rather than left, where that is the choice."""
    return 1.0 / (1.0 + math.exp(-score(describe(features, candidate), model)))


def best(
    candidates: Sequence[Candidate],
    features: Sequence[Feature],
    model: Mapping[str, float],
    explained: bool = True,
) -> tuple[int, float, list[str]]:
    """The index of the best candidate (the first on a tie), its probability and, if it is to be `explained`, its
    features.

    Candidates that give the same answer (`answer`, where they have one) speak for it together: the answer that is
    likeliest is taken, by the one that speaks for it most. ValueError if there is none to choose from.
    """
    if not candidates:
        raise ValueError("no candidates to choose from")
    if len(candidates) == 1:
        return 0, 1.0, describe(features, candidates[0]) if explained else []
    prepared = (model if isinstance(model, Weights) else Weights(model)).prepared(features)
    scores = [_weight(candidate, prepared) for candidate in candidates]
    top, probability = likeliest(scores, [getattr(c, "answer", i) for i, c in enumerate(candidates)])
    return top, probability, describe(features, candidates[top]) if explained else []


def likeliest(scores: Sequence[float], answers: Sequence[Hashable]) -> tuple[int, float]:
    """The index of the heaviest candidate of the answer that is likeliest, and the answer's probability."""
    heaviest = max(scores)
    odds: dict[Hashable, float] = {}
    for score_, answer in zip(scores, answers, strict=True):
        odds[answer] = odds.get(answer, 0.0) + math.exp(score_ - heaviest)
    total = sum(odds.values())
    taken = max(odds, key=lambda answer: odds[answer])
    top = max((i for i, answer in enumerate(answers) if answer == taken), key=lambda i: (scores[i], -i))
    return top, odds[taken] / total


def _weight(candidate: Any, prepared: list[Prepared]) -> float:
    """The score of what `describe` says of a candidate, without saying it. Added up in the order of the
    features, so that it is the same to the last bit on any Python."""
    weight = 0.0
    if candidate is not None:
        for feature, alone, words in prepared:
            value = feature(candidate)
            if value:
                weight += alone if value is True else words.get(value, 0.0)
    return weight
