"""Reviews: a person confirms, corrects or rejects a figure, in records that are added and never changed.

A review holds for the characters of a document: content hash, span and quote. It survives every later reading
in which a figure stands there, and is an orphan where none does; it is never attached elsewhere by likeness.
The latest review of a figure counts, by the order of the records and not by the clock; an undo takes back the
latest that stands. What follows for `figures` (rows that no longer stand, rows in their place) is derived.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from sijill.codec import figure_from_json, figure_to_json
from sijill.model import Figure
from sijill.register import audit
from sijill.register.correction import ReviewError, corrected
from sijill.register.insertion import insert_rows, next_key
from sijill.register.prepared import ReadingError, check, figure_row
from sijill.register.query import stored_reading
from sijill.register.rows import as_read, chunks, documents_by_key, figures_of, of_reviews
from sijill.register.schema import documents, figure_places, figures, readings, reviews

Verdict: TypeAlias = Literal["confirm", "correct", "reject", "undo"]
State: TypeAlias = Literal["counts", "replaced", "undone", "orphan", "undo"]
"""`counts` now; `replaced` by a later review; `undone`; `orphan`: no figure stands at its place any more;
`undo`: the record of one."""

_Span: TypeAlias = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Review:
    """One record: who said what of the figure at `start` and `end` of the document with this content, when.

    `was`: the figure as reader `reader` read it; `shall_be`: as it is to be, None where rejected or undone.
    """

    key: int
    content: str
    start: int
    end: int
    quote: str
    ref: str
    verdict: Verdict
    author: str
    made_at: dt.datetime
    reader: str
    was: Figure
    shall_be: Figure | None
    note: str | None
    state: State = "counts"

    @property
    def span(self) -> _Span:
        """The characters that it is about."""
        return (self.content, self.start, self.end, self.quote)


def review(
    connection: Connection,
    ref: str,
    verdict: Literal["confirm", "correct", "reject"],
    author: str,
    now: dt.datetime,
    *,
    note: str | None = None,
    changes: dict[str, Any] | None = None,
    login: str | None = None,
) -> Review:
    """Records what a person says of the figure with this whole short id, in the transaction of `writing`, and on the
    audit trail.

    `changes`: of a correction, the fields of Figure that shall be otherwise. `login`: of the author's account, for the
    audit trail. ReviewError if there is no such figure, or the correction is none that a figure can have.
    """
    found = connection.execute(as_read(figures).where(figures.c.ref == ref)).all()
    if len(found) != 1:
        raise ReviewError(f"{len(found) or 'no'} figures have the id {ref}")
    [stored] = figures_of(connection, as_read(figures).where(figures.c.ref == ref))
    [row] = found
    was = replace(stored.found, evidence=(), confidence=None)
    shall_be = None if verdict == "reject" else was if verdict == "confirm" else corrected(was, changes or {})
    document = documents_by_key(connection, [row.document])[row.document]
    reading = stored_reading(connection, row.document)
    if reading is None:
        raise ReviewError(f"the document of {ref} has no current reading")
    if verdict == "correct":
        if shall_be == was:
            raise ReviewError("the correction changes nothing; to agree with a figure, confirm it")
        others = (shall_be if f.start == was.start else f for f in reading.figures)
        try:
            check(document.document, replace(reading, figures=tuple(f for f in others if f)))
        except ReadingError as error:
            raise ReviewError(str(error)) from error
    record = {
        "content": document.content,
        "start": row.start,
        "end": row.end,
        "quote": row.quote,
        "ref": ref,
        "verdict": verdict,
        "author": author,
        "made_at": now,
        "reader": reading.reader,
        "was": figure_to_json(was, document.document.text),
        "shall_be": figure_to_json(shall_be, document.document.text) if shall_be else None,
        "note": note,
    }
    return _record(connection, record, login)


def undo(
    connection: Connection,
    ref: str,
    author: str,
    now: dt.datetime,
    *,
    note: str | None = None,
    login: str | None = None,
) -> Review:
    """Takes back the latest review that stands of the figure with this whole short id, be it an orphan or not.

    ReviewError if none stands.
    """
    standing = [one for one in list_reviews(connection, ref) if one.state in ("counts", "orphan")]
    if not standing:
        raise ReviewError(f"no review of {ref} stands")
    last = connection.execute(select(reviews).where(reviews.c.key == standing[-1].key)).one()
    record = {k: v for k, v in last._mapping.items() if k != "key"}
    record |= {"verdict": "undo", "author": author, "made_at": now, "shall_be": None, "note": note}
    return _record(connection, record, login)


def _record(connection: Connection, record: dict[str, Any], login: str | None) -> Review:
    key = next_key(connection, reviews)
    told = {"review": key, "note": record["note"]}
    action = f"review.{record['verdict']}"
    audit.record(
        connection, record["made_at"], login or record["author"], action, f"figure {record['ref']}", **told
    )
    connection.execute(insert(reviews), {"key": key, **record})
    apply(connection, [record["content"]])
    return _review(connection.execute(select(reviews).where(reviews.c.key == key)).one())


def list_reviews(connection: Connection, ref: str | None = None) -> list[Review]:
    """All reviews in the order in which they were made, or those of the figure with this short id: of its
    place in the text, also under ids that it had in earlier readings."""
    query = select(reviews).order_by(reviews.c.key)
    if ref is not None:
        contents = select(reviews.c.content).where(reviews.c.ref == ref)
        here = select(documents.c.content).join(figures, figures.c.document == documents.c.key)
        query = query.where(
            or_(reviews.c.content.in_(contents), reviews.c.content.in_(here.where(figures.c.ref == ref)))
        )
    rows = connection.execute(query).all()
    attached = _attached(connection, {row.content for row in rows})
    found = list(_with_states([_review(row) for row in rows], attached))
    if ref is None:
        return found
    spans = {one.span for one in found if one.ref == ref}
    spans |= {span for span, row in attached.items() if row.ref == ref}
    return [one for one in found if one.span in spans]


def _review(row: Row[Any]) -> Review:
    slots = {name: value for name, value in row._mapping.items() if name not in ("was", "shall_be")}
    shall_be = figure_from_json(row.shall_be) if row.shall_be else None
    return Review(**slots, was=figure_from_json(row.was), shall_be=shall_be)


def _with_states(given: list[Review], attached: dict[_Span, Row[Any]]) -> Iterator[Review]:
    states: dict[int, State] = {}
    for span, stack in _stacks(given, states).items():
        for one in stack:
            states[one.key] = "replaced"
        if stack:
            states[stack[-1].key] = "counts" if span in attached else "orphan"
    yield from (replace(one, state=states[one.key]) for one in given)


def _stacks(given: Iterable[Review], states: dict[int, State]) -> dict[_Span, list[Review]]:
    """Of each place the reviews that no undo has taken back, the latest last."""
    stacks: dict[_Span, list[Review]] = defaultdict(list)
    for one in given:
        if one.verdict != "undo":
            stacks[one.span].append(one)
            continue
        states[one.key] = "undo"
        if stacks[one.span]:
            states[stacks[one.span].pop().key] = "undone"
    return stacks


def _attached(connection: Connection, contents: Iterable[str]) -> dict[_Span, Row[Any]]:
    """The figures of current readings of these documents, as read, by their place. Where several stand at one
    place, none can be told from the others."""
    found: dict[_Span, list[Row[Any]]] = defaultdict(list)
    for chunk in chunks(sorted(contents)):
        for row in connection.execute(as_read(figures).where(documents.c.content.in_(chunk))):
            found[row.document_content, row.start, row.end, row.quote].append(row)
    return {span: rows[0] for span, rows in found.items() if len(rows) == 1}


def apply(connection: Connection, contents: Iterable[str]) -> None:
    """Makes the figures of these documents follow the reviews: those that a review is against stand no more,
    and what it puts in their place stands."""
    given: list[Review] = []
    for chunk in chunks(sorted(set(contents))):
        asked = select(reviews).where(reviews.c.content.in_(chunk)).order_by(reviews.c.key)
        given += [_review(row) for row in connection.execute(asked)]
    if not given:
        return
    touched = {one.content for one in given}
    _withdraw(connection, touched)
    attached = _attached(connection, touched)
    rows, places, key = [], [], next_key(connection, figures)
    for span, stack in _stacks(given, {}).items():
        if not stack or span not in attached:
            continue
        row, latest = attached[span], stack[-1]
        connection.execute(update(figures).where(figures.c.key == row.key).values(stands=False))
        if latest.shall_be is None:
            continue
        text = documents_by_key(connection, [row.document])[row.document].document.text
        made = figure_row(latest.shall_be, text, row.ref, row.evidence)
        rows.append((key, row.reading, row.document, *made.row[:-1], latest.key))
        places += [(key, *place) for side in made.sides for place in side]
        key += 1
    insert_rows(connection, figures, rows)
    insert_rows(connection, figure_places, places)


def _withdraw(connection: Connection, contents: Iterable[str]) -> None:
    for chunk in chunks(sorted(contents)):
        theirs = select(readings.c.key).join(documents, documents.c.key == readings.c.document)
        of_them = figures.c.reading.in_(theirs.where(documents.c.content.in_(chunk)))
        made = select(figures.c.key).where(of_them, figures.c.review.is_not(None))
        connection.execute(delete(figure_places).where(figure_places.c.figure.in_(made)))
        connection.execute(delete(figures).where(of_them, figures.c.review.is_not(None)))
        connection.execute(update(figures).where(of_them, figures.c.stands.is_(False)).values(stands=True))


def apply_all(connection: Connection) -> None:
    """Derives anew what all reviews make of the figures."""
    connection.execute(
        delete(figure_places).where(
            figure_places.c.figure.in_(select(figures.c.key).where(figures.c.review.is_not(None)))
        )
    )
    connection.execute(delete(figures).where(figures.c.review.is_not(None)))
    connection.execute(delete(figure_places).where(figure_places.c.figure.not_in(select(figures.c.key))))
    connection.execute(update(figures).where(figures.c.stands.is_(False)).values(stands=True))
    apply(connection, connection.execute(select(reviews.c.content).distinct()).scalars().all())


def misapplied(connection: Connection) -> Iterator[str]:
    """A line for each figure whose standing is not what the reviews make of it."""
    given = [_review(row) for row in connection.execute(select(reviews).order_by(reviews.c.key))]
    attached = _attached(connection, {one.content for one in given})
    against: set[int] = set()
    put: dict[int, tuple[str, Figure]] = {}
    for span, stack in _stacks(given, {}).items():
        if stack and span in attached:
            against.add(attached[span].key)
            if stack[-1].shall_be is not None:
                put[stack[-1].key] = (attached[span].ref, stack[-1].shall_be)
    fallen = set(connection.execute(select(figures.c.key).where(figures.c.stands.is_(False))).scalars())
    for key in sorted(against ^ fallen):
        yield f"figures, row {key}: whether it stands is not what the reviews say; set it right: sijill repair"
    made = _made(connection)
    for key in sorted(put.keys() | made.keys()):
        if put.get(key) != made.get(key):
            yield f"review {key}: the figure in its place is not as it says; set it right: sijill repair"


def _made(connection: Connection) -> dict[int, tuple[str, Figure]]:
    """The figures that reviews put in the place of others, by the key of the review."""
    query = of_reviews().order_by(figures.c.key)
    rows = connection.execute(query).all()
    return {
        row.review: (stored.ref, replace(stored.found, evidence=(), confidence=None))
        for row, stored in zip(rows, figures_of(connection, query), strict=True)
    }
