"""Commands over views of the register: `conflicts`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sijill.cli.listing import SHORT, figure_row
from sijill.cli.options import format_option, narrowing, quiet_option, register_option, say, using
from sijill.cli.tables import Column, days, hedged, places, print_data, print_table

CONFLICT_HEADINGS = (
    "kind", "measure", "unit", "period_start", "period_end",
    "one_id", "one_value", "one_bound", "one_source", "one_document",
    "other_id", "other_value", "other_bound", "other_source", "other_document",
)  # fmt: skip


@click.command(short_help="List figures that disagree.")
@narrowing("measure", "place", "since", "until", "source", "status", "language")
@format_option
@register_option
@quiet_option
def conflicts(form: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """List pairs of figures of different documents that count the same and disagree beyond their hedges.

    Only figures of one measure, unit, status, population, place and period are compared. The kind says why
    they may differ: revision (the same source, another day), rounding (within one per cent), misprint (one
    digit, or two swapped), or contradiction.

    \b
    Examples:
      sijill conflicts
      sijill conflicts --measure arrivals --format csv
    """
    from sijill.reconcile.conflicts import Told
    from sijill.reconcile.conflicts import conflicts as disagreeing
    from sijill.register.opening import reading
    from sijill.register.query import Filters, list_figures

    with using(register) as opened, reading(opened) as connection:
        listed = list_figures(connection, Filters(**filters))
    by_figure = {(s.head.key, s.found.start, s.found.measure): s for s in listed}
    found = disagreeing(Told(s.head.key, s.found, s.head.published) for s in listed)
    pairs = [
        (
            conflict.kind,
            by_figure[conflict.one.document, conflict.one.figure.start, conflict.one.figure.measure],
            by_figure[conflict.other.document, conflict.other.figure.start, conflict.other.figure.measure],
        )
        for conflict in found
    ]
    if form != "table":
        print_data((_row(*pair) for pair in pairs), form, CONFLICT_HEADINGS)
        return
    rows = []
    for kind, one, other in pairs:
        for stored in (one, other):
            figure = stored.found
            first = stored is one
            rows.append(
                (
                    kind if first else "",
                    figure.measure if first else "",
                    days(figure.period) if first else "",
                    places(figure) if first else "",
                    hedged(figure),
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
            Column("source", widest=40, least=10),
            Column("document", widest=32, least=10),
            Column("id"),
        ),
        rows,
    )
    say(f"{len(pairs)} conflict{'' if len(pairs) == 1 else 's'}")


def _row(kind: str, one: Any, other: Any) -> dict[str, Any]:
    a, b = figure_row(one), figure_row(other)
    row = {"kind": kind, "measure": a["measure"], "unit": a["unit"], "period": a["period"]}
    for name, side in (("one", a), ("other", b)):
        row |= {f"{name}_{key}": side.get(key) for key in ("id", "value", "bound", "source", "document")}
    return row
