"""The plain CSV of anybody's series: the layout of the package's own data, and of what is imported.

Columns that must be there, in any order (their meaning is docs/figures.md's):
measure, from, to, at, period_start, period_end, value, unit, source, vintage.
`from`, `to` and `at` hold codes apart by spaces, or nothing; days are ISO 8601; `vintage` is the day on which the value
was current, empty where nobody knows. Columns that may be there: sex, age, nationality (codes apart by spaces),
vulnerable (true), cumulative (true for a running total), scope, series, definition, licence, url.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sijill import codes
from sijill.model import EVERYBODY, Observation, Period, Population
from sijill.official.series import known
from sijill.official.tables import Row, day, number, rows, text, wrong

COLUMNS = (
    "measure", "from", "to", "at", "period_start", "period_end", "value", "unit", "source", "vintage",
)  # fmt: skip
OPTIONAL = (
    "sex", "age", "nationality", "vulnerable", "cumulative", "scope", "series", "definition", "licence", "url",
)  # fmt: skip

_COUNTRY = re.compile(r"[A-Z]{2}")


def read(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The observations of a plain CSV. Each row has its own vintage, so `as_of` is not used.

    A series without a code gets the file's name. SeriesError names line and column of the first thing wrong.
    """
    return [_observation(row, path.stem) for row in rows(path, COLUMNS)]


def _observation(row: Row, name: str) -> Observation:
    measure = _one_of(row, "measure", codes.measures())
    unit = text(row, "unit")
    counted_in = codes.measures()[measure].units
    if not (unit in counted_in or ("money" in counted_in and codes.is_money(unit))):
        raise wrong(
            row,
            "unit",
            f"{measure} is not counted in {unit[:40]!r}; it is in {', '.join(sorted(counted_in))}",
        )
    first, last = day(row, "period_start"), day(row, "period_end")
    if last < first:
        raise wrong(row, "period_end", f"{last} is before {first}")
    as_of = day(row, "vintage") if row.cells["vintage"] else None
    series = row.cells.get("series") or name
    about = known().get(series)
    return Observation(
        measure=measure,
        value=number(row, "value"),
        unit=unit,
        period=Period(first, last),
        source=text(row, "source"),
        as_of=as_of,
        from_=_places(row, "from"),
        to=_places(row, "to"),
        at=_places(row, "at"),
        population=_population(row),
        cumulative=_flag(row, "cumulative"),
        scope=row.cells.get("scope", ""),
        series=series,
        definition=row.cells.get("definition") or (about.definition if about else ""),
        licence=row.cells.get("licence") or (about.licence if about else ""),
        url=row.cells.get("url") or (about.url if about else ""),
    )


def _one_of(row: Row, column: str, listed: Mapping[str, Any]) -> str:
    code = text(row, column)
    if code not in listed:
        raise wrong(row, column, f"{code[:40]!r} is no code of the list; there are: {', '.join(listed)}")
    return code


def _places(row: Row, column: str) -> tuple[str, ...]:
    found = row.cells.get(column, "").split()
    for code in found:
        if code not in codes.PLACE_CODES_BESIDE_ISO and not _COUNTRY.fullmatch(code):
            raise wrong(row, column, f"{code[:40]!r} is no ISO 3166-1 alpha-2 code, MED or EU")
    return tuple(sorted(set(found)))


def _flag(row: Row, column: str) -> bool:
    written = row.cells.get(column, "")
    if written not in ("", "true", "false"):
        raise wrong(row, column, f"{written[:40]!r} is neither true nor false")
    return written == "true"


def _population(row: Row) -> Population:
    sex = _one_of(row, "sex", codes.sexes()) if row.cells.get("sex") else None
    age = _one_of(row, "age", codes.ages()) if row.cells.get("age") else None
    nationality, vulnerable = _places(row, "nationality"), _flag(row, "vulnerable")
    if not (sex or age or nationality or vulnerable):
        return EVERYBODY
    return Population(sex, age, nationality, vulnerable)  # type: ignore[arg-type]  # codes of the lists


def written(observations: Iterable[Observation]) -> str:
    """The observations as a plain CSV that `read` takes back. What all of a known series shares is left out."""
    listed = list(observations)
    optional = [column for column in OPTIONAL if any(_CELLS[column](o) for o in listed)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *optional])
    writer.writerows([_CELLS[column](o) for column in (*COLUMNS, *optional)] for o in listed)
    return out.getvalue()


def _unless_shared(slot: str) -> Callable[[Observation], str]:
    def cell(observation: Observation) -> str:
        value: str = getattr(observation, slot)
        about = known().get(observation.series)
        return "" if about and getattr(about, slot) == value else value

    return cell


_CELLS: dict[str, Callable[[Observation], str]] = {
    "measure": lambda o: o.measure,
    "from": lambda o: " ".join(o.from_),
    "to": lambda o: " ".join(o.to),
    "at": lambda o: " ".join(o.at),
    "period_start": lambda o: o.period.start.isoformat() if o.period.start else "",
    "period_end": lambda o: o.period.end.isoformat() if o.period.end else "",
    "value": lambda o: str(o.value),
    "unit": lambda o: o.unit,
    "source": lambda o: o.source,
    "vintage": lambda o: o.as_of.isoformat() if o.as_of else "",
    "sex": lambda o: o.population.sex or "",
    "age": lambda o: o.population.age or "",
    "nationality": lambda o: " ".join(o.population.nationality),
    "vulnerable": lambda o: "true" if o.population.vulnerable else "",
    "cumulative": lambda o: "true" if o.cumulative else "",
    "scope": lambda o: o.scope,
    "series": lambda o: o.series,
    "definition": _unless_shared("definition"),
    "licence": _unless_shared("licence"),
    "url": _unless_shared("url"),
}
