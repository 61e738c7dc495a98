"""Sijill: a register of what the news says, each number traced to the characters it stands in.

What reads a text, for use in other programs:

    quantities(text, language)              numbers, ordinals, sums of money, percentages
    times(text, language, published)        dates, periods, durations
    values(text, language, published)       both, in text order
    read(text, language=…, published=…)     all that a document says: figures, events, instruments, statements

All are pure: no clock, no network, the same answer on any machine, in time that grows with the length of the
text alone. The records that they give are defined in `sijill.model` and can be had from here as well.

What asks a register that `sijill read` made:

    Register(place)                         figures, events, instruments, documents, claims, conflicts, series, search

Its answers are lists of typed records (`sijill.python.records`), which become Polars or pandas frames on request.
Nothing is loaded before it is asked for, so `import sijill` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from sijill.languages import LanguageError
    from sijill.model import Document, Language, Period, Quantity, Reading, Span, Time
    from sijill.python import Records, Register
    from sijill.register.trouble import RegisterError

__all__ = [
    "Document",
    "LanguageError",
    "Period",
    "Quantity",
    "Reading",
    "Records",
    "Register",
    "RegisterError",
    "Span",
    "Time",
    "quantities",
    "read",
    "times",
    "values",
]

_HOME = {
    "LanguageError": "sijill.languages",
    "Document": "sijill.model",
    "Period": "sijill.model",
    "Quantity": "sijill.model",
    "Reading": "sijill.model",
    "Records": "sijill.python",
    "Register": "sijill.python",
    "RegisterError": "sijill.register.trouble",
    "Span": "sijill.model",
    "Time": "sijill.model",
}


def quantities(text: str, language: Language) -> list[Quantity]:
    """The numbers, ordinals, sums of money and percentages of a text, in text order, none overlapping.

    language: ISO 639-1, one of ar, en, fr, it. LanguageError (a ValueError) for any other.

    `start` and `end` of a quantity are code points of `text`, end exclusive: `text[q.start:q.end]` is the number
    with its scale word, without hedge, unit or attached particle. `value` is scaled («21 thousand» is 21000);
    `bound`, `low` and `high` say how it is hedged; `unit` is an ISO 4217 code, `percent` or None. What looks like
    a number and is worth none («hundreds», «a third») has the kind `none` and the value None. A number that is
    part of a date, a period or a duration is left to `times`.
    """
    from sijill.model import Quantity

    return [value for value in values(text, language) if isinstance(value, Quantity)]


def times(text: str, language: Language, published: dt.date | None = None) -> list[Time]:
    """The dates, periods and durations of a text, in text order, none overlapping.

    language: as for `quantities`. published: the day on which the text was published, from which «yesterday» or
    «last year» is counted; of a datetime, the day by its own clock. Without it such a time has the period None.

    Offsets are code points, end exclusive. `period` has the first and the last day, both inside, None where open.
    A duration has ISO 8601 in `duration` and no period. `optional` marks vague expressions («recently»).
    LanguageError for a language that is not read.
    """
    from sijill.model import Time

    return [value for value in values(text, language, published) if isinstance(value, Time)]


def values(text: str, language: Language, published: dt.date | None = None) -> list[Quantity | Time]:
    """The quantities and the times of a text together, in text order, none overlapping: where both kinds could
    be read, the longer reading stands. Language, published, offsets and errors as for `quantities` and `times`.
    """
    from sijill.reading.values import values as read_values

    return read_values(text, language, published)


def read(
    text: str,
    *,
    language: Language,
    published: dt.date | None = None,
    title: str | None = None,
    id: str = "text",
) -> Reading:
    """All that a document says: its figures, dates, events, instruments and statements, each with its offsets.

    text: the whole document; where it has a title, it begins with it, and `title` says which part that is.
    language: ISO 639-1, one of ar, en, fr, it. LanguageError for any other. published: the day of publication;
    without it relative dates stay unresolved. id: your name for the document, given back as `Reading.document`.
    """
    from sijill.model import Document
    from sijill.reading import read as read_document

    return read_document(Document(id, language, text, published, title))


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
