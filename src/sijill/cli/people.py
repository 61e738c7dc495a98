"""The commands of `people`: the accounts of a team."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

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
    warn_of_readers,
)
from sijill.cli.tables import Column, print_data, print_table
from sijill.codes import LABEL_LANGUAGES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.register.people import Account, Person, Role
    from sijill.register.trouble import Place

Command = TypeVar("Command", bound=Callable[..., Any])
ROLES = ("viewer", "editor", "reviewer", "admin")
HEADINGS = ("login", "name", "role", "language", "state", "created_at")
_LONGEST_LINE = 4000


@click.group(short_help="Keep the accounts of a team.")
def people() -> None:
    """Keep the accounts with which people log in to `sijill serve --team`.

    A viewer reads. An editor keeps dossiers too, a reviewer reviews figures too, an admin may do all. Passwords are
    asked for, or read from standard input, and never given as an argument, which others could see. What is done
    here stands in the audit trail: sijill audit.

    \b
    Examples:
      sijill people add salma --role admin
      sijill people list
    """


_LOGIN = click.argument("login")
_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)


def _options(command: Command) -> Command:
    return register_option(quiet_option(command))


@people.command(short_help="Add an account.")
@_LOGIN
@click.option(
    "--role", type=click.Choice(ROLES), default="viewer", show_default=True, help="What they may do."
)
@click.option("--name", metavar="NAME", help="As reviews and dossiers show it. Else the login.")
@click.option("--language", type=click.Choice(LABEL_LANGUAGES), help="Of the pages after logging in.")
@_STDIN
@_options
def add(
    login: str,
    role: Role,
    name: str | None,
    language: str | None,
    password_stdin: bool,
    register: Place | None,
    quiet: bool,
) -> None:
    """Add an account LOGIN (a name, or an e-mail address) and ask for its password.

    There is no password that is set by itself. Whoever gets the account can change theirs on its page.

    \b
    Examples:
      sijill people add salma --role admin --name "Salma Trabelsi" --language ar
      pwgen 20 1 | sijill people add ugo --password-stdin
    """
    from sijill.register import audit
    from sijill.register.people import account, add_person

    with using(register, write=True) as opened:
        with _seeing(opened) as connection:
            if account(connection, login) is not None:
                raise Failure(f"there is an account {login} already", PROBLEMS)
        made = _password(login, password_stdin)
        with _changing(opened) as connection:
            person = add_person(
                connection, audit.now(), user_name(), login, role, made, name=name, language=language
            )
        warn_of_readers(register)
    say(f"added {person.login}, {person.role}; they log in where you run: sijill serve --team")


@people.command("list", short_help="List the accounts.")
@format_option
@_options
def list_(form: str, register: Place | None, quiet: bool) -> None:
    """List all accounts, with their roles.

    \b
    Example:
      sijill people list --format csv
    """
    from sijill.register.opening import reading
    from sijill.register.people import accounts

    with using(register) as opened, reading(opened) as connection:
        rows = [_row(one) for one in accounts(connection)]
    if form != "table":
        print_data(rows, form, HEADINGS)
        return
    print_table(
        (
            Column("login", widest=40, least=8),
            Column("name", widest=40, least=8),
            *(Column(name) for name in ("role", "language", "state", "created")),
        ),
        [(*(str(row[name] or "") for name in HEADINGS[:-1]), row["created_at"][:10]) for row in rows],
    )
    say(f"{len(rows)} account{'' if len(rows) == 1 else 's'}")


def _row(one: Account) -> dict[str, Any]:
    person = one.person
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "state": "disabled" if one.disabled else "active",
        "created_at": one.created_at.isoformat(),
    }


@people.command(short_help="Close an account.")
@_LOGIN
@_options
def disable(login: str, register: Place | None, quiet: bool) -> None:
    """Close the account LOGIN and log it out everywhere, at once. What the person did stays, under their name.

    \b
    Example:
      sijill people disable ugo
    """
    from sijill.register import audit
    from sijill.register.people import disable as close

    with using(register, write=True) as opened, _changing(opened) as connection:
        close(connection, audit.now(), user_name(), _person(connection, login))
    say(f"closed {login}; open it again: sijill people enable {login}")


@people.command(short_help="Open a closed account again.")
@_LOGIN
@_options
def enable(login: str, register: Place | None, quiet: bool) -> None:
    """Open the account LOGIN again, with the password that it had.

    \b
    Example:
      sijill people enable ugo
    """
    from sijill.register import audit
    from sijill.register.people import disable as close

    with using(register, write=True) as opened, _changing(opened) as connection:
        close(connection, audit.now(), user_name(), _person(connection, login), disabled=False)
    say(f"opened {login}")


@people.command(short_help="Set a new password.")
@_LOGIN
@_STDIN
@_options
def password(login: str, password_stdin: bool, register: Place | None, quiet: bool) -> None:
    """Set a new password for LOGIN, and log them out everywhere.

    \b
    Example:
      sijill people password ugo
    """
    from sijill.register import audit
    from sijill.register.people import change_password

    with using(register, write=True) as opened:
        with _seeing(opened) as connection:
            person = _person(connection, login)
        made = _password(person.login, password_stdin)
        with _changing(opened) as connection:
            change_password(connection, audit.now(), user_name(), person, made)
    say(f"{person.login} has a new password, and is logged out everywhere")


@people.command(short_help="Give another role.")
@_LOGIN
@click.argument("role", type=click.Choice(ROLES))
@_options
def role(login: str, role: Role, register: Place | None, quiet: bool) -> None:
    """Give LOGIN the role ROLE, which holds from their next click on.

    \b
    Example:
      sijill people role ugo reviewer
    """
    from sijill.register import audit
    from sijill.register.people import change_role

    with using(register, write=True) as opened, _changing(opened) as connection:
        change_role(connection, audit.now(), user_name(), _person(connection, login), role)
    say(f"{login} is {role} now")


@people.command(short_help="Make a token for a program.")
@_LOGIN
@click.option("--for", "name", required=True, metavar="WHAT", help="What it is for: the name of the program.")
@click.option(
    "--days", type=click.IntRange(1, 3660), default=90, show_default=True, help="How long it is good for."
)
@_options
def token(login: str, name: str, days: int, register: Place | None, quiet: bool) -> None:
    """Make a token with which a program asks the API as LOGIN, with their role: Authorization: Bearer TOKEN.

    It is printed once and kept as a hash. A new password, or closing the account, ends it.

    \b
    Example:
      sijill people token ugo --for dashboard
    """
    import datetime as dt

    from sijill.register import audit, logins

    with using(register, write=True) as opened, _changing(opened) as connection:
        now, person = audit.now(), _person(connection, login)
        made = logins.begin(connection, now, person, now + dt.timedelta(days=days), name[:100])
        told = {"for": name[:100], "days": days}
        audit.record(connection, now, user_name(), "people.token", f"person {person.login}", **told)
    click.echo(made)


@contextmanager
def _changing(opened: Any) -> Iterator[Connection]:
    """A transaction; what an account cannot be ends the command."""
    from sijill.register.opening import writing
    from sijill.register.people import PersonError

    try:
        with writing(opened) as connection:
            yield connection
    except PersonError as error:
        raise Failure(str(error), PROBLEMS) from error


def _seeing(opened: Any) -> Any:
    from sijill.register.opening import reading

    return reading(opened)


def _person(connection: Connection, login: str) -> Person:
    from sijill.register.people import account

    found = account(connection, login)
    if found is None:
        raise Failure(f"there is no account {login}; see: sijill people list", PROBLEMS)
    return found.person


def _password(login: str, from_stdin: bool) -> str:
    """The hash of a password that will do."""
    from sijill.register.passwords import WEAKNESSES, hashed, weakness

    if from_stdin:
        written = sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")
    elif sys.stdin.isatty():
        written = click.prompt("Password", hide_input=True, confirmation_prompt="Again", err=True)
    else:
        raise click.UsageError("no terminal to ask for a password in; give it with --password-stdin")
    weak = weakness(written, login)
    if weak:
        raise Failure(WEAKNESSES[weak], PROBLEMS)
    return hashed(written)
