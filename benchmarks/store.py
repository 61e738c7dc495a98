"""How fast a register is written, and how its point look-ups grow: generated readings in batches.

The documents are made up, with the statistics of real ones: means over 261 reports in Arabic, English and
French, every so-manieth of a corpus, read with this reader. A document has about 1,500 characters, the lengths
spread as e^normal; 5 figures (of reports with any: 4.3), each with 1.2 places and 4.5 pieces of evidence; 2.9
dates, 0.33 events, 0.07 instruments, 0.56 statements. Words come by Zipf's law from a vocabulary of 40,000 in
two scripts. The same seed gives the same documents.

    python benchmarks/store.py                      20,000 documents into a new SQLite file
    python benchmarks/store.py --documents 200000   a million figures
    python benchmarks/store.py --beside 1           from rows to the disk, prepared in another process
    python benchmarks/store.py --register postgresql://user@host/empty_database
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

from sqlalchemy import func, select

from sijill import codes
from sijill.cli import COLLECTING
from sijill.model import (
    Document,
    Event,
    Evidence,
    Figure,
    Instrument,
    Participant,
    Period,
    Population,
    Reading,
    Span,
    Statement,
    Time,
)
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.prepared import Prepared, prepare
from sijill.register.query import by_prefix, figures_by_ref
from sijill.register.schema import figures
from sijill.register.search import find
from sijill.register.store import keep_prepared

BATCH = 500
"""Documents to a transaction."""

FIRST_DAY = dt.date(2015, 1, 1)
SOURCES = ("International Organization for Migration", "UNHCR", "Libyan Coast Guard", "Frontex", None, None)
SLOTS = ("measure", "period", "from", "to", "source", "status")
ARABIC = "ابتجحدرسشصعفقكلمنهوي"
LATIN = "abcdefghilmnoprstuvz"


def generated(seed: int) -> Iterator[tuple[Document, Reading]]:
    """Documents with readings, without end."""
    chance = random.Random(seed)
    words = {
        language: ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(20_000)]
        for language, letters in (("ar", ARABIC), ("en", LATIN))
    }
    weights = list(accumulate(1 / rank for rank in range(1, 20_001)))
    measures = [m for m in codes.measures() if "person" in codes.measures()[m].units]
    number = 0
    while True:
        language = "ar" if number % 2 else "en"
        length = int(chance.lognormvariate(5.1, 0.8))  # words: on average 220, 1,450 characters
        found = chance.choices(words[language], cum_weights=weights, k=max(length, 12))
        for _ in range(_about(chance, 5)):
            found.insert(chance.randrange(len(found)), f"{chance.randint(1, 60_000):,}")
        text = f"{number} " + " ".join(found)
        published = FIRST_DAY + dt.timedelta(days=chance.randrange(4000))
        document = Document(f"d{number}", language, text, published, None, f"https://example.org/{number}")
        yield document, _reading(chance, document, measures)
        number += 1


def _about(chance: random.Random, mean: float) -> int:
    """A whole number with this mean, of a geometric spread."""
    number = 0
    while chance.random() < mean / (1 + mean):
        number += 1
    return number


def _reading(chance: random.Random, document: Document, measures: list[str]) -> Reading:
    text, published = document.text, document.published or FIRST_DAY
    places = []
    start = text.index(" ") + 1
    while start < len(text):
        end = text.find(" ", start)
        end = len(text) if end < 0 else end
        places.append((start, end))
        start = end + 1

    def somewhere() -> tuple[int, int]:
        return chance.choice(places)

    def period() -> Period:
        start = published - dt.timedelta(days=chance.randrange(400))
        return Period(start, start + dt.timedelta(days=chance.choice((0, 0, 6, 29, 180, 364))))

    found = [
        Figure(
            start,
            end,
            int(text[start:end].replace(",", "")),
            "person",
            chance.choice(measures),
            chance.choice(("exact", "exact", "about", "over")),
            period=period(),
            from_=(chance.choice(("LY", "TN", "DZ", "EG")),),
            to=("IT",) if chance.random() < 0.2 else (),
            population=Population(age="child") if chance.random() < 0.1 else Population(),
            source=chance.choice(SOURCES),
            confidence=round(chance.random(), 4),
            evidence=tuple(
                Evidence(slot, chance.choice(measures), Span(*somewhere()), round(chance.random(), 3))
                for slot in chance.sample(SLOTS, chance.choice((4, 5)))
            ),
        )
        for start, end in places
        if text[start].isdecimal()
    ]
    return Reading(
        document.id,
        document.language,
        "1",
        figures=tuple(found),
        dates=tuple(
            Time(*place, "period", period(), None, "month", rule="month")
            for place in sorted(somewhere() for _ in range(_about(chance, 2.9)))
        ),
        events=tuple(
            Event(*somewhere(), "meeting", period(), "Tunis", (Participant("IOM", "chief"),), (measures[0],))
            for _ in range(_about(chance, 0.33))
        ),
        instruments=tuple(
            Instrument(*somewhere(), "EUNAVFOR MED IRINI", "operation", "2020", "2027-03-31")
            for _ in range(_about(chance, 0.07))
        ),
        statements=tuple(Statement(*somewhere(), "Director") for _ in range(_about(chance, 0.56))),
    )


def fill(register: Register, documents: Iterator[tuple[Document, Reading]], number: int) -> dict[str, float]:
    """Writes so many of the documents; seconds and CPU seconds of preparing and of writing, and the figures.

    Preparing rows needs no register, so several readers may do it at once; writing is one program's work.
    """
    took: dict[str, float] = defaultdict(float)
    while batch := list(islice(documents, min(BATCH, number))):
        number -= len(batch)
        with _timed(took, "prepare"):
            ready = [prepare(document, made) for document, made in batch]
        with _timed(took, "write"), writing(register) as connection:
            keep_prepared(connection, ready, dt.datetime(2026, 1, 1))
        took["figures"] += sum(len(made.figures) for _, made in batch)
    return took


def end_to_end(
    register_at: Path | str, documents: Iterator[tuple[Document, Reading]], number: int, beside: int
) -> tuple[float, float]:
    """Documents a second, and for each second of the writer's processor, from readings to the disk, where other
    processes prepare rows while this one writes, as readers of many files do. They have the documents before the
    time begins, since they would have read them."""
    while number > 0:
        _BATCHES.append(list(islice(documents, min(BATCH, number))))
        number -= len(_BATCHES[-1])
    with multiprocessing.get_context("fork").Pool(beside) as pool:
        register = open_register(register_at, write=True)
        begun, busy = time.perf_counter(), time.process_time()
        for ready in pool.imap(_prepared, range(len(_BATCHES))):
            with writing(register) as connection:
                keep_prepared(connection, ready, dt.datetime(2026, 1, 1))
        took, worked = time.perf_counter() - begun, time.process_time() - busy
        register.engine.dispose()
    written = sum(map(len, _BATCHES))
    return written / took, written / worked


_BATCHES: list[list[tuple[Document, Reading]]] = []


def _prepared(number: int) -> list[Prepared]:
    return [prepare(document, made) for document, made in _BATCHES[number]]


@contextmanager
def _timed(took: dict[str, float], name: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took[name] += time.perf_counter() - wall
    took[f"{name}, CPU"] += time.process_time() - cpu


def look_ups(register: Register, times: int = 100) -> dict[str, float]:
    """Milliseconds, at the 95th percentile, of what finds one thing."""
    chance = random.Random(1)
    with reading(register) as connection:
        last = connection.execute(select(func.max(figures.c.key))).scalar_one()
        keys = [chance.randint(1, last) for _ in range(times)]
        refs = [
            connection.execute(select(figures.c.ref).where(figures.c.key == key)).scalar_one() for key in keys
        ]
        ways: dict[str, list[Callable[[], object]]] = {
            "a figure by its id": [partial(figures_by_ref, connection, ref) for ref in refs],
            "by the first digits of an id": [partial(by_prefix, connection, ref[:10]) for ref in refs],
            "a document by a rare number": [
                lambda: find(connection, str(chance.randint(1, 60_000)), limit=5) for _ in keys
            ],
        }
        found = {}
        for name, calls in ways.items():
            took = []
            for call in calls:
                begun = time.perf_counter()
                call()
                took.append(1000 * (time.perf_counter() - begun))
            found[name] = statistics.quantiles(took, n=20)[-1]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--register", help="a new file, or an empty PostgreSQL database")
    parser.add_argument(
        "--beside", type=int, help="prepare in so many other processes, and time only the whole"
    )
    parser.add_argument("--seed", type=int, default=20250613)
    given = parser.parse_args()
    gc.set_threshold(COLLECTING)  # as the command sets it
    with tempfile.TemporaryDirectory(prefix="sijill-bench-") as folder:
        place = given.register or Path(folder) / "register.sqlite"
        documents = generated(given.seed)
        if given.beside:
            rate, own = end_to_end(place, documents, given.documents, given.beside)
            print(f"{given.documents:,} documents from readings to the disk: {rate:,.0f} a second")
            print(f"  by the writer's processor alone: {own:,.0f} a second")
            print(f"  load: {os.getloadavg()[0]:.1f}")
            return
        register = open_register(place, write=True)
        steps = [n for n in (2_000, 20_000, 200_000) if n < given.documents] + [given.documents]
        done = 0
        for step in steps:
            took = fill(register, documents, step - done)
            print(f"{step:,} documents, {took.pop('figures') / (step - done):.2f} figures each")
            took["both"] = took["prepare"] + took["write"]
            took["both, CPU"] = took["prepare, CPU"] + took["write, CPU"]
            for name, seconds in took.items():
                print(f"  {name}: {(step - done) / seconds:,.0f} documents a second")
            print(f"  load: {os.getloadavg()[0]:.1f}")
            for name, milliseconds in look_ups(register).items():
                print(f"  {name}: {milliseconds:.1f} ms (95th percentile)")
            done = step
        register.engine.dispose()


if __name__ == "__main__":
    main()
