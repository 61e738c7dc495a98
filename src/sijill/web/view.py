"""What answers a request, before it is drawn: the parts of a page, and its rows as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sijill.model import Event, Figure, Instrument
from sijill.register.rows import Head, Stored
from sijill.web.asked import Asked, token

Rows: TypeAlias = Callable[[], Iterable[dict[str, Any]]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """An answer. `template` draws it from `shown`; `title` is a key of the words, or a text where `named`.

    `rows`: its list as data, with these `headings` as CSV; or `record`, where it is about one thing. `following`: the
    token of the next page, which the parameter `turn` takes. `goto`: where a form leads when it was taken, a route and
    parameters that change. `status`, `error`: that it was not taken, with a code and a message for programs.
    """

    template: str
    title: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    rows: Rows | None = None
    headings: Sequence[str] = ()
    record: Callable[[], dict[str, Any]] | None = None
    following: str | None = None
    turn: str = "after"
    named: bool = False
    goto: tuple[str, Mapping[str, Any]] | None = None
    status: int = 200
    error: tuple[str, str] | None = None


def paged(asked: Asked, found: list[T], position: Callable[[T], str]) -> tuple[list[T], str | None]:
    """The rows of this page, of one more than it holds, and the token of the next."""
    if len(found) <= asked.most:
        return found, None
    shown = found[: asked.most]
    return shown, position(shown[-1])


def after(stored: Stored[Figure] | Stored[Event] | Stored[Instrument]) -> str:
    """The token of what stands in a text."""
    return token((stored.head.published, stored.head.key, stored.found.start))


def after_document(pair: tuple[Head, Any]) -> str:
    """The token of a document."""
    return token((pair[0].published, pair[0].key, 0))
