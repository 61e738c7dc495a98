"""Texts of others are shown as texts: no markup of theirs becomes markup of ours, wherever it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sijill.register.opening import open_register, reading
from sijill.register.query import Filters, list_documents, list_figures
from tests.web.conftest import Browser
from tests.web.drawn import Page
from tests.web.hostile import addresses, fill, payloads

OURS = frozenset(
    {
        *(
            "html",
            "head",
            "meta",
            "title",
            "link",
            "body",
            "header",
            "main",
            "footer",
            "nav",
            "section",
            "article",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "p",
            "a",
            "div",
            "span",
            "small",
            "br",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
        ),
        *("mark", "bdi", "bdo", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
        *("form", "label", "input", "button", "select", "option", "textarea"),
        *("figure", "figcaption", "svg", "g", "line", "text", "rect", "circle", "path", "polygon"),
        *("pre", "code"),
    }
)
"""The elements that our templates draw."""


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "register.sqlite"
    assert fill(path) >= 1000
    return path


@pytest.fixture(scope="module")
def hostile(hostile_file: Path) -> Iterator[Browser]:
    register = open_register(hostile_file)
    browser = Browser(register)
    yield browser
    browser.close()
    register.engine.dispose()


def assert_harmless(markup: str, where: str) -> Page:
    page = Page(markup)
    assert page.faults == [], where
    for one in page.elements:
        assert one.tag in OURS, (where, one.tag)
        for name, value in one.attributes.items():
            assert not name.startswith("on"), (where, name)
            assert name not in ("style", "srcdoc", "formaction", "http-equiv", "background"), (where, name)
            if name in ("href", "action", "src"):
                assert re.match(r"(/(?!/)|#|https?://[^/])", value), (where, value)
    return page


def every_list(hostile: Browser) -> Iterator[tuple[str, str]]:
    kinds = (
        "figures",
        "documents",
        "events",
        "instruments",
        "claims",
        "conflicts",
        "search?q=1234",
        "",
        "measures/arrivals",
        "actors",
        "meetings",
        "map",
    )
    for kind in kinds:
        following: str | None = f"/en/{kind}"
        while following is not None:
            markup = hostile.get(following).text
            yield following, markup
            more = [one for one in Page(markup).of("a") if one.attributes.get("rel") == "next"]
            following = more[0].attributes["href"] if more else None


def test_there_are_a_thousand_different_payloads() -> None:
    assert len(set(payloads())) == len(payloads()) >= 1000


def test_the_search_for_what_is_harmful_finds_it() -> None:
    for markup in ("<p onclick=x>", "<script>1</script>", '<a href="javascript:x">a</a>', "<p></i></p>"):
        with pytest.raises(AssertionError):
            assert_harmless(markup, "")


def test_no_list_lets_a_payload_out(hostile: Browser) -> None:
    seen = 0
    for address, markup in every_list(hostile):
        assert_harmless(markup, address)
        seen += 1
    assert seen > 10


def test_no_page_about_one_thing_lets_a_payload_out(hostile: Browser, hostile_file: Path) -> None:
    register = open_register(hostile_file)
    with reading(register) as connection:
        figures = list_figures(connection, Filters())
        heads = [head for head, _ in list_documents(connection, Filters())]
    register.engine.dispose()
    for number, (figure, head) in enumerate(zip(figures, heads, strict=True)):
        assert figure.head.key == head.key
        page = assert_harmless(hostile.get(f"/en/documents/{head.ref}").text, head.ref)
        assert page.of("h1")[0].text == head.title
        page = assert_harmless(hostile.get(f"/ar/figures/{figure.ref}").text, figure.ref)
        assert figure.found.source in {one.text for one in page.of("bdi")}
        if number % 9 == 0:
            assert_harmless(hostile.get(f"/fr/claims/{figure.ref}").text, figure.ref)
            assert_harmless(hostile.get(f"/fr/cite/figure/{figure.ref}").text, figure.ref)
            for link in set(page.links()):
                if "/instruments/" in link or "/events/" in link:
                    assert_harmless(hostile.get(link).text, link)


def test_instruments_and_events_let_no_payload_out(hostile: Browser) -> None:
    for kind in ("instruments", "events"):
        page = Page(hostile.get(f"/en/{kind}").text)
        links = sorted({x for x in page.links() if re.fullmatch(rf"/en/{kind}/\w+", x)})
        assert len(links) > 20
        for link in links[::2]:
            assert_harmless(hostile.get(link).text, link)


def test_actors_and_what_is_embedded_let_no_payload_out(hostile: Browser) -> None:
    links = sorted(
        x for x in Page(hostile.get("/ar/actors").text).links() if re.fullmatch(r"/ar/actors/\w+", x)
    )
    assert len(links) > 20
    for link in links[::3]:
        assert_harmless(hostile.get(link).text, link)
    for path in ("measures/arrivals", "map"):
        assert_harmless(hostile.get(f"/embed/en/{path}.html").text, path)
        image = ElementTree.fromstring(hostile.get(f"/embed/en/{path}.svg").text)
        for one in image.iter():
            assert one.tag.rpartition("}")[2] in {*OURS, "style"}
            assert not any(name.startswith("on") or name.endswith("href") for name in one.attrib)


def test_what_an_address_says_is_not_let_out_either(hostile: Browser) -> None:
    for number, payload in enumerate([*payloads()[::8], *addresses()]):
        page, name = (("figures", "source"), ("search", "q"), ("events", "where"))[number % 3]
        answer = hostile.get(f"/en/{page}", params={name: payload})
        assert answer.status_code in (200, 400)
        shown = assert_harmless(answer.text, payload)
        if answer.status_code == 200:
            assert payload.strip() in {one.attributes.get("value", "").strip() for one in shown.of("input")}
        for wrong in ({"since": payload}, {"digits": payload}, {payload: payload}):
            assert_harmless(hostile.get("/it/measures/arrivals", params=wrong).text, payload)


def test_what_a_form_sends_is_not_let_out_either(hostile: Browser) -> None:
    for payload in payloads()[::25]:
        sent = {"text": f"{payload} On 3 May 2025 112 migrants arrived in Italy. {payload}", "language": "en"}
        answer = hostile.post("/en/check", data=sent)
        assert answer.status_code == 200
        assert_harmless(answer.text, payload)


def test_data_says_what_it_is_so_that_no_browser_takes_it_for_a_page(hostile: Browser) -> None:
    for suffix, kind in ((".json", "application/json"), (".csv", "text/csv; charset=utf-8")):
        answer = hostile.get(f"/en/figures{suffix}")
        assert answer.headers["content-type"] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_cell_that_a_spreadsheet_would_run_is_escaped_and_a_number_never(tmp_path: Path) -> None:
    import datetime as dt

    from sijill.model import Document, Figure, Reading
    from sijill.register.opening import writing
    from sijill.register.store import keep

    path = tmp_path / "register.sqlite"
    made = open_register(path, write=True)
    with writing(made) as connection:
        for number, run in enumerate(("=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1")):
            document = Document(f"{run}{number}", "en", "x 12 y", dt.date(2025, 1, 1), f"x{number}")
            figure = Figure(2, 4, -12 if number else 12, "person", "arrivals", source=f"{run}")
            keep(connection, document, Reading(document.id, "en", "9.9", (figure,)), dt.datetime(2026, 1, 1))
    made.engine.dispose()
    register = open_register(path)
    browser = Browser(register)
    rows = list(csv.DictReader(io.StringIO(browser.get("/en/figures.csv").text)))
    browser.close()
    register.engine.dispose()
    assert len(rows) == 7
    assert {row["value"] for row in rows} == {"12", "-12"}
    assert all(row["source"].startswith("'") and row["document"].startswith("'") for row in rows)
