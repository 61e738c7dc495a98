"""SDMX: pysdmx reads the data and the structure, and the data keep to the structure."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered
from sijill.exports.sdmx import DIMENSIONS, _time, area
from sijill.model import Period

msgspec = pytest.importorskip("msgspec")
pysdmx = pytest.importorskip("pysdmx.io")
messages = pytest.importorskip("pysdmx.io.json.sdmxjson2.messages")
pytest.importorskip("pandas", reason="pysdmx reads data with the extra `frames`")


@pytest.fixture(scope="module")
def files(gathered: Gathered) -> dict[str, bytes]:
    return FORMATS["sdmx"].make(gathered).files


@pytest.fixture(scope="module")
def structure(files: dict[str, bytes]) -> Any:
    message = msgspec.json.decode(files["structure.sdmx.json"], type=messages.JsonStructureMessage)
    (found,) = message.to_model().get_data_structure_definitions()
    return found


def test_pysdmx_reads_as_many_observations_as_figures_have_a_period(
    files: dict[str, bytes], gathered: Gathered
) -> None:
    (data,) = pysdmx.read_sdmx(files["figures.sdmx.csv"].decode(), validate=False).data
    closed = [f for f in gathered.figures if f.found.period and f.found.period.start and f.found.period.end]
    assert list(data.data["FIGURE"]) == [one.ref for one in closed]
    assert data.short_urn == "DataStructure=SIJILL:FIGURES(1.0.0)"


def test_every_column_is_a_component_of_the_structure(files: dict[str, bytes], structure: Any) -> None:
    (heading, *_) = csv.reader(io.StringIO(files["figures.sdmx.csv"].decode()))
    assert heading[3:] == [component.id for component in structure.components]
    assert [component.id for component in structure.components.dimensions] == [*DIMENSIONS, "TIME_PERIOD"]


def test_coded_components_have_codes_of_their_lists_alone(files: dict[str, bytes], structure: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(files["figures.sdmx.csv"].decode())))
    listed = {c.id: {code.id for code in c.local_codes} for c in structure.components if c.local_codes}
    assert set(listed) == {"MEASURE", "STATUS", "BOUND", "CHANGE"}
    for name, known in listed.items():
        assert {row[name] for row in rows} - {""} <= known


def test_no_key_of_an_observation_stands_twice(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["figures.sdmx.csv"].decode())))
    keys = {tuple(row[name] for name in (*DIMENSIONS, "TIME_PERIOD")) for row in rows}
    assert len(keys) == len(rows)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2024-01-01", "2024-12-31", ("A", "2024")),
        ("2024-02-01", "2024-02-29", ("M", "2024-02")),
        ("2024-04-01", "2024-06-30", ("Q", "2024-Q2")),
        ("2024-12-30", "2025-01-05", ("W", "2025-W01")),
        ("2024-05-31", "2024-05-31", ("D", "2024-05-31")),
        ("2024-01-01", "2024-11-16", ("_O", "2024-01-01/P321D")),
        ("2025-04-01", "2027-03-31", ("_O", "2025-04-01/P730D")),
    ],
)
def test_a_period_is_a_time_of_its_frequency(first: str, last: str, written: tuple[str, str]) -> None:
    assert _time(Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == written


def test_an_open_period_is_no_time_and_said_to_be_left_out(gathered: Gathered) -> None:
    assert _time(Period(None, dt.date(2029, 2, 2))) is None
    (sentence,) = FORMATS["sdmx"].make(gathered).left_out
    assert "first and a last day" in sentence


def test_countries_have_three_letters() -> None:
    assert [area(code) for code in ("LY", "IT", "MED", "EU", "XK")] == ["LBY", "ITA", "MED", "EU", "XKX"]
