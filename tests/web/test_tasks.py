"""What people come for, as they come: by the keyboard alone, without scripts, on a small screen, enlarged, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.web.conftest import in_chromium
from tests.web.hands import Hand, KeyboardHand
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
