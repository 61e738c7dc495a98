"""Citing: permanent addresses of figures, claims, series and other things, which say what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from sijill import codes
from sijill.codec import canonical
from sijill.exports.citation import (
    COUNTED,
    KINDS,
    Citation,
    Kind,
    Subject,
    TooManyError,
    as_bibtex,
    as_csl,
    cite,
    written_time,
)
from sijill.exports.written import days, hedged
from sijill.register.past import last_change
from sijill.register.query import events_by_ref, figures_by_ref, instruments_by_ref
from sijill.web.asked import Asked, Refused
from sijill.web.view import View

DOCUMENTS, CHANGES = 20_000, 100
"""Documents that a page makes again as they were, and changes that it shows."""


def thing(asked: Asked) -> View:
    """A figure, a claim, a document, an event or an instrument as it was cited, or as it is to be cited."""
    kind = asked.path["kind"]
    if kind not in KINDS or kind == "measure":
        raise Refused(404, "not_found", f"none of {', '.join(one for one in KINDS if one != 'measure')}")
    subject = Subject(kind, asked.path["id"])
    return _view(asked, subject, f"/{asked.language}/cite/{kind}/{subject.id}", {})


def measure(asked: Asked) -> View:
    """A series as it was cited, or as it is to be cited. It is that of one place."""
    code = asked.path["code"]
    if code not in codes.measures():
        raise Refused(404, "not_found", "no measure has this code")
    place = asked.one("place", ("LY",))[0]
    subject = Subject(
        "measure",
        code,
        place,
        asked.one("by", "year"),
        asked.one("since"),
        asked.one("until"),
        asked.one("known_on"),
        asked.one("status", COUNTED),
    )
    given: dict[str, Any] = {"place": place, "by": subject.by}
    for name, value in (("since", subject.since), ("until", subject.until), ("known_on", subject.known_on)):
        given |= {name: value.isoformat()} if value is not None else {}
    if subject.statuses != COUNTED:
        given["status"] = list(subject.statuses)
    return _view(asked, subject, f"/{asked.language}/cite/measure/{code}", given)


def citing(asked: Asked, kind: Kind, ref: str) -> dict[str, Any]:
    """What a box needs that says how to cite something that the register shows now."""
    subject = Subject(kind, ref)
    found = cite(asked.connection, subject, last=last_of(asked))
    if found is None:
        return {"cited": None, "cited_as": {}}
    address = address_of(f"/{asked.language}/cite/{kind}/{ref}", found, {})
    return {
        "cited": found,
        "cited_as": written_texts(found, _title(asked, subject, found), asked.origin + address),
    }


def last_of(asked: Asked) -> dt.datetime | None:
    """When the register was changed last."""
    at: dt.datetime | None = asked.once("last change", lambda: last_change(asked.connection))
    return at


def address_of(path: str, found: Citation, given: dict[str, Any]) -> str:
    kept = given | {"as_of": written_time(found.as_of), "sha256": found.sha256}
    return f"{path}?{urlencode(kept, doseq=True)}"


def _view(asked: Asked, subject: Subject, path: str, given: dict[str, Any]) -> View:
    try:
        found = cite(asked.connection, subject, asked.one("as_of"), DOCUMENTS, last_of(asked))
    except TooManyError as error:
        raise Refused(400, "too_many", f"{error}; on the command line: sijill cite {subject.id}") from None
    return shown(asked, subject, found, path, given, _title)


def shown(
    asked: Asked,
    subject: Subject,
    found: Citation | None,
    path: str,
    given: dict[str, Any],
    title_of: Callable[[Asked, Subject, Citation], str],
) -> View:
    """The page of a citation at its address; Refused where there is nothing to cite."""
    if found is None:
        raise Refused(404, "not_found", f"the register has no {subject.kind} {subject.id} as of that time")
    address = address_of(path, found, given)
    title = title_of(asked, subject, found)
    asked_for = asked.one("sha256")
    verdict = _verdict(found, asked_for)
    written = written_texts(found, title, asked.origin + address)

    def record() -> dict[str, Any]:
        return {
            "kind": subject.kind,
            "id": subject.id,
            "as_of": written_time(found.as_of),
            "sha256": found.sha256,
            "matches": None if asked_for is None else asked_for == found.sha256,
            "unchanged": found.unchanged,
            "now_sha256": found.now,
            "changes": [{"field": c.field, "then": c.then, "now": c.now} for c in found.changes],
            "address": asked.origin + address,
            "text": found.text,
        }

    content = {
        "citation": found,
        "subject": subject,
        "what": title,
        "verdict": verdict,
        "asked_for": asked_for,
        "address": address,
        "changes": found.changes[:CHANGES],
        "written": written,
        "given": given,
        "time": written_time(found.as_of),
    }
    return View("cite.html", "cite", content, record=record)


def _verdict(found: Citation, asked_for: str | None) -> str:
    """How what was cited stands: not given again, changed since, gone, or unchanged."""
    if asked_for is not None and asked_for != found.sha256:
        return "other"
    if found.now is None:
        return "gone"
    return "unchanged" if found.unchanged else "changed"


def written_texts(found: Citation, title: str, address: str) -> dict[str, str]:
    """The citation as plain text, BibTeX and CSL-JSON."""
    plain = f"{title}. Sijill, as of {written_time(found.as_of)}. {address}"
    return {
        "plain": plain,
        "bibtex": as_bibtex(found, title, address),
        "csl": canonical(as_csl(found, title, address)),
    }


def _title(asked: Asked, subject: Subject, found: Citation) -> str:
    """What is cited, in one line of the language of the page."""
    language = asked.language
    if subject.kind == "measure":
        label = codes.measures()[subject.id].label(language)
        return f"{label}, {subject.place}, {subject.by}" + (
            f" ({subject.known_on})" if subject.known_on is not None else ""
        )
    if subject.kind in ("figure", "claim"):
        figures = figures_by_ref(asked.connection, subject.id)
        if figures:
            one = figures[0]
            label = codes.measures()[one.found.measure].label(language)
            about = [f"{hedged(one.found)} {_unit(one.found.unit, language)}", label, days(one.found.period)]
            about += [one.head.title or one.head.id, str(one.head.published or "")]
            return ", ".join(part for part in about if part)
    if subject.kind == "event":
        events = events_by_ref(asked.connection, subject.id)
        if events:
            label = codes.event_types()[events[0].found.type].label(language)
            about = [label, events[0].found.place or "", days(events[0].found.period)]
            return ", ".join(part for part in about if part)
    if subject.kind == "instrument":
        instruments = instruments_by_ref(asked.connection, subject.id)
        if instruments:
            return instruments[0].found.name
    if subject.kind == "document":
        return str(found.record.get("title") or found.record.get("document"))
    return f"{subject.kind} {subject.id}"


def _unit(unit: str, language: str) -> str:
    return codes.units()[unit].label(language) if unit in codes.units() else unit
