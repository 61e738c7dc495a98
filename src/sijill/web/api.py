"""The API: the same answers as the pages, as JSON that programs rely on, and its description in OpenAPI 3.1.

A list is {"data": [...], "next": an address or null}, one thing {"data": {...}}, an error {"error": {...}}.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from sijill.exports.citation import KINDS
from sijill.web import exporting
from sijill.web.asked import PARAMETERS
from sijill.web.cited_pages import PAGES
from sijill.web.fields import FIELDS
from sijill.web.routes import ROUTES, Route
from sijill.web.view import View

BASE = "/api/v1"
_KINDS = {"type": "string", "enum": [kind for kind in KINDS if kind != "measure"]}
_IN_PATH = {
    "code": dict(PARAMETERS["measure"].schema),
    "kind": _KINDS,
    "page": {"type": "string", "enum": list(PAGES)},
}
_IDS = {"type": "string", "pattern": "^[0-9a-f]{16,64}$"}


def path_of(route: Route) -> str:
    """The path of a route below BASE; the first page's answer is the overview."""
    return "/overview" if route.path == "/" else route.path


def parameters_of(route: Route) -> tuple[str, ...]:
    """The parameters that the API takes: those of the page, and for a list how many it is to give."""
    return (*route.parameters, "limit") if route.data == "list" else route.parameters


def answer(view: View, route: Route, path: str, query: list[tuple[str, str]]) -> dict[str, Any]:
    """The body of an answer. `path` and `query` are those that were asked for, of which `next` is made."""
    if view.record is not None:
        return {"data": view.record()}
    following = None
    if view.following is not None:
        kept = [(key, value) for key, value in query if key != view.turn]
        following = f"{path}?{urlencode([*kept, (view.turn, view.following)])}"
    return {"data": list(view.rows() if view.rows else ()), "next": following}


def error_body(status: int, code: str, message: str) -> dict[str, Any]:
    """The body of every error."""
    return {"error": {"status": status, "code": code, "message": message}}


def description(version: str) -> dict[str, Any]:
    """The API in OpenAPI 3.1, from the table of routes."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sijill",
            "version": version,
            "description": "What documents say about migration cooperation in the central Mediterranean.",
        },
        "servers": [{"url": BASE}],
        "paths": {
            **{path_of(route): {route.method.lower(): _operation(route)} for route in ROUTES},
            exporting.PATH: {"get": exporting.operation(_in_query(exporting.TAKES), _export_errors())},
        },
        "security": [{}, {"token": []}],
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "From `sijill people token`; without accounts none is needed.",
                }
            },
            "schemas": {
                "Row": {"type": "object"},
                "List": {
                    "type": "object",
                    "required": ["data", "next"],
                    "properties": {
                        "data": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
                        "next": {"type": ["string", "null"], "description": "Address of the next page."},
                    },
                },
                "Record": {
                    "type": "object",
                    "required": ["data"],
                    "properties": {"data": {"$ref": "#/components/schemas/Row"}},
                },
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": {
                            "type": "object",
                            "required": ["status", "code", "message"],
                            "properties": {
                                "status": {"type": "integer"},
                                "code": {"type": "string"},
                                "message": {"type": "string"},
                            },
                        }
                    },
                },
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    shape = "List" if route.data == "list" else "Record"
    errors = {
        "400": "The request cannot be understood.",
        "401": "Somebody has to log in, where people have accounts.",
        "403": "Their role does not allow it.",
        "404": "There is no such thing.",
        "503": "Try again.",
    }
    if route.method == "POST":
        errors |= {
            "403": "Their role does not allow it, or the request came from another site.",
            "413": "The text is too long.",
            "415": "The body is no JSON.",
        }
    if route.takes:
        errors |= {"409": "Somebody has changed it meanwhile.", "422": "What is sent cannot be."}
    found: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.told,
        "parameters": [*_in_path(route), *_in_query(parameters_of(route))],
        "responses": {
            "200": {"description": "As asked.", "content": _content(shape)},
            **{code: {"description": told, "content": _content("Error")} for code, told in errors.items()},
        },
    }
    if route.method == "POST":
        fields = {name: dict(FIELDS[name].schema) for name in route.sends}
        body = {"type": "object", "additionalProperties": False, "properties": fields} | _asked_of(route)
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return found


def _asked_of(route: Route) -> dict[str, Any]:
    """What a body has to have."""
    if "address" in route.sends:
        return {"anyOf": [{"required": ["text"]}, {"required": ["address"]}]}
    return {"required": list(route.needs)}


def _content(shape: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}


def _in_path(route: Route) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _IN_PATH.get(name, _IDS),
        }
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]


def _export_errors() -> dict[str, Any]:
    told = {
        "400": "The request cannot be understood.",
        "404": "There is no such format.",
        "413": "Too much passes.",
    }
    return {code: {"description": text, "content": _content("Error")} for code, text in told.items()}


def _in_query(names: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for name in names:
        parameter = PARAMETERS[name]
        schema = dict(parameter.schema)
        if parameter.many:
            schema = {"type": "array", "items": schema}
        found.append({"name": name, "in": "query", "description": parameter.told, "schema": schema})
    return found
