"""What the commands share: options and their types, exit codes, messages, and opening the register."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sijill.register.opening import Register, RegisterError
    from sijill.register.trouble import Place
    from sijill.sources.found import Rejected

PROBLEMS, USAGE, REJECTED, BUSY, UNSOUND, INTERRUPTED = 1, 2, 3, 4, 5, 130

_EXIT_CODES = {
    "absent": USAGE,
    "busy": BUSY,
    "read-only": BUSY,
    "full": BUSY,
    "failed": BUSY,
    "foreign": UNSOUND,
    "newer": UNSOUND,
    "damaged": UNSOUND,
}

Command = TypeVar("Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """An error that ends a command with one line and an exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it from the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """The line, as all of ours begin."""
        click.echo(f"sijill: {self.message}", err=True, file=file)


def installed_version() -> str:
    """The version of the installed package."""
    from importlib.metadata import version

    return version("sijill")


def default_register() -> Path:
    """Where the register is when nobody says: in the user's data folder."""
    from sijill.register.place import default_place

    return default_place()


def a_register(written: str) -> Place:
    """A place for a register: a file, or the URL of a PostgreSQL database."""
    from sijill.register.place import a_place

    return a_place(written)


def register_path(given: Place | None) -> tuple[Place, str]:
    """The register's place and what names it: --register, SIJILL_REGISTER, or the default."""
    from sijill.register.place import named_or_default

    return (given, "--register") if given is not None else named_or_default()


def quarantine_of(given: Place | None) -> Path:
    """The quarantine of the register: beside its file, or, of a database, where the default one would be."""
    from sijill.sources.quarantine import folder_of

    place, _ = register_path(given)
    return folder_of(place if isinstance(place, Path) else default_register())


def set_apart(
    rejected: Rejected,
    register: Place | None,
    language: str | None = None,
    published: dt.date | None = None,
) -> None:
    """Puts into the register's quarantine what killed its reader, and says so."""
    from sijill.sources.quarantine import hold

    now = dt.datetime.now(dt.UTC)
    try:
        entry = hold(quarantine_of(register), rejected, now, language=language, published=published)
    except OSError as error:
        complain(f"the quarantine cannot be written: {error.strerror}")
        return
    say(f"in quarantine as {entry.id}; see: sijill quarantine list")


def user_name(given: str | None = None) -> str:
    """Who does something: as given, else $SIJILL_AUTHOR, else the name of the system's user."""
    import getpass

    try:
        return given or os.environ.get("SIJILL_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):  # a system that knows its users by number alone
        return "local"


def warn_of_readers(given: Place | None) -> None:
    """Says so where other users of the machine can read the accounts of a register."""
    place, _ = register_path(given)
    if os.name == "posix" and isinstance(place, Path) and place.stat().st_mode & 0o077:
        say(f"other users of this machine can read {place}, with the hashes of passwords: chmod 600 {place}")


@contextmanager
def using(given: Place | None, *, write: bool = False, patience: float | None = None) -> Iterator[Register]:
    """The open register, closed at the end. What goes wrong with it ends the command with its exit code.

    `patience`: seconds to wait for another writer, where it is not to be those of a command.
    """
    from sijill.register.opening import RegisterError, open_register

    try:
        register = open_register(register_path(given)[0], write=write, say=say, patience=patience)
        try:
            if register.backup:
                say(f"the register was brought up to date; as it was before: {register.backup}")
            yield register
        finally:
            register.engine.dispose()
    except RegisterError as error:
        raise failure_of(error) from error


def failure_of(error: RegisterError) -> Failure:
    """The error as the line and exit code that end a command."""
    return Failure(str(error), _EXIT_CODES[error.trouble])


def quiet() -> bool:
    """Whether messages are unwanted: --quiet before or after the command."""
    context = click.get_current_context(silent=True)
    return bool(context and ((context.obj or {}).get("quiet") or context.params.get("quiet")))


def say(message: str) -> None:
    """A message on standard error, unless --quiet."""
    if not quiet():
        _tell(message)


def complain(message: str) -> None:
    """An error on standard error, in any case."""
    _tell(f"sijill: {message}")


def _tell(message: str) -> None:
    """A line on standard error, above the progress bar where there is one (`outlet`, set by what draws it)."""
    context = click.get_current_context(silent=True)
    outlet = (context.obj or {}).get("outlet") if context else None
    if outlet is None:
        click.echo(message, err=True)
    else:
        outlet(message)


def register_option(command: Command) -> Command:
    """--register PLACE."""
    return click.option(
        "--register",
        "register",
        type=_Place(path_type=Path),
        metavar="PLACE",
        help="The register: a file, or postgresql://user@host/database. Else $SIJILL_REGISTER, else one in your "
        "data folder (see: sijill doctor).",
    )(command)


class _Place(click.Path):
    """A place for a register; the shell completes those that are files."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        place = a_register(str(value))
        return super().convert(value, param, ctx) if isinstance(place, Path) else place


def loopback_option(command: Command) -> Command:
    """--allow-loopback of the commands that fetch."""
    return click.option(
        "--allow-loopback",
        is_flag=True,
        help="Fetch from this machine itself as well, which is else refused: for tests and demonstrations.",
    )(command)


def quiet_option(command: Command) -> Command:
    """--quiet, read by `quiet()`."""
    return click.option(
        "--quiet", "-q", is_flag=True, expose_value=True, help="No messages, no progress; errors are shown."
    )(command)


def format_option(command: Command) -> Command:
    """--format of the commands that list."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "jsonl", "csv"]),
        default="table",
        show_default=True,
        help="A table to look at, or data: one JSON array, JSON lines, or CSV.",
    )(command)


def source_options(command: Command) -> Command:
    """--language and --published of the commands that read documents."""
    command = click.option(
        "--published",
        type=a_day,
        metavar="DAY",
        help="Publication day of documents that do not say (2025-06-13). «Last year» is counted from it.",
    )(command)
    return click.option(
        "--language",
        type=a_language,
        metavar="CODE",
        help="Language of documents that do not say: ar, en, fr or it. Else it is guessed, and said so.",
    )(command)


def a_day(written: str) -> dt.date:
    """The day of an option: 2025-06-13."""
    return _read_day("day", written)


def first_day(written: str) -> dt.date:
    """The first day of a day, a month or a year: 2025-06-13, 2025-06, 2025."""
    return _read_day("first_day", written)


def last_day(written: str) -> dt.date:
    """The last day of a day, a month or a year: 2025-06-13, 2025-06, 2025."""
    return _read_day("last_day", written)


def _read_day(how: str, written: str) -> dt.date:
    from sijill.sources import found

    try:
        day: dt.date = getattr(found, how)(written)
    except found.UnfitError as error:
        raise click.BadParameter(str(error)) from None
    return day


def a_language(written: str) -> str:
    """A language that there is a reader for, by its ISO 639-1 code."""
    from sijill.sources.found import UnfitError, language_code

    try:
        return language_code(written)
    except UnfitError as error:
        raise click.BadParameter(str(error)) from None


def listed(*lists: str) -> Callable[[str], str]:
    """A code of one of the code lists, each named by the function of sijill.codes that gives it."""

    def code(written: str) -> str:
        from sijill import codes

        known = [code for name in lists for code in getattr(codes, name)()]
        found = written.lower().replace("-", "_")
        if found not in known:
            near = difflib.get_close_matches(found, known, 3)
            hint = f"do you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known)}"
            raise click.BadParameter(f"{written!r} is none of the {' or '.join(lists)}; {hint}")
        return found

    return code


def a_place(written: str) -> str:
    """A country (LY, or Libya in English), MED or EU; of another place that is known, its country."""
    from sijill import codes

    code = codes.place_code(written)
    if code is not None:
        return code
    raise click.BadParameter(f"{written!r} is no place known here; name a country (LY or Libya), MED or EU")


def narrowing(*names: str) -> Callable[[Command], Command]:
    """The filter options of a list command, by name, in this order."""

    def decorate(command: Command) -> Command:
        for name in reversed(names):
            command = _FILTERS[name](command)
        return command

    return decorate


def _many(flag: str, dest: str, kind: Callable[[str], str], metavar: str, told: str) -> Any:
    return click.option(flag, dest, type=kind, multiple=True, metavar=metavar, help=told)


_FILTERS: dict[str, Any] = {
    "measure": _many(
        "--measure", "measures", listed("measures"), "CODE", "What is counted: arrivals, interceptions, …"
    ),
    "topic": _many(
        "--topic", "measures", listed("measures", "topics"), "CODE", "What it is about: arms_embargo, …"
    ),
    "place": _many(
        "--place", "places", a_place, "CODE", "A country (LY or Libya), MED or EU: from, to or at."
    ),
    "where": _many("--place", "places", str, "NAME", "Part of the place's English name: Rome."),
    "source": _many("--source", "sources", str, "NAME", "Part of the name of who says so: Migration."),
    "status": _many(
        "--status",
        "statuses",
        listed("statuses"),
        "CODE",
        "reported, target, allocated, disbursed, estimate.",
    ),
    "language": _many(
        "--language", "languages", a_language, "CODE", "Language of the document: ar, en, fr, it."
    ),
    "document": _many("--document", "documents", str, "ID", "A document, by its id as given."),
    "type": _many("--type", "types", listed("event_types"), "CODE", "meeting, agreement, shipwreck, …"),
    "kind": _many("--kind", "types", listed("instrument_kinds"), "CODE", "operation, programme, …"),
    "name": _many("--name", "names", str, "NAME", "Part of its name."),
    "participant": _many(
        "--participant", "names", str, "NAME", "Part of the name of somebody who took part."
    ),
    "since": click.option(
        "--since",
        type=first_day,
        metavar="DAY",
        help="With a day in or after this (2024, 2024-05 or 2024-05-31); what has no period is left out.",
    ),
    "until": click.option(
        "--until",
        type=last_day,
        metavar="DAY",
        help="With a day in or before this; what has no period is left out.",
    ),
    "limit": click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N only."),
}


def stdin_is_terminal(sources: Iterable[str]) -> bool:
    """Whether `-` is among the sources and somebody would have to type the text."""
    return "-" in sources and sys.stdin.isatty()
