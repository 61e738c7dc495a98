"""The accounts as a page, for admins: what `sijill people` does, for those who have no command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sijill.codes import LABEL_LANGUAGES
from sijill.register import audit, passwords
from sijill.register.opening import reading, writing
from sijill.register.people import (
    ROLES,
    Person,
    PersonError,
    Role,
    account,
    accounts,
    add_person,
    change_password,
    change_role,
    disable,
    folded,
)
from sijill.web.asked import Refused
from sijill.web.entrance import Draw, fields_of
from sijill.web.gate import Door
from sijill.web.team import Team
from sijill.web.view import View

ACTS = ("add", "role", "disable", "enable", "password")


def doors(team: Team, draw: Draw, language_of: Callable[[Request], str]) -> list[Door]:
    """The address of the accounts."""

    async def people(request: Request) -> Response:
        language = language_of(request)
        if request.method != "POST":
            done = request.query_params.get("done", "")
            return await run_in_threadpool(_page, team, draw, request, {"done": done})
        fields = await fields_of(request)
        if fields.get("act") not in ACTS:
            raise Refused(400, "bad_body", f"act: {', '.join(ACTS)}")
        try:
            made = await _password(team, fields)
            login = await run_in_threadpool(_change, team, request.state.person.login, fields, made)
        except PersonError as error:
            kept = {key: fields.get(key, "") for key in ("login", "name", "role", "language")}
            shown: dict[str, Any] = {"problem": error.code, "given": kept if fields["act"] == "add" else {}}
            return await run_in_threadpool(_page, team, draw, request, shown, 422)
        return RedirectResponse(f"/{language}/people?done={quote(login, safe='')}", 303)

    return [Door("/{lang}/people", people, {"GET": "admin", "POST": "admin"})]


def _page(team: Team, draw: Draw, request: Request, said: Mapping[str, Any], status: int = 200) -> Response:
    with reading(team.register) as connection:
        found = accounts(connection)
    shown: dict[str, Any] = {
        "problem": "",
        "done": "",
        "given": {},
        "accounts": found,
        "roles": ROLES,
        **said,
    }
    if shown["done"] not in {one.person.login for one in found}:
        shown["done"] = ""
    return draw(request, View("people.html", "people", shown), status)


async def _password(team: Team, fields: dict[str, str]) -> str:
    """The hash of the password of a new account, or of an account's new one. PersonError if it will not do."""
    if fields["act"] not in ("add", "password"):
        return ""
    written = fields.get("password", "")
    if written != fields.get("again", ""):
        raise PersonError("differ", "the two passwords differ")
    weak = passwords.weakness(written, folded(fields.get("login", "")))
    if weak:
        raise PersonError(weak, passwords.WEAKNESSES[weak])
    async with team.slots:
        return await run_in_threadpool(passwords.hashed, written)


def _change(team: Team, by: str, fields: dict[str, str], password: str) -> str:
    """Does what the form says, and gives the login of the account."""
    act, login = fields["act"], fields.get("login", "")
    with writing(team.writer) as connection:
        now = audit.now()
        if act == "add":
            language = fields.get("language") or None
            if language is not None and language not in LABEL_LANGUAGES:
                raise Refused(400, "bad_body", "language: none of ar, en, fr, it")
            role = _role(fields)
            return add_person(
                connection, now, by, login, role, password, name=fields.get("name") or None, language=language
            ).login
        found = account(connection, login) if login.isprintable() else None
        if found is None:
            raise Refused(404, "not_found", "there is no such account")
        person: Person = found.person
        if act == "role":
            change_role(connection, now, by, person, _role(fields))
        elif act == "password":
            change_password(connection, now, by, person, password)
        else:
            disable(connection, now, by, person, disabled=act == "disable")
        return person.login


def _role(fields: dict[str, str]) -> Role:
    for role in get_args(Role):
        if role == fields.get("role"):
            found: Role = role
            return found
    raise Refused(400, "bad_body", f"role: {', '.join(ROLES)}")
