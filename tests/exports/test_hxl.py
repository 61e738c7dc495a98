"""HXL: libhxl reads the table, and finds countries, days and amounts by their hashtags."""

from __future__ import annotations

import csv
import io

import hxl
import pytest

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered


@pytest.fixture
def source(gathered: Gathered) -> hxl.Dataset:
    """The table as libhxl takes it: its cells, of which it finds the row of hashtags."""
    written = FORMATS["hxl"].make(gathered).files["figures.hxl.csv"].decode()
    return hxl.data(list(csv.reader(io.StringIO(written, newline=""))))


def test_libhxl_reads_every_figure(source: hxl.Dataset, gathered: Gathered) -> None:
    rows = list(source)
    assert [row.get("#meta+id") for row in rows] == [one.ref for one in gathered.figures]
    assert [row.get("#meta+quote") for row in rows] == [one.quote for one in gathered.figures]


def test_the_hashtags_pass_the_schema_of_libhxl(source: hxl.Dataset) -> None:
    assert hxl.validate(source)["is_valid"]


def test_a_target_of_people_is_targeted_and_money_set_aside_committed(source: hxl.Dataset) -> None:
    rows = {(row.get("#meta+quote"), row.get("#meta+url")): row for row in source}
    address = "https://news.example/a?b=1&c=2,3"
    target, money = rows["1,200", address], rows["20 million", address]
    assert (target.get("#targeted"), target.get("#affected"), target.get("#meta+bound")) == (
        "1200",
        None,
        "under",
    )
    assert (target.get("#country+origin"), target.get("#date+end")) == ("LY TN", "2029-02-02")
    assert (money.get("#value+committed"), money.get("#currency")) == ("20000000", "EUR")
    assert rows["4.5", address].get("#region+at") == "MED"
    assert rows["4.5", address].get("#country+at") is None


def test_quotes_stand_under_the_attribute_of_their_language(source: hxl.Dataset) -> None:
    for row in source:
        assert row.get(f"#meta+quote+i_{row.get('#meta+lang')}")
