"""`sijill quarantine`: what killed its reader or was rejected in a bulk run, listed, tried again, forgotten."""

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
    from sijill.bulk.shards import Shard
    from sijill.register.trouble import Place
    from sijill.sources.quarantine import Held

_bulk_option = click.option(
    "--bulk",
    "output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="What sijill bulk rejected, in its output folder, instead of the register's quarantine.",
)


@click.group(short_help="Files that killed their reader: list, retry, forget.")
def quarantine() -> None:
    """Files that killed the process which opened them, or ran into its limits of time and memory.

    They are kept apart beside the register, with the reason, and everything else was read. See what a file is
    before you open it with another program: some are made to do harm.

    What sijill bulk rejected, whatever the reason, stands in the output folder of the run: --bulk DIR lists it
    and reads the shards again that hold it. Of such a run, sijill load brings what killed its reader here.

    \b
    Examples:
      sijill quarantine list
      sijill quarantine retry
      sijill quarantine list --bulk read/
    """


@quarantine.command("list", short_help="What is in quarantine, and why.")
@_bulk_option
@register_option
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def list_(output: Path | None, register: Place | None, form: str) -> None:
    """List what is in quarantine, oldest first: id, since when (UTC), what and why.

    Of a bulk run: the shard, what of it (of an archive the offset, of JSON lines the line) and why.
    """
    if output is not None:
        _list_rejected(output, form)
        return
    _, entries = _entries(register, ())
    for entry in entries:
        if form == "jsonl":
            sys.stdout.write(json.dumps(asdict(entry)) + "\n")
        else:
            click.echo(f"{entry.id}  {entry.since}  {entry.where}: {entry.why}")
    say(f"{len(entries)} in quarantine" + ("; try again: sijill quarantine retry" if entries else ""))


@quarantine.command(short_help="Read again what is in quarantine.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_bulk_option
@register_option
@quiet_option
@click.pass_context
def retry(
    context: click.Context, ids: tuple[str, ...], output: Path | None, register: Place | None, quiet: bool
) -> None:
    """Read the files of these ids again, or all; what no longer kills its reader leaves the quarantine.

    Of a bulk run, ID is the name of a shard: it is read again as a whole, as sijill bulk would, in place of
    what was read of it. Load the folder again afterwards.
    """
    if output is not None:
        from sijill.cli.bulk import read_again

        context.exit(read_again(output, _shards_with_rejected(output, ids)))
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


def _list_rejected(output: Path, form: str) -> None:
    """Prints what was rejected in a bulk run, shard by shard."""
    from sijill.bulk.loading import OutputError, finished, rejected

    number = 0
    try:
        for folder in finished(output):
            for record in rejected(folder):
                number += 1
                row = {
                    "shard": folder.name,
                    "where": record.where,
                    "why": record.why,
                    "deadly": record.deadly,
                }
                if form == "jsonl":
                    sys.stdout.write(json.dumps(row) + "\n")
                else:
                    click.echo(f"{folder.name}  {record.where}: {record.why}")
    except OutputError as error:
        raise Failure(str(error), PROBLEMS) from None
    say(f"{number} rejected" + (f"; try again: sijill quarantine retry --bulk {output}" if number else ""))


def _shards_with_rejected(output: Path, names: tuple[str, ...]) -> list[Shard]:
    """The shards of these names, or all, of which a record was rejected, as they are now."""
    from sijill.bulk.loading import OutputError, finished, rejected, shard_of
    from sijill.bulk.shards import as_it_is

    try:
        found = {folder.name: folder for folder in finished(output) if any(True for _ in rejected(folder))}
        if unknown := set(names) - found.keys():
            raise Failure(
                f"nothing of a shard {sorted(unknown)[0]} was rejected; see: sijill quarantine list --bulk {output}",
                USAGE,
            )
        return [as_it_is(shard_of(found[name])) for name in sorted(names or found)]
    except OutputError as error:
        raise Failure(str(error), PROBLEMS) from None


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
