"""The gate: no address answers before it says for whom."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sijill.register.people import ROLES, Person
from sijill.web.asked import Refused
from sijill.web.gate import ANYONE, Door, opened
from sijill.web.routes import ROUTES


def answer(door: Door, person: Person | None, method: str = "GET") -> int:
    async def who(request: Request) -> Person | None:
        return person

    def unknown(request: Request) -> Response:
        return PlainTextResponse("log in", 401)

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return PlainTextResponse(error.message, error.status)

    app = Starlette(routes=opened([door], who, unknown), exception_handlers={Refused: refused})

    async def sent() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://x") as client:
            return (await client.request(method, door.path)).status_code

    return asyncio.run(sent())


async def open_(request: Request) -> Response:
    return PlainTextResponse("here you are")


def of_role(role: str) -> Person:
    return Person(1, role, role, role)  # type: ignore[arg-type]  # roles that there are not, too


@pytest.mark.parametrize("role", [*ROLES, "owner", ""])
def test_an_address_without_a_role_answers_nobody(role: str) -> None:
    assert answer(Door("/", open_, {}), of_role(role)) == 403
    assert answer(Door("/", open_, {"GET": "everybody"}), of_role(role)) == 403, "a role that there is not"


@pytest.mark.parametrize("least", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_needs_it_or_less(role: str, least: str) -> None:
    enough = ROLES.index(role) >= ROLES.index(least)
    for method in ("GET", "HEAD"):
        assert answer(Door("/", open_, {"GET": least}), of_role(role), method) == (200 if enough else 403)


def test_each_method_has_its_own_role_and_others_are_not_taken() -> None:
    door = Door("/", open_, {"GET": "viewer", "POST": "reviewer"})
    assert [answer(door, of_role("viewer"), method) for method in ("GET", "POST", "PUT", "DELETE")] == [
        200,
        403,
        405,
        405,
    ]


def test_who_is_not_logged_in_gets_only_what_is_open_to_anyone() -> None:
    assert answer(Door("/", open_, {"GET": ANYONE}), None) == 200
    assert answer(Door("/", open_, {"GET": "viewer"}), None) == 401
    assert answer(Door("/", open_, {}), None) == 403


def test_every_route_says_a_role_for_each_method_that_it_takes() -> None:
    for route in ROUTES:
        assert route.least, route.name
        assert route.method in route.least, route.name
        assert set(route.least.values()) <= set(ROLES), route.name
