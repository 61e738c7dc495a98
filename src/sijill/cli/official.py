"""Commands over official series: `official list`, `official show`, `official import`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import (
    USAGE,
    Failure,
    a_day,
    default_register,
    format_option,
    listed,
    narrowing,
    quiet_option,
    register_option,
    register_path,
    say,
)
from sijill.cli.tables import Column, print_data, print_table
from sijill.exports.rows import OBSERVATION_HEADINGS
from sijill.exports.written import days, number

if TYPE_CHECKING:
    from sijill.model import Observation
    from sijill.official.library import Library

LIST_HEADINGS = (
    "series", "title", "measures", "places", "first", "last", "vintage", "observations", "source", "licence",
    "attribution", "definition",
)  # fmt: skip


def official_folder(register: Path | None) -> Path:
    """Where imported series lie: a folder beside the register, named after it; of a register that is no file, in
    the data folder."""
    place = register_path(register)[0]
    beside = place if isinstance(place, Path) else default_register()
    return beside.with_name(f"{beside.name}.official")


def opened_library(register: Path | None) -> Library:
    """The series at hand. A broken file ends the command with one line."""
    from sijill.official.library import library
    from sijill.official.tables import SeriesError

    try:
        return library(official_folder(register))
    except SeriesError as error:
        raise Failure(str(error), USAGE) from error


@click.group(short_help="Official series: list, show, import.")
def official() -> None:
    """Official series of landings, deaths, interceptions, refugees: what comes with Sijill, and your own.

    A value has a vintage, the day on which it was current, since sources count again. What each series counts,
    and what not, is in docs/official-series.md.

    \b
    Examples:
      sijill official show arrivals --place IT
      sijill official import my-series.csv
    """


@official.command("list", short_help="List the series at hand.")
@format_option
@register_option
@quiet_option
def list_(form: str, register: Path | None, quiet: bool) -> None:
    """List the series at hand, with what they count, their latest vintage and their licence.

    \b
    Examples:
      sijill official list
      sijill official list --format json | jq '.[] | {series, attribution}'
    """
    rows = [_series_row(code, found) for code, found in sorted(_by_series(opened_library(register)).items())]
    if form != "table":
        print_data(rows, form, LIST_HEADINGS)
        return
    columns = ("series", "measures", "places", "first", "last", "vintage", "observations", "licence")
    print_table(
        [
            Column(
                name,
                "right" if name == "observations" else "left",
                widest=48,
                least=10 if name == "measures" else None,
            )
            for name in columns
        ],
        [[_shown(row[name]) for name in columns] for row in rows],
    )
    say(f"{len(rows)} series; see one: sijill official show MEASURE --place CODE")


def _by_series(library: Library) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for observation in library.all():
        found.setdefault(observation.series, []).append(observation)
    return found


def _series_row(code: str, found: list[Observation]) -> dict[str, Any]:
    from sijill.official.series import known

    about = known().get(code)
    vintages = [o.as_of for o in found if o.as_of]
    return {
        "series": code,
        "title": about.title if about else code,
        "measures": sorted({o.measure for o in found}),
        "places": sorted({place for o in found for place in (*o.from_, *o.to, *o.at)}),
        "first": min(str(o.period.start) for o in found),
        "last": max(str(o.period.end) for o in found),
        "vintage": str(max(vintages)) if vintages else None,
        "observations": len(found),
        "source": sorted({o.source for o in found}),
        "licence": found[0].licence or None,
        "attribution": about.attribution if about else None,
        "definition": found[0].definition or None,
    }


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return number(value) if isinstance(value, int) else value or ""


@official.command(short_help="Show what the series say of a measure.")
@click.argument("measure", type=listed("measures"))
@narrowing("place", "since", "until", "source")
@click.option(
    "--by",
    type=click.Choice(["year", "month", "all"]),
    default="year",
    show_default=True,
    help="Years (and the latest total of a year that is not over), months, or every observation.",
)
@click.option("--parts", is_flag=True, help="Also counts of women, children, nationalities.")
@format_option
@register_option
@quiet_option
def show(
    measure: str,
    by: str,
    parts: bool,
    form: str,
    register: Path | None,
    quiet: bool,
    places: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    sources: tuple[str, ...],
) -> None:
    """Show the observations of a measure, by period, each with its series and its vintage.

    Nothing is added up or averaged. A running total (since New Year) says so, and stands beside others of its kind.

    \b
    Examples:
      sijill official show arrivals --place IT --by year
      sijill official show dead_or_missing --by month --since 2025 --format csv
    """
    from sijill.codec import observation_to_json
    from sijill.official.choosing import by_month, by_year, overlapping

    found = [o for o in opened_library(register).of(measure, places) if parts or not _is_part(o)]
    found = [o for o in found if overlapping(o, since, until) and _by_source(o, sources)]
    if by != "all":
        found = by_year(found) if by == "year" else by_month(found)
    chosen = sorted(
        found,
        key=lambda o: (str(o.period.start), str(o.period.end), o.series, o.scope, str(o.population)),
    )
    if form != "table":
        print_data((observation_to_json(o) for o in chosen), form, OBSERVATION_HEADINGS)
        return
    print_observations(chosen)
    say(f"{len(chosen)} observations" if chosen else "no series at hand counts this")


def print_observations(found: list[Observation]) -> None:
    """Observations as a table."""
    print_table(
        (
            Column("period"),
            Column("value", "right"),
            Column("place"),
            Column("people"),
            Column("what", widest=52, least=16),
            Column("source", widest=32, least=8),
            Column("series"),
            Column("as of"),
        ),
        [
            (
                days(o.period),
                number(o.value) + (" " + o.unit if o.unit != "person" else ""),
                where(o),
                people(o),
                "; ".join(part for part in ("running total" if o.cumulative else "", o.scope) if part),
                o.source,
                o.series,
                str(o.as_of) if o.as_of else "",
            )
            for o in found
        ],
    )


def where(observation: Observation) -> str:
    """Where: `LY` from, `→ IT` to, `@ MED` at."""
    parts = [" ".join(observation.from_)]
    parts += [f"→ {' '.join(observation.to)}"] if observation.to else []
    parts += [f"@ {' '.join(observation.at)}"] if observation.at else []
    return " ".join(part for part in parts if part)


def people(observation: Observation) -> str:
    """The part of all people that is counted."""
    of = observation.population
    parts = [of.sex, of.age, *of.nationality, "vulnerable" if of.vulnerable else None]
    return ", ".join(part for part in parts if part)


def _is_part(observation: Observation) -> bool:
    return bool(people(observation))


def _by_source(observation: Observation, sources: tuple[str, ...]) -> bool:
    return not sources or any(part.lower() in observation.source.lower() for part in sources)


@official.command("import", short_help="Import a file of a series.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--as-of",
    type=a_day,
    metavar="DAY",
    help="The day of the copy, where the file does not say: Missing Migrants, Frontex, UNHCR.",
)
@register_option
@quiet_option
def import_(file: Path, as_of: dt.date | None, register: Path | None, quiet: bool) -> None:
    """Import a file into the folder of series beside the register: all of it, or nothing.

    FILE is a table as its publisher gives it (IOM Missing Migrants, Frontex detections, UNHCR statistics, Italy's
    landings, IOM Libya's running totals), or a plain CSV with the columns measure, from, to, at, period_start,
    period_end, value, unit, source, vintage. The columns tell which. The folder holds plain CSV files, which can be
    read and deleted by hand.

    \b
    Examples:
      sijill official import MissingMigrants-Global-2026-05-06.csv --as-of 2026-05-06
      sijill official import my-series.csv
    """
    from sijill.official.library import import_file
    from sijill.official.tables import SeriesError

    try:
        done = import_file(file, official_folder(register), as_of)
    except SeriesError as error:
        hint = " with --as-of DAY" if "does not say of which day" in str(error) else ""
        raise Failure(f"{error}{hint}", USAGE) from error
    except OSError as error:
        raise Failure(f"{error.filename or file}: {error.strerror}", USAGE) from error
    say(f"imported {file}: {done.layout}, {number(done.observations)} observations")
    for path in done.paths:
        say(f"written: {path}")
