"""The reader: one document to one reading, the same for the same input on any machine."""

from __future__ import annotations

from collections.abc import Iterable

from sijill.model import Document, Reading, Time
from sijill.reading.events import events
from sijill.reading.figures import figures
from sijill.reading.instruments import instruments
from sijill.reading.passage import dated, prepare
from sijill.reading.statements import statements
from sijill.reading.triage import on_subject

VERSION = "2"
"""Goes up with every change of code or data that changes a reading."""


def read(document: Document) -> Reading:
    """All figures, dates, events, instruments and statements of a document. LanguageError if its language is
    none that Sijill reads.

    A document without a single word of the subject (`on_topic` in lexicon.yaml) is read for its dates alone.
    """
    if not on_subject(document.text, document.language):
        dates = _dates(dated(document))
        return Reading(document.id, document.language, VERSION, dates=dates)
    passage = prepare(document)
    found = figures(passage)
    happened = events(passage, found)
    return Reading(
        document=document.id,
        language=document.language,
        reader=VERSION,
        figures=tuple(found),
        dates=_dates(passage.times),
        events=tuple(happened),
        instruments=tuple(instruments(passage, found, happened)),
        statements=tuple(statements(passage)),
    )


def _dates(times: Iterable[Time]) -> tuple[Time, ...]:
    """The times that are dates of a document: those with a period that are not vague."""
    return tuple(t for t in times if t.kind != "duration" and t.period is not None and not t.optional)
