"""Feeds: what is new by search, by measure and by instrument, at the address of the page and with its filters."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from sijill.register.opening import open_register
from tests.web.conftest import HOME, Browser
from tests.web.drawn import Page
from tests.web.hostile import fill as fill_hostile

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(text: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(text).findall(f"{ATOM}entry")


def of(entry: ElementTree.Element, name: str) -> str:
    found = entry.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or found.attrib["href"]


@pytest.fixture
def addresses(browser: Browser) -> list[str]:
    [instrument, *_] = browser.get("/api/v1/descriptions").json()["data"]
    return [
        "/en/figures/feed.atom?measure=arrivals&place=IT",
        "/ar/measures/arrivals/feed.atom?place=IT",
        "/fr/search/feed.atom?q=2024",
        f"/it/instruments/{instrument['id']}/feed.atom",
    ]


def test_a_feed_is_atom_and_each_entry_leads_to_its_page(browser: Browser, addresses: list[str]) -> None:
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.text)
        for name in ("id", "title", "updated", "author"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1, (address, name)
        links = {one.attrib["rel"]: one.attrib["href"] for one in feed.findall(f"{ATOM}link")}
        assert links["self"] == HOME + address
        assert browser.get(links["alternate"].removeprefix(HOME)).status_code == 200
        found = entries(answer.text)
        assert found, address
        assert len({of(one, "id") for one in found}) == len(found)
        for one in found:
            assert of(one, "id").startswith("tag:sijill.invalid,2026:")
            assert of(one, "title")
            assert browser.get(of(one, "link").removeprefix(HOME)).status_code == 200


def test_ids_are_the_same_in_every_language_and_entries_those_of_the_page(browser: Browser) -> None:
    rows = browser.get("/api/v1/figures?measure=arrivals&place=IT").json()["data"]
    for address in (
        "/en/figures/feed.atom?measure=arrivals&place=IT",
        "/ar/measures/arrivals/feed.atom?place=IT",
    ):
        ids = {of(one, "id").rpartition("/")[2] for one in entries(browser.get(address).text)}
        assert ids == {row["id"] for row in rows}


def test_who_has_a_feed_is_told_that_nothing_is_new(browser: Browser, addresses: list[str]) -> None:
    for address in addresses:
        first = browser.get(address)
        etag, modified = first.headers["etag"], first.headers["last-modified"]
        again = browser.get(address, headers={"if-none-match": f'"x", W/{etag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert browser.get(address, headers={"if-modified-since": modified}).status_code == 304
        assert browser.get(address, headers={"if-none-match": '"other"'}).status_code == 200
        assert browser.get(address, headers={"if-modified-since": "never"}).status_code == 200


def test_a_review_makes_an_entry_new(desk: Browser) -> None:
    address = "/en/figures/feed.atom?measure=arrivals"
    before = desk.get(address)
    [row, *_] = desk.get("/api/v1/figures?measure=arrivals").json()["data"]
    desk.post(f"/api/v1/review/{row['id']}", json={"verdict": "correct", "value": "77"})
    after = desk.get(address, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    [entry] = [one for one in entries(after.text) if of(one, "id").endswith(row["id"])]
    assert "77" in of(entry, "title")


def test_pages_name_their_feed(browser: Browser) -> None:
    page = Page(browser.get("/en/measures/arrivals?place=IT").text)
    [link] = [one for one in page.of("link") if one.attributes.get("type") == "application/atom+xml"]
    assert link.attributes["href"] == "/en/measures/arrivals/feed.atom?place=IT"


def test_what_is_not_there_has_no_feed(browser: Browser) -> None:
    for address in ("measures/nothing", "instruments/0123456789abcdef", "documents"):
        assert browser.get(f"/en/{address}/feed.atom").status_code == 404


def test_hostile_texts_stay_texts_in_a_feed(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    fill_hostile(path)
    register = open_register(path)
    browser = Browser(register)
    found = ElementTree.fromstring(browser.get("/en/figures/feed.atom").text)
    assert {one.tag.removeprefix(ATOM) for one in found.iter()} <= {
        *("feed", "id", "title", "updated", "link", "author", "name", "entry", "summary"),
    }
    browser.close()
    register.engine.dispose()
