"""A walk over a site: every page that links lead to, each once."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence

import httpx

from tests.web.drawn import Page

_DATA = re.compile(r"\.(csv|json|atom|svg|ics|xml|parquet|geojson|html|zip)(\?|$)")


def crawled(
    get: Callable[[str], httpx.Response], starts: Sequence[str], most: int, inside: str = "/"
) -> Iterator[tuple[str, httpx.Response, Page | None]]:
    """Each address below `inside` that links from the starts on lead to, its answer, and the page that it is, None
    for data. No more than `most` addresses; the nearest to the starts come first."""
    waiting, seen = deque(starts), set(starts)
    while waiting and len(seen) - len(waiting) < most:
        address = waiting.popleft()
        answer = get(address)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        page = Page(answer.text) if is_page else None
        yield address, answer, page
        for link in page.links() if page else ():
            bare = link.partition("#")[0]
            if bare.startswith(inside) and bare not in seen:
                seen.add(bare)
                waiting.append(bare)
