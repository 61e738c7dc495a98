"""The command that watches feeds."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import (
    BUSY,
    REJECTED,
    Failure,
    complain,
    default_register,
    loopback_option,
    quiet_option,
    register_option,
    register_path,
    say,
    using,
)

if TYPE_CHECKING:
    from sijill.register.trouble import Place
    from sijill.watching.feeds import Feed
    from sijill.watching.polling import Watch


@click.command(short_help="Watch feeds, and read what is new into the register.")
@click.argument("feeds", type=click.Path(dir_okay=False, path_type=Path), metavar="FEEDS.toml")
@click.option("--once", is_flag=True, help="Look once at the feeds that are due, and end: for cron.")
@loopback_option
@register_option
@quiet_option
@click.pass_context
def watch(
    context: click.Context, feeds: Path, once: bool, allow_loopback: bool, register: Place | None, quiet: bool
) -> None:
    """Look at RSS and Atom feeds again and again, and read each new page that they list into the register.

    FEEDS.toml has a part for each feed, of which only the url is required:

    \b
      [[feed]]
      url = "https://example.org/news.xml"
      language = "ar"    # of pages that do not say
      every = 60         # minutes between two looks; 30 if not said, more if the feed asks for more

    No page is read twice and none is left out, however often the command is stopped, killed and started
    again: what was seen is kept beside the register. Sites are asked at most every two seconds, and only
    for what their robots.txt allows. A feed or page that fails gets one line, and the rest goes on.

    \b
    Examples:
      sijill watch feeds.toml
      sijill watch feeds.toml --once --quiet     # in a crontab
    """
    from sijill.sources.cage import Cage
    from sijill.sources.web.fetching import Fetcher
    from sijill.watching.feeds import FeedsError
    from sijill.watching.feeds import feeds as listed
    from sijill.watching.polling import Watch
    from sijill.watching.state import State, StateError

    try:
        wanted = listed(feeds)
    except FeedsError as error:
        raise click.UsageError(str(error)) from None
    path = _beside(register)
    pages = path.with_name(path.name + ".pages")
    try:
        with (
            using(register, write=True) as opened,
            State(path.with_name(path.name + ".watch")) as state,
            Cage() as cage,
        ):
            fetcher = Fetcher(cache=pages, loopback=allow_loopback)
            troubles = _watch(wanted, Watch(opened, state, fetcher, cage, pages), once=once)
    except (StateError, sqlite3.Error) as error:
        raise Failure(str(error), BUSY) from None
    context.exit(REJECTED if troubles else 0)


def _beside(register: Place | None) -> Path:
    """The path to which the names of the watch's files are added: the register's; of a database, one of its own
    where the default register would be."""
    from sijill.register.opening import shown

    place = register_path(register)[0]
    if isinstance(place, Path):
        return place
    return default_register().with_name(hashlib.sha256(shown(place).encode()).hexdigest()[:16])


def _watch(feeds: list[Feed], watch: Watch, *, once: bool) -> int:
    """Looks at the feeds when they are due, until told to stop; with `once`, at those that are due now."""
    from sijill.register.opening import RegisterError
    from sijill.watching.polling import Read, look

    troubles = 0
    while True:
        for feed in feeds:
            if watch.state.due(feed.url) > watch.wall():
                continue
            pages = figures = 0
            try:
                for event in look(feed, watch):
                    if isinstance(event, Read):
                        say(f"read {event.url}: {event.figures} figures")
                        pages, figures = pages + 1, figures + event.figures
                    else:
                        complain(f"{event.where}: {event.why}")
                        troubles += 1
            except RegisterError as error:
                if once or error.trouble != "busy":
                    raise
                complain(f"{error}; tried again in a minute")
                time.sleep(60)
                continue
            say(f"{feed.url}: {pages} new, {figures} figures")
        if once:
            return troubles
        until = min(watch.state.due(feed.url) for feed in feeds)
        time.sleep(min(max(until - watch.wall(), 1.0), 3600.0))
