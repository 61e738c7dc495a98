"""A page from right to left is the page from left to right in a mirror: what is first stands at the other side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import in_chromium

pytestmark = in_chromium

PAGES = ("/", "/figures", "/measures/arrivals?place=IT", "/instruments", "/conflicts", "/events", "/check")
BOXES = """() => { const of = e => { const b = e.getBoundingClientRect(); return [b.left, innerWidth - b.right] };
const found = {};
for (const [name, which] of Object.entries({site: '.site', title: 'h1', form: 'main form .field',
    column: 'main th', item: 'main .timeline li', quick: '.quick'})) {
  const one = document.querySelector(which); if (one) found[name] = of(one) }
const table = document.querySelector('main table'), last = table && [...table.querySelectorAll('th')].at(-1);
if (last) found.last = of(last);
return found }"""
SLACK = 2.0
"""Pixels. What stands at the edge where lines begin does so whatever its words and fonts; other edges are not
compared, as words are of different lengths."""


@pytest.mark.parametrize("path", PAGES)
def test_what_stands_where_lines_begin_does_so_in_arabic_too(chromium: Any, site: str, path: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    boxes = {}
    for language in ("en", "ar"):
        page.goto(f"{site}/{language}{path}")
        boxes[language] = page.evaluate(BOXES)
    page.close()
    assert boxes["en"].keys() == boxes["ar"].keys() >= {"site", "title"}
    for name in boxes["en"].keys() - {"last", "quick"}:
        assert abs(boxes["en"][name][0] - boxes["ar"][name][1]) <= SLACK, (name, boxes)
    if "last" in boxes["en"]:
        assert boxes["en"]["last"][0] > boxes["en"]["column"][0]
        assert boxes["ar"]["last"][0] < boxes["ar"]["column"][0]


def test_a_page_that_is_not_mirrored_is_told_from_one_that_is(chromium: Any, site: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site}/ar/figures")
    mirrored = page.evaluate(BOXES)["title"]
    page.evaluate("document.documentElement.dir = 'ltr'; document.querySelector('h1').style.width = '9rem'")
    assert abs(page.evaluate(BOXES)["title"][1] - mirrored[1]) > SLACK
    page.close()
