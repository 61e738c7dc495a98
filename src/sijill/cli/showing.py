"""Commands that go to the text: `show` a figure where it stands, `search` for words."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.listing import SHORT, print_figures
from sijill.cli.options import (
    PROBLEMS,
    Failure,
    a_language,
    format_option,
    quiet_option,
    register_option,
    say,
    using,
)
from sijill.cli.tables import harmless, plain, print_data
from sijill.exports.rows import event_row, figure_row, instrument_row
from sijill.exports.written import days, hedged, passage

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.model import Document, Evidence, Figure
    from sijill.register.rows import Stored, StoredDocument


@click.command(short_help="Show a figure where it stands in its text.")
@click.argument("id")
@click.option("--explain", is_flag=True, help="Say why each slot has its value.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@register_option
@quiet_option
def show(id: str, explain: bool, form: str, register: Path | None, quiet: bool) -> None:
    """Show a figure where it stands: the passage with the number «marked», and all that is known of it.

    ID is the short id of a figure, an event, an instrument or a document, or its first digits.

    \b
    Examples:
      sijill show 4020d67d
      sijill show 4020 --explain
    """
    from sijill.register.opening import reading
    from sijill.register.query import by_prefix

    id = id.strip().strip("\u200e\u200f\u2068\u2069")  # what a table puts around a cell may be copied with it
    if not id or len(id) > 64 or not set(id.lower()) <= set("0123456789abcdef"):
        raise click.UsageError(f"{id!r} is no id; ids have hex digits, as sijill figures shows them")
    with using(register) as opened, reading(opened) as connection:
        found = by_prefix(connection, id[:16])
        if not found:
            raise Failure(f"nothing in the register has an id that begins with {id}", PROBLEMS)
        if len(found) > 1:
            several = ", ".join(f"{ref} ({kind})" for kind, ref in found[:5])
            raise click.UsageError(f"more than one id begins with {id}: {several}{', …' * (len(found) > 5)}")
        kind, ref = found[0]
        _SHOW[kind](connection, ref, explain, form)


def _show_figure(connection: Connection, ref: str, explain: bool, form: str) -> None:
    from sijill.codec import evidence_to_json
    from sijill.register.query import figures_by_ref
    from sijill.register.rows import documents_by_key

    stored = figures_by_ref(connection, ref)[0]
    whole = documents_by_key(connection, [stored.head.key])[stored.head.key]
    document = whole.document
    row = figure_row(stored)
    if explain:
        row["evidence"] = [evidence_to_json(e, document.text) for e in stored.found.evidence]
    if form == "json":
        _print_json(row | {"passage": passage(document.text, stored.found.start, stored.found.end)})
        return
    figure = stored.found
    _title(f"{hedged(figure)} {figure.unit} · {figure.measure}", stored.ref)
    _passage(document.text, [(figure.start, figure.end)])
    _document_lines(whole)
    _slots(row, {"period": days(figure.period)} if figure.period else {})
    if figure.part_of is not None:
        _whole(connection, stored, document)
    _reviews(connection, ref)
    if explain:
        _evidence(figure.evidence, document.text)


def _reviews(connection: Connection, ref: str) -> None:
    from sijill.register.reviews import list_reviews

    for one in list_reviews(connection, ref):
        note = f": {plain(one.note)}" if one.note else ""
        click.echo(
            f"  {one.verdict:<12} {plain(one.author)}, {one.made_at:%Y-%m-%d %H:%M}, {one.state}{note}"
        )


def _whole(connection: Connection, stored: Stored[Figure], document: Document) -> None:
    from sijill.register.query import stored_reading
    from sijill.register.store import reference

    reading = stored_reading(connection, stored.head.key)
    whole = next(f for f in reading.figures if f.start == stored.found.part_of) if reading else None
    if whole is not None:
        from sijill.codec import document_hash

        ref = reference(document_hash(document), "figure", whole.start, whole.measure)
        click.echo(f"  part of      {hedged(whole)} {whole.unit} · {whole.measure}  ({ref[:SHORT]})")


def _evidence(evidence: Sequence[Evidence], text: str) -> None:
    click.echo("\nwhy")
    if not evidence:
        click.echo("  the reader gave no reasons")
    for reason in evidence:
        words = f"  «{plain(text[reason.span.start : reason.span.end])}»" if reason.span else ""
        click.echo(f"  {reason.slot:<12} {reason.weight:.2f}{words}")
        click.echo(f"  {'':<12} {reason.taken}")


def _show_event(connection: Connection, ref: str, explain: bool, form: str) -> None:
    from sijill.register.query import events_by_ref

    stored = events_by_ref(connection, ref)[0]
    _show_found(connection, stored, event_row(stored), stored.found.type, form)


def _show_instrument(connection: Connection, ref: str, explain: bool, form: str) -> None:
    from sijill.register.query import instruments_by_ref

    stored = instruments_by_ref(connection, ref)[0]
    _show_found(connection, stored, instrument_row(stored), stored.found.name, form)


def _show_found(
    connection: Connection, stored: Stored[Any], row: dict[str, Any], title: str, form: str
) -> None:
    from sijill.register.rows import documents_by_key

    whole = documents_by_key(connection, [stored.head.key])[stored.head.key]
    document = whole.document
    start, end = stored.found.start, stored.found.end
    if form == "json":
        _print_json(row | {"passage": passage(document.text, start, end)})
        return
    _title(title, stored.ref)
    _passage(document.text, [(start, end)])
    _document_lines(whole)
    _slots(row, {})


def _show_document(connection: Connection, ref: str, explain: bool, form: str) -> None:
    from sijill.register.query import Filters, document_by_ref, list_figures
    from sijill.register.rows import told_of

    stored = document_by_ref(connection, ref)
    if stored is None:
        return
    if form == "json":
        _print_json({"content": stored.content} | told_of(stored))
        return
    document = stored.document
    _title(document.title or document.id, ref)
    _document_lines(stored)
    click.echo(f"\n{harmless(document.text)}\n")
    figures = [
        f for f in list_figures(connection, Filters(documents=(document.id,))) if f.head.key == stored.key
    ]
    print_figures(figures)


_SHOW = {
    "figure": _show_figure,
    "event": _show_event,
    "instrument": _show_instrument,
    "document": _show_document,
}


def marked(text: str, start: int, end: int, places: Sequence[tuple[int, int]], *, bold: bool) -> str:
    """`text[start:end]` with each place between « and », and bold in a terminal. The text keeps its order:
    marks are added, nothing is moved, and each line takes its own direction."""
    on, off = ("«\x1b[1m", "\x1b[0m»") if bold else ("«", "»")
    parts, at = [], start
    for first, last in places:
        if first < at:
            continue
        parts += [harmless(text[at:first]), on, harmless(text[first:last]), off]
        at = last
    return "".join([*parts, harmless(text[at:end])])


def _bold() -> bool:
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _title(title: str, ref: str) -> None:
    click.echo(f"{click.style(plain(title), bold=True) if _bold() else plain(title)}  ({ref})\n")


def _passage(text: str, places: list[tuple[int, int]]) -> None:
    around = passage(text, places[0][0], places[0][1])
    before = "… " if around["start"] and text[around["start"] - 1] != "\n" else ""
    after = " …" if text[around["end"] : around["end"] + 1] not in ("", "\n") else ""
    click.echo(f"{before}{marked(text, around['start'], around['end'], places, bold=_bold())}{after}\n")


def _document_lines(stored: StoredDocument) -> None:
    document = stored.document
    told = {
        "document": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published,
        "dated by": stored.dated_by,
        "language": document.language,
        "url": document.url,
    }
    for name, value in told.items():
        if value is not None:
            click.echo(f"  {name:<12} {plain(str(value))}")


_SHOWN_ALREADY = frozenset(
    {
        "id",
        "document",
        "published",
        "language",
        "title",
        "url",
        "evidence",
        "part_of",
        "quote",
        "review",
        "reviewed_by",
    }
)


def _slots(row: dict[str, Any], instead: dict[str, str]) -> None:
    """Every slot that is set, by its field name."""
    for name, value in row.items():
        if name in _SHOWN_ALREADY or value in (None, [], {}):
            continue
        click.echo(f"  {name:<12} {instead.get(name) or _told(value)}")


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " · ".join(_told(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_told(item)}" for name, item in value.items() if item is not None)
    return plain(str(value))


def _print_json(row: dict[str, Any]) -> None:
    click.echo(json.dumps(row, ensure_ascii=False, indent=1))


@click.command(short_help="Search the texts.")
@click.argument("words", nargs=-1, required=True)
@click.option("--language", type=a_language, metavar="CODE", help="Documents in this language only.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N")
@format_option
@register_option
@quiet_option
@click.pass_context
def search(
    context: click.Context,
    words: tuple[str, ...],
    language: str | None,
    limit: int,
    form: str,
    register: Path | None,
    quiet: bool,
) -> None:
    """Search the texts for documents that hold all WORDS, best first.

    Words are found in any of their spellings, with the article and the particles that Arabic attaches;
    numbers however they are written, a number alone also by value (21000 finds «21 thousand»). Put a
    phrase between double quotation marks. With nothing found, the exit code is 1.

    \b
    Examples:
      sijill search المهاجرين
      sijill search 21762 --language fr
      sijill search '"coast guard"' Zawiya
    """
    from sijill.exports.rows import SEARCH_HEADINGS, hit_row
    from sijill.register.opening import reading
    from sijill.register.search import find

    with using(register) as opened, reading(opened) as connection:
        hits = find(connection, " ".join(words), limit=limit, language=language)
    if form != "table":
        print_data([hit_row(hit) for hit in hits], form, SEARCH_HEADINGS)
    else:
        for hit in hits:
            document = hit.stored.document
            _title(f"{document.title or document.id} · {_day(hit.stored) or '?'}", hit.stored.content[:SHORT])
            lines = marked(document.text, hit.start, hit.end, hit.marks, bold=_bold()).splitlines()
            click.echo("\n".join(f"  {line}" for line in lines if line.strip()) + "\n")
        say(f"{len(hits)} document{'s' if len(hits) != 1 else ''}")
    context.exit(0 if hits else PROBLEMS)


def _day(stored: StoredDocument) -> str | None:
    return stored.document.published.isoformat() if stored.document.published else None
