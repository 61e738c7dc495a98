"""A choice is the candidate whose features weigh most; its probability comes from all candidates' scores."""

from __future__ import annotations

import pytest

from sijill.reading.choice import best, describe, likeliest, score, weights


def is_long(word: str) -> bool | str | None:
    """The word has more than three letters."""
    return len(word) > 3


def first_letter(word: str) -> bool | str | None:
    """Which letter it begins with."""
    return word[:1]


FEATURES = (is_long, first_letter)


def test_a_feature_is_named_with_what_applies() -> None:
    assert describe(FEATURES, "boat") == ["is_long", "first_letter=b"]
    assert describe(FEATURES, "") == []


def test_the_heaviest_candidate_wins() -> None:
    index, probability, names = best(["sea", "boat"], FEATURES, {"is_long": 2.0})
    assert index == 1 and 0.85 < probability < 0.9 and names == ["is_long", "first_letter=b"]


def test_the_first_wins_a_tie() -> None:
    assert best(["sea", "sun"], FEATURES, {})[:2] == (0, 0.5)


def test_features_without_a_weight_weigh_nothing() -> None:
    assert score(["unheard of"], {"is_long": 1.0}) == 0.0


def test_there_must_be_something_to_choose_from() -> None:
    with pytest.raises(ValueError, match="no candidates"):
        best([], FEATURES, {})


@pytest.mark.parametrize(
    "choice",
    ["measure", "period", "status", "actor", "source", "place", "part", "group", "event", "event_date"],
)
def test_every_choice_has_weights(choice: str) -> None:
    assert weights(choice)


def test_candidates_of_one_answer_speak_for_it_together() -> None:
    assert likeliest([1.0, 0.8, 0.8], ["2024", "2023", "2023"])[0] == 1
    assert likeliest([1.0, 0.8, 0.8], ["2024", "2023", "2022"])[0] == 0


def test_the_probability_is_that_of_the_answer() -> None:
    assert likeliest([0.0, 0.0, 0.0, 0.0], ["a", "a", "a", "b"])[1] == pytest.approx(0.75)
