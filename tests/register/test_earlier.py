"""Registers that earlier versions of Sijill wrote are brought up to date, and nothing in them is lost."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sijill.register.opening import open_register, reading
from sijill.register.query import Filters, list_documents, list_figures
from sijill.register.reviews import list_reviews
from sijill.register.schema import REVISION
from sijill.register.search import find
from sijill.register.sound import content_hash, problems

EARLIER = sorted((Path(__file__).parent / "earlier").glob("*.sqlite.gz"))

CONTENT = {"0005": "7ed3a00afc4ceffbbfbe62f4b9a5f0445b5590c20d614eea4f66d9c36d4f290f"}
"""What `sijill verify` of that version printed; before 0005 there was no such hash."""


def unpacked(packed: Path, folder: Path) -> Path:
    register = folder / "register.sqlite"
    register.write_bytes(gzip.decompress(packed.read_bytes()))
    return register


def refs_in(path: Path) -> set[str]:
    """The figures of a register, read without any of our code."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT f.ref FROM figures f JOIN readings r ON r.key = f.reading WHERE r.current"
        return {ref for (ref,) in connection.execute(query)}


def test_there_is_a_register_of_the_first_release_and_of_the_schema_before_this_one() -> None:
    revisions = [path.name.partition(".")[0] for path in EARLIER]
    assert revisions[0] == "0002"
    assert revisions == sorted(set(revisions))
    assert all(revision < REVISION for revision in revisions)


@pytest.mark.parametrize("packed", EARLIER, ids=lambda path: path.name.partition(".")[0])
def test_it_is_brought_up_to_date_with_all_that_it_held(packed: Path, tmp_path: Path) -> None:
    path = unpacked(packed, tmp_path)
    revision, before = packed.name.partition(".")[0], refs_in(path)
    assert len(before) == 24
    register = open_register(path, write=True)
    assert register.backup is not None
    assert refs_in(register.backup) == before
    with reading(register) as connection:
        assert list(problems(connection)) == []
        assert {figure.ref for figure in list_figures(connection, Filters())} == before
        assert len(list_documents(connection, Filters())) == 4
        assert find(connection, "ليبيا")
        assert CONTENT.get(revision, content_hash(connection)) == content_hash(connection)
    register.engine.dispose()


def test_a_review_of_an_earlier_version_still_counts(tmp_path: Path) -> None:
    register = open_register(unpacked(EARLIER[-1], tmp_path), write=True)
    with reading(register) as connection:
        (review,) = list_reviews(connection)
        assert (review.author, review.note) == ("desk", "counted again")
        corrected = [figure for figure in list_figures(connection, Filters()) if figure.review]
        assert [figure.found.value for figure in corrected] == [711]
    register.engine.dispose()
