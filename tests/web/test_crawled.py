"""Somebody who follows every link: no dead end, nothing from elsewhere, every number leads to its mark in a text."""

from __future__ import annotations

import re

import pytest

from sijill.web.routes import ROUTES
from tests.web.conftest import Browser
from tests.web.crawled import crawled
from tests.web.drawn import Element, Page

MOST = 700
FIGURE = re.compile(r"^/\w\w/figures/[0-9a-f]{16}(\?|$)")
ELSEWHERE = frozenset(
    {"script", "img", "link", "iframe", "audio", "video", "source", "use", "image", "object"}
)
"""Elements that a browser fetches without being asked."""


@pytest.fixture(scope="module")
def walked(browser: Browser) -> dict[str, tuple[int, Page | None]]:
    """What a walk from the Arabic and the English first page comes to, by address."""
    return {
        address: (answer.status_code, page)
        for language in ("ar", "en")
        for address, answer, page in crawled(
            browser.get, [f"/{language}/", f"/{language}/search?q=2024"], MOST, f"/{language}/"
        )
    }


def pages(walked: dict[str, tuple[int, Page | None]]) -> list[tuple[str, Page]]:
    return [(address, page) for address, (_, page) in walked.items() if page is not None]


def test_no_link_is_dead(walked: dict[str, tuple[int, Page | None]]) -> None:
    assert len(walked) > 300
    assert {address: status for address, (status, _) in walked.items() if status not in (200, 303, 307)} == {}


def test_the_walk_comes_to_every_kind_of_page(walked: dict[str, tuple[int, Page | None]]) -> None:
    bare = {address.partition("?")[0] for address in walked}
    for route in ROUTES:
        if route.page and route.method == "GET":
            pattern = re.compile(r"/en" + re.sub(r"\{\w+\}", r"[^/]+", route.path))
            assert any(pattern.fullmatch(address) for address in bare), route.name


def test_no_page_fetches_anything_from_elsewhere(walked: dict[str, tuple[int, Page | None]]) -> None:
    for address, page in pages(walked):
        for one in page.elements:
            if one.tag in ELSEWHERE and one.attributes.get("rel") != "alternate":
                for name in ("src", "href", "data", "srcset", "xlink:href"):
                    where = one.attributes.get(name, "/")
                    assert re.match(r"[/#](?!/)", where) or where in "/#", (address, one.tag, where)


def test_every_number_is_two_clicks_from_its_mark_in_the_text(
    walked: dict[str, tuple[int, Page | None]], browser: Browser
) -> None:
    linked = {
        (link.partition("#")[0], address[:3])
        for address, page in pages(walked)
        for link in page.links()
        if FIGURE.match(link) and link.partition("#")[0].partition("?")[0].endswith(link[-16:])
    }
    assert len(linked) >= 54
    texts: dict[str, Page] = {}
    for link, _ in sorted(linked):
        figure = Page(browser.get(link).text)
        assert figure.by_id("it").text
        ref = link.partition("?")[0].rpartition("/")[2]
        (whole,) = {one for one in figure.links() if one.endswith(f"#f-{ref}")}
        bare = whole.partition("#")[0]
        text = texts.setdefault(bare, Page(browser.get(bare).text))
        anchor = text.by_id(f"f-{ref}")
        after: Element = next(
            one for one in text.elements[text.elements.index(anchor) :] if one.tag == "mark"
        )
        assert figure.by_id("it").text.startswith(after.text) or after.text in figure.by_id("it").text


def test_no_number_that_counts_people_or_money_stands_without_a_link(
    walked: dict[str, tuple[int, Page | None]],
) -> None:
    """In the columns of values of figures, each number is a link; official values name their series instead."""
    for address, page in pages(walked):
        for cell in page.of("td"):
            if cell.has_class("n") and "/figures" in address and "/figures/" not in address:
                inside = [one for one in page.of("a") if cell in one.parents]
                assert inside, (address, cell.text)
