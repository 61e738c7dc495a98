"""Reading: a document in, what it says out. Pure: no clock, no network, no disk beyond the shipped data.

The whole reader is loaded when `read` is first asked for: numbers and dates alone need a third of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sijill.reading.reader import VERSION, read

__all__ = ["VERSION", "read"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sijill.reading import reader

    return getattr(reader, name)
