"""The map of the central Mediterranean: its shapes, and where flows and events stand on it.

Shapes and projection are those of map/central_mediterranean.json (benchmarks/map_data.py). The drawing is one and the
same in every language; it is never mirrored.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

import yaml

from sijill import codes
from sijill.reconcile.flows import Flow, Way
from sijill.reconcile.occurrences import Occurrence
from sijill.web.naming import key_of

Role: TypeAlias = Literal["from", "to", "at"]
Point: TypeAlias = tuple[float, float]
EDGE = 26.0
"""From the edge of the drawing: where arrows to places outside end."""
_SHORT = 13.0
"""Of an arrow at each end, so that it does not hide what it leads to."""
_WIDE, _HIGH = 56.0, 17.0
"""Of a number on the map."""
_THIN, _THICK, _SMALL, _LARGE = 2.0, 11.0, 6.0, 26.0


@dataclass(frozen=True, slots=True)
class Shapes:
    """The drawing's ground: paths of land, of agreed and of disputed boundaries, and its size."""

    land: str
    borders: str
    disputed: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow from one place to another: a path, the corners of its head, how wide it is, where its number stands."""

    flow: Flow
    path: str
    head: str
    wide: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A flow of which one place is known: a sign at that place whose area is as the number, and the place's role."""

    flow: Flow
    role: Role
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Happened:
    """Events at one place. `exact`: whether the place is a point, or stands for a country or region."""

    key: str
    events: tuple[Occurrence, ...]
    x: float
    y: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A place's name on the map; `outside` where it lies beyond the edge."""

    key: str
    x: float
    y: float
    outside: bool


@dataclass(frozen=True, slots=True)
class Map:
    """All that is drawn."""

    shapes: Shapes
    arrows: tuple[Arrow, ...]
    rings: tuple[Ring, ...]
    happened: tuple[Happened, ...]
    names: tuple[Name, ...]


@cache
def _file() -> Mapping[str, Any]:
    text = files("sijill.web").joinpath("map", "central_mediterranean.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


@cache
def _anchors() -> Mapping[str, Any]:
    text = files("sijill.web").joinpath("map", "anchors.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def shapes() -> Shapes:
    """The ground of the map."""
    f = _file()
    return Shapes(f["land"], f["borders"], f["disputed"], f["width"], f["height"])


def projected(longitude: float, latitude: float) -> Point:
    """Where a point of the earth stands in the drawing, be it inside or not."""
    f = _file()
    west, _, east, north = f["bounds"]
    units = f["width"] / (east - west)
    stretch = 1 / math.cos(math.radians(f["true_at"]))
    return (longitude - west) * units, (north - latitude) * units * stretch


def inside(point: Point) -> bool:
    """Whether a point of the drawing is seen."""
    s = shapes()
    return 0 <= point[0] <= s.width and 0 <= point[1] <= s.height


def end_of(code: str) -> tuple[Point, bool] | None:
    """Where arrows of a country, MED or EU end, and whether it lies outside; None where nobody knows."""
    ends, beyond = _anchors()["ends"], _anchors()["outside"]
    if code in ends:
        return projected(*ends[code]), False
    away = beyond.get(code) or _file()["capitals"].get(code)
    return (_at_edge(projected(*away)), True) if away is not None else None


def _at_edge(point: Point) -> Point:
    """Where the way from the middle of the drawing to a point outside leaves it."""
    s = shapes()
    cx, cy = s.width / 2, s.height / 2
    dx, dy = point[0] - cx, point[1] - cy
    part = min((cx - EDGE) / abs(dx) if dx else math.inf, (cy - EDGE) / abs(dy) if dy else math.inf, 1.0)
    return cx + dx * part, cy + dy * part


def drawn(way: Way) -> bool:
    """Whether a map can show a way: one place to each role, no more than the text says, and places that it knows."""
    if not way.single or (bool(way.from_) != bool(way.to) and way.at):
        return False
    return all(end_of(code) for code in (*way.from_, *way.to, *(() if way.from_ else way.at)))


def draw(found: Sequence[Flow], happened: Sequence[Occurrence]) -> Map:
    """The map of these flows, of one unit, and these events."""
    values = [float(flow.point.preferred.figure.value) for flow in found if flow.point.preferred]
    most = max(values, default=0.0)
    arrows, rings, named = [], [], dict.fromkeys(_anchors()["always"])
    beside: dict[str, int] = defaultdict(int)
    for flow in found:
        way = flow.way
        share = (
            math.sqrt(float(flow.point.preferred.figure.value) / most)
            if flow.point.preferred and most > 0
            else 0.0
        )
        named |= dict.fromkeys((*way.from_, *way.to, *(() if way.from_ else way.at)))
        if way.from_ and way.to:
            arrow = _arrow(flow, _THIN + share * (_THICK - _THIN))
            if arrow:
                arrows.append(arrow)
            continue
        role: Role = "from" if way.from_ else "to" if way.to else "at"
        code = (way.from_ or way.to or way.at)[0]
        at = end_of(code)
        if at:
            size = _SMALL + share * (_LARGE - _SMALL)
            rings.append(
                Ring(flow, role, round(at[0][0] + beside[code], 1), round(at[0][1], 1), round(size, 1))
            )
            beside[code] += round(size) + 40
    spots = _happened(happened)
    named |= {spot.key: None for spot in spots if not spot.exact}
    return Map(shapes(), _apart(arrows), tuple(rings), spots, _names(named))


def _apart(arrows: Sequence[Arrow]) -> tuple[Arrow, ...]:
    """The arrows with their numbers moved down where one would hide another."""
    placed: list[Arrow] = []
    for arrow in arrows:
        y = arrow.y
        while any(abs(arrow.x - one.x) < _WIDE and abs(y - one.y) < _HIGH for one in placed):
            y += _HIGH
        placed.append(replace(arrow, y=round(y, 1)))
    return tuple(placed)


def number_at(x: float, size: int) -> float:
    """Where the middle of a number stands so that the edge of the drawing, so wide, does not cut it."""
    return min(max(x, _WIDE), size - _WIDE)


def _arrow(flow: Flow, wide: float) -> Arrow | None:
    one, other = end_of(flow.way.from_[0]), end_of(flow.way.to[0])
    if one is None or other is None or one[0] == other[0]:
        return None
    (ax, ay), (bx, by) = one[0], other[0]
    long = math.hypot(bx - ax, by - ay)
    # bent to its right-hand side, so that there and back are two lines
    cx, cy = (ax + bx) / 2 - (by - ay) * 0.16, (ay + by) / 2 + (bx - ax) * 0.16
    ax, ay = _towards((ax, ay), (cx, cy), min(_SHORT, long / 4))
    bx, by = _towards((bx, by), (cx, cy), min(_SHORT, long / 4))
    head = 6 + wide
    nx, ny = _towards((bx, by), (cx, cy), head)
    dx, dy = (bx - nx) / head, (by - ny) / head
    corners = [
        (bx, by),
        (nx - dy * head * 0.6, ny + dx * head * 0.6),
        (nx + dy * head * 0.6, ny - dx * head * 0.6),
    ]
    return Arrow(
        flow,
        f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {nx:.1f} {ny:.1f}",
        " ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        round(wide, 1),
        round(ax / 4 + cx / 2 + nx / 4, 1),
        round(ay / 4 + cy / 2 + ny / 4, 1),
    )


def _towards(point: Point, other: Point, by: float) -> Point:
    long = math.hypot(other[0] - point[0], other[1] - point[1]) or 1.0
    return point[0] + (other[0] - point[0]) / long * by, point[1] + (other[1] - point[1]) / long * by


def _happened(events: Sequence[Occurrence]) -> tuple[Happened, ...]:
    """The events by place: towns at their point, others at the end of their country's arrows."""
    by_place: dict[tuple[str, bool], list[Occurrence]] = defaultdict(list)
    for event in events:
        spot = spot_of(event.place)
        if spot is not None:
            by_place[spot].append(event)
    found = []
    for (key, exact), those in sorted(by_place.items()):
        if exact:
            x, y = projected(*codes.positions()[key])
        else:
            end = end_of(key)
            if end is None:
                continue
            (x, y), _ = end
            x, y = x - 18, y - 18
        found.append(Happened(key, tuple(those), round(x, 1), round(y, 1), exact))
    return tuple(found)


def spot_of(name: str | None) -> tuple[str, bool] | None:
    """Of an event's place the key under which the map shows it, and whether that is a point; None where it has none
    on the map: a town that lies outside, or a name that no code list has."""
    key = key_of(name) if name else None
    if key is None:
        return None
    if key in codes.positions():
        return (key, True) if inside(projected(*codes.positions()[key])) else None
    country = codes.places()[key].country
    return (country, False) if country in _anchors()["ends"] else None


def _names(keys: Mapping[str, None]) -> tuple[Name, ...]:
    found = []
    for key in keys:
        at = _anchors()["names"].get(key)
        if at is not None:
            x, y = projected(*at)
            found.append(Name(key, round(x, 1), round(y, 1), False))
            continue
        end = end_of(key)
        if end is not None:
            (x, y), beyond = end
            up = y > shapes().height / 2
            found.append(Name(key, round(x, 1), round(y + (16 if up else -12), 1), beyond))
    return tuple(found)
