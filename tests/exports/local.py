"""Contexts of JSON-LD without the network: the terms that we use, as the standards define them."""

from __future__ import annotations

from typing import Any

_OA = "http://www.w3.org/ns/oa#"
_DCTERMS = "http://purl.org/dc/terms/"
CONTEXTS: dict[str, Any] = {
    # Web Annotation Vocabulary, appendix A: the terms of its context that our annotations use
    "http://www.w3.org/ns/anno.jsonld": {
        "id": {"@type": "@id", "@id": "@id"},
        "type": {"@type": "@id", "@id": "@type"},
        "Annotation": f"{_OA}Annotation",
        "AnnotationPage": "https://www.w3.org/ns/activitystreams#OrderedCollectionPage",
        "TextPositionSelector": f"{_OA}TextPositionSelector",
        "TextQuoteSelector": f"{_OA}TextQuoteSelector",
        "TimeState": f"{_OA}TimeState",
        "identifying": f"{_OA}identifying",
        "items": {
            "@type": "@id",
            "@id": "https://www.w3.org/ns/activitystreams#items",
            "@container": "@list",
        },
        "motivation": {"@type": "@vocab", "@id": f"{_OA}motivatedBy"},
        "body": {"@type": "@id", "@id": f"{_OA}hasBody"},
        "target": {"@type": "@id", "@id": f"{_OA}hasTarget"},
        "source": {"@type": "@id", "@id": f"{_OA}hasSource"},
        "selector": {"@type": "@id", "@id": f"{_OA}hasSelector"},
        "state": {"@type": "@id", "@id": f"{_OA}hasState"},
        "start": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": f"{_OA}start"},
        "end": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": f"{_OA}end"},
        "exact": f"{_OA}exact",
        "prefix": f"{_OA}prefix",
        "suffix": f"{_OA}suffix",
        "sourceDate": {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@id": f"{_OA}sourceDate"},
    },
    "https://schema.org/": {"@vocab": "https://schema.org/"},
}


def load(address: str, options: Any) -> dict[str, Any]:
    """A document loader that knows the contexts above and fails for every other address."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": {"@context": CONTEXTS[address]},
    }


def keys(value: Any) -> set[str]:
    """All keys at any depth."""
    if isinstance(value, list):
        return set().union(*map(keys, value))
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set()
