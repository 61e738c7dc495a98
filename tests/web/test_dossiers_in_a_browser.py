"""Dossiers in Chromium with the forms that change them: accessible, narrow, without JavaScript, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sijill.register.dossiers import dossiers_of
from sijill.register.moving import back_up
from sijill.register.opening import open_register, reading
from sijill.register.people import alone
from sijill.web.pages import LANGUAGES
from tests.web.conftest import in_chromium, served
from tests.web.test_in_a_browser import faults_of

pytestmark = in_chromium


@pytest.fixture(scope="module")
def writable(register_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of pages that may change the register, and the id of a dossier."""
    path = tmp_path_factory.mktemp("dossiers") / "register.sqlite"
    back_up(register_file, path)
    register = open_register(path)
    with reading(register) as connection:
        (dossier,) = dossiers_of(connection, alone("local"))
    register.engine.dispose()
    with served(path, write=True) as address:
        yield address, dossier.ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_of_a_dossier_have_no_fault_and_fit_a_small_screen(
    chromium: Any, writable: tuple[str, str], language: str
) -> None:
    site, ref = writable
    context = chromium.new_context(bypass_csp=True, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{site}/{language}/figures")
    figure = page.get_attribute("td a.figure", "href")
    for path in (f"/{language}/dossiers/{ref}", f"/{language}/dossiers", figure):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults_of(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_a_figure_is_collected_and_annotated_without_javascript(
    chromium: Any, writable: tuple[str, str]
) -> None:
    site, _ = writable
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ar/figures")
    page.click("td a.figure")
    page.click("details.collect summary")
    page.select_option("#c-dossier", "")
    page.fill("#c-title", "ملف «جديد»")
    page.fill("#c-note", "سؤال\nثم سؤال")
    page.click("details.collect button")
    assert "/ar/dossiers/" in page.url
    assert page.inner_text("h1") == "ملف «جديد»"
    assert page.inner_text(".items .noted") == "سؤال\nثم سؤال"
    page.fill("#c-note", "ملاحظة")
    page.click("button:text('أضف ملاحظة')")
    page.click("button[value=up]")
    assert page.locator(".items > li").count() == 2
    assert page.locator(".items > li").first.locator(".noted").inner_text() == "ملاحظة"
    page.emulate_media(media="print")
    assert not page.is_visible("textarea")
    assert not page.is_visible("summary")
    assert page.is_visible(".items blockquote")
    context.close()
