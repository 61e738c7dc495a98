"""Commands over time: `series`, `mandates`, `expiring`."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import (
    a_day,
    a_place,
    first_day,
    format_option,
    last_day,
    listed,
    narrowing,
    quiet_option,
    register_option,
    say,
    using,
)
from sijill.cli.tables import Column, print_data, print_table
from sijill.exports.rows import (
    EXPIRING_HEADINGS,
    MANDATE_HEADINGS,
    SERIES_HEADINGS,
    mandate_rows,
    point_row,
    told_by,
)
from sijill.exports.written import days, hedged, number

if TYPE_CHECKING:
    from sijill.reconcile.mandates import Mandate
    from sijill.reconcile.series import Point
    from sijill.reconcile.tellings import Tellings

_SIGNS = {"from": "{} →", "to": "→ {}", "at": "@ {}"}
_BAR = 24


@click.command(short_help="Show a measure of a place over time.")
@click.argument("measure", type=listed("measures"))
@click.option(
    "--place", required=True, type=a_place, metavar="CODE", help="A country (LY or Libya), MED or EU."
)
@click.option(
    "--by",
    "grain",
    type=click.Choice(["day", "week", "month", "year"]),
    default="year",
    show_default=True,
    help="How long a bucket of the series is.",
)
@click.option("--since", type=first_day, metavar="DAY", help="From this day, month or year on.")
@click.option("--until", type=last_day, metavar="DAY", help="Up to this day, month or year.")
@click.option("--as-known-on", "known_on", type=a_day, metavar="DAY", help="Only what was published by then.")
@click.option(
    "--status",
    "statuses",
    type=listed("statuses"),
    multiple=True,
    metavar="CODE",
    help="Else reported and estimate.",
)
@click.option(
    "--all-lines", is_flag=True, help="Every unit and role of the place, not only that of most documents."
)
@format_option
@register_option
@quiet_option
def series(
    measure: str,
    place: str,
    grain: Any,
    since: dt.date | None,
    until: dt.date | None,
    known_on: dt.date | None,
    statuses: tuple[str, ...],
    all_lines: bool,
    form: str,
    register: Path | None,
    quiet: bool,
) -> None:
    """Show MEASURE of a place by day, week, month or year: the preferred number, the lowest, highest and latest.

    The preferred one is nearest to the source that counts (a body that counts for itself, then another named
    source, then none, then an estimate), of those the number said most closely, then the one published last. A
    count of a year that is not over is «to date» and never mixed with whole years; nothing is added up, and a
    time of which no document speaks is a gap.

    \b
    Examples:
      sijill series interceptions --place LY --by year
      sijill series arrivals --place IT --by month --since 2024 --as-known-on 2025-06-30
    """
    from sijill.reconcile.series import series as series_of
    from sijill.reconcile.tellings import of_a_series
    from sijill.register.opening import reading
    from sijill.register.query import Filters

    filters = Filters(
        measures=(measure,),
        places=(place,),
        since=since,
        until=until,
        statuses=statuses or ("reported", "estimate"),
    )
    with using(register) as opened, reading(opened) as connection:
        all_told = of_a_series(connection, filters, grain, known_on)
        lines = series_of(all_told.told, place, grain)
        shown = list(lines.values()) if all_lines else list(lines.values())[:1]
        points = [point for line in shown for point in line]
        told = (getattr(p, name) for p in points for name in ("preferred", "lowest", "highest", "latest"))
        all_told.fetch(connection, (one for one in told if one is not None))
    if form != "table":
        print_data((point_row(measure, point, all_told) for point in points), form, SERIES_HEADINGS)
        return
    for line in shown:
        _print_line(measure, line, all_told)
    others = [
        f"{_SIGNS[other.role].format(other.place)} ({other.unit})" for other in list(lines)[len(shown) :]
    ]
    say(
        f"also: {', '.join(others)}; see --all-lines"
        if others
        else f"{len(shown)} line{'s' * (len(shown) != 1)}"
    )


def _print_line(measure: str, points: list[Point], all_told: Tellings) -> None:
    line = points[0].line
    click.echo(f"{measure} {_SIGNS[line.role].format(line.place)} · {line.unit}")
    most = max((float(p.preferred.figure.value) for p in points if p.preferred), default=0.0)
    print_table(
        (
            Column("period"),
            Column("basis"),
            Column("value", "right"),
            Column(""),
            Column("lowest", "right"),
            Column("highest", "right"),
            Column("latest", "right"),
            Column("documents", "right"),
            Column("source", widest=40, least=10),
            Column("id"),
        ),
        [_point_cells(point, most, all_told) for point in points],
    )


def _point_cells(point: Point, most: float, all_told: Tellings) -> tuple[str, ...]:
    if point.preferred is None or point.lowest is None or point.highest is None or point.latest is None:
        return (days(point.period), "gap", *("",) * 8)
    value = float(point.preferred.figure.value)
    filled = round(_BAR * value / most) if most > 0 else 0
    bar = ("░" if point.basis == "to date" else "█") * filled
    return (
        days(point.period),
        point.basis or "",
        hedged(point.preferred.figure),
        bar,
        hedged(point.lowest.figure),
        hedged(point.highest.figure),
        hedged(point.latest.figure),
        str(point.documents),
        point.preferred.figure.source or "",
        all_told.row(point.preferred).ref[:8],
    )


@click.command(short_help="Show mandates over time: extensions, budgets, cost.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@narrowing("kind", "language")
@format_option
@register_option
@quiet_option
def mandates(names: tuple[str, ...], form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """Show instruments over time: each end that a mandate was given and by how much it extends the one before,
    each budget with its cost a day, and for each person where a document states a target. NAME is part of a name.

    \b
    Examples:
      sijill mandates IRINI
      sijill mandates --kind operation --format csv
    """
    found = _mandates(register, names=names, **filters)
    if form != "table":
        print_data((row for mandate in found for row in mandate_rows(mandate)), form, MANDATE_HEADINGS)
        return
    print_table(
        (
            Column("name", widest=56, least=16),
            Column("what"),
            Column("period"),
            Column("extended", "right"),
            Column("money", "right"),
            Column("a day", "right"),
            Column("a person", "right"),
            Column("first told"),
            Column("documents", "right"),
        ),
        [
            (
                mandate.name if first else "",
                row["what"],
                _span(row),
                f"{row['extended_days']} days" if row.get("extended_days") is not None else "",
                f"{number(row['value'])} {row['unit']}" if "value" in row else "",
                _money(row.get("per_day")),
                _money(row.get("per_person")),
                row["first_told"] or "",
                str(row["documents"]),
            )
            for mandate in found
            for first, row in _first(mandate_rows(mandate))
        ],
    )
    say(f"{len(found)} instrument{'' if len(found) == 1 else 's'}")


@click.command(short_help="List mandates that end soon.")
@click.option(
    "--within", default="180d", show_default=True, metavar="TIME", help="Days, weeks or months: 90d, 12w, 6m."
)
@click.option("--on", "on", type=a_day, metavar="DAY", help="Counted from this day, else from today.")
@narrowing("kind", "language")
@format_option
@register_option
@quiet_option
def expiring(
    within: str, on: dt.date | None, form: str, register: Path | None, quiet: bool, **filters: Any
) -> None:
    """List mandates, programmes and agreements whose latest known end comes within a time, the next first.

    \b
    Examples:
      sijill expiring --within 180d
      sijill expiring --within 12m --on 2026-06-01
    """
    from sijill.reconcile.mandates import expiring as ending

    day = on or dt.date.today()
    found = ending(_mandates(register, names=(), **filters), day, _days(within))
    rows = [
        {
            "name": mandate.name,
            "kind": mandate.kind,
            "ends": term.ends.isoformat(),
            "days_left": (term.ends - day).days,
            **told_by(term.told),
        }
        for mandate, term in found
    ]
    if form != "table":
        print_data(rows, form, EXPIRING_HEADINGS)
        return
    print_table(
        (
            Column("ends"),
            Column("days left", "right"),
            Column("name", widest=64, least=16),
            Column("kind"),
            Column("first told"),
            Column("documents", "right"),
            Column("id"),
        ),
        [
            (
                row["ends"],
                str(row["days_left"]),
                row["name"],
                row["kind"],
                row["first_told"] or "",
                str(row["documents"]),
                row["ids"][0][:8],
            )
            for row in rows
        ],
    )
    say(f"{len(rows)} from {day} on")


def _mandates(register: Path | None, **filters: Any) -> list[Mandate]:
    from sijill.reconcile.mandates import Described
    from sijill.reconcile.mandates import mandates as over_time
    from sijill.register.opening import reading
    from sijill.register.query import Filters, list_instruments

    with using(register) as opened, reading(opened) as connection:
        stored = list_instruments(connection, Filters(**filters))
    return over_time(Described(s.head.key, s.found, s.head.published, s.ref) for s in stored)


def _first(rows: list[dict[str, Any]]) -> list[tuple[bool, dict[str, Any]]]:
    return [(place == 0, row) for place, row in enumerate(rows)]


def _span(row: dict[str, Any]) -> str:
    if "period" in row:
        first, last = row["period"] or (None, None)
    else:
        first, last = row.get("begins"), row.get("ends")
    return f"{first or '…'} – {last or '…'}" if first or last else ""


def _money(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def _days(written: str) -> int:
    """The days of 180d, 26w or 6m; a month is counted as 31 days, so that none is too short."""
    found = re.fullmatch(r"(\d{1,5})([dwm]?)", written.strip().lower())
    if found is None:
        raise click.BadParameter(f"{written!r} is no time; say 90d, 12w or 6m", param_hint="--within")
    return int(found[1]) * {"": 1, "d": 1, "w": 7, "m": 31}[found[2]]
