"""Actors, in their public roles alone: their positions over time, what they did and said, whom they met."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sijill import codes
from sijill.codec import period_to_json
from sijill.model import Event, Period
from sijill.reconcile.contacts import MEETING_TYPES, Contact, contacts, in_order
from sijill.reconcile.occurrences import Occurrence, occurrences
from sijill.register.actors import Named, events_with, figures_done, figures_said, names
from sijill.register.query import Filters, list_events
from sijill.register.rows import Stored
from sijill.web.arcs import draw_arcs
from sijill.web.asked import Asked, Refused
from sijill.web.naming import actor_name
from sijill.web.view import View

ACTOR_HEADINGS = ("id", "name", "kind", "country", "events", "figures_done", "figures_said")
ACTOR_EVENT_HEADINGS = (
    "type", "period_start", "period_end", "place", "position", "organisation", "id", "document", "published",
    "documents",
)  # fmt: skip
CONTACT_HEADINGS = ("one", "one_id", "other", "other_id", "occasions", "first", "last", "ids")
FIGURES, DRAWN, LOOKED_AT = 60, 36, 2000
"""Of an actor the figures shown of each kind; names that the network draws; events that it is made from."""


@dataclass(frozen=True, slots=True)
class Held:
    """A position that texts give somebody, and the first and last day of which they speak."""

    position: str | None
    organisation: str | None
    first: dt.date | None
    last: dt.date | None
    told: tuple[Stored[Event], ...]

    @property
    def period(self) -> Period | None:
        """From the first to the last of these days."""
        return Period(self.first, self.last) if self.first is not None else None

    @property
    def documents(self) -> int:
        """How many documents say so."""
        return len({one.head.key for one in self.told})


def actor_id(name: str) -> str:
    """The id of a name in addresses: 16 hex digits, the same in every register."""
    return sha256(f"actor {name}".encode()).hexdigest()[:16]


def actor_list(asked: Asked) -> View:
    """Those in public roles, the ones named most often first."""
    found = _all(asked)
    parts = [part.casefold() for part in asked.one("name", ())]
    if parts:
        found = [one for one in found if _is_called(one.name, parts, asked.language)]
    first = asked.one("offset", 0)
    page = found[first : first + asked.most]
    return View(
        "actors.html",
        "actors",
        {"actors": page, "about": _about},
        lambda: (_row(one) for one in page),
        ACTOR_HEADINGS,
        following=str(first + asked.most) if first + asked.most < len(found) else None,
        turn="offset",
    )


def _is_called(name: str, parts: Sequence[str], language: str) -> bool:
    """Whether a name has one of the parts, in English or as the language writes it."""
    names = name.casefold(), actor_name(name, language).casefold()
    return any(part in one for part in parts for one in names)


def _all(asked: Asked) -> list[Named]:
    found: list[Named] = asked.once("actors", lambda: names(asked.connection))
    return found


def _about(name: str) -> tuple[str | None, str | None]:
    """The kind and the country of a name that a code list has."""
    if name in codes.actors():
        return codes.actors()[name].kind, codes.actors()[name].country
    if name in codes.people():
        return "person", codes.people()[name]
    return None, None


def _row(one: Named) -> dict[str, Any]:
    kind, country = _about(one.name)
    return {
        "id": actor_id(one.name),
        "name": one.name,
        "kind": kind,
        "country": country,
        "events": one.events,
        "figures_done": one.done,
        "figures_said": one.said,
    }


def actor(asked: Asked) -> View:
    """Somebody in a public role: positions over time, events, figures done and said, whom they met."""
    ref = asked.path["id"]
    by_id = asked.once("actor ids", lambda: {actor_id(one.name): one for one in _all(asked)})
    named: Named | None = by_id.get(ref)
    if named is None:
        raise Refused(404, "not_found", f"nobody in the register has the id {ref}")
    told = events_with(asked.connection, named.name)
    found = occurrences(told)
    kind, country = _about(named.name)
    shown = {
        "actor": named,
        "kind": kind,
        "country": country,
        "held": held(named.name, told),
        "events": found[-asked.most :][::-1],
        "done": figures_done(asked.connection, named.name, FIGURES) if named.done else [],
        "said_figures": figures_said(asked.connection, named.name, FIGURES) if named.said else [],
        "met": [
            (c.other if c.one == named.name else c.one, c)
            for c in contacts(found)
            if named.name in (c.one, c.other)
        ],
    }
    return View(
        "actor.html",
        actor_name(named.name, asked.language),
        shown,
        lambda: (_event_row(named.name, one) for one in found[-asked.most :]),
        ACTOR_EVENT_HEADINGS,
        named=True,
    )


def held(name: str, told: Sequence[Stored[Event]]) -> list[Held]:
    """The positions that texts give a name, in the order of the first day of which each is told."""
    groups: dict[tuple[str | None, str | None], list[tuple[dt.date | None, Stored[Event]]]] = defaultdict(
        list
    )
    for one in told:
        period = one.found.period
        day = (period.end or period.start) if period else one.head.published
        for participant in one.found.participants:
            if participant.name == name and (participant.position or participant.organisation):
                groups[participant.position, participant.organisation].append((day, one))
    found = []
    for (position, organisation), of_it in groups.items():
        days = [day for day, _ in of_it if day is not None]
        events = tuple(one for _, one in of_it)
        found.append(Held(position, organisation, min(days, default=None), max(days, default=None), events))
    return sorted(found, key=lambda h: (h.first or dt.date.max, h.position or "", h.organisation or ""))


def _event_row(name: str, one: Occurrence) -> dict[str, Any]:
    told = one.told[0]
    participant = next(p for p in one.participants if p.name == name)
    return {
        "type": one.type,
        "period": period_to_json(one.period),
        "place": one.place,
        "position": participant.position,
        "organisation": participant.organisation,
        "id": told.ref,
        "document": told.head.id,
        "published": told.head.published.isoformat() if told.head.published else None,
        "documents": one.documents,
    }


def network(asked: Asked) -> View:
    """Who met whom, in a period: as a drawing of those who met most, and all pairs as a table."""
    filters = Filters(
        types=asked.one("type") or MEETING_TYPES,
        since=asked.one("since"),
        until=asked.one("until"),
        names=asked.named("participant"),
    )
    pairs = asked.once("contacts", lambda: _contacts(asked, filters), filters)
    first = asked.one("offset", 0)
    page = pairs[first : first + asked.most]
    return View(
        "network.html",
        "network",
        {"drawing": draw_arcs(pairs, in_order(pairs, DRAWN)), "pairs": page, "number": len(pairs)},
        lambda: (_contact_row(one) for one in page),
        CONTACT_HEADINGS,
        following=str(first + asked.most) if first + asked.most < len(pairs) else None,
        turn="offset",
    )


def _contacts(asked: Asked, filters: Filters) -> list[Contact]:
    return contacts(occurrences(list_events(asked.connection, filters)))


def _contact_row(one: Contact) -> dict[str, Any]:
    days = [o.period.start or o.period.end for o in one.occasions if o.period]
    known = sorted(day for day in days if day is not None)
    return {
        "one": one.one,
        "one_id": actor_id(one.one),
        "other": one.other,
        "other_id": actor_id(one.other),
        "occasions": len(one.occasions),
        "first": known[0].isoformat() if known else None,
        "last": known[-1].isoformat() if known else None,
        "ids": [o.told[0].ref for o in one.occasions],
    }
