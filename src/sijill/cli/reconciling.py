"""Commands over what documents say of the same: `claims`, `conflicts`, `lineage`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sijill.cli.listing import SHORT
from sijill.cli.options import Failure, format_option, narrowing, quiet_option, register_option, say, using
from sijill.cli.tables import Column, print_data, print_table
from sijill.cli.telling import print_passage
from sijill.exports.rows import (
    CLAIM_HEADINGS,
    CONFLICT_HEADINGS,
    LINEAGE_HEADINGS,
    claim_row,
    conflict_row,
    lineage_row,
)
from sijill.exports.written import days, hedged, places

KINDS = (
    "period", "year_to_date", "scope", "unit", "rounding", "revision", "misprint", "contradiction", "parts"
)  # fmt: skip


@click.command(short_help="List what documents say alike, with its witnesses.")
@narrowing("measure", "place", "since", "until", "source", "status", "language")
@click.option(
    "--witnesses", "least", type=click.IntRange(min=1), default=1, metavar="N", help="At least N witnesses."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="The first N only.",
)
@format_option
@register_option
@quiet_option
def claims(least: int, limit: int, form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """List claims: figures of one measure, population, place and time whose values agree within their hedges.

    A claim shows its closest number, the lowest and highest by which it is told, in how many documents, and how
    many of these are witnesses: texts that are copies of one another are one. What most documents tell is first.

    \b
    Examples:
      sijill claims --measure interceptions --place LY
      sijill claims --witnesses 3 --format csv
    """
    from sijill.reconcile.listed import witnessed_claims
    from sijill.register.opening import reading
    from sijill.register.query import Filters

    with using(register) as opened, reading(opened) as connection:
        counted, found, all_told = witnessed_claims(connection, Filters(**filters), least, limit)
    rows = [(claim_row(claim, number, all_told), claim) for claim, number in counted]
    if form != "table":
        print_data((row for row, _ in rows), form, CLAIM_HEADINGS)
        return
    print_table(
        (
            Column("id"),
            Column("value", "right"),
            Column("told as", "right"),
            Column("unit"),
            Column("measure", widest=32, least=13),
            Column("period"),
            Column("place", widest=24, least=8),
            Column("documents", "right"),
            Column("witnesses", "right"),
            Column("languages"),
            Column("sources", widest=48, least=9),
        ),
        [
            (
                row["id"][:SHORT],
                hedged(claim.best.figure),
                "" if row["lowest"] == row["highest"] else f"{row['lowest']:,}–{row['highest']:,}",
                row["unit"],
                claim.best.figure.measure,
                days(claim.best.figure.period),
                places(claim.best.figure),
                str(row["documents"]),
                str(row["witnesses"]),
                " ".join(row["languages"]),
                ", ".join(row["sources"]),
            )
            for row, claim in rows
        ],
    )
    of = f" of {found}; --limit shows more" if len(counted) == limit < found else ""
    say(f"{len(counted)} claim{'' if len(counted) == 1 else 's'}{of}; who said it first: sijill lineage ID")


@click.command(short_help="List figures that disagree.")
@narrowing("measure", "place", "since", "until", "source", "status", "language")
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, metavar="KIND", help=", ".join(KINDS) + "."
)
@click.option("--explained", is_flag=True, help="Also those whose kind accounts for the difference.")
@click.option("--passages", is_flag=True, help="Both passages of each conflict instead of the table.")
@format_option
@register_option
@quiet_option
def conflicts(
    kinds: tuple[str, ...],
    explained: bool,
    passages: bool,
    form: str,
    register: Path | None,
    quiet: bool,
    **filters: Any,
) -> None:
    """List pairs of figures of different documents that count the same and disagree beyond their hedges.

    The kind says why they may differ: revision (the same source on another day, or a toll that rises), rounding
    (within one per cent), misprint (one digit, or two swapped), period or year_to_date (other days), scope (other
    people, a wider area, a like measure), unit (another currency), or contradiction; parts are more than their
    whole, within one document. What a longer time or a wider area accounts for is shown with --explained only.

    \b
    Examples:
      sijill conflicts
      sijill conflicts --kind contradiction --passages
      sijill conflicts --measure arrivals --format csv
    """
    from sijill.reconcile.listed import disagreements
    from sijill.register.opening import reading
    from sijill.register.query import Filters
    from sijill.register.views import passages as passages_around

    with using(register) as opened, reading(opened) as connection:
        shown, all_told = disagreements(connection, Filters(**filters), kinds, explained=explained)
        pairs = [(kind, all_told.row(a), all_told.row(b), why, plain) for kind, a, b, why, plain in shown]
        wanted = passages or form in ("json", "jsonl")
        around = passages_around(connection, (s.ref for p in pairs for s in p[1:3])) if wanted else {}
    if form != "table":
        print_data((conflict_row(*pair, around) for pair in pairs), form, CONFLICT_HEADINGS)
        return
    if passages:
        for kind, one, other, why, _ in pairs:
            click.echo(f"{kind}: {why}")
            print_passage(one, around[one.ref])
            print_passage(other, around[other.ref])
            click.echo("")
    else:
        _print_pairs(pairs)
    say(f"{len(pairs)} conflict{'' if len(pairs) == 1 else 's'}")


def _print_pairs(pairs: list[Any]) -> None:
    rows = []
    for kind, one, other, _, _ in pairs:
        alike = one.found.period == other.found.period and places(one.found) == places(other.found)
        for stored in (one, other):
            figure = stored.found
            first = stored is one
            rows.append(
                (
                    kind if first else "",
                    figure.measure if first or figure.measure != one.found.measure else "",
                    days(figure.period) if first or not alike else "",
                    places(figure) if first or not alike else "",
                    hedged(figure),
                    figure.unit if first or figure.unit != one.found.unit else "",
                    figure.source or "",
                    stored.head.id,
                    stored.ref[:SHORT],
                )
            )
    print_table(
        (
            Column("kind"),
            Column("measure"),
            Column("period"),
            Column("place"),
            Column("value", "right"),
            Column("unit"),
            Column("source", widest=40, least=10),
            Column("document", widest=32, least=10),
            Column("id"),
        ),
        rows,
    )


_TOLD = {
    "first": "first",
    "copy": "copy",
    "cites": "cites",
    "itself": "says itself",
    "again": "again",
    "silent": "no source",
}


@click.command(short_help="Show who said a figure first, and who repeats it.")
@click.argument("id")
@format_option
@register_option
@quiet_option
def lineage(id: str, form: str, register: Path | None, quiet: bool) -> None:
    """Show the claim of the figure ID in the order of publication: who said it first and who repeats it.

    What is published first is first. A later document is a copy (its words are those of another), cites a
    source, says it of itself, says it again, or names no source. What the register does not hold is not seen.

    \b
    Example:
      sijill lineage 4020d67d
    """
    from sijill.cli.options import PROBLEMS
    from sijill.reconcile.lineage import claim_of, origins
    from sijill.reconcile.lineage import lineage as lineage_of
    from sijill.reconcile.tellings import copies_in, tellings
    from sijill.register.opening import reading
    from sijill.register.query import Filters, by_prefix, figures_by_ref

    prefix = id.strip().strip("\u200e\u200f\u2068\u2069")
    with using(register) as opened, reading(opened) as connection:
        found = (
            [ref for kind, ref in by_prefix(connection, prefix[:16]) if kind == "figure"] if prefix else []
        )
        if len(found) != 1:
            raise Failure(
                f"{'no' if not found else 'more than one'} figure has an id that begins with {id}", PROBLEMS
            )
        asked = figures_by_ref(connection, found[0])[0]
        period = asked.found.period
        since, until = (period.start, period.end) if period else (None, None)
        all_told = tellings(connection, Filters(measures=(asked.found.measure,), since=since, until=until))
        one = next(t for t in all_told.told if all_told.ref(t) == asked.ref)
        claim = claim_of(one, all_told.told)
        steps = lineage_of(claim, copies_in(connection, [claim], all_told)[0])
        all_told.fetch(connection, claim.told)
    names = {told.document: all_told.row(told).head for told in claim.told}
    rows = [lineage_row(step, all_told.row(step.told), names) for step in steps]
    if form != "table":
        print_data(rows, form, LINEAGE_HEADINGS)
        return
    print_table(
        (
            Column("published"),
            Column("part"),
            Column("value", "right"),
            Column("source", widest=48, least=10),
            Column("language"),
            Column("document", widest=40, least=10),
            Column("id"),
        ),
        [
            (
                row["published"] or "",
                _TOLD[row["part"]] + (f" of {row['of']}" if row["part"] == "copy" else ""),
                hedged(step.told.figure),
                row["source"] or "",
                row["language"],
                row["document"],
                row["id"][:SHORT],
            )
            for row, step in zip(rows, steps, strict=True)
        ],
    )
    cited = ", ".join(f"{name} ({number})" for name, number in origins(claim))
    say(f"{len(claim.documents)} documents; " + (f"they name {cited}" if cited else "none names a source"))
