"""A PostgreSQL server for the tests of whatever keeps or asks a register; without one they are skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from sijill.register.opening import open_register
from tests.register.server import programs, running


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server with a database `made`, a register that holds nothing."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="the driver is not installed (the extra `postgresql`)")
    with running(found) as url:
        administer(url, "CREATE DATABASE made")
        open_register(url.format("made"), write=True).engine.dispose()
        yield url


def administer(url: str, command: str) -> None:
    import psycopg

    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(command)


@pytest.fixture
def database(server: str) -> Iterator[Callable[..., str]]:
    """Makes databases and gives their URLs: empty ones, or registers that hold nothing."""
    made: list[str] = []

    def make(*, empty: bool = True) -> str:
        made.append(f"t{next(_NUMBERS)}")
        administer(server, f"CREATE DATABASE {made[-1]} TEMPLATE {'template0' if empty else 'made'}")
        return server.format(made[-1])

    yield make
    for name in made:
        administer(server, f"DROP DATABASE {name} WITH (FORCE)")


_NUMBERS = count()
