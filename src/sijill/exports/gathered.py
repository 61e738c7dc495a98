"""What an export holds: figures, events and instruments that pass the filters, and the documents that state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Connection

from sijill.model import Event, Figure, Instrument, Period
from sijill.register.query import Filters, list_documents, list_events, list_figures, list_instruments
from sijill.register.rows import Head, Stored, StoredDocument, chunks, documents_by_key

T = TypeVar("T")


class TooManyError(ValueError):
    """More passes than was allowed."""


@dataclass(frozen=True)
class Gathered:
    """Records in the order of lists, and the documents in which they stand, by key.

    `counts`: of each document, how many of each kind its reading found, in the export or not. `stating`: the figures of
    the documents of instruments, which state their money, in the export or not.
    """

    figures: list[Stored[Figure]]
    events: list[Stored[Event]]
    instruments: list[Stored[Instrument]]
    documents: dict[int, StoredDocument]
    counts: dict[int, dict[str, int]]
    heads: dict[int, Head]
    stating: dict[tuple[int, int], Stored[Figure]]

    @cached_property
    def by_place(self) -> dict[tuple[int, int], Stored[Figure]]:
        """The figures by the key of their document and where they begin."""
        return {(one.head.key, one.found.start): one for one in self.figures}

    def text(self, key: int) -> str:
        """The text of a document."""
        return self.documents[key].document.text

    def text_hash(self, key: int) -> str:
        """The SHA-256, in hex, of a document's text in UTF-8."""
        return self._hashes[key]

    @cached_property
    def _hashes(self) -> dict[int, str]:
        return {key: sha256(self.text(key).encode("utf-8")).hexdigest() for key in self.documents}

    def as_of(self) -> dt.date | None:
        """The last day on which one of the documents was published."""
        return max(
            (d.document.published for d in self.documents.values() if d.document.published), default=None
        )


def gather(
    connection: Connection, filters: Filters, *, of: str | None = None, most: int | None = None
) -> Gathered:
    """What passes the filters.

    A filter that asks of figures (measure, place, source, status, limit) narrows events and instruments to those of
    the documents of these figures; `of` (figures, events or instruments) gathers one kind alone, by its own filters.
    TooManyError where more than `most` records of a kind pass.
    """
    asked = filters if most is None or filters.limit is not None else replace(filters, limit=most + 1)
    figures = list_figures(connection, asked) if of in (None, "figures") else []
    of_figures = bool(
        filters.measures or filters.places or filters.sources or filters.statuses or filters.limit
    )
    if of is None:
        keep = Filters(
            since=filters.since,
            until=filters.until,
            languages=filters.languages,
            documents=filters.documents,
            limit=asked.limit if filters.limit is None else None,
        )
        keys = {one.head.key for one in figures} if of_figures else None
        events = _within(list_events(connection, keep), keys)
        instruments = _within(list_instruments(connection, keep), keys)
    else:
        events = list_events(connection, asked) if of == "events" else []
        instruments = list_instruments(connection, asked) if of == "instruments" else []
    found: list[Stored[Any]] = [*figures, *events, *instruments]
    if most is not None and max(len(figures), len(events), len(instruments)) > most:
        raise TooManyError(f"more than {most:,} records pass these filters")
    heads = {one.head.key: one.head for one in found}
    listed = Filters(languages=filters.languages, documents=filters.documents)
    whole = of is None and not of_figures and filters.since is None and filters.until is None
    counted = [
        (head, counts) for head, counts in list_documents(connection, listed) if whole or head.key in heads
    ]
    return Gathered(
        figures,
        events,
        instruments,
        documents_by_key(connection, [head.key for head, _ in counted]),
        {head.key: counts for head, counts in counted},
        {head.key: head for head, _ in counted},
        _stating(connection, instruments),
    )


def _stating(
    connection: Connection, instruments: list[Stored[Instrument]]
) -> dict[tuple[int, int], Stored[Figure]]:
    named = list(dict.fromkeys(one.head.id for one in instruments))
    return {
        (one.head.key, one.found.start): one
        for some in chunks(named)
        for one in list_figures(connection, Filters(documents=tuple(some)))
    }


def _within(found: list[Stored[T]], keys: set[int] | None) -> list[Stored[T]]:
    return found if keys is None else [one for one in found if one.head.key in keys]


def edtf(period: Period | None) -> str | None:
    """A period as an EDTF interval (ISO 8601-2): a day alone, `2024-01-01/2024-12-31`, `../2027-03-31`."""
    if period is None:
        return None
    first, last = (day.isoformat() if day else ".." for day in (period.start, period.end))
    return first if first == last else f"{first}/{last}"


def iri(kind: str, ref: str) -> str:
    """The name of a thing of the register wherever a format asks for an IRI; `sijill show REF` shows it."""
    return f"sijill:{kind}/{ref}"
