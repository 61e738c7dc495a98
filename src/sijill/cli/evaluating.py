"""The command that judges: `evaluate` compares what the reader finds with what people found."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sijill.cli.options import (
    PROBLEMS,
    REJECTED,
    Failure,
    a_language,
    complain,
    listed,
    quiet,
    quiet_option,
    say,
)
from sijill.cli.showing import marked
from sijill.cli.tables import Column, print_table
from sijill.exports.written import passage

if TYPE_CHECKING:
    from sijill.evaluation import Comparison, Evaluation, Mistake, Tally
    from sijill.evaluation.gold import Found, Gold
    from sijill.model import Document

_TALLY = (
    Column("precision", "right"),
    Column("recall", "right"),
    Column("F1", "right"),
    Column("right", "right"),
    Column("asked", "right"),
    Column("read", "right"),
)

Entry = TypeVar("Entry")


def _what_is_wrong(written: str) -> str:
    """Something that can be wrong, by its name."""
    from sijill.evaluation.mistakes import WRONG

    if written not in WRONG:
        raise click.BadParameter(f"{written!r} is none; there are: {', '.join(WRONG)}")
    return written


@click.command(short_help="Compare what the reader finds with what people found.")
@click.option(
    "--gold",
    "golds",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    required=True,
    metavar="GOLD",
    help="A file of JSON lines, or a folder of *.gold.jsonl and *.gold.json files.",
)
@click.option(
    "--documents",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    metavar="DOCS",
    help="JSON lines, or a folder of *.docs.jsonl files. Else the X.docs.jsonl beside X.gold.jsonl.",
)
@click.option(
    "--readings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Judge this output of sijill extract, and read nothing.",
)
@click.option("--unseen", "part", flag_value="unseen", help="Only the third of passages kept for judging.")
@click.option("--fitted", "part", flag_value="fitted", help="Only the others, which rules may be fitted to.")
@click.option("--mistakes", type=click.IntRange(min=1), metavar="N", help="Show N mistakes worth reading.")
@click.option(
    "--language", "languages", type=a_language, multiple=True, metavar="CODE", help="Mistakes in this only."
)
@click.option(
    "--measure", "measures", type=listed("measures"), multiple=True, metavar="CODE", help="With this only."
)
@click.option(
    "--slot", "slots", type=_what_is_wrong, multiple=True, metavar="SLOT", help="In this only: period, …"
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@quiet_option
@click.pass_context
def evaluate(
    context: click.Context,
    golds: tuple[Path, ...],
    documents: tuple[Path, ...],
    readings: Path | None,
    part: str | None,
    mistakes: int | None,
    languages: tuple[str, ...],
    measures: tuple[str, ...],
    slots: tuple[str, ...],
    form: str,
    quiet: bool,
) -> None:
    """Read the documents of GOLD, and say how much of what people found in them is found, and how much of
    what is found is right: by language, measure and slot, with the calibration of the confidence.

    A third of all passages, told by their ids, is kept for judging: their mistakes are shown with --unseen
    only. docs/evaluation.md says what the scores mean.

    \b
    Examples:
      sijill evaluate --gold tests/gold --unseen
      sijill evaluate --gold tests/gold --fitted --mistakes 5 --language ar --slot period
    """
    from sijill.evaluation import evaluate as scores_of
    from sijill.evaluation.gold import GoldError
    from sijill.evaluation.scores import evaluation_to_json

    if mistakes is None and (languages or measures or slots):
        raise click.UsageError("--language, --measure and --slot narrow the mistakes: add --mistakes N")
    try:
        gold, texts, found = _inputs(golds, documents, readings, part)
    except GoldError as error:
        raise Failure(str(error), REJECTED) from None
    failed = 0
    if readings is None:
        found, failed = _read(texts)
    compared = _compared(gold, found)
    result = scores_of(compared)
    shown = None if mistakes is None else _worth_reading(compared, part, mistakes, languages, measures, slots)
    if form == "json":
        row: dict[str, Any] = {"part": part or "all", **evaluation_to_json(result)}
        if shown is not None:
            row["mistakes"] = [_mistake_row(mistake, texts.get(mistake.passage)) for mistake in shown]
        click.echo(json.dumps(row, ensure_ascii=False, indent=1))
    else:
        _print(result)
        for number, mistake in enumerate(shown or (), 1):
            _print_mistake(number, mistake, texts.get(mistake.passage))
    context.exit(PROBLEMS if failed else 0)


# what is compared


def _inputs(
    golds: Sequence[Path], documents: Sequence[Path], readings: Path | None, part: str | None
) -> tuple[dict[str, Gold], dict[str, Document], dict[str, Found]]:
    """The gold asked for, the documents of it, and the readings given; what has no counterpart is said."""
    from sijill.evaluation.gold import document_files, documents_beside, is_unseen, load_gold, load_readings

    gold = load_gold(golds)
    if part is not None:
        gold = {id_: g for id_, g in gold.items() if is_unseen(id_) == (part == "unseen")}
    files = [f for path in documents for f in document_files(path)] if documents else documents_beside(golds)
    texts = _documents(files, gold)
    if readings is not None:
        found = load_readings(readings)
        if absent := gold.keys() - found.keys():
            say(f"{_passages(len(absent))} without a reading, all missed: {_some(absent)}")
        return gold, texts, found
    if absent := gold.keys() - texts.keys():
        say(f"{_passages(len(absent))} without a document, left out: {_some(absent)}")
    gold = {id_: g for id_, g in gold.items() if id_ in texts}
    if not gold:
        raise Failure("no document for any of the gold; name them with --documents", REJECTED)
    return gold, texts, {}


def _documents(files: Sequence[Path], gold: Mapping[str, Gold]) -> dict[str, Document]:
    """The documents that there is gold of, by id."""
    from sijill.sources import Rejected
    from sijill.sources import documents as from_files

    texts: dict[str, Document] = {}
    for outcome in from_files([str(file) for file in files], sys.stdin.buffer, None, None):
        if isinstance(outcome, Rejected):
            raise Failure(f"{outcome.where}: {outcome.why}", REJECTED)
        document = outcome.document
        if document.id in gold:
            if document.id in texts and texts[document.id] != document:
                raise Failure(f"{outcome.where}: another document has the id {document.id}", REJECTED)
            texts[document.id] = document
    return texts


def _read(texts: Mapping[str, Document]) -> tuple[dict[str, Found], int]:
    """The readings of documents, and how many of them the reader failed on; those count as missed."""
    from sijill import reading
    from sijill.evaluation import found_in

    found: dict[str, Found] = {}
    hidden = quiet() or not sys.stderr.isatty()
    with click.progressbar(texts.values(), label="reading", file=sys.stderr, hidden=hidden) as bar:
        for document in bar:
            try:
                found[document.id] = found_in(reading.read(document))
            except Exception as error:
                complain(f"{document.id}: the reader failed ({type(error).__name__}: {error})")
    return found, len(texts) - len(found)


def _compared(gold: Mapping[str, Gold], found: Mapping[str, Found]) -> list[Comparison]:
    from sijill.evaluation import compare
    from sijill.evaluation.gold import Found

    return [compare(passage, found.get(id_, Found())) for id_, passage in gold.items()]


def _worth_reading(
    compared: Iterable[Comparison],
    part: str | None,
    most: int,
    languages: Sequence[str],
    measures: Sequence[str],
    slots: Sequence[str],
) -> list[Mistake]:
    """The mistakes to show. Whoever reads an unseen passage has seen it: these have to be asked for."""
    from sijill.evaluation import is_unseen
    from sijill.evaluation import mistakes as find

    if part is None:
        say("the mistakes of unseen passages are not shown; --unseen shows them")
        compared = [passage for passage in compared if not is_unseen(passage.id)]
    found = find(compared, languages=languages, measures=measures, wrong=slots)
    say(f"{min(most, len(found))} of {len(found)} mistakes")
    return found[:most]


def _passages(count: int) -> str:
    return f"{count} passage{'' if count == 1 else 's'}"


def _some(ids: Iterable[str]) -> str:
    first, *others = sorted(ids)
    return ", ".join([first, *others[:2]]) + ", …" * (len(others) > 2)


# what is shown


def _print(result: Evaluation) -> None:
    click.echo(f"{_passages(result.passages)}\n")
    print_table(
        (Column("language"), Column("kind"), *_TALLY),
        [
            (language, kind, *_tally(tally))
            for language, kinds in result.scores.items()
            for kind, tally in kinds.items()
        ],
    )
    silent = _passages(result.silent)
    false = f"{result.false_figures} false figure{'' if result.false_figures == 1 else 's'}"
    rate = f" ({result.false_figures / result.silent:.2f} a passage)" if result.silent else ""
    click.echo(f"\n{false} in {silent} without any{rate}")
    _print_slots(result)
    click.echo("\nfigures by measure, the most frequent first")
    print_table(
        (Column("measure"), *_TALLY, Column("complete F1", "right")),
        [
            (measure, *_tally(kinds["figure"]), _rate(kinds["complete"].f1))
            for measure, kinds in result.measures.items()
        ],
    )
    _print_calibration(result)


def _tally(tally: Tally) -> tuple[str, ...]:
    """Its cells; a rate of nothing is left open."""
    return (
        _rate(tally.precision) if tally.read else "–",
        _rate(tally.recall) if tally.asked else "–",
        _rate(tally.f1) if tally.read or tally.asked else "–",
        str(tally.right),
        str(tally.asked),
        str(tally.read),
    )


def _rate(rate: float) -> str:
    return f"{rate:.3f}"


def _print_slots(result: Evaluation) -> None:
    from sijill.evaluation.matching import SLOTS

    click.echo("\nslots right, of the figures found")
    print_table(
        (Column("slot"), *(Column(language, "right") for language in result.scores)),
        [
            (
                slot,
                *(
                    _rate(result.slots[language][slot].rate) if language in result.slots else "–"
                    for language in result.scores
                ),
            )
            for slot in SLOTS
        ],
    )


def _print_calibration(result: Evaluation) -> None:
    calibration = result.calibration
    click.echo("\nconfidence of the figures read, and how many of them are complete")
    print_table(
        (Column("from"), Column("figures", "right"), Column("confidence", "right"), Column("right", "right")),
        [
            (
                f"{b.low:.1f}",
                str(b.figures),
                _rate(b.confidence) if b.figures else "–",
                _rate(b.rate) if b.figures else "–",
            )
            for b in calibration.bins
        ],
    )
    if calibration.error is not None:
        click.echo(f"expected calibration error {_rate(calibration.error)}")
    if calibration.unsaid:
        click.echo(f"{calibration.unsaid} figures without a confidence")


def _print_mistake(number: int, mistake: Mistake, document: Document | None) -> None:
    """The passage with its place «marked», and below it the two sides, in what differs."""
    alike = f" · {mistake.alike} alike" if mistake.alike > 1 else ""
    wrong = " and ".join(mistake.wrong)
    click.echo(f"\n{number}. {mistake.kind}: {wrong} · {mistake.passage}{alike}")
    if document is not None:
        start, end = mistake.at.start, mistake.at.end
        around = passage(document.text, start, end)
        bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        click.echo(marked(document.text, around["start"], around["end"], [(start, end)], bold=bold))
    gold, read = mistake.sides()
    sides = [(name, side) for name, side in (("gold", gold), ("read", read)) if side]
    print_table(
        (Column(""), *(Column(name, widest=70) for name, _ in sides)),
        [(f, *(_told(f, side.get(f)) for _, side in sides)) for f in gold or read],
    )


def _told(field: str, value: Any) -> str:
    """A field of JSON as a cell: 2024-01-01 – 2024-12-31; sex female, age child; LY, TN."""
    if value in (None, [], {}):
        return "–"
    if field == "period":
        return " – ".join(day or "…" for day in dict.fromkeys(value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_told(name, item)}" for name, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _mistake_row(mistake: Mistake, document: Document | None) -> dict[str, Any]:
    from sijill.evaluation.mistakes import mistake_to_json

    row = mistake_to_json(mistake)
    if document is not None:
        start, end = mistake.at.start, mistake.at.end
        row["quote"] = document.text[start:end]
        row["text"] = passage(document.text, start, end)["text"]
    return row
