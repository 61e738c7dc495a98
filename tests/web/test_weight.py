"""What a page makes a browser fetch stays small: people open these pages over a telephone's line."""

from __future__ import annotations

import gzip
import re

import pytest

from sijill.register.opening import Register
from sijill.web.pages import LANGUAGES
from tests.web.conftest import Browser
from tests.web.drawn import Page
from tests.web.test_pages import paths

MOST = 60_000
"""Bytes of script and style of an ordinary page, compressed."""
OURS = re.compile(r"^/(?!/)")


def fetched(page: Page) -> set[str]:
    """The addresses of the scripts and style sheets of a page."""
    scripts = {one.attributes["src"] for one in page.of("script") if "src" in one.attributes}
    wanted = ("stylesheet", "preload", "modulepreload")
    links = {one.attributes["href"] for one in page.of("link") if one.attributes.get("rel") in wanted}
    return scripts | links


@pytest.mark.parametrize("language", LANGUAGES)
def test_script_and_style_of_a_page_weigh_60_kilobytes_at_most(
    browser: Browser, register: Register, language: str
) -> None:
    for path in paths(register):
        page = Page(browser.get(f"/{language}{path}").text)
        inside = "".join(one.text for one in page.elements if one.tag in ("script", "style"))
        weight = len(gzip.compress(inside.encode())) if inside else 0
        addresses = fetched(page)
        assert addresses
        for address in addresses:
            assert OURS.match(address), (path, address)
            answer = browser.get(address)
            assert answer.status_code == 200, (path, address)
            weight += len(gzip.compress(answer.content))
        assert weight <= MOST, (path, weight)
