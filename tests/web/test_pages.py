"""Every page in four languages: it is there, it is sound, it leads on, and each number leads to its text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sijill import codes
from sijill.model import Figure
from sijill.register.dossiers import dossiers_of
from sijill.register.opening import Register, open_register, reading
from sijill.register.people import alone
from sijill.register.query import Filters, list_events, list_figures, list_instruments
from sijill.web.actors import actor_id
from sijill.web.fetching import opened_addresses
from sijill.web.guard import HEADERS, SCRIPTED
from sijill.web.pages import LANGUAGES, Reader, outward, words
from sijill.web.routes import ROUTES
from tests.serving import says, serving
from tests.web.conftest import EXAMPLES, Browser, fill
from tests.web.drawn import Page

ARTICLE = "Libya's coast guard intercepted 21,762 migrants in 2024. In 2023 it had been 99,999."
ENGLISH = re.compile(r"[A-Za-z]{4,}")


def paths(register: Register) -> list[str]:
    """One path of each route, below the language."""
    with reading(register) as connection:
        figure = next(
            f for f in list_figures(connection, Filters(measures=("arrivals",))) if f.found.value == 66317
        )
        other = next(
            f for f in list_figures(connection, Filters(measures=("arrivals",))) if f.found.value == 66617
        )
        event = list_events(connection, Filters())[0]
        instrument = next(i for i in list_instruments(connection, Filters()) if i.found.budget)
        (dossier,) = dossiers_of(connection, alone("local"))
    ids = {
        "figure": figure.ref,
        "claim": figure.ref,
        "cite": figure.ref,
        "document": figure.head.ref,
        "event": event.ref,
    }
    ids |= {"instrument": instrument.ref, "actor": actor_id("Matteo Piantedosi"), "dossier": dossier.ref}
    found = []
    for route in ROUTES:
        if route.page and not route.takes:
            path = route.path.replace("{code}", "arrivals").replace("{one}", figure.ref)
            path = path.replace("{kind}", "figure").replace("{page}", "figures")
            found.append(path.replace("{other}", other.ref).replace("{id}", ids.get(route.name, "")))
    return found


@pytest.fixture(scope="module")
def every_page(register: Register, browser: Browser) -> dict[str, Page]:
    """A page of each kind in each language, by address."""
    found = {}
    for language in LANGUAGES:
        for path in [*paths(register), "/search?q=2024", "/figures?measure=arrivals&place=IT"]:
            answer = browser.get(f"/{language}{path}")
            assert answer.status_code == 200, (language, path)
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            found[f"/{language}{path}"] = Page(answer.text)
    return found


def test_every_page_is_there_and_soundly_made(every_page: dict[str, Page]) -> None:
    for address, page in every_page.items():
        assert page.faults == [], address
        ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids)), address
        assert [len(page.of(tag)) for tag in ("html", "head", "h1", "main")] == [1, 1, 1, 1], address
        assert len([one for one in page.of("title") if one.parents[-1].tag == "head"]) == 1, address


def test_every_page_says_its_language_and_direction(every_page: dict[str, Page]) -> None:
    for address, page in every_page.items():
        (root,) = page.of("html")
        language = address[1:3]
        assert root.attributes["lang"] == language
        assert root.attributes["dir"] == words(language)["direction"]


def test_every_field_of_a_form_has_a_label(every_page: dict[str, Page]) -> None:
    for address, page in every_page.items():
        labelled = {one.attributes["for"] for one in page.of("label")}
        fields = [one for tag in ("input", "select", "textarea") for one in page.of(tag)]
        shown = {one.attributes["id"] for one in fields if one.attributes.get("type") != "hidden"}
        assert shown <= labelled, address


def test_no_page_but_the_review_has_a_script_and_none_has_anything_from_elsewhere(
    every_page: dict[str, Page],
) -> None:
    for address, page in every_page.items():
        assert len(page.of("script")) == (address.partition("?")[0].endswith("/review")), address
        for one in page.elements:
            assert one.tag != "script" or one.attributes["src"].startswith("/static/"), address
            assert one.tag not in ("style", "iframe", "img", "object", "base"), address
            assert not any(name.startswith("on") or name == "style" for name in one.attributes), address
        assert [
            one.attributes["href"] for one in page.of("link") if one.attributes["rel"] == "stylesheet"
        ] == [one for one in page.links() if one.startswith("/static/")]


def test_every_link_leads_somewhere(every_page: dict[str, Page], browser: Browser) -> None:
    @cache
    def status(address: str) -> int:
        return browser.get(address).status_code

    followed = {link.partition("#")[0] for page in every_page.values() for link in page.links()}
    english = [link for link in followed if link.startswith(("/en", "/static"))]
    others = sorted(link for link in followed if link not in english)[::23]
    assert len(english) > 100
    assert {link: status(link) for link in (*english, *others) if status(link) != 200} == {}


def test_places_within_a_page_that_links_name_are_there(
    every_page: dict[str, Page], browser: Browser
) -> None:
    named = sorted({link for page in every_page.values() for link in page.links() if "#" in link})
    assert len(named) > 8
    for link in named:
        Page(browser.get(link.partition("#")[0]).text).by_id(link.partition("#")[2])


def test_from_any_number_it_is_one_click_to_its_passage_and_two_to_its_text(
    every_page: dict[str, Page], browser: Browser, register: Register
) -> None:
    with reading(register) as connection:
        stored = {f.ref: f for f in list_figures(connection, Filters())}
    lists = [page for address, page in every_page.items() if address.startswith(("/ar", "/en"))]
    (more,) = [one for one in every_page["/en/figures"].of("a") if one.attributes.get("rel") == "next"]
    lists.append(Page(browser.get(more.attributes["href"]).text))
    linked = {one.attributes["href"] for page in lists for one in page.of("a") if one.has_class("figure")}
    assert {link.rpartition("/")[2] for link in linked} == set(stored)
    for link in linked:
        figure = stored[link.rpartition("/")[2]]
        page = Page(browser.get(link).text)
        mark = page.by_id("it")
        assert mark.text == figure.quote
        passage = mark.parents[-1]
        assert passage.attributes["dir"] == words(figure.head.language)["direction"]
        (whole,) = {x for x in page.links() if x.endswith(f"#f-{figure.ref}")}
        text = Page(browser.get(whole.partition("#")[0]).text)
        after = text.elements[text.elements.index(text.by_id(f"f-{figure.ref}")) + 1]
        assert after.tag == "span" or (after.tag == "mark" and after.text in figure.quote)


def test_a_document_says_where_its_day_was_found(browser: Browser) -> None:
    row = browser.get("/api/v1/documents").json()["data"][-1]
    assert row["dated_by"] == "given"
    assert browser.get(f"/api/v1/documents/{row['id']}").json()["data"]["document"]["dated_by"] == "given"
    assert "(day stated)" in browser.get(f"/en/documents/{row['id']}").text


def test_every_figure_of_a_document_is_linked_from_its_place_in_the_text(browser: Browser) -> None:
    for row in browser.get("/api/v1/documents").json()["data"]:
        figures = browser.get(f"/api/v1/documents/{row['id']}").json()["data"]["figures"]
        page = Page(browser.get(f"/en/documents/{row['id']}").text)
        (text,) = [one for one in page.of("div") if one.has_class("text")]
        linked = [a.attributes["href"].rpartition("/")[2] for a in page.of("a") if text in a.parents]
        assert set(linked) == {figure["id"] for figure in figures}


def test_every_cell_of_numbers_leads_to_a_figure_or_counts_something(every_page: dict[str, Page]) -> None:
    for address, page in every_page.items():
        for row in page.of("bdi"):
            if row.attributes.get("dir") == "ltr" and re.fullmatch(r"[≈<>↑↓ ]*[\d,.\u202f–]+", row.text):
                assert row.parents[-1].tag in {"a", "td", "dd", "li", "p", "span"}, address


def test_interface_words_are_the_same_in_every_language_and_none_is_empty() -> None:
    wanted = set(words("en")["words"])
    for language in LANGUAGES:
        said = words(language)["words"]
        assert set(said) == wanted
        assert all(str(text).strip() for text in said.values())
        places = [re.findall(r"\{\w+\}", said[key]) for key in sorted(wanted)]
        assert places == [re.findall(r"\{\w+\}", words("en")["words"][key]) for key in sorted(wanted)]


def test_arabic_pages_speak_arabic(every_page: dict[str, Page]) -> None:
    for address, page in every_page.items():
        if address.startswith("/ar"):
            for one in (*page.of("th"), *page.of("label"), *page.of("button"), *page.of("dt")):
                assert not ENGLISH.search(one.text), (address, one.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_written_as_the_language_does_and_keep_their_direction(language: str) -> None:
    figure = Figure(0, 1, 1200, "person", "arrivals", bound="range", low=1200, high=1500.5)
    written = str(Reader(language).hedged(figure))
    said = words(language)
    expected = f"1{said['group']}200–1{said['group']}500{said['decimal']}5"
    assert written == f'<bdi dir="ltr">{expected}</bdi>'


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", 'أكثر من <bdi dir="ltr">21,000</bdi>'),
        ("en", 'over <bdi dir="ltr">21,000</bdi>'),
        ("fr", 'plus de <bdi dir="ltr">21\u202f000</bdi>'),
        ("it", 'oltre <bdi dir="ltr">21.000</bdi>'),
    ],
)
def test_a_hedge_is_said_in_words_that_no_direction_turns_around(language: str, said: str) -> None:
    figure = Figure(0, 1, 21000, "person", "arrivals", bound="over", low=21000)
    assert str(Reader(language).hedged(figure)) == said


def test_arabic_digits_are_used_where_they_are_asked_for(browser: Browser) -> None:
    page = Page(browser.get("/ar/figures?measure=arrivals&digits=arab").text)
    cells = [one.text for one in page.of("a") if one.has_class("figure")]
    assert "٦٦٬٣١٧" in cells
    others = [link for link in page.links() if link.startswith("/ar/figures") and "digits=arab" not in link]
    assert others == ["/ar/figures?measure=arrivals"]  # back to Latin digits
    assert not any(re.search(r"[٠-٩]", one.text) for one in Page(browser.get("/ar/figures").text).of("td"))


@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:example.org", False),
        ("https://exa mple.org", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_linked_to(written: str | None, linked: bool) -> None:
    assert (outward(written) is not None) is linked


def addresses(register: Register) -> Iterator[str]:
    yield from ("/", "/en", "/xx/", "/nothing", "/en/figures/0123", "/en/figures?since=never", "/favicon.ico")
    yield from ("/api/v1/figures", "/api/v1/figures?limit=0", "/api/v1/nothing", "/api/v1/openapi.json")
    yield from (f"/en{path}" for path in paths(register))
    yield from (
        f"/en{r.path}{s}" for r in ROUTES if "{" not in r.path and r.path != "/" for s in (".json", ".csv")
    )


def test_every_answer_has_the_headers_that_protect_it(register: Register, browser: Browser) -> None:
    for address in addresses(register):
        answer = browser.get(address)
        assert answer.status_code < 500, address
        for name, value in HEADERS.items():
            scripted = address.partition("?")[0].endswith("/review") and name == "content-security-policy"
            assert answer.headers[name] == (SCRIPTED if scripted else value), address
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_the_style_sheet_has_an_address_of_its_content_and_may_be_kept(browser: Browser) -> None:
    (style,) = [x for x in Page(browser.get("/en/").text).links() if x.startswith("/static/")]
    answer = browser.get(style)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert not re.search(r"(left|right)\s*:|url\(|@import", answer.text)


@pytest.mark.parametrize(
    ("accepted", "language"), [("ar-LY,en;q=0.5", "ar"), ("de,fr;q=0.8", "fr"), ("", "en"), ("de", "en")]
)
def test_the_first_page_is_in_the_language_of_the_browser(
    browser: Browser, accepted: str, language: str
) -> None:
    answer = browser.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{language}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_is_said_in_the_language_of_the_page(browser: Browser, language: str) -> None:
    for address in (
        f"/{language}/figures/0123456789abcdef",
        f"/{language}/nothing",
        f"/{language}/measures/x",
    ):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert words(language)["words"]["error_404"] in answer.text
    assert browser.get(f"/{language}/figures?since=soon").status_code == 400


def test_a_filter_narrows_the_page_and_its_data_alike(browser: Browser) -> None:
    asked = "?measure=arrivals&language=en&since=2025"
    page = Page(browser.get(f"/en/figures{asked}").text)
    shown = [one.attributes["href"].rpartition("/")[2] for one in page.of("a") if one.has_class("figure")]
    rows = browser.get(f"/en/figures.json{asked}").json()
    table = list(csv.DictReader(io.StringIO(browser.get(f"/en/figures.csv{asked}").text)))
    assert shown == [row["id"] for row in rows] == [row["id"] for row in table]
    assert shown
    assert {row["measure"] for row in rows} == {"arrivals"}
    twins = [link for link in page.links() if ".csv" in link or ".json" in link]
    assert all("measure=arrivals&language=en&since=2025" in link for link in twins)
    assert len(twins) == 2


def test_the_facets_count_the_figures_that_a_choice_would_show(browser: Browser) -> None:
    page = Page(browser.get("/en/figures?place=IT").text)
    for option in page.of("option"):
        counted = re.search(r"\((\d+)\)$", option.text)
        if option.parents[-1].attributes["name"] == "measure" and counted and int(counted[1]):
            rows = browser.get(f"/en/figures.json?place=IT&measure={option.attributes['value']}").json()
            assert len(rows) == int(counted[1])


def test_a_measure_says_what_it_counts_and_marks_where_sources_disagree(browser: Browser) -> None:
    page = Page(browser.get("/fr/measures/arrivals?place=IT").text)
    assert codes.measures()["arrivals"].definition("fr") in page.of("main")[0].text
    (disputed,) = [one for one in page.of("tr") if one.has_class("disputed")]
    assert "2024" in disputed.text
    assert len(page.of("svg")) == 1
    assert page.of("svg")[0].parents[-1].attributes["dir"] == "ltr"
    said = [one for one in page.of("g") if one.has_class("said")]
    assert {one.text.split(" ")[0] for one in said} >= {"66\u202f317", "66\u202f617"}
    assert any(one.has_class("official") for one in page.of("g"))


def test_a_measure_as_known_on_a_day_has_only_what_was_published_by_then(browser: Browser) -> None:
    def values(query: str) -> set[int]:
        rows = browser.get(f"/en/measures/arrivals.json?place=IT{query}").json()
        return {row["value"] for row in rows if row["period"] == ["2024-01-01", "2024-12-31"]}

    assert values("") == {66617}
    assert values("&known_on=2025-03-01") == {66317}


def test_two_figures_that_disagree_stand_side_by_side(browser: Browser) -> None:
    page = Page(browser.get("/en/conflicts").text)
    links = [link for link in page.links() if re.fullmatch(r"/en/conflicts/\w+/\w+", link)]
    assert len(links) >= 3
    for link in links:
        sides = Page(browser.get(link).text).of("article")
        assert len(sides) == 2


def test_an_instrument_has_its_terms_its_money_by_the_day_and_its_documents(browser: Browser) -> None:
    page = Page(browser.get("/en/instruments").text)
    (irini,) = [one for one in page.of("a") if one.text == "EUNAVFOR MED IRINI"]
    text = Page(browser.get(irini.attributes["href"]).text).of("main")[0].text
    assert "2027-03-31" in text
    assert "16,350,000" in text
    assert "22,397.26" in text


def test_a_number_is_found_however_it_is_written(browser: Browser) -> None:
    found = []
    for asked in ("21762", "21,762", "٢١٧٦٢"):
        page = Page(browser.get("/en/search", params={"q": asked}).text)
        found.append([one.text for one in page.of("h2")])
        assert page.of("mark")
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_a_text_that_is_checked_has_each_number_marked_with_its_verdict(browser: Browser) -> None:
    answer = browser.post("/en/check", data={"text": ARTICLE, "published": "2026-01-10", "language": ""})
    page = Page(answer.text)
    assert page.faults == []
    marks = {one.text: one.attributes["class"] for one in page.of("mark")}
    assert marks["21,762"] == "agrees"
    assert marks["99,999"] in ("differs", "unknown")
    assert page.of("textarea")[0].text.strip() == ARTICLE


def test_a_text_that_is_checked_is_not_kept(browser: Browser, register_file: object) -> None:
    before = browser.get("/api/v1/overview").json()["data"]["counts"]
    browser.post("/it/check", data={"text": ARTICLE, "language": "en"})
    assert browser.get("/api/v1/overview").json()["data"]["counts"] == before


def test_a_form_from_another_site_is_refused(browser: Browser) -> None:
    sent = {"text": ARTICLE}
    for headers in (
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert browser.post("/en/check", data=sent, headers=headers).status_code == 403
    for own in (
        {"origin": "http://127.0.0.1:8484", "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "http://127.0.0.1:8484"},
        {},
    ):
        assert browser.post("/en/check", data=sent, headers=own).status_code == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "localhost.x:80"])
def test_a_request_under_another_name_is_refused(browser: Browser, host: str) -> None:
    assert browser.get("/en/", headers={"host": host}).status_code == 421
    assert browser.get("/en/", headers={"host": "localhost:9"}).status_code == 200


def test_a_text_that_is_too_long_is_refused(browser: Browser) -> None:
    assert browser.post("/en/check", data={"text": "a " * 60_000}).status_code == 413
    assert browser.post("/en/check", content=b"x" * 2_000_000).status_code == 413


def test_only_what_a_page_takes_is_taken(browser: Browser) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert browser.send(method, "/en/figures").status_code == 405
    assert browser.send("PUT", "/en/check").status_code == 405
    assert browser.send("HEAD", "/en/").status_code == 200


def test_what_is_read_while_the_pages_are_open_is_on_them_at_once(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    fill(path, str(EXAMPLES / "en.jsonl"))
    served = open_register(path)
    open_browser = Browser(served)
    addresses = ("/en/", "/en/figures", "/en/measures", "/en/claims", "/en/conflicts", "/en/documents")
    before = {address: open_browser.get(address).text for address in addresses}
    fill(path, str(EXAMPLES))
    after = {address: open_browser.get(address).text for address in addresses}
    assert [address for address in addresses if before[address] == after[address]] == []
    open_browser.close()
    served.engine.dispose()


def test_an_address_is_checked_where_the_server_may_fetch(register: Register) -> None:
    with serving() as site:
        site.conduct["/article"] = says(
            f"<html lang=en><head><title>Numbers</title></head><body><article><p>{ARTICLE}</p>"
            f"<p>{'The ministry said more about it on Monday. ' * 20}</p></article></body></html>",
            headers={"Content-Type": "text/html; charset=utf-8"},
        )
        sent = {"address": site.url("/article"), "language": "en"}
        browser = Browser(register, fetched=opened_addresses(loopback=True))
        answer = browser.post("/en/check", data={"text": "", **sent})
        assert answer.status_code == 200
        assert "21,762" in Page(answer.text).of("mark")[0].text
        read = browser.post("/api/v1/check", json=sent).json()["data"]
        assert read["figures"][0]["quote"] == "21,762"
        missing = browser.post("/fr/check", data={"address": site.url("/nothing")})
        assert (missing.status_code, "404" in missing.text) == (400, True)
        browser.close()
        guarded = Browser(register, fetched=opened_addresses())
        refused = guarded.post("/api/v1/check", json=sent)
        assert refused.status_code == 400
        assert refused.json()["error"]["code"] == "not_fetched"
        guarded.close()
        assert site.paths().count("/article") == 2


def test_no_address_is_fetched_unless_the_server_is_told_to(browser: Browser) -> None:
    answer = browser.post("/api/v1/check", json={"address": "https://example.org/"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "no_fetching")
    assert "or_address" not in browser.get("/en/check").text
    assert not [
        one
        for one in Page(browser.get("/en/check").text).of("input")
        if one.attributes.get("name") == "address"
    ]
    page = browser.post("/en/check", data={"address": "https://example.org/"})
    assert (page.status_code, "--fetch" in page.text) == (403, True)
