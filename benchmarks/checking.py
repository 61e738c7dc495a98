"""How right `sijill check` is, and how long it takes with a register beside it.

    python benchmarks/checking.py [--figures 10000 100000 …]

Quality, with the official series alone and the figures as people annotated them (tests/gold, passages that rules may
be fitted to): how many figures are said to agree, to be superseded, to differ, to be unknown. All that differ are
printed, as the gold has no mistakes on purpose: each is a slip of the text, or of the check. Then mistakes are made on
purpose in the figures that agree: two neighbouring digits swapped, the first digit another, a thousand times as much,
last year's number. Printed: how many of these are found to differ.

With --figures, registers of that size are generated (benchmarks/register.py says how), and the figures of the gold
passages are checked against series and register, each passage one question. Printed: the median and the 95th percentile
of a passage and of a single figure.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from register import Passage, fill, passages
from sijill.cli import COLLECTING
from sijill.model import Figure
from sijill.official.library import Library, library
from sijill.reconcile.check import Finding, check
from sijill.reconcile.comparing import Told
from sijill.reconcile.witness import Witness
from sijill.register.likeness import figures_like
from sijill.register.opening import open_register, reading


def article(passage: Passage) -> list[Told]:
    """The figures of a passage, as surely read."""
    figures = [replace(figure, confidence=1.0) for figure in passage.figures]
    wholes = {figure.start: figure for figure in figures}
    return [
        Told(0, f, passage.document.published, wholes.get(f.part_of) if f.part_of is not None else None)
        for f in figures
    ]


def against_series(told: Sequence[Told], at_hand: Library) -> list[Finding]:
    return check(told, at_hand.of, lambda figure: ())


def slips(figure: Figure, at_hand: Library) -> Iterator[tuple[str, int]]:
    """Mistakes that somebody could make in a number of four digits or more."""
    digits = str(figure.value)
    if not isinstance(figure.value, int) or len(digits) < 4 or figure.bound != "exact" or figure.change:
        return
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1] and (place or digits[1] != "0"):
            yield (
                "digits swapped",
                int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]),
            )
            break
    yield "first digit", int(str(int(digits[0]) % 9 + 1) + digits[1:])
    yield "a thousand times", figure.value * 1000
    before = last_year(figure, at_hand)
    if before is not None and before != figure.value:
        yield "last year's", before


def last_year(figure: Figure, at_hand: Library) -> int | None:
    for o in at_hand.of(figure.measure):
        whole = (
            o.period.start is not None
            and o.period.end is not None
            and (o.period.end - o.period.start).days > 360
        )
        same = (o.population, o.from_, o.to, o.at) == (figure.population, figure.from_, figure.to, figure.at)
        if not (whole and same) or figure.period is None or figure.period.start is None:
            continue
        if o.period.start is not None and o.period.start.year == figure.period.start.year - 1:
            return int(o.value)
    return None


def quality(sources: Sequence[Passage], at_hand: Library) -> None:
    verdicts: Counter[str] = Counter()
    planted: Counter[tuple[str, bool]] = Counter()
    for passage in sources:
        told = article(passage)
        for one, finding in zip(told, against_series(told, at_hand), strict=True):
            verdicts[finding.verdict] += 1
            figure = one.figure
            if finding.verdict == "differs":
                print(
                    f"  {passage.document.id}: {figure.value} {figure.measure}: {finding.reason}: {finding.why}"
                )
            if finding.verdict not in ("agrees", "superseded"):
                continue
            for kind, value in slips(figure, at_hand):
                wrong = Told(0, replace(figure, value=value, part_of=None), one.published)
                (found,) = against_series([wrong], at_hand)
                planted[kind, found.verdict == "differs"] += 1
    print(f"{sum(verdicts.values())} figures: " + ", ".join(f"{n} {v}" for v, n in verdicts.most_common()))
    for kind in dict.fromkeys(kind for kind, _ in planted):
        right, missed = planted[kind, True], planted[kind, False]
        print(f"  planted, {kind}: {right} of {right + missed} found to differ")


def speed(sources: Sequence[Passage], at_hand: Library, wanted: int, keep: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = (keep or Path(folder)) / f"{wanted}.sqlite"
        made = not path.exists()
        register = open_register(path, write=made)
        if made:
            fill(register, sources, wanted)
        whole, worked, single = [], [], []
        with reading(register) as connection:

            def documents(figure: Figure) -> Iterator[Witness]:
                for found in figures_like(connection, figure):
                    yield Witness(Told(found.head.key, found.found, found.head.published), None, found.ref)

            for passage in sources:
                told = article(passage)
                begun, busy = time.perf_counter(), time.process_time()
                check(told, at_hand.of, documents)
                whole.append(1000 * (time.perf_counter() - begun))
                worked.append(1000 * (time.process_time() - busy))
                single += [whole[-1] / len(told)] * len(told) if told else []
        register.engine.dispose()
    for name, times in (
        ("a passage", sorted(whole)),
        ("a passage, CPU", sorted(worked)),
        ("a figure", sorted(single)),
    ):
        median, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
        print(f"{wanted:>9,} figures: {name}: median {median:.1f} ms, 95th percentile {p95:.1f} ms")
    print(f"  load: {os.getloadavg()[0]:.1f}", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--figures", type=int, nargs="*", default=[])
    parser.add_argument(
        "--keep", type=Path, help="a folder of registers that benchmarks/register.py has kept"
    )
    options = parser.parse_args(arguments)
    gc.set_threshold(COLLECTING)
    begun = time.perf_counter()
    at_hand = library()
    print(f"{len(at_hand.all())} observations loaded in {1000 * (time.perf_counter() - begun):.0f} ms")
    sources = passages()
    quality(sources, at_hand)
    for wanted in options.figures:
        speed(sources, at_hand, wanted, options.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
