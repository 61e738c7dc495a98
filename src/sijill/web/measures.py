"""Measures: what is counted, and the series of one, with each source's point and the official series beside it."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sijill import codes
from sijill.codec import observation_to_json
from sijill.exports.rows import OBSERVATION_HEADINGS, SERIES_HEADINGS, point_row
from sijill.model import EVERYBODY, Observation, Period
from sijill.official.choosing import by_month, by_year, overlapping
from sijill.reconcile.comparing import Told
from sijill.reconcile.hedges import admitted, agree
from sijill.reconcile.series import Line, Point, bucket, role_of, series, totals
from sijill.reconcile.tellings import Tellings, of_a_series
from sijill.reconcile.witness import as_figure
from sijill.register.query import Filters, measure_counts, place_counts
from sijill.web.asked import Asked, Refused
from sijill.web.chart import Chart, Dot, chart
from sijill.web.view import View

MEASURE_HEADINGS = ("measure", "family", "label", "definition", "figures")
_COUNTED = ("reported", "estimate")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line of a series: its points, those of which sources disagree, what is drawn, and the official values."""

    line: Line
    points: Sequence[Point]
    disputed: frozenset[tuple[Period, str | None]]
    chart: Chart | None
    official: Sequence[Observation]


def measures(asked: Asked) -> View:
    """The measures, each with what it counts and how many figures there are of it."""
    numbers = asked.once("measures", lambda: measure_counts(asked.connection))

    def rows() -> Iterable[dict[str, Any]]:
        return (
            {
                "measure": one.code,
                "family": one.family,
                "label": one.label(asked.language),
                "definition": one.definition(asked.language),
                "figures": numbers.get(one.code, 0),
            }
            for one in codes.measures().values()
        )

    return View("measures.html", "measures", {"numbers": numbers}, rows, MEASURE_HEADINGS)


def _code(asked: Asked) -> str:
    code = asked.path["code"]
    if code not in codes.measures():
        raise Refused(404, "not_found", "no measure has this code")
    return code


def measure(asked: Asked) -> View:
    """A measure of a place over time. Without a place, that of most figures."""
    code = _code(asked)
    every = Filters(measures=(code,))
    places = asked.once("places", lambda: place_counts(asked.connection, every), every)
    chosen = asked.one("place") or ((places[0][0],) if places else ())
    place = chosen[0] if chosen else "LY"
    grain = asked.one("by", "year")
    known_on = asked.one("known_on")
    filters = Filters(
        measures=(code,),
        places=(place,),
        since=asked.one("since"),
        until=asked.one("until"),
        statuses=asked.one("status", _COUNTED),
    )

    def found() -> tuple[Tellings, dict[Line, list[Point]]]:
        all_told = of_a_series(asked.connection, filters, grain, known_on)
        lines = series(all_told.told, place, grain)
        points = (point for line in lines.values() for point in line)
        told = (getattr(p, name) for p in points for name in ("preferred", "lowest", "highest", "latest"))
        all_told.fetch(asked.connection, (one for one in told if one is not None))
        return all_told, lines

    all_told, lines = asked.once("series", found, filters, place, grain, known_on)
    points = [point for line in lines.values() for point in line]
    observed = official_of(asked, code, place, known_on)
    shown = {
        "measure": codes.measures()[code],
        "places": places,
        "place": place,
        "grain": grain,
        "known_on": known_on,
        "drawings": [_drawing(line, found, all_told, grain, observed) for line, found in lines.items()],
        "official": observed if not lines else [],
        "row": all_told.row,
        "alike": [c for c in codes.measures().values() if c.family == codes.measures()[code].family],
    }
    return View(
        "measure.html",
        codes.measures()[code].label(asked.language),
        shown,
        lambda: (point_row(code, point, all_told) for point in points),
        SERIES_HEADINGS,
        named=True,
    )


def _drawing(
    line: Line, points: Sequence[Point], all_told: Tellings, grain: Any, observed: Sequence[Observation]
) -> Drawing:
    said: dict[tuple[Period, Any], list[Told]] = defaultdict(list)
    for told in all_told.told:
        figure = told.figure
        counted = bucket(figure, grain)
        whole = figure.change is None and figure.population == EVERYBODY and figure.part_of is None
        if whole and counted and figure.unit == line.unit and role_of(figure, line.place) == line.role:
            said[counted].append(told)
    disputed = frozenset(
        (p.period, p.basis)
        for p in points
        if p.lowest and p.highest and not agree(p.lowest.figure, p.highest.figure)
    )
    drawn = {(point.period, point.basis) for point in points}
    dots: dict[tuple[object, ...], Dot] = {}
    for key in said.keys() & drawn:
        for told in totals(said[key]):
            of_it = key, told.figure.value, told.figure.bound, told.figure.source
            dots.setdefault(of_it, _dot(key, told, disputed))
    beside = [o for o in observed if _on_line(o, line)]
    chosen = _in_order(
        by_year(beside) if grain == "year" else by_month(beside) if grain == "month" else beside
    )
    for o in chosen:
        counted = bucket(as_figure(o), grain)
        if counted is not None and not o.scope:
            told_by = f"{o.series} {o.as_of or ''}"
            dots.setdefault((counted[0], o.value), Dot(counted[0], o.value, "official", told=told_by))
    ordered = sorted(dots.values(), key=lambda dot: (dot.shape, float(dot.value), dot.told))
    return Drawing(line, points, disputed, chart(ordered), chosen)


def _dot(key: tuple[Period, Any], told: Told, disputed: frozenset[tuple[Period, str | None]]) -> Dot:
    figure = told.figure
    low, high = admitted(figure)
    hedged = figure.bound in ("over", "under", "range", "about")
    return Dot(
        key[0],
        figure.value,
        "todate" if key[1] == "to date" else "said",
        low if hedged and math.isfinite(low) else None,
        high if hedged and math.isfinite(high) else None,
        key in disputed,
        figure.source or "",
    )


def _on_line(observation: Observation, line: Line) -> bool:
    figure = as_figure(observation)
    return figure.unit == line.unit and role_of(figure, line.place) == line.role


def official_of(asked: Asked, code: str, place: str | None, known_on: dt.date | None) -> list[Observation]:
    """The official values of a measure, of everybody, that were current by a day; of each the last vintage."""
    since, until = asked.one("since"), asked.one("until")
    last: dict[tuple[object, ...], Observation] = {}
    for o in asked.library.of(code, (place,) if place else ()):
        if o.population != EVERYBODY or not overlapping(o, since, until):
            continue
        if known_on is not None and (o.as_of is None or o.as_of > known_on):
            continue
        key = o.series, o.period, o.from_, o.to, o.at, o.scope, o.source
        if key not in last or str(last[key].as_of or "") < str(o.as_of or ""):
            last[key] = o
    return _in_order(last.values())


def _in_order(found: Iterable[Observation]) -> list[Observation]:
    return sorted(found, key=lambda o: (str(o.period.start), str(o.period.end), o.series, o.scope))


def official(asked: Asked) -> View:
    """What the official series say of a measure: years, or months, each with its series and its vintage."""
    code = _code(asked)
    places = asked.one("place", ())
    grain = asked.one("by", "year")
    found = official_of(asked, code, places[0] if places else None, asked.one("known_on"))
    if grain != "day":
        found = _in_order(by_year(found) if grain == "year" else by_month(found))
    first = asked.one("offset", 0)
    shown = found[first : first + asked.most]
    return View(
        "official.html",
        "official",
        {"measure": codes.measures()[code], "observations": shown, "number": len(found), "grain": grain},
        lambda: (observation_to_json(o) for o in shown),
        OBSERVATION_HEADINGS,
        following=str(first + asked.most) if first + asked.most < len(found) else None,
        turn="offset",
    )
