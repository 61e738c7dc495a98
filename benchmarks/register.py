"""How long the views behind series, claims, conflicts, search and a figure by its id take, as a register grows.

    .venv/bin/python benchmarks/register.py [--figures 10000 100000 1000000] [--runs 40] [--keep FOLDER]
    .venv/bin/python benchmarks/register.py --figures 100000 --postgresql postgresql://user@host/an-empty-database

A register is made for each size, of figures with the statistics of the gold: a generated document has the text and the
figures of a passage of the gold that rules may be fitted to, moved in time by whole months over twelve years, and all
its counts multiplied by a factor that is the month's, but in a fifth of the cases another. Measures, units, hedges,
statuses, populations, places, sources, parts, lengths of periods and figures a document (six) are therefore those of
the gold. What a passage says of one month is told in about four documents at a time, and one telling in four rounds
its numbers, so that there are claims, copies and conflicts. Values are not written into the texts.

Asked, each time in another of the measures, places and years that there are most figures of: the series of a measure
in a place by month of one year, its claims and its conflicts in a month and in that year, the first hundred figures
of that year, the first hundred of the place in all years and of all up to that year, a search for two words that
stand in a report of it, and a figure by a prefix of its id. A question is what the command does between opening the
register and printing. The register is opened once for a size; the first answer of each kind is not counted. Printed:
the median, the 95th percentile, of the clock and of the processor alone (which other work on the machine does not
slow), how many figures were looked at, at least and at most (of a search: documents found), and how busy the machine
was.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from sijill.cli import COLLECTING
from sijill.evaluation.gold import documents_beside, is_unseen, load_gold
from sijill.model import Document, Figure, Number, Period
from sijill.reconcile.claims import claims, witnesses
from sijill.reconcile.conflicts import conflicts
from sijill.reconcile.series import series
from sijill.reconcile.tellings import copies_in, of_a_series, tellings
from sijill.register import search
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.query import Filters, by_prefix, counts, figures_by_ref, list_figures
from sijill.register.schema import documents, figure_places, figures, readings
from sijill.register.trouble import Place
from sijill.sources import Found
from sijill.sources import documents as from_files

GOLD = Path(__file__).parent.parent / "tests" / "gold"
MONTHS = 144
TELLINGS = 4
"""Documents that tell one passage of one month."""
LISTED = 100
"""Claims of a list, as many as the command shows unless told otherwise."""
AT_ODDS = -1.2
"""Below this lies a fifth of what is drawn: as many of the gold's facts that are told twice are told otherwise."""
BATCH = 2000
"""Documents written in one transaction."""
SEED = 20250613


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the gold: its document and the figures in it."""

    document: Document
    figures: tuple[Figure, ...]


def passages() -> list[Passage]:
    """The passages that have a day, are long enough to be a report, and may be fitted to."""
    golds = [GOLD]
    found = {
        f.document.id: f.document
        for f in from_files([str(file) for file in documents_beside(golds)], sys.stdin.buffer)
        if isinstance(f, Found)
    }
    return [
        Passage(found[id_], (*gold.asked.figures, *gold.optional.figures))
        for id_, gold in load_gold(golds).items()
        if id_ in found and found[id_].published and not is_unseen(id_)
    ]


def told(sources: Sequence[Passage], wanted: int) -> Iterator[tuple[Document, list[Figure]]]:
    """Documents with at least as many figures in all as wanted."""
    chance = random.Random(SEED)
    made = number = 0
    while made < wanted:
        passage = chance.choice(sources)
        months = chance.randrange(MONTHS)
        own, common = chance.uniform(-2, 2), random.Random(f"{passage.document.id} {months}").uniform(-2, 2)
        factor = 2.0 ** (own if own < AT_ODDS else common)
        for telling in range(chance.randint(1, 2 * TELLINGS - 1)):
            number += 1
            days = chance.randrange(10)
            assert passage.document.published is not None
            moved = _moved(passage.document.published, months) + dt.timedelta(days)
            text = f"{passage.document.text}\n\n[{number}]"
            document = replace(passage.document, id=f"generated-{number}", text=text, published=moved)
            rounded = telling > 0 and chance.random() < 0.25
            found = [_other(figure, months, factor, rounded) for figure in passage.figures]
            made += len(found)
            yield document, found


def _moved(day: dt.date, months: int) -> dt.date:
    """The day so many months back from its place in the gold."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = (dt.date(year + month // 11, month % 12 + 2 if month < 11 else 1, 1) - dt.timedelta(1)).day
    return dt.date(year, month + 1, min(day.day, last))


def _other(figure: Figure, months: int, factor: float, rounded: bool) -> Figure:
    period = figure.period
    if period is not None:
        ends = [_moved(day, months) if day else None for day in (period.start, period.end)]
        whole_months = period.end and (period.end + dt.timedelta(1)).day == 1 and ends[1]
        if whole_months and ends[1]:
            ends[1] = _moved(ends[1].replace(day=1), -1) - dt.timedelta(1)
        period = Period(ends[0], ends[1])

    def scaled(value: Number | None) -> Number | None:
        if value is None or figure.unit == "percent":
            return value
        times = max(1, round(value * factor))
        return int(float(f"{times:.2g}")) if rounded else times

    value = scaled(figure.value)
    assert value is not None
    return replace(
        figure,
        value=value,
        low=scaled(figure.low),
        high=scaled(figure.high),
        bound="about" if rounded and figure.bound == "exact" else figure.bound,
        period=period,
    )


def fill(register: Register, sources: Sequence[Passage], wanted: int) -> tuple[int, int]:
    """Writes the documents and figures into an empty register, row by row as store.keep does; gives how many of
    each. The terms of a passage's text are indexed for each document."""
    count = figure_key = 0
    batch: list[tuple[Document, list[Figure]]] = []
    for one in told(sources, wanted):
        batch.append(one)
        if len(batch) == BATCH:
            figure_key = _write(register, batch, count, figure_key)
            count += len(batch)
            batch = []
    figure_key = _write(register, batch, count, figure_key)
    return count + len(batch), figure_key


def _write(register: Register, batch: Sequence[tuple[Document, list[Figure]]], before: int, key: int) -> int:
    now = dt.datetime(2026, 1, 1)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("documents", "readings", "figures", "places")
    }
    for number, (document, found) in enumerate(batch, before + 1):
        rows["documents"].append(
            {
                "key": number,
                "content": f"{number * 2654435761 % 2**64:016x}{number:048x}",
                "id": document.id,
                "language": document.language,
                "published": document.published,
                "title": document.title,
                "url": None,
                "text": document.text,
                "added_at": now,
            }
        )
        rows["readings"].append(
            {
                "key": number,
                "document": number,
                "reader": "1",
                "made_at": now,
                "current": True,
                "content": f"{number:064x}",
            }
        )
        for figure in found:
            key += 1
            rows["figures"].append(_figure_row(figure, document.text, number, key))
            for role in ("from_", "to", "at"):
                for position, code in enumerate(dict.fromkeys(getattr(figure, role))):
                    place = {"figure": key, "role": role.strip("_"), "code": code, "position": position}
                    rows["places"].append(place)
            for position, code in enumerate(figure.population.nationality):
                place = {"figure": key, "role": "nationality", "code": code, "position": position}
                rows["places"].append(place)
    with writing(register) as connection:
        for table, name in ((documents, "documents"), (readings, "readings"), (figures, "figures")):
            if rows[name]:
                connection.execute(insert(table), rows[name])
        if rows["places"]:
            connection.execute(insert(figure_places), rows["places"])
        for row in rows["documents"]:
            search.index(connection, row["key"], row["text"])
    return key


def _figure_row(figure: Figure, text: str, document: int, key: int) -> dict[str, Any]:
    period, people = figure.period, figure.population
    return {
        "key": key,
        "reading": document,
        "document": document,
        "start": figure.start,
        "end": figure.end,
        "quote": text[figure.start : figure.end],
        "ref": f"{key * 11400714819323198485 % 2**64:016x}",
        "value": figure.value,
        "bound": figure.bound,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "change": figure.change,
        "measure": figure.measure,
        "status": figure.status,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "sex": people.sex,
        "age": people.age,
        "vulnerable": people.vulnerable,
        "actor": figure.actor,
        "source": figure.source,
        "part_of": figure.part_of,
        "confidence": 0.9,
        "evidence": _EVIDENCE,
    }


_EVIDENCE = [
    {"slot": slot, "taken": "intercepted (act)", "weight": 0.9} for slot in ("measure", "period", "place")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure, a place and a year, and two words of a report of the two."""

    measure: str
    place: str
    year: int
    words: str

    def filters(self, *, month: int | None = None) -> Filters:
        """What has a day in the year, or in one month of it."""
        first, last = dt.date(self.year, month or 1, 1), dt.date(self.year, month or 12, 30 if month else 31)
        return Filters(measures=(self.measure,), places=(self.place,), since=first, until=last)


def ask_series(connection: Connection, asked: Asked) -> int:
    found = of_a_series(connection, asked.filters(), "month")
    lines = series(found.told, asked.place, "month")
    points = (point for line in lines.values() for point in line)
    found.fetch(connection, (point.preferred for point in points if point.preferred))
    return len(found.told)


def ask_claims(connection: Connection, asked: Asked, month: int | None = None) -> int:
    found = tellings(connection, asked.filters(month=month))
    agreeing = sorted(claims(found.told), key=lambda claim: -len(claim.documents))[:LISTED]
    for claim, copied in zip(agreeing, copies_in(connection, agreeing, found), strict=True):
        witnesses(claim, copied)
    found.fetch(connection, (claim.best for claim in agreeing))
    return len(found.told)


def ask_conflicts(connection: Connection, asked: Asked, month: int | None = None) -> int:
    found = tellings(connection, asked.filters(month=month))
    disagreeing = conflicts(found.told)
    found.fetch(connection, (one for conflict in disagreeing for one in (conflict.one, conflict.other)))
    return len(found.told)


def ask_list(connection: Connection, asked: Asked) -> int:
    return len(list_figures(connection, replace(asked.filters(), limit=LISTED)))


def ask_place(connection: Connection, asked: Asked) -> int:
    return len(list_figures(connection, Filters(places=(asked.place,), limit=LISTED)))


def ask_until(connection: Connection, asked: Asked) -> int:
    return len(list_figures(connection, Filters(until=dt.date(asked.year, 12, 31), limit=LISTED)))


def ask_days(connection: Connection, asked: Asked) -> int:
    year = asked.filters()
    return len(list_figures(connection, Filters(since=year.since, until=year.until, limit=LISTED)))


def ask_search(connection: Connection, asked: Asked) -> int:
    return len(search.find(connection, asked.words))


def ask_id(connection: Connection, asked: Asked) -> int:
    key = hash((asked.measure, asked.place, asked.year)) % 9973 + 1
    ref = f"{key * 11400714819323198485 % 2**64:016x}"
    found = by_prefix(connection, ref[:12])
    return len(figures_by_ref(connection, found[0][1]))


QUESTIONS: dict[str, Callable[[Connection, Asked], int]] = {
    "series of a year": ask_series,
    "claims of a month": lambda connection, asked: ask_claims(connection, asked, 6),
    "claims of a year": ask_claims,
    "conflicts of a month": lambda connection, asked: ask_conflicts(connection, asked, 6),
    "conflicts of a year": ask_conflicts,
    "figures of a year": ask_list,
    "figures of a place alone": ask_place,
    "figures up to a year": ask_until,
    "figures of a year alone": ask_days,
    "search": ask_search,
    "figure by id": ask_id,
}


def questions(sources: Sequence[Passage], runs: int) -> list[Asked]:
    """Measures and places by how many figures of the gold have them, each in several years."""
    counted = Counter(
        (figure.measure, place)
        for passage in sources
        for figure in passage.figures
        for place in {*figure.from_, *figure.to, *figure.at}
        if figure.measure != "other" and figure.period is not None
    )
    most = [pair for pair, _ in counted.most_common(10)]
    chance = random.Random(SEED)
    return [
        Asked(
            *most[n % len(most)],
            2015 + (7 * n // len(most)) % 9,
            words(sources, *most[n % len(most)], chance),
        )
        for n in range(runs)
    ]


def words(sources: Sequence[Passage], measure: str, place: str, chance: random.Random) -> str:
    """Two words of at least five letters of a passage that has such a figure, the commoner the likelier."""
    of_it = [
        passage.document.text
        for passage in sources
        if any(f.measure == measure and place in (*f.from_, *f.to, *f.at) for f in passage.figures)
    ]
    long = [word for word in chance.choice(of_it).split() if len(word) > 4 and word.isalpha()]
    return " ".join(chance.sample(long, 2))


def percentile(times: Sequence[float]) -> float:
    """The time that 95 of 100 answers stay under."""
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


def measure(register: Register, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """Milliseconds of each kind of question."""
    rows = []
    for name, question in QUESTIONS.items():
        with reading(register) as connection:
            question(connection, asked[0])
            times, worked, looked_at = [], [], []
            for one in asked:
                begun, busy = time.perf_counter(), time.process_time()
                looked_at.append(question(connection, one))
                times.append(1000 * (time.perf_counter() - begun))
                worked.append(1000 * (time.process_time() - busy))
        rows.append(
            {
                "question": name,
                "median_ms": round(statistics.median(times), 1),
                "p95_ms": round(percentile(times), 1),
                "median_cpu_ms": round(statistics.median(worked), 1),
                "p95_cpu_ms": round(percentile(worked), 1),
                "fewest_figures": min(looked_at),
                "most_figures": max(looked_at),
                "load": round(os.getloadavg()[0], 1),
            }
        )
    return rows


def _is_filled(path: Place) -> bool:
    if isinstance(path, Path):
        return path.exists()
    register = open_register(path, write=True)
    with reading(register) as connection:
        found = counts(connection)["figures"]
    register.engine.dispose()
    return found > 0


def _make(path: Place, sources: Sequence[Passage], wanted: int) -> None:
    """A register of generated figures, with the statistics that a database gathers by and by."""
    register = open_register(path, write=True)
    begun = time.perf_counter()
    number, found = fill(register, sources, wanted)
    took = time.perf_counter() - begun
    print(f"{found} figures of {number} documents, made in {took:.0f} s", flush=True)
    with writing(register) as connection:
        connection.exec_driver_sql("ANALYZE")
    register.engine.dispose()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--figures", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument(
        "--keep", type=Path, help="keep the registers in this folder, and use those that are there"
    )
    parser.add_argument("--postgresql", metavar="URL", help="an empty database, or one that this has filled")
    parser.add_argument("--sql", help="run this before asking: an index that is thought of")
    options = parser.parse_args()
    gc.set_threshold(COLLECTING)
    sources = passages()
    asked = questions(sources, options.runs)
    with tempfile.TemporaryDirectory() as folder:
        for wanted in options.figures:
            path: Place = options.postgresql or (options.keep or Path(folder)) / f"{wanted}.sqlite"
            if not _is_filled(path):
                _make(path, sources, wanted)
            register = open_register(path, write=bool(options.sql))
            if options.sql:
                with writing(register) as connection:
                    connection.exec_driver_sql(options.sql)
            for row in measure(register, asked):
                print(json.dumps({"figures": wanted} | row), flush=True)
            register.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
