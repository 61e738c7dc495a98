"""The pages in Chromium: accessible in four languages, in light and dark, narrow, and unmoved by hostile texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sijill.register.opening import open_register
from sijill.web.pages import LANGUAGES
from sijill.web.routes import ROUTES
from tests.web.conftest import in_chromium, served
from tests.web.hostile import addresses, fill, payloads
from tests.web.test_pages import ARTICLE, paths

pytestmark = in_chromium


KINDS = [route.name for route in ROUTES if route.page and not route.takes]


@pytest.fixture(scope="module")
def path_of_kind(every_path: list[str]) -> dict[str, str]:
    """A path of every page of the table of routes, so that a new one cannot be left out."""
    return dict(zip([*KINDS, "found"], every_path, strict=True))


@pytest.fixture(scope="module")
def every_path(register_file: Path) -> list[str]:
    register = open_register(register_file)
    found = [*paths(register), "/search?q=2024"]
    register.engine.dispose()
    return found


def faults_of(page: Any, **options: Any) -> list[tuple[str, str]]:
    """What axe finds on a page: the rule, and the first element that breaks it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options=options or None).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def test_axe_finds_a_fault_where_there_is_one(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content("<html><body><img src=x><p style='color:#bbb;background:#ccc'>faint</p></body></html>")
    assert {rule for rule, _ in faults_of(page)} >= {"image-alt", "color-contrast", "html-has-lang"}
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "found", "checked"])
def test_axe_finds_no_fault_on_any_page_in_light_or_in_dark(
    chromium: Any, site: str, path_of_kind: dict[str, str], kind: str, language: str
) -> None:
    context = chromium.new_context(bypass_csp=True)  # axe is a script
    page = context.new_page()
    if kind == "checked":
        page.goto(f"{site}/{language}/check")
        page.fill("textarea", ARTICLE)
        page.select_option("form.check select", "en")
        page.click("form.check button")
        page.wait_for_selector(".verdict")
    else:
        answer = page.goto(f"{site}/{language}{path_of_kind[kind]}")
        assert answer.status == 200
    page.emulate_media(color_scheme="light")
    found = faults_of(page)
    page.emulate_media(color_scheme="dark")
    found += faults_of(page, runOnly={"type": "rule", "values": ["color-contrast"]})
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_no_fault_in_a_frame_that_other_pages_show(chromium: Any, site: str, language: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    for path in ("measures/arrivals", "map"):
        page.goto(f"{site}/embed/{language}/{path}.html?place=IT")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults_of(page) == []
    context.close()


def test_an_image_of_a_drawing_has_its_style_though_the_policy_is_strict(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/embed/ar/map.svg")
    assert page.evaluate("getComputedStyle(document.querySelector('.sea')).fill") != "rgb(0, 0, 0)"
    assert complaints == []
    page.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_320_pixels_wide_need_not_be_moved_sideways(
    chromium: Any, site: str, every_path: list[str], language: str
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    wide = {}
    for path in every_path:
        page.goto(f"{site}/{language}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    page.close()
    assert wide == {}


def test_every_page_is_made_of_this_site_alone_without_scripts_and_without_complaint(
    chromium: Any, site: str, every_path: list[str]
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for path in every_path:
        page.goto(f"{site}/ar{path}")
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith(site)] == []
    assert complaints == []


def test_a_range_is_drawn_from_low_to_high_also_in_arabic(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    for digits, first, last in (("latn", "2", "9"), ("arab", "٢", "٩")):
        page.goto(f"{site}/ar/")
        page.set_content(
            f"<p dir=rtl>من <bdo id=r dir=ltr>{first}–{last}</bdo> سنة</p>"
            if digits == "arab"
            else f"<p dir=rtl>من <bdi id=r dir=ltr>{first}–{last}</bdi> سنة</p>"
        )
        places = page.evaluate(
            """() => { const n = document.getElementById('r').firstChild; const at = i => { const r =
            document.createRange(); r.setStart(n, i); r.setEnd(n, i + 1); return r.getBoundingClientRect().left };
            return [at(0), at(2)] }"""
        )
        assert places[0] < places[1]
    page.close()


def test_a_reader_finds_a_number_and_its_text_by_the_keyboard_alone(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/ar/figures?measure=arrivals")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "figure":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#it")
    assert page.locator("mark#it").count() == 1
    page.locator("a[href*='#f-']").press("Enter")
    page.wait_for_selector(".text")
    assert page.locator(".text mark").count() > 0
    page.close()


def test_hostile_texts_run_nowhere_even_without_the_content_security_policy(
    chromium: Any, tmp_path: Path
) -> None:
    path = tmp_path / "register.sqlite"
    fill(path)
    with served(path) as address:
        context = chromium.new_context(bypass_csp=True)
        page = context.new_page()
        links: list[str] = []
        for kind in (
            "figures",
            "documents",
            "events",
            "instruments",
            "claims",
            "actors",
            "meetings",
            "map",
            "",
        ):
            page.goto(f"{address}/en/{kind}")
            assert page.evaluate("window.hit") is None
            of_page = "all => all.map(a => new URL(a.getAttribute('href'), location).href)"  # of drawings too
            links += page.eval_on_selector_all("main a[href^='/en/']", of_page)[::12]
        for link in dict.fromkeys(links):
            if ".csv" not in link and ".json" not in link:
                page.goto(link)
                assert page.evaluate("window.hit") is None, link
        context.close()


def test_a_thousand_payloads_in_addresses_and_forms_run_nowhere(chromium: Any, site: str) -> None:
    context = chromium.new_context()
    context.add_init_script(
        "window.reports = []; addEventListener('securitypolicyviolation', e => reports.push(e.violatedDirective))"
    )
    page = context.new_page()
    page.goto(f"{site}/en/")
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    tried = [*payloads(), *addresses()]
    assert len(tried) >= 1000
    asked = (("figures", "source"), ("search", "q"), ("events", "where"), ("measures/arrivals", "since"))
    for number, text in enumerate(tried):
        kind, name = asked[number % 4]
        page.goto(f"{site}/en/{kind}?{urlencode({name: text})}", wait_until="domcontentloaded")
        assert page.evaluate("[window.hit === undefined, reports.length]") == [True, 0], text
    context.close()
    assert [one for one in said if "Failed to load resource" not in one] == []  # what a 400 is told as


def test_the_answers_of_the_api_run_nowhere_when_they_are_opened(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    for text in payloads()[::40]:
        page.goto(f"{site}/api/v1/figures?{urlencode({'source': text, 'place': text})}")
        assert page.evaluate("window.hit === undefined && !document.querySelector('script, img, svg, a')"), (
            text
        )
    page.close()
