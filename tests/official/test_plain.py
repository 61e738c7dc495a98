"""The plain CSV: what is written is read back, and what is wrong is named by line and column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sijill.model import Observation, Period, Population
from sijill.official import plain
from sijill.official.layouts import layout_of, read
from sijill.official.tables import SeriesError
from tests.official.conftest import Written

D = dt.date
HEADING = ",".join(plain.COLUMNS)
ROW = "arrivals,,IT,,2024-01-01,2024-12-31,66317,person,Somebody,2025-01-02"


def test_a_row_is_an_observation(written: Written) -> None:
    (found,) = plain.read(written(HEADING, ROW, name="mine.csv"))
    assert found == Observation(
        "arrivals", 66317, "person", Period(D(2024, 1, 1), D(2024, 12, 31)), "Somebody", D(2025, 1, 2),
        to=("IT",), series="mine",
    )  # fmt: skip


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    listed = [
        Observation(
            "interceptions", 12.5, "percent", Period(D(2024, 1, 1), D(2024, 2, 1)), "A, «B»", None, ("LY", "TN"),
            at=("MED",), population=Population("female", "child", ("SD",), True), cumulative=True,
            scope='what, "exactly"', series="x", definition="d", licence="l", url="https://example.org",
        ),
        Observation("funding", 20000000, "EUR", Period.day(D(2025, 4, 2)), "Italy", D(2025, 4, 2), series="x"),
    ]  # fmt: skip
    path = tmp_path / "x.csv"
    path.write_text(plain.written(listed), "utf-8")
    assert plain.read(path) == listed


def test_columns_may_stand_in_any_order_and_more_may_be_there(written: Written) -> None:
    path = written(f"note,{','.join(reversed(plain.COLUMNS))}", f"hello,{','.join(reversed(ROW.split(',')))}")
    assert plain.read(path)[0].value == 66317


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("measure", "arivals", "'arivals' is no code of the list"),
        ("to", "ITA", "'ITA' is no ISO 3166-1 alpha-2 code, MED or EU"),
        ("period_start", "01/02/2024", "'01/02/2024' is no day; write it as 2025-06-13"),
        ("period_end", "2024-02-30", "there is no such day as 2024-02-30"),
        ("period_end", "2023-12-31", "2023-12-31 is before 2024-01-01"),
        ("value", "66,317", "line 2: 11 cells, but 10 columns"),
        ("value", "66.317.000", "'66.317.000' is no number; write it as 66317 or 16.35"),
        ("value", "", "'' is no number"),
        ("unit", "EUR", "arrivals is not counted in 'EUR'"),
        ("source", "", "nothing is said"),
        ("vintage", "2025", "'2025' is no day"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(
    written: Written, column: str, cell: str, told: str
) -> None:
    cells = dict(zip(plain.COLUMNS, ROW.split(","), strict=True)) | {column: cell}
    with pytest.raises(SeriesError) as error:
        plain.read(written(HEADING, ",".join(cells.values())))
    assert told in str(error.value)
    assert "line 2" in str(error.value)
    assert f"column {column!r}" in str(error.value) or "cells" in str(error.value)


def test_a_file_of_no_layout_says_what_a_plain_one_needs(written: Written) -> None:
    with pytest.raises(SeriesError, match="these columns lack: from, to, at"):
        layout_of(written("measure,amount", "arrivals,1"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "the file is not UTF-8"),
        (b'a,b\n"open', "no CSV"),
        (b"a,a\n1,2\n", "no layout known here"),
    ],
)
def test_a_file_that_is_no_table_is_named_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(SeriesError) as error:
        read(path)
    assert told in str(error.value) or "no layout known here" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="No such file"):
        read(tmp_path / "nowhere.csv")


def test_a_copy_that_does_not_say_of_which_day_it_is_is_asked_for_it(written: Written) -> None:
    path = written("month,route,type,nat,n", "2024-01,Route,Sea,EGY,1")
    with pytest.raises(SeriesError, match="does not say of which day the copy is"):
        read(path)
    assert read(path, D(2024, 3, 1))
