"""A web address as a source: the page there, opened in the cage like any stranger's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sijill.sources.cage import Cage
from sijill.sources.found import Found, Linked, Rejected
from sijill.sources.item import Item

if TYPE_CHECKING:
    from sijill.sources.web.cache import Page
    from sijill.sources.web.fetching import Fetcher


def is_web(source: str) -> bool:
    """Whether a source is a web address."""
    return source.lower().startswith(("http://", "https://"))


def documents_at(
    url: str, fetcher: Fetcher, cage: Cage, language: str | None = None, published: dt.date | None = None
) -> Iterator[Found | Rejected]:
    """The documents of a web address: a page's one, a feed's entries, an archive's many."""
    from sijill.sources.web.fetching import FetchError

    try:
        page, _ = fetcher.fetch(url)
    except FetchError as error:
        yield Rejected(url, str(error))
        return
    yield from documents_of(page, cage, language, published)


def documents_of(
    page: Page,
    cage: Cage,
    language: str | None = None,
    published: dt.date | None = None,
    linked: Linked | None = None,
) -> Iterator[Found | Rejected]:
    """The documents of a page that was fetched; `linked` is what the feed said that led there."""
    day = published or (linked.published if linked else None)
    yield from cage.documents(
        Item(
            where=page.url,
            name=page.url,
            content=page.body,
            media_type=page.media_type,
            url=page.final,
            language=language,
            published=day,
            dated_by="feed" if day and not published else None,
            title=linked.title if linked else None,
            captured=dt.date.fromisoformat(page.fetched_on),
        )
    )
