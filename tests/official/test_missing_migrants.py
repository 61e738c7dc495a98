"""Missing Migrants: both layouts give the same sums, and sums are of what is over."""

from __future__ import annotations

import datetime as dt

import pytest

from sijill.model import Observation, Period
from sijill.official import missing_migrants
from sijill.official.missing_migrants import CENTRAL, WHOLE
from sijill.official.tables import SeriesError
from tests.official.conftest import Written

D = dt.date
AS_OF = D(2024, 3, 20)
ROUTES = "Main ID,Incident Type,Incident date,No. dead,No. missing,No. dead/missing,Route"
DOWNLOAD = (
    "Main ID,Incident ID,Region,Incident Date,Year,Reported Month,Number Dead,"
    "Minimum Estimated Number of Missing,Migration route"
)


def value(found: list[Observation], measure: str, scope: str, period: Period) -> object:
    (observation,) = [o for o in found if (o.measure, o.scope, o.period) == (measure, scope, period)]
    return observation.value


def month(year: int, number: int, last: int) -> Period:
    return Period(D(year, number, 1), D(year, number, last))


def test_incidents_are_summed_by_month_and_year_and_by_scope(written: Written) -> None:
    path = written(
        ROUTES,
        "a,Incident,2023-01-05,2,3,5,Central Mediterranean",
        "b,Incident,2023-01-20,1,0,1,Western Mediterranean",
        "c,Incident,2023-12-31,4,NA,4,Central Mediterranean",
        "d,Incident,2024-03-15,7,1,8,Central Mediterranean",
    )
    found = missing_migrants.read_routes(path, AS_OF)
    year = Period(D(2023, 1, 1), D(2023, 12, 31))
    assert value(found, "deaths", CENTRAL, year) == 6
    assert value(found, "missing", CENTRAL, year) == 3
    assert value(found, "dead_or_missing", CENTRAL, year) == 9
    assert value(found, "dead_or_missing", WHOLE, year) == 10
    assert value(found, "dead_or_missing", CENTRAL, month(2023, 1, 31)) == 5
    assert value(found, "dead_or_missing", CENTRAL, month(2023, 2, 28)) == 0
    assert {o.as_of for o in found} == {AS_OF}
    assert {o.at for o in found} == {("MED",)}


def test_the_year_that_is_not_over_is_a_running_total_and_its_last_month_is_left_out(
    written: Written,
) -> None:
    path = written(
        ROUTES,
        "a,Incident,2024-01-05,2,3,5,Central Mediterranean",
        "b,Incident,2024-03-15,1,0,1,Central Mediterranean",
    )
    found = missing_migrants.read_routes(path, AS_OF)
    so_far = Period(D(2024, 1, 1), D(2024, 3, 15))
    assert value(found, "dead_or_missing", CENTRAL, so_far) == 6
    assert {o.period for o in found if o.cumulative} == {so_far}
    assert {o.period for o in found if not o.cumulative} == {month(2024, 1, 31), month(2024, 2, 29)}


def test_the_download_and_the_table_by_route_give_the_same_sums(written: Written) -> None:
    one = written(
        ROUTES,
        "x,Split Incident,2024-01-05,3,2,5,Central Mediterranean",
        "y,Incident,2024-02-29,0,40,40,Central Mediterranean",
        name="routes.csv",
    )
    other = written(
        DOWNLOAD,
        'x,x1,Med,"Fri, 01/05/2024 - 12:00",2024,January,1,,Central Mediterranean',
        'x,x2,Med,"Fri, 01/05/2024 - 12:00",2024,January,2,2,Central Mediterranean',
        'y,y,Med,"Thu, 02/29/2024 - 12:00",2024,February,,40,Central Mediterranean',
        name="download.csv",
    )
    assert missing_migrants.read_routes(one, AS_OF) == missing_migrants.read_download(other, AS_OF)


def test_a_correction_below_nought_lowers_the_sum(written: Written) -> None:
    path = written(
        ROUTES,
        "a,Incident,2023-05-01,0,9,9,Central Mediterranean",
        "b,Incident,2023-12-31,2,-2,0,Central Mediterranean",
    )
    found = missing_migrants.read_routes(path, AS_OF)
    assert value(found, "missing", CENTRAL, Period(D(2023, 1, 1), D(2023, 12, 31))) == 7


def test_an_incident_on_two_routes_counts_for_each_and_once_for_all(written: Written) -> None:
    path = written(
        ROUTES,
        'a,Incident,2023-12-31,3,0,3,"Central Mediterranean,Eastern Mediterranean"',
        "b,Incident,2023-01-01,0,0,0,Other",
    )
    found = missing_migrants.read_routes(path, AS_OF)
    year = Period(D(2023, 1, 1), D(2023, 12, 31))
    assert value(found, "deaths", CENTRAL, year) == value(found, "deaths", WHOLE, year) == 3


def test_rows_that_are_totals_themselves_are_left_out(written: Written) -> None:
    path = written(ROUTES, "a,Cumulative Incident,2023-12-31,100,0,100,Central Mediterranean")
    assert missing_migrants.read_routes(path, AS_OF) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,Incident,2023-02-30,1,0,1,Central Mediterranean", "line 2, column 'Incident date': there is no such day"),
        ("a,Incident,2023-02-01,many,0,1,Central Mediterranean", "line 2, column 'No. dead': 'many' is no number"),
        ("a,Incident,2023-02-01,1,2,4,Central Mediterranean", "line 2, column 'No. dead/missing'"),
        ("a,Incident,2023-02-01,1,2", "line 2: 5 cells, but 7 columns"),
        ("a,Incident,2025-02-01,1,2,3,Central Mediterranean", "later than the day of the copy"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_in_one_line(written: Written, row: str, told: str) -> None:
    with pytest.raises(SeriesError) as error:
        missing_migrants.read_routes(written(ROUTES, row), AS_OF)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
