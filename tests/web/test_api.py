"""The API: described as it is, in pages that join without a gap, with one shape of errors."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from sijill.register.opening import Register, reading
from sijill.register.query import Filters, list_figures
from sijill.web.api import BASE, description, path_of
from sijill.web.asked import PARAMETERS, a_position, token
from sijill.web.routes import ROUTES
from tests.web.conftest import Browser


def all_rows(browser: Browser, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following is not None:
        body = browser.get(following).json()
        assert len(body["data"]) <= 7
        found += body["data"]
        following = body["next"]
    return found


def test_the_description_names_every_route_and_the_router_answers_each(
    browser: Browser, register: Register
) -> None:
    described = browser.get(f"{BASE}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {*(path_of(route) for route in ROUTES), "/export/{format}"}
    with reading(register) as connection:
        ref = list_figures(connection, Filters())[0].ref
    for path, methods in described["paths"].items():
        filled = path.replace("{code}", "arrivals").replace("{page}", "figures")
        for method, operation in methods.items():
            names = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert names == set(re.findall(r"\{(\w+)\}", path))
            answer = browser.send(
                method.upper(), BASE + re.sub(r"\{\w+\}", ref, filled), json={"text": "Nothing."}
            )
            assert answer.status_code in (200, 404 if "{id}" in path or "{format}" in path else 200, 400), (
                path
            )
            kind = "List" if "next" in answer.json() else "Record" if "data" in answer.json() else "Error"
            shown = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
            assert shown["$ref"].endswith(kind)


def test_what_is_described_can_be_followed(browser: Browser) -> None:
    schemas = description("1")["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/(\w+)", str(description("1"))))
    assert named == set(schemas)


@pytest.mark.parametrize("kind", ["figures", "documents", "events", "descriptions", "claims", "conflicts"])
def test_the_pages_of_a_list_join_without_gap_or_repetition(browser: Browser, kind: str) -> None:
    whole = browser.get(f"{BASE}/{kind}?limit=500").json()
    assert whole["next"] is None
    page = 3
    assert len(whole["data"]) > page
    assert all_rows(browser, f"{BASE}/{kind}?limit={page}") == whole["data"]


def test_a_filter_holds_on_every_page_of_a_list(browser: Browser) -> None:
    rows = all_rows(browser, f"{BASE}/figures?limit=2&measure=arrivals&measure=deaths&language=en")
    assert len(rows) > 3
    assert {row["language"] for row in rows} == {"en"}
    assert {row["measure"] for row in rows} == {"arrivals", "deaths"}


def test_a_token_is_a_position_and_nothing_else_is_one() -> None:
    import datetime as dt

    for position in ((dt.date(2025, 6, 13), 7, 12), (None, 1, 0)):
        assert a_position(token(position)) == position
    for wrong in ("", "x", "W10", "é", "bnVsbA", token((None, 1, 0)) + "!", "A" * 299):
        with pytest.raises(ValueError, match="no place"):
            a_position(wrong)


WRONG = [
    ("figures?measure=nothing", 400),
    ("figures?since=2025-13", 400),
    ("figures?since=2025&since=2024", 400),
    ("figures?place=Nowhere", 400),
    ("figures?after=nonsense", 400),
    ("figures?limit=501", 400),
    ("figures?source=" + "x" * 301, 400),
    ("figures?source=%00", 400),
    ("figures/0123456789abcdef", 404),
    ("figures/..%2f..", 404),
    ("measures/nothing", 404),
    ("conflicts/0123456789abcdef/0123456789abcdef", 404),
    ("claims?offset=-1", 400),
    ("nothing", 404),
]


@pytest.mark.parametrize(("address", "status"), WRONG)
def test_every_error_has_one_shape(browser: Browser, address: str, status: int) -> None:
    answer = browser.get(f"{BASE}/{address}")
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"status", "code", "message"}
    assert answer.json()["error"]["status"] == status


def test_an_error_of_the_data_of_a_page_is_data_too(browser: Browser) -> None:
    assert browser.get("/en/figures.json?measure=nothing").json()["error"]["status"] == 400
    assert browser.get("/en/figures/0123456789abcdef.json").json()["error"]["code"] == "not_found"


def test_a_figure_comes_with_its_passage_and_its_reasons(browser: Browser) -> None:
    (row, *_) = browser.get(f"{BASE}/figures?measure=arrivals&limit=1").json()["data"]
    figure = browser.get(f"{BASE}/figures/{row['id']}").json()["data"]
    passage = figure["passage"]
    assert (
        passage["text"][figure["start"] - passage["start"] : figure["end"] - passage["start"]] == row["quote"]
    )
    assert {one["slot"] for one in figure["evidence"]} >= {"measure"}
    document = browser.get(
        f"{BASE}/documents/{browser.get(f'{BASE}/documents').json()['data'][0]['id']}"
    ).json()
    text = document["data"]["document"]["text"]
    assert all(text[f["start"] : f["end"]] == f["quote"] for f in document["data"]["figures"])


def test_a_text_is_checked(browser: Browser) -> None:
    text = "Libya's coast guard intercepted 21,762 migrants in 2024."
    answer = browser.post(f"{BASE}/check", json={"text": text, "published": "2026-01-10", "language": "en"})
    (figure,) = answer.json()["data"]["figures"]
    assert (figure["quote"], figure["verdict"]) == ("21,762", "agrees")
    assert figure["against"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": ""}, 400),
        ({"text": 3}, 400),
        ({"text": "a", "more": "b"}, 400),
        ({"text": "a", "language": "xx"}, 400),
        ({"text": "a", "published": "never"}, 400),
        (["text"], 400),
        ({"text": "12 345 67"}, 400),
        ({"text": "a " * 60_000}, 413),
    ],
)
def test_what_cannot_be_checked_is_refused(browser: Browser, body: Any, status: int) -> None:
    answer = browser.post(f"{BASE}/check", json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["status"] == status


def test_a_body_that_is_no_json_is_refused(browser: Browser) -> None:
    assert browser.post(f"{BASE}/check", content=b"text=a").status_code == 415
    for body in (b"{", b"[" * 5000, b"\xff"):
        sent = browser.post(f"{BASE}/check", content=body, headers={"content-type": "application/json"})
        assert sent.status_code == 400


def test_hostile_values_of_every_parameter_are_answered_without_an_error_of_ours(browser: Browser) -> None:
    hostile = [
        "", "0", "-1", "9" * 400, "'", '"', "%", "_", "\\", "\x00", "\n", "' OR 1=1 --", "../../etc/passwd",
        "\u202e", "\ud7ff", "𐀀", "ليبيا", "2025-02-30", "0000", "9999", "9999-12-31", "0001-01-01", "1e9", "nan",
        "null", "true", "[]", "*", "a*", 'a" OR b', "NEAR(a b)", "-a", "a:b", "^a", "()", "\ufffe",
    ]  # fmt: skip
    for route in ROUTES:
        if route.method != "GET" or "{id}" in route.path or "{one}" in route.path:
            continue
        path = path_of(route).replace("{code}", "arrivals").replace("{page}", "map")
        for name in (*route.parameters, "limit"):
            for value in hostile:
                answer = browser.get(f"{BASE}{path}?{name}={quote(value)}")
                assert answer.status_code in (200, 400), (path, name, value)
    assert PARAMETERS
