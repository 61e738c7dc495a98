"""What is new as Atom feeds (RFC 4287): figures, those of a measure, documents of a search, what is said of an
instrument. Newest in the register first, which is not newest in print.

An entry has an id that stays (tag URI, RFC 4151), whatever the language of the page or the name of the server; a feed
is the same bytes until something is new, and says so to those who have it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from sqlalchemy import Connection, select
from starlette.datastructures import Headers
from starlette.responses import Response

from sijill.model import Figure
from sijill.register.query import Filters, instruments_by_ref, list_instruments, newest_figures
from sijill.register.rows import Stored, chunks
from sijill.register.schema import documents
from sijill.register.search import find
from sijill.web.asked import Asked, Refused
from sijill.web.view import View

if TYPE_CHECKING:
    from sijill.web.pages import Reader

MOST = 50
"""Entries of a feed."""
TURNS = ("after", "offset")
AUTHORITY = "tag:sijill.invalid,2026"
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = dt.datetime(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. `kind` and `ref`: the page that it leads to, and with `part` its id; `said`: makes its title."""

    kind: str
    ref: str
    updated: dt.datetime
    said: Callable[[Reader], str]
    text: str = ""
    language: str | None = None
    part: str = ""


def view(entries: Callable[[Asked], list[Entry]], asked: Asked) -> View:
    """The entries as a view."""
    return View("", "", {"entries": entries(asked)})


def of_figures(asked: Asked) -> list[Entry]:
    """The figures that pass the filters and came last."""
    return _figures(asked, asked.filters(limit=MOST, after=None))


def of_measure(asked: Asked) -> list[Entry]:
    """The figures of a measure that came last, of a place where one is named."""
    from sijill import codes

    if asked.path["code"] not in codes.measures():
        raise Refused(404, "not_found", "there is no such measure")
    known_on = asked.one("known_on")
    found = _figures(asked, asked.filters(measures=(asked.path["code"],), limit=MOST, after=None))
    return [one for one in found if known_on is None or one.updated.date() <= known_on]


def _figures(asked: Asked, filters: Filters) -> list[Entry]:
    found = newest_figures(asked.connection, filters)
    added = _added(asked.connection, {one.head.key for one in found})
    return [
        Entry(
            "figure",
            one.ref,
            max(added[one.head.key], one.review.made_at) if one.review else added[one.head.key],
            _title(one),
            one.head.title or one.head.id,
            one.head.language,
        )
        for one in found
    ]


def _title(one: Stored[Figure]) -> Callable[[Reader], str]:
    def said(reader: Reader) -> str:
        f = one.found
        told = [reader.label("measures", f.measure), reader.places(f), one.found.source or ""]
        number = f"{_plain(reader.hedged(f))} {reader.label('units', f.unit)}"
        return " · ".join(part for part in (number, *told, _plain(reader.days(f.period))) if part)

    return said


def _plain(markup: Any) -> str:
    """The words of a piece of markup, its numbers held from left to right by characters that feeds may have."""
    text: str = markup.striptags()
    return f"\u2066{text}\u2069" if text and text == text.strip() and "<bdi" in str(markup) else text


def of_search(asked: Asked) -> list[Entry]:
    """The documents that hold the words and came last, of the first thousand that are found."""
    words = asked.one("q", "")
    hits = []
    for language in asked.one("language", ()) or (None,):
        hits += find(asked.connection, words, limit=1000, language=language) if words else []
    hits.sort(key=lambda hit: (hit.stored.added_at, hit.stored.key), reverse=True)
    return [
        Entry(
            "document",
            hit.stored.content[:16],
            hit.stored.added_at,
            _said(hit.stored.document.title or hit.stored.document.id),
            hit.stored.document.text[hit.start : hit.end],
            hit.stored.document.language,
        )
        for hit in hits[:MOST]
    ]


def of_instrument(asked: Asked) -> list[Entry]:
    """What each document says of an instrument, the last to come first."""
    mentions = instruments_by_ref(asked.connection, asked.path["id"])
    if not mentions:
        raise Refused(404, "not_found", f"no instrument of the register has the id {asked.path['id']}")
    name = mentions[0].found.name
    found = [s for s in list_instruments(asked.connection, Filters(names=(name,))) if s.found.name == name]
    added = _added(asked.connection, {one.head.key for one in found})
    found.sort(key=lambda one: (added[one.head.key], one.head.key, one.found.start), reverse=True)
    return [
        Entry(
            "instrument",
            one.ref,
            added[one.head.key],
            _said(f"{name}: {one.head.title or one.head.id}"),
            " – ".join(part for part in (one.found.begins, one.found.ends) if part),
            None,
        )
        for one in found[:MOST]
    ]


def _said(text: str) -> Callable[[Reader], str]:
    return lambda reader: text


def _added(connection: Connection, keys: set[int]) -> dict[int, dt.datetime]:
    """When documents came into the register."""
    found: dict[int, dt.datetime] = {}
    for chunk in chunks(sorted(keys)):
        rows = connection.execute(
            select(documents.c.key, documents.c.added_at).where(documents.c.key.in_(chunk))
        )
        found |= {row.key: row.added_at for row in rows}
    return found


def answer(reader: Reader, entries: list[Entry], home: str, headers: Headers) -> Response:
    """The feed, or that it is as the asker has it (by ETag, else by Last-Modified)."""
    updated = max((one.updated for one in entries), default=_NEVER).replace(microsecond=0)
    content = written(reader, entries, home, updated)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    kept = {"etag": etag, "last-modified": format_datetime(updated.replace(tzinfo=dt.UTC), usegmt=True)}
    if _has(headers, etag, updated):
        return Response(status_code=304, headers=kept)
    return Response(content, media_type="application/atom+xml", headers=kept)


def _has(headers: Mapping[str, str], etag: str, updated: dt.datetime) -> bool:
    given = headers.get("if-none-match")
    if given is not None:
        return any(one.strip().removeprefix("W/") in (etag, "*") for one in given[:2000].split(","))
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        day = parsedate_to_datetime(since)
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    return day.tzinfo is not None and updated.replace(tzinfo=dt.UTC) <= day


def written(reader: Reader, entries: list[Entry], home: str, updated: dt.datetime) -> bytes:
    """The feed as XML. `home`: the address of the site, without a slash at its end."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(
        f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": reader.language}
    )
    here = reader.same("/feed.atom")
    _add(feed, "id", f"{AUTHORITY}:{here.partition('/')[2].partition('/')[2]}")
    words = ", ".join(value for _, value in reader.query)
    _add(
        feed,
        "title",
        " · ".join(part for part in (str(reader.t("site").striptags()), _of(reader), words) if part),
    )
    _add(feed, "updated", f"{updated.isoformat()}Z")
    _add(feed, "link", rel="self", type="application/atom+xml", href=home + here)
    _add(feed, "link", rel="alternate", type="text/html", href=home + reader.same())
    author = _add(feed, "author")
    _add(author, "name", "Sijill")
    for one in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", f"{AUTHORITY}:{one.kind}/{one.ref}{one.part}")
        _add(entry, "title", one.said(reader))
        _add(entry, "updated", f"{one.updated.replace(microsecond=0).isoformat()}Z")
        _add(entry, "link", rel="alternate", type="text/html", href=home + reader.link(one.kind, id=one.ref))
        if one.text:
            summary = _add(entry, "summary", one.text)
            if one.language:
                summary.set("{http://www.w3.org/XML/1998/namespace}lang", one.language)
    content: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _of(reader: Reader) -> str:
    if "code" in reader.path:
        return reader.label("measures", reader.path["code"])
    return str(
        reader.t(f"title_{reader.route if reader.route != 'instrument' else 'instruments'}").striptags()
    )


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = None if text is None else "".join(char if _allowed(char) else " " for char in text)
    return made


def _allowed(char: str) -> bool:
    """Whether XML 1.0 may hold a character."""
    return char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
