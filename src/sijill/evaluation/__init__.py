"""Evaluation: what the reader found in documents, against what careful people found in them (the gold).

docs/evaluation.md says what each score means. `compare` holds the definitions of «the same», passage by
passage; `evaluate` and `mistakes` are views of what it gives.
"""

from __future__ import annotations

from sijill.evaluation.gold import Dated, Found, Gold, GoldError, found_in, is_unseen
from sijill.evaluation.matching import Comparison, compare
from sijill.evaluation.mistakes import Mistake, mistakes
from sijill.evaluation.scores import Evaluation, Tally, evaluate

__all__ = [
    "Comparison",
    "Dated",
    "Evaluation",
    "Found",
    "Gold",
    "GoldError",
    "Mistake",
    "Tally",
    "compare",
    "evaluate",
    "found_in",
    "is_unseen",
    "mistakes",
]
