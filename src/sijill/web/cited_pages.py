"""Citing a page: a list or an overview with its filters, as data, as of a time. What it rests on is all documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from sqlalchemy import Connection

from sijill.exports.citation import FORMAT, Citation, Subject, TooManyError, cited
from sijill.register.past import documents_by
from sijill.web import actors, comparisons, home, lists, mapping
from sijill.web.asked import Asked, Kept, Refused, Stretch, token
from sijill.web.cited import DOCUMENTS, last_of, shown
from sijill.web.view import View

Page: TypeAlias = Callable[[Asked], View]
PAGES: Mapping[str, Page] = {
    "home": home.home,
    "figures": lists.figures,
    "documents": lists.documents,
    "claims": comparisons.claim_list,
    "conflicts": comparisons.conflict_list,
    "instruments": lists.instruments,
    "events": lists.events,
    "actors": actors.actor_list,
    "network": actors.network,
    "map": mapping.map_page,
}
"""The pages that can be cited, by the names of their routes. A search is none: its index is not kept as it was."""

FILTERS = (
    "measure", "topic", "place", "where", "since", "until", "source", "status", "language", "type", "kind", "name",
    "participant", "conflict", "during", "layer", "known_on", "after", "offset",
)  # fmt: skip
ROWS = 50


def page(asked: Asked) -> View:
    """A page as it was cited, or as it is to be cited: its rows as data, under the filters of the address."""
    name = asked.path["page"]
    if name not in PAGES:
        raise Refused(404, "not_found", f"none of {', '.join(PAGES)}")
    given = {key: asked.given[key] for key in FILTERS if key in asked.given}
    written = {key: _written(value) for key, value in given.items()}
    last = last_of(asked)
    at = asked.one("as_of") or last
    day = at.date() if at is not None else asked.today

    def make(register: Connection) -> dict[str, Any]:
        of_then = replace(
            asked, connection=register, given=given, most=ROWS, today=day, kept=Kept(), language="en", path={}
        )
        view = PAGES[name](of_then)
        rows = view.record() if view.record else list(view.rows() if view.rows else ())
        return {"format": FORMAT, "kind": "page", "id": name, "asked": written, "rows": rows}

    subject = Subject("page", name)
    wanted = _all_documents(asked.connection, at)
    try:
        found = cited(asked.connection, subject, make, wanted, asked.one("as_of"), DOCUMENTS, last)
    except TooManyError as error:
        raise Refused(400, "too_many", f"{error}; cite its figures instead") from None
    path = f"/{asked.language}/cite/page/{name}"
    return shown(asked, subject, found, path, written, _title)


def _all_documents(connection: Connection, at: dt.datetime | None) -> Callable[[], list[int]]:
    return lambda: [] if at is None else documents_by(connection, at)


def _title(asked: Asked, subject: Subject, found: Citation) -> str:
    filters = [
        f"{key} {' '.join(v) if isinstance(v, list) else v}" for key, v in found.record["asked"].items()
    ]
    return ", ".join([f"Sijill: {subject.id}", *filters])


def _written(value: Any) -> str | list[str]:
    """A parameter as an address has it."""
    if isinstance(value, Stretch):
        return value.written
    if isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], int):
        return token(value)
    if isinstance(value, tuple):
        return [str(_written(one)) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else str(value)
