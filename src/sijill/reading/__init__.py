"""Reading: a document in, what it says out. Pure: no clock, no network, no disk beyond the shipped data."""

from __future__ import annotations

from sijill.reading.reader import VERSION, read

__all__ = ["VERSION", "read"]
