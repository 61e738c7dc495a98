"""Shards of our own wording, as many and as large as a test wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from sijill.bulk import pool
from sijill.bulk.pool import Message
from sijill.bulk.shard import read_shard
from sijill.bulk.shards import Shard
from sijill.sources.cage import Cage

Write = Callable[..., Path]

SAYINGS = {
    "en": "Libya's coast guard intercepted {n} migrants off Zawiya on Monday, among them {m} women.",
    "ar": "قالت المنظمة الدولية للهجرة إن خفر السواحل الليبي اعترض {n} مهاجرا قبالة الزاوية يوم الاثنين.",
    "fr": "Les gardes-côtes libyens ont intercepté {n} migrants au large de Zaouïa lundi, dont {m} femmes.",
    "it": "La guardia costiera libica ha intercettato {n} migranti al largo di Zawiya lunedì.",
}


def row(number: int) -> dict[str, str]:
    """One short report, no two alike."""
    language = list(SAYINGS)[number % len(SAYINGS)]
    text = SAYINGS[language].format(n=100 + number, m=1 + number % 90)
    return {"id": f"d{number}", "language": language, "published": "2025-02-12", "text": text}


@pytest.fixture
def write() -> Write:
    """Writes the reports from one number up to another as a shard, after lines that are given as they are."""

    def shard(path: Path, first: int, last: int, *raw: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [*raw, *(json.dumps(row(n), ensure_ascii=False) for n in range(first, last))]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return shard


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workers: for tests of what becomes of a shard, whoever reads it."""

    def here(shards: Sequence[Shard], output: Path, workers: int) -> Iterator[Message]:
        with Cage() as cage:
            for shard in shards:
                yield read_shard(shard, output, lambda progress: None, cage)

    monkeypatch.setattr(pool, "on_this_machine", here)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output but the lock, by its path in it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
