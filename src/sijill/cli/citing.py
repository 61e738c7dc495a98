"""The command `cite`: what the register shows of one thing, with its hash, as of now or of a time before."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import PROBLEMS, Failure, a_day, quiet_option, register_option, say, using
from sijill.cli.tables import plain

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.exports.citation import Citation, Subject


def _time(written: str) -> dt.datetime:
    from sijill.exports.citation import read_time

    try:
        return read_time(written)
    except ValueError:
        raise click.BadParameter("a time is written 2026-01-31T08:30:00Z, a day 2026-01-31") from None


def _hash(written: str) -> str:
    value = written.strip().lower().removeprefix("sha256:")
    if len(value) != 64 or not set(value) <= set("0123456789abcdef"):
        raise click.BadParameter("a SHA-256 has 64 hex digits")
    return value


@click.command(short_help="Cite a figure, claim or series; see whether it still stands.")
@click.argument("id")
@click.option("--claim", is_flag=True, help="The claim of the figure: all who tell it.")
@click.option("--place", metavar="CODE", help="Of a measure: the place of its series, LY for example.")
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month", "year"]),
    default="year",
    help="Of a measure: its buckets.",
)
@click.option(
    "--as-known-on",
    "known_on",
    type=a_day,
    metavar="DAY",
    help="Of a measure: only what was published by then.",
)
@click.option("--as-of", type=_time, metavar="TIME", help="As the register stood then (UTC).")
@click.option("--sha256", "expected", type=_hash, metavar="HEX", help="The hash that was cited, to compare.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "record", "bibtex", "csl"]),
    default="text",
    show_default=True,
    help="record: the very bytes that the hash is of.",
)
@register_option
@quiet_option
@click.pass_context
def cite(
    context: click.Context,
    id: str,
    claim: bool,
    place: str | None,
    by: Any,
    known_on: dt.date | None,
    as_of: dt.datetime | None,
    expected: str | None,
    form: str,
    register: Path | None,
    quiet: bool,
) -> None:
    """Cite what the register shows: a record with its SHA-256, which can be made again at any later time.

    ID is the short id of a figure, an event, an instrument or a document, or its first digits; or a measure, with
    --place. With --as-of the record is made again as the register stood then, from the readings and reviews of that
    time, byte for byte, and what has changed since is listed. With --sha256 the exit code is 1 where the record is
    not the one that was cited.

    \b
    Examples:
      sijill cite 4020d67d
      sijill cite 4020d67d --claim --format bibtex
      sijill cite arrivals --place IT --as-of 2026-01-31
      sijill cite 4020d67d --as-of 2026-01-31T08:30:00Z --sha256 HEX
    """
    from sijill.exports.citation import cite as citation_of
    from sijill.register.opening import reading

    with using(register) as opened, reading(opened) as connection:
        subject = _subject(connection, id, claim, place, by, known_on)
        found = citation_of(connection, subject, as_of)
    if found is None:
        when = " as of that time" if as_of else ""
        raise Failure(f"the register has no {subject.kind} {id}{when}", PROBLEMS)
    if form == "record":
        click.echo(found.text, nl=False)
    else:
        _print(found, form)
    if expected is not None and expected != found.sha256:
        say(f"this is not what was cited: its hash is {found.sha256}")
        context.exit(PROBLEMS)


def _subject(
    connection: Connection, id: str, claim: bool, place: str | None, by: Any, known_on: dt.date | None
) -> Subject:
    from sijill import codes
    from sijill.exports.citation import Subject
    from sijill.register.query import by_prefix

    if id in codes.measures():
        if not place:
            raise click.UsageError(f"say of which place: sijill cite {id} --place LY")
        return Subject("measure", id, place.upper(), by, known_on=known_on)
    if place or known_on:
        raise click.UsageError("--place and --as-known-on are of a measure; see sijill series")
    prefix = id.strip().strip("\u200e\u200f\u2068\u2069").lower()
    if not prefix or len(prefix) > 64 or not set(prefix) <= set("0123456789abcdef"):
        raise click.UsageError(f"{id!r} is neither an id, as sijill figures shows them, nor a measure")
    found = by_prefix(connection, prefix[:16])
    if len(found) > 1:
        several = ", ".join(f"{ref} ({kind})" for kind, ref in found[:5])
        raise click.UsageError(f"more than one id begins with {prefix}: {several}")
    kind, ref = (
        found[0] if found else ("figure", prefix)
    )  # what is there no more may be cited by its whole id
    if claim and kind != "figure":
        raise click.UsageError(f"{ref} is no figure but {kind}; only figures have a claim")
    return Subject("claim" if claim else kind, ref)  # type: ignore[arg-type]


def _print(found: Citation, form: str) -> None:
    from sijill.exports.citation import as_bibtex, as_csl, written_time

    title = f"Sijill, {found.subject.kind} {found.subject.id}"
    if form == "bibtex":
        click.echo(as_bibtex(found, title, ""))
        return
    if form == "csl":
        click.echo(json.dumps(as_csl(found, title, ""), ensure_ascii=False, indent=1))
        return
    changes = [{"field": c.field, "then": c.then, "now": c.now} for c in found.changes]
    told = {
        "kind": found.subject.kind,
        "id": found.subject.id,
        "as_of": written_time(found.as_of),
        "sha256": found.sha256,
        "state": "gone" if found.now is None else "unchanged" if found.unchanged else "changed",
    }
    if form == "json":
        click.echo(json.dumps(told | {"changes": changes, "text": found.text}, ensure_ascii=False, indent=1))
        return
    for name, value in told.items():
        click.echo(f"{name:<8} {value}")
    for change in changes:
        click.echo(
            f"  {plain(str(change['field']))}: {plain(change['then'] or '-')} → {plain(change['now'] or '-')}"
        )
