"""What a source yields, and the checks that every source makes of a document."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sijill.languages import languages
from sijill.model import DateOrigin, Document, Span
from sijill.sources.language import guess

LIMIT = 50_000_000
"""The bytes that one document may have. The longest reports of the field have about two million."""

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Publication years outside these are slips of the pen, or too near the calendar's ends to count from."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document's text that repeats or stands beside the story: a caption or a pull quote."""

    kind: Literal["caption", "pull_quote"]
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """A document, where it stood, and whether its language is a guess.

    `notes` say, a line each, what the user ought to know before trusting it.
    """

    document: Document
    where: str
    guessed_language: bool = False
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Where something stood that is no document of ours, and why, in one line.

    `deadly` is set where opening it killed the process that opened it, or ran into that process's limits;
    `file` is then the file to open to try again, if it was one.
    """

    where: str
    why: str
    deadly: bool = False
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """An address that a feed or a sitemap lists, with what it says of the page there."""

    url: str
    where: str
    title: str | None = None
    published: dt.date | None = None


Outcome: TypeAlias = Found | Rejected


class UnfitError(ValueError):
    """Why something is no document; the message is one line for the user."""


def day(written: str) -> dt.date:
    """The day of an ISO 8601 date, or of a date with a time, as written there. UnfitError if none."""
    if not _DAY.match(written) or not (len(written) == 10 or written[10] in "T "):
        raise UnfitError(f"{written[:40]!r} is no date; write it as 2025-06-13")
    try:
        found = dt.date.fromisoformat(written[:10])
    except ValueError:
        raise UnfitError(f"there is no such day as {written[:10]}") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnfitError(f"{written[:10]} is no day on which news was published")
    return found


def first_day(written: str) -> dt.date:
    """The first day of a day, a month or a year: 2025-06-13, 2025-06, 2025. UnfitError if it is none of them."""
    missing = {4: "-01-01", 7: "-01"}.get(len(written), "") if written[:4].isdecimal() else ""
    return day(written + missing)


def last_day(written: str) -> dt.date:
    """The last day of a day, a month or a year: 2025-06-13, 2025-06, 2025. UnfitError if it is none of them."""
    first = first_day(written)
    if len(written) == 4:
        return first.replace(month=12, day=31)
    if len(written) == 7:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def language_code(written: str) -> str:
    """The language that a tag such as `ar`, `AR` or `ar-LY` names. UnfitError if none reads it."""
    code = written.strip().replace("_", "-").partition("-")[0].lower()
    if code not in languages():
        raise UnfitError(f"no reader for the language {written[:40]!r}; there are: {', '.join(languages())}")
    return code


def document(
    *,
    id: str,
    text: str,
    where: str,
    language: str | None,
    published: dt.date | None,
    title: str | None = None,
    url: str | None = None,
    dated_by: DateOrigin | None = None,
    outlet: str | None = None,
) -> Found:
    """The document, its text beginning with its title. UnfitError if the text is empty or cannot be stored.

    Without a language, it is guessed from the script and the commonest words.
    """
    title = title.strip() or None if title else None
    if not text.strip():
        raise UnfitError("the text is empty")
    for name, value in (("id", id), ("title", title), ("url", url), ("outlet", outlet), ("text", text)):
        if value is not None and (slip := _unstorable(value)):
            raise UnfitError(f"the {name} holds {slip}")
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    guessed = language is None
    if language is None:
        language = guess(text)
        if language is None or language not in languages():
            raise UnfitError("cannot tell its language; say it with --language, or in the field `language`")
    return Found(Document(id, language, text, published, title, url, dated_by, outlet), where, guessed)


def _unstorable(value: str) -> str | None:
    """What no UTF-8 text can hold: half a surrogate pair, or a NUL, which databases refuse."""
    if "\0" in value:
        return f"a NUL character (at {value.index(chr(0))})"
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"half a surrogate pair (at {error.start})"
    return None
