"""Reviews: what a person says of a figure counts, survives the next reader, and can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sijill.model import Document, Period, Population, Reading
from sijill.register.correction import ReviewError, corrected
from sijill.register.opening import Register, writing
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, by_prefix, counts, figures_by_ref, list_figures, stored_reading
from sijill.register.reviews import apply_all, list_reviews, misapplied, review, undo
from sijill.register.search import find
from sijill.register.sound import problems
from sijill.register.store import Kept
from tests.register.conftest import NOW

Keep = Callable[[Document, Reading | None], Kept]
Say = Callable[..., None]


@pytest.fixture
def refs(register: Register, report: Document, reading: Reading, kept: Keep) -> list[str]:
    """The ids of the whole and of its part."""
    kept(report, reading)
    with seeing(register) as connection:
        return [figure.ref for figure in list_figures(connection, Filters())]


@pytest.fixture
def say(register: Register) -> Say:
    """Reviews a figure in a transaction of its own."""

    def record(ref: str, verdict: Any, now: dt.datetime = NOW, **changes: Any) -> None:
        with writing(register) as connection:
            if verdict == "undo":
                undo(connection, ref, "Salma", now)
            else:
                review(connection, ref, verdict, "Salma", now, changes=changes, note="why")

    return record


def values(register: Register, **filters: Any) -> list[float]:
    with seeing(register) as connection:
        assert list(problems(connection)) == []
        assert list(misapplied(connection)) == []
        return [figure.found.value for figure in list_figures(connection, Filters(**filters))]


def states(register: Register, ref: str | None = None) -> list[tuple[str, str]]:
    with seeing(register) as connection:
        return [(one.verdict, one.state) for one in list_reviews(connection, ref)]


def test_a_rejected_figure_is_left_out_until_the_review_is_undone(
    register: Register, refs: list[str], say: Say
) -> None:
    say(refs[0], "reject")
    assert values(register) == [700]
    with seeing(register) as connection:
        assert counts(connection)["figures"] == 1
        assert find(connection, "16000") == []
        assert [f.ref for f in figures_by_ref(connection, refs[0])] == [refs[0]], "it can still be looked at"
        assert by_prefix(connection, refs[0]) == [("figure", refs[0])]
    say(refs[0], "undo")
    assert values(register) == [16000, 700]
    assert states(register) == [("reject", "undone"), ("undo", "undo")]


def test_a_corrected_figure_is_found_by_its_corrected_slots_and_marked(
    register: Register, refs: list[str], say: Say, reading: Reading
) -> None:
    year = Period(dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    say(refs[0], "correct", value=21_000, measure="interceptions", from_=("EG",), period=year, bound="over")
    assert values(register, measures=("interceptions",)) == [21_000]
    assert values(register, measures=("voluntary_returns",)) == [700]
    assert values(register, places=("EG",)) == [21_000]
    assert values(register, places=("TN",)) == []
    assert values(register, until=dt.date(2020, 6, 1)) == [21_000, 700]
    with seeing(register) as connection:
        [figure] = figures_by_ref(connection, refs[0])
        assert (figure.found.bound, figure.found.low, figure.found.source) == (
            "over",
            21_000,
            reading.figures[0].source,
        )
        assert figure.found.confidence is None
        assert figure.review is not None
        assert (figure.review.verdict, figure.review.author, figure.review.note) == (
            "correct",
            "Salma",
            "why",
        )
        assert [hit.stored.document.id for hit in find(connection, "21000")] == ["report"]
        assert stored_reading(connection, 1) == reading, "the reading itself stays as it was"


def test_the_latest_review_counts_whatever_the_clock_says(
    register: Register, refs: list[str], say: Say
) -> None:
    say(refs[0], "confirm")
    say(refs[0], "correct", NOW - dt.timedelta(days=900), value=1)
    assert values(register) == [1, 700]
    say(refs[0], "reject", NOW - dt.timedelta(days=1800))
    assert values(register) == [700]
    say(refs[0], "undo", NOW - dt.timedelta(days=2000))
    assert values(register) == [1, 700]
    say(refs[0], "undo")
    assert values(register) == [16000, 700]
    expected = [
        ("confirm", "counts"),
        ("correct", "undone"),
        ("reject", "undone"),
        ("undo", "undo"),
        ("undo", "undo"),
    ]
    assert states(register, refs[0]) == expected
    assert states(register, refs[1]) == []
    say(refs[0], "undo")
    with pytest.raises(ReviewError, match="no review"):
        say(refs[0], "undo")


def test_a_review_survives_a_newer_reader_and_follows_the_characters(
    register: Register, refs: list[str], say: Say, report: Document, reading: Reading, kept: Keep
) -> None:
    say(refs[0], "correct", value=21_000)
    say(refs[1], "reject")
    # the newer reader takes the first for something else, and so gives it another id
    other = replace(reading.figures[0], measure="arrivals", value=16_001)
    kept(report, replace(reading, reader="2", figures=(other, reading.figures[1])))
    assert values(register) == [21_000]
    with seeing(register) as connection:
        [figure] = list_figures(connection, Filters())
    assert figure.found.measure == "voluntary_returns", "what a person said stays as it was said"
    assert states(register, figure.ref) == [("correct", "counts")]
    say(figure.ref, "undo")
    assert values(register) == [16_001]


def test_a_review_whose_figure_is_gone_is_an_orphan_and_attached_to_nothing_else(
    register: Register, refs: list[str], say: Say, report: Document, reading: Reading, kept: Keep
) -> None:
    say(refs[0], "correct", value=21_000)
    near = replace(reading.figures[0], end=reading.figures[0].end - 1)
    kept(report, replace(reading, reader="2", figures=(near,)))
    assert values(register) == [16_000]
    assert states(register) == [("correct", "orphan")]
    changed = replace(report, id="changed", text=report.text + " وأكثر")
    kept(changed, replace(reading, document="changed", reader="2"))
    assert values(register, documents=("changed",)) == [16_000, 700], "another text, be it only longer"
    kept(report, replace(reading, reader="3"))
    assert values(register, documents=("report",)) == [21_000, 700], (
        "the figure is back, and so is the review"
    )
    say(refs[0], "undo")
    assert states(register) == [("correct", "undone"), ("undo", "undo")]


def test_an_orphan_can_be_undone(
    register: Register, refs: list[str], say: Say, report: Document, reading: Reading, kept: Keep
) -> None:
    say(refs[0], "reject")
    kept(report, replace(reading, reader="2", figures=()))
    assert states(register, refs[0]) == [("reject", "orphan")]
    say(refs[0], "undo")
    assert states(register, refs[0]) == [("reject", "undone"), ("undo", "undo")]


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 16000},
        {"value": float("nan")},
        {"value": 10**400},
        {"measure": "birds"},
        {"unit": "EUR"},
        {"unit": "dozen"},
        {"status": "maybe"},
        {"from_": ("Libya",)},
        {"bound": "range"},
        {"bound": "range", "high": 10},
        {"bound": "exact", "high": 20_000},
        {"population": Population(sex="unknown")},  # type: ignore[arg-type]
    ],
)
def test_a_correction_that_no_figure_can_have_is_refused(
    changes: dict[str, Any], register: Register, refs: list[str], say: Say
) -> None:
    with pytest.raises(ReviewError):
        say(refs[0], "correct", **changes)
    assert states(register) == []
    assert values(register) == [16_000, 700]


def test_low_and_high_follow_the_hedge(reading: Reading) -> None:
    figure = reading.figures[0]
    assert corrected(figure, {"bound": "under"}).high == 16_000
    ranged = corrected(figure, {"bound": "range", "high": 20_000})
    assert (ranged.low, ranged.high) == (16_000, 20_000)
    assert corrected(ranged, {"bound": "exact"}).high is None


def test_what_was_changed_behind_the_reviews_is_found_and_set_right(
    register: Register, refs: list[str], say: Say, tamper: Callable[[str], None]
) -> None:
    say(refs[0], "correct", value=21_000)
    for change in (
        "UPDATE figures SET stands = true",
        "UPDATE figures SET value = 5 WHERE review IS NOT NULL",
        "DELETE FROM figures WHERE review IS NOT NULL",
    ):
        tamper(change)
        with seeing(register) as connection:
            assert list(misapplied(connection)), change
        with writing(register) as connection:
            apply_all(connection)
        assert values(register) == [21_000, 700]
