"""The command `audit`: who did what, and that nothing of it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sijill.cli.options import (
    UNSOUND,
    complain,
    format_option,
    quiet_option,
    register_option,
    say,
    using,
)
from sijill.cli.tables import Column, plain, print_data, print_table
from sijill.exports.rows import ACT_HEADINGS, act_row

if TYPE_CHECKING:
    from sijill.register.trouble import Place


@click.command(short_help="Say who did what, and prove it.")
@click.option("--verify", is_flag=True, help="Prove that no record was changed, taken out or put in between.")
@click.option(
    "--holds",
    metavar="HASH",
    help="With --verify: that the record with this hash, noted before, is still there.",
)
@click.option("--who", metavar="LOGIN", help="Only what this person did.")
@click.option("--object", "thing", metavar="TEXT", help='Only what was done to this: "figure 4020d67d…".')
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the last N.")
@format_option
@register_option
@quiet_option
@click.pass_context
def audit(
    context: click.Context,
    verify: bool,
    holds: str | None,
    who: str | None,
    thing: str | None,
    limit: int | None,
    form: str,
    register: Place | None,
    quiet: bool,
) -> None:
    """List who did what in the register, the latest first: reviews, dossiers, logins, accounts.

    Each record holds the hash of the one before, and the database refuses to change one. With --verify all hashes
    are made again; sijill verify does so too. A record that was cut off at the end leaves no trace in the others: note
    the hash that --verify prints elsewhere, and ask for it with --holds. Exit code 5 if the trail is broken.

    \b
    Examples:
      sijill audit --limit 20
      sijill audit --who salma --format csv
      sijill audit --verify
    """
    from sijill.register import audit as trail
    from sijill.register.opening import reading

    if holds and not verify:
        raise click.UsageError("--holds goes with --verify")
    with using(register) as opened, reading(opened) as connection:
        if verify:
            wrong = list(trail.broken(connection))
            number, last = trail.head(connection)
            if holds and not trail.holds(connection, holds.strip().lower()):
                wrong.append(f"audit trail: no record has the hash {holds}; its end was cut off")
            for line in wrong:
                complain(line)
            click.echo(f"{'broken' if wrong else 'sound'} {number} records")
            click.echo(f"last {last}")
            context.exit(UNSOUND if wrong else 0)
        found = trail.acts(connection, who=who, object=thing, limit=limit)
    if form != "table":
        print_data((act_row(one) for one in found), form, ACT_HEADINGS)
        return
    print_table(
        (
            Column("number", "right"),
            Column("made"),
            Column("who", widest=32, least=8),
            Column("action"),
            Column("object", widest=40, least=8),
            Column("detail", widest=60, least=8),
        ),
        [
            (
                str(one.key),
                f"{one.made_at:%Y-%m-%d %H:%M:%S}",
                one.who,
                one.action,
                one.object or "",
                ", ".join(
                    f"{name} {plain(str(value))}" for name, value in one.detail.items() if value is not None
                ),
            )
            for one in found
        ],
    )
    say(f"{len(found)} record{'' if len(found) == 1 else 's'}; prove them: sijill audit --verify")
