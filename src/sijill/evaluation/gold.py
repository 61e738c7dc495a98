"""Gold and readings as they lie in files: `X.docs.jsonl` with documents, `X.gold.jsonl` beside it, one `id`
for both. An object has `id`, `language`, `figures`, `dates` and `events`, as `sijill extract` prints them;
what the gold marks `optional` is neither asked for nor held against a reading that finds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.codec import Row, event_from_json, figure_from_json, period_from_json
from sijill.model import Event, Figure, Period, Reading

_GOLD = (".gold.jsonl", ".gold.json")
_DOCUMENTS = ".docs.jsonl"


class GoldError(ValueError):
    """A file of gold, readings or documents that cannot be used: where, and why, in one line."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time and the days that it stands for."""

    start: int
    end: int
    period: Period | None


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody, or the reader, found in one document."""

    figures: tuple[Figure, ...] = ()
    dates: tuple[Dated, ...] = ()
    events: tuple[Event, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """What is asked of a reading of one passage, and what it may find or leave.

    Figures whose measure is `other` are optional whatever the gold marks.
    """

    id: str
    language: str | None
    asked: Found
    optional: Found


def is_unseen(id_: str) -> bool:
    """Whether a passage is kept for judging, never for fitting rules or weights: a fixed third of all ids."""
    return int(hashlib.sha256(id_.encode("utf-8")).hexdigest(), 16) % 3 == 0


def found_in(reading: Reading) -> Found:
    """What a reading found, less what is not compared."""
    dates = tuple(Dated(t.start, t.end, t.period) for t in reading.dates)
    return Found(reading.figures, dates, reading.events, reading.language)


def load_gold(paths: Iterable[Path]) -> dict[str, Gold]:
    """The gold of files and folders, by id, in the order given. GoldError if a file cannot be used.

    Of a folder, the files `*.gold.jsonl` and `*.gold.json` that lie in it, not in folders inside.
    """
    gold: dict[str, Gold] = {}
    for path in paths:
        for file in _files(path, _GOLD) if path.is_dir() else [path]:
            for place, row in _rows(file):
                passage = _gold(row, place)
                if passage.id in gold:
                    raise GoldError(f"{place}: there is gold of {passage.id} already")
                gold[passage.id] = passage
    if not gold:
        raise GoldError(f"no gold in {', '.join(map(str, paths))}")
    return gold


def load_readings(path: Path) -> dict[str, Found]:
    """What `sijill extract` printed, by id. GoldError if it cannot be used."""
    return {_id(row, place): _found(row, place) for place, row in _rows(path)}


def documents_beside(paths: Iterable[Path]) -> list[Path]:
    """The files of documents that belong to files and folders of gold: those that are there."""
    found: dict[Path, None] = {}
    for path in paths:
        for file in _files(path, _GOLD) if path.is_dir() else [path]:
            stem = next((file.name.removesuffix(end) for end in _GOLD if file.name.endswith(end)), file.stem)
            beside = file.with_name(stem + _DOCUMENTS)
            if beside.is_file():
                found[beside] = None
    return list(found)


def document_files(path: Path) -> list[Path]:
    """The path; of a folder, its files `*.docs.jsonl`, or without any its other `*.jsonl` that are no gold."""
    if not path.is_dir():
        return [path]
    plain = [file for file in _files(path, (".jsonl",)) if not file.name.endswith(_GOLD)]
    return _files(path, (_DOCUMENTS,)) or plain


def _files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and file.name.endswith(endings))


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    """The JSON objects of a file, one a line or one in all, each with where it stands."""
    try:
        content = path.read_text("utf-8-sig")
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: no UTF-8 text (at byte {error.start})") from None
    if path.suffix == ".json":
        yield str(path), _object(content, str(path))
        return
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield f"{path}:{number}", _object(line, f"{path}:{number}")


def _object(written: str, place: str) -> Row:
    try:
        row = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{place}: no JSON ({error})") from None
    if not isinstance(row, dict):
        raise GoldError(f"{place}: no JSON object")
    return row


def _id(row: Row, place: str) -> str:
    if not isinstance(row.get("id"), str):
        raise GoldError(f"{place}: no field `id`")
    return str(row["id"])


def _gold(row: Row, place: str) -> Gold:
    if not {"figures", "dates", "events"} & row.keys():
        raise GoldError(f"{place}: no gold, it has neither `figures` nor `dates` nor `events`")
    asked: dict[str, list[Row]] = {}
    optional: dict[str, list[Row]] = {}
    for kind in ("figures", "dates", "events"):
        for item in _items(row, kind, place):
            of = optional if item.get("optional") or item.get("measure") == "other" else asked
            of.setdefault(kind, []).append(item)
    language = row.get("language")
    return Gold(_id(row, place), language, _found(asked, place), _found(optional, place))


def _found(row: Row, place: str) -> Found:
    return Found(
        tuple(_figure(item, place) for item in _items(row, "figures", place)),
        tuple(_dated(item, place) for item in _items(row, "dates", place)),
        tuple(_event(item, place) for item in _items(row, "events", place)),
        row.get("language"),
    )


def _items(row: Row, kind: str, place: str) -> list[Row]:
    items = row.get(kind) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise GoldError(f"{place}: `{kind}` is no list of objects")
    return items


def _figure(item: Row, place: str) -> Figure:
    try:
        value = item["value"]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"value {value!r}")
        return figure_from_json(_spanned(item) | {"period": _pair(item.get("period"))})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"{place}: a figure that cannot be used ({_why(error)})") from None


def _dated(item: Row, place: str) -> Dated:
    try:
        _spanned(item)
        return Dated(item["start"], item["end"], period_from_json(_pair(item.get("period"))))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"{place}: a date that cannot be used ({_why(error)})") from None


def _event(item: Row, place: str) -> Event:
    people = [{"name": p} if isinstance(p, str) else p for p in item.get("participants") or ()]
    lists = {"participants": people, "topics": item.get("topics") or ()}
    try:
        return event_from_json(_spanned(item) | lists | {"period": _pair(item.get("period"))})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"{place}: an event that cannot be used ({_why(error)})") from None


def _spanned(item: Row) -> Row:
    for key in ("start", "end"):
        if not isinstance(item[key], int):
            raise TypeError(f"{key} {item[key]!r}")
    return item


def _pair(period: Any) -> list[str | None] | None:
    """The period as a pair of days, or none where neither end is known."""
    if period is None or not any(period):
        return None
    first, last = period
    return [first or None, last or None]


def _why(error: Exception) -> str:
    return f"no field `{error.args[0]}`" if isinstance(error, KeyError) else str(error)
