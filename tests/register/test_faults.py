"""What goes wrong around a register: others that write, clocks that go back, readers in the middle of it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from sijill.model import Document, Reading
from sijill.register import opening, postgresql, sqlite
from sijill.register.opening import Register, RegisterError, open_register, writing
from sijill.register.opening import reading as seeing
from sijill.register.query import Filters, list_figures
from sijill.register.schema import documents, figures, readings
from sijill.register.sound import problems
from sijill.register.store import Kept, keep, keep_all
from sijill.register.trouble import WAITING
from tests.register.conftest import NOW

Keep = Callable[[Document, Reading | None], Kept]


def test_a_writer_that_waits_says_so_and_then_writes(
    register: Register, report: Document, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    for store in (sqlite, postgresql):
        monkeypatch.setattr(store, "NOTICE", 0.2)
    said: list[str] = []
    waiting = open_register(register.path, write=True, say=said.append)

    def write() -> None:
        with writing(waiting) as connection:
            keep(connection, report, reading, NOW)
        waiting.engine.dispose()

    writer = threading.Thread(target=write)
    with writing(register):
        writer.start()
        time.sleep(1)
    writer.join(30)
    assert said == [WAITING]
    with seeing(register) as connection:
        assert len(list_figures(connection, Filters())) == 2


def test_no_user_sees_the_word_locked(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    impatient = open_register(register.path, write=True)
    with writing(register), pytest.raises(RegisterError) as caught, writing(impatient):
        pass
    impatient.engine.dispose()
    assert caught.value.trouble == "busy"
    assert "lock" not in str(caught.value).lower()
    assert "try again when it is done" in str(caught.value)


def test_readers_see_whole_readings_only_while_others_write(
    register: Register, report: Document, reading: Reading
) -> None:
    done = threading.Event()
    seen: list[tuple[int, int, int]] = []
    failures: list[BaseException] = []

    def watch() -> None:
        mine = open_register(register.path)
        try:
            while not done.is_set():
                with seeing(mine) as connection:
                    asked = (select(func.count()).select_from(t) for t in (documents, readings, figures))
                    seen.append(tuple(connection.execute(one).scalar_one() for one in asked))  # type: ignore[arg-type]
        except BaseException as error:
            failures.append(error)
        finally:
            mine.engine.dispose()

    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    for number in range(20):
        batch = []
        for part in range(3):
            name = f"{number}-{part}"
            other = replace(report, id=name, text=f"{report.text} {name}")
            batch.append((other, replace(reading, document=name)))
        with writing(register) as connection:
            keep_all(connection, batch, NOW)
    done.set()
    for watcher in watchers:
        watcher.join(30)
    assert failures == []
    assert len(set(seen)) > 1, "the readers were to look in the middle of the writing"
    assert all(a == b and 2 * a == c and a % 3 == 0 for a, b, c in seen), "never half of a transaction"


def test_a_clock_that_goes_back_changes_no_order(
    register: Register, report: Document, reading: Reading
) -> None:
    for version, now in (
        ("1", NOW),
        ("2", NOW - dt.timedelta(days=4000)),
        ("3", NOW - dt.timedelta(days=9000)),
    ):
        with writing(register) as connection:
            keep(connection, report, replace(reading, reader=version, figures=reading.figures[:1]), now)
    with seeing(register) as connection:
        current = connection.execute(select(readings.c.reader).where(readings.c.current)).scalars().all()
        assert current == ["3"]
        assert len(list_figures(connection, Filters())) == 1
        assert list(problems(connection)) == []


def test_two_readings_of_one_document_in_one_batch_are_kept_as_if_one_after_the_other(
    register: Register, report: Document, reading: Reading
) -> None:
    better = replace(reading, reader="2", figures=reading.figures[:1])
    alias = replace(report, id="alias")
    with writing(register) as connection:
        older = replace(reading, reader="0.1")
        again: list[tuple[Document, Reading | None]] = [(alias, None), (report, reading), (report, older)]
        given = [(report, reading), (report, better), *again]
        kept = keep_all(connection, given, NOW)
    assert [getattr(one, "outcome", one) for one in kept] == ["new", "reread", "known", "known", "outdated"]
    with seeing(register) as connection:
        assert [f.found for f in list_figures(connection, Filters())] == list(better.figures)
        assert list(problems(connection)) == []


def test_a_server_that_does_not_answer_is_one_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    pytest.importorskip("psycopg")
    for place in ("postgresql://u:secret@127.0.0.1:1/db", f"postgresql://u:secret@/db?host={'/nowhere'}"):
        with pytest.raises(RegisterError) as caught:
            open_register(place)
        assert "does not answer" in str(caught.value)
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_database_that_is_not_there_or_not_ours_is_one_line(
    server: str, database: Callable[..., str]
) -> None:
    with pytest.raises(RegisterError) as caught:
        open_register(server.format("nothing"), write=True)
    assert caught.value.trouble == "absent"
    assert "createdb nothing" in str(caught.value)
    place = database()
    engine = postgresql.engine(place, writes="writes", patience=1)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE birds (name text)")
    engine.dispose()
    for write in (False, True):
        with pytest.raises(RegisterError) as caught:
            open_register(place, write=write)
        assert caught.value.trouble == "foreign"


def test_without_the_driver_the_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(RegisterError) as caught:
        open_register("postgresql://u@127.0.0.1:1/db")
    assert "pip install 'sijill[postgresql]'" in str(caught.value)
