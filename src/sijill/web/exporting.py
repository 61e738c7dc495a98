"""The register in the formats of others, at /api/v1/export/FORMAT, and the links to it below lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection

from sijill.exports.formats import FORMATS, Format
from sijill.exports.gathered import Gathered, TooManyError, gather
from sijill.exports.made import Made, packed
from sijill.register.query import Filters
from sijill.register.search import find
from sijill.web.asked import Refused

PATH = "/export/{format}"
MOST = 20_000
"""Records of a kind in a file that is made while a browser waits."""

TAKES = (
    "of", "measure", "topic", "place", "where", "since", "until", "source", "status", "language", "type", "participant",
    "kind", "name", "q",
)  # fmt: skip
"""The parameters of an export: those of the lists."""


def format_of(code: str) -> Format:
    """The format of this name; Refused if there is none."""
    if code not in FORMATS:
        raise Refused(404, "not_found", f"there are the formats {', '.join(FORMATS)}")
    return FORMATS[code]


def gathered(connection: Connection, given: Mapping[str, Any], filters: Filters) -> Gathered:
    """What passes the filters of the address, of one kind (`of`) or of all; Refused where that is too much."""
    if given.get("q"):
        languages = given.get("language") or (None,)
        hits = [hit for one in languages for hit in find(connection, given["q"], limit=1000, language=one)]
        named = tuple(dict.fromkeys(hit.stored.document.id for hit in hits))
        filters = Filters(documents=named or ("",), since=filters.since, until=filters.until)
    try:
        return gather(connection, filters, of=given.get("of"), most=MOST)
    except TooManyError as error:
        told = f"{error}; narrow them, or write the file with: sijill export"
        raise Refused(413, "too_many", told) from None


def download(form: Format, made: Made) -> tuple[bytes, dict[str, str]]:
    """The body of an answer, and its headers."""
    (content,) = [packed(made.files)] if form.several else made.files.values()
    headers = {"content-disposition": f'attachment; filename="sijill-{form.code}{form.suffix}"'}
    if made.left_out:
        headers["sijill-left-out"] = "; ".join(made.left_out)
    return content, headers


def links(base: str, name: str, query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The title and the address of each format that a list can be had in, with the filters of its page."""
    asked = [(key, value) for key, value in query if key in TAKES and value]
    if name == "search":
        chosen = list(FORMATS.values()) if any(key == "q" for key, _ in asked) else []
    else:
        chosen = [form for form in FORMATS.values() if name in form.carries]
        asked = [("of", name), *asked]
    return [
        (form.title, f"{base}{PATH.replace('{format}', form.code)}?{urlencode(asked)}") for form in chosen
    ]


def operation(parameters: list[dict[str, Any]], errors: Mapping[str, Any]) -> dict[str, Any]:
    """The export in OpenAPI."""
    media = sorted({form.media for form in FORMATS.values()})
    named = {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": list(FORMATS)},
    }
    shapes = {kind: {"type": "object"} if kind.endswith("+json") else {"type": "string"} for kind in media}
    content = {kind: {"schema": shape} for kind, shape in shapes.items()}
    return {
        "operationId": "export",
        "summary": "What passes the filters, in the format of others.",
        "parameters": [named, *parameters],
        "responses": {"200": {"description": "A file.", "content": content}, **errors},
    }
