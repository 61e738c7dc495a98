"""Permanent addresses: they say in four languages whether what was cited still stands, and give it again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sijill.register.opening import Register, open_register, writing
from sijill.register.reviews import review
from sijill.web.pages import LANGUAGES, words
from tests.web.conftest import EXAMPLES, Browser, fill
from tests.web.drawn import Page


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, Register]]:
    path: Path = tmp_path_factory.mktemp("cited") / "register.sqlite"
    fill(
        path,
        str(EXAMPLES / "en-year-2025.txt") if (EXAMPLES / "en-year-2025.txt").exists() else str(EXAMPLES),
    )
    register = open_register(path, write=True)
    browser = Browser(register)
    yield browser, register
    browser.close()
    register.engine.dispose()


def test_an_address_that_was_cited_gives_the_same_bytes_after_a_review(
    changing: tuple[Browser, Register],
) -> None:
    browser, register = changing
    row = browser.get("/en/figures.json?measure=arrivals").json()[0]
    page = Page(browser.get(f"/en/figures/{row['id']}").text)
    assert f"/en/cite/figure/{row['id']}" in page.links()
    cited = browser.get(f"/en/cite/figure/{row['id']}.json").json()
    assert hashlib.sha256(cited["text"].encode()).hexdigest() == cited["sha256"]
    parts = urlsplit(cited["address"])
    address = f"{parts.path}?{parts.query}"
    assert words("en")["words"]["cited_unchanged"] in browser.get(address).text
    with writing(register) as connection:
        changes = {"value": row["value"] + 1, "bound": "exact"}
        review(connection, row["id"], "correct", "x", dt.datetime(2026, 5, 1), changes=changes)
    again = browser.get(f"{parts.path}.json?{parts.query}").json()
    assert (again["text"], again["matches"], again["unchanged"]) == (cited["text"], True, False)
    for language in LANGUAGES:
        shown = Page(browser.get(address.replace("/en/", f"/{language}/")).text)
        assert words(language)["words"]["cited_changed"] in shown.of("main")[0].text
        assert cited["sha256"] in shown.of("main")[0].text
    fields = {change["field"] for change in again["changes"]}
    assert "figure.value" in fields


def test_another_hash_is_called_what_it_is(changing: tuple[Browser, Register]) -> None:
    browser, _ = changing
    ref = browser.get("/en/figures.json").json()[0]["id"]
    answer = browser.get(f"/fr/cite/figure/{ref}?sha256={'0' * 64}")
    assert words("fr")["words"]["cited_other"] in answer.text
    assert browser.get(f"/fr/cite/figure/{ref}?sha256=12").status_code == 400
    assert browser.get(f"/fr/cite/figure/{ref}?as_of=soon").status_code == 400
    assert browser.get(f"/fr/cite/nothing/{ref}").status_code == 404
    assert browser.get(f"/fr/cite/figure/{ref}?as_of=2000-01-01").status_code == 404


def test_series_claims_documents_and_mandates_can_be_cited_from_their_pages(browser: Browser) -> None:
    figure = browser.get("/en/figures.json?measure=arrivals&place=IT").json()[0]
    document = browser.get("/en/documents.json").json()[0]["id"]
    pages = [
        "/en/measures/arrivals?place=IT&by=year",
        f"/en/claims/{figure['id']}",
        f"/en/documents/{document}",
    ]
    pages.append(
        next(x for x in Page(browser.get("/en/instruments").text).links() if x.startswith("/en/instruments/"))
    )
    pages.append(next(x for x in Page(browser.get("/en/events").text).links() if x.startswith("/en/events/")))
    for address in pages:
        (link,) = [
            x for x in Page(browser.get(address.partition("#")[0]).text).links() if x.startswith("/en/cite/")
        ]
        shown = Page(browser.get(link).text)
        text = shown.of("main")[0].text
        assert "@misc{sijill-" in text and '"type":"dataset"' in text
        (permanent,) = {x for x in shown.links() if "sha256=" in x and "/cite/" in x and x.startswith("/en")}
        assert words("en")["words"]["cited_unchanged"] in Page(browser.get(permanent).text).of("main")[0].text


def test_a_series_as_known_on_a_day_is_another_record(browser: Browser) -> None:
    def cited(query: str) -> str:
        return str(browser.get(f"/en/cite/measure/arrivals.json?place=IT{query}").json()["sha256"])

    assert cited("") != cited("&known_on=2025-03-01")
    assert cited("") == cited("")


@pytest.mark.parametrize(
    "path", ["/", "/figures?measure=arrivals&place=IT", "/events?since=2025", "/map?during=2025"]
)
def test_a_page_with_its_filters_is_given_again_as_it_was_before_the_register_changed(
    tmp_path: Path, path: str
) -> None:
    fill(tmp_path / "register.sqlite", str(EXAMPLES))
    register = open_register(tmp_path / "register.sqlite", write=True)
    browser = Browser(register)
    (link,) = {x for x in Page(browser.get(f"/it{path}").text).links() if x.startswith("/it/cite/page/")}
    before = browser.get(link.replace("?", ".json?", 1) if "?" in link else f"{link}.json").json()
    assert hashlib.sha256(before["text"].encode()).hexdigest() == before["sha256"]
    row = browser.get("/en/figures.json?measure=arrivals&place=IT").json()[0]
    with writing(register) as connection:
        review(connection, row["id"], "correct", "x", dt.datetime(2026, 5, 1), changes={"value": 99})
    parts = urlsplit(before["address"])
    again = browser.get(f"{parts.path}.json?{parts.query}").json()
    assert (again["text"], again["matches"]) == (before["text"], True)
    assert again["unchanged"] is not path.startswith("/figures")
    shown = browser.get(f"{parts.path}?{parts.query}")
    assert shown.status_code == 200
    browser.close()
    register.engine.dispose()


def test_the_address_of_a_page_keeps_every_filter(browser: Browser) -> None:
    query = "measure=arrivals&measure=deaths&place=IT&since=2024-01-01&until=2025-12-31&status=reported&language=en"
    cited = browser.get(f"/en/cite/page/figures.json?{query}").json()
    assert cited["address"].partition("?")[2].startswith(query)
    assert browser.get("/en/cite/page/search").status_code == 404
