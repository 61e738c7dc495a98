"""The layouts of files that there is a reader for, known by the columns of their heading line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sijill.model import Observation
from sijill.official import frontex, iom_libya, italy, missing_migrants, plain, unhcr
from sijill.official.tables import SeriesError, header


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file: its name, the columns that tell it, its reader, and whether the file keeps silent about its
    own vintage, so that whoever reads it has to say of which day the copy is."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[Path, dt.date], list[Observation]]
    needs_day: bool


LAYOUTS = (
    Layout(
        "Missing Migrants, IOM's download", missing_migrants.DOWNLOAD, missing_migrants.read_download, True
    ),
    Layout("Missing Migrants, by route", missing_migrants.ROUTES, missing_migrants.read_routes, True),
    Layout("Frontex, monthly detections", frontex.COLUMNS, frontex.read, True),
    Layout("UNHCR, population", unhcr.POPULATION, unhcr.read_population, True),
    Layout("UNHCR, solutions", unhcr.SOLUTIONS, unhcr.read_solutions, True),
    Layout("UNHCR, asylum applications", unhcr.APPLICATIONS, unhcr.read_applications, True),
    Layout("Italy, landings by nationality", italy.NATIONALITIES, italy.read_nationalities, False),
    Layout(
        "Italy, landings by nationality (second)",
        italy.SECOND_NATIONALITIES,
        italy.read_second_nationalities,
        False,
    ),
    Layout("Italy, landings by day", italy.DAYS, italy.read_days, False),
    Layout("Italy, landings by day (second)", italy.SECOND_DAYS, italy.read_second_days, False),
    Layout("IOM Libya, running totals", iom_libya.COLUMNS, iom_libya.read, False),
    Layout("plain CSV", plain.COLUMNS, plain.read, False),
)


def layout_of(path: Path) -> Layout:
    """The layout of a file. SeriesError if its heading line is none that there is a reader for."""
    names = set(header(path))
    for layout in LAYOUTS:
        if names.issuperset(layout.columns):
            return layout
    lacking = ", ".join(column for column in plain.COLUMNS if column not in names)
    raise SeriesError(f"{path}, line 1: no layout known here; for a plain CSV these columns lack: {lacking}")


def read(path: Path, as_of: dt.date | None = None) -> list[Observation]:
    """The observations of a file of any layout; `as_of` is the day of the copy, where the layout needs it.

    SeriesError if it is needed and not given, if the file is of no layout, or at the first thing wrong in it.
    """
    layout = layout_of(path)
    if layout.needs_day and as_of is None:
        raise SeriesError(
            f"{path}: this layout ({layout.name}) does not say of which day the copy is; say it"
        )
    try:
        return layout.read(path, as_of or dt.date.max)
    except SeriesError as error:
        if str(path) in str(error):
            raise
        raise SeriesError(f"{path}: {error}") from None
