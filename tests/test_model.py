"""What a noun owes: spans are not empty, periods know what they contain."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.model import Period, Span

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
ENDS = st.none() | DAYS


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(ENDS), draw(ENDS)
    if start is None and end is None:
        start = draw(DAYS)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Period(start, end)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_is_neither_empty_nor_backwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_a_period_knows_one_end_at_least() -> None:
    with pytest.raises(ValueError, match="first or a last day"):
        Period(None, None)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period(dt.date(2025, 2, 1), dt.date(2025, 1, 31))


@given(periods())
def test_a_period_contains_and_overlaps_itself(period: Period) -> None:
    assert period.contains(period)
    assert period.overlaps(period)


@given(periods(), periods())
def test_overlap_is_mutual_and_follows_from_containing(one: Period, other: Period) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    if one.contains(other):
        assert one.overlaps(other)


def test_an_open_end_is_unbounded() -> None:
    until = Period(None, dt.date(2027, 3, 31))
    assert until.contains(Period(dt.date(1999, 1, 1), dt.date(2027, 3, 31)))
    assert not until.contains(Period(dt.date(2027, 1, 1), None))
