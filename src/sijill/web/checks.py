"""The check: a text that somebody pastes, with every number marked as series and documents bear it out.

Nothing of the text is kept.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sijill.exports.rows import article_row
from sijill.model import Document, Figure
from sijill.reconcile.articles import checked, documents_of
from sijill.register.rows import Stored
from sijill.sources.language import guess
from sijill.web.asked import Asked, Refused
from sijill.web.marks import Mark, marked
from sijill.web.view import View

LONGEST_TEXT = 100_000
"""Characters of a text at most: some fifteen thousand words."""


def check(asked: Asked) -> View:
    """The empty form, or the text with what is known of each number."""
    text = asked.one("text", "")
    if not text.strip():
        return View("check.html", "check", {"findings": None, "article": None, "text": ""})
    if len(text) > LONGEST_TEXT:
        raise Refused(413, "too_long", f"a text has {LONGEST_TEXT:,} characters at most")
    languages = asked.one("language", ())
    language = languages[0] if languages else guess(text)
    if language is None:
        raise Refused(400, "language_unknown", "the language of the text cannot be told; name it")
    article = Document("article", language, text, asked.one("published"))
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
        "guessed": not languages,
        "pieces": marked(text, 0, len(text), marks),
        "findings": list(enumerate(findings, 1)),
        "stored": stored,
        "verdicts": Counter(finding.verdict for finding in findings),
    }
    return View("check.html", "check", shown, record=record)
