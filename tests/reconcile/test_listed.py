"""Claims and disagreements as they are listed, with what shows them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sijill.model import Document, Figure, Period, Reading
from sijill.reconcile.listed import disagreements, witnessed_claims
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.query import Filters
from sijill.register.store import keep

NOW = dt.datetime(2026, 1, 1)
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def register_of(path: Path, *figures: Figure) -> Register:
    """A register of one document with these figures."""
    document = Document("a", "en", "0123456789" * 4, dt.date(2025, 1, 2))
    register = open_register(path, write=True)
    with writing(register) as connection:
        keep(connection, document, Reading("a", "en", "1", figures), NOW)
    return register


def test_a_part_that_is_more_than_its_whole_is_listed_with_it(tmp_path: Path) -> None:
    whole = Figure(0, 2, 100, "person", "arrivals", period=YEAR, to=("IT",))
    part = Figure(4, 6, 150, "person", "arrivals", period=YEAR, to=("IT",), from_=("TN",), part_of=0)
    register = register_of(tmp_path / "register.sqlite", whole, part)
    with reading(register) as connection:
        (found,), all_told = disagreements(connection, Filters())
        assert found[0] == "parts"
        assert [all_told.row(told).found.value for told in found[1:3]] == [150, 100]
        assert disagreements(connection, Filters(), ["revision"])[0] == []
    register.engine.dispose()


def test_a_whole_that_does_not_pass_is_listed_with_its_part_all_the_same(tmp_path: Path) -> None:
    whole = Figure(0, 2, 100, "person", "arrivals", period=YEAR, to=("IT",))
    part = Figure(4, 6, 150, "person", "arrivals", period=YEAR, to=("IT",), from_=("TN",), part_of=0)
    register = register_of(tmp_path / "register.sqlite", whole, part)
    with reading(register) as connection:
        (found,), all_told = disagreements(connection, Filters(places=("TN",)))
        assert [all_told.row(told).found.value for told in found[1:3]] == [150, 100]
    register.engine.dispose()


def test_so_many_claims_are_counted_as_there_are(tmp_path: Path) -> None:
    figures = [
        Figure(place, place + 2, value, "person", "arrivals", period=YEAR, to=("IT",), from_=(country,))
        for place, value, country in ((0, 100, "TN"), (4, 900, "LY"), (8, 7, "DZ"))
    ]
    register = register_of(tmp_path / "register.sqlite", *figures)
    with reading(register) as connection:
        shown, number, all_told = witnessed_claims(connection, Filters(), 1, 2)
        assert (len(shown), number) == (2, 3)
        assert {all_told.row(claim.best).found.value for claim, _ in shown} == {100, 900}
        assert witnessed_claims(connection, Filters(), 2, 2)[0] == []
    register.engine.dispose()
