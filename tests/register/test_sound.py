"""Examining a register finds whatever was changed behind its back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sijill.model import Document, Reading
from sijill.register.opening import Register
from sijill.register.opening import reading as seeing
from sijill.register.sound import problems
from sijill.register.store import Kept

Keep = Callable[[Document, Reading | None], Kept]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE documents SET text = replace(text, '16', '17')", "no longer says"),
        ("UPDATE documents SET published = '2024-06-13'", "its hash differs"),
        ("UPDATE documents SET title = NULL", "its hash differs"),
        ("UPDATE figures SET value = 17000 WHERE value = 16000", "its reading is not what was stored"),
        ("UPDATE figures SET start = start + 1", "no longer says"),
        ("UPDATE figure_places SET code = 'EG' WHERE code = 'NE'", "its reading is not what was stored"),
        ("UPDATE participants SET name = 'Nobody'", "its reading is not what was stored"),
        ("DELETE FROM statements", "its reading is not what was stored"),
        ("UPDATE readings SET current = false", "no current reading"),
        (
            "INSERT INTO sightings VALUES (77, 'x', '', '2026-01-01')",
            "the row of documents with key 77 is missing",
        ),
    ],
)
def test_what_was_changed_is_named(
    change: str,
    told: str,
    register: Register,
    tamper: Callable[[str], None],
    report: Document,
    reading: Reading,
    kept: Keep,
) -> None:
    kept(report, reading)
    with seeing(register) as connection:
        assert list(problems(connection)) == []
    tamper(change)
    with seeing(register) as connection:
        assert any(told in line for line in problems(connection)), list(problems(connection))
