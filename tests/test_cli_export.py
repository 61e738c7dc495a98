"""`sijill export`: to standard output, a file, a folder, a ZIP; with the filters of `sijill figures`."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli
from sijill.exports.formats import FORMATS
from sijill.exports.table_files import read_tables

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of the examples."""
    path = tmp_path_factory.mktemp("export") / "register.sqlite"
    done = sijill("read", str(EXAMPLES), "--register", str(path))
    assert done.exit_code == 0, done.stderr
    return path


def sijill(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_every_format_is_written_to_standard_output_and_to_a_file_alike(place: Path, tmp_path: Path) -> None:
    for code, form in FORMATS.items():
        out = tmp_path / f"out{'.zip' if form.several else form.suffix}"
        printed = sijill("export", "--format", code, "--register", str(place))
        written = sijill(
            "export", "--format", code, "--register", str(place), "--output", str(out), "--quiet"
        )
        assert (printed.exit_code, written.exit_code) == (0, 0), printed.stderr + written.stderr
        assert printed.stdout_bytes == out.read_bytes()
        assert not written.output
        assert zipfile.is_zipfile(out) == form.several


def test_a_package_goes_into_a_folder_and_may_be_written_again(place: Path, tmp_path: Path) -> None:
    for _ in range(2):
        done = sijill(
            "export", "--format", "csv", "--register", str(place), "--output", str(tmp_path / "a" / "b")
        )
        assert done.exit_code == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "a" / "b").iterdir()) == [
        "datapackage.json", "documents.csv", "events.csv", "figures.csv", "instruments.csv"
    ]  # fmt: skip


def test_the_filters_of_figures_narrow_an_export(place: Path, tmp_path: Path) -> None:
    narrow = ["--measure", "interceptions", "--since", "2025", "--language", "it"]
    listed = sijill("figures", *narrow, "--format", "csv", "--register", str(place))
    done = sijill(
        "export", *narrow, "--format", "jsonl", "--register", str(place), "--output", str(tmp_path / "x.zip")
    )
    assert done.exit_code == 0, done.stderr
    tables = read_tables(tmp_path / "x.zip")
    rows = list(csv.DictReader(io.StringIO(listed.stdout)))
    assert [row["id"] for row in tables["figures"]] == [row["id"] for row in rows] != []
    documents = {row["id"] for row in tables["documents"]}
    assert {
        row["document_ref"] for name in ("figures", "events", "instruments") for row in tables[name]
    } <= documents
    assert {row["language"] for row in tables["documents"]} == {"it"}


def test_what_a_format_cannot_carry_is_said(place: Path) -> None:
    done = sijill("export", "--format", "icalendar", "--register", str(place))
    assert "left out: no document says when it ends" in done.stderr


def test_a_place_that_cannot_be_written_is_an_error_in_one_line(place: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = sijill(
        "export", "--format", "csv", "--register", str(place), "--output", str(tmp_path / "file" / "x")
    )
    assert done.exit_code == 2
    assert done.stderr.startswith("sijill: cannot write")
    assert len(done.stderr.splitlines()) == 1
