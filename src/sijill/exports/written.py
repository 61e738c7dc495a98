"""Figures and periods as short texts, the passage around a place, and rows as CSV."""

from __future__ import annotations

import calendar
import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sijill.model import Figure, Number, Period

HEDGES = {"about": "≈ ", "over": "> ", "under": "< "}
ARROWS = {"increase": "↑ ", "decrease": "↓ ", None: ""}

_FORMULA = tuple("=+-@\t\r＝＋－＠")
_AROUND = 300
"""Characters of the paragraph that are shown before and after what is marked."""


def number(value: Number) -> str:
    """A number with its thousands set apart: 21,762; 16.35."""
    if isinstance(value, int):
        return f"{value:,}"
    whole, _, decimals = f"{value:.10f}".rstrip("0").partition(".")
    return f"{int(whole):,}" + (f".{decimals}" if decimals else "")


def hedged(figure: Figure) -> str:
    """The number as the text hedges it: ≈ 16,000; > 21,000; < 100; 1–5; with an arrow if it is a change."""
    arrow = ARROWS[figure.change]
    if figure.bound == "range" and figure.low is not None and figure.high is not None:
        return f"{arrow}{number(figure.low)}–{number(figure.high)}"
    return f"{arrow}{HEDGES.get(figure.bound, '')}{number(figure.value)}"


def days(period: Period | None) -> str:
    """A period in the shortest ISO form: 2024, 2024-05, 2024-05-31, since …, until …, first – last."""
    if period is None:
        return ""
    first, last = period.start, period.end
    if first is None or last is None:
        return f"since {first}" if first else f"until {last}"
    if first == last:
        return first.isoformat()
    if first.year == last.year and first.day == 1:
        if (first.month, last.month, last.day) == (1, 12, 31):
            return f"{first.year}"
        if first.month == last.month and last.day == calendar.monthrange(first.year, first.month)[1]:
            return f"{first:%Y-%m}"
    return f"{first} – {last}"


def places(figure: Figure) -> str:
    """Where: `LY` from, `→ IT` to, `@ MED` at."""
    parts = [" ".join(figure.from_)]
    parts += [f"→ {' '.join(figure.to)}"] if figure.to else []
    parts += [f"@ {' '.join(figure.at)}"] if figure.at else []
    return " ".join(part for part in parts if part)


def passage(text: str, start: int, end: int) -> dict[str, Any]:
    """The paragraph around a place, as offsets and text: at most 300 characters on each side, whole words."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if start - first > _AROUND:
        first = text.find(" ", start - _AROUND, start) + 1 or start - _AROUND
    if last - end > _AROUND:
        space = text.rfind(" ", end, end + _AROUND)
        last = space if space > 0 else end + _AROUND
    return {"start": first, "end": last, "text": text[first:last]}


def place_in_passage(figure: Figure) -> tuple[int, int]:
    """Where a figure stands in what register.views.passages gives of it."""
    from sijill.register.views import AROUND

    start = min(figure.start, AROUND)
    return start, start + figure.end - figure.start


def csv_text(rows: Iterable[dict[str, Any]], headings: Sequence[str]) -> str:
    """Rows as CSV: codes apart by spaces, a period as two columns, a population as four, objects as JSON.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are left alone.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(row.get(key)) for key in headings] for row in map(flat, rows))
    return out.getvalue()


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its period as two columns, and its population as four."""
    made: dict[str, Any] = {}
    for key, value in row.items():
        if key == "period":
            made["period_start"], made["period_end"] = value or (None, None)
        elif key == "population":
            made |= {name: value.get(name) for name in ("sex", "age", "nationality", "vulnerable")}
        else:
            made[key] = value
    return made


def _cell(value: Any) -> str | Number:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = " ".join(value)
    elif not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    return harmless_cell(value)


def harmless_cell(text: str) -> str:
    """A text as a cell: with an apostrophe before it where a spreadsheet would take it for a formula, or where it
    begins like a text that has been given one, so that `cell_text` knows which were."""
    return f"'{text}" if text.lstrip(" '").startswith(_FORMULA) else text


def cell_text(cell: str) -> str:
    """The text of a cell that `harmless_cell` made."""
    return cell[1:] if cell.startswith("'") and cell.lstrip(" '").startswith(_FORMULA) else cell
