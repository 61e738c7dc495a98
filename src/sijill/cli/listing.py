"""Commands that list what the register holds: `figures`, `events`, `instruments`, `documents`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import format_option, narrowing, quiet_option, register_option, say, using
from sijill.cli.tables import Column, print_data, print_table
from sijill.exports.rows import (
    DOCUMENT_HEADINGS,
    EVENT_HEADINGS,
    FIGURE_HEADINGS,
    INSTRUMENT_HEADINGS,
    REVIEWED,
    document_row,
    event_row,
    figure_row,
    instrument_row,
)
from sijill.exports.written import days, hedged, number, places

if TYPE_CHECKING:
    from sijill.model import Figure
    from sijill.register.rows import Stored

SHORT = 8
"""Hex digits of a short id that are shown: enough to be unique in a register of thousands."""


@click.command(short_help="List figures.")
@narrowing("measure", "place", "since", "until", "source", "status", "language", "document", "limit")
@click.option(
    "--labels",
    type=click.Choice(["ar", "en", "fr", "it"]),
    help="In the table, measures, units and statuses by their names in this language, not their codes.",
)
@format_option
@register_option
@quiet_option
def figures(labels: str | None, form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """List the figures of the register, in the order of publication.

    Filters given twice widen (--place LY --place TN), different ones narrow.

    \b
    Examples:
      sijill figures --measure interceptions --place LY --since 2024
      sijill figures --source Migration --format csv > figures.csv
    """
    from sijill.register.opening import reading
    from sijill.register.query import Filters, list_figures

    with using(register) as opened, reading(opened) as connection:
        found = list_figures(connection, Filters(**filters))
    if form == "table":
        print_figures(found, labels)
        _say_how_many(len(found), "figure")
    else:
        print_data((figure_row(f) for f in found), form, FIGURE_HEADINGS)


def print_figures(found: list[Stored[Figure]], labels: str | None = None) -> None:
    """The figures as a table, its codes by their names in the language `labels`."""
    print_table(
        (
            Column("id"),
            Column("value", "right"),
            Column("unit"),
            Column("measure", widest=44, least=13),
            Column("status"),
            Column("period"),
            Column("place", widest=24, least=8),
            Column("source", widest=32, least=9),
            Column("document", widest=32, least=10),
        ),
        [
            (
                f.ref[:SHORT],
                hedged(f.found),
                _label("units", f.found.unit, labels),
                _label("measures", f.found.measure, labels) + _part(f.found, labels),
                _label("statuses", f.found.status, labels)
                + (f" · {REVIEWED[f.review.verdict]}" if f.review else ""),
                days(f.found.period),
                places(f.found),
                f.found.source or "",
                f.head.id,
            )
            for f in found
        ],
    )


def _label(codes: str, code: str, language: str | None) -> str:
    """The name of a code of one of the code lists; the code itself without a language or a name."""
    if language is None:
        return code
    from sijill import codes as lists

    known = getattr(lists, codes)().get(code)
    return known.label(language) if known else code


def _part(figure: Figure, labels: str | None) -> str:
    """The part of all people that a figure counts, in brackets."""
    people = figure.population
    parts = [_label("sexes", people.sex, labels)] if people.sex else []
    parts += [_label("ages", people.age, labels)] if people.age else []
    parts += [*people.nationality, *(["vulnerable"] if people.vulnerable else [])]
    return f" ({', '.join(parts)})" if parts else ""


@click.command(short_help="List events.")
@narrowing("type", "topic", "where", "participant", "since", "until", "language", "document", "limit")
@format_option
@register_option
@quiet_option
def events(form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """List the events of the register: meetings, agreements, shipwrecks, …

    \b
    Examples:
      sijill events --type meeting --place Rome
      sijill events --participant Haftar --since 2025-01 --format jsonl
    """
    from sijill.register.opening import reading
    from sijill.register.query import Filters, list_events

    with using(register) as opened, reading(opened) as connection:
        found = list_events(connection, Filters(**filters))
    if form != "table":
        print_data((event_row(e) for e in found), form, EVENT_HEADINGS)
        return
    print_table(
        (
            Column("id"),
            Column("type"),
            Column("when"),
            Column("place", widest=24, least=8),
            Column("participants", widest=60, least=16),
            Column("instrument", widest=32, least=10),
            Column("document", widest=32, least=10),
        ),
        [
            (
                e.ref[:SHORT],
                e.found.type,
                days(e.found.period),
                e.found.place or "",
                ", ".join(p.name for p in e.found.participants),
                e.found.instrument or "",
                e.head.id,
            )
            for e in found
        ],
    )
    _say_how_many(len(found), "event")


@click.command(short_help="List mandates, programmes, funds and agreements.")
@narrowing("kind", "name", "since", "until", "language", "document", "limit")
@format_option
@register_option
@quiet_option
def instruments(form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """List what lasts: operations, programmes, funds, agreements, sanctions, as each document describes it.

    \b
    Examples:
      sijill instruments --kind operation
      sijill instruments --name IRINI --format json
    """
    from sijill.register.opening import reading
    from sijill.register.query import Filters, list_instruments

    with using(register) as opened, reading(opened) as connection:
        found = list_instruments(connection, Filters(**filters))
    if form != "table":
        print_data((instrument_row(i) for i in found), form, INSTRUMENT_HEADINGS)
        return
    print_table(
        (
            Column("id"),
            Column("name", widest=64, least=20),
            Column("kind"),
            Column("begins"),
            Column("ends"),
            Column("money", "right"),
            Column("target", "right"),
            Column("partner", widest=40, least=10),
            Column("document", widest=32, least=10),
        ),
        [
            (
                i.ref[:SHORT],
                i.found.name,
                i.found.kind,
                i.found.begins or "",
                i.found.ends or "",
                ", ".join(f"{number(m.value)} {m.unit}" for m in i.found.budget),
                number(i.found.target) if i.found.target is not None else "",
                i.found.partner or "",
                i.head.id,
            )
            for i in found
        ],
    )
    _say_how_many(len(found), "instrument")


@click.command(short_help="List documents.")
@narrowing("measure", "place", "since", "until", "source", "status", "language", "document", "limit")
@format_option
@register_option
@quiet_option
def documents(form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """List the documents of the register, with how much each says.

    --since and --until are of the publication day; --measure, --place, --source and --status ask for a
    figure that passes them.

    \b
    Examples:
      sijill documents --language ar --since 2025
      sijill documents --measure deaths --format jsonl
    """
    from sijill.register.opening import reading
    from sijill.register.query import Filters, list_documents

    with using(register) as opened, reading(opened) as connection:
        found = list_documents(connection, Filters(**filters))
    if form != "table":
        print_data((document_row(head, counts) for head, counts in found), form, DOCUMENT_HEADINGS)
        return
    print_table(
        (
            Column("id"),
            Column("document", widest=40, least=10),
            Column("published"),
            Column("language"),
            Column("title", widest=64, least=16),
            *(Column(kind, "right") for kind in ("figures", "events", "instruments")),
        ),
        [
            (
                head.ref[:SHORT],
                head.id,
                head.published.isoformat() if head.published else "",
                head.language,
                head.title or "",
                *(str(counts.get(kind, 0)) for kind in ("figures", "events", "instruments")),
            )
            for head, counts in found
        ],
    )
    _say_how_many(len(found), "document")


def _say_how_many(number_: int, kind: str) -> None:
    if number_:
        say(f"{number_} {kind}{'s' if number_ != 1 else ''}; see one in its text: sijill show ID")
    else:
        say(f"no {kind} passes these filters")
