"""Downloads: every format at its address, with the filters of the page that links to it."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile

import pytest

from sijill.exports.formats import FORMATS
from sijill.web import exporting
from tests.web.conftest import Browser


def rows(content: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


@pytest.mark.parametrize("code", sorted(FORMATS))
def test_every_format_is_at_its_address_as_a_file(browser: Browser, code: str) -> None:
    answer = browser.get(f"/api/v1/export/{code}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(FORMATS[code].media)
    assert f"sijill-{code}{FORMATS[code].suffix}" in answer.headers["content-disposition"]
    assert answer.content == browser.get(f"/api/v1/export/{code}").content


@pytest.mark.parametrize(
    ("page", "narrowed"),
    [
        ("figures", "measure=interceptions&since=2025&language=it"),
        ("events", "type=meeting&where=Rome"),
        ("instruments", "kind=operation"),
    ],
)
def test_the_link_of_a_page_gives_what_the_page_lists(browser: Browser, page: str, narrowed: str) -> None:
    drawn = browser.get(f"/en/{page}?{narrowed}").text
    address = html.unescape(re.findall(r'href="(/api/v1/export/csv[^"]*)"', drawn)[0])
    found = rows(browser.get(address).content, f"{page}.csv")
    listed = "descriptions" if page == "instruments" else page
    wanted = browser.get(f"/api/v1/{listed}?{narrowed}").json()["data"]
    assert [row["id"] for row in found] == [row["id"] for row in wanted] != []


def test_a_search_is_exported_with_all_that_its_documents_say(browser: Browser) -> None:
    drawn = browser.get("/it/search?q=sbarchi").text
    address = html.unescape(re.findall(r'href="(/api/v1/export/csv[^"]*)"', drawn)[0])
    content = browser.get(address).content
    hits = {hit["document"] for hit in browser.get("/api/v1/search?q=sbarchi").json()["data"]}
    assert {row["document"] for row in rows(content, "figures.csv")} <= hits
    assert {row["document"] for row in rows(content, "documents.csv")} <= hits
    assert rows(content, "figures.csv")
    assert not rows(browser.get("/api/v1/export/csv?q=xyzzyx").content, "figures.csv")


def test_an_unknown_format_and_a_wrong_filter_are_refused(browser: Browser) -> None:
    assert browser.get("/api/v1/export/xlsx").status_code == 404
    assert "formats csv, jsonl" in browser.get("/api/v1/export/xlsx").json()["error"]["message"]
    assert browser.get("/api/v1/export/csv?measure=sightings").status_code == 400


def test_more_than_a_browser_should_wait_for_is_refused_with_the_command(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 5)
    answer = browser.get("/api/v1/export/csv")
    assert answer.status_code == 413
    assert "sijill export" in answer.json()["error"]["message"]
    assert browser.get("/api/v1/export/csv?measure=arrivals&language=ar").status_code == 200


def test_what_is_left_out_is_in_a_header(browser: Browser) -> None:
    assert "first and a last day" in browser.get("/api/v1/export/sdmx").headers["sijill-left-out"]
