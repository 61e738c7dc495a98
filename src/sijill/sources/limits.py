"""What the process that opens strangers' files may use, and how it says that this was not enough."""

from __future__ import annotations

MEMORY = 512_000_000
"""The bytes of data that the process may have."""

CPU_SECONDS = 30
"""Seconds of processor time for one thing: a file, or a member of an archive."""

NO_MEMORY = 75
"""The exit code of a process whose memory was not enough."""
