"""The map: flows of one measure and events, in a year, a month or a day. What it draws stands in a table below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sijill import codes
from sijill.codec import period_to_json
from sijill.model import Period
from sijill.reconcile.around import Key, key_of
from sijill.reconcile.flows import Flow, flows, shown
from sijill.reconcile.occurrences import Occurrence, occurrences
from sijill.reconcile.tellings import Tellings, tellings
from sijill.register.query import Filters, list_events
from sijill.register.views import years_of
from sijill.web.asked import Asked, Stretch
from sijill.web.geography import draw, drawn, spot_of
from sijill.web.naming import key_of as place_key
from sijill.web.view import View

MAP_HEADINGS = (
    "kind", "measure", "type", "from", "to", "at", "place", "unit", "period_start", "period_end", "basis", "value",
    "bound", "source", "id", "document", "published", "lowest", "lowest_id", "highest", "highest_id", "latest",
    "latest_id", "documents", "drawn", "longitude", "latitude",
)  # fmt: skip
ARROWS, EVENTS = 40, 400
"""Flows that are drawn, those of most documents first, and events that are looked at."""
_COUNTED = ("reported", "estimate", "allocated", "disbursed")
_YEARS = 8


def map_page(asked: Asked) -> View:
    """The map of a measure's flows and of events. Without a period, that of the latest year with a flow."""
    code = asked.one("measure", ("arrivals",))[0]
    layer, known_on, places = asked.one("layer"), asked.one("known_on"), asked.one("place", ())
    years = asked.once("years", lambda: years_of(asked.connection, code), code)
    stretch, found, all_told = _asked_for(asked, code, years, known_on)
    if places:
        found = [f for f in found if {*f.way.from_, *f.way.to, *f.way.at} & set(places)]
    if layer == "events":
        found = []
    happened = [] if layer == "flows" else _events(asked, stretch.period, places, known_on)
    all_told.fetch(asked.connection, _told(found))
    on_map = [flow for flow in shown(found) if drawn(flow.way)][:ARROWS]
    table = found[: asked.most]
    listed = happened[: asked.most]
    content = {
        "measure": codes.measures()[code],
        "stretch": stretch,
        "during": stretch.written,
        "years": years[:12],
        "known_on": known_on,
        "layer": layer,
        "drawing": draw(on_map, happened),
        "flows": table,
        "drawn": {id(flow) for flow in on_map},
        "unit": on_map[0].point.line.unit if on_map else "",
        "events": listed,
        "row": all_told.row,
        "cut": len(found) > len(table) or len(happened) > len(listed),
    }

    def rows() -> list[dict[str, Any]]:
        first = [flow_row(code, flow, all_told, id(flow) in content["drawn"]) for flow in table]
        return first + [occurrence_row(one) for one in listed]

    return View("map.html", "map", content, rows, MAP_HEADINGS)


def _asked_for(
    asked: Asked, code: str, years: Sequence[int], known_on: dt.date | None
) -> tuple[Stretch, list[Flow], Tellings]:
    """The flows of the period that was asked for, else of the latest year in which somebody says one, else of the
    latest that there is."""
    given: Stretch | None = asked.one("during")
    if given is not None:
        return given, *_flows(asked, code, given, known_on)
    past = [year for year in years if year <= asked.today.year]
    for year in past[:_YEARS]:
        found, all_told = _flows(asked, code, _year(year), known_on)
        if found:
            return _year(year), found, all_told
    latest = _year(max(past, default=max(asked.today.year, 1)))
    return latest, *_flows(asked, code, latest, known_on)


def _year(year: int) -> Stretch:
    return Stretch(Period(dt.date(year, 1, 1), dt.date(year, 12, 31)), "year")


def _flows(
    asked: Asked, code: str, stretch: Stretch, known_on: dt.date | None
) -> tuple[list[Flow], Tellings]:
    """The flows of a period, kept until the register changes, with those tellings alone that they rest on."""

    def work_out() -> tuple[list[Flow], dict[Key, str]]:
        filters = Filters(
            measures=(code,), since=stretch.period.start, until=stretch.period.end, statuses=_COUNTED
        )
        all_told = tellings(asked.connection, filters, known_on)
        found = flows(all_told.told, stretch.period, stretch.grain)
        return found, {key_of(told): all_told.ref(told) for told in _told(found)}

    found, refs = asked.once("flows", work_out, code, stretch.period, stretch.grain, known_on)
    return list(found), Tellings([], refs, {})


def _told(found: Sequence[Flow]) -> list[Any]:
    points = [flow.point for flow in found]
    told = [getattr(p, name) for p in points for name in ("preferred", "lowest", "highest", "latest")]
    return [one for one in told if one is not None]


def _events(
    asked: Asked, period: Period, places: Sequence[str], known_on: dt.date | None
) -> list[Occurrence]:
    """The events of a period, at places of these countries where any are given, that were told by a day."""
    filters = Filters(types=asked.one("type", ()), since=period.start, until=period.end, limit=EVENTS)
    told = [
        one
        for one in list_events(asked.connection, filters)
        if known_on is None or (one.head.published is not None and one.head.published <= known_on)
    ]
    found = [one for one in occurrences(told) if one.place]
    if places:
        found = [one for one in found if _country(one) in places]
    return found


def _country(one: Occurrence) -> str | None:
    key = place_key(one.place) if one.place else None
    return codes.places()[key].country if key is not None else None


def flow_row(measure: str, flow: Flow, all_told: Tellings, is_drawn: bool) -> dict[str, Any]:
    """A flow with the figures that it rests on, which `all_told` has fetched."""
    point, way = flow.point, flow.way
    assert point.preferred is not None
    best = all_told.row(point.preferred)
    row: dict[str, Any] = {
        "kind": "flow",
        "measure": measure,
        "from": list(way.from_),
        "to": list(way.to),
        "at": list(way.at),
        "unit": point.line.unit,
        "period": period_to_json(point.period),
        "basis": point.basis,
        "value": best.found.value,
        "bound": best.found.bound,
        "source": best.found.source,
        "id": best.ref,
        "document": best.head.id,
        "published": best.head.published.isoformat() if best.head.published else None,
    }
    for name in ("lowest", "highest", "latest"):
        stored = all_told.row(getattr(point, name))
        row |= {name: stored.found.value, f"{name}_id": stored.ref}
    return row | {"documents": point.documents, "drawn": is_drawn}


def occurrence_row(one: Occurrence) -> dict[str, Any]:
    """An event with the earliest document that tells it, and where it stands if that is a point."""
    first = one.told[0]
    key = place_key(one.place) if one.place else None
    at = codes.positions().get(key) if key is not None else None
    return {
        "kind": "event",
        "type": one.type,
        "place": one.place,
        "period": period_to_json(one.period),
        "id": first.ref,
        "document": first.head.id,
        "published": first.head.published.isoformat() if first.head.published else None,
        "documents": one.documents,
        "drawn": spot_of(one.place) is not None,
        "longitude": at[0] if at else None,
        "latitude": at[1] if at else None,
    }
