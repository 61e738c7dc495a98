"""The register as four flat tables that refer to each other: figures, events, instruments, documents.

One description of the columns makes CSV, JSON lines and Parquet, their data package, and the way back to the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sijill import codes
from sijill.exports.gathered import Gathered
from sijill.exports.plover import plover
from sijill.exports.rows import document_row, event_row, figure_row, instrument_row
from sijill.exports.written import flat

Kind: TypeAlias = Literal["text", "whole", "number", "flag", "day", "codes", "json"]
"""What a column holds: `codes` are words without spaces in them, several in a cell; `json` is structured."""

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds and means. `listed`: names a code list of which its values are; `to`: the table whose
    `id` it refers to; `needed`: it is never empty."""

    name: str
    kind: Kind
    told: str
    listed: str | None = None
    to: str | None = None
    needed: bool = False


_PLACE = (
    Column("id", "text", "Short id; `sijill show ID` shows it in its text.", needed=True),
    Column("document_ref", "text", "The document: id in the table documents.", to="documents", needed=True),
    Column("document", "text", "The document's id as it was given.", needed=True),
    Column("published", "day", "Day of publication, from which relative dates are counted."),
    Column("language", "text", "Language of the document, ISO 639-1.", listed="languages", needed=True),
    Column("start", "whole", "First code point of the quote in the document's text, from 0.", needed=True),
    Column("end", "whole", "Code point after the last one of the quote.", needed=True),
    Column("quote", "text", "text[start:end], as it stands.", needed=True),
)
_OF_DOCUMENT = (
    Column("title", "text", "Title of the document."),
    Column("url", "text", "Address of the document."),
)
_PERIOD = (
    Column("period_start", "day", "First day that it covers; empty: open or unknown."),
    Column("period_end", "day", "Last day that it covers, inclusive; empty: open or unknown."),
)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "figures": (
        *_PLACE,
        Column("value", "number", "The number, scaled; of a range the lower end.", needed=True),
        Column("bound", "text", "How the text hedges it.", listed="bounds", needed=True),
        Column("low", "number", "Least that the hedge admits."),
        Column("high", "number", "Most that the hedge admits."),
        Column(
            "unit",
            "text",
            "What is counted: a code of the units, or an ISO 4217 code for money.",
            needed=True,
        ),
        Column("change", "text", "Set where it is a change against an earlier time.", listed="changes"),
        Column("measure", "text", "What the count is of.", listed="measures", needed=True),
        Column("status", "text", "What kind of assertion it is.", listed="statuses", needed=True),
        *_PERIOD,
        Column("from", "codes", "Where the movement starts: ISO 3166-1 alpha-2, MED, EU."),
        Column("to", "codes", "Where it goes."),
        Column("at", "codes", "Where it happened."),
        Column("sex", "text", "Part of all people.", listed="sexes"),
        Column("age", "text", "Part of all people.", listed="ages"),
        Column("nationality", "codes", "Part of all people: ISO 3166-1 alpha-2."),
        Column("vulnerable", "flag", "True where vulnerable people alone are counted."),
        Column("actor", "text", "Who did, funds or runs it: canonical English name."),
        Column(
            "source", "text", "Who says so: canonical English name; empty where the document names nobody."
        ),
        Column("part_of", "whole", "Where the figure begins of which this is a part, in the same document."),
        Column("part_of_id", "text", "That figure, where it is in this export.", to="figures"),
        Column("confidence", "number", "Probability that it was read right as a whole."),
        *_OF_DOCUMENT,
        Column("review", "text", "confirmed or corrected, where a person has looked at it."),
        Column("reviewed_by", "text", "Who has."),
    ),
    "events": (
        *_PLACE,
        Column("type", "text", "What happened.", listed="event_types", needed=True),
        Column("date", "day", "The day, where it is one day."),
        *_PERIOD,
        Column("place", "text", "Canonical English name of the place."),
        Column("participants", "json", "Objects of name, position, organisation."),
        Column("instrument", "text", "Name of the mandate or programme that it concerns."),
        Column("topics", "codes", "Codes of measures and topics."),
        Column("plover_event", "text", "PLOVER event category, where there is one."),
        Column("plover_mode", "text", "PLOVER mode, where there is one."),
        *_OF_DOCUMENT,
    ),
    "instruments": (
        *_PLACE,
        Column("name", "text", "Canonical English name.", needed=True),
        Column("kind", "text", "What it is.", listed="instrument_kinds", needed=True),
        Column("begins", "text", "ISO 8601; a year or a month may stand alone."),
        Column("ends", "text", "ISO 8601; a year or a month may stand alone."),
        Column(
            "budget", "json", "Sums for a period: objects of value, unit, period, figure (where it begins)."
        ),
        Column("money", "number", "A sum without a period."),
        Column("unit", "text", "Its currency, ISO 4217."),
        Column("money_figure", "whole", "Where the figure begins that states it."),
        Column("target", "number", "How many it is to reach."),
        Column("target_figure", "whole", "Where the figure begins that says so."),
        Column("tasks", "json", "What it is for, as texts."),
        Column("legal_frame", "text", "The act that it rests on."),
        Column("imposed_by", "text", "Who imposed it."),
        Column("funder", "text", "Who pays."),
        Column("partner", "text", "Who carries it out."),
        *_OF_DOCUMENT,
    ),
    "documents": (
        Column("id", "text", "Short id: the first 16 hex digits of the hash of its content.", needed=True),
        Column("document", "text", "Its id as it was given.", needed=True),
        Column("published", "day", "Day of publication."),
        Column("language", "text", "ISO 639-1.", listed="languages", needed=True),
        *_OF_DOCUMENT,
        Column("content_sha256", "text", "Hash of language, day, title and text.", needed=True),
        Column("text_sha256", "text", "Hash of the text in UTF-8, to which all offsets refer.", needed=True),
        Column("characters", "whole", "Code points of the text.", needed=True),
        *(
            Column(kind, "whole", f"How many {kind} its reading found, in this export or not.", needed=True)
            for kind in ("figures", "dates", "events", "instruments", "statements")
        ),
    ),
}


def tables(found: Gathered) -> Tables:
    """The rows of each table, each with all its columns; what is empty is None."""
    whole = {place: one.ref for place, one in found.by_place.items()}
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for one in found.figures:
        row = flat(figure_row(one)) | {"document_ref": one.head.ref}
        row["vulnerable"] = bool(row["vulnerable"])
        if one.found.part_of is not None:
            row["part_of_id"] = whole.get((one.head.key, one.found.part_of))
        rows["figures"].append(_full("figures", row))
    for event in found.events:
        row = flat(event_row(event)) | {"document_ref": event.head.ref, **plover(event.found)}
        if event.found.period is not None:
            days = event.found.period.start, event.found.period.end
            row["period_start"], row["period_end"] = (day.isoformat() if day else None for day in days)
        rows["events"].append(_full("events", row))
    for instrument in found.instruments:
        row = instrument_row(instrument) | {"document_ref": instrument.head.ref}
        rows["instruments"].append(_full("instruments", row))
    for key, stored in found.documents.items():
        hashes = {
            "content_sha256": stored.content,
            "text_sha256": found.text_hash(key),
            "characters": len(stored.document.text),
        }
        row = document_row(found.heads[key], found.counts[key]) | hashes
        rows["documents"].append(_full("documents", row))
    return rows


def _full(table: str, row: Row) -> Row:
    return {column.name: _EMPTY[column.kind](row.get(column.name)) for column in TABLES[table]}


def _text_or_none(value: Any) -> Any:
    return value if value != "" else None


_EMPTY: Mapping[Kind, Callable[[Any], Any]] = {
    "text": _text_or_none,
    "whole": lambda value: value,
    "number": lambda value: value,
    "flag": bool,
    "day": lambda value: value,
    "codes": lambda value: list(value or ()),
    "json": lambda value: list(value or ()),
}


def listed_codes(name: str) -> list[str]:
    """The codes of a list, as the enum of a column."""
    return list(codes.LABEL_LANGUAGES) if name == "languages" else list(getattr(codes, name)())
