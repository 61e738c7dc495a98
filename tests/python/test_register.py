"""A register as other programs ask it: typed records, the same as the command line lists, and frames of them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import sijill
from sijill.cli import cli
from sijill.python.records import ClaimRecord, FigureRecord

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the examples."""
    path = tmp_path_factory.mktemp("python") / "register.sqlite"
    done = CliRunner().invoke(cli, ["read", str(ROOT / "examples"), "--register", str(path)])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def register(path: Path) -> Iterator[sijill.Register]:
    with sijill.Register(path) as register:
        yield register


def listed(path: Path, *command: str) -> list[dict[str, object]]:
    """What a command of the command line gives as data."""
    done = CliRunner().invoke(cli, [*command, "--register", str(path), "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("command", "ask"),
    [
        (("figures",), lambda r: r.figures()),
        (("events",), lambda r: r.events()),
        (("instruments",), lambda r: r.instruments()),
        (("documents",), lambda r: r.documents()),
        (("claims",), lambda r: r.claims()),
        (("search", "ايطاليا"), lambda r: r.search("ايطاليا")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_the_lists_are_those_of_the_command_line(path: Path, command: tuple[str, ...], ask: object) -> None:
    with sijill.Register(path) as register:
        found = ask(register)  # type: ignore[operator]
    rows = listed(path, *command)
    assert rows
    assert [record.id for record in found] == [row["id"] for row in rows]


def test_a_figure_has_typed_slots_and_its_place_in_the_text(register: sijill.Register) -> None:
    figures = register.figures(measure="interceptions", place="Libya", since="2024", until="2024")
    figure = next(f for f in figures if f.value == 21_000)
    assert isinstance(figure, FigureRecord)
    assert (figure.unit, figure.bound, figure.low) == ("person", "over", 21_000)
    assert figure.period == sijill.Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert figure.from_ == ("LY",)
    (document,) = register.documents(document=figure.document)
    text = register.document(document.id).text
    assert text[figure.start : figure.end] == figure.quote


def test_filters_given_together_narrow_and_values_of_one_widen(register: sijill.Register) -> None:
    both = register.figures(measure=["arrivals", "deaths"])
    assert {f.measure for f in both} == {"arrivals", "deaths"}
    assert len(both) == len(register.figures(measure="arrivals")) + len(register.figures(measure="deaths"))
    assert {f.language for f in register.figures(measure="arrivals", language="it")} <= {"it"}
    assert list(register.figures(limit=3)) == list(register.figures()[:3])


def test_a_conflict_has_both_figures_their_passages_and_why(register: sijill.Register) -> None:
    (arrivals,) = register.conflicts(measure="arrivals")
    assert arrivals.kind == "revision"
    assert {arrivals.one.value, arrivals.other.value} == {66_317, 66_617}
    assert arrivals.one.quote in arrivals.one_passage
    assert arrivals.other.quote in arrivals.other_passage
    assert arrivals.why
    assert len(register.conflicts(kind="contradiction")) < len(register.conflicts())


def test_a_series_has_a_point_a_year_with_what_it_rests_on(register: sijill.Register) -> None:
    points = register.series("arrivals", "IT")
    year = next(p for p in points if p.period and p.period.start == dt.date(2024, 1, 1))
    assert (year.basis, year.unit) == ("whole", "person")
    assert {year.lowest, year.highest} == {66_317, 66_617}
    assert year.value in {66_317, 66_617}
    early = register.series("arrivals", "IT", known_on="2025-06-30")
    assert early[-1].highest == 66_317


def test_claims_are_told_by_at_least_so_many_witnesses(register: sijill.Register) -> None:
    assert all(isinstance(c, ClaimRecord) and c.witnesses >= 2 for c in register.claims(witnesses=2))
    assert len(register.claims(witnesses=2)) < len(register.claims())
    assert all(c.id in c.figures for c in register.claims())


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: r.figures(measure="interception"),
        lambda r: r.figures(place="Atlantis"),
        lambda r: r.figures(language="xx"),
        lambda r: r.figures(since="last year"),
        lambda r: r.events(type="party"),
        lambda r: r.series("arrivals", "IT", by="decade"),
    ],
)
def test_what_there_is_not_is_a_value_error(register: sijill.Register, ask: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        ask(register)  # type: ignore[operator]


def test_a_code_that_is_nearly_right_is_answered_with_the_right_one(register: sijill.Register) -> None:
    with pytest.raises(ValueError, match="do you mean interceptions"):
        register.figures(measure="interception")


def test_a_document_that_there_is_not_is_a_lookup_error(register: sijill.Register) -> None:
    for id in ("", "ffffffffffff", "zz"):
        with pytest.raises(LookupError):
            register.document(id)


def test_where_there_is_no_register_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(sijill.RegisterError, match="sijill read"):
        sijill.Register(tmp_path / "none.sqlite")


def test_without_a_place_it_is_the_register_that_the_environment_names(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIJILL_REGISTER", str(path))
    with sijill.Register() as register:
        assert str(path) in repr(register)


def test_a_register_in_postgresql_answers_alike(path: Path, database: object) -> None:
    url = database()  # type: ignore[operator]
    done = CliRunner().invoke(cli, ["copy", str(path), url])
    assert done.exit_code == 0, done.output
    with sijill.Register(path) as one, sijill.Register(url) as other:
        assert one.figures() == other.figures()
        assert one.conflicts() == other.conflicts()
        assert one.claims() == other.claims()


def test_records_are_a_list_that_stays_as_it_is(register: sijill.Register) -> None:
    figures = register.figures()
    assert isinstance(figures[0], FigureRecord)
    assert isinstance(figures[:2], sijill.Records)
    assert len(figures[:2]) == 2
    assert repr(figures) == f"<{len(figures)} FigureRecords>"
    with pytest.raises(AttributeError):
        figures[0].value = 1  # type: ignore[misc]
    assert figures == register.figures()
    assert hash(figures) == hash(register.figures())


def test_a_polars_frame_has_a_column_a_field_with_its_type(register: sijill.Register) -> None:
    pl = pytest.importorskip("polars")
    frame = register.figures().to_polars()
    assert frame.height == len(register.figures())
    assert frame.schema["value"] == pl.Float64
    assert frame.schema["period_start"] == pl.Date
    assert frame.schema["from"] == pl.List(pl.String)
    of_2024 = frame.filter(pl.col("measure") == "arrivals", pl.col("period_start") == dt.date(2024, 1, 1))
    assert set(of_2024["value"]) == {66_317, 66_617}


def test_an_empty_frame_has_the_same_columns(register: sijill.Register) -> None:
    pytest.importorskip("polars")
    none = register.figures(measure="arrivals", since="1999", until="1999")
    assert len(none) == 0
    assert none.to_polars().schema == register.figures().to_polars().schema


def test_a_conflict_becomes_one_row_with_the_slots_of_both_figures(register: sijill.Register) -> None:
    pytest.importorskip("polars")
    frame = register.conflicts(measure="arrivals").to_polars()
    assert set(frame.select("one_value", "other_value").row(0)) == {66_317, 66_617}
    assert frame["one_passage"][0]


def test_every_list_can_become_both_frames(register: sijill.Register) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    for records in (
        register.figures(),
        register.events(),
        register.instruments(),
        register.documents(),
        register.claims(),
        register.conflicts(),
        register.series("arrivals", "IT"),
        register.search("Libya"),
    ):
        polars, pandas = records.to_polars(), records.to_pandas()
        assert polars.height == len(pandas) == len(records)
        assert polars.columns == list(pandas.columns)


def test_a_pandas_frame_has_days_and_missing_values(register: sijill.Register) -> None:
    pytest.importorskip("pandas")
    frame = register.figures().to_pandas()
    arrivals = frame[(frame["measure"] == "arrivals") & (frame["period_start"] == "2024-01-01")]
    assert set(arrivals["value"]) == {66_317, 66_617}
    assert frame["source"].isna().any()


def test_without_the_extra_the_error_names_it(
    register: sijill.Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library, method in (("polars", "to_polars"), ("pandas", "to_pandas")):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(ImportError, match=r"sijill\[frames\]"):
            getattr(register.figures(), method)()


def test_asking_a_register_loads_no_frame_library_and_no_pages(path: Path) -> None:
    code = (
        f"import sys, sijill; sijill.Register({str(path)!r}).figures();"
        "print(*(name in sys.modules for name in ('polars', 'pandas', 'click', 'starlette')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"] * 4
