"""What the tests of reading share: a passage from a text of our own wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from sijill.model import Document
from sijill.reading.passage import Passage, prepare

Prepare = Callable[..., Passage]


@pytest.fixture
def passage() -> Prepare:
    """Analyses a text: `passage("en", "…", title=…, published=…)`."""

    def analysed(
        language: str, text: str, title: str | None = None, published: str = "2025-06-13"
    ) -> Passage:
        whole = f"{title}\n\n{text}" if title else text
        return prepare(Document("test", language, whole, dt.date.fromisoformat(published), title))

    return analysed
