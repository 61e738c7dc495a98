"""Accounts: who asks, by the cookie of a browser or the token of a program, and how one logs in and out.

A cookie holds a random token, signed with the time at which it was given: after IDLE without a click, or LONGEST in
any case, one logs in anew. The register holds the token's hash; ending the session there ends it at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sijill.register import audit, logins, passwords
from sijill.register.opening import Register, RegisterError, reading, writing
from sijill.register.people import (
    LONGEST_NAME,
    Account,
    Person,
    account,
    change_password,
    folded,
    rehash,
)
from sijill.web.guard import LOOPBACK, host_of
from sijill.web.limits import Limits

T = TypeVar("T")

IDLE = dt.timedelta(hours=12)
LONGEST = dt.timedelta(days=7)
_RENEWED = dt.timedelta(minutes=10)
"""After which a cookie is given anew, so that who works on is not logged out."""

_AT_ONCE = 2
"""Passwords that are looked at together: each takes 64 MiB for a moment."""


class KeyFileError(Exception):
    """A key file that cannot be used: why, in one line."""


def key_of(path: Path) -> bytes:
    """The key that cookies are signed with, from its file, which is made where there is none, for its owner's eyes
    alone (0600). KeyFileError if others may read it, or it holds none."""
    try:
        _make(path)
        status = path.stat()
        if os.name == "posix" and status.st_mode & 0o077:
            raise KeyFileError(f"{path} can be read by others; close it: chmod 600 {path}")
        key = path.read_bytes().strip()
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    if len(key) < 32:
        raise KeyFileError(f"{path} holds no key; take it away, and a new one is made")
    return key


def _make(path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another server was first
            path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)


def is_secure(request: Request) -> bool:
    """Whether cookies are for https alone: always, but on this very machine without TLS."""
    return request.url.scheme == "https" or host_of(request.headers.get("host", "")) not in LOOPBACK


@dataclass(frozen=True, slots=True)
class Team:
    """The accounts of a register that is open to be read and to be written, and the key of its cookies."""

    register: Register
    writer: Register
    key: bytes
    limits: Limits = field(default_factory=Limits)
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def who(self, request: Request) -> Person | None:
        """Who asks: of a program by `Authorization: Bearer …`, of a browser by its cookie."""
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        program = kind.lower() == "bearer" and request.url.path.startswith("/api/")
        token = given.strip() if program else self._token(request)
        if not token or len(token) > 200:
            return None
        return await run_in_threadpool(self._whose, token, program)

    def _whose(self, token: str, program: bool) -> Person | None:
        with reading(self.register) as connection:
            return logins.whose(connection, audit.now(), token, program=program)

    def _signer(self) -> TimestampSigner:
        return TimestampSigner(self.key, salt="sijill session")

    def _token(self, request: Request, within: dt.timedelta = IDLE) -> str | None:
        """The token of the cookie, if we gave it no longer ago."""
        written = request.cookies.get(_name(request), "")
        try:
            return (
                self._signer().unsign(written, max_age=int(within.total_seconds())).decode("ascii", "replace")
            )
        except BadSignature:
            return None

    def renew(self, request: Request, response: Response) -> None:
        """Gives the cookie of somebody who goes on working anew, and keeps pages out of caches."""
        response.headers["cache-control"] = "no-store"
        token = self._token(request)
        if token and not self._token(request, _RENEWED) and "set-cookie" not in response.headers:
            self.give(request, response, token)

    def give(self, request: Request, response: Response, token: str) -> None:
        """Sets the cookie."""
        signed = self._signer().sign(token).decode("ascii")
        response.set_cookie(
            _name(request), signed, int(IDLE.total_seconds()), secure=is_secure(request), httponly=True
        )

    def take_back(self, request: Request, response: Response) -> None:
        """Ends the session of this browser, here and there."""
        token = self._token(request, LONGEST)
        if token:
            with writing(self.writer) as connection:
                person = logins.whose(connection, audit.now(), token)
                logins.end(connection, token)
                if person is not None:
                    audit.record(connection, audit.now(), person.login, "logout")
        response.delete_cookie(_name(request), secure=is_secure(request), httponly=True)

    async def log_in(self, request: Request, login: str, password: str) -> Person | str | int:
        """The person and, as request.state.token, a new session; or `wrong`; or the seconds to wait until the next."""
        name, address = folded(login)[:LONGEST_NAME], _address(request)
        wait = self.limits.take(name, address)
        if wait:
            return wait
        person = await self._examined(name, address, self._log_in, request, name, password, address)
        if person is None:
            return "wrong"
        return person

    async def _examined(self, login: str, address: str, look: Callable[..., T], *how: object) -> T:
        """What `look` finds, few at once; a false answer is an attempt that counts; that we could not look is none."""
        try:
            async with self.slots:
                found = await run_in_threadpool(look, *how)
        except RegisterError:
            self.limits.cancel(login, address)
            raise
        if found:
            self.limits.give_back(login, address)
        return found

    def _log_in(self, request: Request, login: str, password: str, address: str) -> Person | None:
        with reading(self.register) as connection:
            found = account(connection, login) if _sound(login) else None
        right = passwords.matches(found.password if found else None, password)
        with writing(self.writer) as connection:
            now = audit.now()
            # again, now that nobody else writes: the account may have been closed while the password was looked at
            if not right or found is None or found.disabled or account(connection, login) != found:
                _tell_failure(connection, now, found, address)
                return None
            before = self._token(request, LONGEST)
            if before:
                logins.end(connection, before)
            if passwords.outdated(found.password):
                rehash(connection, found.person, passwords.hashed(password))
            request.state.token = logins.begin(connection, now, found.person, now + LONGEST)
            audit.record(connection, now, found.person.login, "login", address=address)
        return found.person

    async def new_password(self, request: Request, person: Person, old: str, new: str) -> str | int | None:
        """Changes the password of who knows the old one, and begins a session (request.state.token) in place of all
        others. None; or a code: `wrong`, or a weakness; or the seconds to wait before another try."""
        weak = passwords.weakness(new, person.login)
        if weak:
            return weak
        wait = self.limits.take(person.login, _address(request))
        if wait:
            return wait
        right = await self._examined(
            person.login, _address(request), self._new_password, request, person, old, new
        )
        return None if right else "wrong"

    def _new_password(self, request: Request, person: Person, old: str, new: str) -> bool:
        with reading(self.register) as connection:
            found = account(connection, person.login)
        right = found is not None and passwords.matches(found.password, old)
        made = passwords.hashed(new) if right else ""
        with writing(self.writer) as connection:
            now = audit.now()
            if not right:
                _tell_failure(connection, now, found, _address(request))
                return False
            change_password(connection, now, person.login, person, made)
            request.state.token = logins.begin(connection, now, person, now + LONGEST)
        return True


def _tell_failure(connection: Connection, now: dt.datetime, found: Account | None, address: str) -> None:
    """On the audit trail; not what was typed for a login that there is not, which may well be a password."""
    who = found.person.login if found else "nobody"
    audit.record(connection, now, who, "login.failed", address=address)


def _sound(login: str) -> bool:
    """Whether a database can be asked for it."""
    return bool(login) and login.isprintable()


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _name(request: Request) -> str:
    """The cookie's name. A browser takes `__Host-` from this very host alone, and over https."""
    return "__Host-sijill" if is_secure(request) else "sijill"
