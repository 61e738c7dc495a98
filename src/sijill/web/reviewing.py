"""The review: figures one by one, the least certain or the most contested first, and what a person says of each.

A decision is on the disk before the next figure is shown. It is refused where somebody else has decided since the page
was drawn: nobody overwrites what they have not seen.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from sijill.exports.rows import FIGURE_HEADINGS, figure_row
from sijill.model import Figure, Period
from sijill.register.correction import ReviewError
from sijill.register.query import Filters
from sijill.register.queue import (
    doubt,
    figure_as_read,
    number_waiting,
    order_of,
    waiting,
    waiting_among,
)
from sijill.register.reviews import Review, list_reviews, review, undo
from sijill.register.rows import Stored
from sijill.web.asked import Asked, Refused, place_token
from sijill.web.comparisons import pairs_of
from sijill.web.fields import SLOTS
from sijill.web.single import figure_of, where_it_stands
from sijill.web.view import View

QUEUE_HEADINGS = ("conflicts", *FIGURE_HEADINGS)
REVIEW_HEADINGS = (
    *(
        "review",
        "id",
        "verdict",
        "state",
        "author",
        "made_at",
        "quote",
        "note",
        "measure",
        "value",
        "new_measure",
    ),
    "new_value",
)


def queue(asked: Asked) -> View:
    """The figure that is to be looked at next, or the one that is asked for, and the queue behind it."""
    filters = asked.filters(after=None)
    found, counted = _queue(asked, filters)
    rows, more = found[: asked.most], len(found) > asked.most
    pinned = asked.one("figure")
    shown = figure_of(asked, pinned) if pinned else rows[0] if rows else None
    return View(
        "review.html",
        "review",
        {
            "stored": shown,
            "waiting": number_waiting(asked.connection, asked.filters(after=None, limit=None)),
            "behind": [one for one in rows if shown is None or one.ref != shown.ref][:8],
            "done": _last(asked.connection, asked.one("done")),
            "keys": asked.one("keys", "on") == "on",
            **_parts(asked, shown, counted),
        },
        lambda: ({"conflicts": counted[one.ref], **figure_row(one)} for one in rows),
        QUEUE_HEADINGS,
        following=place_token(doubt(rows[-1], counted[rows[-1].ref])) if more and rows else None,
        turn="past",
    )


def _parts(asked: Asked, shown: Stored[Figure] | None, counted: Counter[str]) -> dict[str, Any]:
    """What a page says of the figure: where it stands, what was said of it, and how to go on to the next."""
    if shown is None:
        return {"problem": None}
    made = list_reviews(asked.connection, shown.ref)
    return {
        **where_it_stands(asked, shown),
        "conflicts": counted[shown.ref],
        "reviews": made,
        "standing": [one for one in made if one.state == "counts"],
        "seen": made[-1].key if made else 0,
        "next": place_token(doubt(shown, counted[shown.ref])),
        "slots": _written(shown.found),
        "problem": None,
        "note": "",
    }


def _queue(asked: Asked, filters: Filters) -> tuple[list[Stored[Figure]], Counter[str]]:
    """The figures that wait, one more than are shown, and with how many others each is in conflict."""
    past = asked.one("past")
    if asked.one("order") != "contested":
        found: list[Stored[Figure]] = asked.once(
            "queue", lambda: waiting(asked.connection, filters, past), filters, past
        )
        return found, Counter()
    counted = contested(asked, filters)
    found = waiting_among(asked.connection, filters, counted)
    places = sorted((order_of(doubt(one, counted[one.ref])), one.ref) for one in found)
    by_ref = {one.ref: one for one in found}
    behind = [ref for place, ref in places if past is None or place > order_of(past)]
    return [by_ref[ref] for ref in behind[: filters.limit]], counted


def contested(asked: Asked, filters: Filters) -> Counter[str]:
    """With how many others of its measure, place and time a figure is in conflict without an explanation."""
    scope = Filters(
        measures=filters.measures, places=filters.places, since=filters.since, until=filters.until
    )
    return Counter(
        ref for pair in pairs_of(asked, scope) if not pair.explained for ref in (pair.one, pair.other)
    )


def _last(connection: Connection, ref: str | None) -> Review | None:
    """The latest record of the figure that was just decided."""
    made = list_reviews(connection, ref) if ref else []
    return made[-1] if made else None


def decide(asked: Asked) -> View:
    """Records what a person says of a figure, and leads on to the next; or says why it cannot be recorded."""
    ref, sent = asked.path["id"], asked.sent
    verdict = sent.get("verdict")
    if verdict is None:
        raise Refused(400, "bad_body", "verdict: confirm, correct, reject or undo")
    figure_of(asked, ref)
    with asked.writing() as connection:
        made = list_reviews(connection, ref)
        if "seen" in sent and (made[-1].key if made else 0) != sent["seen"]:
            return _refused(asked, 409, "meanwhile", made[-1] if made else None)
        try:
            one = _record(connection, asked, ref, verdict)
        except ReviewError as error:
            return _refused(asked, 422, "not_possible", str(error))
    return View(
        "review.html",
        "review",
        record=lambda: review_row(one),
        goto=("review", {"figure": ref} if verdict == "undo" else {"done": ref}),
    )


def _record(connection: Connection, asked: Asked, ref: str, verdict: Any) -> Review:
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
    note, login = asked.sent.get("note"), asked.person.login
    if verdict == "undo":
        return undo(connection, ref, asked.person.name, now, note=note, login=login)
    changes = None
    if verdict == "correct":
        read = figure_as_read(connection, ref)
        if read is None:
            raise ReviewError(f"no figure of a current reading has the id {ref}")
        changes = _changes(read.found, figure_of(replace(asked, connection=connection), ref).found, asked)
    return review(connection, ref, verdict, asked.person.name, now, note=note, changes=changes, login=login)


def _changes(read: Figure, stands: Figure, asked: Asked) -> dict[str, Any]:
    """The fields of Figure that shall be other than they were read: as the form says, and what it does not name as it
    stands."""
    sent = {name: asked.sent[name] for name in SLOTS if name in asked.sent}
    people = stands.population
    period = stands.period
    first = sent.get("since", period.start if period else None)
    last = sent.get("until", period.end if period else None)
    for name in ("value", "bound", "unit", "measure", "status"):
        if name in sent and sent[name] is None:
            raise ReviewError(f"a figure has a {name}")
    if first and last and last < first:
        raise ReviewError("the period ends before it begins")
    wanted: dict[str, Any] = {
        name: sent.get(name, getattr(stands, name))
        for name in ("value", "bound", "unit", "change", "measure", "status", "actor", "source")
    }
    if wanted["bound"] == "range":  # the ends of other hedges follow from the value
        wanted["high"] = sent.get("high", stands.high)
    wanted |= {
        "period": Period(first, last) if first or last else None,
        "from_": sent.get("from", stands.from_) or (),
        "to": sent.get("to", stands.to) or (),
        "at": sent.get("at", stands.at) or (),
        "population": replace(
            people,
            sex=sent.get("sex", people.sex),
            age=sent.get("age", people.age),
            nationality=sent.get("nationality", people.nationality) or (),
            vulnerable=sent["vulnerable"] == "yes" if sent.get("vulnerable") else people.vulnerable,
        ),
    }
    return {name: value for name, value in wanted.items() if getattr(read, name) != value}


def _refused(asked: Asked, status: int, code: str, why: Review | str | None) -> View:
    """The figure again, with why the decision was not kept and all that was written of it."""
    shown = figure_of(asked, asked.path["id"])
    parts = _parts(asked, shown, Counter())
    message = why if isinstance(why, str) else "somebody else has decided on it since this page was drawn"
    kept = {name: _as_written(value) for name, value in asked.sent.items() if name in SLOTS}
    parts |= {"slots": parts["slots"] | kept, "problem": (code, why), "note": asked.sent.get("note") or ""}
    number = number_waiting(asked.connection, asked.filters(after=None, limit=None))
    page = {
        "stored": shown,
        "waiting": number,
        "behind": [],
        "done": None,
        "keys": asked.one("keys", "on") == "on",
    }
    return View(
        "review.html",
        "review",
        page | parts,
        goto=("review", {"figure": shown.ref}),
        status=status,
        error=(code, message),
    )


def _written(figure: Figure) -> dict[str, str]:
    """The slots of a figure as a form has them."""
    people, period = figure.population, figure.period
    found = {
        "value": figure.value,
        "bound": figure.bound,
        "high": figure.high if figure.bound == "range" else None,
        "unit": figure.unit,
        "change": figure.change,
        "measure": figure.measure,
        "status": figure.status,
        "since": period.start if period else None,
        "until": period.end if period else None,
        "from": figure.from_,
        "to": figure.to,
        "at": figure.at,
        "nationality": people.nationality,
        "sex": people.sex,
        "age": people.age,
        "vulnerable": "yes" if people.vulnerable else "no",
        "actor": figure.actor,
        "source": figure.source,
    }
    return {name: _as_written(value) for name, value in found.items()}


def _as_written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def reviews_made(asked: Asked) -> View:
    """The reviews that were made, the latest first, each with the way to take it back."""
    found = list_reviews(asked.connection)[::-1]
    who = asked.one("reviewer", ())
    verdicts = asked.one("verdict", ())
    found = [
        one for one in found if (not who or one.author in who) and (not verdicts or one.verdict in verdicts)
    ]
    first = asked.one("offset", 0)
    shown = found[first : first + asked.most]
    return View(
        "reviews.html",
        "reviews",
        {"reviews": shown, "authors": sorted({one.author for one in found})},
        lambda: (review_row(one) for one in shown),
        REVIEW_HEADINGS,
        following=str(first + asked.most) if first + asked.most < len(found) else None,
        turn="offset",
    )


def review_row(one: Review) -> dict[str, Any]:
    """A review as a row of data."""
    after = one.shall_be
    return {
        "review": one.key,
        "id": one.ref,
        "verdict": one.verdict,
        "state": one.state,
        "author": one.author,
        "made_at": one.made_at.isoformat(),
        "quote": one.quote,
        "note": one.note,
        "measure": one.was.measure,
        "value": one.was.value,
        "new_measure": after.measure if after else None,
        "new_value": after.value if after else None,
    }
