"""Logging in as Chromium does it: by keyboard, without scripts, in four languages, and out of reach of scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from sijill.official.library import library
from sijill.register import passwords
from sijill.register.moving import back_up
from sijill.register.opening import open_register
from sijill.web.app import application
from sijill.web.pages import LANGUAGES
from tests.web.conftest import in_chromium, listening
from tests.web.test_in_a_browser import faults_of
from tests.web.test_team import KEY, add_people
from tests.web.visitors import PASSWORD

pytestmark = in_chromium


@pytest.fixture(scope="module")
def site(register_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("team") / "register.sqlite"
    back_up(register_file, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", PasswordHasher(1, 8, 1))
        passwords.nobodys.cache_clear()
        register = open_register(path, write=True)
        add_people(register)
        with listening(application(register, library(), writer=register, key=KEY)) as address:
            yield address
        register.engine.dispose()
        passwords.nobodys.cache_clear()


def log_in(page: Any, address: str, login: str = "viewer") -> None:
    page.goto(address)
    page.fill("#f-login", login)
    page.fill("#f-password", PASSWORD)
    page.press("#f-password", "Enter")
    page.wait_for_selector("form.person")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_one_logs_in_works_and_logs_out_by_keyboard_without_scripts(
    chromium: Any, site: str, language: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{language}/figures?measure=arrivals")
    assert "/login?next=" in page.url
    page.focus("#f-login")
    page.keyboard.type("viewer")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("form.person")
    assert page.url == f"{site}/{language}/figures?measure=arrivals", "where one wanted to go"
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    page.focus("form.person button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-login")
    assert context.cookies() == []
    page.go_back()
    assert page.locator("form.person").count() == 0, "what was seen is not in the history"
    context.close()


def test_a_wrong_password_is_said_and_the_login_kept(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/en/login")
    page.fill("#f-login", "somebody")
    page.fill("#f-password", "not it at all")
    page.click("form.login button")
    assert page.locator('[role="alert"]').inner_text() == "This login and password do not go together."
    assert page.input_value("#f-login") == "somebody"
    assert page.input_value("#f-password") == ""
    page.close()


def test_no_script_and_no_other_site_gets_at_a_session(chromium: Any, site: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    log_in(page, f"{site}/en/login")
    assert page.evaluate("document.cookie") == ""
    elsewhere = context.new_page()
    elsewhere.goto("data:text/html,<title>elsewhere</title>")
    elsewhere.set_content(f"<form method=post action='{site}/en/logout'><button>win a boat</button></form>")
    elsewhere.click("button")
    assert "cross_site" in elsewhere.content()
    page.reload()
    assert page.locator("form.person").count() == 1, "still logged in"
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_where_one_logs_in_and_on_ones_account(
    chromium: Any, site: str, language: str
) -> None:
    context = chromium.new_context(bypass_csp=True, viewport={"width": 320, "height": 700})
    page = context.new_page()
    faults, wide = {}, {}

    def look(name: str) -> None:
        page.emulate_media(color_scheme="light")
        found = faults_of(page)
        page.emulate_media(color_scheme="dark")
        found += faults_of(page, runOnly={"type": "rule", "values": ["color-contrast"]})
        faults[name] = found
        wide[name] = page.evaluate("document.documentElement.scrollWidth")

    page.goto(f"{site}/{language}/login")
    look("login")
    page.fill("#f-login", "x")
    page.fill("#f-password", "y")
    page.click("form.login button")
    look("wrong")
    log_in(page, f"{site}/{language}/login", "admin")
    look("home")
    page.goto(f"{site}/{language}/audit")
    look("audit")
    page.goto(f"{site}/{language}/people")
    for one in page.query_selector_all("summary"):
        one.click()
    look("people")
    page.goto(f"{site}/{language}/account")
    look("account")
    page.fill("#f-old", "not it at all")
    page.fill("#f-new", "a boat by another pier")
    page.fill("#f-again", "a boat by the third pier")
    page.click("form.login button")
    look("refused")
    context.close()
    assert {name: found for name, found in faults.items() if found} == {}
    assert {name: width for name, width in wide.items() if width > 320} == {}
