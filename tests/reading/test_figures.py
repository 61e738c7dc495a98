"""Headlines carry what the body says; a figure of which the reader is hardly sure is left out."""

from __future__ import annotations

import pytest

from sijill.model import Bound
from sijill.reading.figures import LEAST_SURE, figures, rounds_to, weighed_figures
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
    found = weighed_figures(passage("en", text))
    assert found
    for figure in found:
        assert figure.confidence is not None and LEAST_SURE <= figure.confidence <= 1
        taken_over = {"part_of"} if figure.part_of is not None else {"period", "source"}
        assert {e.slot for e in figure.evidence} >= {"measure", "status", *taken_over}


def test_the_confidence_that_is_said_keeps_the_order_of_what_was_weighed(passage: Prepare) -> None:
    text = "Ships saved 90 people off Libya on Monday. Perhaps 40 more were lost. In 2024 it had been 3,000 in all."
    weighed, said = weighed_figures(passage("en", text)), figures(passage("en", text))
    assert [f.start for f in weighed] == [f.start for f in said]
    by_weight = sorted(weighed, key=lambda f: f.confidence or 0)
    assert [f.start for f in by_weight] == [f.start for f in sorted(said, key=lambda f: f.confidence or 0)]


def test_what_follows_a_comparison_goes_back_to_the_period_of_the_subject(passage: Prepare) -> None:
    text = (
        "In 2024 the Libyan coast guard intercepted 21,000 migrants, against 17,000 in 2023. "
        "Among those stopped at sea were 1,500 women."
    )
    years = {
        f.value: f.period.start.year for f in figures(passage("en", text)) if f.period and f.period.start
    }
    assert years[21000] == 2024 and years[17000] == 2023 and years[1500] == 2024


def test_what_is_compared_has_the_places_of_what_it_is_compared_with(passage: Prepare) -> None:
    text = "In 2024 the coast guard returned 21,000 migrants to Libya, against 17,000 in 2023."
    first, second = figures(passage("en", text))
    assert (first.from_, first.to, first.at) == (second.from_, second.to, second.at)


def test_a_text_about_something_else_has_no_figures(passage: Prepare) -> None:
    text = (
        "The coast guard pulled 12 swimmers out of the sea off Sfax on Sunday, after a match that 9,000 fans had "
        "watched. Lifeguards said that 3 bathers had drowned since June, and tourists were told to stay ashore."
    )
    assert figures(passage("en", text)) == []
