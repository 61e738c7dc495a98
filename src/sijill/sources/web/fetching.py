"""Fetching a page: robots.txt is kept to, no server is pressed, nothing is asked for twice, every hop is checked."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

from protego import Protego

from sijill.sources.web.addresses import Address, AddressError, Resolver, address, by_name_server, machines
from sijill.sources.web.cache import Page, keep, kept, prune
from sijill.sources.web.exchange import Answer, ExchangeError, Limits, exchange

NAME = "sijill"
"""What robots.txt calls us."""

AGENT = f"{NAME}/{version('sijill')} (reads news for a register of figures; keeps to robots.txt)"

DELAY = 2.0
"""Seconds from one request to the next to the same host; robots.txt may ask for more."""

LONGEST_DELAY = 300.0
"""Seconds: a site that asks for more between two pages is not read."""

TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 2.0, 120.0
"""Seconds before the second try, doubled with each; and the longest that a server may ask us to wait."""

REDIRECTS = 5
ROBOTS_SIZE = 512_000
"""Bytes of a robots.txt that are read: RFC 9309 asks for 500 KiB at least."""

ROBOTS_SECONDS = 24 * 3600.0
"""How long a robots.txt is believed: RFC 9309 asks for no more than a day."""

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """Why a page was not fetched, in one line. `passing`: whether a later try may succeed."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one at a time. `cache`: the folder where pages are kept, None for none. `room`: the bytes that they
    may take there; None where somebody else takes them away.

    `loopback` lets this machine itself be fetched from, for tests and demonstrations. The clock, the pauses, their
    jitter (0 to 1), the day and the name server can be replaced.
    """

    cache: Path | None = None
    room: int | None = None
    loopback: bool = False
    delay: float = DELAY
    limits: Limits = field(default_factory=Limits)
    resolve: Resolver = by_name_server
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    today: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, tuple[float, Protego]] = field(default_factory=dict)
    _unpruned: int | None = None

    def fetch(self, url: str) -> tuple[Page, bool]:
        """The page at a web address, and whether it has changed since it was fetched last (True without a cache).

        FetchError if it may not be fetched, is not there, or cannot be had after a few tries.
        """
        before = kept(self.cache, url) if self.cache else None
        try:
            final, answer = self._follow(address(url), _conditions(before), self.limits, obey=True)
        except AddressError as error:
            raise FetchError(str(error)) from None
        if answer.status == 304 and before is not None:
            return before, False
        if answer.status != 200:
            raise FetchError(
                f"its server answers {answer.status}" + _meaning(answer.status),
                passing=answer.status in _PASSING,
            )
        page = Page(
            url,
            str(final),
            answer.body,
            answer.headers.get("content-type"),
            answer.headers.get("etag"),
            answer.headers.get("last-modified"),
            self.today().date().isoformat(),
        )
        if self.cache:
            try:
                keep(self.cache, page)
                self._prune(len(page.body))
            except OSError as error:
                raise FetchError(
                    f"it cannot be kept in {self.cache} ({error.strerror})", passing=True
                ) from error
        return page, before is None or before.body != page.body

    def _prune(self, added: int) -> None:
        """Keeps the cache in bounds: with the first page, and whenever a tenth of its room was added since."""
        if self.cache is None or self.room is None:
            return
        if self._unpruned is None or self._unpruned + added > self.room // 10:
            prune(self.cache, self.room)
            self._unpruned = 0
        else:
            self._unpruned += added

    def _follow(
        self, start: Address, conditions: Mapping[str, str], limits: Limits, *, obey: bool
    ) -> tuple[Address, Answer]:
        """The answer at the end of the redirects, each checked as if it had been asked for."""
        wanted = start
        for _ in range(REDIRECTS + 1):
            if obey and not self._robots_of(wanted).can_fetch(str(wanted), NAME):
                raise FetchError("the robots.txt of its site forbids it")
            answer = self._ask(wanted, conditions, limits)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return wanted, answer
            try:
                wanted = address(answer.headers["location"], wanted)
            except AddressError as error:
                raise FetchError(f"it redirects to where nothing is fetched: {error}") from None
        raise FetchError(f"it redirects more than {REDIRECTS} times")

    def _ask(self, wanted: Address, conditions: Mapping[str, str], limits: Limits) -> Answer:
        """The answer of one address, after as many tries as it takes and is worth."""
        headers = {"User-Agent": AGENT, "Accept": "*/*", **conditions}
        waiting = FIRST_WAIT
        for attempt in range(1, TRIES + 1):
            self._pause(wanted)
            asked_for = 0.0
            try:
                answer = exchange(
                    wanted, machines(wanted, self.resolve, loopback=self.loopback), headers, limits
                )
                if answer.status not in _PASSING or attempt == TRIES:
                    return answer
                asked_for = _retry_after(answer, self.today())
                if asked_for > LONGEST_WAIT:
                    return answer
            except AddressError as error:
                raise FetchError(str(error)) from None
            except ExchangeError as error:
                if not error.passing or attempt == TRIES:
                    raise FetchError(str(error), passing=error.passing) from error
            self.sleep(max(asked_for, waiting * (1 + self.jitter() / 4)))
            waiting *= 2
        raise AssertionError("the last try returns or raises")

    def _pause(self, wanted: Address) -> None:
        """Waits until the host has had its rest since the last request."""
        delay = self.delay
        _, robots = self._robots.get(wanted.origin, (0.0, None))
        if robots is not None and (asked := robots.crawl_delay(NAME)):
            if asked > LONGEST_DELAY:
                raise FetchError(f"its site asks for {asked:.0f} s between two pages")
            delay = max(delay, asked)
        now = self.clock()
        rest = self._asked.get(wanted.host, now - delay) + delay - now
        if rest > 0:
            self.sleep(rest)
        self._asked[wanted.host] = self.clock()

    def _robots_of(self, wanted: Address) -> Protego:
        """The robots.txt of a site, by RFC 9309: absent, all is allowed; out of reach, nothing is; kept for a day."""
        since, known = self._robots.get(wanted.origin, (0.0, None))
        if known is None or self.clock() - since >= ROBOTS_SECONDS:
            limits = replace(self.limits, size=min(self.limits.size, ROBOTS_SIZE))
            place = Address(wanted.scheme, wanted.host, wanted.port, "/robots.txt")
            try:
                _, answer = self._follow(place, {}, limits, obey=False)
            except FetchError as error:
                raise FetchError(f"the robots.txt of its site: {error}", passing=error.passing) from error
            if answer.status == 429 or answer.status >= 500:
                raise FetchError(
                    f"the robots.txt of its site: its server answers {answer.status}", passing=True
                )
            text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
            known = Protego.parse(text)
            self._robots[wanted.origin] = self.clock(), known
        return known


def _conditions(before: Page | None) -> dict[str, str]:
    if before is None:
        return {}
    given = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in given.items() if value}


def _retry_after(answer: Answer, now: dt.datetime) -> float:
    """The seconds that a server asks us to wait, said as a number or as a date; 0 if it does not."""
    written = answer.headers.get("retry-after", "").strip()
    if written.isdecimal() and len(written) < 10:
        return float(written)
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return max((parsedate_to_datetime(written) - now).total_seconds(), 0.0)
    return 0.0


def _meaning(status: int) -> str:
    import http

    try:
        return f" ({http.HTTPStatus(status).phrase.lower()})"
    except ValueError:
        return ""
