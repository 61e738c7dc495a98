"""`sijill evaluate` as its users meet it: what it reads, what it prints, what it keeps to itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill import reading
from sijill.cli import cli
from sijill.evaluation import is_unseen
from sijill.model import Document, Figure, Reading

Run = Callable[..., Result]
Row = dict[str, Any]

ENGLISH = "In the spring 120 people arrived, and 45 of them were children."
ARABIC = "وصل 309 مهاجرين إلى الميناء."
SILENT = "The minister spoke for 40 minutes."
FITTED, UNSEEN, QUIET = "id-0", "id-1", "id-3"


def every_number(document: Document) -> Reading:
    """A reader that takes every number for arrivals, and is quite sure of it."""
    return Reading(
        document.id,
        document.language,
        reading.VERSION,
        tuple(
            Figure(m.start(), m.end(), int(m.group()), "person", "arrivals", confidence=0.95)
            for m in re.finditer(r"\d+", document.text)
        ),
    )


def asked(text: str, number: str, **slots: Any) -> Row:
    start = text.index(number)
    row: Row = {"start": start, "end": start + len(number), "value": int(number), "unit": "person"}
    return row | {"measure": "arrivals"} | slots


def write(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a folder that holds `set.gold.jsonl` and `set.docs.jsonl`, with the reader above."""
    monkeypatch.setattr(reading, "read", every_number)
    monkeypatch.chdir(tmp_path)
    documents = [
        {"id": FITTED, "language": "en", "published": "2025-06-13", "text": ENGLISH},
        {"id": UNSEEN, "language": "ar", "published": "2025-06-13", "text": ARABIC},
        {"id": QUIET, "language": "en", "published": "2025-06-13", "text": SILENT},
        {"id": "nobody asks", "language": "en", "published": "2025-06-13", "text": "300 arrived."},
    ]
    gold: list[Row] = [
        {
            "id": FITTED,
            "language": "en",
            "figures": [
                asked(ENGLISH, "120"),
                asked(ENGLISH, "45", population={"age": "child"}, part_of=14),
            ],
        },
        {"id": UNSEEN, "language": "ar", "figures": [asked(ARABIC, "309", measure="interceptions")]},
        {"id": QUIET, "language": "en", "figures": []},
    ]
    write(tmp_path / "set.docs.jsonl", documents)
    write(tmp_path / "set.gold.jsonl", gold)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["evaluate", *arguments], catch_exceptions=False)

    return invoke


def data(result: Result) -> Row:
    found: Row = json.loads(result.stdout)
    return found


def line_of(result: Result, *beginning: str) -> list[str]:
    """The cells of the first row that begins with these."""
    rows = [line.strip("\u200e").split() for line in result.stdout.splitlines()]
    return next(row[len(beginning) :] for row in rows if row[: len(beginning)] == list(beginning))


def test_the_passages_and_ids_of_this_page_are_of_both_parts() -> None:
    assert [is_unseen(id_) for id_ in (FITTED, UNSEEN, QUIET)] == [False, True, False]


def test_it_prints_scores_by_language_kind_measure_and_slot(run: Run) -> None:
    done = run("--gold", "set.gold.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("3 passages\n")
    assert line_of(done, "all", "number") == ["0.750", "1.000", "0.857", "3", "3", "4"]
    assert line_of(done, "all", "figure") == ["0.500", "0.667", "0.571", "2", "3", "4"]
    assert line_of(done, "en", "complete") == ["0.333", "0.500", "0.400", "1", "2", "3"]
    assert line_of(done, "ar", "figure") == ["0.000", "0.000", "0.000", "0", "1", "1"]
    assert line_of(done, "all", "event") == ["–", "–", "–", "0", "0", "0"]
    assert line_of(done, "population") == ["0.500", "–", "0.500"]
    assert line_of(done, "interceptions") == ["–", "0.000", "0.000", "0", "1", "0", "0.000"]
    assert "1 false figure in 1 passage without any (1.00 a passage)" in done.stdout
    assert line_of(done, "0.9") == ["4", "0.950", "0.250"]
    assert "expected calibration error 0.700" in done.stdout


def test_tables_line_up(run: Run) -> None:
    rows = run("--gold", "set.gold.jsonl").stdout.split("\n\n")[1].splitlines()
    assert len({len(row.strip("\u200e").rstrip()) for row in rows}) == 1


def test_json_says_the_same_as_the_tables(run: Run) -> None:
    row = data(run("--gold", "set.gold.jsonl", "--format", "json"))
    assert row["part"] == "all"
    assert row["passages"] == 3
    assert row["scores"]["all"]["figure"] == {
        "precision": 0.5,
        "recall": 0.6667,
        "f1": 0.5714,
        "right": 2,
        "asked": 3,
        "read": 4,
    }
    assert (row["passages_without_figures"], row["false_figures"]) == (1, 1)
    assert len(row["calibration"]["bins"]) == 10
    assert "mistakes" not in row


def test_a_folder_is_gold_and_documents(run: Run) -> None:
    assert run("--gold", ".").stdout == run("--gold", "set.gold.jsonl").stdout


def test_documents_may_lie_elsewhere(run: Run, tmp_path: Path) -> None:
    (tmp_path / "set.docs.jsonl").rename(tmp_path / "news.jsonl")
    assert run("--gold", "set.gold.jsonl").exit_code == 3
    expected = run("--gold", "set.gold.jsonl", "--documents", "news.jsonl")
    assert expected.exit_code == 0
    (tmp_path / "folder").mkdir()
    (tmp_path / "news.jsonl").rename(tmp_path / "folder" / "any.docs.jsonl")
    assert run("--gold", "set.gold.jsonl", "--documents", "folder").stdout == expected.stdout


def test_gold_without_a_document_is_left_out_and_named(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "more.gold.jsonl", [{"id": "lost", "language": "it", "figures": []}])
    done = run("--gold", ".")
    assert "1 passage without a document, left out: lost" in done.stderr
    assert done.stdout.startswith("3 passages\n")


def test_readings_are_judged_as_they_are(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path / "r.jsonl",
        [{"id": FITTED, "language": "en", "figures": [asked(ENGLISH, "120")], "dates": [], "events": []}],
    )
    done = run("--gold", "set.gold.jsonl", "--readings", "r.jsonl")
    assert "2 passages without a reading, all missed: id-1, id-3" in done.stderr
    assert line_of(done, "all", "complete") == ["1.000", "0.333", "0.500", "1", "3", "1"]


def test_what_extract_prints_is_judged_as_reading_itself(run: Run, tmp_path: Path) -> None:
    made = CliRunner().invoke(cli, ["extract", "--quiet", "set.docs.jsonl"], catch_exceptions=False)
    (tmp_path / "made.jsonl").write_text(made.stdout, "utf-8")
    assert (
        run("--gold", "set.gold.jsonl", "--readings", "made.jsonl").stdout
        == run("--gold", "set.gold.jsonl").stdout
    )


def test_the_parts_are_judged_apart_and_together_they_are_all(run: Run) -> None:
    parts = [data(run("--gold", ".", "--format", "json", flag)) for flag in ("--unseen", "--fitted")]
    assert [(row["part"], row["passages"]) for row in parts] == [("unseen", 1), ("fitted", 2)]
    assert [list(row["scores"]) for row in parts] == [["all", "ar"], ["all", "en"]]


def test_a_mistake_shows_the_passage_and_what_differs_side_by_side(run: Run) -> None:
    done = run("--gold", ".", "--fitted", "--mistakes", "5")
    assert "2 of 2 mistakes" in done.stderr
    shown = done.stdout.split("expected calibration error")[1]
    assert "1. misread: population and part_of · id-0" in shown
    assert "120 people arrived, and «45» of them" in shown
    assert line_of(done, "population") != []
    assert re.search(r"population +age child +–", shown)
    assert re.search(r"part_of +14 +–", shown)
    assert "2. spurious: number · id-3" in shown
    assert "spoke for «40» minutes" in shown


def test_mistakes_are_so_many_and_narrowed(run: Run) -> None:
    assert "1 of 2 mistakes" in run("--gold", ".", "--fitted", "--mistakes", "1").stderr
    rows = data(run("--gold", ".", "--mistakes", "9", "--slot", "part_of", "--format", "json"))["mistakes"]
    assert [(row["passage"], row["quote"], row["gold"], row["read"]) for row in rows] == [
        (FITTED, "45", {"population": {"age": "child"}, "part_of": 14}, {"population": {}, "part_of": None})
    ]
    assert not data(run("--gold", ".", "--mistakes", "9", "--language", "fr", "--format", "json"))["mistakes"]


def test_mistakes_of_unseen_passages_have_to_be_asked_for(run: Run) -> None:
    done = run("--gold", ".", "--mistakes", "9")
    assert UNSEEN not in done.stdout
    assert "unseen passages are not shown" in done.stderr
    asked_for = run("--gold", ".", "--unseen", "--mistakes", "9", "--measure", "interceptions")
    assert "«309»" in asked_for.stdout
    assert re.search(r"measure +interceptions +arrivals", asked_for.stdout)


def test_a_passage_that_the_reader_fails_on_is_missed_and_the_exit_code_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_arabic(document: Document) -> Reading:
        if document.language == "ar":
            raise RuntimeError("no such letter")
        return every_number(document)

    monkeypatch.setattr(reading, "read", fails_on_arabic)
    done = run("--gold", ".")
    assert done.exit_code == 1
    assert "sijill: id-1: the reader failed (RuntimeError: no such letter)" in done.stderr
    assert line_of(done, "ar", "number") == ["–", "0.000", "0.000", "0", "1", "0"]


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        ([], 2, "--gold"),
        (["--gold", "nowhere"], 2, "nowhere"),
        (["--gold", ".", "--slot", "period"], 2, "add --mistakes N"),
        (["--gold", ".", "--mistakes", "5", "--slot", "colour"], 2, "part_of"),
        (["--gold", ".", "--mistakes", "5", "--measure", "arrival"], 2, "arrivals"),
        (["--gold", "set.docs.jsonl"], 3, "set.docs.jsonl:1: no gold"),
        (["--gold", "set.gold.jsonl", "--documents", "broken.jsonl"], 3, "broken.jsonl:1"),
        (["--gold", "set.gold.jsonl", "--readings", "broken.jsonl"], 3, "broken.jsonl:1"),
        (["--gold", "set.gold.jsonl", "--gold", "."], 3, "there is gold of id-0 already"),
    ],
)
def test_what_cannot_be_done_gets_one_line_and_its_exit_code(
    run: Run, tmp_path: Path, arguments: list[str], code: int, why: str
) -> None:
    (tmp_path / "broken.jsonl").write_text("{\n")
    done = run(*arguments)
    assert done.exit_code == code
    assert done.stdout == ""
    assert why in done.stderr
