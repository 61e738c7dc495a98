"""Tables that line up with right-to-left text in them, and data that a spreadsheet does not run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sijill.cli.tables import Column, cut, harmless, isolated, plain, print_table
from sijill.exports.written import csv_text, days, hedged, number, places
from sijill.model import Figure, Period

D = dt.date
FIGURE = Figure(0, 5, 16000, "person", "arrivals")


def drawn(
    capsys: pytest.CaptureFixture[str], rows: Sequence[tuple[str, ...]], width: int | None = None
) -> list[str]:
    columns = (
        Column("id"),
        Column("value", "right"),
        Column("title", widest=30, least=8),
        Column("document"),
    )
    print_table(columns, rows, width=width)
    return capsys.readouterr().out.rstrip("\n").split("\n")


ROWS = [
    ("1a2b3c4d", "≈ 16,000", "عودة من ليبيا", "one"),
    ("5e6f7a8b", "> 21,000", "Back to port", "two"),
    ("9c0d1e2f", "1–5", "خبر طويل جدا عن مكافحة الهجرة غير النظامية في المتوسط", "ثلاثة"),
]


def test_columns_begin_at_the_same_place_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    heading, *lines = drawn(capsys, ROWS)
    starts = [cell_len(heading[: heading.index(name)]) for name in ("title", "document")]
    for (_, value, title, document), line in zip(ROWS, lines, strict=True):
        assert cell_len(line[: line.index(value)]) + cell_len(value) == starts[0] - 2
        at = line.index(isolated(document))
        assert cell_len(line[:at]) == starts[1]
        assert title[:8] in line


def test_cells_of_arabic_are_isolated_and_lines_begin_from_the_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = drawn(capsys, ROWS, width=40)[1:]
    for line in lines:
        assert line.startswith("\u200e")
        assert line.count("\u2068") == line.count("\u2069")
    assert "\u2068عودة من" in lines[0]
    assert "\u2068" not in lines[1]


def test_a_narrow_terminal_cuts_long_cells_and_never_an_isolate(capsys: pytest.CaptureFixture[str]) -> None:
    for line in drawn(capsys, ROWS, width=44):
        assert cell_len(line) <= 44
    assert "…\u2069" in drawn(capsys, ROWS, width=44)[-1]


@given(st.text(max_size=40), st.integers(1, 40))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert cell_len(cut(plain(text), width)) <= width


def test_nothing_in_a_text_steers_the_terminal() -> None:
    evil = "a\x1b[31mb\u202ec\u2066d\ne\tf\x07"
    assert plain(evil) == "a [31mbcd e f"
    assert harmless(evil) == "a [31mbcd\ne f "


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (FIGURE, "16,000"),
        (Figure(0, 5, 16000, "person", "arrivals", "about"), "≈ 16,000"),
        (Figure(0, 5, 21000, "person", "arrivals", "over", low=21000), "> 21,000"),
        (Figure(0, 5, 90, "person", "arrivals", "under", high=90), "< 90"),
        (Figure(0, 5, 1, "person", "arrivals", "range", low=1, high=5), "1–5"),
        (Figure(0, 5, 12.5, "percent", "arrivals", change="decrease"), "↓ 12.5"),
        (Figure(0, 5, 500, "person", "arrivals", "over", change="increase"), "↑ > 500"),
    ],
)
def test_a_number_is_shown_with_its_hedge(figure: Figure, shown: str) -> None:
    assert hedged(figure) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (1234567, "1,234,567"), (16.35, "16.35"), (1234.5, "1,234.5")],
)
def test_a_number_is_shown_with_its_thousands_apart(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        (None, ""),
        (Period(D(2024, 1, 1), D(2024, 12, 31)), "2024"),
        (Period(D(2024, 2, 1), D(2024, 2, 29)), "2024-02"),
        (Period(D(2025, 2, 1), D(2025, 2, 27)), "2025-02-01 – 2025-02-27"),
        (Period(D(2024, 2, 3), D(2024, 2, 3)), "2024-02-03"),
        (Period(D(2025, 4, 1), D(2027, 3, 31)), "2025-04-01 – 2027-03-31"),
        (Period(None, D(2027, 3, 31)), "until 2027-03-31"),
        (Period(D(2017, 1, 1), None), "since 2017-01-01"),
    ],
)
def test_a_period_is_shown_in_its_shortest_form(period: Period | None, shown: str) -> None:
    assert days(period) == shown


def test_places_tell_where_from_where_to_and_where_at() -> None:
    figure = Figure(0, 5, 1, "person", "arrivals", from_=("LY", "TN"), to=("IT",), at=("MED",))
    assert places(figure) == "LY TN → IT @ MED"
    assert places(FIGURE) == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x", " =1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_escaped(text: str) -> None:
    [_, row] = csv_text([{"quote": text, "value": -5}], ["quote", "value"]).split("\n", 1)
    assert row.lstrip('"').startswith("'" + text[:1])
    assert row.rstrip("\n").endswith(",-5")


def test_csv_flattens_periods_populations_and_lists() -> None:
    row = {
        "period": ["2024-01-01", None],
        "population": {"sex": "female", "nationality": ["SD", "TD"], "vulnerable": True},
        "from": ["LY", "TN"],
        "participants": [{"name": "A"}],
        "low": None,
    }
    headings = [
        "period_start",
        "period_end",
        "sex",
        "age",
        "nationality",
        "vulnerable",
        "from",
        "participants",
        "low",
    ]
    assert csv_text([row], headings).split("\n")[1] == (
        '2024-01-01,,female,,SD TD,true,LY TN,"[{""name"": ""A""}]",'
    )
