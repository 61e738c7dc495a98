"""The door: which hosts are answered, how much is taken in, and the headers of every answer.

A page of another site that a browser has open may send requests to this machine too. So only the names under which
the server was started are answered (which ends DNS rebinding), and a form is taken from our own pages alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000
"""Of a request's body."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class _TooLargeError(Exception):
    pass


def guarded(app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> ASGIApp:
    """The application behind its door. `hosts`: the names that a request may ask for, ports apart."""

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST_BYTES:
                raise _TooLargeError
            return message

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                answered = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answered[name] = value
                answered.setdefault("cache-control", "no-cache")
            await send(message)

        if host_of(headers.get("host", "")) not in hosts:
            await _refuse(with_headers, 421, "wrong_host", "this server does not answer under that name")
            return
        if scope["method"] not in ("GET", "HEAD") and not _ours(headers):
            await _refuse(with_headers, 403, "cross_site", "the request came from another site")
            return
        length = headers.get("content-length", "")
        if length.isdecimal() and len(length) < 20 and int(length) > MOST_BYTES:
            await _refuse(with_headers, 413, "too_long", f"a request has {MOST_BYTES:,} bytes at most")
            return
        try:
            await app(scope, counted, with_headers)
        except _TooLargeError:
            if begun:
                raise
            await _refuse(with_headers, 413, "too_long", f"a request has {MOST_BYTES:,} bytes at most")

    return door


def host_of(written: str) -> str:
    """The name of a Host header without its port."""
    name, colon, port = written.rpartition(":")
    return (name if colon and port.isdecimal() else written).lower()


def _ours(headers: Headers) -> bool:
    """Whether a form comes from a page of ours, or from no browser: a program has no cookies."""
    site = headers.get("sec-fetch-site")
    if site is not None:  # what a browser says and no page can; Origin may be null on a form of our own
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return "cookie" not in headers
    return origin.partition("://")[2].lower() == headers.get("host", "").lower()


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    body = json.dumps({"error": {"status": status, "code": code, "message": message}}).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
