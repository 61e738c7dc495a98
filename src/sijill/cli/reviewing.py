"""The commands of `review`: a person confirms, corrects or rejects figures, and takes that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sijill.cli.options import (
    PROBLEMS,
    Failure,
    first_day,
    format_option,
    last_day,
    listed,
    quiet_option,
    register_option,
    say,
    user_name,
    using,
)
from sijill.cli.tables import Column, print_data, print_table
from sijill.exports.written import hedged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sijill.model import Number, Period
    from sijill.register.reviews import Review
    from sijill.register.trouble import Place

Command = TypeVar("Command", bound=Callable[..., Any])
NONE = "none"
REVIEW_HEADINGS = (
    *("review", "id", "verdict", "state", "author", "made_at", "quote", "was", "shall_be", "note", "reader"),
    *("content", "start", "end"),
)


@click.group(short_help="Confirm, correct or reject figures.")
def review() -> None:
    """Say of a figure that it is right, what it should be, or that it is none.

    A review is a record beside the reading, with its author and time. It holds for the characters where the
    figure stands, also when a newer Sijill reads the document again. Lists, search and conflicts then leave
    rejected figures out and show the corrected slots. Every review can be taken back.

    \b
    Examples:
      sijill review confirm 4020d67d
      sijill review undo 4020d67d
    """


def _options(command: Command) -> Command:
    for option in (
        quiet_option,
        register_option,
        click.option("--note", metavar="TEXT", help="Why, for those who come later."),
        click.option(
            "--author", metavar="NAME", help="Who says so. Else $SIJILL_AUTHOR, else your user name."
        ),
    ):
        command = option(command)
    return command


@review.command(short_help="Say that figures are right.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_options
def confirm(ids: tuple[str, ...], **given: Any) -> None:
    """Say that the figures with these IDs are right as they stand: their slots then stay so.

    \b
    Example:
      sijill review confirm 4020d67d --note "checked against the report"
    """
    _review(ids, "confirm", None, **given)


@review.command(short_help="Say that figures are none.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_options
def reject(ids: tuple[str, ...], **given: Any) -> None:
    """Say that the figures with these IDs are wrong altogether: lists leave them out.

    \b
    Example:
      sijill review reject 4020d67d --note "a page number"
    """
    _review(ids, "reject", None, **given)


def _number(written: str) -> Number:
    try:
        value = float(written.replace(",", "").replace("_", ""))
    except ValueError:
        raise click.BadParameter(f"{written!r} is no number; write it as 21000 or 16.35") from None
    return int(value) if value.is_integer() else value


def _period(written: str) -> Period | None:
    from sijill.model import Period

    if written == NONE:
        return None
    first, dots, last = written.partition("..")
    try:
        return Period(
            first_day(first) if first else None,
            last_day(last) if last else None if dots else last_day(first),
        )
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _or_none(kind: Callable[[str], str]) -> Callable[[str], str | None]:
    def convert(written: str) -> str | None:
        return None if written == NONE else kind(written)

    return convert


def _slot(
    flag: str, name: str, kind: Callable[[str], Any], metavar: str, told: str, many: bool = False
) -> Any:
    return click.option(flag, name, type=kind, metavar=metavar, help=told, multiple=many)


_SLOTS = (
    _slot("--value", "value", _number, "NUMBER", "The number, scaled: 21000; of a range its lower end."),
    _slot("--bound", "bound", listed("bounds"), "CODE", "exact, about, over, under, range."),
    _slot("--high", "high", _number, "NUMBER", "The upper end of a range."),
    _slot("--unit", "unit", str, "CODE", "person, vessel, …, or a currency: EUR."),
    _slot("--measure", "measure", listed("measures"), "CODE", "What is counted: arrivals, …"),
    _slot("--status", "status", listed("statuses"), "CODE", "reported, target, allocated, …"),
    _slot("--change", "change", _or_none(listed("changes")), "CODE", "increase, decrease, or none."),
    _slot(
        "--period", "period", _period, "DAYS", "2024, 2024-05, 2024-05-01..2024-05-31, 2024-05.., or none."
    ),
    _slot(
        "--from", "from_", str.upper, "CODE", "Where it starts (LY), again for more; none for no place.", True
    ),
    _slot("--to", "to", str.upper, "CODE", "Where it goes; as --from.", True),
    _slot("--at", "at", str.upper, "CODE", "Where it happened; as --from.", True),
    _slot("--sex", "sex", _or_none(listed("sexes")), "CODE", "female, male, or none."),
    _slot("--age", "age", _or_none(listed("ages")), "CODE", "child, adult, unaccompanied_child, or none."),
    _slot("--nationality", "nationality", str.upper, "CODE", "Of which country; as --from.", True),
    _slot("--actor", "actor", _or_none(str), "NAME", "Who did, funds or runs it, or none."),
    _slot("--source", "source", _or_none(str), "NAME", "Who says so, or none."),
)


def _slots(command: Command) -> Command:
    for option in reversed(_SLOTS):
        command = option(command)
    return command


@review.command(short_help="Say what a figure should be.")
@click.argument("id")
@_slots
@_options
@click.pass_context
def correct(context: click.Context, /, id: str, **given: Any) -> None:
    """Say what the figure with this ID should be. Slots that are not named stay as they were read.

    The correction is checked as every figure is: codes, the unit of the measure, the hedge.

    \b
    Examples:
      sijill review correct 4020d67d --value 21000 --bound over
      sijill review correct 4020d67d --period 2024 --from LY --from TN --note "see the annex"
    """
    from click.core import ParameterSource

    shared = {name: given.pop(name) for name in ("author", "note", "register", "quiet")}
    asked = {
        name: value
        for name, value in given.items()
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    }
    if not asked:
        raise click.UsageError("say what shall be otherwise, as --value 21000")
    for name in ("from_", "to", "at", "nationality"):
        if name in asked:
            asked[name] = () if asked[name] == (NONE.upper(),) else tuple(sorted(set(asked[name])))
    _review((id,), "correct", asked, **shared)


def _review(
    ids: tuple[str, ...],
    verdict: Any,
    changes: dict[str, Any] | None,
    *,
    author: str | None,
    note: str | None,
    register: Place | None,
    quiet: bool,
) -> None:
    from sijill.register.correction import ReviewError
    from sijill.register.opening import writing
    from sijill.register.query import figures_by_ref
    from sijill.register.reviews import review as record

    with using(register, write=True) as opened, writing(opened) as connection:
        made = []
        for id in ids:
            ref = _figure_id(connection, id)
            slots = changes and _with_population(changes, figures_by_ref(connection, ref)[0].found)
            try:
                made.append(
                    record(connection, ref, verdict, user_name(author), _now(), note=note, changes=slots)
                )
            except ReviewError as error:
                raise click.UsageError(str(error)) from error
    done = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}[verdict]
    for one in made:
        say(f"{done} {one.ref[:8]}: {_told(one)}; take it back: sijill review undo {one.ref[:8]}")


def _with_population(changes: dict[str, Any], figure: Any) -> dict[str, Any]:
    from dataclasses import replace

    people = {name: changes[name] for name in ("sex", "age", "nationality") if name in changes}
    slots = {name: value for name, value in changes.items() if name not in people}
    return slots | ({"population": replace(figure.population, **people)} if people else {})


@review.command(short_help="Take the latest review of a figure back.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_options
def undo(
    ids: tuple[str, ...], author: str | None, note: str | None, register: Place | None, quiet: bool
) -> None:
    """Take back the latest review that stands of each figure; the one before it counts again, if there is one.

    \b
    Example:
      sijill review undo 4020d67d
    """
    from sijill.register.correction import ReviewError
    from sijill.register.opening import writing
    from sijill.register.reviews import undo as take_back

    with using(register, write=True) as opened, writing(opened) as connection:
        for id in ids:
            try:
                one = take_back(connection, _figure_id(connection, id), user_name(author), _now(), note=note)
            except ReviewError as error:
                raise Failure(str(error), PROBLEMS) from error
            say(f"taken back: the latest review of {one.ref[:8]}")


@review.command("list", short_help="List reviews.")
@click.argument("id", required=False)
@format_option
@register_option
@quiet_option
def list_(id: str | None, form: str, register: Place | None, quiet: bool) -> None:
    """List all reviews in the order in which they were made, or those of the figure with this ID.

    The state says whether a review counts, was replaced by a later one or undone, or is an orphan: no figure
    stands any more where it was made.

    \b
    Examples:
      sijill review list
      sijill review list 4020d67d --format json
    """
    from sijill.register.opening import reading
    from sijill.register.reviews import list_reviews

    with using(register) as opened, reading(opened) as connection:
        found = list_reviews(connection, _figure_id(connection, id) if id else None)
    if form != "table":
        print_data((_row(one) for one in found), form, REVIEW_HEADINGS)
        return
    print_table(
        (
            Column("id"),
            Column("verdict"),
            Column("state"),
            Column("author", widest=24, least=8),
            Column("made"),
            Column("quote", widest=24, least=8),
            Column("figure", widest=60, least=16),
            Column("note", widest=40, least=8),
        ),
        [
            (
                one.ref[:8],
                one.verdict,
                one.state,
                one.author,
                f"{one.made_at:%Y-%m-%d %H:%M}",
                one.quote,
                _told(one),
                one.note or "",
            )
            for one in found
        ],
    )
    say(f"{len(found)} review{'' if len(found) == 1 else 's'}")


def _told(one: Review) -> str:
    before = f"{hedged(one.was)} {one.was.unit} {one.was.measure}"
    after = f"{hedged(one.shall_be)} {one.shall_be.unit} {one.shall_be.measure}" if one.shall_be else before
    return before if after == before else f"{before} → {after}"


def _row(one: Review) -> dict[str, Any]:
    from sijill.codec import figure_to_json

    return {
        "review": one.key,
        "id": one.ref,
        "verdict": one.verdict,
        "state": one.state,
        "author": one.author,
        "made_at": one.made_at.isoformat(),
        "quote": one.quote,
        "was": figure_to_json(one.was, "") | {"quote": one.quote},
        "shall_be": figure_to_json(one.shall_be, "") | {"quote": one.quote} if one.shall_be else None,
        "note": one.note,
        "reader": one.reader,
        "content": one.content,
        "start": one.start,
        "end": one.end,
    }


def _figure_id(connection: Connection, given: str) -> str:
    """The whole id of the figure that the given digits begin, also of one that only reviews know."""
    from sijill.register.query import by_prefix
    from sijill.register.reviews import list_reviews

    prefix = given.strip().strip("\u200e\u200f\u2068\u2069").lower()
    if not prefix or len(prefix) > 16 or not set(prefix) <= set("0123456789abcdef"):
        raise click.UsageError(f"{given!r} is no id; ids have hex digits, as sijill figures shows them")
    found = {ref for kind, ref in by_prefix(connection, prefix) if kind == "figure"}
    found = found or {one.ref for one in list_reviews(connection) if one.ref.startswith(prefix)}
    if not found:
        raise Failure(f"no figure in the register has an id that begins with {given}", PROBLEMS)
    if len(found) > 1:
        raise click.UsageError(f"more than one id begins with {given}: {', '.join(sorted(found)[:5])}")
    return found.pop()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
