"""A register for other programs: lists of typed records, which become data frames when that is asked."""

from __future__ import annotations

from sijill.python.records import (
    ClaimRecord,
    ConflictRecord,
    DocumentRecord,
    EventRecord,
    FigureRecord,
    HitRecord,
    InstrumentRecord,
    PointRecord,
    Records,
)
from sijill.python.register import Register
from sijill.register.trouble import RegisterError

__all__ = [
    "ClaimRecord",
    "ConflictRecord",
    "DocumentRecord",
    "EventRecord",
    "FigureRecord",
    "HitRecord",
    "InstrumentRecord",
    "PointRecord",
    "Records",
    "Register",
    "RegisterError",
]
