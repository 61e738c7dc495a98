"""How well claims and conflicts are told, against groups of figures that people put together:

    .venv/bin/python benchmarks/same_facts.py [--groups FILE.json] [--gold GOLD ...]

A group has a kind: `same` and `rounded` are one claim; `revised`, `contradiction` and `different_scope` are conflicts.
The input is the gold's own figures, so that nothing but the comparison is judged.

What counts. The groups list facts, not all pairs: a headline's parts or a second fact of the same two passages are
not in them. So a pair is judged where both figures stand in groups. In one group of one claim, or in a conflict's with
the same number, the two are one claim; else they are not. Every other pair that is put into one claim is counted as
`unlisted`; `merged` is the share of all pairs of one measure and unit that would be false merges if each unlisted pair
were false, which most are not. A kind is judged between different documents with different numbers in one conflict's
group; a pair put into one claim or said to be unrelated is missed.

Rules are never fitted to the third of groups whose name's SHA-256 is divisible by three; both parts are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

from sijill.evaluation.gold import documents_beside, is_unseen, load_gold
from sijill.evaluation.scores import Tally
from sijill.reconcile.claims import claims
from sijill.reconcile.comparing import Told, compare
from sijill.sources import Found
from sijill.sources import documents as from_files

GOLD = Path(__file__).parent.parent / "tests" / "gold"
CONFLICTS = ("revised", "contradiction", "different_scope")
KIND_OF = {
    "revision": "revised",
    "misprint": "contradiction",
    "contradiction": "contradiction",
    "rounding": "contradiction",
    "period": "different_scope",
    "year_to_date": "different_scope",
    "scope": "different_scope",
    "unit": "different_scope",
}
"""What a kind of conflict is called in the groups."""

Key: TypeAlias = tuple[str, int]
"""A figure of the gold: the passage's id and the figure's start."""


@dataclass(slots=True)
class Scores:
    """`merged`: pairs put into one claim that are listed as none. `unlisted`: pairs put into one claim of which
    nobody said anything. `comparable`: pairs of one measure and unit. `kinds`: of pairs in conflict."""

    claims: Tally = field(default_factory=Tally)
    merged: int = 0
    unlisted: int = 0
    comparable: int = 0
    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in CONFLICTS})

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the kinds that are asked for."""
        asked = [tally.f1 for tally in self.kinds.values() if tally.asked]
        return sum(asked) / len(asked) if asked else 0.0

    def false_merges(self, *, strict: bool) -> float:
        """False merges as a share of comparable pairs; `strict`: as if every unlisted one were false."""
        return (self.merged + self.unlisted * strict) / self.comparable if self.comparable else 0.0


def figures(golds: Sequence[Path]) -> dict[Key, Told]:
    """Every figure of the gold as a telling, with its publication day and the figure that it is a part of."""
    published = {
        found.document.id: found.document.published
        for found in from_files([str(file) for file in documents_beside(golds)], sys.stdin.buffer)
        if isinstance(found, Found)
    }
    told: dict[Key, Told] = {}
    for number, (id_, passage) in enumerate(load_gold(golds).items()):
        found = {figure.start: figure for figure in (*passage.asked.figures, *passage.optional.figures)}
        for start, figure in found.items():
            whole = found.get(figure.part_of) if figure.part_of is not None else None
            told[id_, start] = Told(number, figure, published.get(id_), whole)
    return told


def evaluate(groups: Iterable[Mapping[str, Any]], told: Mapping[Key, Told]) -> dict[str, Scores]:
    """The scores of the two parts, `fitted` and `unseen`. A pair of two groups is of the part that judges if
    either is."""
    group_of: dict[Key, tuple[str, str]] = {}
    for group in groups:
        for figure in group["figures"]:
            key = (figure["id"], figure["start"])
            if key in told:
                group_of[key] = (group["group"], group["kind"])
    claim_of = _claim_numbers(told)
    scores = {"fitted": Scores(), "unseen": Scores()}
    for one, other in combinations(told, 2):
        merged = claim_of[one] == claim_of[other]
        if one in group_of and other in group_of:
            a, b = group_of[one], group_of[other]
            part = scores["unseen" if is_unseen(a[0]) or is_unseen(b[0]) else "fitted"]
            asked = a == b and (a[1] not in CONFLICTS or told[one].figure.value == told[other].figure.value)
            part.claims.add(merged and asked, asked, merged)
            part.merged += merged and not asked
            if a == b and not asked and told[one].document != told[other].document:
                _judge_kind(part, a[1], compare(told[one], told[other]).kind)
        else:
            part = scores["unseen" if is_unseen(one[0]) or is_unseen(other[0]) else "fitted"]
            part.unlisted += merged and told[one].document != told[other].document
        x, y = told[one].figure, told[other].figure
        part.comparable += (x.measure, x.unit) == (y.measure, y.unit)
    return scores


def _judge_kind(scores: Scores, asked: str, kind: str | None) -> None:
    found = KIND_OF[kind] if kind else None
    scores.kinds[asked].add(found == asked, True, found == asked)
    if found is not None and found != asked:
        scores.kinds[found].add(False, False, True)


def _claim_numbers(told: Mapping[Key, Told]) -> dict[Key, int]:
    numbers: dict[tuple[int, int], int] = {}
    for number, claim in enumerate(claims(told.values())):
        for telling in claim.told:
            numbers[telling.document, telling.figure.start] = number
    return {key: numbers[telling.document, telling.figure.start] for key, telling in told.items()}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--groups", type=Path, default=GOLD / "same_facts.json")
    parser.add_argument("--gold", type=Path, nargs="+", default=[GOLD])
    options = parser.parse_args()
    groups = json.loads(options.groups.read_text("utf-8"))
    told = figures(options.gold)
    for part, scores in evaluate(groups, told).items():
        kinds = Counter(group["kind"] for group in groups if is_unseen(group["group"]) == (part == "unseen"))
        print(f"{part} groups: " + ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())))
        tally = scores.claims
        print(
            f"  same-claim pairs   precision {tally.precision:.3f}  recall {tally.recall:.3f}  F1 {tally.f1:.3f}"
        )
        print(f"                     {tally.right} right, {tally.asked} asked, {tally.read} read")
        print(
            f"  false merges       {scores.merged} listed as none ({scores.false_merges(strict=False):.2%}), "
            f"{scores.unlisted} unlisted (all false: {scores.false_merges(strict=True):.2%} "
            f"of {scores.comparable} comparable pairs)"
        )
        for kind, tally in scores.kinds.items():
            print(
                f"  {kind:<18} F1 {tally.f1:.3f}  {tally.right} right, {tally.asked} asked, {tally.read} read"
            )
        print(f"  kinds              macro-F1 {scores.macro_f1:.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
