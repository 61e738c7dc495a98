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


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who stands at the gate. `who` finds out who asks, None where they would have to log in; `unknown` answers those;
    `leave` is done to each answer that is not open to anyone."""

    who: Callable[[Request], Awaitable[Person | None]]
    unknown: Callable[[Request], Response]
    leave: Callable[[Request, Response], None]


@dataclass(frozen=True, slots=True)
class Door:
    """An address. `least`: the least role by method; HEAD goes with GET."""

    path: str
    endpoint: Endpoint
    least: Mapping[str, str]


def opened(doors: Iterable[Door], keeper: Keeper) -> list[BaseRoute]:
    """The addresses behind the gate. Who asks is request.state.person for what stands behind it."""
    return [At(door.path, _gated(door, keeper), methods=sorted(door.least) or ["GET"]) for door in doors]


def _gated(door: Door, keeper: Keeper) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        least = door.least.get("GET" if request.method == "HEAD" else request.method)
        if least is None:
            raise Refused(403, "not_allowed", "nobody may do this")
        person = request.state.person = await keeper.who(request)
        if least == ANYONE:
            return await door.endpoint(request)
        if person is None:
            return keeper.unknown(request)
        if not person.may(least):
            raise Refused(403, "not_allowed", f"this needs the role {least}")
        answer = await door.endpoint(request)
        keeper.leave(request, answer)
        return answer

    return endpoint
