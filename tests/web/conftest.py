"""The pages over the bulletins of examples/, as a browser gets them, without a server in between."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from sijill.official.library import library
from sijill.reading import read
from sijill.register.dossiers import Kind, add_item, begin
from sijill.register.moving import back_up
from sijill.register.opening import Register, open_register, writing
from sijill.register.people import alone
from sijill.register.query import Filters, list_events, list_figures, list_instruments
from sijill.register.store import keep
from sijill.sources import Found, documents
from sijill.web.app import application

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
HOME = "http://127.0.0.1:8484"
NOW = dt.datetime(2026, 1, 2, 3, 4, 5)


class Browser:
    """Sends requests to the pages of a register."""

    def __init__(self, register: Register, app: ASGIApp | None = None, **how: Any) -> None:
        self._app = app or application(register, library(), **how)
        self._runner = asyncio.Runner()

    def get(self, address: str, **how: Any) -> httpx.Response:
        """What is at an address."""
        return self.send("GET", address, **how)

    def post(self, address: str, **how: Any) -> httpx.Response:
        """What a form or a program is answered."""
        return self.send("POST", address, **how)

    def send(
        self, method: str, address: str, *, client: tuple[str, int] = ("127.0.0.1", 9), **how: Any
    ) -> httpx.Response:
        """The answer to a request from a client's address."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=False, client=client)
            async with httpx.AsyncClient(transport=transport, base_url=HOME) as sender:
                return await sender.request(method, address, **how)

        return self._runner.run(sent())

    def close(self) -> None:
        """Ends the browser."""
        self._runner.close()


def fill(path: Path, *sources: str) -> None:
    """Reads sources into a new register."""
    found = [one.document for one in documents(sources, io.BytesIO()) if isinstance(one, Found)]
    opened = open_register(path, write=True)
    with writing(opened) as connection:
        for document in found:
            keep(connection, document, read(document), NOW)
    opened.engine.dispose()


@pytest.fixture(scope="session")
def register_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the bulletins of examples/, as `make demo` makes it."""
    path = tmp_path_factory.mktemp("web") / "register.sqlite"
    fill(path, str(EXAMPLES))
    collect(path)
    return path


def collect(path: Path) -> None:
    """Puts a dossier with something of every kind into a register."""
    opened, person = open_register(path, write=True), alone("local")
    with writing(opened) as connection:
        figure = next(
            f for f in list_figures(connection, Filters(measures=("arrivals",))) if f.found.value == 66317
        )
        found: list[tuple[Kind, str]] = [
            ("figure", figure.ref),
            ("event", list_events(connection, Filters())[0].ref),
            ("instrument", list_instruments(connection, Filters())[0].ref),
            ("document", figure.head.ref),
            ("claim", figure.ref),
        ]
        made = begin(connection, NOW, person, "عودة Return", "what is\nstill open")
        for kind, ref in found:
            add_item(connection, NOW, person, made, kind, ref, "ask again")
        add_item(connection, NOW, person, made, "note", note="call on Monday, +218 21 360")
    opened.engine.dispose()


@pytest.fixture(scope="session")
def register(register_file: Path) -> Iterator[Register]:
    """The register, open."""
    served = open_register(register_file)
    yield served
    served.engine.dispose()


@pytest.fixture(scope="session")
def browser(register: Register) -> Iterator[Browser]:
    """A browser before the pages of the bulletins."""
    made = Browser(register)
    yield made
    made.close()


@pytest.fixture
def own_file(register_file: Path, tmp_path: Path) -> Path:
    """A copy of the register for a test that writes."""
    path = tmp_path / "register.sqlite"
    back_up(register_file, path)
    return path


@pytest.fixture
def desk(own_file: Path) -> Iterator[Browser]:
    """A browser before a register that may be written."""
    register, writer = open_register(own_file), open_register(own_file, write=True)
    made = Browser(register, writer=writer)
    yield made
    made.close()
    register.engine.dispose()
    writer.engine.dispose()


@contextmanager
def served(path: Path, *, write: bool = False) -> Iterator[str]:
    """The address at which a register is served."""
    register = open_register(path)
    writer = open_register(path, write=True) if write else None
    try:
        with listening(application(register, library(), writer=writer)) as address:
            yield address
    finally:
        register.engine.dispose()
        if writer is not None:
            writer.engine.dispose()


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """The address at which an application answers."""
    config = uvicorn.Config(app, port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

in_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"
)
"""For tests that look at pages as they are drawn."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium. Of a module, as the loop of Playwright keeps others from running in its thread."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(register_file: Path) -> Iterator[str]:
    """The address of the pages over the bulletins."""
    with served(register_file) as address:
        yield address
