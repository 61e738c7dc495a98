"""One look at one feed: its list is fetched, and each page that is new is fetched, read, stored, and ticked off.

The order makes it safe to be killed anywhere. A page is kept on disk as soon as it has come, stored in the register,
and only then ticked off. Killed in between, the next look finds the page on disk, so that what it stores is the very
same text, which the register knows.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sijill import reading as reader
from sijill.register.opening import Register, RegisterError, writing
from sijill.register.store import keep
from sijill.sources.cage import Cage
from sijill.sources.found import Found, Linked, Rejected
from sijill.sources.item import Item
from sijill.sources.web import cache
from sijill.sources.web.fetching import Fetcher, FetchError
from sijill.sources.web.reading import documents_of
from sijill.watching.feeds import Feed
from sijill.watching.state import TRIES, State

LONGEST_WAIT = 24 * 3600.0
"""Seconds after which a feed is looked at again, however often it has failed and whatever it asks for."""

_TTL = re.compile(rb"<ttl>\s{0,20}(\d{1,6})\s{0,20}</ttl>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read: how many of its figures are new in the register."""

    url: str
    documents: int
    figures: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong, in one line: a feed, a page, a part of one."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What a watch works with. `fetcher` keeps what it fetches in `pages`. `wall` is the time since 1970."""

    register: Register
    state: State
    fetcher: Fetcher
    cage: Cage
    pages: Path
    wall: Callable[[], float] = field(default=time.time)


def look(feed: Feed, watch: Watch) -> Iterator[Read | Trouble]:
    """Looks at a feed now, reads what is new, and plans the next look. RegisterError if the register fails."""
    try:
        page, _ = watch.fetcher.fetch(feed.url)
    except FetchError as error:
        yield from _failed(feed, watch, str(error))
        return
    item = Item(feed.url, feed.url, content=page.body, media_type=page.media_type, url=page.final)
    found = list(watch.cage.links(item))
    links = [link for link in found if isinstance(link, Linked)]
    troubles = [Trouble(trouble.where, trouble.why) for trouble in found if isinstance(trouble, Rejected)]
    if not links:
        yield from _failed(feed, watch, troubles[0].why if troubles else "it lists nothing")
        return
    yield from troubles
    for link in reversed(links):  # feeds begin with the newest
        if not watch.state.settled(link.url):
            yield from _read(link, feed, watch)
    ttl = _TTL.search(page.body[:100_000])
    wait = max(feed.every * 60.0, int(ttl.group(1)) * 60.0 if ttl else 0.0)
    watch.state.plan(feed.url, watch.wall() + min(wait, LONGEST_WAIT), 0)


def _failed(feed: Feed, watch: Watch, why: str) -> Iterator[Trouble]:
    failures = watch.state.failures(feed.url) + 1
    wait = min(feed.every * 60.0 * 2 ** min(failures - 1, 12), LONGEST_WAIT)
    watch.state.plan(feed.url, watch.wall() + wait, failures)
    times = f", {failures} times in a row" if failures > 1 else ""
    yield Trouble(feed.url, f"{why}{times}; next try in {wait / 60:.0f} min")


def _read(link: Linked, feed: Feed, watch: Watch) -> Iterator[Read | Trouble]:
    """One page: from disk if a killed watch has left it there, else from the web."""
    try:
        page = cache.kept(watch.pages, link.url) or watch.fetcher.fetch(link.url)[0]
    except FetchError as error:
        if error.passing and watch.state.postpone(link.url, feed.url) < TRIES:
            yield Trouble(link.url, f"{error}; it is tried again at the next look")
        else:
            watch.state.settle(link.url, feed.url, f"given up: {error}")
            yield Trouble(link.url, f"{error}; it is given up")
        return
    documents = figures = 0
    for outcome in documents_of(page, watch.cage, feed.language, linked=link):
        if isinstance(outcome, Rejected):
            yield Trouble(outcome.where, outcome.why)
            continue
        try:
            new = _store(outcome, watch.register)
        except RegisterError:
            raise
        except Exception as error:
            yield Trouble(
                outcome.where, f"the reader failed ({type(error).__name__}: {error}); please report it"
            )
            continue
        documents, figures = documents + 1, figures + new
    watch.state.settle(link.url, feed.url, "read" if documents else "nothing to read")
    cache.drop(watch.pages, link.url)
    if documents:
        yield Read(link.url, documents, figures)


def _store(found: Found, register: Register) -> int:
    """Reads a document into the register; the figures that it did not have before."""
    made = reader.read(found.document)
    with writing(register) as connection:
        outcome = keep(connection, found.document, made, dt.datetime.now(dt.UTC).replace(tzinfo=None)).outcome
    return len(made.figures) if outcome in ("new", "reread") else 0
