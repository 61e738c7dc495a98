"""The commands of `alerts`: saved searches, and what is new in them since they were looked at last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import (
    PROBLEMS,
    Failure,
    format_option,
    narrowing,
    quiet_option,
    register_option,
    say,
    user_name,
    using,
)
from sijill.cli.tables import print_data

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.register.alerts import Alert


@click.group(invoke_without_command=True, short_help="Saved searches and what is new in them.")
@click.option("--keep", is_flag=True, help="Do not note that it was seen.")
@format_option
@register_option
@quiet_option
@click.pass_context
def alerts(context: click.Context, keep: bool, form: str, register: Path | None, quiet: bool) -> None:
    """Show what is new in every saved search since it was shown last: figures of new documents, and reviewed ones.

    These are the alerts of the single user of this register. What is shown counts as seen, unless --keep says
    otherwise; exit code 0, be there news or not.

    \b
    Examples:
      sijill alerts add "Arrivals in Italy" --measure arrivals --place IT
      sijill alerts
    """
    if context.invoked_subcommand is not None:
        return
    from sijill.cli.listing import print_figures
    from sijill.exports.rows import FIGURE_HEADINGS, figure_row
    from sijill.register import audit
    from sijill.register.alerts import alerts_of, new_of, see
    from sijill.register.opening import writing

    rows: list[dict[str, Any]] = []
    with using(register, write=True) as opened, writing(opened) as connection:
        now = audit.now()
        for alert in alerts_of(connection, None):
            found = new_of(connection, alert)
            rows += [{"alert": alert.title, **figure_row(one)} for one in found]
            if form == "table":
                click.echo(f"{alert.title} ({alert.ref[:8]}): {len(found)} new")
                if found:
                    print_figures(found)
            if not keep:
                see(connection, alert, now)
    if form != "table":
        print_data(rows, form, ("alert", *FIGURE_HEADINGS))


@alerts.command(short_help="Save a search.")
@click.argument("title")
@narrowing("measure", "place", "source", "status", "language")
@register_option
@quiet_option
def add(title: str, register: Path | None, quiet: bool, **filters: Any) -> None:
    """Save a search under a TITLE. What the register holds already is not new.

    \b
    Example:
      sijill alerts add "Arrivals in Italy" --measure arrivals --place IT
    """
    from sijill.register import audit
    from sijill.register.alerts import add_alert
    from sijill.register.opening import writing
    from sijill.register.query import Filters

    if not any(filters.values()):
        raise click.UsageError("say what to watch, as --measure arrivals --place IT")
    with using(register, write=True) as opened, writing(opened) as connection:
        made = add_alert(connection, audit.now(), None, title, Filters(**filters))
        audit.record(connection, audit.now(), user_name(None), "alert.add", f"alert {made.ref}", title=title)
    say(f"saved as {made.ref[:8]}; what is new: sijill alerts")


@alerts.command(short_help="Let a saved search go.")
@click.argument("id")
@register_option
@quiet_option
def remove(id: str, register: Path | None, quiet: bool) -> None:
    """Let the saved search with this ID go; `sijill alerts --keep` shows the IDs.

    \b
    Example:
      sijill alerts remove 4020d67d
    """
    from sijill.register import audit
    from sijill.register.alerts import remove_alert
    from sijill.register.opening import writing

    with using(register, write=True) as opened, writing(opened) as connection:
        alert = _one(connection, id)
        remove_alert(connection, alert)
        audit.record(connection, audit.now(), user_name(None), "alert.remove", f"alert {alert.ref}")
    say(f"removed: {alert.title}")


def _one(connection: Connection, id: str) -> Alert:
    from sijill.register.alerts import alerts_of

    found = [one for one in alerts_of(connection, None) if id and one.ref.startswith(id.lower())]
    if len(found) != 1:
        raise Failure(f"{len(found) or 'no'} alerts have an id that begins with {id}", PROBLEMS)
    return found[0]
