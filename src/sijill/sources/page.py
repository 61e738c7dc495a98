"""A web page as a document: its story without menus and advertisements, and what its own record says of it.

The story, title and outlet are found by trafilatura, publication days by htmldate.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml import etree, html
from trafilatura import bare_extraction

from sijill.model import DateOrigin, Span
from sijill.sources.found import FIRST_YEAR, LIMIT, Found, Mark, Rejected, UnfitError, document
from sijill.sources.item import Item
from sijill.sources.language import settled

PAGE_LIMIT = 20_000_000
"""The bytes that a page may have; the longest of newsrooms have about three million."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9_.:-]{1,40})", re.I
)
_SAVED_FROM = re.compile(
    r"saved from url=\(\d{1,6}\)(https?://[^\s>]{1,2000})|^\s*url: (https?://\S{1,2000})", re.M
)
_ENCODINGS_NOT_OF_PAGES = frozenset({"utf-7", "rot13", "punycode", "idna", "unicode_escape", "undefined"})
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=False, no_network=True, huge_tree=False)
_NO_PAGE = html.fromstring("<html><head></head><body></body></html>")


def page(handle: BinaryIO, item: Item) -> Iterator[Found | Rejected]:
    """The one document of a page, or why there is none."""
    content = handle.read(PAGE_LIMIT + 1)
    try:
        yield page_document(content, item)
    except UnfitError as why:
        yield Rejected(item.where, str(why))


def page_document(content: bytes, item: Item) -> Found:
    """The document of a page. UnfitError if it is too long, has no text, or none that we can read."""
    if len(content) > PAGE_LIMIT:
        raise UnfitError(f"longer than {PAGE_LIMIT // 1_000_000} MB, which is no news page")
    written, notes = decoded(content, item.media_type)
    tree = _tree(written)
    address = _address(tree, written[:4000], item.url)
    taken = bare_extraction(
        written,
        url=address,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    blocks = (taken.text or "").splitlines() if taken is not None else []  # type: ignore[union-attr]
    text = "\n\n".join(block.strip() for block in blocks if block.strip())
    if not text:
        raise UnfitError("no story was found in this page; if there is one, save it as text")
    title = _one_line(getattr(taken, "title", None)) or item.title
    published, dated_by = _published(tree, address, item)
    if dated_by == "guess":
        notes.append("the publication day is a guess from the page's text; --published says it")
    outlet = _one_line(getattr(taken, "sitename", None)) or _host(address)
    found = document(
        id=item.name,
        text=text,
        where=item.where,
        language=item.language or settled(text, tree.get("lang")),
        published=published,
        title=title,
        url=address,
        dated_by=dated_by,
        outlet=outlet,
    )
    marks = tuple(_marks(tree, found.document.text))
    return Found(found.document, item.where, item.language is None, marks, tuple(notes))


def decoded(content: bytes, media_type: str | None = None) -> tuple[str, list[str]]:
    """A page's bytes as text, and a note where some could not be decoded.

    UTF-8 where they are UTF-8; else what the server (`media_type`) or the page declares. UnfitError if neither.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnfitError("the page is empty")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").replace("\0", ""), []
    try:
        return content.decode("utf-8-sig").replace("\0", ""), []
    except UnicodeDecodeError as error:
        broken_at = error.start
    declared = _declared_encoding(content, media_type)
    if declared is None:
        raise UnfitError(
            f"not UTF-8 (byte {broken_at}) and it declares no encoding that is known; convert it first, perhaps: "
            "iconv -f WINDOWS-1256 -t UTF-8"
        )
    text = content.decode(declared, "replace").replace("\0", "")
    lost = text.count("\ufffd")
    return text, [f"{lost} characters are no {declared} and were lost"] if lost else []


def _declared_encoding(content: bytes, media_type: str | None) -> str | None:
    named = re.search(r"charset\s?=\s?[\"']?([\w.:-]{1,40})", media_type or "", re.I)
    meta = _META_CHARSET.search(content[:4096])
    for name in (named and named[1], meta and meta[1].decode("ascii")):
        if not name or name.lower() in _ENCODINGS_NOT_OF_PAGES:
            continue
        try:
            "".encode(name)
            return codecs.lookup(name).name
        except (LookupError, UnicodeError):
            continue
    return None


def _tree(written: str) -> html.HtmlElement:
    try:
        tree = html.document_fromstring(written.encode("utf-8", "replace"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        told = " ".join(str(error).split())[:80]
        raise UnfitError(f"no page could be made of it ({told}); save it anew") from None
    return tree


def _address(tree: html.HtmlElement, beginning: str, fetched: str | None) -> str | None:
    """The page's canonical address: what it declares, where it was fetched, where it was saved from."""
    saved = _SAVED_FROM.search(beginning)
    known = fetched or (saved and (saved[1] or saved[2])) or None
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for written in tree.xpath(path)[:1]:
            try:
                address = urljoin(known or "", written.strip())
                parts = urlsplit(address)
            except ValueError:
                continue
            # a canonical address that is the front page's is a slip of the template
            if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or not known):
                return str(address)
    return known


def _published(
    tree: html.HtmlElement, address: str | None, item: Item
) -> tuple[dt.date | None, DateOrigin | None]:
    """The day of publication and where it was found; the page's own record first, a guess last."""
    last = (item.captured or dt.date.today()) + dt.timedelta(days=1)
    if found := _day(_record(tree), last):
        return found, "page"
    if item.published and item.dated_by:
        return item.published, item.dated_by
    if address and (found := _day(_NO_PAGE, last, address)):
        return found, "address"
    if item.published:
        return item.published, None
    found = _day(tree, last, extensive=True)
    if found and (found.month, found.day) != (1, 1):  # what a bare year, of a copyright say, is made into
        return found, "guess"
    return None, None


def _day(
    tree: html.HtmlElement, last: dt.date, address: str = "", *, extensive: bool = False
) -> dt.date | None:
    try:
        written = find_date(
            tree, extensive_search=extensive, original_date=True, url=address, max_date=last.isoformat()
        )
        found = dt.date.fromisoformat(written) if written else None
    except (ValueError, TypeError, etree.LxmlError, RecursionError):
        return None
    return found if found and found.year >= FIRST_YEAR and _is_written(found, tree, address) else None


def _is_written(found: dt.date, tree: html.HtmlElement, address: str) -> bool:
    """Whether a first of a month stands there: htmldate makes it of a month alone."""
    if found.day != 1:
        return True
    first = (
        rf"{found.month:02}[-/.]?01(?!\d)|/{found.month}/1(?!\d)|(?<!\d)0?1[-/.]0?{found.month}[-/.]\d"
        r"|(?<![\d=.])0?1(?:st|er|º)?\s[^\W\d]{3}|[^\W\d]{3}\.?\s0?1(?:st)?,"
    )
    return re.search(first, address + html.tostring(tree, encoding="unicode")) is not None


def _record(tree: html.HtmlElement) -> html.HtmlElement:
    """A page of nothing but what the given one says of itself: metadata, and the time that its story bears."""
    record = html.fromstring("<html><head></head><body></body></html>")
    head, body = record.find("head"), record.find("body")
    for part in tree.xpath("//meta | //script[@type='application/ld+json']"):
        head.append(html.fromstring(html.tostring(part, encoding="unicode", with_tail=False)))
    times = tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]") or tree.xpath(
        "(//article//time[@datetime])[1]"
    )
    for part in times[:1]:
        body.append(html.fromstring(html.tostring(part, encoding="unicode", with_tail=False)))
    return record


def _marks(tree: html.HtmlElement, text: str) -> Iterator[Mark]:
    """The lines of the text that are captions or pull quotes of the page, in order."""
    kinds: dict[str, str] = {}
    for part in tree.xpath("//figcaption | //*[contains(@class, 'caption')]"):
        kinds[_one_line(part.text_content()) or ""] = "caption"
    for part in tree.xpath("//*[contains(@class, 'pull') and contains(@class, 'quote')]"):
        kinds[_one_line(part.text_content()) or ""] = "pull_quote"
    start = 0
    for line in text.split("\n"):
        kind = kinds.get(" ".join(line.split()))
        if kind and line:
            yield Mark("caption" if kind == "caption" else "pull_quote", Span(start, start + len(line)))
        start += len(line) + 1


def _one_line(written: str | None) -> str | None:
    """The words with single spaces, None if there are none."""
    return " ".join(written[:LIMIT].split()) or None if written else None


def _host(address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def fragment_text(written: str) -> str:
    """The text of a piece of HTML, such as a feed's summary: a line for each paragraph."""
    if "<" not in written:
        return (
            html.fromstring(f"<p>{written}</p>").text_content().strip() if "&" in written else written.strip()
        )
    try:
        tree = html.fragment_fromstring(written[:PAGE_LIMIT], create_parent="div", parser=_FRAGMENTS)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for junk in tree.xpath(".//script | .//style | .//comment()"):
        junk.drop_tree()
    for part in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "blockquote"):
        part.tail = "\n" + (part.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n\n".join(line for line in lines if line)


_FRAGMENTS = html.HTMLParser(no_network=True, huge_tree=False)
