"""The pages of a register as files of a folder, which any browser opens without a server and without a network.

The pages are those of the application, drawn by the same views. What needs a server (search, checking a text, narrowing
a list, other digits, downloads) is not in them; links between them are relative.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlalchemy import Connection

from sijill.official.library import Library
from sijill.register.query import newest_documents
from sijill.web import pages
from sijill.web.asked import Asked, Kept, Refused, read_parameters
from sijill.web.routes import BY_NAME, ROUTES, Route
from sijill.web.view import View

ON_A_PAGE = 500
"""Rows of a list on a page."""

_NEEDS_A_SERVER = frozenset({"search", "check"})
_TURNS = frozenset({"after", "offset"})
_LINK = re.compile(r' href="(/[^"]*)"')
_LEFT_OUT = re.compile(r'<form\b.*?</form>|<p class="data">.*?</p>', re.DOTALL)
"""Our own elements: whatever a document says is escaped, and can hold none of them."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page: its language, its route, what stands in its path, and which page of a list it is."""

    language: str
    route: str
    path: tuple[tuple[str, str], ...] = ()
    turn: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """The name of its file below the folder."""
        path = BY_NAME[self.route].path
        for key, value in self.path:
            path = path.replace(f"{{{key}}}", value)
        turn = f"-{sha256(repr(self.turn).encode()).hexdigest()[:12]}" if self.turn else ""
        return f"{self.language}{path.rstrip('/') or '/index'}{turn}.html"


class NotEmptyError(ValueError):
    """The folder holds something already."""


def write_pages(connection: Connection, library: Library, folder: Path) -> int:
    """Writes all pages that the overviews lead to, in four languages, and gives how many there are.

    «Soon» on the overview counts from the day of the last document. NotEmptyError where the folder holds something.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise NotEmptyError(f"{folder} is not empty: name a new folder, or empty it")
    newest = newest_documents(connection, 1)
    today = (newest[0].published if newest else None) or dt.date(1970, 1, 1)
    path, content = pages.stylesheet()
    _put(folder / path.lstrip("/"), content)
    _put(folder / "index.html", _entrance().encode())
    kept = Kept()
    waiting = deque(Address(language, "home") for language in pages.LANGUAGES)
    seen = set(waiting)
    while waiting:
        here = waiting.popleft()
        drawn = _LEFT_OUT.sub("", _drawn(connection, library, kept, today, here))
        for there in _leading(drawn):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
        _put(folder / here.file, _LINK.sub(partial(_relative, here.file), drawn).encode())
    return len(seen)


def _drawn(connection: Connection, library: Library, kept: Kept, today: dt.date, here: Address) -> str:
    route = BY_NAME[here.route]
    reader = pages.Reader(here.language, pages.DIGITS[0], route.name, dict(here.path), here.turn)
    try:
        given = read_parameters({key: [value] for key, value in here.turn}, route.parameters)
        asked = Asked(
            connection=connection,
            library=library,
            language=here.language,
            most=ON_A_PAGE,
            path=dict(here.path),
            given=given,
            today=today,
            kept=kept,
        )
        return pages.draw(route.view(asked), reader, route)
    except Refused as error:  # an address that the application would refuse as well
        shown: dict[str, Any] = {"status": error.status, "message": ""}
        return pages.draw(View("error.html", "error", shown), reader, None)


def _leading(drawn: str) -> Iterator[Address]:
    for link in _LINK.finditer(drawn):
        address = address_of(unescape(link[1]))
        if address is not None:
            yield address


def _relative(at: str, link: re.Match[str]) -> str:
    """The link from one file to another; none to what the folder does not hold."""
    written = unescape(link[1])
    parts = urlsplit(written)
    address = address_of(written)
    if address is not None:
        target = address.file
    elif parts.path == pages.stylesheet()[0]:
        target = parts.path.lstrip("/")
    else:
        return ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f' href="{escape(posixpath.relpath(target, posixpath.dirname(at)) + fragment)}"'


def address_of(written: str) -> Address | None:
    """The page at an address of the application; None for what is no page, needs a server or is narrowed."""
    parts = urlsplit(written)
    language, _, below = parts.path.lstrip("/").partition("/")
    turn = tuple(parse_qsl(parts.query))
    if language not in pages.LANGUAGES or not {key for key, _ in turn} <= _TURNS:
        return None
    for route in ROUTES:
        if route.page and route.method == "GET" and route.name not in _NEEDS_A_SERVER:
            path = _in_path(route, f"/{below}")
            if path is not None:
                return Address(language, route.name, path, turn)
    return None


def _in_path(route: Route, path: str) -> tuple[tuple[str, str], ...] | None:
    wanted, given = route.path.strip("/").split("/"), path.strip("/").split("/")
    if len(wanted) != len(given):
        return None
    found = []
    for name, value in zip(wanted, given, strict=True):
        if name.startswith("{"):
            value = unquote(value)
            if not re.fullmatch(r"[0-9a-z_]+", value):
                return None
            found.append((name.strip("{}"), value))
        elif name != value:
            return None
    return tuple(found)


def _entrance() -> str:
    """The first page: the languages."""
    links = "".join(
        f'<li><a lang="{code}" dir="{pages.words(code)["direction"]}" href="{code}/index.html">'
        f"{escape(pages.words(code)['name'])}</a></li>\n"
        for code in pages.LANGUAGES
    )
    style = escape(pages.stylesheet()[0].lstrip("/"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Sijill</title>'
        f'<link rel="stylesheet" href="{style}"></head>\n'
        f"<body><main><h1>Sijill</h1>\n<ul>\n{links}</ul></main></body></html>\n"
    )


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
