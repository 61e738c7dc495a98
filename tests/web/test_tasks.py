"""What people come for, as they come: by the keyboard alone, without scripts, on a small screen, enlarged, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.web.conftest import in_chromium
from tests.web.hands import Hand, KeyboardHand
from tests.web.printed import Sheets, off_the_sheet, without_signs
from tests.web.tasks import TASKS, Answer

pytestmark = in_chromium

NARROW, ENLARGED = {"width": 320, "height": 640}, {"width": 640, "height": 360}
"""A small telephone; and a screen of 1280 by 720 at 200%, of which a browser has so many pixels left."""


@dataclass(frozen=True)
class Way:
    """How somebody comes: what the browser is like, and whether they have a pointer."""

    name: str
    browser: dict[str, Any]
    hand: type[Hand] = Hand


WAYS = (
    Way("by the keyboard alone", {}, KeyboardHand),
    Way("without scripts", {"java_script_enabled": False}),
    Way("on 320 pixels", {"java_script_enabled": False, "viewport": NARROW}),
    Way("at 200 percent", {"viewport": ENLARGED, "device_scale_factor": 2}),
)


def assert_nothing_sticks_out(page: Any) -> None:
    """A page is as wide as the screen: nobody moves it sideways to read it."""
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen, (page.url, wide)


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: way.name)
def coming(chromium: Any, request: pytest.FixtureRequest) -> Iterator[tuple[Way, Any]]:
    """A way to come, and a browser that is so."""
    context = chromium.new_context(accept_downloads=True, **request.param.browser)
    context.set_default_timeout(15_000)
    yield request.param, context
    context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_somebody_gets_what_they_came_for(
    coming: tuple[Way, Any], site: str, language: str, task: Callable[[Hand], Answer]
) -> None:
    way, context = coming
    page = context.new_page()
    answer = task(way.hand(page, site, language, assert_nothing_sticks_out))
    answer.first.scroll_into_view_if_needed()
    assert answer.first.is_visible()
    page.close()


READ_ON_PAPER = """root => { const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) { const n = walk.currentNode, e = n.parentElement;
  if (n.data.trim() && e.checkVisibility() && !e.closest('.hidden, svg, summary')) found.push(n.data) }
return found }"""
WORD = re.compile(r"[0-9٠-٩][0-9٠-٩,.٬٫]*[0-9٠-٩]|[^\W\d_]{2,}")
ARABIC = re.compile(r"[\u0621-\u064a]")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_what_somebody_prints_says_the_same_in_the_same_order(
    chromium: Any, site: str, language: str, task: Callable[[Hand], Answer]
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    answer = task(Hand(page, site, language))
    page.emulate_media(media="print")
    said, answered, headings = (
        [WORD.findall(without_signs(text)) for one in some.all() for text in one.evaluate(READ_ON_PAPER)]
        for some in (page.locator("main"), answer, page.locator("h1, h2, h3"))
    )
    pdf = page.pdf(format="A4")
    context.close()
    sheets = {from_right: Sheets(pdf, from_right) for from_right in (True, False)}

    def places(word: str) -> list[tuple[int, int]]:
        return sheets[bool(ARABIC.search(word))].places_of(word)

    assert off_the_sheet(pdf) == []
    assert len(answered) > 0
    assert [word for text in said for word in text if not places(word)] == []
    below = (-1, 0)
    for word in (text[0] for text in headings if text):
        following = [place for place in places(word) if place >= below]
        assert following, f"{word} does not stand below the headings before it"
        below = following[0]
