"""What comes with the package is what the copies in ../shared/official give, and the known facts hold."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import official_facts  # noqa: E402
import official_series  # noqa: E402

from sijill.model import Observation, Population  # noqa: E402
from sijill.official import frontex, italy, missing_migrants  # noqa: E402
from sijill.official.choosing import by_year  # noqa: E402

SHARED = official_series.SHARED
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the copies are not on this machine")


def derived(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def years(found: list[Observation], scope: str) -> dict[int, object]:
    everybody = [o for o in by_year(found) if o.scope == scope and o.population == Population()]
    return {o.period.end.year: o.value for o in everybody if o.period.end}


def test_the_package_holds_what_the_copies_give_byte_for_byte() -> None:
    made = official_series.files(SHARED)
    assert {path.name for path in official_series.DATA.iterdir() if path.is_file()} == set(made)
    for name, text in made.items():
        assert (official_series.DATA / name).read_bytes() == text.encode("utf-8"), name


def test_every_known_fact_of_an_official_series_is_reproduced_or_explained() -> None:
    found = official_facts.outcomes(SHARED)
    assert [o for o in found if o.outcome == "differs"] == []
    tally = Counter(o.outcome for o in found)
    assert len(found) == 40
    assert tally["reproduced"] >= 25
    assert all(o.why for o in found)


def test_frontex_years_are_those_that_others_summed() -> None:
    found = frontex.read(SHARED / "frontex_ibc_monthly_2009-01_2025-04.csv", official_facts.COPIED)
    summed = derived("derived_frontex_central_med_by_year.csv")
    route = "Central Mediterranean Route (Sea)"
    assert years(found, route) == {int(row["year"]): int(row["n"]) for row in summed}


def test_missing_migrants_years_are_those_that_others_summed_but_for_an_incident_on_two_routes() -> None:
    path = SHARED / "iom_mmp_europe_routes_2014_2026-05.csv"
    found = missing_migrants.read_routes(path, official_facts.COPIED)
    both = [o for o in found if o.measure == "dead_or_missing"]
    summed = {
        int(row["Incident year"]): int(row["No. dead/missing"])
        for row in derived("derived_mmp_central_med_by_year.csv")
    }
    two_routes = [row for row in derived(path.name) if "Central Mediterranean," in row["Route"]]
    for row in two_routes:
        summed[int(row["Incident year"])] += int(row["No. dead/missing"])
    assert len(two_routes) == 1
    assert years(both, missing_migrants.CENTRAL) == summed


def test_both_extractions_of_italys_dashboard_give_the_totals_that_others_summed() -> None:
    first = {
        str(o.period.end): o.value
        for o in italy.read_nationalities(SHARED / "italy_ondata_nazionalita.csv")
        if not o.population.nationality
    }
    second = {
        str(o.period.end): o.value
        for o in italy.read_second_nationalities(SHARED / "italy_paolori_dati_nazionalita.csv")
        if not o.population.nationality
    }
    shared_days = 0
    for row in derived("derived_italy_sea_arrivals_ytd.csv"):
        day = row["data_riferimento"]
        assert second[day] == int(row["cumulative_year_to_date"])
        if row["ondata"]:
            shared_days += 1
            assert first[day] == float(row["ondata"])
    differing = {day for day in first.keys() & second.keys() if first[day] != second[day]}
    assert shared_days == 70
    assert differing == {"2020-11-30", "2022-12-31"}


def test_days_are_never_the_total_of_a_year() -> None:
    days = italy.read_days(SHARED / "italy_ondata_sbarchi-per-giorno.csv")
    assert all(o.period.start == o.period.end and not o.cumulative for o in days)
    of_2024 = sum(o.value for o in days if o.period.end and o.period.end.year == 2024)
    (total,) = [
        o.value
        for o in italy.read_nationalities(SHARED / "italy_ondata_nazionalita.csv")
        if str(o.as_of) == "2024-12-31" and not o.population.nationality
    ]
    assert of_2024 < total, "days are missing: whoever sums them is wrong"
