"""`sijill load`: a register filled from bulk output is the one that `sijill read` would have made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli
from sijill.register.opening import open_register, reading
from sijill.register.sound import problems
from tests.bulk.conftest import Write

pytestmark = pytest.mark.usefixtures("in_one_process")

ROOT = Path(__file__).parent.parent.parent
CLOCK = {"added_at", "made_at", "seen_at"}


def sijill(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)


def held(path: Path) -> dict[str, list[Any]]:
    """All rows of a register but for its clock, by table."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found = {}
        for name in names:
            if "_" in name and name.split("_")[-1] in {"data", "idx", "docsize", "config", "content"}:
                continue  # how the search index keeps its pages
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            wanted = ", ".join(f'"{column}"' for column in columns if column not in CLOCK)
            found[name] = sorted(connection.execute(f"SELECT {wanted} FROM {name}"), key=repr)  # noqa: S608
    return found


def test_loading_gives_the_register_that_reading_gives(tmp_path: Path) -> None:
    own, examples = ROOT / "tests" / "gold" / "own", ROOT / "examples"
    sources = [examples / "ar.jsonl", examples / "en.jsonl", own / "fr.docs.jsonl", examples / "it.jsonl"]
    assert sijill("read", *sources, "--register", tmp_path / "read.sqlite").exit_code == 0
    assert sijill("bulk", *sources, "--output", tmp_path / "out").exit_code == 0
    assert sijill("load", tmp_path / "out", "--register", tmp_path / "loaded.sqlite").exit_code == 0
    read, loaded = held(tmp_path / "read.sqlite"), held(tmp_path / "loaded.sqlite")
    assert read["figures"]
    assert read["instruments"]
    assert loaded == read
    register = open_register(tmp_path / "loaded.sqlite")
    with reading(register) as connection:
        assert list(problems(connection)) == []
    register.engine.dispose()


def test_loading_again_changes_nothing(tmp_path: Path, write: Write) -> None:
    sijill("bulk", write(tmp_path / "a.jsonl", 0, 150), "--output", tmp_path / "out")
    register = tmp_path / "register.sqlite"
    sijill("load", tmp_path / "out", "--register", register)
    before = held(register)
    again = sijill("load", tmp_path / "out", "--register", register)
    assert again.exit_code == 0
    assert "0 documents loaded, 0 figures, 150 known before" in again.stderr
    assert held(register) == before


@pytest.mark.parametrize("damage", ["cut", "other text", "gone"])
def test_a_damaged_shard_gets_a_line_and_the_rest_is_loaded(
    tmp_path: Path, write: Write, damage: str
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, first in (("a", 0), ("b", 10)):
        write(tmp_path / "in" / f"{name}.jsonl", first, first + 10)
    sijill("bulk", tmp_path / "in", "--output", tmp_path / "out")
    file = tmp_path / "out" / "a.jsonl" / "documents.parquet"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-50])
    elif damage == "gone":
        file.unlink()
    else:
        table = pq.read_table(file)
        texts = pa.array([text.replace("1", "7") for text in table["text"].to_pylist()])
        pq.write_table(table.set_column(table.schema.get_field_index("text"), "text", texts), file)
    result = sijill("load", tmp_path / "out", "--register", tmp_path / "register.sqlite")
    assert result.exit_code == 1
    assert "damaged" in result.stderr
    assert "loaded b.jsonl: 10 documents" in result.stderr
    assert "10 documents loaded" in result.stderr


def test_a_folder_that_is_no_output_is_told(tmp_path: Path) -> None:
    result = sijill("load", tmp_path, "--register", tmp_path / "register.sqlite")
    assert result.exit_code == 1
    assert "no output of sijill bulk" in result.stderr
    assert not (tmp_path / "register.sqlite").exists()
