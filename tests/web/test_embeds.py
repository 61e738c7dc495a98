"""Charts for other pages: an image that stands alone and a small frame, under a rule of their own."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sijill.official.library import library
from sijill.register.opening import Register, open_register
from sijill.web.app import application
from sijill.web.embeds import an_origin, style
from sijill.web.guard import HEADERS
from sijill.web.pages import LANGUAGES
from tests.web.conftest import Browser
from tests.web.drawn import Page

DRAWINGS = ("/measures/arrivals", "/map")


@pytest.fixture(scope="module")
def embedding(register_file: Path) -> Iterator[Browser]:
    opened: Register = open_register(register_file)
    browser = Browser(opened, application(opened, library(), embed_in=["https://example.org"]))
    yield browser
    browser.close()
    opened.engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", DRAWINGS)
def test_an_image_is_sound_xml_with_its_style_its_source_and_its_address(
    browser: Browser, language: str, path: str
) -> None:
    answer = browser.get(f"/embed/{language}{path}.svg?place=IT&known_on=2026-06-30")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(answer.text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    said = "".join(root.itertext())
    assert f"/{language}{path}?place=IT&known_on=2026-06-30" in said
    assert "2026-06-30" in said
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "a", "image", "foreignObject", "use"}
    assert "url(" not in answer.text and "@import" not in answer.text


@pytest.mark.parametrize("path", DRAWINGS)
def test_a_frame_has_the_drawing_and_leads_to_its_page_in_a_window_of_its_own(
    browser: Browser, path: str
) -> None:
    page = Page(browser.get(f"/embed/ar{path}.html?place=IT").text)
    assert page.faults == []
    assert len(page.of("svg")) == 1
    links = page.of("a")
    assert {one.attributes["target"] for one in links} == {"_blank"}
    assert all(one.attributes["href"].endswith(f"/ar{path}?place=IT") for one in links)
    assert page.of("html")[0].attributes["dir"] == "rtl"


def test_what_is_frozen_stays_as_it_was_known(browser: Browser) -> None:
    def numbers(query: str) -> set[str]:
        text = browser.get(f"/embed/en/measures/arrivals.svg?place=IT{query}").text
        return set(re.findall(r"<title>([\d,]+) [A-Z]", text))

    assert "66,617" in numbers("")
    assert "66,617" not in numbers("&known_on=2025-03-01")


def test_only_sites_that_were_named_may_frame_it_and_no_page_but_what_is_embedded(
    browser: Browser, embedding: Browser
) -> None:
    closed = browser.get("/embed/en/map.html").headers
    assert "frame-ancestors 'self'" in closed["content-security-policy"]
    assert closed["cross-origin-resource-policy"] == "same-origin"
    opened = embedding.get("/embed/en/map.svg").headers
    assert "frame-ancestors 'self' https://example.org" in opened["content-security-policy"]
    assert opened["cross-origin-resource-policy"] == "cross-origin"
    assert "x-frame-options" not in opened
    assert embedding.get("/en/map").headers["x-frame-options"] == HEADERS["x-frame-options"]
    assert "frame-ancestors 'none'" in embedding.get("/en/map").headers["content-security-policy"]


def test_the_policy_allows_the_style_that_an_image_brings_and_no_other(browser: Browser) -> None:
    answer = browser.get("/embed/en/map.svg")
    (written,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert written == style()
    digest = base64.b64encode(sha256(written.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    for drawn in (".said circle", ".land", ".shaft", ".grid", ".hedge", ".ring-to"):
        assert drawn in written


@pytest.mark.parametrize(
    "wrong", ["example.org", "https://example.org/x", "https://a b", "*", "'none'", "https://a;b"]
)
def test_a_site_is_named_by_its_origin_alone(wrong: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        an_origin(wrong)


def test_the_page_of_a_measure_and_the_map_lead_to_what_can_be_embedded(browser: Browser) -> None:
    for path in DRAWINGS:
        (link,) = [x for x in Page(browser.get(f"/fr{path}").text).links() if x.startswith("/embed/")]
        assert browser.get(link).status_code == 200
    assert browser.get("/embed/en/figures.html").status_code == 404
    assert browser.get("/embed/xx/map.html").status_code == 404
