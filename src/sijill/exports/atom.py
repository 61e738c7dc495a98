"""Figures as an Atom feed, those of the last published document first. Source: RFC 4287, and RFC 4151 for `tag:`."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from sijill import codes
from sijill.exports.gathered import Gathered, edtf
from sijill.exports.made import Made
from sijill.exports.rows import figure_row
from sijill.exports.written import days, flat, hedged, passage, places
from sijill.exports.xml import OURS, XML_LANG, Element, below, clean, document
from sijill.model import Figure
from sijill.register.rows import Stored

_ATOM = "http://www.w3.org/2005/Atom"
_TAG = "tag:sijill.invalid,2025:"
"""Ids of entries: no host is behind them, and they stay the same whoever publishes the feed."""


def atom(found: Gathered) -> Made:
    """An entry a figure: what it says as its title, the paragraph as its content, all slots as an element of ours."""
    ElementTree.register_namespace("", _ATOM)
    ElementTree.register_namespace("sijill", OURS)
    root = Element(f"{{{_ATOM}}}feed")
    _put(root, "id", f"{_TAG}figures")
    _put(root, "title", "Sijill: figures about migration cooperation in the central Mediterranean")
    _put(
        root,
        "updated",
        _moment(max((_changed(found, one) for one in found.figures), default=dt.datetime(1970, 1, 1))),
    )
    below(_put(root, "author"), f"{{{_ATOM}}}name", "Sijill")
    _put(root, "generator", "Sijill")
    for one in reversed(found.figures):
        _entry(found, one, _put(root, "entry"))
    return Made({"figures.atom": document(root)})


def _entry(found: Gathered, one: Stored[Figure], entry: Element) -> None:
    head, figure = one.head, one.found
    unit = codes.units()[figure.unit].label() if figure.unit in codes.units() else figure.unit
    parts = [
        codes.measures()[figure.measure].label(),
        f"{hedged(figure)} {unit}",
        days(figure.period),
        places(figure),
    ]
    title = " · ".join(part for part in parts if part)
    _put(entry, "id", f"{_TAG}figure/{one.ref}")
    _put(entry, "title", f"{title} ({figure.source})" if figure.source else title)
    _put(entry, "updated", _moment(_changed(found, one)))
    if head.published is not None:
        _put(entry, "published", f"{head.published.isoformat()}T00:00:00Z")
    if head.url:
        below(entry, f"{{{_ATOM}}}link", rel="via", href=head.url, hreflang=head.language)
    below(entry, f"{{{_ATOM}}}category", term=figure.measure, label=codes.measures()[figure.measure].label())
    content = _put(entry, "content", passage(found.text(head.key), figure.start, figure.end)["text"])
    content.set("type", "text")
    content.set(XML_LANG, head.language)
    slots = {
        key: _attribute(value)
        for key, value in flat(figure_row(one)).items()
        if value is not None and value is not False and value != []
    }
    slots["text_sha256"] = found.text_hash(head.key)
    if (period := edtf(figure.period)) is not None:
        slots["period"] = period
    element = ElementTree.SubElement(entry, f"{{{OURS}}}figure")
    for key, value in slots.items():
        element.set(key, clean(value))


def _put(parent: Element, name: str, text: str | None = None) -> Element:
    return below(parent, f"{{{_ATOM}}}{name}", text)


def _attribute(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "true" if value is True else str(value)


def _changed(found: Gathered, one: Stored[Figure]) -> dt.datetime:
    """When the figure came to be as it is: its document was added, or a person looked at it."""
    return one.review.made_at if one.review is not None else found.documents[one.head.key].added_at


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
