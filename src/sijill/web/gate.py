"""Who may do what: every address says the least role that it needs, method by method, and is closed without one.

There is no way into the application but through `opened`, so that an address whose role was forgotten answers
nobody, and a method that is not named is not taken at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.routing import Route as At

from sijill.register.people import Person
from sijill.web.asked import Refused

ANYONE = "anyone"
"""In the place of a role: also who is not logged in. Of pages that say nothing of the register."""

OPEN: Mapping[str, str] = {"GET": ANYONE}

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
Who: TypeAlias = Callable[[Request], Awaitable[Person | None]]
"""Finds out who asks: None where somebody would have to log in."""


@dataclass(frozen=True, slots=True)
class Door:
    """An address. `least`: the least role by method; HEAD goes with GET."""

    path: str
    endpoint: Endpoint
    least: Mapping[str, str]


def opened(doors: Iterable[Door], who: Who, unknown: Callable[[Request], Response]) -> list[BaseRoute]:
    """The addresses behind the gate. `who` asks is request.state.person for what stands behind it; `unknown` answers
    who would have to log in."""
    return [
        At(door.path, _gated(door, who, unknown), methods=sorted(door.least) or ["GET"]) for door in doors
    ]


def _gated(door: Door, who: Who, unknown: Callable[[Request], Response]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        least = door.least.get("GET" if request.method == "HEAD" else request.method)
        if least is None:
            raise Refused(403, "not_allowed", "nobody may do this")
        person = request.state.person = await who(request)
        if least != ANYONE:
            if person is None:
                return unknown(request)
            if not person.may(least):
                raise Refused(403, "not_allowed", f"this needs the role {least}")
        return await door.endpoint(request)

    return endpoint
