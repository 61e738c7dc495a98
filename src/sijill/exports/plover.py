"""PLOVER codes of events: category and mode, from codes/plover.yaml."""

from __future__ import annotations

from sijill import codes
from sijill.model import Event


def plover(event: Event) -> dict[str, str | None]:
    """`plover_event` and `plover_mode` of an event, None where PLOVER has none for its type."""
    entry = codes.foreign("plover").get(event.type, {})
    of = entry.get("of")
    if of is not None:
        instrument = codes.instruments().get(event.instrument or "")
        if instrument is None or instrument.kind != of:
            entry = {}
    return {"plover_event": entry.get("event"), "plover_mode": entry.get("mode")}
