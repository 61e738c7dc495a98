"""Each end that a mandate was given is kept, with who told it; money is set beside days and people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sijill.model import Instrument, Money, Period
from sijill.reconcile.mandates import Described, expiring, last_day, mandates

TWO_YEARS = Period(dt.date(2025, 4, 1), dt.date(2027, 3, 31))


def described(document: int, published: str, **slots: Any) -> Described:
    given: dict[str, Any] = {"name": "EUNAVFOR MED IRINI", "kind": "operation"} | slots
    return Described(document, Instrument(0, 5, **given), dt.date.fromisoformat(published))


def test_each_extension_with_its_days_and_who_told_it_first() -> None:
    (mandate,) = mandates(
        [
            described(3, "2025-03-24", ends="2027-03-31", begins="2020-03-31"),
            described(1, "2023-03-20", ends="2025-03-31", begins="2020"),
            described(2, "2023-04-01", ends="2025-03-31", begins="2020-03-31"),
        ]
    )
    assert [(t.ends, t.extends, [o.document for o in t.told]) for t in mandate.terms] == [
        (dt.date(2025, 3, 31), None, [1, 2]),
        (dt.date(2027, 3, 31), 730, [3]),
    ]
    assert (mandate.begins, mandate.ends, mandate.documents) == ("2020-03-31", dt.date(2027, 3, 31), 3)


def test_an_end_told_as_a_year_is_the_day_that_another_gives() -> None:
    (mandate,) = mandates(
        [described(1, "2025-01-01", ends="2027"), described(2, "2025-01-02", ends="2027-03-31")]
    )
    assert [term.ends for term in mandate.terms] == [dt.date(2027, 3, 31)]
    (vague,) = mandates([described(1, "2025-01-01", ends="2027")])
    assert vague.ends == dt.date(2027, 12, 31)


def test_a_budget_by_the_day_and_by_the_person() -> None:
    money = Money(16_350_000, "EUR", TWO_YEARS, 0)
    (mandate,) = mandates(
        [described(1, "2025-03-24", budget=(money,)), described(2, "2025-03-25", budget=(money,))]
    )
    (budget,) = mandate.budgets
    assert (budget.days, budget.per_person, len(budget.told)) == (730, None, 2)
    assert budget.per_day == pytest.approx(22_397.26, abs=0.01)
    returns = Money(20_000_000, "EUR", None, 0)
    (programme,) = mandates([described(1, "2025-06-13", budget=(returns,), target=3300)])
    assert programme.budgets[0].per_person == pytest.approx(6060.61, abs=0.01)
    assert programme.budgets[0].per_day is None


def test_what_ends_next_by_its_latest_end() -> None:
    found = mandates(
        [
            described(1, "2025-01-01", name="A", ends="2026-03-31"),
            described(2, "2025-02-01", name="A", ends="2028-03-31"),
            described(1, "2025-01-01", name="B", ends="2026-02-28"),
            described(1, "2025-01-01", name="C", ends="2026-01-31"),
            described(1, "2025-01-01", name="D"),
        ]
    )
    ending = expiring(found, dt.date(2026, 1, 31), 180)
    assert [(mandate.name, term.ends) for mandate, term in ending] == [
        ("C", dt.date(2026, 1, 31)),
        ("B", dt.date(2026, 2, 28)),
    ]
    assert expiring(found, dt.date(2026, 1, 31), 0)[-1][0].name == "C"


def test_the_last_day_of_a_day_a_month_or_a_year() -> None:
    assert [last_day(written) for written in ("2024-02-10", "2024-02", "2024")] == [
        dt.date(2024, 2, 10), dt.date(2024, 2, 29), dt.date(2024, 12, 31)
    ]  # fmt: skip
