"""A child process in which strangers' files are opened, replaced when one of them kills it.

`Cage.documents` and `Cage.links` give what is in an item. Whatever the item does, they raise nothing and
come to an end: a child that dies, hangs, or sends too much is ended, that is one rejection marked `deadly`,
and if it happened inside a container, its other members are still read.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import BinaryIO

from sijill.sources import wire
from sijill.sources.found import Found, Linked, Rejected
from sijill.sources.item import Item
from sijill.sources.limits import CPU_SECONDS, MEMORY, NO_MEMORY

PATIENCE = 4 * CPU_SECONDS
"""Seconds without a word after which the child is taken to hang."""

DEATHS = 20
"""Members of one container that may kill a child each; then the rest of that container is left."""

CHILD = ("-m", "sijill.sources.caged")
"""What the child runs."""

ELSEWHERE = (
    "pages, PDFs, feeds, tables and archives are opened on Linux and macOS alone, where their reader can be kept from "
    "doing harm (on Windows: in WSL); plain texts and JSON lines are read here"
)
"""Why nothing is opened where a process can be handed no open file."""

_KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ", "SYSTEMROOT")


class Cage:
    """One caged child, started when it is first needed. Use it as a context, or `close` it."""

    def __init__(self) -> None:
        self._child: _Child | None = None

    def documents(self, item: Item) -> Iterator[Found | Rejected]:
        """The documents in an item, in order, and what could not be read."""
        for message in self._messages(item, links=False):
            if isinstance(message, Found | Rejected):
                yield message

    def links(self, item: Item) -> Iterator[Linked | Rejected]:
        """The addresses that a feed or a sitemap lists, in order."""
        for message in self._messages(item, links=True):
            if isinstance(message, Linked | Rejected):
                yield message

    def close(self) -> None:
        """Ends the child."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def __enter__(self) -> Cage:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _messages(self, item: Item, *, links: bool) -> Iterator[wire.Message]:
        if not hasattr(socket, "send_fds"):
            yield Rejected(item.where, ELSEWHERE)
            return
        try:
            handle = _opened(item)
        except FileNotFoundError:
            yield Rejected(item.where, "there is no such file")
            return
        except OSError as error:
            yield Rejected(item.where, f"cannot be opened: {error.strerror}")
            return
        with handle:
            for _ in range(DEATHS):
                reached: wire.Reached | None = None
                cause = None
                for message in self._one_life(item, handle, links=links):
                    if isinstance(message, _Death):
                        cause = message.cause
                    elif isinstance(message, wire.Reached):
                        reached = message
                    else:
                        yield message
                if cause is None:
                    return
                where = reached.where if reached else item.where
                yield Rejected(where, cause, deadly=True, file=str(item.path) if item.path else None)
                if reached is None:
                    return
                item = replace(item, after=reached.position)
            yield Rejected(item.where, f"{DEATHS} of its members killed their reader; the rest is left")

    def _one_life(self, item: Item, handle: BinaryIO, *, links: bool) -> Iterator[wire.Message | _Death]:
        """What one child says of the item, up to its end or to the child's."""
        finished = False
        try:
            child = self._child = self._child or _Child()
            handle.seek(0)
            child.ask(item, handle, links=links)
            while (row := child.answer()).get("type") != "done":
                yield wire.message_from_row(row)
            finished = True
            if row.get("worn"):
                self.close()
        except (OSError, EOFError, KeyError, TypeError, ValueError) as error:
            death = (
                self._child.cause_of_death(error) if self._child else f"no child could be started ({error})"
            )
            yield _Death(death)
        finally:
            if not finished:  # dead, or in the middle of an answer that nobody wants any more
                self.close()


@dataclass(frozen=True, slots=True)
class _Death:
    cause: str


class _Child:
    """A running child and the socket to it."""

    def __init__(self) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", *CHILD, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            )
        self.channel.settimeout(PATIENCE)
        self.network = bool(self.answer().get("network", True))

    def ask(self, item: Item, handle: BinaryIO, *, links: bool) -> None:
        wire.send(self.channel, {"item": wire.item_to_row(item), "links": links})
        socket.send_fds(self.channel, [b"f"], [handle.fileno()])

    def answer(self) -> wire.Row:
        row = wire.receive(self.channel)
        if row is None:
            raise EOFError
        return row

    def cause_of_death(self, error: BaseException) -> str:
        """Why it can no longer be talked to, in one line; it is dead afterwards."""
        if isinstance(error, TimeoutError):
            self.end()
            return f"no answer for {PATIENCE} s; it was given up"
        if isinstance(error, KeyError | TypeError | ValueError):
            self.end()
            return f"more than {wire.OUTPUT // 1_000_000} MB came out of it; it was given up"
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.end()
            return "its parser stopped answering"
        if code == NO_MEMORY:
            return f"it needs more than {MEMORY // 1_000_000} MB of memory"
        if -code == signal.SIGXCPU:
            return f"it takes more than {CPU_SECONDS} s of processor time"
        if -code == signal.SIGKILL:
            return "the system killed its parser, perhaps for want of memory"
        if code < 0:
            with contextlib.suppress(ValueError):
                name = signal.Signals(-code).name
                return f"its parser crashed ({name}{', as when memory runs out' * (name == 'SIGABRT')})"
        return f"its parser ended ({code})"

    def end(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.wait()


def _opened(item: Item) -> BinaryIO:
    """The item as an open file with a descriptor of its own, which the child can be handed."""
    if item.path is not None:
        return item.path.open("rb")
    with ExitStack() as stack:
        handle = stack.enter_context(tempfile.TemporaryFile())
        handle.write(item.content or b"")
        handle.flush()
        stack.pop_all()
    return handle
