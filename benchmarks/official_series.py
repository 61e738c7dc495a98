"""Make the series that come with the package, src/sijill/official/data/*.csv, from the copies in ../shared/official.

    python benchmarks/official_series.py [--shared FOLDER] [--check]

Only what its licence allows is taken (see series.yaml; Frontex's terms are not verified, so its detections stay out),
and of that only totals by month, year and report. With --check nothing is written, and the exit code is 1 if a file
is not what the copies give. The days of the copies and where each comes from stand in ../shared/official/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sijill.model import Observation
from sijill.official import iom_libya, italy, missing_migrants, plain, unhcr
from sijill.official.periods import year_of
from sijill.official.series import known, observed

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "official"
DATA = ROOT / "src" / "sijill" / "official" / "data"

MISSING_MIGRANTS_AS_OF = dt.date(2026, 5, 6)
"""The day that the name of IOM's download in the same repository gives; the last incident is of 3 May."""
UNHCR_AS_OF = dt.date(2026, 6, 25)
"""The day of the commit that the copy is of: release 2025.12.1, «Updated figures for asylum-seekers in 2025»."""
UNHCR_SINCE = 2010

_ARRIVALS = re.compile(r"arrivals\.IT\.(\d{4})(?:\.from\.([A-Z]{2}))?")
_INTERCEPTIONS = re.compile(r"intercept\.(\d{4})")
_SOURCES = {
    "source IOM": "International Organization for Migration",
    "source UNHCR": "United Nations High Commissioner for Refugees",
}


def derived(shared: Path) -> dict[str, list[Observation]]:
    """The observations of each file of the package, by the file's name."""
    facts = json.loads((shared / "facts.json").read_text("utf-8"))
    landings = italy.read_nationalities(shared / "italy_ondata_nazionalita.csv")
    second = italy.read_second_nationalities(shared / "italy_paolori_dati_nazionalita.csv")
    return {
        "iom-missing-migrants": missing_migrants.read_routes(
            shared / "iom_mmp_europe_routes_2014_2026-05.csv", MISSING_MIGRANTS_AS_OF
        ),
        "italy-landings": [o for o in landings if total_or_year_end(o)],
        "italy-landings-mda": [o for o in second if total_or_year_end(o)],
        "italy-landings-announced": [o for fact in facts for o in announced_landings(fact)],
        "iom-libya": iom_libya.read(shared / "iom_libya_interceptions_running_totals_from_press.csv"),
        "libya-interceptions": [o for fact in facts for o in announced_interceptions(fact)],
        "unhcr-population": recent(
            unhcr.read_population(shared / "unhcr_population_central_med.csv", UNHCR_AS_OF)
        ),
        "unhcr-solutions": recent(
            unhcr.read_solutions(shared / "unhcr_solutions_central_med.csv", UNHCR_AS_OF)
        ),
        "unhcr-asylum-applications": recent(
            unhcr.read_applications(shared / "unhcr_asylum_applications_central_med.csv", UNHCR_AS_OF)
        ),
    }


def total_or_year_end(observation: Observation) -> bool:
    """Totals at every report, nationalities at the end of a year only."""
    end = observation.period.end
    return not observation.population.nationality or (end is not None and (end.month, end.day) == (12, 31))


def recent(observations: Iterable[Observation]) -> list[Observation]:
    """Totals of all nationalities since UNHCR_SINCE."""
    return [
        o
        for o in observations
        if not o.population.nationality and o.period.end is not None and o.period.end.year >= UNHCR_SINCE
    ]


def announced_landings(fact: dict[str, Any]) -> list[Observation]:
    """A year's landings that some page gives; not those that were computed from the dashboard's copies."""
    found = _ARRIVALS.fullmatch(fact["id"])
    if not (found and fact["verified"]) or "github.com" in fact["source_url"]:
        return []
    year, origin = found.groups()
    return [
        observed(
            "italy-landings-announced",
            "arrivals",
            fact["value"],
            year_of(int(year)),
            None,
            from_=(origin,) if origin else (),
            to=("IT",),
            url=fact["source_url"],
        )
    ]


def announced_interceptions(fact: dict[str, Any]) -> list[Observation]:
    """A year's interceptions that some page gives, by the source that the fact's note names."""
    found = _INTERCEPTIONS.fullmatch(fact["id"])
    source = next((name for note, name in _SOURCES.items() if note in fact.get("note", "")), None)
    if not (found and fact["verified"] and source):
        return []
    period = year_of(int(found[1]))
    return [
        observed(
            "libya-interceptions",
            "interceptions",
            fact["value"],
            period,
            None,
            from_=("LY",),
            source=source,
            url=fact["source_url"],
        )
    ]


def files(shared: Path) -> dict[str, str]:
    """The text of each file of the package's data, in an order of its own."""
    made = {f"{name}.csv": plain.written(ordered(listed)) for name, listed in derived(shared).items()}
    made["README.md"] = readme()
    return made


def ordered(observations: Iterable[Observation]) -> list[Observation]:
    return sorted(
        observations,
        key=lambda o: (
            o.measure, o.from_, o.to, o.at, o.scope, str(o.population), str(o.period.start), str(o.period.end),
        ),
    )  # fmt: skip


def readme() -> str:
    """Whose data this is, and on which terms."""
    lines = [
        "# Official series in this folder",
        "",
        "Made by `benchmarks/official_series.py`; change that, never these files. Each is a sum or a selection",
        "made for Sijill of what its publisher gives, in the layout of docs/official-series.md.",
        "",
        "| file | publisher | licence | attribution |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {s.code}.csv | {s.source} | {s.licence} | {s.attribution} |"
        for s in known().values()
        if s.shipped
    ]
    return "\n".join([*lines, ""])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    stale = 0
    for name, text in files(options.shared).items():
        path = DATA / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        if options.check:
            print(f"{path.relative_to(ROOT)} is not what the copies give", file=sys.stderr)
        else:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}: {text.count(chr(10))} lines, {len(text)} characters")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
