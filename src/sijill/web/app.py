"""The application: requests to answers. Everything is read from one register; what people do is written there."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
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
from sijill.model import Document
from sijill.official.library import Library
from sijill.register.opening import Register, RegisterError, reading, writing
from sijill.register.people import Person, alone
from sijill.web import api, embeds, entrance, exporting, feeds, pages, staff
from sijill.web.asked import Asked, Kept, Refused, read_parameters
from sijill.web.fields import FIELDS
from sijill.web.gate import OPEN, Door, Endpoint, Keeper, opened
from sijill.web.guard import LOOPBACK, SCRIPTED, guarded
from sijill.web.routes import BY_NAME, READ, ROUTES, Route
from sijill.web.team import Team
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
    embed_in: Collection[str] = (),
    **how: Any,
) -> ASGIApp:
    """Pages and API over an open register and the official series, for requests to these hosts. `embed_in`: the
    origins whose pages may frame what stands under /embed/; `how`: see `within`."""
    frames = {"/embed/": embeds.headers(embeds.origins(embed_in))}
    return guarded(within(register, library, **how), hosts, frames)


def within(
    register: Register,
    library: Library,
    *,
    writer: Register | None = None,
    reviewer: str = "local",
    key: bytes | None = None,
    fetched: Callable[[str, str | None, dt.date | None], Document] | None = None,
) -> Starlette:
    """The application without its door.

    `writer`: the register, open to be written, where people may change something. `reviewer`: the name of the single
    user, who needs no account and may do all. `key`: what cookies are signed with, where people have accounts and have
    to log in; a `writer` is needed then. `fetched`: what gives the document of a web address, where addresses may be
    checked.
    """
    kept = Kept()
    write = None if writer is None else partial(writing, writer)

    team = None if key is None or writer is None else Team(register, writer, key)
    if key is not None and team is None:
        raise ValueError("accounts need a register that can be written")

    def view_of(
        route: Route,
        request: Request,
        language: str,
        most: int,
        given: Mapping[str, Any],
        sent: Mapping[str, Any],
    ) -> View:
        path = {name: value for name, value in request.path_params.items() if name != "lang"}
        if any(
            name not in ("code", "kind", "page") and not _ID.fullmatch(value) for name, value in path.items()
        ):
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
                origin=f"{request.url.scheme}://{request.headers.get('host', '')}",
                person=request.state.person,
                write=write,
                sent=sent,
                fetched=fetched,
            )
            return route.view(asked)

    def page(route: Route, suffix: str) -> Endpoint:
        def answer(request: Request, sent: dict[str, Any]) -> Response:
            language = _language(request)
            given = read_parameters(_written(request), route.parameters)
            view = view_of(route, request, language, IN_A_FILE if suffix else ON_A_PAGE, given, sent)
            if suffix:
                return _as_data(view, route, suffix, request)
            query = [(k, v) for k, v in _query(request) if k in route.parameters or k == "digits"]
            path = {name: value for name, value in request.path_params.items() if name != "lang"}
            reader = _reader(request, route.name, path, query)
            if view.goto is not None and view.error is None:
                return RedirectResponse(reader.after(*view.goto), 303)
            shown = route
            if view.goto is not None:  # what was not taken is drawn as the page that it was sent from
                shown = BY_NAME[view.goto[0]]
                reader = replace(reader, route=shown.name, path={}, query=[*query, *view.goto[1].items()])
            drawn = pages.draw(view, reader, shown)
            headers = {"content-security-policy": SCRIPTED} if pages.SCRIPT_MARK in drawn else None
            return Response(drawn, view.status, headers, "text/html")

        async def endpoint(request: Request) -> Response:
            sent: dict[str, Any] = {}
            if request.method == "POST":
                async with request.form(max_files=0, max_fields=64, max_part_size=900_000) as form:
                    fields = {key: [value] for key, value in form.items() if isinstance(value, str)}
                sent = read_parameters(fields, route.sends, FIELDS, blank=True)
            return await run_in_threadpool(answer, request, sent)

        return endpoint

    def frame(route: Route, form: str) -> Endpoint:
        def answer(request: Request) -> Response:
            given = read_parameters(_written(request), route.parameters)
            view = view_of(route, request, _language(request), ON_A_PAGE, given, {})
            query = [(k, v) for k, v in _query(request) if k in route.parameters or k == "digits"]
            path = {name: value for name, value in request.path_params.items() if name != "lang"}
            reader = _reader(request, route.name, path, query)
            origin = f"{request.url.scheme}://{request.headers.get('host', '')}"
            content = embeds.draw(view, reader, route.name, form, origin)
            return Response(content, media_type=embeds.FORMS[form])

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, request)

        return endpoint

    def feed(route: Route) -> Endpoint:
        def answer(request: Request) -> Response:
            language = _language(request)
            given = read_parameters(_written(request), route.parameters)
            asked_for = route if route.feed is None else replace(route, view=partial(feeds.view, route.feed))
            view = view_of(asked_for, request, language, ON_A_PAGE, given, {})
            query = [(k, v) for k, v in _query(request) if k in route.parameters and k not in feeds.TURNS]
            path = {name: value for name, value in request.path_params.items() if name != "lang"}
            reader = _reader(request, route.name, path, query)
            home = str(request.base_url).rstrip("/")
            return feeds.answer(reader, view.shown["entries"], home, request.headers)

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, request)

        return endpoint

    def program(route: Route) -> Endpoint:
        def answer(request: Request, sent: dict[str, Any]) -> Response:
            given = read_parameters(_written(request), api.parameters_of(route))
            view = view_of(route, request, "en", given.get("limit", ON_A_PAGE), given, sent)
            if view.error is not None:
                raise Refused(view.status, *view.error)
            if route.method == "POST" and view.record is None:
                raise Refused(400, "no_text", "the text is blank")
            return JSONResponse(api.answer(view, route, request.url.path, _query(request)))

        async def endpoint(request: Request) -> Response:
            sent = _sent(await request.body(), request, route) if route.method == "POST" else {}
            return await run_in_threadpool(answer, request, sent)

        return endpoint

    def exported(request: Request) -> Response:
        form = exporting.format_of(request.path_params["format"])
        given = read_parameters(_written(request), exporting.TAKES)
        with reading(register) as connection:
            filters = Asked(connection=connection, library=library, given=given).filters(limit=None)
            made = form.make(exporting.gathered(connection, given, filters))
        content, headers = exporting.download(form, made)
        return Response(content, media_type=form.media, headers=headers)

    async def export(request: Request) -> Response:
        return await run_in_threadpool(exported, request)

    at_export = Door(api.BASE + exporting.PATH, export, _only(BY_NAME["figures"], "GET"))
    app = Starlette(
        routes=opened(
            [
                *_fixed(),
                at_export,
                *_of_frames(frame),
                *_of_programs(program),
                *_of_readers(feed),
                *_of_people(page),
                *(entrance.doors(team, _drawn, _language) if team else ()),
                *(staff.doors(team, _drawn, _language) if team else ()),
            ],
            _of_one(reviewer) if team is None else _of_team(team),
        ),
        exception_handlers={
            Refused: _refused,
            HTTPException: _refused,
            RegisterError: _refused,
            Exception: _refused,
        },
    )
    app.router.redirect_slashes = False
    return app


def _of_one(name: str) -> Keeper:
    """The gate of a single user on their own machine, who needs no account."""

    async def who(request: Request) -> Person:
        return alone(name)

    def unknown(request: Request) -> Response:
        raise Refused(401, "not_logged_in", "log in first")

    return Keeper(who, unknown, lambda request, answer: None)


def _of_team(team: Team) -> Keeper:
    """The gate of people with accounts."""

    def unknown(request: Request) -> Response:
        written = request.path_params.get("lang")
        preferred = _preferred(request.headers.get("accept-language", ""))
        return entrance.to_login(request, str(written) if written in pages.LANGUAGES else preferred)

    return Keeper(team.who, unknown, team.renew)


def _drawn(request: Request, view: View, status: int) -> Response:
    headers = {"cache-control": "no-store"}
    return Response(pages.draw(view, _reader(request), None), status, headers, "text/html")


def _fixed() -> list[Door]:
    def of(content: bytes, kind: str) -> Endpoint:
        async def answer(request: Request) -> Response:
            headers = {"cache-control": "public, max-age=31536000, immutable"}
            return Response(content, media_type=kind, headers=headers)

        return answer

    style, script = pages.stylesheet(), pages.review_script()

    async def root(request: Request) -> Response:
        return RedirectResponse(f"/{_preferred(request.headers.get('accept-language', ''))}/", 307)

    async def description(request: Request) -> Response:
        return JSONResponse(api.description(version("sijill")))

    async def no_icon(request: Request) -> Response:
        return Response(status_code=204)

    return [
        Door("/", root, OPEN),
        Door(style[0], of(style[1], "text/css"), OPEN),
        Door(script[0], of(script[1], "text/javascript"), OPEN),
        Door("/favicon.ico", no_icon, OPEN),
        Door(f"{api.BASE}/openapi.json", description, OPEN),
    ]


def _of_programs(program: Callable[[Route], Endpoint]) -> list[Door]:
    return [Door(api.BASE + api.path_of(r), program(r), _only(r, r.method)) for r in ROUTES]


def _of_frames(frame: Callable[[Route, str], Endpoint]) -> list[Door]:
    return [
        Door(f"/embed/{{lang}}{BY_NAME[name].path}.{form}", frame(BY_NAME[name], form), READ)
        for name in embeds.EMBEDDED
        for form in embeds.FORMS
    ]


def _of_readers(feed: Callable[[Route], Endpoint]) -> list[Door]:
    return [
        Door(f"/{{lang}}{r.path}/feed.atom", feed(r), _only(r, "GET")) for r in ROUTES if r.feed is not None
    ]


def _only(route: Route, method: str) -> dict[str, str]:
    return {one: role for one, role in route.least.items() if one == method}


def _of_people(page: Callable[[Route, str], Endpoint]) -> list[Door]:
    found: list[Door] = []
    for route in ROUTES:
        if not route.page:
            continue
        suffixes = {"list": (".json", ".csv"), "table": (".json", ".csv"), "record": (".json",)}.get(
            route.data, ()
        )
        if route.takes:
            continue
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
    """The fields of a JSON body."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "no_json", "send application/json")
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "no_json", "the body is no JSON") from None
    known = set(route.sends)
    if not isinstance(sent, dict) or not all(k in known and isinstance(v, str) for k, v in sent.items()):
        raise Refused(400, "bad_body", f"an object of texts: {', '.join(sorted(known))}")
    return read_parameters({key: [value] for key, value in sent.items()}, route.sends, FIELDS, blank=True)


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
        getattr(request.state, "person", None),
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
    if path.startswith("/api/") or path.endswith((".json", ".csv", ".atom")):
        return JSONResponse(api.error_body(status, code, message), status, headers=headers)
    known = status if status in (400, 401, 403, 404, 405, 413, 429, 500, 503) else 400
    shown = {"status": known, "message": message if status == 400 else "", "why": code}
    page = pages.draw(View("error.html", "error", shown), _reader(request), None)
    return Response(page, status, headers=headers, media_type="text/html")
