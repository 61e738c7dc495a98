"""The command `serve`: the register in a browser."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.official import opened_library
from sijill.cli.options import USAGE, Failure, quiet_option, register_option, say, using

if TYPE_CHECKING:
    from sijill.register.opening import Register


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
    "--fetch",
    is_flag=True,
    help="Let the check fetch web addresses: from the public internet alone, by the rules of robots.txt.",
)
@click.option("--read-only", is_flag=True, help="Write nothing: no review, no dossier, no alert.")
@register_option
@quiet_option
def serve(host: str, port: int, fetch: bool, read_only: bool, register: Path | None, quiet: bool) -> None:
    """Serve the register as pages, in Arabic, English, French and Italian, and as an API, until interrupted.

    Pages are for the browser of this machine: nothing is asked of any other, and there are no accounts, so that
    only a loopback address is taken. Every list is also data: its address with .csv or .json at the end. What you
    decide in the review is written to the register at once.

    \b
    Examples:
      sijill serve
      sijill serve --register .demo/register.sqlite --port 9000
    """
    import ipaddress
    import socket

    import uvicorn

    from sijill.web.app import application
    from sijill.web.fetching import opened_addresses

    loopback = host == "localhost"
    if not loopback:
        try:
            loopback = ipaddress.ip_address(host.strip("[]")).is_loopback
        except ValueError:
            loopback = False
    if not loopback:
        raise click.BadParameter(
            f"{host!r} is no loopback address; without accounts the register is served to this machine alone",
            param_hint="--host",
        )
    address = host.strip("[]")
    named = f"[{address}]" if ":" in address else address
    library = opened_library(register)
    with ExitStack() as stack:
        opened = stack.enter_context(using(register))
        writer = None if read_only else _writer(stack, register)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, port))
        except OSError as error:
            listening.close()
            raise Failure(f"cannot listen on {named}:{port}: {error.strerror}; see --port", USAGE) from error
        hosts = {"127.0.0.1", "localhost", "[::1]", named}
        say(f"http://{named}:{listening.getsockname()[1]}/  (end with Ctrl-C)")
        server = uvicorn.Server(
            uvicorn.Config(
                application(
                    opened,
                    library,
                    hosts,
                    writer=writer,
                    fetched=opened_addresses() if fetch else None,
                ),
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=200,
            )
        )
        server.run(sockets=[listening])


def _writer(stack: ExitStack, place: Path | None) -> Register | None:
    """The register to be written; None, and said so, where it may only be read."""
    try:
        return stack.enter_context(using(place, write=True))
    except Failure as error:
        say(f"the register can only be read; nothing will be reviewed: {error}")
        return None
