"""All pages, each with the parameters of its address. The same table makes the API and its description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sijill.web import (
    actors,
    checks,
    cited,
    cited_pages,
    comparisons,
    dossiers,
    feeds,
    home,
    lists,
    mapping,
    measures,
    reviewing,
    single,
    trail,
)
from sijill.web.asked import Asked
from sijill.web.feeds import Entry
from sijill.web.fields import SLOTS
from sijill.web.view import View


@dataclass(frozen=True, slots=True)
class Route:
    """A page. `path`: below the language, and below /api/v1. `data`: how it is data: `list` (JSON and CSV), `record`
    (JSON), `table` (a record as JSON, what it lists as CSV), or not at all. `method`: by which something is sent to it,
    the fields `sends`, of which it `needs` some. `told`: what it gives, for the API. `page`: whether people have it; a
    route that only takes what is sent (`takes`) has no page of its own.
    `feed`: what is new in it, as an Atom feed at its address with /feed.atom.
    `least`: the least role by method, of the page and of the API; a method that is not named is not taken, and without
    any the route answers nobody."""

    name: str
    path: str
    view: Callable[[Asked], View]
    told: str
    parameters: tuple[str, ...] = ()
    data: str = "list"
    method: str = "GET"
    page: bool = True
    sends: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    takes: bool = False
    feed: Callable[[Asked], list[Entry]] | None = None
    least: Mapping[str, str] = field(default_factory=dict)


ADMIN: Mapping[str, str] = {"GET": "admin"}
READ: Mapping[str, str] = {"GET": "viewer"}

_FIGURES = ("measure", "place", "since", "until", "source", "status", "language")
_QUEUE = (*_FIGURES, "order", "past", "figure", "done", "keys")


def _changing(
    name: str,
    path: str,
    view: Callable[[Asked], View],
    told: str,
    sends: tuple[str, ...],
    needs: tuple[str, ...] = (),
) -> Route:
    """A route that changes a dossier; without other word it needs the first of its fields."""
    return Route(
        name,
        path,
        view,
        told,
        (),
        "record",
        "POST",
        sends=sends,
        needs=needs or sends[:1],
        takes=True,
        least={"POST": "editor"},
    )


ROUTES = (
    Route(
        "home",
        "/",
        home.home,
        "What is new, what ends soon, where sources disagree.",
        (),
        "record",
        least=READ,
    ),
    Route(
        "figures",
        "/figures",
        lists.figures,
        "Figures, in the order of publication.",
        (*_FIGURES, "after"),
        feed=feeds.of_figures,
        least=READ,
    ),
    Route(
        "figure",
        "/figures/{id}",
        single.figure,
        "A figure, its passage and reasons.",
        (),
        "record",
        least=READ,
    ),
    Route("measures", "/measures", measures.measures, "What is counted.", least=READ),
    Route(
        "measure",
        "/measures/{code}",
        measures.measure,
        "A measure of a place over time.",
        ("place", "by", "since", "until", "known_on", "status"),
        feed=feeds.of_measure,
        least=READ,
    ),
    Route(
        "official",
        "/official/{code}",
        measures.official,
        "What official series say of a measure.",
        ("place", "by", "since", "until", "known_on", "offset"),
        least=READ,
    ),
    Route("documents", "/documents", lists.documents, "Documents.", (*_FIGURES, "after"), least=READ),
    Route(
        "document",
        "/documents/{id}",
        single.document,
        "A document, all that was read in it.",
        (),
        "record",
        least=READ,
    ),
    Route(
        "claims",
        "/claims",
        comparisons.claim_list,
        "What documents say alike.",
        (*_FIGURES, "offset"),
        least=READ,
    ),
    Route(
        "claim",
        "/claims/{id}",
        comparisons.claim,
        "The tellings of a figure's claim, first to last.",
        least=READ,
    ),
    Route(
        "conflicts",
        "/conflicts",
        comparisons.conflict_list,
        "Pairs of figures that disagree.",
        (*_FIGURES, "conflict", "offset"),
        least=READ,
    ),
    Route(
        "conflict",
        "/conflicts/{one}/{other}",
        comparisons.conflict,
        "Two figures compared.",
        (),
        "record",
        least=READ,
    ),
    Route(
        "instruments",
        "/instruments",
        lists.instruments,
        "Mandates, programmes, agreements over time.",
        ("kind", "name", "since", "until", "language"),
        least=READ,
    ),
    Route(
        "instrument",
        "/instruments/{id}",
        single.instrument,
        "An instrument over time.",
        feed=feeds.of_instrument,
        least=READ,
    ),
    Route(
        "descriptions",
        "/descriptions",
        lists.descriptions,
        "Instruments as each document describes them.",
        ("kind", "name", "since", "until", "language", "after"),
        page=False,
        least=READ,
    ),
    Route(
        "events",
        "/events",
        lists.events,
        "Events, in the order of publication.",
        ("type", "topic", "where", "participant", "since", "until", "language", "after"),
        least=READ,
    ),
    Route("event", "/events/{id}", single.event, "An event and its passage.", (), "record", least=READ),
    Route(
        "search",
        "/search",
        lists.search,
        "Documents that hold all the words.",
        ("q", "language"),
        feed=feeds.of_search,
        least=READ,
    ),
    Route(
        "cite_measure",
        "/cite/measure/{code}",
        cited.measure,
        "The series of a measure as of a time, with its hash and what has changed since.",
        ("place", "by", "since", "until", "status", "known_on", "as_of", "sha256"),
        "record",
        least=READ,
    ),
    Route(
        "cite_page",
        "/cite/page/{page}",
        cited_pages.page,
        "What a list or an overview showed as of a time, with its hash and what has changed since.",
        (*cited_pages.FILTERS, "as_of", "sha256"),
        "record",
        least=READ,
    ),
    Route(
        "cite",
        "/cite/{kind}/{id}",
        cited.thing,
        "What the register showed of one thing as of a time, with its hash and what has changed since.",
        ("as_of", "sha256"),
        "record",
        least=READ,
    ),
    Route("actors", "/actors", actors.actor_list, "Those in public roles.", ("name", "offset"), least=READ),
    Route("actor", "/actors/{id}", actors.actor, "Events of somebody in a public role.", least=READ),
    Route(
        "network",
        "/meetings",
        actors.network,
        "Pairs of those who met, in a period.",
        ("type", "participant", "since", "until", "offset"),
        least=READ,
    ),
    Route(
        "map",
        "/map",
        mapping.map_page,
        "Flows of a measure and events by place, in a year, a month or a day.",
        ("measure", "during", "place", "type", "layer", "known_on"),
        least=READ,
    ),
    Route(
        "check",
        "/check",
        checks.check,
        "A text's figures, held against series and register.",
        (),
        "none",
        "POST",
        sends=("text", "address", "language", "published"),
        least={"GET": "viewer", "POST": "viewer"},
    ),
    Route(
        "review",
        "/review",
        reviewing.queue,
        "Figures that wait for a review, the least certain first.",
        _QUEUE,
        least={"GET": "reviewer"},
    ),
    Route(
        "decide",
        "/review/{id}",
        reviewing.decide,
        "Confirm, correct or reject a figure, or take that back.",
        _QUEUE,
        "record",
        "POST",
        sends=("verdict", "seen", "note", *SLOTS),
        needs=("verdict",),
        takes=True,
        least={"POST": "reviewer"},
    ),
    Route(
        "reviews",
        "/reviews",
        reviewing.reviews_made,
        "What people said of figures, the latest first.",
        ("reviewer", "verdict", "offset"),
        least=READ,
    ),
    Route("dossiers", "/dossiers", dossiers.dossier_list, "The dossiers that you may see.", least=READ),
    Route(
        "dossier",
        "/dossiers/{id}",
        dossiers.dossier,
        "A dossier: what is in it, in its order, with its notes.",
        (),
        "table",
        least=READ,
    ),
    _changing(
        "begin_dossier", "/begin/dossier", dossiers.begun, "Begin a dossier.", ("title", "note", "visibility")
    ),
    _changing(
        "collect",
        "/collect",
        dossiers.collect,
        "Put something into a dossier, or into a new one.",
        ("kind", "dossier", "title", "id", "note"),
    ),
    _changing(
        "describe_dossier",
        "/dossiers/{id}/description",
        dossiers.described,
        "Give a dossier another title, note or circle of those who see it.",
        ("title", "note", "visibility"),
    ),
    _changing(
        "change_item",
        "/dossiers/{id}/item",
        dossiers.item_changed,
        "Annotate, move or remove an item of a dossier.",
        ("act", "item", "note"),
        ("act", "item"),
    ),
    _changing(
        "share_dossier",
        "/dossiers/{id}/share",
        dossiers.shared,
        "Give somebody a role in a dossier, or take it from them.",
        ("login", "role"),
    ),
    _changing(
        "shelve_dossier",
        "/dossiers/{id}/shelf",
        dossiers.shelved,
        "Put a dossier away (remove) or take it back (restore).",
        ("act",),
    ),
    Route(
        "audit",
        "/audit",
        trail.acts,
        "Who did what, the latest first.",
        ("who", "object", "before"),
        least=ADMIN,
    ),
)

BY_NAME = {route.name: route for route in ROUTES}
