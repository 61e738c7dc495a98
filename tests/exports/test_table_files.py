"""CSV, JSON lines and Parquet with their data package: valid, and the way back to the same rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet as pq
import pytest

from sijill.codec import figure_from_json
from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered
from sijill.exports.made import packed, write
from sijill.exports.table_files import NoPackageError, read_tables
from sijill.exports.tables import TABLES, tables
from sijill.model import Figure
from sijill.register.query import Filters

FORMS = ("csv", "jsonl", "parquet")


def problems(report: frictionless.Report) -> list[Any]:
    found: list[Any] = report.flatten(["type", "rowNumber", "fieldName", "message"])
    return found


def test_the_csv_package_is_valid_with_its_enums_and_keys(gathered: Gathered, tmp_path: Path) -> None:
    write(FORMATS["csv"].make(gathered), tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, problems(report)
    assert report.stats["tasks"] == len(TABLES)


@pytest.mark.parametrize(
    ("table", "change", "error"),
    [
        ("figures", {"measure": "sightings"}, "constraint-error"),
        ("figures", {"unit": "persons"}, "constraint-error"),
        ("figures", {"period_start": "spring"}, "type-error"),
        ("figures", {"part_of_id": "0000000000000000"}, "foreign-key"),
        ("events", {"document_ref": "0000000000000000"}, "foreign-key"),
    ],
)
def test_the_package_finds_what_is_wrong_in_a_row(
    gathered: Gathered, tmp_path: Path, table: str, change: dict[str, str], error: str
) -> None:
    made = FORMATS["csv"].make(gathered)
    rows = list(csv.DictReader(io.StringIO(made.files[f"{table}.csv"].decode())))
    rows[0] |= change
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    made.files[f"{table}.csv"] = out.getvalue().encode()
    write(made, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert error in {problem[0] for problem in problems(report)}


def test_the_rows_of_json_lines_pass_their_schema(gathered: Gathered, tmp_path: Path) -> None:
    made = FORMATS["jsonl"].make(gathered)
    described = json.loads(made.files["datapackage.json"])
    for resource in described["resources"]:  # frictionless reads JSON lines with a further library alone
        lines = made.files[resource["path"]].decode().splitlines()
        rows = [json.loads(line) for line in lines]
        for key in ("path", "format", "mediatype", "encoding", "dialect"):
            del resource[key]
        resource["data"] = rows or [[field["name"] for field in resource["schema"]["fields"]]]
    report = frictionless.Package.from_descriptor(described).validate()
    assert report.valid, problems(report)


def test_parquet_has_the_columns_and_types_that_its_package_says(gathered: Gathered) -> None:
    made = FORMATS["parquet"].make(gathered)
    described = json.loads(made.files["datapackage.json"])
    types = {
        "string": "string",
        "integer": "int64",
        "number": "double",
        "boolean": "bool",
        "date": "date32[day]",
    }
    for resource in described["resources"]:
        schema = pq.read_schema(io.BytesIO(made.files[resource["path"]]))
        for field, column in zip(resource["schema"]["fields"], schema, strict=True):
            assert column.name == field["name"]
            assert str(column.type) == types.get(field["type"], "list<element: string>")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["folder", "file.zip"])
def test_every_form_leads_back_to_the_same_rows(
    gathered: Gathered, tmp_path: Path, form: str, name: str
) -> None:
    write(FORMATS[form].make(gathered), tmp_path / name)
    assert read_tables(tmp_path / name) == tables(gathered)


def test_a_row_says_all_that_the_figure_says(gathered: Gathered) -> None:
    for row, stored in zip(tables(gathered)["figures"], gathered.figures, strict=True):
        period = [row["period_start"], row["period_end"]]
        back = figure_from_json(row | {"period": period if any(period) else None, "population": row})
        said = {name: getattr(stored.found, name) for name in Figure.__slots__ if name != "evidence"}
        assert {name: getattr(back, name) for name in said} == said
        assert gathered.text(stored.head.key)[row["start"] : row["end"]] == row["quote"]


def test_a_part_leads_to_its_whole_where_that_is_in_the_export(gathered: Gathered) -> None:
    rows = {row["quote"]: row for row in tables(gathered)["figures"] if row["url"]}
    assert rows["5 million"]["part_of_id"] == rows["20 million"]["id"]
    assert rows["between 70 and 90"]["part_of"] == rows["1,200"]["start"]


def test_texts_that_a_spreadsheet_would_run_are_kept_from_it_and_numbers_are_not(gathered: Gathered) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].make(gathered).files["figures.csv"].decode())))
    (row,) = (row for row in rows if row["quote"] == "20 million" and row["url"])
    assert row["title"].startswith("'=SUM(")
    assert row["source"] == "'+39 spokesman"
    assert row["value"] == "20000000"


@pytest.mark.parametrize("form", FORMS)
def test_no_document_is_a_package_of_no_rows(
    gathering: Callable[[Filters], Gathered], tmp_path: Path, form: str
) -> None:
    nothing = gathering(Filters(documents=("none",)))
    write(FORMATS[form].make(nothing), tmp_path / "out")
    assert read_tables(tmp_path / "out") == {name: [] for name in TABLES}


def test_what_is_no_package_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(NoPackageError, match="no datapackage"):
        read_tables(tmp_path)


def test_the_package_names_where_the_documents_are_from(gathered: Gathered) -> None:
    described = json.loads(FORMATS["csv"].make(gathered).files["datapackage.json"])
    assert {"title": "news.example", "path": "https://news.example/"} in described["sources"]
    assert described["licenses"][0]["name"] == "other-at"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_register_gives_the_same_bytes(
    gathered: Gathered, form: str, gathering: Callable[[Filters], Gathered]
) -> None:
    assert packed(FORMATS[form].make(gathered).files) == packed(
        FORMATS[form].make(gathering(Filters())).files
    )


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_can_be_written_of_nothing(gathering: Callable[[Filters], Gathered], form: str) -> None:
    made = FORMATS[form].make(gathering(Filters(documents=("none",))))
    assert made.files and not made.left_out


def test_a_filter_of_figures_keeps_what_their_documents_say(gathering: Callable[[Filters], Gathered]) -> None:
    found = gathering(Filters(measures=("voluntary_returns",), languages=("en",)))
    documents = {one.head.key for one in found.figures}
    assert {one.found.measure for one in found.figures} == {"voluntary_returns"}
    assert {one.head.key for one in found.events} | {one.head.key for one in found.instruments} <= documents
    assert documents == set(found.documents)
    assert found.instruments
    assert {one.found.measure for one in found.stating.values()} > {"voluntary_returns"}
