"""Plans of the rules of time: made once for all runs of words of one shape, and no less right for it."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from sijill.languages import data
from sijill.reading.calendar_rules import Calendar
from sijill.reading.time_plans import Node, Plans
from sijill.reading.times import times

PUBLISHED = dt.date(2025, 6, 13)


def _counting(rules: Calendar, classes: list[str]) -> tuple[Node, Plans, list[int]]:
    """The plan of tokens of one class each, and which tokens were looked at for it."""
    looked: list[int] = []

    def shape_at(index: int) -> int:
        looked.append(index)
        return rules.shape(((classes[index], 1, ""),)) if index < len(classes) else 0

    plans = Plans(rules)
    return plans.find(shape_at, 0), plans, looked


@pytest.fixture
def rules() -> Calendar:
    return Calendar(data("en", "calendar"), "languages/en/calendar.yaml")


def test_a_plan_knows_each_place_where_an_expression_may_end(rules: Calendar) -> None:
    plan, _, _ = _counting(rules, ["DAY", "MONTH", "YEAR"])
    assert set(plan.ways) == {2, 3}


def test_a_shape_that_no_rule_fits_has_no_ways(rules: Calendar) -> None:
    plan, _, _ = _counting(rules, ["COMMA", "SLASH"])
    assert plan.ways == {}


def test_a_plan_is_made_once_for_a_shape(rules: Calendar) -> None:
    plan, plans, _ = _counting(rules, ["DAY", "MONTH", "YEAR"])
    places = [rules.shape(((cls, 1, ""),)) for cls in ("DAY", "MONTH", "YEAR")]
    assert plans.find(lambda at: places[at] if at < 3 else 0, 0) is plan


def test_words_out_of_the_reach_of_an_expression_are_not_looked_at(rules: Calendar) -> None:
    _, _, looked = _counting(rules, ["DAY", "MONTH", "YEAR", *["COMMA"] * 1000])
    assert max(looked) < 10


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They left on 12 March 2025 by sea", dt.date(2025, 3, 12)),
        ("They left on 3 May 2024 by sea", dt.date(2024, 5, 3)),
        ("They left on 30 January 2023 by sea", dt.date(2023, 1, 30)),
    ],
)
def test_runs_of_one_shape_keep_their_own_values(text: str, day: dt.date) -> None:
    (found,) = times(text, "en", PUBLISHED)
    assert found.period is not None
    assert (found.period.start, found.period.end) == (day, day)


def test_a_day_that_no_calendar_has_is_none_even_where_the_shape_is_known() -> None:
    assert [t.period for t in times("Signed on 30 June 2025.", "en", PUBLISHED)]
    assert times("Signed on 31 June 2025.", "en", PUBLISHED) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "12 and 15 of the "), ("fr", "12 de la fin du "), ("it", "5 e 6 del "), ("ar", "12 و15 من ")],
)
def test_words_that_may_all_go_on_take_time_that_grows_with_the_text(language: str, words: str) -> None:
    def seconds(count: int) -> float:
        begin = time.process_time()
        times(words * count, language, PUBLISHED)
        return time.process_time() - begin

    seconds(100)
    assert seconds(4000) < 40 * max(seconds(400), 0.005)
