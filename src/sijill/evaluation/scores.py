"""The scores: how much of what was asked was read, how much of what was read is right, and how sure it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sijill.evaluation.matching import SLOTS, Comparison, complete, right_slots, same_figure
from sijill.model import Figure

KINDS = ("number", "figure", "complete", "event", "date")
ALL = "all"
BINS = 10
DECIMALS = 4

Row = TypeVar("Row")


@dataclass(slots=True)
class Tally:
    """How many were right, of how many asked, of how many read."""

    right: int = 0
    asked: int = 0
    read: int = 0

    def add(self, right: int, asked: int, read: int) -> None:
        """Counts another passage."""
        self.right += right
        self.asked += asked
        self.read += read

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 0 where nothing was read."""
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        """The share of what was asked that was read; 0 where nothing was asked."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Share:
    """How many of how many were right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Counts another one."""
        self.right += right
        self.of += 1

    @property
    def rate(self) -> float:
        """The share; 0 of none."""
        return self.right / self.of if self.of else 0.0


@dataclass(slots=True)
class Bin:
    """The figures read with a confidence from `low` up to `high`: how many, how sure, how many complete."""

    low: float
    high: float
    figures: int = 0
    sure: float = 0.0
    right: int = 0

    @property
    def confidence(self) -> float:
        """The mean confidence of its figures; 0 without any."""
        return self.sure / self.figures if self.figures else 0.0

    @property
    def rate(self) -> float:
        """The share of its figures that are right as a whole; 0 without any."""
        return self.right / self.figures if self.figures else 0.0


def _bins() -> list[Bin]:
    return [Bin(n / BINS, (n + 1) / BINS) for n in range(BINS)]


@dataclass(slots=True)
class Calibration:
    """Whether figures read with confidence 0.8 are right as a whole (complete) eight times in ten.

    `unsaid` counts the figures without a confidence, which are in no bin.
    """

    bins: list[Bin] = field(default_factory=_bins)
    unsaid: int = 0

    def add(self, figure: Figure, right: bool) -> None:
        """Counts a figure that was read."""
        if figure.confidence is None:
            self.unsaid += 1
            return
        at = self.bins[max(0, min(int(figure.confidence * BINS), BINS - 1))]
        at.figures += 1
        at.sure += figure.confidence
        at.right += right

    @property
    def error(self) -> float | None:
        """The expected calibration error: how far confidence is from the rate of being right, on average
        over the figures. None where no figure has a confidence."""
        figures = sum(b.figures for b in self.bins)
        if not figures:
            return None
        return sum(b.figures * abs(b.confidence - b.rate) for b in self.bins) / figures


@dataclass(slots=True)
class Evaluation:
    """All scores. `scores` by language («all» first) and kind, `slots` by language and slot over the figures
    found, `measures` by measure and kind («figure» and «complete»). `silent` counts the passages that ask
    for no figure, `false_figures` the figures that were read in them."""

    passages: int = 0
    scores: dict[str, dict[str, Tally]] = field(default_factory=dict)
    slots: dict[str, dict[str, Share]] = field(default_factory=dict)
    measures: dict[str, dict[str, Tally]] = field(default_factory=dict)
    silent: int = 0
    false_figures: int = 0
    calibration: Calibration = field(default_factory=Calibration)


def evaluate(comparisons: Iterable[Comparison]) -> Evaluation:
    """The scores of passages that were compared."""
    result = Evaluation()
    scores: dict[str, dict[str, Tally]] = defaultdict(lambda: {kind: Tally() for kind in KINDS})
    slots: dict[str, dict[str, Share]] = defaultdict(lambda: {slot: Share() for slot in SLOTS})
    measures: dict[str, dict[str, Tally]] = defaultdict(lambda: {"figure": Tally(), "complete": Tally()})
    for passage in comparisons:
        result.passages += 1
        numbers = passage.figures
        understood = [(g, r) for g, r in numbers.pairs if same_figure(g, r)]
        whole = [(g, r) for g, r in understood if complete(g, r)]
        if not numbers.asked:
            result.silent += 1
            result.false_figures += len(numbers.read)
        for key in (ALL, passage.language):
            rows = scores[key]
            asked, read = len(numbers.asked), len(numbers.read)
            rows["number"].add(len(numbers.pairs), asked, read)
            rows["figure"].add(len(understood), asked, read)
            rows["complete"].add(len(whole), asked, read)
            rows["event"].add(len(passage.events.pairs), len(passage.events.asked), len(passage.events.read))
            rows["date"].add(len(passage.dates.pairs), len(passage.dates.asked), len(passage.dates.read))
            for gold, found in understood:
                for slot, right in right_slots(gold, found).items():
                    slots[key][slot].add(right)
        _count_measures(passage, understood, whole, measures)
        right_whole = {id(r) for _, r in whole}
        for figure in numbers.read:
            result.calibration.add(figure, id(figure) in right_whole)
    result.scores, result.slots = _all_first(scores), _all_first(slots)
    result.measures = dict(sorted(measures.items(), key=lambda m: (-m[1]["figure"].asked, m[0])))
    return result


def _count_measures(
    passage: Comparison,
    understood: list[tuple[Figure, Figure]],
    whole: list[tuple[Figure, Figure]],
    measures: Mapping[str, dict[str, Tally]],
) -> None:
    for kind, right in (("figure", understood), ("complete", whole)):
        for gold, _ in right:
            measures[gold.measure][kind].add(1, 0, 0)
        for figure in passage.figures.asked:
            measures[figure.measure][kind].add(0, 1, 0)
        for figure in passage.figures.read:
            measures[figure.measure][kind].add(0, 0, 1)


def _all_first(rows: Mapping[str, Row]) -> dict[str, Row]:
    return {key: rows[key] for key in sorted(rows, key=lambda key: (key != ALL, key))}


def evaluation_to_json(result: Evaluation) -> dict[str, Any]:
    """All scores as one JSON object, rates to four decimals; null for the rate of an empty bin."""
    bins = [
        {
            "low": b.low,
            "high": b.high,
            "figures": b.figures,
            "confidence": round(b.confidence, DECIMALS) if b.figures else None,
            "right": round(b.rate, DECIMALS) if b.figures else None,
        }
        for b in result.calibration.bins
    ]
    error = result.calibration.error
    return {
        "passages": result.passages,
        "scores": _tallies_to_json(result.scores),
        "slots": {
            key: {slot: round(share.rate, DECIMALS) for slot, share in slots.items()}
            for key, slots in result.slots.items()
        },
        "measures": _tallies_to_json(result.measures),
        "passages_without_figures": result.silent,
        "false_figures": result.false_figures,
        "calibration": {
            "bins": bins,
            "error": None if error is None else round(error, DECIMALS),
            "without_confidence": result.calibration.unsaid,
        },
    }


def _tallies_to_json(rows: Mapping[str, Mapping[str, Tally]]) -> dict[str, dict[str, dict[str, Any]]]:
    return {key: {kind: _tally_to_json(t) for kind, t in kinds.items()} for key, kinds in rows.items()}


def _tally_to_json(tally: Tally) -> dict[str, Any]:
    rates = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    counts = {"right": tally.right, "asked": tally.asked, "read": tally.read}
    return {name: round(rate, DECIMALS) for name, rate in rates.items()} | counts
