"""Browsers with cookies, before a register whose people have accounts."""

from __future__ import annotations

import re
from typing import Any

import httpx

from tests.web.conftest import HOME, Browser

PASSWORD = "a boat by the pier"
"""Of everybody."""


class Visitor:
    """A browser of somebody: keeps its cookies, and says where its forms come from as browsers do."""

    def __init__(self, browser: Browser, home: str = HOME, address: str = "127.0.0.1") -> None:
        self.browser, self.home, self.address = browser, home, address
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"host": self.home.partition("://")[2]}
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in ("GET", "HEAD"):
            headers["origin"] = self.home
        headers |= how.pop("headers", {})
        answer = self.browser.send(
            method, f"{self.home}{path}", headers=headers, client=(self.address, 9), **how
        )
        for written in answer.headers.get_list("set-cookie"):
            name, _, value = written.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if "Max-Age=0" in written or not self.cookies[name]:
                del self.cookies[name]
        return answer

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.send("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.send("POST", path, **how)

    def log_in(self, login: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
        return self.post("/en/login", data={"login": login, "password": password, **fields})


def attributes(answer: httpx.Response) -> tuple[str, set[str]]:
    """The name of the cookie that is set, and how it is set."""
    (written,) = answer.headers.get_list("set-cookie")
    first, *others = re.split(r";\s*", written)
    return first.partition("=")[0], {one.lower() for one in others}
