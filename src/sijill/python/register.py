"""A register, opened to be asked by other programs."""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Literal, TypeAlias, TypeVar

from sijill import codes
from sijill.model import Document
from sijill.python import made
from sijill.python.records import (
    ClaimRecord,
    ConflictRecord,
    DocumentRecord,
    EventRecord,
    FigureRecord,
    HitRecord,
    InstrumentRecord,
    PointRecord,
    Records,
)
from sijill.reconcile.listed import disagreements, witnessed_claims
from sijill.reconcile.series import series
from sijill.reconcile.tellings import of_a_series
from sijill.register.opening import open_register, reading, shown
from sijill.register.place import a_place, named_or_default
from sijill.register.query import (
    Filters,
    by_prefix,
    document_by_ref,
    list_documents,
    list_events,
    list_figures,
    list_instruments,
)
from sijill.register.search import find
from sijill.register.trouble import RegisterError
from sijill.register.views import passages
from sijill.sources.found import first_day, language_code, last_day

Some: TypeAlias = str | Iterable[str]
"""One value, or several of which any will do."""

Day: TypeAlias = dt.date | str
"""A day, or as text a day, a month or a year: 2025-06-13, 2025-06, 2025."""

T = TypeVar("T")


class Register:
    """A register, opened for reading: `with sijill.Register("news.sqlite") as register: …`.

    place: a SQLite file or `postgresql://user@host/database` (extra `postgresql`); without it the register that
    SIJILL_REGISTER names, else the one in the user's data folder, as the command line has it. RegisterError, one line
    that says what and what next, where there is none, it is damaged, newer or locked. A register of an older Sijill
    is migrated, after a copy was put beside it.

    Every question sees one state of the register, whatever is written meanwhile. Answers are lists of frozen
    records (`Records`), in the order of publication unless said, and the same on every machine; `to_polars()` and
    `to_pandas()` make frames of them.

    Filters are alike in all: one value or several of which any will do (`Some`: a text or an iterable of texts);
    different filters narrow. A `Day` is a date, or as text a day, a month or a year: 2025-06-13, 2025-06, 2025.
    `measure`, `status`, `type`, `kind`: codes (docs/code-lists.md). `place`: a country as LY or Libya, MED or EU, in
    any role (of an event, a part of the place's English name). `source`, `name`, `participant`: a part of a name, in
    any case. `language`: ar, en, fr, it. `document`: the name that it was given. `since`, `until`: what has a day
    between them; what has no period is left out. ValueError for a code, place, day or language that there is not.
    """

    def __init__(self, place: str | os.PathLike[str] | None = None) -> None:
        chosen = named_or_default()[0] if place is None else a_place(os.fspath(place))
        self._register = open_register(chosen)

    def figures(
        self,
        *,
        measure: Some = (),
        place: Some = (),
        since: Day | None = None,
        until: Day | None = None,
        source: Some = (),
        status: Some = (),
        language: Some = (),
        document: Some = (),
        limit: int | None = None,
    ) -> Records[FigureRecord]:
        """The figures of current readings, as reviews left them; rejected ones are not among them."""
        filters = _filters(measure, place, since, until, source, status, language, document, limit=limit)
        return self._asked(
            FigureRecord, lambda at: [made.figure_record(one) for one in list_figures(at, filters)]
        )

    def events(
        self,
        *,
        type: Some = (),
        place: Some = (),
        since: Day | None = None,
        until: Day | None = None,
        participant: Some = (),
        language: Some = (),
        document: Some = (),
        limit: int | None = None,
    ) -> Records[EventRecord]:
        """The events of current readings: one of one document each, not merged over documents."""
        filters = Filters(
            types=_codes(type, "event_types"),
            places=_several(place),
            since=_since(since),
            until=_until(until),
            names=_several(participant),
            languages=_languages(language),
            documents=_several(document),
            limit=limit,
        )
        return self._asked(
            EventRecord, lambda at: [made.event_record(one) for one in list_events(at, filters)]
        )

    def instruments(
        self,
        *,
        name: Some = (),
        kind: Some = (),
        since: Day | None = None,
        until: Day | None = None,
        language: Some = (),
        document: Some = (),
        limit: int | None = None,
    ) -> Records[InstrumentRecord]:
        """Mandates, programmes, funds, agreements and sanctions, each as one document describes it. `since`, `until`:
        with a day of the mandate between them."""
        filters = Filters(
            names=_several(name),
            types=_codes(kind, "instrument_kinds"),
            since=_since(since),
            until=_until(until),
            languages=_languages(language),
            documents=_several(document),
            limit=limit,
        )
        return self._asked(
            InstrumentRecord,
            lambda at: [made.instrument_record(one) for one in list_instruments(at, filters)],
        )

    def documents(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        language: Some = (),
        document: Some = (),
        limit: int | None = None,
    ) -> Records[DocumentRecord]:
        """The documents without their texts, by day of publication; `document(id)` has the text of one."""
        filters = Filters(
            since=_since(since),
            until=_until(until),
            languages=_languages(language),
            documents=_several(document),
            limit=limit,
        )
        return self._asked(
            DocumentRecord, lambda at: [made.document_record(*one) for one in list_documents(at, filters)]
        )

    def document(self, id: str) -> Document:
        """A whole document by its short id or the beginning of it: `text[start:end]` of it is what a record quotes.
        LookupError where none or more than one has such an id."""
        with reading(self._register) as connection:
            found = [ref for kind, ref in by_prefix(connection, id[:16]) if kind == "document"] if id else []
            stored = document_by_ref(connection, found[0]) if len(found) == 1 else None
        if stored is None:
            raise LookupError(
                f"{'more than one' if found else 'no'} document has an id that begins with {id!r}"
            )
        return stored.document

    def claims(
        self,
        *,
        measure: Some = (),
        place: Some = (),
        since: Day | None = None,
        until: Day | None = None,
        source: Some = (),
        status: Some = (),
        language: Some = (),
        witnesses: int = 1,
        limit: int = 100,
    ) -> Records[ClaimRecord]:
        """What documents say alike, told by at least so many witnesses, what most documents tell first."""
        filters = _filters(measure, place, since, until, source, status, language)

        def made_of(connection: Any) -> list[ClaimRecord]:
            counted, _, all_told = witnessed_claims(connection, filters, max(1, witnesses), limit)
            return [made.claim_record(claim, number, all_told) for claim, number in counted]

        return self._asked(ClaimRecord, made_of)

    def conflicts(
        self,
        *,
        measure: Some = (),
        place: Some = (),
        since: Day | None = None,
        until: Day | None = None,
        source: Some = (),
        status: Some = (),
        language: Some = (),
        kind: Some = (),
        explained: bool = False,
    ) -> Records[ConflictRecord]:
        """Pairs of figures that count the same and disagree beyond their hedges, each with both passages.

        kind: those kinds only (see ConflictRecord). explained: also pairs whose kind accounts for the difference, such
        as half a year against the year.
        """
        filters = _filters(measure, place, since, until, source, status, language)

        def made_of(connection: Any) -> list[ConflictRecord]:
            found, all_told = disagreements(connection, filters, _several(kind), explained=explained)
            refs = {all_told.ref(told) for pair in found for told in pair[1:3]}
            around = passages(connection, sorted(refs))
            return [made.conflict_record(one, all_told, around) for one in found]

        return self._asked(ConflictRecord, made_of)

    def series(
        self,
        measure: str,
        place: str,
        *,
        by: Literal["day", "week", "month", "year"] = "year",
        since: Day | None = None,
        until: Day | None = None,
        known_on: Day | None = None,
        status: Some = ("reported", "estimate"),
        all_lines: bool = False,
    ) -> Records[PointRecord]:
        """A measure of a place over time, bucket by bucket, with gaps; in the unit that `unit` of each point says.

        known_on: only what was published by then. all_lines: every unit and role of the place, one after the other, not
        only that of most documents.
        """
        if by not in ("day", "week", "month", "year"):
            raise ValueError(f"{by!r} is no length of a bucket; there are: day, week, month, year")
        filters = _filters(measure, place, since, until, (), status, ())
        (code,) = filters.places

        def made_of(connection: Any) -> list[PointRecord]:
            all_told = of_a_series(connection, filters, by, _until(known_on))
            lines = list(series(all_told.told, code, by).values())
            points = [point for line in (lines if all_lines else lines[:1]) for point in line]
            told = (getattr(p, name) for p in points for name in ("preferred", "lowest", "highest", "latest"))
            all_told.fetch(connection, (one for one in told if one is not None))
            return [made.point_record(measure, point, all_told) for point in points]

        return self._asked(PointRecord, made_of)

    def search(self, words: str, *, language: str | None = None, limit: int = 20) -> Records[HitRecord]:
        """The documents that hold all words, in any spelling and however numbers are written, best first. Words
        between double quotation marks are a phrase."""
        only = language_code(language) if language is not None else None
        return self._asked(
            HitRecord,
            lambda at: [made.hit_record(hit) for hit in find(at, words, limit=limit, language=only)],
        )

    def close(self) -> None:
        """Lets go of the file or the database. A closed register opens again when it is asked."""
        self._register.engine.dispose()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Register {shown(self._register.path)}>"

    def _asked(self, kind: type[T], ask: Callable[[Any], Iterable[T]]) -> Records[T]:
        with reading(self._register) as connection:
            return Records(kind, ask(connection))


def _filters(
    measure: Some,
    place: Some,
    since: Day | None,
    until: Day | None,
    source: Some,
    status: Some,
    language: Some,
    document: Some = (),
    limit: int | None = None,
) -> Filters:
    return Filters(
        measures=_codes(measure, "measures"),
        places=tuple(map(_place, _several(place))),
        since=_since(since),
        until=_until(until),
        sources=_several(source),
        statuses=_codes(status, "statuses"),
        languages=_languages(language),
        documents=_several(document),
        limit=limit,
    )


def _several(given: Some) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _codes(given: Some, of: str) -> tuple[str, ...]:
    known = getattr(codes, of)()
    for code in _several(given):
        if code not in known:
            near = difflib.get_close_matches(code, known, 3)
            hint = f"do you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known)}"
            raise ValueError(f"{code!r} is none of the {of.replace('_', ' ')}; {hint}")
    return _several(given)


def _place(written: str) -> str:
    code = codes.place_code(written)
    if code is None:
        raise ValueError(f"{written!r} is no place known here; name a country (LY or Libya), MED or EU")
    return code


def _languages(given: Some) -> tuple[str, ...]:
    return tuple(map(language_code, _several(given)))


def _since(day: Day | None) -> dt.date | None:
    return first_day(day) if isinstance(day, str) else day


def _until(day: Day | None) -> dt.date | None:
    return last_day(day) if isinstance(day, str) else day


__all__ = ["Register", "RegisterError"]
