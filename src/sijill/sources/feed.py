"""RSS and Atom feeds, whose entries are documents and addresses, and sitemaps, which are addresses alone."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from xml.parsers import expat

import feedparser
from lxml import etree

from sijill.sources.found import Found, Linked, Rejected, UnfitError, day, document
from sijill.sources.item import Item
from sijill.sources.language import settled
from sijill.sources.page import fragment_text

FEED_LIMIT = 50_000_000
"""The bytes that a feed or a sitemap may have: the limit of the sitemap protocol."""

DEEP = 200
"""Elements inside elements that a feed may have."""

_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def feed_documents(handle: BinaryIO, item: Item) -> Iterator[Found | Rejected]:
    """A document for each entry: its title and what the feed has of its text."""
    parsed = _parsed(handle, item)
    if isinstance(parsed, Rejected):
        yield parsed
        return
    for number, entry in enumerate(parsed.entries, 1):
        where = f"{item.where}: entry {number}"
        try:
            yield _entry(entry, parsed.feed, item, where)
        except UnfitError as why:
            yield Rejected(where, str(why))
    yield from _damage(parsed, item)


def feed_links(handle: BinaryIO, item: Item) -> Iterator[Linked | Rejected]:
    """The address of each entry, with its title and day."""
    parsed = _parsed(handle, item)
    if isinstance(parsed, Rejected):
        yield parsed
        return
    for number, entry in enumerate(parsed.entries, 1):
        where = f"{item.where}: entry {number}"
        address = entry.get("link") or ""
        if _is_web(address):
            yield Linked(address, where, fragment_text(entry.get("title") or "") or None, _published(entry))
        else:
            yield Rejected(where, "it has no web address")
    yield from _damage(parsed, item)


def sitemap_documents(handle: BinaryIO, item: Item) -> Iterator[Rejected]:
    """Says that a sitemap holds no documents."""
    listed = 0
    for outcome in sitemap_links(handle, item):
        if isinstance(outcome, Rejected):
            yield outcome
        else:
            listed += 1
    if listed:
        yield Rejected(
            item.where, f"a sitemap: it lists {listed} addresses and holds no text; save the pages"
        )


def sitemap_links(handle: BinaryIO, item: Item) -> Iterator[Linked | Rejected]:
    """The addresses of a sitemap, or of the sitemaps of an index, with title and day where it has them."""
    content = _bounded(handle)
    if content is None:
        yield Rejected(item.where, f"longer than {FEED_LIMIT // 1_000_000} MB, which no sitemap may be")
        return
    number = 0
    try:
        for _, entry in etree.iterparse(
            io.BytesIO(content),
            tag=("{*}url", "{*}sitemap"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            number += 1
            where = f"{item.where}: entry {number}"
            address = (entry.findtext("{*}loc") or "").strip()
            news = entry.find(f"{_NEWS}news")
            title = news.findtext(f"{_NEWS}title") if news is not None else None
            written = news.findtext(f"{_NEWS}publication_date") if news is not None else None
            if _is_web(address):
                yield Linked(address, where, (title or "").strip() or None, _day(written or ""))
            else:
                yield Rejected(where, "it has no web address")
            entry.clear()
            while entry.getprevious() is not None:
                del entry.getparent()[0]
    except etree.XMLSyntaxError as error:
        yield Rejected(item.where, f"the sitemap is damaged ({error.msg}); {number} entries were read")
        return
    if not number:
        yield Rejected(item.where, "the sitemap lists nothing")


def _bounded(handle: BinaryIO) -> bytes | None:
    content = handle.read(FEED_LIMIT + 1)
    return content if len(content) <= FEED_LIMIT else None


def _parsed(handle: BinaryIO, item: Item) -> Any:
    """The feed as feedparser has it, or the rejection of what is none."""
    content = _bounded(handle)
    if content is None:
        return Rejected(item.where, f"longer than {FEED_LIMIT // 1_000_000} MB, which is no feed")
    if b"<!ENTITY" in content:  # no feed needs them, and they can be made to grow without end or read files
        return Rejected(item.where, "the feed declares XML entities, which are not followed")
    if _is_too_deep(content):
        return Rejected(item.where, f"elements more than {DEEP} deep, which no feed has")
    parsed = feedparser.parse(io.BytesIO(content), response_headers={"content-location": item.url or ""})
    if not parsed.entries:
        error = _error(parsed)
        what = (
            f"it is damaged ({_told(error)}); fetch it again"
            if error
            else "it may be no feed, or an empty one"
        )
        return Rejected(item.where, f"no entry of a feed was found: {what}")
    return parsed


def _is_too_deep(content: bytes) -> bool:
    """Whether elements stand in each other deeper than DEEP, which would take feedparser for ever."""
    depth = 0

    def begun(name: str, attributes: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEP:
            raise OverflowError

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    try:
        parser.Parse(content, True)
    except OverflowError:
        return True
    except (expat.ExpatError, ValueError):
        pass  # feedparser mends many a broken feed
    return False


def _damage(parsed: Any, item: Item) -> Iterator[Rejected]:
    if error := _error(parsed):
        told = f"the feed is damaged ({_told(error)}); {len(parsed.entries)} entries were read, more may be missing"
        yield Rejected(item.where, told)


def _error(parsed: Any) -> Exception | None:
    """What broke a feed; that it came without HTTP headers, or in another encoding than it says, breaks none."""
    error = parsed.get("bozo_exception")
    harmless = isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)
    return error if isinstance(error, Exception) and not harmless else None


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _entry(entry: Any, feed: Any, item: Item, where: str) -> Found:
    title = fragment_text(entry.get("title") or "") or None
    bodies = [part.get("value") or "" for part in entry.get("content") or ()] + [entry.get("summary") or ""]
    text = max((fragment_text(body) for body in bodies), key=len) or title or ""
    address = entry.get("link") or None
    published = _published(entry)
    found = document(
        id=entry.get("id") or address or f"{item.name}:{where.rpartition(' ')[2]}",
        text=text,
        where=where,
        language=item.language or settled(text, entry.get("language") or feed.get("language")),
        published=published or item.published,
        title=title,
        url=address if address and _is_web(address) else None,
        dated_by="feed" if published else item.dated_by,
        outlet=fragment_text(feed.get("title") or "") or None,
    )
    return Found(found.document, where, item.language is None)


def _published(entry: Any) -> dt.date | None:
    """The day as the feed writes it, in the outlet's own time zone; None if it has none that can be read."""
    for field in ("published", "updated", "created"):
        if (written := (entry.get(field) or "").strip()) and (found := _day(written)):
            return found
        if parsed := entry.get(f"{field}_parsed"):
            year, month, day_of_month = parsed[:3]
            if found := _day(f"{year:04}-{month:02}-{day_of_month:02}"):
                return found
    return None


def _day(written: str) -> dt.date | None:
    try:
        return day(written)
    except UnfitError:
        pass
    try:
        return day(parsedate_to_datetime(written).date().isoformat())
    except (UnfitError, ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
