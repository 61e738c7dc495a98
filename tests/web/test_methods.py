"""Every address answers every method sanely: HEAD as GET without a body, what it does not take with 405."""

from __future__ import annotations

import pytest

from sijill.register.opening import Register
from sijill.web.api import BASE, path_of
from sijill.web.guard import HEADERS
from sijill.web.routes import ROUTES
from tests.web.conftest import Browser
from tests.web.test_pages import paths

UNKNOWN = ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW")
SANE = (200, 204, 400, 401, 403, 404, 405, 415, 501)


@pytest.fixture(scope="module")
def addresses(register: Register) -> list[str]:
    """A page of each kind, its data, the API, and what stands beside them."""
    pages = [f"/en{path}" for path in paths(register)]
    data = [f"/en{r.path}{s}" for r in ROUTES if r.page and "{" not in r.path for s in (".json", ".csv")]
    api = [BASE + path_of(route) for route in ROUTES if "{" not in route.path]
    return [*pages, *data, *api, "/", "/nothing", "/favicon.ico", f"{BASE}/openapi.json"]


def test_head_is_get_without_a_body(browser: Browser, addresses: list[str]) -> None:
    for address in addresses:
        asked, head = browser.get(address), browser.send("HEAD", address)
        assert head.status_code == asked.status_code, address
        assert head.content == b"", address
        assert head.headers["content-type"] == asked.headers["content-type"] if asked.content else True


@pytest.mark.parametrize("method", UNKNOWN)
def test_a_method_that_an_address_does_not_take_changes_nothing_and_breaks_nothing(
    browser: Browser, addresses: list[str], method: str
) -> None:
    before = browser.get(f"{BASE}/overview").json()["data"]["counts"]
    for address in addresses:
        answer = browser.send(method, address)
        assert answer.status_code in SANE, (address, answer.status_code)
        assert answer.status_code not in (200, 204) or method == "OPTIONS", address
        if answer.status_code == 405:
            assert answer.headers["allow"], address
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (address, name)
    assert browser.get(f"{BASE}/overview").json()["data"]["counts"] == before
