"""Hold the known facts of ../shared/official/facts.json against what the readers make of the copies beside it.

    python benchmarks/official_facts.py [--shared FOLDER]

A fact falls under an official series if it counts landings in Italy, interceptions off Libya, or the dead and missing
of the central Mediterranean. What facts.json itself gave to the package is not asked. The outcome is one of
- reproduced: a copy has this value for this period;
- explained: a copy has another value, and the fact's own note names that one as another vintage or rounding;
- no copy: no copy covers this, and a running total of the same year, if there is one, does not contradict it;
- differs: none of these. The exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.model import Observation, Period
from sijill.official import iom_libya, italy, missing_migrants

SHARED = Path(__file__).parent.parent.parent / "shared" / "official"
COPIED = dt.date(2026, 5, 6)

LANDINGS, STOPPED, LOST = "arrivals.IT.", "intercept.", "deaths.cmed."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a fact."""

    fact: str
    value: int
    outcome: str
    why: str


def observations(shared: Path) -> list[Observation]:
    """All that the readers give of the copies that facts can fall under."""
    return [
        *missing_migrants.read_routes(shared / "iom_mmp_europe_routes_2014_2026-05.csv", COPIED),
        *missing_migrants.read_download(shared / "iom_mmp_global_2026-01_2026-05_raw.csv", COPIED),
        *italy.read_nationalities(shared / "italy_ondata_nazionalita.csv"),
        *italy.read_second_nationalities(shared / "italy_paolori_dati_nazionalita.csv"),
        *iom_libya.read(shared / "iom_libya_interceptions_running_totals_from_press.csv"),
    ]


def outcomes(shared: Path) -> list[Outcome]:
    """The outcome of every verified fact that falls under an official series."""
    facts = json.loads((shared / "facts.json").read_text("utf-8"))
    known = observations(shared)
    return [
        outcome(fact, known)
        for fact in facts
        if fact["verified"] and fact["id"].startswith((LANDINGS, STOPPED, LOST))
    ]


def outcome(fact: dict[str, Any], known: Sequence[Observation]) -> Outcome:
    value, note = fact["value"], fact.get("note", "")
    first, last = (dt.date.fromisoformat(day) for day in fact["period"])
    of_it = [o for o in known if counts_the_same(fact, o) and o.period.start == first]
    at_its_end = [o for o in of_it if o.period == Period(first, last)]
    for observation in at_its_end:
        if observation.value == value:
            return Outcome(fact["id"], value, "reproduced", described(observation))
    for observation in at_its_end:
        if f"{observation.value:,}" in note:
            return Outcome(fact["id"], value, "explained", f"{described(observation)}; note: {note}")
    if at_its_end:
        told = "; ".join(map(described, at_its_end))
        return Outcome(fact["id"], value, "differs", told)
    before = [o for o in of_it if o.cumulative and o.period.end is not None and o.period.end <= last]
    if not before:
        return Outcome(fact["id"], value, "no copy", "no copy of a series counts this in this period")
    nearest = max(before, key=lambda o: o.period.end or first)
    if nearest.value == value:
        return Outcome(fact["id"], value, "reproduced", described(nearest))
    fits = nearest.value < value
    why = f"the copy's last running total of the year is {described(nearest)}"
    return Outcome(fact["id"], value, "no copy" if fits else "differs", why)


def counts_the_same(fact: dict[str, Any], observation: Observation) -> bool:
    """Whether an observation is of what the fact counts, whatever the period."""
    identifier: str = fact["id"]
    people = observation.population
    if fact["measure"] != observation.measure or people.nationality:
        return False
    if identifier.startswith(LOST):
        return observation.scope == missing_migrants.CENTRAL
    if identifier.startswith(LANDINGS):
        origin = identifier.partition(".from.")[2]
        return observation.from_ == ((origin,) if origin else ())
    part = identifier.rpartition(".")[2]
    return (people.sex, people.age) == {"women": ("female", None), "children": (None, "child")}.get(
        part, (None, None)
    )


def described(observation: Observation) -> str:
    return f"{observation.value:,} ({observation.series}, as of {observation.as_of})"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    found = outcomes(parser.parse_args(arguments).shared)
    for one in found:
        print(f"{one.fact:24} {one.value:>8,}  {one.outcome:11} {one.why}")
    tally = Counter(one.outcome for one in found)
    print(f"{len(found)} facts: " + ", ".join(f"{number} {name}" for name, number in sorted(tally.items())))
    return 1 if tally["differs"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
