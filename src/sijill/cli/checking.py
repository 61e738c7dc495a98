"""The command `check`: an article's figures against official series and the register."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

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
from sijill.cli.tables import Column, print_table
from sijill.exports.rows import article_row
from sijill.exports.written import days, hedged, number, places

if TYPE_CHECKING:
    from sijill.model import Document, Figure
    from sijill.reconcile.check import Documents, Finding
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
    from sijill.reconcile.articles import checked
    from sijill.sources import Rejected, documents

    rejected = 0
    results: list[tuple[Document, list[Finding]]] = []
    stored: dict[str, Stored[Figure]] = {}
    library = opened_library(register)
    with ExitStack() as stack:
        near = _near(stack, register, stored)
        for outcome in documents(article, sys.stdin.buffer, language, published):
            if isinstance(outcome, Rejected):
                complain(f"{outcome.where}: {outcome.why}")
                rejected += 1
                continue
            if outcome.guessed_language:
                say(f"{outcome.where}: language guessed: {outcome.document.language}")
            findings = checked(outcome.document, library.of, near(outcome.document))
            results.append((outcome.document, findings))
    if form == "json":
        rows = [article_row(document, findings, stored) for document, findings in results]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print(results, stored)
    differing = sum(finding.verdict == "differs" for _, findings in results for finding in findings)
    context.exit(USAGE if rejected else PROBLEMS if differing else 0)


def _near(
    stack: ExitStack, register: Path | None, stored: dict[str, Stored[Figure]]
) -> Callable[[Document], Documents]:
    """The look-up of other documents' figures in the register; it finds nothing where there is no register, and
    --register names none."""
    from sijill.reconcile.articles import documents_of
    from sijill.register.opening import reading

    place, origin = register_path(register)
    if origin != "--register" and isinstance(place, Path) and not place.exists():
        say("no register: the official series alone are asked")
        return lambda document: lambda figure: ()
    return documents_of(stack.enter_context(reading(stack.enter_context(using(register)))), stored)


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
