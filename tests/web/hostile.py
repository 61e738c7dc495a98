"""Texts that would run in a page that did not escape them, made from parts, and a register full of them."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path

from sijill.model import (
    Document,
    Event,
    Evidence,
    Figure,
    Instrument,
    Participant,
    Period,
    Reading,
    Span,
)
from sijill.register.opening import open_register, writing
from sijill.register.store import keep

_BREAKS = (
    "", '"', "'", '">', "'>", "</title>", "</textarea>", "-->", "]]>", "</script>", "</style>", "</svg>", "`", "\\\">",
    "&quot;>", "</mark>", "</bdi>", "%22%3E", "{{", "{%",
)  # fmt: skip
_ELEMENTS = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg/onload={}>", "<details open ontoggle={}>",
    "<input autofocus onfocus={}>", "<a href=javascript:{}>x</a>", "<iframe srcdoc='<script>{}</script>'>",
    "<body onload={}>", "<math><mtext><style><img src onerror={}>", "<object data=javascript:{}>",
    "<form action=javascript:{}><button>x", "<meta http-equiv=refresh content='0;javascript:{}'>",
    "<base href=javascript:{}//>", "<x onclick={} style=all:initial>", "<SCRIPT\n>{}</SCRIPT >",
    "<img/src/onerror={}//", "<template><script>{}</script></template>",
)  # fmt: skip
_CALLS = ("window.hit=1", "window['hit']=1", "&#119;indow.hit=1")
_SCHEMES = (
    "javascript:{}", "JaVaScRiPt:{}", " javascript:{}", "java\tscript:{}", "\x01javascript:{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}", "javascript://example.org/%0a{}", "//example.org/{}", "https://example.org/\"onclick={}",
    "https://example.org/'><script>{}</script>", "blob:{}", "file:///{}", "https:javascript:{}",
)  # fmt: skip


def payloads() -> list[str]:
    """More than a thousand texts, each of which sets window.hit where a page lets it."""
    inside = [before + element.format(call) for before, element, call in product(_BREAKS, _ELEMENTS, _CALLS)]
    attributes = [
        f"{quote} on{event}={call} x={quote}"
        for quote, event, call in product(('"', "'", ""), ("mouseover", "focus", "load", "error"), _CALLS)
    ]
    return [*inside, *attributes]


def addresses() -> list[str]:
    """Addresses that must not become links, or not as they stand."""
    return [scheme.format(call) for scheme, call in product(_SCHEMES, _CALLS)]


def fill(path: Path) -> int:
    """Makes a register that has a payload wherever a text of others is kept; gives how many there are."""
    given = payloads()
    urls = addresses()
    fields = 11
    register = open_register(path, write=True)
    with writing(register) as connection:
        for number, first in enumerate(range(0, len(given) - fields, fields)):
            title, body, id_, source, actor, place, name, office, of, instrument, task = given[
                first : first + fields
            ]
            text = f"{title}\n\n{body} 1234 {id_}"
            start = text.index("1234 ")
            day = dt.date(2025, 1, 1) + dt.timedelta(number)
            url = urls[number % len(urls)]
            document = Document(f"{number} {id_}", "en", text, day, title, url)
            figure = Figure(
                start, start + 4, 1234 + number, "person", "arrivals", period=Period.day(day), at=("IT",),
                actor=actor, source=source, evidence=(Evidence("measure", task, Span(0, 1), 1.0),),
            )  # fmt: skip
            event = Event(
                start, start + 4, "meeting", Period.day(day), place,
                (Participant(name, office, of),), ("arrivals",), instrument,
            )  # fmt: skip
            lasting = Instrument(
                start, start + 4, instrument, "operation", "2024", "2026-12-31", (task,), partner=name,
                funder=of, legal_frame=office, target=5,
            )  # fmt: skip
            read = Reading(document.id, "en", "9.9", (figure,), (), (event,), (lasting,))
            keep(connection, document, read, dt.datetime(2026, 1, 1))
    register.engine.dispose()
    return len(given) - len(given) % fields
