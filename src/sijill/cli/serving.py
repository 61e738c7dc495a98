"""The command `serve`: the register in a browser."""

from __future__ import annotations

import ipaddress
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.official import opened_library
from sijill.cli.options import (
    BUSY,
    PROBLEMS,
    USAGE,
    Failure,
    default_register,
    quiet_option,
    register_option,
    register_path,
    say,
    user_name,
    using,
    warn_of_readers,
)

if TYPE_CHECKING:
    import socket

    from sijill.register.opening import Register

_PATIENCE = 10.0
"""Seconds that a page waits for another writer before it says so."""


@click.command(short_help="Open the register in a browser.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME", help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8484,
    show_default=True,
    metavar="N",
    help="On which port; 0: any that is free.",
)
@click.option(
    "--reviewer", metavar="NAME", help="Who you are in reviews. Else $SIJILL_AUTHOR, else your user name."
)
@click.option(
    "--team", is_flag=True, help="People have accounts and log in (sijill people add); other hosts may ask."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="With --team: a name by which browsers ask for the pages (register.example.org), again for more.",
)
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="With --team: the address of the TLS proxy before it, which says who asks and whether over https.",
)
@register_option
@quiet_option
def serve(
    host: str,
    port: int,
    reviewer: str | None,
    team: bool,
    names: tuple[str, ...],
    proxy: str | None,
    register: Path | None,
    quiet: bool,
) -> None:
    """Serve the register as pages, in Arabic, English, French and Italian, and as an API, until interrupted.

    Pages are for the browser of this machine: nothing is asked of any other, and there are no accounts, so that
    only a loopback address is taken. Every list is also data: its address with .csv or .json at the end.

    With --team people log in, and each page asks for a role. Let a proxy that speaks TLS stand before it: passwords
    and cookies must not go over the network as they are.

    \b
    Examples:
      sijill serve
      sijill serve --register .demo/register.sqlite --port 9000
      sijill serve --team --name register.example.org --proxy 127.0.0.1
    """
    import uvicorn

    from sijill.web.app import application

    if not team and (names or proxy):
        raise click.UsageError("--name and --proxy go with --team")
    if team and reviewer:
        raise click.UsageError(
            "--reviewer is for a register without accounts; with --team people are who they are"
        )
    address = host.strip("[]")
    named = f"[{address}]" if ":" in address else address
    if not team and not _is_loopback(address):
        raise click.BadParameter(
            f"{host!r} is no loopback address; without accounts the register is served to this machine alone "
            "(with accounts: --team)",
            param_hint="--host",
        )
    if team and _is_any(address) and not names:
        raise click.UsageError(
            f"{host} is every address of this machine; say with --name what browsers ask for"
        )
    library = opened_library(register)
    with ExitStack() as stack:
        opened = stack.enter_context(using(register))
        key = _key(opened, register) if team else None
        writer = _writer(stack, register, needed=team)
        stack.callback(
            opened.engine.dispose
        )  # before the writer, which clears SQLite's log away if it goes last
        listening = stack.enter_context(_listening(address, port, named))
        # under other names than those a proxy sends on, cookies would not be for https alone
        hosts = {name.lower() for name in names} or {"127.0.0.1", "localhost", "[::1]", named.lower()}
        say(f"http://{named}:{listening.getsockname()[1]}/  (end with Ctrl-C)")
        server = uvicorn.Server(
            uvicorn.Config(
                application(opened, library, hosts, writer=writer, reviewer=user_name(reviewer), key=key),
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=proxy is not None,
                forwarded_allow_ips=proxy or "",
                limit_concurrency=200,
            )
        )
        server.run(sockets=[listening])


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_any(address: str) -> bool:
    """Whether it stands for all addresses of the machine."""
    try:
        return ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return False


def _listening(address: str, port: int, named: str) -> socket.socket:
    import socket

    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError as error:
        listening.close()
        raise Failure(f"cannot listen on {named}:{port}: {error.strerror}; see --port", USAGE) from error
    return listening


def _writer(stack: ExitStack, place: Path | None, *, needed: bool) -> Register | None:
    """The register to be written; None, and said so, where it may only be read."""
    try:
        return stack.enter_context(using(place, write=True, patience=_PATIENCE))
    except Failure as error:
        if needed or error.exit_code != BUSY:
            raise
        say(f"{error.message}; it is served to be read alone")
        return None


def _key(opened: Register, place: Path | None) -> bytes:
    """The key of the cookies, from a file beside the register, or in the user's data folder; Failure where nobody
    could log in."""
    from sijill.register.opening import reading
    from sijill.register.people import accounts
    from sijill.register.postgresql import database
    from sijill.web.team import KeyFileError, key_of

    warn_of_readers(place)
    with reading(opened) as connection:
        if not any(not one.disabled for one in accounts(connection)):
            raise Failure(
                "nobody has an account yet; begin with: sijill people add LOGIN --role admin", PROBLEMS
            )
    where = register_path(place)[0]
    beside = (
        where if isinstance(where, Path) else default_register().with_name(database(where).replace("/", "_"))
    )
    try:
        return key_of(beside.with_name(f"{beside.name}.key"))
    except KeyFileError as error:
        raise Failure(str(error), PROBLEMS) from error
