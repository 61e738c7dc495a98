"""Documents a second of `sijill extract` and `sijill read` on one core, the median of several runs.

    .venv/bin/python benchmarks/speed.py [FILE.jsonl ...] [--documents 400] [--runs 5]

The files (default: examples/) are repeated until there are as many documents as asked for, each with an id
and a last line of its own, so that the register stores every one. A run is one process on one core; the
time of a process that reads one document is taken off: what is measured is reading and not starting.
"""

from __future__ import annotations

import argparse
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
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


if __name__ == "__main__":
    main()
