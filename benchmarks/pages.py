"""How fast the pages of a large register are while it is asked and written at once.

    .venv/bin/python benchmarks/pages.py REGISTER.sqlite [--rate 20] [--seconds 120] [--every 10] [--no-ingest]

REGISTER.sqlite is best one that `benchmarks/register.py --keep FOLDER` has made. It is copied first, and the copy is
what is served and written. `sijill serve` runs as a process of its own, another reads one text more into the register
every so many seconds, and this one asks on loopback: so many requests a second, each begun at its time whether the one
before is answered or not, as people do. The pages are asked in turn, each time with other filters, from a fixed seed.

Printed, one line of JSON for each kind of page: requests, errors (another status than 200, or no answer), and
milliseconds from when a request was due to its last byte, the median, the 95th percentile and the longest, of all
requests and for pages and searches together; then the memory of the server at its beginning, after a tenth of the time
and at the end, how many texts were read meanwhile, and how busy the machine was.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

SIJILL = [sys.executable, "-m", "sijill"]
SEED = 20250613
MEASURES = (("arrivals", "IT"), ("interceptions", "LY"), ("interceptions", "TN"), ("deaths", "LY"))
WORDS = ("migranti", "garde côtes", "coast guard", "خفر السواحل", "arrivals Lampedusa", "rimpatri")
AT_ONCE = 64
"""Requests that may be unanswered at a time; more wait, and their waiting counts."""


def _of_measure(path: str) -> Callable[[random.Random], str]:
    def address(chance: random.Random) -> str:
        measure, place = chance.choice(MEASURES)
        return path.format(measure=measure, place=place, year=chance.randrange(2015, 2024))

    return address


def _search(chance: random.Random) -> str:
    return f"/en/search?q={quote(chance.choice(WORDS))}"


PAGES: dict[str, Callable[[random.Random], str]] = {
    "first page": lambda chance: f"/{chance.choice(('ar', 'en', 'fr', 'it'))}/",
    "measures": lambda chance: "/en/measures",
    "measure by year": _of_measure("/en/measures/{measure}?place={place}"),
    "measure by month": _of_measure("/en/measures/{measure}?place={place}&by=month&since={year}"),
    "measure cited": _of_measure("/en/cite/measure/{measure}?place={place}"),
    "measure embedded": _of_measure("/embed/en/measures/{measure}.svg?place={place}"),
    "figures": lambda chance: "/en/figures",
    "figures of a measure and year": _of_measure(
        "/en/figures?measure={measure}&place={place}&since={year}&until={year}"
    ),
    "documents": lambda chance: "/en/documents",
    "claims of a month": _of_measure(
        "/en/claims?measure={measure}&place={place}&since={year}-06&until={year}-06"
    ),
    "conflicts of a month": _of_measure(
        "/en/conflicts?measure={measure}&place={place}&since={year}-06&until={year}-06"
    ),
    "events": lambda chance: "/en/events",
    "actors": lambda chance: "/en/actors",
    "map": lambda chance: "/en/map",
    "review queue": lambda chance: "/en/review",
    "search": _search,
}


@dataclass
class Answers:
    """Milliseconds and errors by kind of page."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, took: float, good: bool) -> None:
        """One answer, or its failure."""
        with self.lock:
            self.took[kind].append(took)
            self.errors[kind] += not good


def ask(port: int, path: str) -> bool:
    """Whether a page comes whole."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return bool(answer.read() or answer.status == 204) and answer.status in (200, 204)
    except OSError:
        return False
    finally:
        connection.close()


def asked(port: int, rate: float, seconds: float, memory: Callable[[], None]) -> Answers:
    """Asks at the rate for that long, and waits for what is still to come; `memory` is called after a tenth."""
    answers, chance, kinds = Answers(), random.Random(SEED), list(PAGES)
    begun, number, noted = time.perf_counter(), 0, False

    def one(kind: str, path: str, due: float) -> None:
        good = ask(port, path)
        answers.add(kind, 1000 * (time.perf_counter() - due), good)

    with ThreadPoolExecutor(AT_ONCE) as clients:
        while number < rate * seconds:
            due = begun + number / rate
            time.sleep(max(0, due - time.perf_counter()))
            kind = kinds[number % len(kinds)]
            clients.submit(one, kind, PAGES[kind](chance), due)
            number += 1
            if not noted and number >= rate * seconds / 10:
                memory()
                noted = True
    return answers


def ingest(register: Path, every: float, stop: threading.Event, read: list[int]) -> None:
    """Reads one new text into the register every so many seconds, as a desk does, until it is told to stop."""
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        while not stop.is_set():
            number += 1
            text = Path(folder) / f"report-{number}.txt"
            text.write_text(
                f"Report {number}. On 3 March 2025 the Libyan coast guard intercepted {100 + number} migrants at sea.\n"
            )
            done = subprocess.run(
                [*SIJILL, "read", str(text), "--register", str(register), "--quiet"], capture_output=True
            )
            read.append(done.returncode)
            stop.wait(every)


def copied(register: Path, copy: Path) -> None:
    """Copies a register, with what still stands in its log."""
    with closing(sqlite3.connect(register)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)


def resident(process: int) -> float:
    """Megabytes of a process in memory."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def served(register: Path) -> tuple[subprocess.Popen[str], int]:
    """A running server of the register, and its port."""
    server = subprocess.Popen(
        [*SIJILL, "serve", "--register", str(register), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    for line in server.stdout:
        if "http://127.0.0.1:" in line:
            threading.Thread(target=server.stdout.read, daemon=True).start()
            port = int(line.split("http://127.0.0.1:")[1].split("/")[0])
            for _ in range(300):  # it says where it will be before it listens
                if ask(port, "/favicon.ico") or server.poll() is not None:
                    return server, port
                time.sleep(0.1)
    raise SystemExit("sijill serve did not start")


def row(kind: str, took: Sequence[float], errors: int) -> dict[str, object]:
    """A line of what is printed."""
    ordered = sorted(took)
    return {
        "page": kind,
        "requests": len(took),
        "errors": errors,
        "median_ms": round(statistics.median(ordered)),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]),
        "longest_ms": round(ordered[-1]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("register", type=Path)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--every", type=float, default=10, help="seconds between two texts that are read")
    parser.add_argument("--no-ingest", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.register.parent) as folder:
        copy = Path(folder) / "register.sqlite"
        copied(options.register, copy)
        server, port = served(copy)
        try:
            for kind, address in PAGES.items():
                if not ask(port, address(random.Random(SEED))):
                    print(f"{kind}: no page at the first request", file=sys.stderr)
            memory = [resident(server.pid)]
            stop, read = threading.Event(), list[int]()
            reader = threading.Thread(target=ingest, args=(copy, options.every, stop, read))
            if not options.no_ingest:
                reader.start()
            answers = asked(port, options.rate, options.seconds, lambda: memory.append(resident(server.pid)))
            memory.append(resident(server.pid))
            stop.set()
            if not options.no_ingest:
                reader.join()
        finally:
            server.terminate()
            server.wait()
    pages = [took for kind, every in answers.took.items() if kind != "search" for took in every]
    errors = sum(number for kind, number in answers.errors.items() if kind != "search")
    for kind in PAGES:
        if kind in answers.took:
            print(json.dumps(row(kind, answers.took[kind], answers.errors[kind])))
    print(json.dumps(row("all pages but search", pages, errors)))
    print(
        json.dumps(
            {
                "memory_mb": memory,
                "texts_read": sum(code == 0 for code in read),
                "texts_failed": sum(code != 0 for code in read),
                "load": round(os.getloadavg()[0], 1),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
