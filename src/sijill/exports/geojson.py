"""Events and figures for a map: GeoJSON (RFC 7946).

A town has the point that GeoNames gives it (CC BY 4.0), a country one in its middle, the Mediterranean its
outline (Natural Earth), in codes/coordinates.yaml. A figure stands where it happened, else where it goes, else
where it comes from: `located_by` says which, and that its point is of a whole country.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from sijill import codes
from sijill.exports.gathered import Gathered, edtf, iri
from sijill.exports.made import Made
from sijill.exports.plover import plover
from sijill.exports.rows import event_row, figure_row
from sijill.exports.written import flat
from sijill.model import Figure


def geojson(found: Gathered) -> Made:
    """A feature an event and a figure, its slots as flat properties; without a place that has a point its geometry is
    null, as RFC 7946 asks of what has no place."""
    features = [
        _feature(
            "event",
            one.ref,
            event_row(one) | plover(one.found),
            one.found.period,
            found.text_hash(one.head.key),
        )
        | {"geometry": _point(one.found.place)}
        for one in found.events
    ]
    without = sum(feature["geometry"] is None for feature in features)
    for one in found.figures:
        role, places = _where(one.found)
        feature = _feature(
            "figure", one.ref, figure_row(one), one.found.period, found.text_hash(one.head.key)
        )
        feature["geometry"] = _areas(places)
        feature["properties"]["located_by"] = role if feature["geometry"] else None
        features.append(feature)
    whole = {"type": "FeatureCollection", "features": features}
    why = "no point is known of their place"
    content = (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
    told = (f"{without:,} of {len(found.events):,} events have no geometry: {why}",) if without else ()
    return Made({"register.geojson": content}, told)


def _feature(kind: str, ref: str, row: dict[str, Any], period: Any, text: str) -> dict[str, Any]:
    properties: dict[str, Any] = {"kind": kind}
    for key, value in flat(row).items():
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = " ".join(value)
        elif isinstance(value, list):
            value = json.dumps(value, ensure_ascii=False)
        properties[key] = value
    properties |= {"period": edtf(period), "text_sha256": text}
    return {"type": "Feature", "id": iri(kind, ref), "geometry": None, "properties": properties}


@cache
def _points() -> dict[str, list[float]]:
    """The point of each town by its canonical name, where the name is of one place alone."""
    points: dict[str, list[float]] = {}
    twice = set()
    for key, point in codes.positions().items():
        name = codes.places()[key].name
        if name in points:
            twice.add(name)
        points[name] = list(point)
    return {name: point for name, point in points.items() if name not in twice}


def _point(place: str | None) -> dict[str, Any] | None:
    point = _points().get(place or "")
    return {"type": "Point", "coordinates": point} if point else None


def _where(figure: Figure) -> tuple[str, tuple[str, ...]]:
    """The places of a figure that say most of where it happened, and their role."""
    roles = (("at", figure.at), ("to", figure.to), ("from", figure.from_))
    return next((pair for pair in roles if pair[1]), ("at", ()))


def _areas(places: tuple[str, ...]) -> dict[str, Any] | None:
    """Countries as points in their middle, the sea as its outline; None where one of them has neither."""
    known = codes.foreign("coordinates")
    if not places or any(place not in known for place in places):
        return None
    if places == ("MED",):
        return {"type": "MultiPolygon", "coordinates": [[ring] for ring in known["MED"]]}
    points = [known[place] for place in places if place != "MED"]
    return (
        {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": points}
    )
