"""Documents a second of `sijill extract` and `sijill read`, and milliseconds of `values` by language, on one core,
the medians of several runs.

    .venv/bin/python benchmarks/speed.py [FILE.jsonl ...] [--documents 400] [--runs 5] [--corpus FOLDER]

The files (default: examples/) are repeated until there are as many documents as asked for, each with an id
and a last line of its own, so that the register stores every one. A run is one process on one core; the
time of a process that reads one document is taken off: what is measured is reading and not starting.

`values` is measured over the documents of tests/gold/own, which are dense with numbers and dates, or over the
JSON lines in the folder of --corpus, joined to texts of about 2,000 characters: the processor time of a process
that has read every second text before and now reads the others, which are new to it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIJILL = Path(sys.executable).parent / "sijill"
LETTERS = 2000


def repeated(sources: list[Path], wanted: int) -> list[str]:
    """As many JSON lines as wanted, made of the documents of the sources, no two alike."""
    lines = [line for source in sources for line in source.read_text("utf-8").splitlines() if line.strip()]
    documents = [json.loads(line) for line in lines]
    if not documents:
        raise SystemExit("no documents in " + ", ".join(map(str, sources)))
    rows = []
    for number in range(wanted):
        document = documents[number % len(documents)]
        copy = f"{document['id']}-{number}"
        rows.append(json.dumps({**document, "id": copy, "text": f"{document['text']}\n\n[{copy}]"}))
    return rows


def seconds(arguments: list[str]) -> float:
    """The wall time of one run of the command. It ends the benchmark if the command fails."""
    begin = time.perf_counter()
    done = subprocess.run(
        [SIJILL, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    elapsed = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"sijill {arguments[0]} failed ({done.returncode}): {done.stderr.decode()}")
    return elapsed


def rates(command: str, one: Path, many: Path, documents: int, runs: int, folder: Path) -> list[float]:
    """Documents a second of each run, less the time that one document takes."""
    found = []
    for run in range(runs):
        arguments = [["--register", str(folder / f"{run}-{part}.sqlite")] for part in ("one", "many")]
        if command == "extract":
            arguments = [[], []]
        start = seconds([command, str(one), *arguments[0], "--quiet"])
        whole = seconds([command, str(many), *arguments[1], "--quiet"])
        found.append((documents - 1) / max(whole - start, 1e-6))
    return found


def texts_of(folder: Path) -> dict[str, list[tuple[str, dt.date | None]]]:
    """By language the documents of a folder's JSON lines, short ones joined, each with its publication day."""
    found: dict[str, list[tuple[str, dt.date | None]]] = {}
    for source in sorted(folder.glob("*.jsonl")):
        parts: dict[str, list[str]] = {}
        for line in source.read_text("utf-8").splitlines():
            document = json.loads(line) if line.strip() else {}
            language, text = document.get("language"), document.get("text")
            if not language or not text:
                continue
            joined = parts.setdefault(language, [])
            joined.append(text)
            if sum(map(len, joined)) >= LETTERS:
                day = document.get("published")
                published = dt.date.fromisoformat(day[:10]) if day else None
                found.setdefault(language, []).append(("\n\n".join(joined), published))
                joined.clear()
    return dict(sorted(found.items()))


def values_in_new_texts(folder: Path, language: str, second: int) -> None:
    """Prints the milliseconds of `values` for 2,000 characters of every second text, the others read before."""
    from sijill.reading.values import values

    texts = texts_of(folder)[language]
    for text, published in texts[second::2]:
        values(text, language, published)
    new = texts[1 - second :: 2]
    begin = time.process_time()
    for text, published in new:
        values(text, language, published)
    spent = time.process_time() - begin
    print(1000 * spent * LETTERS / sum(len(text) for text, _ in new))


def print_values(folder: Path, runs: int) -> None:
    """The milliseconds of `values` by language, each run in a process of its own."""
    for language, texts in texts_of(folder).items():
        if len(texts) < 2:
            continue
        found = []
        for run in range(runs):
            arguments = ["--corpus", str(folder), "--values", language, str(run % 2)]
            done = subprocess.run(
                [sys.executable, __file__, *arguments], capture_output=True, text=True, check=True
            )
            found.append(float(done.stdout))
        print(
            f"sijill values, {language}: {statistics.median(found):.2f} ms for {LETTERS} characters "
            f"(lowest {min(found):.2f}, highest {max(found):.2f})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--corpus", type=Path, default=ROOT / "tests" / "gold" / "own", metavar="FOLDER")
    parser.add_argument("--values", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.values:
        values_in_new_texts(options.corpus, options.values[0], int(options.values[1]))
        return
    sources = options.sources or sorted((ROOT / "examples").glob("*.jsonl"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

    rows = repeated(sources, options.documents)
    letters = statistics.mean(len(json.loads(row)["text"]) for row in rows)
    print(f"{len(rows)} documents of {letters:.0f} characters on average, one core, {options.runs} runs")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        one, many = folder / "one.jsonl", folder / "many.jsonl"
        one.write_text(rows[0] + "\n", "utf-8")
        many.write_text("\n".join(rows) + "\n", "utf-8")
        for command in ("extract", "read"):
            found = rates(command, one, many, len(rows), options.runs, folder)
            print(
                f"sijill {command}: {statistics.median(found):.0f} documents a second "
                f"(lowest {min(found):.0f}, highest {max(found):.0f})"
            )
    print_values(options.corpus, options.runs)


if __name__ == "__main__":
    main()
