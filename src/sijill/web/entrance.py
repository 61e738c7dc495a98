"""Logging in and out, and one's own account: the pages that only a register with accounts has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sijill.web.asked import Refused
from sijill.web.gate import ANYONE, Door
from sijill.web.team import Team
from sijill.web.view import View

Draw: TypeAlias = Callable[[Request, View, int], Response]
"""Draws a page with a status."""

LONGEST_NEXT = 2000


def own_path(written: str, otherwise: str) -> str:
    """A path of ours that one may be sent on to; `otherwise` for whatever might lead elsewhere."""
    if not written.startswith("/") or len(written) > LONGEST_NEXT:
        return otherwise
    if any(char == "\\" or ord(char) <= 32 or ord(char) >= 127 for char in written):
        return otherwise
    try:
        parts = urlsplit(written)
    except ValueError:
        return otherwise
    if written.startswith("//") or parts.scheme or parts.netloc:
        return otherwise
    leaves = parts.path.rstrip("/").rpartition("/")[2] in ("login", "logout")
    return otherwise if leaves or parts.path.startswith("/api/") else written


def to_login(request: Request, language: str) -> Response:
    """What somebody gets who has to log in: that page, and afterwards what they asked for. Refused for programs."""
    path = request.url.path
    programs = path.startswith("/api/") or path.endswith((".json", ".csv"))
    if programs or request.method not in ("GET", "HEAD"):
        raise Refused(401, "not_logged_in", "log in first")
    asked = f"{path}?{request.url.query}" if request.url.query else path
    own = own_path(quote(asked, safe="/?&=%+-._~:,;!*()'$@"), "")
    query = f"?next={quote(own, safe='')}" if own else ""
    return RedirectResponse(f"/{language}/login{query}", 303)


def doors(team: Team, draw: Draw, language_of: Callable[[Request], str]) -> list[Door]:
    """The addresses of logging in and out, and of one's own account."""

    async def login(request: Request) -> Response:
        language = language_of(request)
        home = f"/{language}/"
        if request.method != "POST":
            onward = own_path(request.query_params.get("next", ""), home)
            if request.state.person is not None:
                return RedirectResponse(onward, 303)
            return draw(
                request, View("login.html", "login", {"problem": "", "next": onward, "login": ""}), 200
            )
        fields = await fields_of(request)
        written = fields.get("next", "")
        onward = own_path(written, home)
        name = fields.get("login", "")
        found = await team.log_in(request, name, fields.get("password", ""))
        if isinstance(found, int):
            answer = _again(draw, request, "many", onward, name, 429)
            answer.headers["retry-after"] = str(found)
            return answer
        if isinstance(found, str):
            return _again(draw, request, "wrong", onward, name, 401)
        if onward == home and found.language:
            onward = f"/{found.language}/"
        answer = RedirectResponse(onward, 303)
        team.give(request, answer, request.state.token)
        return answer

    async def logout(request: Request) -> Response:
        answer = RedirectResponse(f"/{language_of(request)}/login", 303)
        await run_in_threadpool(team.take_back, request, answer)
        return answer

    async def account(request: Request) -> Response:
        language_of(request)
        if request.method != "POST":
            return draw(request, View("account.html", "account", {"outcome": ""}), 200)
        fields = await fields_of(request)
        if fields.get("new", "") != fields.get("again", ""):
            return draw(request, View("account.html", "account", {"outcome": "differ"}), 422)
        said = await team.new_password(
            request, request.state.person, fields.get("old", ""), fields.get("new", "")
        )
        if isinstance(said, int):
            answer = draw(request, View("account.html", "account", {"outcome": "many"}), 429)
            answer.headers["retry-after"] = str(said)
            return answer
        if said is not None:
            return draw(request, View("account.html", "account", {"outcome": said}), 422)
        answer = draw(request, View("account.html", "account", {"outcome": "changed"}), 200)
        team.give(request, answer, request.state.token)
        return answer

    anyone = {"GET": ANYONE, "POST": ANYONE}
    return [
        Door("/{lang}/login", login, anyone),
        Door("/{lang}/logout", logout, {"POST": ANYONE}),
        Door("/{lang}/account", account, {"GET": "viewer", "POST": "viewer"}),
    ]


def _again(draw: Draw, request: Request, problem: str, onward: str, login: str, status: int) -> Response:
    shown = {"problem": problem, "next": onward, "login": login[:100]}
    return draw(request, View("login.html", "login", shown), status)


async def fields_of(request: Request) -> dict[str, str]:
    """What a small form says; a field that stands twice counts once."""
    async with request.form(max_files=0, max_fields=10, max_part_size=10_000) as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}
