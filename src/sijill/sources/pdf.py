"""A PDF as a document. Letters and where they stand are pdfium's; their order is worked out in `pdf_order.py`.

A document whose order cannot be trusted is read and says so: letters without Unicode, turned text, columns,
numbers that two ways of reading give differently.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from sijill.model import DateOrigin
from sijill.sources.found import LIMIT, Found, Rejected, UnfitError, day, document
from sijill.sources.item import Item
from sijill.sources.language import settled
from sijill.sources.pdf_order import Letter, Line, columns, ligatures_mended, lines, paragraphs

PAGES = 1000
"""The pages that a document may have."""

LETTERS = 100_000
"""The letters that a page may have; a full page of a newspaper has 20,000."""

_PRINTED_BY_BROWSERS = re.compile(r"skia|chrom|mozilla|firefox|quartz|webkit|wkhtml", re.I)
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–\s]{0,3}\d{1,3}[-–\s]{0,3}")
_LAM_ALEF_END = re.compile(r"\w\wلا\b")
_AL_START = re.compile(r"\bال\w\w")


def printed(handle: BinaryIO, item: Item) -> Iterator[Found | Rejected]:
    """The one document of a PDF, or why there is none."""
    content = handle.read(LIMIT + 1)
    if len(content) > LIMIT:
        yield Rejected(item.where, f"longer than {LIMIT // 1_000_000} MB; split it first")
        return
    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        told = str(error).partition("PDFium: ")[2].rstrip(".)") or "damaged"
        locked = "password" in told.lower()
        broken = f"no PDF that can be read ({told[:80].lower()}); fetch or save it again"
        yield Rejected(item.where, "it is locked with a password; save it without" if locked else broken)
        return
    try:
        yield _document(opened, item)
    except UnfitError as why_not:
        yield Rejected(item.where, str(why_not))
    except pypdfium2.PdfiumError as error:
        yield Rejected(item.where, f"a page of this PDF cannot be read ({str(error)[:80]}); print it anew")
    finally:
        opened.close()


def _document(opened: pypdfium2.PdfDocument, item: Item) -> Found:
    if len(opened) > PAGES:
        raise UnfitError(f"{len(opened)} pages; {PAGES} are the most that are read; split it first")
    pages: list[list[list[Line]]] = []
    doubts: Counter[str] = Counter()
    for number in range(len(opened)):
        page = opened[number]
        text_page = page.get_textpage()
        try:
            parts = columns(_letters(text_page, doubts))
            pages.append([lines(part) for part in parts])
            doubts["columns"] += len(parts) > 1
            ours = Counter(_DIGITS.findall(" ".join(line.text for part in pages[-1] for line in part)))
            theirs = Counter(_DIGITS.findall(text_page.get_text_bounded()))
            doubts["numbers"] += (ours - theirs).total()
        finally:
            text_page.close()
            page.close()
    furniture = _furniture(pages)
    kept = (
        [line for line in part if _shape(line) not in furniture and line not in _page_numbers(page)]
        for page in pages
        for part in page
    )
    text = "\n\n".join(paragraphs(part) for part in kept if part)
    if not text.strip():
        raise UnfitError("there is no text in this PDF; scanned pages need text recognition (OCR) first")
    published, dated_by = _published(opened, item)
    found = document(
        id=item.name,
        text=text,
        where=item.where,
        language=item.language or settled(text, None),
        published=published,
        title=_title(opened, text),
        url=item.url,
        dated_by=dated_by,
    )
    notes = list(_notes(doubts, text))
    if dated_by == "guess":
        notes.append("the publication day is a guess, the day on which the PDF was made; --published says it")
    return Found(found.document, item.where, item.language is None, notes=tuple(notes))


def _letters(page: pypdfium2.PdfTextPage, doubts: Counter[str]) -> list[Letter]:
    """The letters of a page in pdfium's order, with their places. `doubts` counts what is wrong with them."""
    found = []
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    total = page.count_chars()
    if total > LETTERS:
        raise UnfitError(f"a page of {total} letters, which is no page")
    for index in range(total):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if code in (0x0A, 0x0D):
            continue
        character = chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"
        kind = unicodedata.category(character)
        doubts["all"] += 1
        if kind in ("Cc", "Co", "Cn") or character == "\ufffd":
            doubts["unknown"] += code not in (0x02, 0xFFFE)  # the hyphen that pdfium sets at a line's end
            character = "-" if code in (0x02, 0xFFFE) else "\ufffd"
        elif kind == "Cf":
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        doubts["turned"] += abs(pdfium.FPDFText_GetCharAngle(page, index)) > 0.1
        # forms of Arabic letters, which fonts name, are letters with a look
        text = unicodedata.normalize("NFKC", character) if 0xFB00 <= code <= 0xFEFF else character
        size = pdfium.FPDFText_GetFontSize(page, index)
        height = max(box.top - box.bottom if size <= 1 else size, 1.0)
        found.append(Letter(text, box.left, box.right, y.value, height, x.value))
    return ligatures_mended(found)


def _furniture(pages: list[list[list[Line]]]) -> set[tuple[str, int]]:
    """Running heads, feet and page numbers: what stands at the same height on half of three pages or more."""
    seen = Counter(shape for page in pages for shape in {_shape(line) for part in page for line in part})
    return {shape for shape, times in seen.items() if times >= max(3, len(pages) // 2)}


def _page_numbers(page: list[list[Line]]) -> list[Line]:
    """The highest and the lowest line of a page, where they are nothing but a number."""
    by_height = sorted((line for part in page for line in part), key=lambda line: line.base)
    return [line for line in by_height[:1] + by_height[-1:] if _PAGE_NUMBER.fullmatch(line.text)]


def _shape(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.base)


def _notes(doubts: Counter[str], text: str) -> Iterator[str]:
    letters = max(doubts["all"], 1)
    if doubts["unknown"] * 50 > letters:
        share = 100 * doubts["unknown"] // letters
        yield f"its order cannot be trusted: {share}% of its letters have no Unicode; compare with the page"
    if doubts["turned"] * 10 > letters:
        yield "its order cannot be trusted: text stands upright or on its head; compare with the page"
    if doubts["columns"]:
        yield "its order cannot be trusted: there are columns or tables; compare with the page"
    if doubts["numbers"]:
        yield (
            f"its order cannot be trusted: {doubts['numbers']} numbers are read in two ways; compare with the page"
        )
    if len(_LAM_ALEF_END.findall(text)) > len(_AL_START.findall(text)) + 5:
        yield "its order cannot be trusted: its Arabic words seem to be reversed; compare with the page"


def _published(opened: pypdfium2.PdfDocument, item: Item) -> tuple[dt.date | None, DateOrigin | None]:
    """A stated day, else the day on which the file was made, unless a browser printed it: then that is the
    day on which somebody saved it."""
    if item.published:
        return item.published, item.dated_by
    facts = opened.get_metadata_dict(skip_empty=True)
    made = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", facts.get("CreationDate", ""))
    if made and not _PRINTED_BY_BROWSERS.search(facts.get("Producer", "") + facts.get("Creator", "")):
        try:
            return day("-".join(made.groups())), "guess"
        except UnfitError:
            pass
    return None, None


def _title(opened: pypdfium2.PdfDocument, text: str) -> str | None:
    """The title that the file gives itself, if its text begins with it: many name the template instead."""
    title = " ".join(opened.get_metadata_value("Title").split())
    return title if title and text.startswith(title) else None
