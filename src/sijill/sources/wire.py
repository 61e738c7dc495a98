"""What goes between the caged process and the one that asks: JSON messages with their length before them.

JSON, and no pickle: what a broken parser could be made to send must not be able to run anything here.
"""

from __future__ import annotations

import datetime as dt
import json
import socket
from dataclasses import dataclass
from typing import Any, TypeAlias

from sijill.codec import document_to_json
from sijill.model import Document, Span
from sijill.sources.found import Found, Linked, Mark, Rejected
from sijill.sources.item import Item

OUTPUT = 64_000_000
"""The bytes that one message may have: one document, with room for the longest."""

_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Reached:
    """A container is about to open what stands at `position`; `where` names that."""

    position: int
    where: str


Message: TypeAlias = Found | Rejected | Linked | Reached
Row: TypeAlias = dict[str, Any]


class TooMuchError(ValueError):
    """A message that is longer than OUTPUT, or none at all."""


def send(channel: socket.socket, row: Row) -> None:
    """Sends one JSON object. TooMuchError if it is longer than OUTPUT."""
    content = json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(content) > OUTPUT:
        raise TooMuchError
    channel.sendall(len(content).to_bytes(_LENGTH, "big") + content)


def receive(channel: socket.socket) -> Row | None:
    """The next JSON object, None at the end. TooMuchError if it is too long or no JSON object."""
    head = _exactly(channel, _LENGTH)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > OUTPUT:
        raise TooMuchError
    content = _exactly(channel, length)
    if content is None:
        return None
    try:
        row = json.loads(content.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise TooMuchError from error
    if not isinstance(row, dict):
        raise TooMuchError
    return row


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = channel.recv(min(1 << 20, length - len(parts)))
        if not part:
            return None
        parts += part
    return bytes(parts)


def item_to_row(item: Item) -> Row:
    """The item without its bytes, which go as an open file."""
    return {
        "where": item.where,
        "name": item.name,
        "kind": item.kind,
        "media_type": item.media_type,
        "url": item.url,
        "language": item.language,
        "published": _day_to_row(item.published),
        "dated_by": item.dated_by,
        "title": item.title,
        "captured": _day_to_row(item.captured),
        "after": item.after,
    }


def item_from_row(row: Row) -> Item:
    """The item that `item_to_row` wrote."""
    days = {name: _day_from_row(row[name]) for name in ("published", "captured")}
    return Item(**{**row, **days})


def message_to_row(message: Message) -> Row:
    """What was found, as a JSON object with its type."""
    match message:
        case Found():
            return {
                "type": "found",
                "document": document_to_json(message.document),
                "where": message.where,
                "guessed_language": message.guessed_language,
                "marks": [[mark.kind, mark.span.start, mark.span.end] for mark in message.marks],
                "notes": list(message.notes),
            }
        case Rejected():
            return {
                "type": "rejected",
                "where": message.where,
                "why": message.why,
                "deadly": message.deadly,
            }
        case Linked():
            return {
                "type": "linked",
                "url": message.url,
                "where": message.where,
                "title": message.title,
                "published": _day_to_row(message.published),
            }
        case Reached():
            return {"type": "reached", "position": message.position, "where": message.where}


def message_from_row(row: Row) -> Message:
    """What `message_to_row` wrote. KeyError, TypeError or ValueError if it is anything else."""
    match row.pop("type"):
        case "found":
            return _found(row)
        case "rejected":
            return Rejected(str(row["where"]), str(row["why"]), bool(row["deadly"]))
        case "linked":
            return Linked(str(row["url"]), str(row["where"]), row["title"], _day_from_row(row["published"]))
        case "reached":
            return Reached(int(row["position"]), str(row["where"]))
    raise ValueError("no message")


def _found(row: Row) -> Found:
    fields = row["document"]
    return Found(
        Document(
            id=fields["id"],
            language=fields["language"],
            text=fields["text"],
            published=_day_from_row(fields["published"]),
            title=fields["title"],
            url=fields["url"],
            dated_by=fields.get("dated_by"),
            outlet=fields.get("outlet"),
        ),
        row["where"],
        row["guessed_language"],
        tuple(Mark(kind, Span(start, end)) for kind, start, end in row["marks"]),
        tuple(row["notes"]),
    )


def _day_to_row(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from_row(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
