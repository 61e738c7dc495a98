"""`sijill check` and `sijill official`, as somebody at a terminal meets them. The text is of our own wording."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli

RIGHT = "In 2022, 105,129 migrants arrived in Italy by sea, Italy's interior ministry said."
WRONG = "In 2022, 150,129 migrants arrived in Italy by sea, Italy's interior ministry said."
PLAIN = "measure,from,to,at,period_start,period_end,value,unit,source,vintage"


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "register.sqlite"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("SIJILL_REGISTER", raising=False)
    return path


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=given)


def checked(text: str, *more: str | Path, published: str = "2023-02-01") -> tuple[int, list[dict[str, Any]]]:
    done = run(
        "check", "-", "--language", "en", "--published", published, "--format", "json", *more, given=text
    )
    (document,) = json.loads(done.stdout)
    return done.exit_code, document["figures"]


def test_an_article_that_is_borne_out_exits_with_0(register: Path) -> None:
    code, (figure,) = checked(RIGHT)
    assert (code, figure["verdict"]) == (0, "agrees")
    assert {w["kind"] for w in figure["against"]} == {"series"}
    assert figure["against"][0]["licence"] == "CC BY 4.0"


def test_an_article_that_differs_exits_with_1_and_says_by_how_much(register: Path) -> None:
    code, (figure,) = checked(WRONG)
    assert (code, figure["verdict"], figure["reason"]) == (1, "differs", "misprint")
    assert figure["quote"] == "150,129"
    assert figure["by"] == 150_129 - 105_129
    assert "105,129" in figure["why"]


def test_the_table_says_the_same(register: Path) -> None:
    done = run("check", "-", "--language", "en", "--published", "2023-02-01", given=WRONG)
    assert done.exit_code == 1
    for word in ("differs", "150,129", "+45,000", "misprint", "italy-landings"):
        assert word in done.stdout


def test_what_cannot_be_read_exits_with_2(register: Path, tmp_path: Path) -> None:
    done = run("check", tmp_path / "nowhere.txt")
    assert done.exit_code == 2
    assert "nowhere.txt" in done.stderr
    assert run("check").exit_code == 2
    assert run("check", "-", "--register", register, given=RIGHT).exit_code == 2


def test_a_register_adds_what_other_documents_say_with_their_passage(register: Path) -> None:
    text = "In 2021, 1,234 vessels were hailed by Operation IRINI off Libya."
    run("read", "-", "--language", "en", "--published", "2022-03-01", "--register", register, given=text)
    other = "EUNAVFOR MED IRINI hailed 1,234 vessels off Libya in 2021, its commander told reporters in Rome."
    _, (figure,) = checked(other, "--register", register, published="2022-04-01")
    assert figure["verdict"] == "agrees"
    (witness,) = figure["against"]
    assert (witness["kind"], witness["quote"], witness["published"]) == ("document", "1,234", "2022-03-01")


def test_a_copy_of_the_article_is_no_witness(register: Path) -> None:
    text = (
        "In 2021, 1,234 vessels were hailed by Operation IRINI off Libya, its commander told reporters who had come "
        "to see the flagship leave the harbour."
    )
    run("read", "-", "--language", "en", "--published", "2022-03-01", "--register", register, given=text)
    _, (figure, *_) = checked(text, "--register", register, published="2022-03-02")
    assert figure["verdict"] == "unknown"


def test_official_list_names_licence_and_attribution(register: Path) -> None:
    rows = json.loads(run("official", "list", "--format", "json").stdout)
    by_code = {row["series"]: row for row in rows}
    assert by_code["iom-missing-migrants"]["licence"] == "CC BY 4.0"
    assert "Liberiamoli tutti" in by_code["italy-landings"]["attribution"]
    assert all(row["definition"] and row["attribution"] for row in rows)


def shown(*arguments: str | Path) -> list[dict[str, str]]:
    done = run("official", "show", *arguments, "--format", "csv")
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_official_show_gives_every_vintage_and_adds_nothing(register: Path) -> None:
    rows = shown("arrivals", "--place", "IT", "--since", "2024", "--until", "2024")
    assert {(row["value"], row["vintage"]) for row in rows} == {
        ("66317", "2024-12-31"),
        ("66617", ""),
    }


def test_official_show_by_month_keeps_running_totals_apart(register: Path) -> None:
    rows = shown("arrivals", "--place", "IT", "--since", "2018-03", "--until", "2018-03", "--by", "month")
    ends = {(row["period_start"], row["cumulative"]) for row in rows}
    assert ends == {("2018-01-01", "true")}
    months = shown("dead_or_missing", "--since", "2018-03", "--until", "2018-03", "--by", "month")
    assert {(row["period_start"], row["cumulative"]) for row in months} == {("2018-03-01", "false")}


def test_official_show_leaves_parts_out_unless_they_are_asked_for(register: Path) -> None:
    where = ("interceptions", "--place", "LY", "--by", "all")
    assert {row["sex"] for row in shown(*where)} == {""}
    assert "female" in {row["sex"] for row in shown(*where, "--parts")}


def test_a_series_of_ones_own_is_imported_shown_and_checked_against(register: Path, tmp_path: Path) -> None:
    path = tmp_path / "harbour.csv"
    path.write_text(f"{PLAIN}\narrivals,,MT,,2021-01-01,2021-12-31,838,person,Somebody,2022-01-05\n", "utf-8")
    run("read", "-", "--language", "en", "--published", "2022-03-01", "--register", register, given="Calm.")
    done = run("official", "import", path, "--register", register)
    assert done.exit_code == 0
    assert "1 observations" in done.stderr
    rows = shown("arrivals", "--place", "MT", "--register", register)
    assert [(row["series"], row["value"]) for row in rows] == [("harbour", "838")]
    text = "Somebody counted: in 2021, 838 migrants arrived in Malta."
    _, (figure, *_) = checked(text, "--register", register, published="2022-02-01")
    assert figure["verdict"] == "agrees"


def test_an_import_that_fails_says_why_in_one_line(register: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(f"{PLAIN}\narrivals,,MT,,2021-01-01,2021-12-31,eight,person,Somebody,\n", "utf-8")
    done = run("official", "import", path, "--register", register)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "bad.csv, line 2, column 'value': 'eight' is no number" in done.stderr


def test_a_copy_without_a_day_is_asked_for_it(register: Path, tmp_path: Path) -> None:
    path = tmp_path / "detections.csv"
    path.write_text("month,route,type,nat,n\n2024-01,Central Mediterranean Route,Sea,EGY,5\n", "utf-8")
    done = run("official", "import", path, "--register", register)
    assert done.exit_code == 2
    assert "--as-of" in done.stderr
    assert run("official", "import", path, "--register", register, "--as-of", "2024-03-01").exit_code == 0
