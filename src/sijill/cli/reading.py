"""Commands that read: `read` into the register, `extract` and `values` to standard output."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import (
    PROBLEMS,
    REJECTED,
    a_day,
    a_language,
    complain,
    failure_of,
    loopback_option,
    quiet,
    quiet_option,
    register_option,
    register_path,
    say,
    set_apart,
    source_options,
    stdin_is_terminal,
    using,
)

if TYPE_CHECKING:
    from sijill.model import Reading
    from sijill.register.opening import Register
    from sijill.register.store import Kept
    from sijill.register.trouble import Place
    from sijill.sources.found import Found, Rejected
    from sijill.sources.web.fetching import Fetcher

BATCH = 50
"""Documents to a transaction."""

BATCH_SECONDS = 0.5
"""A transaction is closed after this long, however few its documents: what is read is soon acknowledged."""


@click.command(short_help="Read documents into the register.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@source_options
@loopback_option
@register_option
@quiet_option
@click.pass_context
def read(
    context: click.Context,
    sources: tuple[str, ...],
    language: str | None,
    published: dt.date | None,
    allow_loopback: bool,
    register: Place | None,
    quiet: bool,
) -> None:
    """Read documents into the register: the figures, events and instruments that they state.

    SOURCE is a web address, a web page, a PDF, a feed, a plain text in UTF-8, a web archive (WARC), a table
    (JSON lines, CSV, Parquet) with the fields id, url, language, published, title, text (only text is
    required), a ZIP or a folder of such files, or - for standard input.

    What is said to be read is on the disk. Reading the same document again changes nothing, so an
    interrupted command is simply given again. Bad input gets one line, and the rest goes on (exit code 3).

    \b
    Examples:
      sijill read examples/
      sijill read report.txt --language ar --published 2025-06-13
      sijill read https://example.org/2025/coast-guard.html
      curl -s https://example.org/news.jsonl | sijill read -
    """
    from sijill.register.opening import shown

    _hint_at_typing(sources)
    fetcher = _fetcher(sources, allow_loopback)
    tally = read_into(register, sources, language, published, fetcher)
    place, origin = register_path(register)
    path = shown(place)
    say(f"{tally.line()} · register: {path}")
    if tally.documents:
        flag = f" --register {path}" if origin == "--register" else ""
        say(f"next: sijill figures{flag}")
    context.exit(REJECTED if tally.rejected else PROBLEMS if tally.failed else 0)


def read_into(
    register: Place | None,
    sources: tuple[str, ...],
    language: str | None,
    published: dt.date | None,
    fetcher: Fetcher | None = None,
) -> Tally:
    """Reads all that the sources give into the register, and says so; what kills its reader is set apart."""
    from sijill.sources import Rejected, documents

    tally = Tally()
    with using(register, write=True) as opened, _progress(sources) as tick:
        batch: list[Found] = []
        begun = time.monotonic()
        for outcome in documents(sources, sys.stdin.buffer, language, published, fetcher=fetcher):
            if isinstance(outcome, Rejected):
                _refuse(outcome, tally)
                if outcome.deadly:
                    set_apart(outcome, register, language, published)
                tick(1)
                continue
            batch.append(outcome)
            if len(batch) >= BATCH or time.monotonic() - begun > BATCH_SECONDS:
                _read_batch(opened, batch, tally)
                tick(len(batch))
                batch, begun = [], time.monotonic()
        _read_batch(opened, batch, tally)
        tick(len(batch))
    return tally


class Tally:
    """What a command has done so far."""

    def __init__(self) -> None:
        self.documents = self.known = self.figures = self.rejected = self.failed = 0
        self.deadly: list[Rejected] = []

    def line(self) -> str:
        """The counts in one line."""
        parts = [f"{self.documents} documents read, {self.figures} figures"]
        parts += [f"{self.known} known before"] if self.known else []
        parts += [f"{self.rejected} rejected"] if self.rejected else []
        parts += [f"{self.failed} could not be read"] if self.failed else []
        return ", ".join(parts)


def _refuse(rejected: Rejected, tally: Tally) -> None:
    complain(f"{rejected.where}: {rejected.why}")
    tally.rejected += 1
    if rejected.deadly:
        tally.deadly.append(rejected)


def _read_batch(register: Register, batch: Sequence[Found], tally: Tally) -> None:
    """Reads what the register has not read yet and stores it in one transaction; then says so."""
    from sijill import reading as reader
    from sijill.codec import document_hash
    from sijill.register.opening import RegisterError, reading, writing
    from sijill.register.store import ReadingError, keep_all, unread

    if not batch:
        return
    try:
        with reading(register) as connection:
            new = {document_hash(d) for d in unread(connection, (f.document for f in batch), reader.VERSION)}
        readings = [(f, _read_one(f, tally) if document_hash(f.document) in new else None) for f in batch]
        given = [
            (found, made)
            for found, made in readings
            if made is not None or document_hash(found.document) not in new
        ]
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        with writing(register) as connection:
            kept = keep_all(connection, ((found.document, made) for found, made in given), now)
    except RegisterError as error:
        raise failure_of(error) from error
    for (found, made), how in zip(given, kept, strict=True):
        if isinstance(how, ReadingError):
            complain(f"{found.where}: the reading does not hold and is not stored: {how}")
            tally.failed += 1
        else:
            _acknowledge(found, made, how, tally)


def _read_one(found: Found, tally: Tally) -> Reading | None:
    """The reading of one document; None, with one line, where the reader fails: the others are still read."""
    from sijill import reading as reader

    try:
        return reader.read(found.document)
    except Exception as error:
        complain(f"{found.where}: the reader failed ({type(error).__name__}: {error}); please report it")
        tally.failed += 1
        return None


def _acknowledge(found: Found, made: Reading | None, how: Kept, tally: Tally) -> None:
    name = found.document.id
    if how.outcome == "known" or made is None:
        tally.known += 1
        alias = f", as {how.first_id}" if how.first_id != name else ""
        say(f"known {name} (read before{alias})")
        return
    if how.outcome == "outdated":
        tally.known += 1
        say(f"known {name} (a newer Sijill has read it; its reading stays)")
        return
    tally.documents += 1
    tally.figures += len(made.figures)
    verb = "read" if how.outcome == "new" else "read again"
    parts = [f"{verb} {name}: {_counted(made)}"]
    parts += [f"language guessed: {found.document.language}"] if found.guessed_language else []
    parts += [_dated(found)] if found.document.dated_by or found.document.published is None else []
    parts += [f"{how.namesakes + 1} documents have this id"] if how.namesakes else []
    say(" · ".join(parts))
    for note in found.notes:
        say(f"  {found.where}: {note}")


def _dated(found: Found) -> str:
    """The publication day and where it was found, for a line about the document."""
    if found.document.published is None:
        return "no publication day: relative dates stay open"
    by = {"page": "the page", "feed": "the feed", "address": "the address", "guess": "a guess"}
    return f"published {found.document.published}, by {by[found.document.dated_by or 'guess']}"


def _counted(reading: Reading) -> str:
    parts = []
    for kind in ("figures", "events", "instruments"):
        number = len(getattr(reading, kind))
        parts.append(f"{number} {kind if number != 1 else kind[:-1]}")
    return ", ".join(parts)


@click.command(short_help="Read documents and print what they say, as JSON lines.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@source_options
@loopback_option
@click.option("--explain", is_flag=True, help="Add why: the evidence of each slot, the rule of each date.")
@quiet_option
@click.pass_context
def extract(
    context: click.Context,
    sources: tuple[str, ...],
    language: str | None,
    published: dt.date | None,
    allow_loopback: bool,
    explain: bool,
    quiet: bool,
) -> None:
    """Read documents and print a JSON line for each: figures, dates, events, instruments, statements.

    No register is touched. Offsets count code points of the text, the title included, ends exclusive. The
    fields are those of docs/figures.md; SOURCE is as for sijill read.

    \b
    Examples:
      sijill extract report.txt --language ar --published 2025-06-13
      sijill extract --explain news.jsonl | jq '.figures[] | {quote, value, measure, evidence}'
    """
    from sijill.codec import reading_to_json
    from sijill.sources import Rejected, documents

    _hint_at_typing(sources)
    tally = Tally()
    fetcher = _fetcher(sources, allow_loopback)
    with _progress(sources) as tick:
        for outcome in documents(sources, sys.stdin.buffer, language, published, fetcher=fetcher):
            tick(1)
            if isinstance(outcome, Rejected):
                _refuse(outcome, tally)
                continue
            made = _read_one(outcome, tally)
            if made is None:
                continue
            if outcome.guessed_language:
                say(f"{outcome.where}: language guessed: {outcome.document.language}")
            _print_row(reading_to_json(outcome.document, made, explain=explain) | _about(outcome))
    context.exit(REJECTED if tally.rejected else PROBLEMS if tally.failed else 0)


def _about(found: Found) -> dict[str, Any]:
    """What a source says of a document beyond its text: captions and pull quotes, doubts about its order."""
    marks = [{"kind": m.kind, "start": m.span.start, "end": m.span.end} for m in found.marks]
    return {key: value for key, value in (("marks", marks), ("notes", list(found.notes))) if value}


def _print_row(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


@click.command(short_help="Read the numbers, sums, dates and periods of a text.")
@click.argument("text", required=False)
@click.option(
    "--jsonl", type=click.File("rb"), metavar="FILE", help="JSON lines with id, text, language, published."
)
@click.option("--language", type=a_language, metavar="CODE", help="ar, en, fr or it. Else it is guessed.")
@click.option("--published", type=a_day, metavar="DAY", help="The day from which «last year» is counted.")
@click.option("--explain", is_flag=True, help="Name the rule behind each item.")
@click.pass_context
def values(
    context: click.Context,
    text: str | None,
    jsonl: Any,
    language: str | None,
    published: dt.date | None,
    explain: bool,
) -> None:
    """Read the numbers, sums of money, percentages, dates, periods and durations of a text.

    TEXT is given as an argument, or many as JSON lines with --jsonl (- for standard input), a line of
    items printed for each.

    \b
    Examples:
      sijill values 'نحو 16 ألف مهاجر خلال العام الماضي' --published 2025-06-13
      sijill values --jsonl - < cases.jsonl
    """
    if (text is None) == (jsonl is None):
        raise click.UsageError("give a TEXT, or --jsonl FILE")
    if jsonl is None:
        from sijill.sources.language import guess

        code = language or guess(text or "")
        if code is None:
            raise click.UsageError("cannot tell the language of so short a text; say it with --language")
        for row in _items(text or "", code, published, explain):
            _print_row(row)
        return
    from sijill.sources import Rejected
    from sijill.sources.jsonl import lines

    rejected = 0
    for outcome in lines(jsonl, "line", language, published):
        if isinstance(outcome, Rejected):
            complain(f"{outcome.where}: {outcome.why}")
            rejected += 1
            continue
        document = outcome.document
        items = _items(document.text, document.language, document.published, explain)
        _print_row({"id": document.id, "items": items})
    context.exit(REJECTED if rejected else 0)


def _items(text: str, language: str, published: dt.date | None, explain: bool) -> list[dict[str, Any]]:
    from sijill.reading import values as reader

    rows = []
    for found in reader.values(text, language, published):
        row = reader.item(found)
        row["text"] = text[row["start"] : row["end"]]
        if not explain:
            row.pop("rule", None)
        rows.append(row)
    return rows


def _fetcher(sources: tuple[str, ...], loopback: bool) -> Fetcher | None:
    """What fetches the web addresses among the sources, with a cache in the user's cache folder; None if none is."""
    from sijill.sources.web.reading import is_web

    if not any(map(is_web, sources)):
        return None
    from platformdirs import user_cache_path

    from sijill.sources.web.cache import ROOM
    from sijill.sources.web.fetching import Fetcher

    pages = user_cache_path("sijill", appauthor=False) / "pages"
    return Fetcher(cache=pages, room=ROOM, loopback=loopback)


def _hint_at_typing(sources: tuple[str, ...]) -> None:
    if stdin_is_terminal(sources):
        say("reading standard input; end it with Ctrl-D")


@contextmanager
def _progress(sources: tuple[str, ...]) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while the block runs, if that is a terminal; gives what moves it on."""
    if quiet() or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from sijill.sources import count

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=count(sources))
        context = click.get_current_context().ensure_object(dict)
        context["outlet"] = lambda message: bar.console.print(
            message, markup=False, highlight=False, soft_wrap=True
        )
        yield lambda done: bar.advance(task, done)
        del context["outlet"]
