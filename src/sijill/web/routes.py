"""All pages, each with the parameters of its address. The same table makes the API and its description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sijill.web import checks, comparisons, home, lists, measures, single
from sijill.web.asked import Asked
from sijill.web.view import View


@dataclass(frozen=True, slots=True)
class Route:
    """A page. `path`: below the language, and below /api/v1. `data`: how it is data: `list` (JSON and CSV), `record`
    (JSON), or not at all. `method`: by which a text is sent to it. `told`: what it gives, for the API. `least`: the
    least role by method, of the page and of the API; a method that is not named is not taken, and without any the
    route answers nobody."""

    name: str
    path: str
    view: Callable[[Asked], View]
    told: str
    parameters: tuple[str, ...] = ()
    data: str = "list"
    method: str = "GET"
    page: bool = True
    least: Mapping[str, str] = field(default_factory=dict)


READ: Mapping[str, str] = {"GET": "viewer"}

_FIGURES = ("measure", "place", "since", "until", "source", "status", "language")

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
    Route("instrument", "/instruments/{id}", single.instrument, "An instrument over time.", least=READ),
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
        "search", "/search", lists.search, "Documents that hold all the words.", ("q", "language"), least=READ
    ),
    Route(
        "check",
        "/check",
        checks.check,
        "A text's figures, held against series and register.",
        ("language", "published"),
        "none",
        "POST",
        least={"GET": "viewer", "POST": "viewer"},
    ),
)

BY_NAME = {route.name: route for route in ROUTES}
