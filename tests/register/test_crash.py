"""kill -9 at any moment of `sijill read`: nothing acknowledged is lost, nothing is there twice.

`make faults` tries it 200 times on each store, an ordinary run of the tests less often.
"""

from __future__ import annotations

import json
import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import select as rows_of

from sijill.register.opening import open_register, reading
from sijill.register.query import counts
from sijill.register.schema import documents
from sijill.register.sound import problems
from sijill.register.trouble import Place

DOCUMENTS, ROUNDS = 200, int(os.environ.get("SIJILL_FAULTS", "20"))

# Starts a process for each line that it gets, with everything imported, to spend the time on what is tried.
# The reader is one of our own, so that the store is tried and not the reading: every number is a figure.
LAUNCHER = r"""
import os, re, sys
import alembic.command, sqlalchemy.dialects.sqlite
try:
    import psycopg, sqlalchemy.dialects.postgresql.psycopg
except ImportError:
    pass
import sijill.reading, sijill.register.search
from sijill.cli import main
from sijill.cli import reading as commands
from sijill.model import Figure, Reading

def read(document):
    numbers = re.finditer("[0-9]+", document.text)
    figures = [Figure(m.start(), m.end(), int(m.group()), "person", "arrivals") for m in numbers]
    return Reading(document.id, document.language, sijill.reading.VERSION, tuple(figures))

sijill.reading.read = read
commands.BATCH = 7
for line in sys.stdin:
    log, place, source = line.strip().split("\t")
    process = os.fork()
    if not process:
        os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), 2)
        main(["read", "--register", place, source])
    print(process, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


def _run(
    launcher: subprocess.Popen[bytes], log: Path, place: Place, source: Path, seconds: float | None
) -> int:
    """The exit code of one `sijill read`, killed after so many seconds unless it is done before."""
    orders, answers = _pipes(launcher)
    orders.write(f"{log}\t{place}\t{source}\n".encode())
    process = int(answers.readline())
    if seconds is not None and not select.select([answers], [], [], seconds)[0]:
        os.kill(process, signal.SIGKILL)
    return int(answers.readline())


def _pipes(launcher: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert launcher.stdin is not None
    assert launcher.stdout is not None
    return launcher.stdin, launcher.stdout


@pytest.fixture
def places(store: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Places for registers, without end."""
    if store == "sqlite":
        return (tmp_path / f"register-{number}.sqlite" for number in count())
    make: Callable[[], str] = request.getfixturevalue("database")
    return (make() for _ in count())


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    places: Iterator[Place], tmp_path: Path
) -> None:
    source, place, log = tmp_path / "documents.jsonl", next(places), tmp_path / "log"
    names = [f"d{n}" for n in range(DOCUMENTS)]
    with source.open("w") as handle:
        for n, name in enumerate(names):
            row = {"id": name, "language": "en", "text": f"About {n} people in {n} boats."}
            handle.write(json.dumps(row) + "\n")
    chance = random.Random(20250613)
    acknowledged: set[str] = set()
    killed, whole = 0, 0.0
    command = [sys.executable, "-c", LAUNCHER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as launcher:
        for number in range(5 * ROUNDS):
            if killed == ROUNDS:
                break
            if len(acknowledged) == DOCUMENTS:
                _check(place, names)
                acknowledged.clear()
                place = next(places)
            begun = time.monotonic()
            part = 1 - len(acknowledged) / DOCUMENTS
            code = _run(
                launcher, log, place, source, chance.uniform(0, 0.9) * whole * part if number else None
            )
            if code == 0:
                whole = (time.monotonic() - begun) / part
            assert code in (0, -signal.SIGKILL), log.read_text()
            killed += code != 0
            acknowledged |= set(re.findall(r"^read (d\d+):.*\n", log.read_text(), re.MULTILINE))
            if acknowledged:
                _check(place, acknowledged, thoroughly=number % 5 == 0)
        assert killed == ROUNDS, "the rounds were to be killed in the middle"
        assert _run(launcher, log, place, source, None) == 0, log.read_text()
        _pipes(launcher)[0].close()
    _check(place, names)


def _check(place: Place, acknowledged: list[str] | set[str], *, thoroughly: bool = True) -> None:
    register = open_register(place)
    with reading(register) as connection:
        if thoroughly:
            assert list(problems(connection)) == []
        ids = list(connection.execute(rows_of(documents.c.id)).scalars())
        found = counts(connection)
    register.engine.dispose()
    assert len(ids) == len(set(ids))
    assert set(acknowledged) <= set(ids)
    assert (found["readings"], found["figures"]) == (len(ids), 2 * len(ids))
