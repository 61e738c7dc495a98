"""A series holds what documents state, bucket by bucket; nothing is added up and nothing is filled in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sijill.model import Figure, Period, Population
from sijill.reconcile.comparing import Told
from sijill.reconcile.series import Line, bucket, bucket_of, distance, preferred, role_of, series


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def told(
    document: int, value: float, period: Period | None, published: str = "2026-01-01", **slots: Any
) -> Told:
    given: dict[str, Any] = {"unit": "person", "measure": "arrivals", "to": ("IT",)} | slots
    return Told(document, Figure(0, 5, value, period=period, **given), dt.date.fromisoformat(published))


def test_gaps_stay_gaps() -> None:
    (points,) = series([told(1, 10, year(2020)), told(1, 30, year(2023))], "IT", "year").values()
    assert [(p.period, p.basis) for p in points] == [
        (year(2020), "whole"),
        (Period(dt.date(2021, 1, 1), dt.date(2022, 12, 31)), None),
        (year(2023), "whole"),
    ]


def test_a_year_to_date_is_no_year() -> None:
    to_june = Period(dt.date(2025, 1, 1), dt.date(2025, 6, 30))
    to_may = Period(dt.date(2025, 1, 1), dt.date(2025, 5, 31))
    given = [told(1, 20, to_may), told(2, 25, to_june), told(3, 60, year(2025)), told(4, 24, to_june)]
    (points,) = series(given, "IT", "year").values()
    assert [(p.basis, p.period.end, p.lowest and p.lowest.figure.value) for p in points] == [
        ("to date", dt.date(2025, 6, 30), 24),
        ("whole", dt.date(2025, 12, 31), 60),
    ]


def test_months_do_not_make_a_year_and_a_year_makes_no_month() -> None:
    month = Period(dt.date(2024, 3, 1), dt.date(2024, 3, 31))
    given = [told(1, 5, month), told(1, 60, year(2024))]
    assert [len(points) for points in series(given, "IT", "year").values()] == [1]
    (points,) = series(given, "IT", "month").values()
    assert [p.period for p in points] == [month]


def test_a_stock_is_of_its_last_day_in_the_bucket() -> None:
    def stock(value: float, day: dt.date) -> Told:
        return told(1, value, Period.day(day), measure="migrants_present", to=(), at=("LY",))

    given = [stock(700, dt.date(2024, 2, 28)), stock(800, dt.date(2024, 10, 31))]
    (points,) = series(given, "LY", "year").values()
    assert [(p.basis, p.period, p.preferred and p.preferred.figure.value) for p in points] == [
        ("stock", Period.day(dt.date(2024, 10, 31)), 800)
    ]


def test_lowest_highest_latest_and_the_preferred_one() -> None:
    source = "Ministry of the Interior of Italy"
    given = [
        told(1, 66317, year(2024), "2025-01-02", source=source),
        told(2, 66617, year(2024), "2025-03-10", source=source),
        told(3, 67000, year(2024), "2025-04-01", bound="about"),
        told(4, 66000, year(2024), "2025-05-01", bound="over", low=66000, source="A newspaper"),
    ]
    (points,) = series(given, "IT", "year").values()
    (point,) = points
    shown = (point.lowest, point.highest, point.latest, point.preferred)
    assert [one.figure.value if one else None for one in shown] == [66000, 67000, 66000, 66617]
    assert point.documents == 4


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({"source": "Frontex"}, 0),
        ({"source": "Tunisian National Guard"}, 0),
        ({"source": "Tunis Mission", "actor": "Tunis Mission"}, 0),
        ({"source": "Alarm Phone"}, 1),
        ({}, 2),
        ({"source": "Frontex", "status": "estimate"}, 3),
    ],
)
def test_how_far_a_figure_is_from_who_counted(slots: dict[str, Any], expected: int) -> None:
    assert distance(told(1, 1, None, **slots).figure) == expected


def test_the_closest_said_number_is_preferred_to_a_later_round_one() -> None:
    exact = told(1, 21762, year(2024), "2025-01-01")
    assert preferred([told(2, 21000, year(2024), "2025-06-01", bound="over", low=21000), exact]) is exact


def test_parts_other_people_and_changes_stay_out() -> None:
    women = Population(sex="female")
    given = [
        told(1, 100, year(2024)),
        told(1, 40, year(2024), part_of=9),
        told(1, 30, year(2024), population=women, part_of=9),
        told(1, 5, year(2024), change="increase"),
        told(1, 7, None),
    ]
    (points,) = series(given, "IT", "year").values()
    assert [p.documents for p in points] == [1]
    (of_women,) = series(given, "IT", "year", women).values()
    assert of_women[0].preferred is not None
    assert of_women[0].preferred.figure.value == 30


def test_of_several_numbers_of_one_document_the_total_counts() -> None:
    given = [told(1, 66296, year(2025)), told(1, 58408, year(2025)), told(2, 66296, year(2025))]
    (points,) = series(given, "IT", "year").values()
    assert points[0].lowest is not None
    assert points[0].lowest.figure.value == 66296


def test_units_and_roles_are_lines_of_their_own() -> None:
    given = [
        told(1, 10, year(2024)),
        told(2, 11, year(2024)),
        told(1, 3, year(2024), unit="vessel"),
        told(1, 4, year(2024), to=(), from_=("IT",)),
    ]
    assert list(series(given, "IT", "year")) == [
        Line("person", "to", "IT"), Line("person", "from", "IT"), Line("vessel", "to", "IT")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slots", "role"),
    [
        ({"to": (), "from_": ("LY",), "at": ("MED",)}, "from"),
        ({"to": (), "from_": ("LY",), "at": ("LY",)}, "from"),
        ({"to": (), "at": ("LY",)}, "at"),
        ({"to": ("IT",), "from_": ("LY",)}, None),
        ({"to": ("LY", "TN")}, None),
        ({"to": ("IT",)}, None),
    ],
)
def test_the_role_of_a_place_that_stands_alone(slots: dict[str, Any], role: str | None) -> None:
    assert role_of(told(1, 1, None, **slots).figure, "LY") == role


def test_buckets() -> None:
    thursday = dt.date(2026, 1, 1)
    assert bucket_of(thursday, "week") == Period(dt.date(2025, 12, 29), dt.date(2026, 1, 4))
    assert bucket_of(dt.date(2024, 2, 10), "month").end == dt.date(2024, 2, 29)
    assert bucket(told(1, 1, Period.day(thursday)).figure, "day") == (Period.day(thursday), "whole")
    assert bucket(told(1, 1, Period(None, thursday)).figure, "year") is None
