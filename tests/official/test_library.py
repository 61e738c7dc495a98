"""The library: what comes with the package, what is imported, and look-ups by measure and place."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from sijill.model import Observation, Period
from sijill.official import plain
from sijill.official.choosing import by_month, by_year
from sijill.official.library import import_file, indexed, library, shipped
from sijill.official.series import known
from sijill.official.tables import SeriesError
from tests.official.conftest import Written

D = dt.date
YEAR = Period(D(2024, 1, 1), D(2024, 12, 31))
HEADING = ",".join(plain.COLUMNS)
ROW = "arrivals,,IT,,2024-01-01,2024-12-31,66317,person,Somebody,2025-01-02"


def arrivals(value: int = 1, **slots: object) -> Observation:
    return Observation("arrivals", value, "person", YEAR, "S", to=("IT",), **slots)  # type: ignore[arg-type]


def test_what_comes_with_the_package_has_a_licence_an_attribution_and_a_definition() -> None:
    codes = {o.series for o in shipped()}
    assert codes == {code for code, series in known().items() if series.shipped}
    for observation in shipped():
        assert observation.licence in {"CC BY 4.0", "MIT", "facts"}
        assert observation.definition
    assert all(known()[code].attribution for code in codes)


def test_series_whose_terms_nobody_verified_stay_out() -> None:
    assert "frontex-detections" in known()
    assert not any(o.series == "frontex-detections" for o in shipped())


def test_what_was_compiled_from_pages_names_its_page() -> None:
    assert all(o.url.startswith("http") for o in shipped() if o.licence == "facts")


def test_no_value_is_of_a_day_after_its_vintage() -> None:
    assert [o for o in shipped() if o.as_of and o.period.end and o.period.end > o.as_of] == []


def test_a_look_up_finds_a_place_as_origin_destination_or_spot() -> None:
    at_sea = Observation("deaths", 1, "person", YEAR, "S", at=("MED",))
    from_libya = Observation("arrivals", 3, "person", YEAR, "S", from_=("LY",), to=("IT",))
    found = indexed([arrivals(), from_libya, at_sea])
    assert found.of("arrivals", ["LY"]) == (from_libya,)
    assert found.of("arrivals", ["IT", "LY"]) == (arrivals(), from_libya)
    assert found.of("arrivals") == (arrivals(), from_libya)
    assert found.of("deaths", ["IT"]) == ()


def test_a_look_up_costs_what_it_finds_however_much_there_is() -> None:
    many = [
        Observation(
            "arrivals", n, "person", Period.day(D(2000, 1, 1) + dt.timedelta(n % 9000)), f"S{n}", to=("GR",)
        )
        for n in range(50_000)
    ]
    found = indexed([*many, arrivals()])
    begun = time.perf_counter()
    for _ in range(1000):
        assert found.of("arrivals", ["IT"]) == (arrivals(),)
    assert time.perf_counter() - begun < 1


def test_years_are_whole_or_the_last_total_of_a_year_that_is_not_over() -> None:
    june, july = (
        Observation("arrivals", 1, "person", Period(D(2025, 1, 1), D(2025, 6, 30)), "S", cumulative=True),
        Observation("arrivals", 2, "person", Period(D(2025, 1, 1), D(2025, 7, 31)), "S", cumulative=True),
    )
    before = Observation("arrivals", 9, "person", Period(D(2024, 1, 1), D(2024, 7, 31)), "S", cumulative=True)
    whole = Observation("arrivals", 20, "person", YEAR, "S", cumulative=True)
    assert by_year([before, whole, june, july]) == [whole, july]


def test_months_are_whole_or_totals_of_their_last_day() -> None:
    of_june = Observation("deaths", 1, "person", Period(D(2025, 6, 1), D(2025, 6, 30)), "S")
    to_june = Observation("deaths", 1, "person", Period(D(2025, 1, 1), D(2025, 6, 30)), "S", cumulative=True)
    to_mid_june = Observation(
        "deaths", 1, "person", Period(D(2025, 1, 1), D(2025, 6, 15)), "S", cumulative=True
    )
    quarter = Observation("deaths", 1, "person", Period(D(2025, 4, 1), D(2025, 6, 30)), "S")
    assert by_month([of_june, to_june, to_mid_june, quarter]) == [of_june, to_june]


def test_an_imported_file_is_read_beside_the_package(written: Written, tmp_path: Path) -> None:
    folder = tmp_path / "official"
    done = import_file(written(HEADING, ROW, name="Mine & yours.csv"), folder)
    assert [path.name for path in done.paths] == ["mine-yours.csv"]
    found = [o for o in library(folder).of("arrivals", ["IT"]) if o.source == "Somebody"]
    assert [o.value for o in found] == [66317]
    assert len(library(folder).all()) == len(library().all()) + 1


def test_an_import_takes_the_place_of_the_same_observation_and_of_no_other(
    written: Written, tmp_path: Path
) -> None:
    code = "italy-landings-announced"
    path = written(
        f"{HEADING},series",
        f"arrivals,,IT,,2024-01-01,2024-12-31,1,person,Ministry of the Interior of Italy,,{code}",
    )
    import_file(path, tmp_path / "official")
    here = [
        o for o in library(tmp_path / "official").of("arrivals", ["IT"]) if o.series == code and not o.from_
    ]
    assert [o.value for o in here if o.period == YEAR] == [1]
    assert len(here) == len([o for o in library().of("arrivals", ["IT"]) if o.series == code and not o.from_])


def test_two_vintages_stand_beside_each_other_and_the_same_one_is_written_over(
    written: Written, tmp_path: Path
) -> None:
    folder = tmp_path / "official"
    detections = "month,route,type,nat,n"
    for number, day in ((1, D(2024, 3, 1)), (2, D(2024, 3, 1)), (3, D(2024, 4, 1))):
        path = written(detections, f"2024-01,Central Mediterranean Route,Sea,UNK,{number}")
        import_file(path, folder, day)
    found = [o for o in library(folder).of("arrivals", ["EU"]) if not o.cumulative]
    assert sorted((o.as_of, o.value) for o in found) == [(D(2024, 3, 1), 2), (D(2024, 4, 1), 3)]


def test_a_file_with_one_bad_row_is_not_imported_at_all(written: Written, tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="line 3"):
        import_file(written(HEADING, ROW, ROW.replace("66317", "many")), tmp_path / "official")
    assert not (tmp_path / "official").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_left_as_it_was(written: Written, tmp_path: Path) -> None:
    folder = tmp_path / "official"
    folder.mkdir(mode=0o500)
    with pytest.raises(OSError, match="Permission"):
        import_file(written(HEADING, ROW), folder)
    assert list(folder.iterdir()) == []
