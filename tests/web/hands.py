"""Two ways to use a page: by pointing and typing, and by the keyboard alone. Both only reach what is on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sijill.web.pages import words

MOST_TABS = 400
_FOCUSED = "one => one === document.activeElement"
_SEEN = """one => { const s = getComputedStyle(one), b = one.getBoundingClientRect();
return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 && b.bottom > 0 && b.top < innerHeight }"""


@dataclass
class Hand:
    """Somebody in front of a page in a language. `arrived` is called on every page that they come to."""

    page: Any
    site: str
    language: str
    arrived: Callable[[Any], None] = field(default=lambda page: None)

    def open(self, path: str) -> None:
        """Goes to a page by its path below the language, as from a bookmark."""
        self.page.goto(f"{self.site}/{self.language}{path}")
        self.arrived(self.page)

    def said(self, key: str) -> str:
        """A word of the interface."""
        return str(words(self.language)["words"][key])

    def menu(self, name: str) -> None:
        """Follows a link of the main menu."""
        menu = self.page.get_by_role("navigation", name=self.said("main_menu"))
        self.follow(menu.get_by_role("link", name=self.said(f"title_{name}"), exact=True))

    def named(self, key: str) -> Any:
        """The field of the page's own form with this label."""
        return self.page.locator("main form").get_by_label(self.said(key), exact=True)

    def button(self, key: str) -> Any:
        """The button with these words on it."""
        return self.page.get_by_role("button", name=self.said(key), exact=True)

    def follow(self, link: Any) -> None:
        """Follows a link, or sends a form by its button, and waits for the page."""
        with self.page.expect_navigation(wait_until="load"):
            self.press(link)
        self.arrived(self.page)

    def save(self, link: Any) -> str:
        """Follows a link that gives a file, and reads the file."""
        with self.page.expect_download() as waiting:
            self.press(link)
        return str(waiting.value.path().read_text("utf-8"))

    def press(self, target: Any) -> None:
        """Presses a link or a button."""
        target.click()

    def write(self, target: Any, text: str) -> None:
        """Writes into a field."""
        target.fill(text)

    def choose(self, target: Any, value: str) -> None:
        """Chooses from a list."""
        target.select_option(value)


class KeyboardHand(Hand):
    """Somebody who has no pointer. What they go to by Tab must show that it is reached."""

    def reach(self, target: Any) -> None:
        """Presses Tab until the target has the focus."""
        target.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if target.evaluate(_FOCUSED):
                assert target.evaluate(_SEEN), f"nothing shows that {target} has the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by {MOST_TABS} Tabs")

    def press(self, target: Any) -> None:
        """Presses Enter on a link or a button."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Any, text: str) -> None:
        """Types over what is in a field."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, target: Any, value: str) -> None:
        """Goes through a list by the arrow keys."""
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(MOST_TABS):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen in {target}")
