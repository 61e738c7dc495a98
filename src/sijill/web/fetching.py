"""The document of a web address that somebody wants checked: fetched by the rules of sources/web, read in the caged
child, one at a time, and with little patience, for a person waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Lock

from sijill.model import Document
from sijill.sources.cage import Cage
from sijill.sources.found import Found, UnfitError
from sijill.sources.web.exchange import Limits
from sijill.sources.web.fetching import Fetcher, FetchError
from sijill.sources.web.reading import documents_at, is_web

PATIENCE = 6.0
"""Seconds that a site may ask us to wait, for its manners or for its troubles, before we say so and stop."""
LIMITS = Limits(wait=8.0, whole=20.0, size=10_000_000)


class NoDocumentError(UnfitError):
    """Why there is no document at an address, in one line."""


def opened_addresses(*, loopback: bool = False) -> Callable[[str, str | None, dt.date | None], Document]:
    """What gives the first document of a web address; of a page without a language or a day, those that are given.

    NoDocumentError if the address may not be fetched (robots.txt, or no machine of the public internet), is not
    there, or holds no document.
    """
    import time

    def rest(seconds: float) -> None:
        if seconds > PATIENCE:
            raise FetchError(f"its site asks for {seconds:.0f} s of patience", passing=True)
        time.sleep(seconds)

    fetcher = Fetcher(loopback=loopback, limits=LIMITS, sleep=rest)
    one_at_a_time = Lock()

    def fetched(address: str, language: str | None, published: dt.date | None) -> Document:
        if not is_web(address):
            raise NoDocumentError("an address begins with http:// or https://")
        why = "there is no document in it"
        with one_at_a_time, Cage() as cage:
            for outcome in documents_at(address, fetcher, cage, language, published):
                if isinstance(outcome, Found):
                    return outcome.document
                why = outcome.why
        raise NoDocumentError(why)

    return fetched
