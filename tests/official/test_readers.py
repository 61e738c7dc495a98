"""Frontex, UNHCR, Italy and IOM Libya: what each table's traps are, and how they are read."""

from __future__ import annotations

import datetime as dt

import pytest

from sijill.model import Observation, Period, Population
from sijill.official import frontex, iom_libya, italy, unhcr
from sijill.official.tables import SeriesError
from tests.official.conftest import Written

D = dt.date
YEAR = Period(D(2024, 1, 1), D(2024, 12, 31))
SEA = "Central Mediterranean Route (Sea)"


def values(found: list[Observation], **slots: object) -> list[object]:
    return [o.value for o in found if all(getattr(o, name) == value for name, value in slots.items())]


def frontex_year(last: int = 12) -> list[str]:
    months = (f"2024-{m:02},Central Mediterranean Route,Sea,EGY,{m}" for m in range(1, last + 1))
    return ["month,route,type,nat,n", *months]


def test_frontex_detections_are_summed_by_route_over_months_that_are_there(written: Written) -> None:
    found = frontex.read(
        written(*frontex_year(), "2024-01,Central Mediterranean Route,Sea,UNK,100"), D(2025, 2, 1)
    )
    assert values(found, period=YEAR, population=Population()) == [178]
    assert values(found, period=YEAR, population=Population(nationality=("EG",))) == [78]
    assert values(found, period=Period(D(2024, 1, 1), D(2024, 1, 31))) == [101]
    assert {(o.measure, o.to, o.at, o.scope, o.licence) for o in found} == {
        ("arrivals", ("EU",), ("MED",), SEA, "not verified")
    }


def test_a_year_of_detections_that_is_not_over_is_a_running_total(written: Written) -> None:
    found = frontex.read(written(*frontex_year(4)), D(2024, 6, 1))
    so_far = Period(D(2024, 1, 1), D(2024, 4, 30))
    assert values(found, cumulative=True, population=Population()) == [10]
    assert {o.period for o in found if o.cumulative} == {so_far}


def test_a_year_that_lacks_a_month_is_not_summed(written: Written) -> None:
    lines = frontex_year()
    del lines[5]
    found = frontex.read(written(*lines, "2025-01,Central Mediterranean Route,Sea,EGY,1"), D(2025, 3, 1))
    assert values(found, period=YEAR) == []


POPULATION = "year,coo_iso,coa_iso,refugees,asylum_seekers,idps"


def test_refugees_and_asylum_seekers_are_one_stock_at_the_end_of_the_year(written: Written) -> None:
    path = written(
        POPULATION, "2024,SDN,LBY,100.0,50.0,0.0", "2024,UNK,LBY,5.0,0.0,0.0", "2024,LBY,LBY,0.0,0.0,30.0"
    )
    found = unhcr.read_population(path, D(2025, 6, 12))
    everybody = {"at": ("LY",), "population": Population()}
    assert values(found, measure="refugees_registered", scope="", **everybody) == [155]
    assert values(found, measure="refugees_registered", scope=unhcr.REFUGEES, **everybody) == [105]
    assert values(found, measure="refugees_registered", scope=unhcr.SEEKERS, **everybody) == [50]
    assert values(found, measure="displaced") == [30]
    assert values(found, scope="", population=Population(nationality=("SD",))) == [150]
    assert {o.period for o in found} == {Period.day(D(2024, 12, 31))}


def test_a_stock_is_of_no_day_after_the_copy_but_of_the_middle_of_the_year(written: Written) -> None:
    found = unhcr.read_population(written(POPULATION, "2025,SDN,LBY,100.0,50.0,0.0"), D(2025, 11, 10))
    assert {o.period for o in found} == {Period.day(D(2025, 6, 30))}


def test_who_returned_went_from_the_country_of_asylum_and_who_was_resettled_to_it(written: Written) -> None:
    path = written(
        "year,coo_iso,coa_iso,returned_refugees,resettlement,naturalisation",
        "2024,SDN,LBY,40.0,,",
        "2024,SYR,ITA,,96.0,",
    )
    found = unhcr.read_solutions(path, D(2025, 6, 12))
    assert values(found, measure="voluntary_returns", from_=("LY",), scope=unhcr.RETURNED) == [40]
    assert values(found, measure="resettlements", to=("IT",)) == [96]


def test_applications_count_people_never_cases(written: Written) -> None:
    path = written(
        "year,coo_iso,coa_iso,app_type,app_pc,applied",
        "2024,EGY,ITA,N,P,70.0",
        "2024,EGY,ITA,R,P,8.0",
        "2024,EGY,ITA,N,C,1000.0",
    )
    found = unhcr.read_applications(path, D(2025, 6, 12))
    assert values(found, scope=unhcr.NEW) == [70]
    assert values(found, scope=unhcr.EVERY) == [78]


def test_the_year_to_date_is_the_sum_of_the_table_of_nationalities(written: Written) -> None:
    path = written(
        "Data_Report,Nazione,ISO_3166-1,Valore",
        "2024-06-30,Tunisia,TN,300",
        "2024-06-30,altre,,50",
        "2024-07-15,Tunisia,TN,400",
    )
    found = italy.read_nationalities(path)
    june = {"period": Period(D(2024, 1, 1), D(2024, 6, 30)), "as_of": D(2024, 6, 30), "cumulative": True}
    assert values(found, population=Population(), **june) == [350]
    assert values(found, population=Population(nationality=("TN",)), **june) == [300]
    assert values(found, as_of=D(2024, 7, 15), population=Population()) == [400]


def test_countries_in_italian_are_known_whatever_the_apostrophe(written: Written) -> None:
    path = written(
        "nazionalita,migranti_sbarcati,data_riferimento",
        "Costa d’Avorio,7,2024-06-30",
        "altre*,3,2024-06-30",
    )
    found = italy.read_second_nationalities(path)
    assert values(found, population=Population(nationality=("CI",))) == [7]
    assert values(found, population=Population()) == [10]


def test_a_nationality_that_nobody_knows_is_not_guessed(written: Written) -> None:
    path = written("nazionalita,migranti_sbarcati,data_riferimento", "Atlantide,7,2024-06-30")
    with pytest.raises(SeriesError, match="line 2, column 'nazionalita': 'Atlantide' is no country"):
        italy.read_second_nationalities(path)


def test_a_nationality_twice_in_one_report_is_an_error_not_a_sum(written: Written) -> None:
    row = "2024-06-30,Tunisia,TN,300"
    with pytest.raises(SeriesError, match="line 3, column 'Nazione': 'Tunisia' stands twice"):
        italy.read_nationalities(written("Data_Report,Nazione,ISO_3166-1,Valore", row, row))


def test_a_day_has_the_number_of_the_latest_report_and_no_forecast(written: Written) -> None:
    found = italy.read_days(
        written(
            "Data,Valore,Data_Report",
            "2024-02-14,301,2024-02-15",
            "2024-02-14,310,2024-02-29",
            "2024-02-20,0,2024-02-15",
            "2024-02-30,0,2024-02-29",
            "2024-02-21,0[VALORE]0,2024-02-29",
            "2024-02-22,,2024-02-29",
        )
    )
    assert [(o.period, o.value, o.as_of) for o in found] == [
        (Period.day(D(2024, 2, 14)), 310, D(2024, 2, 29))
    ]
    assert not any(o.cumulative for o in found)


def test_a_day_of_the_second_extraction_is_one_of_the_month_of_its_report(written: Written) -> None:
    found = italy.read_second_days(
        written("giorno,migranti_sbarcati,data_riferimento", "29,5,2024-02-29", "30,0,2024-02-29")
    )
    assert [(o.period, o.value) for o in found] == [(Period.day(D(2024, 2, 29)), 5)]


LIBYA = "as_of,cumulative_year,men,women,children,gender_unknown,dead,missing,source_url"


def test_running_totals_have_their_parts_and_their_page(written: Written) -> None:
    found = iom_libya.read(written(LIBYA, "2024-09-28,100,70,20,10,,5,6,https://example.org/a"))
    so_far = {"period": Period(D(2024, 1, 1), D(2024, 9, 28)), "cumulative": True}
    assert values(found, measure="interceptions", population=Population(), **so_far) == [100]
    assert values(found, population=Population(sex="female"), **so_far) == [20]
    assert values(found, population=Population(age="child"), **so_far) == [10]
    assert values(found, measure="deaths", scope=iom_libya.SCOPE, at=("MED",)) == [5]
    assert {o.url for o in found} == {"https://example.org/a"}


def test_parts_that_do_not_add_up_are_left_out_and_the_total_is_kept(written: Written) -> None:
    found = iom_libya.read(written(LIBYA, "2024-09-28,100,71,20,10,,,,https://example.org/a"))
    assert [(o.measure, o.value, o.population) for o in found] == [("interceptions", 100, Population())]


def test_pages_of_one_day_that_disagree_make_no_value(written: Written) -> None:
    found = iom_libya.read(
        written(LIBYA, "2024-09-28,100,,,,,5,6,https://a.example", "2024-09-28,100,,,,,7,6,https://b.example")
    )
    assert values(found, measure="interceptions") == [100]
    assert values(found, measure="deaths") == []
    assert values(found, measure="missing") == [6]
