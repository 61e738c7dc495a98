"""The application: requests to answers. Everything is read from one register; what people do is written there."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import traceback
from collections.abc import Callable, Collection, Mapping
from functools import partial
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from sijill.exports.written import csv_text
from sijill.official.library import Library
from sijill.register.opening import Register, RegisterError, reading, writing
from sijill.register.people import Person, alone
from sijill.web import api, pages
from sijill.web.asked import Asked, Kept, Refused, read_parameters
from sijill.web.gate import OPEN, Door, Endpoint, opened
from sijill.web.guard import LOOPBACK, guarded
from sijill.web.routes import ROUTES, Route
from sijill.web.view import View

ON_A_PAGE, IN_A_FILE = 50, 100_000
"""Rows of a list on a page, and as CSV or JSON; a longer list says so in its Link header."""

_ID = re.compile(r"[0-9a-f]{16,64}")
_MESSAGES = {404: "there is nothing at this address", 405: "this address does not take that"}


def application(
    register: Register,
    library: Library,
    hosts: Collection[str] = LOOPBACK,
    *,
    writer: Register | None = None,
    reviewer: str = "local",
) -> ASGIApp:
    """Pages and API over an open register and the official series, for requests to these hosts.

    `writer`: the register, open to be written, where people may change something. `reviewer`: the name of the single
    user, who needs no account and may do all.
    """
    kept = Kept()
    write = None if writer is None else partial(writing, writer)

    async def who(request: Request) -> Person | None:
        return alone(reviewer)

    def unknown(request: Request) -> Response:
        raise Refused(401, "not_logged_in", "log in first")

    def view_of(route: Route, request: Request, language: str, most: int, given: Mapping[str, Any]) -> View:
        path = {name: value for name, value in request.path_params.items() if name != "lang"}
        if any(name != "code" and not _ID.fullmatch(value) for name, value in path.items()):
            raise Refused(404, "not_found", "an id has 16 hex digits")
        digits = request.query_params.get("digits", pages.DIGITS[0])
        with reading(register) as connection:
            asked = Asked(
                connection=connection,
                library=library,
                language=language,
                digits=digits if digits in pages.DIGITS else pages.DIGITS[0],
                most=most,
                path=path,
                given=given,
                today=dt.date.today(),
                kept=kept,
                person=request.state.person,
                write=write,
            )
            return route.view(asked)

    def page(route: Route, suffix: str) -> Endpoint:
        def answer(request: Request, sent: dict[str, Any]) -> Response:
            language = _language(request)
            given = read_parameters(_written(request), route.parameters) | sent
            view = view_of(route, request, language, IN_A_FILE if suffix else ON_A_PAGE, given)
            if suffix:
                return _as_data(view, route, suffix, request)
            query = [(k, v) for k, v in _query(request) if k in route.parameters or k == "digits"]
            path = {name: value for name, value in request.path_params.items() if name != "lang"}
            reader = _reader(request, route.name, path, query)
            return Response(pages.draw(view, reader, route), media_type="text/html")

        async def endpoint(request: Request) -> Response:
            sent: dict[str, Any] = {}
            if request.method == "POST":
                async with request.form(max_files=0, max_fields=8, max_part_size=900_000) as form:
                    fields = {key: [value] for key, value in form.items() if isinstance(value, str)}
                text = fields.pop("text", [""])[0]
                sent = read_parameters(fields, route.parameters) | {"text": text}
            return await run_in_threadpool(answer, request, sent)

        return endpoint

    def program(route: Route) -> Endpoint:
        def answer(request: Request, sent: dict[str, Any]) -> Response:
            given = read_parameters(_written(request), api.parameters_of(route)) | sent
            view = view_of(route, request, "en", given.get("limit", ON_A_PAGE), given)
            if sent and view.record is None:
                raise Refused(400, "no_text", "the text is blank")
            return JSONResponse(api.answer(view, route, request.url.path, _query(request)))

        async def endpoint(request: Request) -> Response:
            sent = _sent(await request.body(), request, route) if route.method == "POST" else {}
            return await run_in_threadpool(answer, request, sent)

        return endpoint

    app = Starlette(
        routes=opened([*_fixed(), *_of_programs(program), *_of_people(page)], who, unknown),
        exception_handlers={
            Refused: _refused,
            HTTPException: _refused,
            RegisterError: _refused,
            Exception: _refused,
        },
    )
    app.router.redirect_slashes = False
    return guarded(app, hosts)


def _fixed() -> list[Door]:
    path, content = pages.stylesheet()

    async def style(request: Request) -> Response:
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(content, media_type="text/css", headers=headers)

    async def root(request: Request) -> Response:
        return RedirectResponse(f"/{_preferred(request.headers.get('accept-language', ''))}/", 307)

    async def description(request: Request) -> Response:
        return JSONResponse(api.description(version("sijill")))

    async def no_icon(request: Request) -> Response:
        return Response(status_code=204)

    return [
        Door("/", root, OPEN),
        Door(path, style, OPEN),
        Door("/favicon.ico", no_icon, OPEN),
        Door(f"{api.BASE}/openapi.json", description, OPEN),
    ]


def _of_programs(program: Callable[[Route], Endpoint]) -> list[Door]:
    return [Door(api.BASE + api.path_of(r), program(r), _only(r, r.method)) for r in ROUTES]


def _only(route: Route, method: str) -> dict[str, str]:
    return {one: role for one, role in route.least.items() if one == method}


def _of_people(page: Callable[[Route, str], Endpoint]) -> list[Door]:
    found: list[Door] = []
    for route in ROUTES:
        if not route.page:
            continue
        suffixes = {"list": (".json", ".csv"), "record": (".json",)}.get(route.data, ())
        bare = route.path.rstrip("/")
        found += [
            Door(f"/{{lang}}{bare}{suffix}", page(route, suffix), _only(route, "GET")) for suffix in suffixes
        ]
    for route in ROUTES:
        if route.page:
            found.append(Door(f"/{{lang}}{route.path}", page(route, ""), route.least))
    return found


def _language(request: Request) -> str:
    language = request.path_params.get("lang", "")
    if language not in pages.LANGUAGES:
        raise Refused(404, "not_found", _MESSAGES[404])
    return str(language)


def _preferred(accepted: str) -> str:
    """The first language of a browser's list that there are pages in."""
    for one in accepted[:200].split(","):
        code = one.partition(";")[0].strip().lower().partition("-")[0]
        if code in pages.LANGUAGES:
            return code
    return "en"


def _query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.url.query, max_num_fields=100)


def _written(request: Request) -> dict[str, list[str]]:
    try:
        found: dict[str, list[str]] = {}
        for key, value in _query(request):
            found.setdefault(key, []).append(value)
        return found
    except ValueError:
        raise Refused(400, "bad_parameter", "too many parameters") from None


def _sent(body: bytes, request: Request, route: Route) -> dict[str, Any]:
    """The text and parameters of a JSON body."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "no_json", "send application/json")
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "no_json", "the body is no JSON") from None
    known = {"text", *route.parameters}
    if not isinstance(sent, dict) or not all(k in known and isinstance(v, str) for k, v in sent.items()):
        raise Refused(400, "bad_body", f"an object of texts: {', '.join(sorted(known))}")
    text = sent.pop("text", "")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise Refused(400, "bad_body", "the text has characters that are none")
    return read_parameters({key: [value] for key, value in sent.items()}, route.parameters) | {"text": text}


def _as_data(view: View, route: Route, suffix: str, request: Request) -> Response:
    headers = {}
    if view.following is not None:
        rest = api.answer(view, route, request.url.path, _query(request))["next"]
        headers["link"] = f'<{rest}>; rel="next"'
    if suffix == ".csv":
        headers["content-disposition"] = f'attachment; filename="sijill-{route.name}.csv"'
        rows = view.rows() if view.rows else ()
        return Response(csv_text(rows, view.headings), media_type="text/csv", headers=headers)
    content = view.record() if view.record else list(view.rows() if view.rows else ())
    return Response(
        json.dumps(content, ensure_ascii=False, indent=1), media_type="application/json", headers=headers
    )


def _reader(
    request: Request, name: str = "", path: Mapping[str, str] | None = None, query: Any = ()
) -> pages.Reader:
    language = request.path_params.get("lang") or request.url.path[1:3]
    digits = dict(_query(request)).get("digits", "latn") if len(request.url.query) < 5000 else "latn"
    return pages.Reader(
        language if language in pages.LANGUAGES else "en",
        digits if digits in pages.DIGITS else "latn",
        name,
        path or {},
        query,
    )


def _refused(request: Request, error: Exception) -> Response:
    status, code, message = 500, "internal", ""
    if isinstance(error, Refused):
        status, code, message = error.status, error.code, error.message
    elif isinstance(error, HTTPException):
        status, code = (
            error.status_code,
            {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "bad_request"),
        )
        message = _MESSAGES.get(status, str(error.detail))
    elif isinstance(error, RegisterError):
        status, code, message = 503, "register", "the register cannot be read just now"
    else:
        traceback.print_exception(error, file=sys.stderr)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    path = request.url.path
    if path.startswith("/api/") or path.endswith((".json", ".csv")):
        return JSONResponse(api.error_body(status, code, message), status, headers=headers)
    known = status if status in (400, 401, 403, 404, 405, 413, 429, 500, 503) else 400
    shown = {"status": known, "message": message if status == 400 else ""}
    page = pages.draw(View("error.html", "error", shown), _reader(request), None)
    return Response(page, status, headers=headers, media_type="text/html")
