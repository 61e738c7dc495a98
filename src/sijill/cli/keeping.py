"""Commands that keep a register well: `backup`, `restore`, `copy`, `verify`, `repair`, `migrate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import (
    PROBLEMS,
    UNSOUND,
    a_register,
    complain,
    failure_of,
    quiet_option,
    register_option,
    register_path,
    say,
    using,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sijill.register.trouble import Place


def _failing() -> AbstractContextManager[None]:
    """Errors of a register as the line and exit code that end a command."""
    from contextlib import contextmanager

    from sijill.register.opening import RegisterError

    @contextmanager
    def block() -> Iterator[None]:
        try:
            yield
        except RegisterError as error:
            raise failure_of(error) from error

    return block()


@click.command(short_help="Copy the register to a file.")
@click.argument("to", type=click.Path(path_type=Path, dir_okay=False))
@register_option
@quiet_option
def backup(to: Path, register: Place | None, quiet: bool) -> None:
    """Copy the register, as it stands, to the new SQLite file TO. Others may read and write meanwhile.

    The file is a register itself, also where the one copied is in PostgreSQL.

    \b
    Examples:
      sijill backup register-2026-01-31.sqlite
      sijill backup weekly.sqlite --register postgresql://sijill@localhost/sijill
    """
    from sijill.register.moving import back_up

    with _failing():
        back_up(register_path(register)[0], to)
    say(f"the register is copied to {to}")


@click.command(short_help="Put a backup back.")
@click.argument("backup", metavar="FROM", type=click.Path(path_type=Path, dir_okay=False))
@register_option
@quiet_option
def restore(backup: Path, register: Place | None, quiet: bool) -> None:
    """Put the backup FROM back as the register. There must be none at its place: nothing is overwritten.

    A backup of an older Sijill is brought up to date; the file FROM stays as it is.

    \b
    Example:
      sijill restore register-2026-01-31.sqlite
    """
    from sijill.register.moving import restore as put_back
    from sijill.register.opening import shown

    place = register_path(register)[0]
    with _failing():
        put_back(backup, place, say)
    say(f"the register is back at {shown(place)}; look at all of it: sijill verify")


@click.command(short_help="Copy a register to another place or database.")
@click.argument("source", metavar="FROM", type=a_register)
@click.argument("target", metavar="TO", type=a_register)
@quiet_option
def copy(source: Place, target: Place, quiet: bool) -> None:
    """Copy everything of the register FROM to TO, which must hold nothing: files, or PostgreSQL databases.

    Both then have the same content hash, which is printed; sijill verify prints it too.

    \b
    Examples:
      sijill copy register.sqlite postgresql://sijill@localhost/sijill
      sijill copy postgresql://sijill@localhost/sijill register.sqlite
    """
    from sijill.register.moving import copy as move

    with _failing():
        digest = move(source, target, say)
    click.echo(f"content {digest}")


@click.command(short_help="Look at every text, span and hash, and read again.")
@click.option(
    "--sample", type=click.IntRange(min=0), metavar="N", help="Read only N documents again, always the same."
)
@register_option
@quiet_option
@click.pass_context
def verify(context: click.Context, sample: int | None, register: Place | None, quiet: bool) -> None:
    """Look at every text, span, quote, key and hash of the register, and at its search index; then read the
    texts again with this version of the reader, and say where it reads otherwise than stands in the register.

    The content hash that is printed is the same for the same content in every store. Exit code 5 if something
    is wrong with the register, 1 if this reader reads something otherwise.

    \b
    Examples:
      sijill verify
      sijill verify --sample 200
    """
    from sijill import reading as reader
    from sijill.register.opening import reading
    from sijill.register.query import counts
    from sijill.register.rederive import differences
    from sijill.register.reviews import misapplied
    from sijill.register.sound import content_hash, problems

    with using(register) as opened, reading(opened) as connection:
        wrong = [*problems(connection), *misapplied(connection)]
        for line in wrong:
            complain(line)
        if wrong:
            context.exit(UNSOUND)
        click.echo("sound " + ", ".join(f"{number} {kind}" for kind, number in counts(connection).items()))
        click.echo(f"content {content_hash(connection)}")
        same = otherwise = 0
        for found in differences(connection, sample):
            if found is None:
                same += 1
                continue
            otherwise += 1
            click.echo(f"{found.document} (read by reader {found.stored_reader})")
            for line in found.lines:
                click.echo(f"  {line}")
        click.echo(f"read again by reader {reader.VERSION}: {same} the same, {otherwise} otherwise")
    context.exit(PROBLEMS if otherwise else 0)


@click.command(short_help="Rebuild what is derived: the search index.")
@register_option
@quiet_option
def repair(register: Place | None, quiet: bool) -> None:
    """Rebuild what is derived from what was read: the search index, and which figures the reviews let stand.

    Texts, readings and reviews are not touched.

    \b
    Example:
      sijill repair
    """
    from sijill.register.opening import writing
    from sijill.register.reviews import apply_all
    from sijill.register.search import rebuild

    with using(register, write=True) as opened, writing(opened) as connection:
        rebuild(connection)
        apply_all(connection)
    say("the search index is rebuilt")


@click.command(short_help="Bring a register up to date.")
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 if it is older than this Sijill.")
@register_option
@quiet_option
@click.pass_context
def migrate(context: click.Context, check: bool, register: Place | None, quiet: bool) -> None:
    """Bring the register to the schema of this Sijill. A copy of it as it was is kept.

    Every command does so by itself; this one does nothing else.

    \b
    Examples:
      sijill migrate --check
      sijill migrate
    """
    from sijill.register.opening import revision_of, shown
    from sijill.register.schema import REVISION

    place = register_path(register)[0]
    with _failing():
        revision = revision_of(place)
    click.echo(f"schema {revision or 'none'}, this Sijill {REVISION}: {shown(place)}")
    if check and revision is not None and revision <= REVISION:
        context.exit(PROBLEMS if revision < REVISION else 0)
    with using(register):
        say("the register is up to date")
