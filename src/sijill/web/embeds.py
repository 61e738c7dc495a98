"""Charts and the map for other pages: as an image (SVG) and as a small page for a frame, each with source and address.

They show what the page shows that they are taken from, live, or frozen by `known_on`. An SVG brings its style with it,
in colours that follow the reader's light or dark; its hash stands in the Content-Security-Policy of the answer.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from sijill.web import pages
from sijill.web.guard import HEADERS
from sijill.web.view import View

EMBEDDED = ("measure", "map")
"""Names of the routes whose drawing can be embedded."""
FORMS: Mapping[str, str] = {"svg": "image/svg+xml", "html": "text/html"}
_DRAWN = re.compile(
    r"^\.(?:map|sea|land|border|disputed|name|outside|shaft|way|ring|event-mark|grid|said|official|tick|todate|hedge)"
)
_SOURCES = 4


@cache
def style() -> str:
    """The style of an image: its colours, and of the style sheet the rules of what is drawn."""
    folder = files("sijill.web").joinpath("static")
    sheet = folder.joinpath("sijill.css").read_text("utf-8")
    rules = re.findall(r"(?:^|(?<=\} )|(?<=\n))(\.[^{}\n]{1,200})\{([^{}]{1,300})\}", sheet)
    drawn = "".join(
        f"{selector.strip()}{{{body.strip()}}}" for selector, body in rules if _DRAWN.match(selector)
    )
    return folder.joinpath("embed.css").read_text("utf-8").strip() + drawn


@cache
def headers(embed_in: frozenset[str]) -> Mapping[str, str]:
    """The headers of what is embedded. `embed_in`: the origins whose pages may frame it, beside this one."""
    digest = base64.b64encode(sha256(style().encode()).digest()).decode()
    ancestors = " ".join(["'self'", *sorted(embed_in)])
    changed = {
        "content-security-policy": f"default-src 'none'; style-src 'self' 'sha256-{digest}'; form-action 'none'; "
        f"base-uri 'none'; frame-ancestors {ancestors}",
        "cross-origin-resource-policy": "cross-origin" if embed_in else "same-origin",
    }
    return {name: value for name, value in (HEADERS | changed).items() if name != "x-frame-options"}


def an_origin(written: str) -> str:
    """An origin (https://example.org) as headers write it; ValueError if it is none."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?", written):
        raise ValueError(f"{written!r} is no origin; write https://example.org, without a path")
    return written.lower()


def draw(view: View, reader: pages.Reader, kind: str, form: str, origin: str) -> str:
    """The image or the small page of what a route shows."""
    shown = view.shown
    content: dict[str, Any] = {"kind": kind, "known_on": shown["known_on"], "row": shown["row"]}
    if kind == "map":
        measure, unit = shown["measure"], shown["unit"]
        parts = [measure.label(reader.language)] if shown["layer"] != "events" else []
        parts += [reader.label("units", unit)] if unit else []
        parts += [str(reader.t("title_events"))] if shown["layer"] == "events" else []
        content |= {
            "caption": " · ".join([*parts, shown["during"]]),
            "drawing": shown["drawing"],
            "chart": None,
        }
        told = [flow.point.preferred for flow in shown["flows"]]
    else:
        drawn = next((one for one in shown["drawings"] if one.chart), None)
        place = reader.place(shown["place"])
        caption = [shown["measure"].label(reader.language), place]
        if drawn is not None:
            role = str(reader.t(f"role_{drawn.line.role}")).replace("{place}", place)
            caption = [caption[0], role, reader.label("units", drawn.line.unit)]
        content |= {"caption": " · ".join(caption), "chart": drawn.chart if drawn else None, "drawing": None}
        told = [point.preferred for point in drawn.points] if drawn is not None else []
    named = dict.fromkeys(one.figure.source for one in told if one is not None and one.figure.source)
    content |= {
        "sources": [reader.actor(name) for name in named if name][:_SOURCES],
        "address": origin + reader.same(),
        "style": Markup(style()),
    }
    return pages.render(f"embed.{form}", content, reader)


def origins(given: Collection[str]) -> frozenset[str]:
    """Origins, each as headers write it; ValueError if one is none."""
    return frozenset(an_origin(one) for one in given)
