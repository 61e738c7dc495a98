"""What an article's figure is said to be: borne out, counted again, wrong, or none of these. Numbers are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from sijill.model import Figure, Observation, Period, Population
from sijill.reconcile.check import Finding, check
from sijill.reconcile.comparing import Told
from sijill.reconcile.witness import Witness

D = dt.date
MINISTRY, IOM = "Ministry of the Interior of Italy", "International Organization for Migration"
Y2023, Y2024, Y2025 = (Period(D(y, 1, 1), D(y, 12, 31)) for y in (2023, 2024, 2025))
PUBLISHED, NEW_YEAR_EVE, FEBRUARY = D(2026, 1, 20), D(2024, 12, 31), D(2025, 2, 1)
TO_JUNE = Period(D(2024, 1, 1), D(2024, 6, 30))
LANDED = Figure(0, 6, 84_512, "person", "arrivals", period=Y2024, to=("IT",), confidence=0.9)
STOPPED = Figure(0, 6, 21_345, "person", "interceptions", period=Y2024, from_=("LY",), confidence=0.9)
LOST = Figure(
    0, 6, 1_940, "person", "dead_or_missing", period=Y2024, at=("MED",), source=IOM, confidence=0.9
)  # fmt: skip


def landed(
    value: int, period: Period = Y2024, as_of: dt.date | None = NEW_YEAR_EVE, **slots: object
) -> Observation:
    slots = {"to": ("IT",), "series": "landings", **slots}
    return Observation("arrivals", value, "person", period, MINISTRY, as_of, **slots)  # type: ignore[arg-type]


def stopped(value: int, period: Period = Y2024, **slots: object) -> Observation:
    slots = {"from_": ("LY",), "series": "returns", **slots}
    return Observation("interceptions", value, "person", period, IOM, period.end, **slots)  # type: ignore[arg-type]


def lost(
    value: int, measure: str = "dead_or_missing", period: Period = Y2024, scope: str = "central"
) -> Observation:
    return Observation(
        measure, value, "person", period, IOM, D(2025, 6, 1), at=("MED",), scope=scope, series="lost"
    )


def findings(
    figures: Sequence[Figure],
    observations: Sequence[Observation] = (),
    others: Sequence[Told] = (),
    published: dt.date | None = PUBLISHED,
) -> list[Finding]:
    wholes = {f.start: f for f in figures}
    article = [
        Told(0, f, published, wholes.get(f.part_of) if f.part_of is not None else None) for f in figures
    ]

    def series(measure: str) -> Iterable[Observation]:
        return [o for o in observations if o.measure == measure]

    def documents(figure: Figure) -> Iterable[Witness]:
        return [Witness(told, None, f"r{told.document}") for told in others]

    return check(article, series, documents)


def finding(figure: Figure, *observations: Observation, **more: object) -> Finding:
    (found,) = findings([figure], observations, **more)  # type: ignore[arg-type]
    return found


def test_a_figure_agrees_with_the_series_that_says_the_same() -> None:
    found = finding(LANDED, landed(84_512))
    assert (found.verdict, found.reason, found.by) == ("agrees", None, None)
    assert found.against[0].observation == landed(84_512)


def test_a_hedged_figure_agrees_with_what_it_rounds() -> None:
    assert (
        finding(replace(LANDED, value=84_000, bound="over", low=84_000), landed(84_512)).verdict == "agrees"
    )
    assert finding(replace(LANDED, value=85_000, bound="about"), landed(84_512)).verdict == "agrees"


def test_what_a_later_vintage_says_otherwise_is_superseded() -> None:
    found = finding(LANDED, landed(84_512), landed(84_901, as_of=D(2025, 12, 31)))
    assert (found.verdict, found.reason, found.by) == ("superseded", "revision", -389)
    assert [w.observation.value for w in found.against if w.observation] == [84_901, 84_512]


def test_a_vintage_that_nobody_dates_is_later_than_that_of_the_last_day() -> None:
    assert finding(LANDED, landed(84_512), landed(84_901, as_of=None)).verdict == "superseded"
    assert (
        finding(replace(LANDED, value=84_901), landed(84_512), landed(84_901, as_of=None)).verdict == "agrees"
    )


def test_two_extractions_of_one_day_do_not_supersede_each_other() -> None:
    assert finding(LANDED, landed(84_512), landed(84_521, series="second")).verdict == "agrees"


@pytest.mark.parametrize(
    ("value", "observations", "reason"),
    [
        (48_512, [landed(84_512)], "misprint"),
        (94_512, [landed(84_512)], "misprint"),
        (60_107, [landed(84_512), landed(60_107, Y2023)], "period"),
        (41_233, [landed(84_512), landed(41_233, TO_JUNE, cumulative=True)], "year_to_date"),
        (84_512_000, [landed(84_512)], "unit"),
        (98_044, [landed(84_512)], "contradiction"),
    ],
)  # fmt: skip
def test_a_figure_differs_by_so_much_and_for_a_likely_reason(
    value: int, observations: list[Observation], reason: str
) -> None:
    found = finding(replace(LANDED, value=value), *observations)
    assert (found.verdict, found.reason, found.by) == ("differs", reason, value - 84_512)
    assert "84,512" in found.why
    assert found.against[0].observation == observations[0]


def test_a_number_that_is_right_for_other_people_was_likely_read_without_them() -> None:
    men = landed(51_087, population=Population(sex="male"))
    found = finding(replace(LANDED, value=51_087), landed(84_512), men)
    assert found.verdict == "unknown"
    assert "other people" in found.why


def test_a_number_that_is_right_for_another_year_differs_only_where_the_reader_is_certain() -> None:
    for confidence, verdict in ((0.7, "unknown"), (0.9, "differs")):
        figure = replace(LANDED, value=60_107, confidence=confidence)
        assert finding(figure, landed(84_512), landed(60_107, Y2023)).verdict == verdict


def test_what_may_be_another_vintage_is_unknown() -> None:
    found = finding(replace(LANDED, value=84_990), landed(84_512))
    assert found.verdict == "unknown"
    assert "earlier or later count" in found.why


def test_swapped_digits_are_no_vintage_unless_the_number_is_short() -> None:
    assert finding(replace(LANDED, value=84_152), landed(84_512)).reason == "misprint"
    assert finding(replace(LANDED, value=865), landed(856)).verdict == "unknown"


def test_a_round_number_is_rounded_not_wrong() -> None:
    assert finding(replace(LANDED, value=90_000), landed(84_512)).verdict == "unknown"
    assert finding(replace(LANDED, value=100_100), landed(84_512)).verdict == "differs"


def test_a_smaller_number_may_be_of_a_town_or_a_route() -> None:
    found = finding(replace(LANDED, value=70_044), landed(84_512))
    assert found.verdict == "unknown"
    assert "part" in found.why


def test_two_documents_that_contradict_each_other_may_speak_of_a_part() -> None:
    for value in (70_044, 98_044):
        assert finding(replace(LANDED, value=value), others=[telling(LANDED)]).verdict == "unknown"


def test_a_number_that_is_near_is_not_taken_for_that_of_another_year() -> None:
    assert finding(replace(LANDED, value=84_100), landed(84_512), landed(84_100, Y2023)).verdict == "unknown"


def test_of_two_counts_a_figure_is_held_against_the_one_that_it_misprints() -> None:
    found = finding(replace(LANDED, value=48_512), landed(84_512), landed(84_501, series="second"))
    assert (found.reason, found.by) == ("misprint", 48_512 - 84_512)


def test_what_is_too_far_apart_is_of_something_else() -> None:
    assert finding(replace(LANDED, value=651_000), landed(84_512)).verdict == "unknown"


def test_a_figure_of_which_the_reader_is_unsure_never_differs() -> None:
    for confidence in (None, 0.2):
        assert (
            finding(replace(LANDED, value=48_512, confidence=confidence), landed(84_512)).verdict == "unknown"
        )


def test_values_that_the_text_itself_tells_apart_never_differ() -> None:
    from_a_port = replace(LANDED, start=10, end=15, value=71_200)
    verdicts = [f.verdict for f in findings([LANDED, from_a_port], [landed(84_512)])]
    assert verdicts == ["agrees", "unknown"]


def test_a_part_that_does_not_say_which_never_differs() -> None:
    part = replace(LANDED, start=10, end=15, value=71_200, part_of=0)
    assert findings([LANDED, part], [landed(84_512)])[1].verdict == "unknown"


def test_a_part_that_names_its_people_is_a_count_of_them() -> None:
    children = Population(age="child")
    observation = stopped(1_712, population=children)
    for value, verdict in ((1_712, "agrees"), (1_721, "differs")):
        part = replace(STOPPED, start=10, end=13, value=value, population=children, part_of=0)
        assert findings([STOPPED, part], [stopped(21_345), observation])[1].verdict == verdict


def test_another_source_counts_otherwise() -> None:
    found = finding(replace(LANDED, value=98_044, source="Frontex"), landed(84_512))
    assert found.verdict == "unknown"
    assert "Frontex" in found.why


def test_of_what_several_count_only_a_named_source_can_differ() -> None:
    misprint = replace(LOST, value=1_540)
    assert finding(misprint, lost(1_940)).verdict == "differs"
    assert finding(replace(misprint, source=None), lost(1_940)).verdict == "unknown"


def test_digits_that_nobody_counts_by_chance_tell_whose_count_it_is() -> None:
    for value in (1_490, 1_940_000):
        assert finding(replace(LOST, value=value, source=None), lost(1_940)).verdict == "differs"


def test_a_number_between_two_scopes_is_unknown() -> None:
    found = finding(replace(LOST, value=2_100), lost(1_940), lost(2_600, scope="whole"))
    assert found.verdict == "unknown"


def test_the_dead_alone_are_not_held_against_the_dead_and_missing() -> None:
    dead = replace(LOST, measure="deaths", value=1_300)
    assert finding(dead, lost(720, "deaths"), lost(1_940)).verdict == "unknown"


def test_tolls_of_months_move_and_never_contradict() -> None:
    june = Period(D(2024, 6, 1), D(2024, 6, 30))
    assert finding(replace(LOST, value=150, period=june), lost(205, period=june)).verdict == "unknown"


def test_a_year_that_is_not_over_is_a_year_to_date() -> None:
    told_in_july = replace(STOPPED, value=12_000)
    found = finding(told_in_july, stopped(21_345), published=D(2024, 7, 10))
    assert found.verdict == "unknown"


def running(value: int, last: dt.date) -> Observation:
    return stopped(value, Period(D(2024, 1, 1), last), cumulative=True)


@pytest.mark.parametrize(
    ("value", "verdict"), [(7_000, "unknown"), (11_800, "unknown"), (12_700, "unknown"), (19_000, "differs")]
)
def test_a_total_so_far_is_no_more_than_the_running_total_of_a_later_day(value: int, verdict: str) -> None:
    so_far = replace(STOPPED, value=value, period=Period(D(2024, 1, 1), D(2024, 7, 31)))
    found = finding(
        so_far, running(9_900, D(2024, 6, 20)), running(12_500, D(2024, 8, 3)), published=D(2024, 8, 1)
    )
    assert found.verdict == verdict


def test_without_the_total_of_a_later_day_nothing_is_said() -> None:
    so_far = replace(STOPPED, value=19_000, period=Period(D(2024, 1, 1), D(2024, 7, 31)))
    assert finding(so_far, running(9_900, D(2024, 6, 20)), published=D(2024, 8, 1)).verdict == "unknown"


def test_a_figure_without_a_period_is_unknown_and_the_same_number_is_pointed_out() -> None:
    found = finding(
        replace(LANDED, period=None, value=60_107), landed(60_107, Period(D(2019, 1, 1), D(2019, 12, 31)))
    )
    assert found.verdict == "unknown"
    assert "the same number is arrivals of 2019" in found.why


def test_plans_are_not_held_against_counts() -> None:
    assert finding(replace(LANDED, value=48_512, status="target"), landed(84_512)).verdict == "unknown"


GROWN = Figure(
    20, 24, 24.1, "percent", "interceptions", change="increase", period=Y2025, from_=("LY",), confidence=0.9
)
COUNTS = (stopped(20_000), stopped(24_820, Y2025))
STATED = replace(STOPPED, value=24_820, period=Y2025)


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (GROWN, "agrees"),
        (replace(GROWN, value=24), "agrees"),
        (replace(GROWN, value=25, bound="about"), "agrees"),
        (replace(GROWN, value=27), "differs"),
        (replace(GROWN, value=24.9), "differs"),
        (replace(GROWN, value=24.1, change="decrease"), "unknown"),
        (replace(GROWN, value=60), "unknown"),
        (replace(GROWN, value=27, confidence=0.3), "unknown"),
    ],
)
def test_a_change_in_per_cent_is_worked_out_from_the_series(figure: Figure, verdict: str) -> None:
    found = findings([STATED, figure], COUNTS)[1]
    assert found.verdict == verdict
    assert "+24.1%: 24,820" in found.why


def test_a_change_may_come_from_a_vintage_that_the_text_does_not_state() -> None:
    assert findings([replace(GROWN, value=27)], COUNTS)[0].verdict == "unknown"


def telling(figure: Figure, document: int = 7, published: dt.date = FEBRUARY) -> Told:
    return Told(document, figure, published)


def test_another_document_that_says_the_same_agrees() -> None:
    found = finding(LANDED, others=[telling(LANDED)])
    assert (found.verdict, [w.ref for w in found.against]) == ("agrees", ["r7"])


def test_documents_stand_beside_the_series_that_decides() -> None:
    found = finding(LANDED, landed(84_512), others=[telling(LANDED)])
    assert [w.observation is None for w in found.against] == [False, True]


def test_the_same_source_counting_later_supersedes() -> None:
    before, after = replace(LANDED, source=MINISTRY), replace(LANDED, source=MINISTRY, value=85_700)
    found = finding(before, others=[telling(after, published=D(2026, 2, 1))])
    assert (found.verdict, found.by) == ("superseded", -1_188)
    assert finding(before, others=[telling(after, published=D(2025, 2, 1))]).verdict == "unknown"


def test_documents_of_other_sources_do_not_make_a_figure_wrong() -> None:
    other = replace(LANDED, source="Frontex", value=70_044)
    assert finding(replace(LANDED, source=MINISTRY), others=[telling(other)]).verdict == "unknown"


def test_a_misprint_shows_against_another_document() -> None:
    found = finding(replace(LANDED, value=48_512), others=[telling(LANDED)])
    assert (found.verdict, found.reason) == ("differs", "misprint")


def test_what_another_document_was_read_to_say_unsurely_does_not_count() -> None:
    unsure = replace(LANDED, confidence=0.3)
    assert finding(replace(LANDED, value=48_512), others=[telling(unsure)]).verdict == "unknown"


def test_nothing_known_is_unknown() -> None:
    found = finding(LANDED)
    assert (found.verdict, found.against) == ("unknown", ())


def test_the_order_of_the_series_makes_no_difference() -> None:
    several = [landed(84_512), landed(84_901, as_of=D(2025, 12, 31)), landed(60_107, Y2023)]
    for figure in (LANDED, replace(LANDED, value=48_512)):
        one, other = finding(figure, *several), finding(figure, *reversed(several))
        assert (one.verdict, one.reason, one.by, one.why) == (
            other.verdict,
            other.reason,
            other.by,
            other.why,
        )
