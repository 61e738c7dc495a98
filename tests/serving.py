"""A web server on loopback that does to each path what a test says, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

Conduct: TypeAlias = Callable[[BaseHTTPRequestHandler], object]


@dataclass
class Site:
    """A running server. `conduct` is what it does, by path; any other path is 404. `asked`: path and headers."""

    port: int
    conduct: dict[str, Conduct] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def says(body: bytes | str, status: int = 200, headers: Mapping[str, str] | None = None) -> Conduct:
    """Answers with a body."""
    content = body.encode() if isinstance(body, str) else body

    def conduct(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    return conduct


def moved(to: str, status: int = 302) -> Conduct:
    """Redirects."""
    return says("", status, {"Location": to})


@contextmanager
def serving() -> Iterator[Site]:
    """A server that lives as long as the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            with suppress(OSError):  # the client has had enough
                site.conduct.get(self.path, says("", 404))(self)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """A client that hangs up is no error of a test."""

    server = Server(("127.0.0.1", 0), Handler)
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
