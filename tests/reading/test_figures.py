"""Headlines carry what the body says; a figure of which the reader is hardly sure is left out."""

from __future__ import annotations

import pytest

from sijill.model import Bound
from sijill.reading.figures import LEAST_SURE, figures, rounds_to
from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("value", "headline", "bound"),
    [(21762, 21762, "exact"), (21762, 21000, "over"), (21762, 22000, "under"), (21762, 22000, "about")],
)
def test_a_headline_may_round_the_number_of_the_body(value: int, headline: int, bound: Bound) -> None:
    assert rounds_to(value, headline, bound)


@pytest.mark.parametrize(
    ("value", "headline", "bound"),
    [(21762, 21000, "exact"), (21762, 15000, "over"), (12, 10, "about"), (30, 12, "range")],
)
def test_another_number_is_no_rounding(value: int, headline: int, bound: Bound) -> None:
    assert not rounds_to(value, headline, bound)


def test_a_headline_has_its_own_hedge_and_the_rest_from_the_body(passage: Prepare) -> None:
    body = "The Libyan coast guard intercepted 21,762 migrants in the Mediterranean in 2024, the IOM said."
    analysed = passage("en", body, title="More than 21,000 migrants stopped at sea")
    headline, told = figures(analysed)
    assert (headline.value, headline.bound, headline.low) == (21000, "over", 21000)
    assert (headline.measure, headline.period, headline.at) == (told.measure, told.period, told.at)


def test_every_figure_is_sure_enough_and_says_what_decided(passage: Prepare) -> None:
    text = "The Libyan coast guard intercepted 90 migrants off Zawiya on Monday, among them 12 women."
    found = figures(passage("en", text))
    assert found
    for figure in found:
        assert figure.confidence is not None and LEAST_SURE <= figure.confidence <= 1
        taken_over = {"part_of"} if figure.part_of is not None else {"period", "source"}
        assert {e.slot for e in figure.evidence} >= {"measure", "status", *taken_over}
