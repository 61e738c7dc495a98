"""The command `check`: an article's figures against official series and the register."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.listing import SHORT
from sijill.cli.official import opened_library
from sijill.cli.options import (
    PROBLEMS,
    USAGE,
    complain,
    quiet_option,
    register_option,
    register_path,
    say,
    source_options,
    using,
)
from sijill.cli.tables import Column, days, hedged, number, places, print_table

if TYPE_CHECKING:
    from sijill.model import Document, Figure, Observation
    from sijill.reconcile.check import Documents, Finding
    from sijill.reconcile.comparing import Told
    from sijill.reconcile.witness import Witness
    from sijill.register.rows import Stored


@click.command(short_help="Check an article's figures against series and register.")
@click.argument("article", nargs=-1, required=True, metavar="ARTICLE...")
@source_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table to look at, or one JSON array with an object for each document.",
)
@register_option
@quiet_option
@click.pass_context
def check(
    context: click.Context,
    article: tuple[str, ...],
    language: str | None,
    published: dt.date | None,
    form: str,
    register: Path | None,
    quiet: bool,
) -> None:
    """Say of each figure of an article whether official series and other documents bear it out.

    agrees: they say the same. superseded: it was right, and has been counted again. differs: they say something
    else, by so much, most likely for this reason. unknown: nothing here can tell. What may have an innocent
    reason (another vintage, another scope, a doubtful reading) is unknown.

    ARTICLE is what sijill read takes; nothing is stored. Exit code 1 if a figure differs, 2 if an article cannot be
    read, else 0. Without a register, the series alone are asked.

    \b
    Examples:
      sijill check article.txt --language en --published 2026-01-10
      sijill check examples/it.jsonl --format json | jq '.[].figures[] | select(.verdict == "differs")'
    """
    from sijill.sources import Rejected, documents

    rejected = 0
    results: list[tuple[Document, list[Finding]]] = []
    stored: dict[str, Stored[Figure]] = {}
    library = opened_library(register)
    with ExitStack() as stack:
        near = _documents_of(stack, register, stored)
        for outcome in documents(article, sys.stdin.buffer, language, published):
            if isinstance(outcome, Rejected):
                complain(f"{outcome.where}: {outcome.why}")
                rejected += 1
                continue
            if outcome.guessed_language:
                say(f"{outcome.where}: language guessed: {outcome.document.language}")
            findings = _checked(outcome.document, library.of, near(outcome.document))
            results.append((outcome.document, findings))
    if form == "json":
        rows = [_document_row(document, findings, stored) for document, findings in results]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print(results, stored)
    differing = sum(finding.verdict == "differs" for _, findings in results for finding in findings)
    context.exit(USAGE if rejected else PROBLEMS if differing else 0)


def _checked(
    document: Document, series: Callable[[str], Iterable[Observation]], near: Documents
) -> list[Finding]:
    from sijill import reading
    from sijill.reconcile.check import check as checking
    from sijill.reconcile.comparing import Told

    figures = reading.read(document).figures
    wholes = {figure.start: figure for figure in figures}
    told: list[Told] = [
        Told(
            0, figure, document.published, wholes.get(figure.part_of) if figure.part_of is not None else None
        )
        for figure in figures
    ]
    return checking(told, series, near)


def _documents_of(
    stack: ExitStack, register: Path | None, stored: dict[str, Stored[Figure]]
) -> Callable[[Document], Documents]:
    """What gives, for a document, the look-up of figures of the register's other documents; `stored` gets what
    is found, by short id. A copy of the document is no witness. Where there is no register, and --register names
    none, the look-up finds nothing."""
    from sijill.codec import document_hash
    from sijill.reconcile.comparing import Told
    from sijill.reconcile.copies import copies
    from sijill.reconcile.witness import Witness
    from sijill.register.likeness import figures_like
    from sijill.register.opening import reading
    from sijill.register.rows import documents_by_key

    place, origin = register_path(register)
    if origin != "--register" and isinstance(place, Path) and not place.exists():
        say("no register: the official series alone are asked")
        return lambda document: lambda figure: ()
    connection = stack.enter_context(reading(stack.enter_context(using(register))))

    def of_document(document: Document) -> Documents:
        content = document_hash(document)
        known_copies: dict[int, bool] = {}

        def is_copy(key: int) -> bool:
            if key not in known_copies:
                text = documents_by_key(connection, [key])[key].document.text
                known_copies[key] = copies({"article": document.text, "other": text})["other"] == "article"
            return known_copies[key]

        def like(figure: Figure) -> Iterable[Witness]:
            for found in figures_like(connection, figure, without=content):
                if is_copy(found.head.key):
                    continue
                stored[found.ref] = found
                told = Told(found.head.key, found.found, found.head.published)
                yield Witness(told, None, found.ref)

        return like

    return of_document


def _print(results: list[tuple[Document, list[Finding]]], stored: dict[str, Stored[Figure]]) -> None:
    findings = [(document, finding) for document, found in results for finding in found]
    print_table(
        (
            Column("verdict"),
            Column("value", "right"),
            Column("measure", widest=24),
            Column("period"),
            Column("place", widest=16),
            Column("by", "right"),
            Column("reason"),
            Column("why", widest=100, least=24),
            Column("against", widest=40, least=12),
            Column("document", widest=24, least=8),
        ),
        [
            (
                finding.verdict,
                hedged(finding.figure),
                finding.figure.measure,
                days(finding.figure.period),
                places(finding.figure),
                ("+" if finding.by > 0 else "−") + number(abs(finding.by)) if finding.by else "",
                finding.reason or "",
                finding.why,
                ", ".join(dict.fromkeys(_name(w) for w in finding.against)),
                document.id,
            )
            for document, finding in findings
        ],
    )
    verdicts = [finding.verdict for _, finding in findings]
    said = [
        f"{verdicts.count(v)} {v}" for v in ("agrees", "superseded", "differs", "unknown") if v in verdicts
    ]
    say(f"{len(findings)} figures: {', '.join(said)}" if findings else "no figure in it")


def _name(witness: Witness) -> str:
    return witness.observation.series if witness.observation else witness.ref[:SHORT]


def _document_row(
    document: Document, findings: list[Finding], stored: dict[str, Stored[Figure]]
) -> dict[str, Any]:
    from sijill.codec import figure_to_json

    return {
        "id": document.id,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "title": document.title,
        "figures": [
            {
                **figure_to_json(finding.figure, document.text),
                "verdict": finding.verdict,
                "reason": finding.reason,
                "by": finding.by,
                "why": finding.why,
                "against": [_witness_row(witness, stored) for witness in finding.against],
            }
            for finding in findings
        ],
    }


def _witness_row(witness: Witness, stored: dict[str, Stored[Figure]]) -> dict[str, Any]:
    """An observation, or a figure of the register with its document and passage."""
    from sijill.cli.listing import figure_row
    from sijill.codec import observation_to_json

    if witness.observation is not None:
        return {"kind": "series", **observation_to_json(witness.observation)}
    return {"kind": "document", **figure_row(stored[witness.ref])}
