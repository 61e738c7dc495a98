"""Two tellings are one claim, or a conflict of a kind, or of different things."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sijill.model import Figure, Period, Population
from sijill.reconcile.comparing import Comparison, Told, compare
from sijill.reconcile.hedges import mean_the_same, significant

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
HALF = Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30))
WOMEN = Population(sex="female")


def day(number: int) -> Period:
    return Period.day(dt.date(2024, 5, number))


def told(value: float, document: int = 1, published: str | None = None, **slots: Any) -> Told:
    given: dict[str, Any] = {"unit": "person", "measure": "arrivals", "period": YEAR, "to": ("IT",)} | slots
    on = dt.date.fromisoformat(published) if published else None
    return Told(document, Figure(0, 5, value, **given), on)


def between(one: Told, other: Told) -> Comparison:
    """The comparison, which is the same from both sides."""
    result, turned = compare(one, other), compare(other, one)
    assert (result.relation, result.kind, result.explained) == (
        turned.relation,
        turned.kind,
        turned.explained,
    )
    assert result.why and turned.why
    return result


@pytest.mark.parametrize(
    ("slots", "others"),
    [
        ({"value": 21762}, {"value": 21000, "bound": "over", "low": 21000}),
        ({"value": 92427}, {"value": 92000, "bound": "about"}),
        ({"value": 1034}, {"value": 1000, "bound": "about", "status": "estimate"}),
        ({"value": 28000, "bound": "over", "low": 28000}, {"value": 29000, "bound": "about"}),
        ({"value": 66317, "at": ("MED",)}, {"value": 66317}),
        ({"value": 66317, "to": ("IT",)}, {"value": 66317, "to": ()}),
        (
            {"value": 87, "period": Period(dt.date(2024, 5, 1), dt.date(2024, 5, 2))},
            {"value": 87, "period": day(2)},
        ),
        (
            {"value": 16350000, "unit": "EUR", "measure": "funding", "period": None},
            {"value": 16350000, "unit": "EUR", "measure": "funding", "period": None},
        ),
    ],
)
def test_one_claim_may_be_told_rounded_and_with_less_detail(
    slots: dict[str, Any], others: dict[str, Any]
) -> None:
    assert between(told(**slots), told(**others, document=2)).relation == "agrees"


@pytest.mark.parametrize(
    ("slots", "others"),
    [
        ({"value": 21762}, {"value": 5000, "bound": "over", "low": 5000}),  # true, and not what is meant
        ({"value": 30215, "bound": "over", "low": 30215}, {"value": 31404}),  # who knows more says more
        ({"value": 20}, {"value": 20, "to": ()}),  # a round number proves nothing
        ({"value": 66317}, {"value": 66317, "to": ("ES",)}),
        ({"value": 66317}, {"value": 66317, "status": "target"}),
        ({"value": 66317}, {"value": 66317, "change": "increase"}),
        ({"value": 87, "period": day(2)}, {"value": 87, "period": day(9)}),
        ({"value": 2000, "measure": "other"}, {"value": 2000, "measure": "other"}),
        ({"value": 12, "actor": "Frontex"}, {"value": 12, "actor": "Libyan Coast Guard"}),
    ],
)
def test_a_false_merge_is_worse_than_a_missed_one(slots: dict[str, Any], others: dict[str, Any]) -> None:
    assert between(told(**slots), told(**others, document=2)).relation == "unrelated"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (told(66317), told(66617), "misprint"),
        (told(66317), told(66371), "misprint"),
        (told(157651), told(157004), "rounding"),
        (told(1699), told(1810), "contradiction"),
        (
            told(66317, source="A", published="2025-01-02"),
            told(70000, source="A", published="2025-02-02"),
            "revision",
        ),
        (told(2526, period=HALF), told(2526), "year_to_date"),
        (told(1500, population=WOMEN), told(1500), "scope"),
        (told(1521, measure="deaths"), told(1521, measure="dead_or_missing"), "scope"),
        (told(25, unit="EUR", measure="funding"), told(25, unit="USD", measure="funding"), "unit"),
    ],
)
def test_a_difference_has_a_kind(one: Told, other: Told, kind: str) -> None:
    result = between(one, other)
    assert (result.relation, result.explained) == ("differs", False)
    assert result.kind == kind


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (told(25345, period=HALF), told(66317), "year_to_date"),
        (told(6950, period=HALF), told(9100, period=Period(HALF.start, dt.date(2024, 9, 30))), "period"),
        (told(1500, population=WOMEN), told(21762), "scope"),
        (told(159000), told(1009750, to=("EU",)), "scope"),
    ],
)
def test_more_time_more_people_and_a_wider_area_explain_more(one: Told, other: Told, kind: str) -> None:
    assert between(one, other) == Comparison("differs", kind, between(one, other).why, True)  # type: ignore[arg-type]
    swapped = (told_with(one, other.figure.value), told_with(other, one.figure.value))
    assert not between(*swapped).explained, "a part that is larger than its whole is not explained"


def test_who_intercepts_is_the_coast_guard_whoever_counts() -> None:
    slots: dict[str, Any] = {"measure": "interceptions", "from_": ("LY",), "to": ()}
    counted = told(21762, actor="International Organization for Migration", **slots)
    for force in ("Libyan Navy", "Libyan Coast Guard"):
        assert between(counted, told(21762, 2, actor=force, **slots)).relation == "agrees"
    assert (
        between(
            told(21762, actor="Tunisian Navy", **slots), told(21762, 2, actor="Libyan Navy", **slots)
        ).kind
        is None
    )


def told_with(telling: Told, value: float) -> Told:
    from dataclasses import replace

    return replace(telling, figure=replace(telling.figure, value=value))


def wreck(value: float, published: str, **slots: Any) -> Told:
    given: dict[str, Any] = {"measure": "deaths", "period": day(2), "to": (), "at": ("LY",)} | slots
    return told(value, published=published, **given)


def test_a_toll_rises_as_days_go_by_unless_two_sources_are_at_odds() -> None:
    assert between(wreck(41, "2024-05-02"), wreck(60, "2024-05-04")).kind == "revision"
    assert (
        between(wreck(41, "2024-05-02", source="A"), wreck(60, "2024-05-04", source="B")).kind
        == "contradiction"
    )
    assert between(wreck(60, "2024-05-02"), wreck(41, "2024-05-04")).kind == "contradiction"


def test_parts_are_set_against_parts_of_the_same_whole() -> None:
    whole, other_whole = told(105).figure, told(164).figure
    one = Told(1, told(42, part_of=9).figure, whole=whole)
    assert between(one, Told(2, told(61, part_of=9).figure, whole=whole)).kind == "contradiction"
    assert between(one, Told(2, told(61, part_of=9).figure, whole=other_whole)).relation == "unrelated"


def test_digits_that_say_something() -> None:
    assert [significant(value) for value in (21762, 21000, 16.35, 0.5, 100)] == [5, 2, 4, 1, 1]


def test_what_is_meant_by_a_hedge_ends_at_its_last_digit() -> None:
    over = told(21000, bound="over", low=21000).figure
    assert mean_the_same(over, told(22000).figure)
    assert not mean_the_same(over, told(22001).figure)
