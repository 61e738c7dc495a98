"""The check: a text that somebody pastes or that is fetched from the web, with every number marked as series and
documents bear it out.

Nothing of the text is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sijill.exports.rows import article_row
from sijill.model import Document, Figure
from sijill.reconcile.articles import checked, documents_of
from sijill.register.rows import Stored
from sijill.sources.language import guess
from sijill.web.asked import Asked, Refused
from sijill.web.fetching import NoDocumentError
from sijill.web.marks import Mark, marked
from sijill.web.view import View

LONGEST_TEXT = 100_000
"""Characters of a text at most: some fifteen thousand words."""


def check(asked: Asked) -> View:
    """The empty form, or the text with what is known of each number."""
    text, address = asked.sent.get("text") or "", asked.sent.get("address")
    fetches = asked.fetched is not None
    if not text.strip() and not address:
        return View(
            "check.html", "check", {"findings": None, "article": None, "text": "", "fetches": fetches}
        )
    language, published = asked.sent.get("language"), asked.sent.get("published")
    article = _at(asked, address) if address and not text.strip() else _pasted(text, language, published)
    text = article.text
    stored: dict[str, Stored[Figure]] = {}
    near = documents_of(asked.connection, stored)(article)
    findings = checked(article, asked.library.of, near)
    marks = [
        Mark(finding.figure.start, finding.figure.end, f"n{number}", finding)
        for number, finding in enumerate(findings, 1)
    ]

    def record() -> dict[str, Any]:
        return article_row(article, findings, stored)

    shown = {
        "article": article,
        "text": text,
        "guessed": not language,
        "fetches": fetches,
        "pieces": marked(text, 0, len(text), marks),
        "findings": list(enumerate(findings, 1)),
        "stored": stored,
        "verdicts": Counter(finding.verdict for finding in findings),
    }
    return View("check.html", "check", shown, record=record)


def _pasted(text: str, language: Any, published: dt.date | None) -> Document:
    if len(text) > LONGEST_TEXT:
        raise Refused(413, "too_long", f"a text has {LONGEST_TEXT:,} characters at most")
    language = language or guess(text)
    if language is None:
        raise Refused(400, "language_unknown", "the language of the text cannot be told; name it")
    return Document("article", language, text, published)


def _at(asked: Asked, address: str) -> Document:
    """The document of a web address, where addresses are fetched."""
    if asked.fetched is None:
        raise Refused(
            403, "no_fetching", "this server fetches no addresses; start it with --fetch, or paste the text"
        )
    try:
        article = asked.fetched(address, asked.sent.get("language"), asked.sent.get("published"))
    except NoDocumentError as error:
        raise Refused(400, "not_fetched", f"{address}: {error}") from None
    if len(article.text) > LONGEST_TEXT:
        raise Refused(413, "too_long", f"a text has {LONGEST_TEXT:,} characters at most")
    return article
