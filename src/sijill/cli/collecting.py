"""The commands of `dossier`: what was collected for a piece of work, as a table or as data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from sijill.cli.options import (
    PROBLEMS,
    Failure,
    format_option,
    quiet_option,
    register_option,
    say,
    user_name,
    using,
)
from sijill.cli.tables import Column, plain, print_data, print_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.register.dossiers import Dossier, Kind
    from sijill.register.people import Person


_DOSSIER = click.argument("dossier")


@click.group(short_help="Collections of figures, events, documents and notes.")
def dossier() -> None:
    """Show what was collected in dossiers: figures, events, mandates, documents, claims and notes, in an order.

    Whoever may read the register's file sees every dossier here; on the pages of `sijill serve --team` people see those
    that are theirs or shared with them. The pages at /en/dossiers order, annotate and share them.

    \b
    Examples:
      sijill dossier new "Returns from Libya"
      sijill dossier add "Returns from Libya" 4020d67d --note "ask again in May"
      sijill dossier list
      sijill dossier show 7c1f --format csv
    """


@dossier.command("list", short_help="List the dossiers.")
@format_option
@register_option
@quiet_option
def list_(form: str, register: Path | None, quiet: bool) -> None:
    """List all dossiers, the one that was changed last first.

    \b
    Example:
      sijill dossier list --format json
    """
    from sijill.exports.rows import DOSSIER_HEADINGS, dossier_row
    from sijill.register.dossiers import dossiers_of
    from sijill.register.opening import reading

    with using(register) as opened, reading(opened) as connection:
        found = dossiers_of(connection, _reader())
    if form != "table":
        print_data((dossier_row(one) for one in found), form, DOSSIER_HEADINGS)
        return
    print_table(
        (
            Column("id"),
            Column("items", "right"),
            Column("changed"),
            Column("by", widest=24, least=8),
            Column("title", widest=80, least=8),
        ),
        [
            (
                one.ref[:8],
                str(one.items),
                f"{one.updated_at:%Y-%m-%d}",
                one.author,
                plain(one.title),
            )
            for one in found
        ],
    )
    say(f"{len(found)} dossier{'' if len(found) == 1 else 's'}; what is in one: sijill dossier show ID")


@dossier.command(short_help="Show what is in a dossier.")
@_DOSSIER
@format_option
@register_option
@quiet_option
def show(dossier: str, form: str, register: Path | None, quiet: bool) -> None:
    """Show what is in a DOSSIER, given by its title or its id or what that begins with, in its order.

    JSON has the dossier with its `contents`, CSV a row for each of them.

    \b
    Example:
      sijill dossier show 7c1f --format csv
    """
    from sijill.exports.rows import ITEM_HEADINGS, dossier_record, item_row
    from sijill.register.collected import collected
    from sijill.register.dossiers import items_of
    from sijill.register.opening import reading

    with using(register) as opened, reading(opened) as connection:
        one = _one(connection, dossier)
        found = collected(connection, items_of(connection, one))
    if form == "json":
        print_data([dossier_record(one, found)], form, ())
        return
    rows = [item_row(place, item) for place, item in enumerate(found, 1)]
    if form != "table":
        print_data(rows, form, ITEM_HEADINGS)
        return
    click.echo(f"{plain(one.title)} ({one.ref[:8]}), by {plain(one.author)}")
    if one.note:
        click.echo(plain(one.note))
    print_table(
        (
            Column("place", "right"),
            Column("kind"),
            Column("id"),
            Column("what", widest=48, least=12),
            Column("document", widest=40, least=8),
            Column("note", widest=48, least=8),
        ),
        [_cells(row) for row in rows],
    )


@dossier.command(short_help="Begin a dossier.")
@click.argument("title")
@click.option("--note", metavar="TEXT", help="What it is for.")
@register_option
@quiet_option
def new(title: str, note: str | None, register: Path | None, quiet: bool) -> None:
    """Begin a dossier with this TITLE.

    \b
    Example:
      sijill dossier new "Returns from Libya" --note "for the May issue"
    """
    from sijill.register import audit
    from sijill.register.dossiers import begin

    with _changing(register) as connection:
        made = begin(connection, audit.now(), _reader(), title, note)
    say(f"begun as {made.ref[:8]}; put something in it: sijill dossier add {made.ref[:8]} ID")


@dossier.command(short_help="Put something into a dossier.")
@_DOSSIER
@click.argument("id", required=False)
@click.option("--note", metavar="TEXT", help="To be kept with it; without an ID a note of its own.")
@register_option
@quiet_option
def add(dossier: str, id: str | None, note: str | None, register: Path | None, quiet: bool) -> None:
    """Put the figure, event, mandate or document with this ID, or a note alone, into a DOSSIER.

    \b
    Examples:
      sijill dossier add "Returns from Libya" 4020d67d
      sijill dossier add 7c1f09aa --note "the ministry answers on Monday"
    """
    from sijill.register import audit
    from sijill.register.dossiers import add_item

    if id is None and not note:
        raise click.UsageError("say what to put into it: an ID, or --note TEXT")
    with _changing(register) as connection:
        into = _one(connection, dossier)
        kind, ref = _thing(connection, id)
        add_item(connection, audit.now(), _reader(), into, kind, ref, note)
    say(f"in dossier {into.ref[:8]}: {plain(into.title)}")


@contextmanager
def _changing(register: Path | None) -> Iterator[Connection]:
    from sijill.register.dossiers import DossierError
    from sijill.register.opening import writing

    with using(register, write=True) as opened:
        try:
            with writing(opened) as connection:
                yield connection
        except DossierError as error:
            raise Failure(str(error), PROBLEMS) from error


def _reader() -> Person:
    from sijill.register.people import alone

    return alone(user_name())


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    what = row.get("name") or row.get("quote") or row.get("title")
    if row.get("measure"):
        what = f"{row['quote']} ({row['measure']})"
    state = row.get("state")
    told = f"{what or ''} [{state}]" if state in ("gone", "rejected") else what or ""
    ref = str(row["id"] or "")
    short = ref[:8] if len(ref) == 16 else ""
    return (
        str(row["place"]),
        row["kind"],
        short,
        plain(str(told)),
        plain(row.get("document") or ""),
        plain(row["note"] or ""),
    )


def _one(connection: Connection, named: str) -> Dossier:
    """The dossier that has this title, or whose id begins so."""
    from sijill.register.dossiers import dossiers_of

    every = dossiers_of(connection, _reader())
    found = [one for one in every if one.title == " ".join(named.split())]
    found = found or [one for one in every if named and one.ref.startswith(named.lower())]
    if len(found) != 1:
        raise Failure(
            f"{len(found) or 'no'} dossiers have the title or the id {named}; they are: sijill dossier list",
            PROBLEMS,
        )
    return found[0]


def _thing(connection: Connection, id: str | None) -> tuple[Kind, str | None]:
    from sijill.register.query import by_prefix

    if id is None:
        return "note", None
    found = by_prefix(connection, id)
    if len(found) != 1:
        raise Failure(
            f"{len(found) or 'no'} things of the register have an id that begins with {id}", PROBLEMS
        )
    [(kind, ref)] = found
    return cast("Kind", kind), ref
