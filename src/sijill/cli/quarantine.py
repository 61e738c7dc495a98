"""`sijill quarantine`: what killed its reader, listed, tried again, forgotten."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import (
    PROBLEMS,
    REJECTED,
    USAGE,
    Failure,
    quarantine_of,
    quiet_option,
    register_option,
    say,
)

if TYPE_CHECKING:
    from sijill.register.trouble import Place
    from sijill.sources.quarantine import Held


@click.group(short_help="Files that killed their reader: list, retry, forget.")
def quarantine() -> None:
    """Files that killed the process which opened them, or ran into its limits of time and memory.

    They are kept apart beside the register, with the reason, and everything else was read. See what a file is
    before you open it with another program: some are made to do harm.

    \b
    Examples:
      sijill quarantine list
      sijill quarantine retry
    """


@quarantine.command("list", short_help="What is in quarantine, and why.")
@register_option
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def list_(register: Place | None, form: str) -> None:
    """List what is in quarantine, oldest first: id, since when (UTC), what and why."""
    _, entries = _entries(register, ())
    for entry in entries:
        if form == "jsonl":
            sys.stdout.write(json.dumps(asdict(entry)) + "\n")
        else:
            click.echo(f"{entry.id}  {entry.since}  {entry.where}: {entry.why}")
    say(f"{len(entries)} in quarantine" + ("; try again: sijill quarantine retry" if entries else ""))


@quarantine.command(short_help="Read again what is in quarantine.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@register_option
@quiet_option
@click.pass_context
def retry(context: click.Context, ids: tuple[str, ...], register: Place | None, quiet: bool) -> None:
    """Read the files of these ids again, or all; what no longer kills its reader leaves the quarantine."""
    from sijill.cli.reading import read_into
    from sijill.sources.quarantine import forget

    folder, entries = _entries(register, ids)
    codes = {0}
    for entry in entries:
        if entry.file is None or not Path(entry.file).exists():
            say(f"{entry.id} {entry.where}: the file is no longer there; sijill quarantine forget {entry.id}")
            codes.add(REJECTED)
            continue
        published = dt.date.fromisoformat(entry.published) if entry.published else None
        tally = read_into(register, (entry.file,), entry.language, published)
        if not any(rejected.where == entry.where or rejected.file == entry.file for rejected in tally.deadly):
            forget(folder, [entry])
        say(f"{entry.id} {entry.where}: {tally.line()}")
        codes.add(REJECTED if tally.rejected else PROBLEMS if tally.failed else 0)
    context.exit(max(codes))


@quarantine.command(short_help="Take files out of quarantine unread.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@register_option
@quiet_option
def forget(ids: tuple[str, ...], register: Place | None, quiet: bool) -> None:
    """Take files out of quarantine without reading them. The files themselves stay where they are."""
    from sijill.sources import quarantine

    folder, entries = _entries(register, ids)
    quarantine.forget(folder, entries)
    say(f"{len(entries)} forgotten")


def _entries(register: Place | None, ids: tuple[str, ...]) -> tuple[Path, list[Held]]:
    """The quarantine's folder, and what is in it, or of it what has these ids."""
    from sijill.sources.quarantine import held

    folder = quarantine_of(register)
    entries = held(folder)
    if unknown := set(ids) - {entry.id for entry in entries}:
        raise Failure(
            f"nothing in quarantine has the id {sorted(unknown)[0]}; see: sijill quarantine list", USAGE
        )
    return folder, [entry for entry in entries if entry.id in ids or not ids]
