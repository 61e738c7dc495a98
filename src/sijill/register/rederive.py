"""Reading stored texts again with the reader of this version: what would it say otherwise?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection

from sijill import reading as reader
from sijill.codec import reading_hash
from sijill.model import Figure, Reading
from sijill.register.sound import wholes

_SHOWN = ("figures", "dates", "events", "instruments", "statements")


@dataclass(frozen=True, slots=True)
class Difference:
    """A document of which this reader reads otherwise than stands in the register, and how, line by line."""

    document: str
    stored_reader: str
    lines: tuple[str, ...]


def differences(connection: Connection, sample: int | None = None) -> Iterator[Difference | None]:
    """For each document, or for a sample of them: None where this reader reads the same, else how it differs."""
    for whole in wholes(connection, sample):
        document = whole.stored.document
        current = next((made.reading for made in whole.made if made.row.current), None)
        if current is None:
            continue  # sound.problems tells it
        now = reader.read(document)
        if reading_hash(document, now) == reading_hash(document, current):
            yield None
        else:
            lines = tuple(_lines(current, now, document.text))
            yield Difference(document.id, current.reader, lines)


def _lines(before: Reading, now: Reading, text: str) -> Iterator[str]:
    yield from _figures(before.figures, now.figures, text)
    for kind in _SHOWN[1:]:
        one, other = getattr(before, kind), getattr(now, kind)
        if one != other:
            yield f"{kind}: {len(one)} stored, {len(other)} now, {len(set(one) & set(other))} the same"


def _figures(before: Sequence[Figure], now: Sequence[Figure], text: str) -> Iterator[str]:
    stored = {(figure.start, figure.end): figure for figure in before}
    read = {(figure.start, figure.end): figure for figure in now}
    for span in sorted(stored.keys() | read.keys()):
        place = f"[{span[0]}, {span[1]}) «{text[slice(*span)]}»"
        if span not in read:
            yield f"{place}: no figure now; stored: {_told(stored[span])}"
        elif span not in stored:
            yield f"{place}: a figure now: {_told(read[span])}"
        else:
            for slot in fields(Figure):
                one, other = getattr(stored[span], slot.name), getattr(read[span], slot.name)
                if one != other:
                    yield f"{place}: {slot.name.rstrip('_')} stored {_plain(one)}, now {_plain(other)}"


def _told(figure: Figure) -> str:
    return f"{figure.value} {figure.unit} {figure.measure}"


def _plain(value: Any) -> str:
    return (
        str(value)
        if not isinstance(value, tuple)
        else f"{len(value)} entries"
        if len(value) > 8
        else str(value)
    )
