"""The review by the keyboard alone, in Arabic and in English, and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sijill.register.opening import open_register, reading
from sijill.register.reviews import list_reviews
from tests.web.conftest import in_chromium, served

pytestmark = in_chromium


def made(path: Path) -> list[tuple[str, str]]:
    register = open_register(path)
    with reading(register) as connection:
        found: list[tuple[str, str]] = [(one.verdict, one.state) for one in list_reviews(connection)]
    register.engine.dispose()
    return found


def typed(page: Any, key: str) -> None:
    """Presses a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_figures_are_reviewed_by_single_letters(chromium: Any, own_file: Path, language: str) -> None:
    with served(own_file, write=True) as address:
        page = chromium.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{address}/{language}/review?measure=arrivals")
        typed(page, "a")
        typed(page, "r")
        assert made(own_file) == [("confirm", "counts"), ("reject", "counts")]
        typed(page, "u")
        assert made(own_file) == [("confirm", "counts"), ("reject", "undone"), ("undo", "undo")]
        before = page.locator("form.decide").get_attribute("action")
        typed(page, "s")
        assert page.locator("form.decide").get_attribute("action") != before
        page.keyboard.press("c")
        assert page.evaluate("document.activeElement.name") == "value"
        page.keyboard.press("Control+a")
        page.keyboard.type("77")
        typed(page, "Enter")
        assert made(own_file)[-1] == ("correct", "counts")
        page.keyboard.press("?")
        assert page.locator("details.keys[open]").count() == 1
        assert complaints == []
        page.close()


def test_a_letter_is_the_key_in_its_place_on_an_arabic_keyboard(chromium: Any, own_file: Path) -> None:
    with served(own_file, write=True) as address:
        page = chromium.new_page()
        page.goto(f"{address}/ar/review")
        with page.expect_navigation():
            page.evaluate(
                "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true}))"
            )
        assert made(own_file) == [("confirm", "counts")]
        page.close()


def test_letters_do_nothing_where_something_is_typed_or_they_are_off(chromium: Any, own_file: Path) -> None:
    with served(own_file, write=True) as address:
        page = chromium.new_page()
        page.goto(f"{address}/en/review")
        page.locator("#f-note").press("a")
        page.goto(f"{address}/en/review?keys=off")
        page.keyboard.press("a")
        page.wait_for_timeout(200)
        assert made(own_file) == []
        page.close()


def test_all_is_done_by_forms_where_no_script_runs(chromium: Any, own_file: Path) -> None:
    with served(own_file, write=True) as address:
        context = chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}/en/review?measure=arrivals")
        page.click("form.decide button[value=confirm]")
        page.click("form.done button[value=undo]")
        page.click("details.correct summary")
        page.fill("#s-value", "77")
        page.click("button[value=correct]")
        assert [verdict for verdict, _ in made(own_file)] == ["confirm", "undo", "correct"]
        context.close()
