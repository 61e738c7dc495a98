"""Figures, events and instruments as W3C Web Annotations: each a body on the characters that say it.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017. Positions count Unicode code points, as the
Recommendation asks; in JavaScript index an array of code points, not the string.
"""

from __future__ import annotations

import json
from typing import Any

from sijill.codec import event_to_json, figure_to_json, instrument_to_json
from sijill.exports.gathered import Gathered, iri
from sijill.exports.jsonld import ours
from sijill.exports.made import Made
from sijill.exports.plover import plover
from sijill.register.rows import Head, Stored

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters before and after a quote that make it unique in its text."""

_OF_PLACE = frozenset({"start", "end", "quote"})


def webannotation(found: Gathered) -> Made:
    """A page of annotations, in the order of documents and their texts."""
    items = [_annotation(found, one, "figure", figure_to_json(one.found, "")) for one in found.figures]
    items += [
        _annotation(found, one, "event", event_to_json(one.found, "") | plover(one.found))
        for one in found.events
    ]
    items += [
        _annotation(found, one, "instrument", instrument_to_json(one.found, "")) for one in found.instruments
    ]
    order = {key: place for place, key in enumerate(found.documents)}
    items.sort(key=lambda item: (order[item.pop("key")], item["target"]["selector"][0]["start"]))
    page = {"@context": CONTEXT, "id": "sijill:annotations", "type": "AnnotationPage", "items": items}
    return Made({"annotations.jsonld": (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()})


def _annotation(found: Gathered, one: Stored[Any], kind: str, said: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"id": iri(kind, one.ref), "type": f"sijill:{kind.capitalize()}"}
    body |= ours({key: value for key, value in said.items() if key not in _OF_PLACE})
    if one.review is not None:
        body["sijill:review"] = one.review.verdict
    return {
        "key": one.head.key,
        "id": iri("annotation", one.ref),
        "type": "Annotation",
        "motivation": "identifying",
        "body": body,
        "target": target(found, one.head, one.found.start, one.found.end),
    }


def target(found: Gathered, head: Head, start: int, end: int) -> dict[str, Any]:
    """A stretch of a document by its position and by its words, with the hash of the text that both are of."""
    text = found.text(head.key)
    source: dict[str, Any] = {
        "source": head.url or iri("document", head.ref),
        "sijill:document": {"id": iri("document", head.ref)},
        "sijill:text_sha256": found.text_hash(head.key),
    }
    if head.published is not None:
        source["state"] = {"type": "TimeState", "sourceDate": f"{head.published.isoformat()}T00:00:00Z"}
    return source | {
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            },
        ]
    }


def resolve(text: str, selector: list[dict[str, Any]]) -> tuple[int, int] | None:
    """Where the selectors of a target find its words in a text: at the position, or, in a text that has changed, at
    the one place where the words stand between the same neighbours; None where there is none or more than one."""
    place, quote = selector
    exact: str = quote["exact"]
    if text[place["start"] : place["end"]] == exact:
        return place["start"], place["end"]
    whole = quote["prefix"] + exact + quote["suffix"]
    first = text.find(whole)
    if first < 0 or text.find(whole, first + 1) >= 0:
        return None
    start = first + len(quote["prefix"])
    return start, start + len(exact)
