"""Make gold from passages in an easy notation: offsets are worked out and checked, so that nobody counts them.

    python benchmarks/annotate.py tests/gold/own/ar.yaml      writes ar.docs.jsonl and ar.gold.jsonl beside it

The notation is a YAML list of passages: `id, language, published, title, text` (paragraphs; the title is put
before it), `figures, dates, events` (see CONTRIBUTING.md). A figure's `quote` is the number as it stands;
`nth` (from 1) tells which, where it stands more than once. `part_of` is the quote of the whole (`of_nth`).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from sijill import codes

FIELDS = ("bound", "status", "unit", "measure")


class GoldError(ValueError):
    """A passage that cannot be used: which, and why."""


def place_of(text: str, quote: str, nth: int, where: str) -> int:
    """The offset of the nth occurrence of a quote that no digit or letter of the same number continues."""
    at, seen = -1, 0
    while True:
        at = text.find(quote, at + 1)
        if at < 0:
            raise GoldError(f"{where}: {quote!r} stands {seen} times in the text, not {nth}")
        before, after = text[at - 1 : at], text[at + len(quote) : at + len(quote) + 1]
        if quote[0].isdecimal() and (before.isdecimal() or after.isdecimal()):
            continue
        seen += 1
        if seen == nth:
            return at


def gold_of(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document and the gold of one passage. GoldError says what is wrong."""
    id_ = row["id"]
    body = row["text"].strip()
    title = row.get("title")
    text = f"{title}\n\n{body}" if title else body
    published = str(row["published"])
    document = {"id": id_, "language": row["language"], "published": published, "title": title, "text": text}
    figures = [_figure(f, text, id_) for f in row.get("figures") or []]
    starts = {f["start"] for f in figures}
    for figure in figures:
        if "part_of" in figure and figure["part_of"] not in starts:
            raise GoldError(f"{id_}: {figure['quote']!r} is part of what is no figure")
    dates = [_span(d, text, id_) | {"period": _days(d["period"])} for d in row.get("dates") or []]
    events = [_event(e, text, id_) for e in row.get("events") or []]
    gold = {"id": id_, "language": row["language"], "figures": figures, "dates": dates, "events": events}
    return document, gold


def _span(entry: dict[str, Any], text: str, id_: str) -> dict[str, Any]:
    quote = str(entry["quote"])
    start = place_of(text, quote, int(entry.get("nth", 1)), id_)
    found: dict[str, Any] = {"start": start, "end": start + len(quote), "quote": quote}
    if entry.get("optional"):
        found["optional"] = True
    return found


def _days(period: Any) -> list[str | None] | None:
    if period is None:
        return None
    if not isinstance(period, list):
        period = [period, period]
    return [None if day is None else str(day) for day in period]


def _figure(entry: dict[str, Any], text: str, id_: str) -> dict[str, Any]:
    found = _span(entry, text, id_)
    measure, unit = entry["measure"], entry["unit"]
    if measure not in codes.measures():
        raise GoldError(f"{id_}: {entry['quote']!r} has the measure {measure!r}")
    if unit not in codes.units() and not codes.is_money(unit):
        raise GoldError(f"{id_}: {entry['quote']!r} has the unit {unit!r}")
    if (
        entry.get("bound", "exact") not in codes.bounds()
        or entry.get("status", "reported") not in codes.statuses()
    ):
        raise GoldError(f"{id_}: {entry['quote']!r} has an unknown bound or status")
    found |= {
        "value": entry["value"],
        "bound": entry.get("bound", "exact"),
        "unit": unit,
        "measure": measure,
        "status": entry.get("status", "reported"),
        "period": _days(entry.get("period")),
        "from": sorted(entry.get("from") or []),
        "to": sorted(entry.get("to") or []),
        "at": sorted(entry.get("at") or []),
        "population": entry.get("population") or {},
        "actor": entry.get("actor"),
        "source": entry.get("source"),
    }
    if entry.get("change"):
        found["change"] = entry["change"]
    if entry.get("part_of") is not None:
        found["part_of"] = place_of(text, str(entry["part_of"]), int(entry.get("of_nth", 1)), id_)
    return found


def _event(entry: dict[str, Any], text: str, id_: str) -> dict[str, Any]:
    found = _span(entry, text, id_)
    if entry["type"] not in codes.event_types():
        raise GoldError(f"{id_}: event {entry['quote']!r} has the type {entry['type']!r}")
    found["type"] = entry["type"]
    period = _days(entry.get("date"))
    if period and period[0] != period[1]:
        found["period"] = period
    else:
        found["date"] = period[0] if period else None
    found["place"] = entry.get("place")
    found["participants"] = [
        {"name": p} if isinstance(p, str) else dict(p) for p in entry.get("participants") or []
    ]
    found["topics"] = entry.get("topics") or []
    if entry.get("instrument"):
        found["instrument"] = entry["instrument"]
    return found


def main() -> None:
    """Convert the files named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    wrong = 0
    for path in parser.parse_args().files:
        documents, golds = [], []
        for row in yaml.safe_load(path.read_text("utf-8")):
            try:
                document, gold = gold_of(row)
            except (GoldError, KeyError) as error:
                print(f"{path}: {row.get('id')}: {error}", file=sys.stderr)
                wrong += 1
                continue
            documents.append(document)
            golds.append(gold)
        for kind, rows in (("docs", documents), ("gold", golds)):
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            path.with_name(f"{path.stem}.{kind}.jsonl").write_text(lines, "utf-8")
        print(
            f"{path}: {len(golds)} passages, {sum(len(g['figures']) for g in golds)} figures", file=sys.stderr
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
