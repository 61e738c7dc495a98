"""The first page: what is new, what ends soon, where sources disagree, what the register covers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from sijill.reconcile.mandates import Described, Mandate, expiring, mandates
from sijill.register.query import Filters, counts, coverage, list_instruments, newest_documents
from sijill.web.asked import Asked
from sijill.web.comparisons import recent_pairs, with_rows
from sijill.web.view import View

_NEW, _CONFLICTS, _SOON = 8, 8, 365


def home(asked: Asked) -> View:
    """What is new, what ends soon (from today on; counted from the last publication where that lies later), where
    sources disagree, and how much there is of each language."""
    connection = asked.connection
    covered = asked.once("coverage", lambda: coverage(connection))
    last = max((day for _, _, _, day in covered if day is not None), default=None)
    found, refs = asked.once("mandates", lambda: _mandates(connection))
    ending = expiring(found, asked.today, _SOON)
    pairs = with_rows(asked, recent_pairs(asked, last, _CONFLICTS))
    number = asked.once("counts", lambda: counts(connection))
    new = newest_documents(connection, _NEW)
    shown: dict[str, Any] = {
        "new": new,
        "ending": [(mandate, term, (term.ends - asked.today).days) for mandate, term in ending],
        "refs": refs,
        "pairs": pairs,
        "counts": number,
        "coverage": covered,
    }

    def record() -> dict[str, Any]:
        return {
            "counts": number,
            "coverage": [
                {"language": language, "documents": of_it, "first": _written(first), "last": _written(end)}
                for language, of_it, first, end in covered
            ],
            "new": [{"id": head.ref, "document": head.id, "title": head.title} for head in new],
            "ending": [
                {"id": refs[mandate.name], "name": mandate.name, "ends": term.ends.isoformat()}
                for mandate, term in ending
            ],
            "conflicts": [{"kind": pair.kind, "one": pair.one, "other": pair.other} for pair, _, _ in pairs],
        }

    return View("home.html", "home", shown, record=record)


def _mandates(connection: Connection) -> tuple[list[Mandate], dict[str, str]]:
    stored = list_instruments(connection, Filters())
    found = mandates(Described(s.head.key, s.found, s.head.published, s.ref) for s in stored)
    return found, {s.found.name: s.ref for s in reversed(stored)}


def _written(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
