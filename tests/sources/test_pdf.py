"""PDFs are read in the order in which they were written, whoever printed them, or say that they may not be.

`printed/` has the same report printed by Chromium, LibreOffice and XeTeX in two fonts; its README says how.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from sijill.sources.found import Found, Rejected
from sijill.sources.item import Item
from sijill.sources.pdf import printed
from tests.sources import hostile

FOLDER = Path(__file__).parent / "printed"
PRINTS = ["chromium", "chromium-amiri", "libreoffice", "libreoffice-amiri", "xetex", "xetex-amiri"]


def words(html: str) -> list[str]:
    body = html.partition("</style>")[2]
    return re.sub(r"<[^>]+>", " ", body).split()


REPORT = words((FOLDER / "report.html").read_text("utf-8"))


def outcome(content: bytes) -> Found | Rejected:
    (one,) = printed(io.BytesIO(content), Item("a.pdf", "a"))
    return one


def found(name: str) -> Found:
    one = outcome((FOLDER / f"{name}.pdf").read_bytes())
    assert isinstance(one, Found), one
    return one


@pytest.mark.parametrize("name", PRINTS)
def test_every_word_and_number_of_an_arabic_report_stands_where_it_was_written(name: str) -> None:
    document = found(name).document
    assert document.text.split() == REPORT
    assert document.language == "ar"


@pytest.mark.parametrize("name", PRINTS)
def test_an_order_that_can_be_trusted_is_not_doubted(name: str) -> None:
    assert not [note for note in found(name).notes if "cannot be trusted" in note]


def test_the_order_of_pdfium_itself_would_not_do() -> None:
    """Should this fail one day, pdf_order.py may no longer be needed."""
    right = 0
    for name in PRINTS:
        with pypdfium2.PdfDocument(FOLDER / f"{name}.pdf") as opened:
            right += opened[0].get_textpage().get_text_bounded().split() == REPORT
    assert right < len(PRINTS)


def test_paragraphs_run_on_over_the_ends_of_lines() -> None:
    paragraphs = found("xetex").document.text.split("\n\n")
    assert [paragraph.split()[0] for paragraph in paragraphs] == ["تقرير", "اعترض", "وصل", "لا", "وقالت"]


def test_columns_are_read_one_after_the_other_and_doubted() -> None:
    one = found("columns")
    assert one.document.text.split() == words((FOLDER / "columns.html").read_text("utf-8"))
    assert [note for note in one.notes if "cannot be trusted" in note and "columns" in note]


def test_the_day_on_which_a_browser_printed_is_no_publication_day_and_that_of_others_a_guess() -> None:
    assert found("chromium").document.published is None
    guessed = found("libreoffice")
    assert guessed.document.dated_by == "guess"
    assert any("guess" in note for note in guessed.notes)


def test_a_page_without_text_asks_for_text_recognition() -> None:
    refused = outcome(hostile.pdfs()["a-blank-page"])
    assert isinstance(refused, Rejected)
    assert "OCR" in refused.why
