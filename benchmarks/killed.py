"""Bulk reading that is killed again and again, beside one that is left in peace: are the bytes the same?

    .venv/bin/python benchmarks/killed.py [--documents 100000] [--shards 50] [--kills 12]

The documents are those of benchmarks/bulk.py, as shards of JSON lines. One worker reads them undisturbed, and its
memory is looked at each second. Then two workers read them into another folder, and at random moments a process gets
SIGKILL: the command, one of its workers, or all of them at once. Each time, what has a name must be the bytes of the
undisturbed run; then the command is given again. When nobody is left to kill, all of it must be.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

from bulk import documents

SEED = 20250613


def write_shards(folder: Path, wanted: int, shards: int, subject: int) -> None:
    """The documents as so many files of JSON lines."""
    folder.mkdir()
    rows = documents(wanted, subject)
    for number in range(shards):
        share = wanted * (number + 1) // shards - wanted * number // shards
        lines = (json.dumps(row, ensure_ascii=False) for row in islice(rows, share))
        (folder / f"{number:03}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def started(inputs: Path, output: Path, workers: int) -> subprocess.Popen[str]:
    """The command, in a process group of its own."""
    given = ["bulk", str(inputs), "--output", str(output), "--workers", str(workers)]
    return subprocess.Popen(
        [sys.executable, "-m", "sijill", *given], stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def workers_of(process: int) -> list[int]:
    """The processes that a command reads with, by their command lines; those that track or are caged are left out."""
    found = []
    with suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def megabytes(process: int) -> int:
    """The memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def digests(output: Path, shard: str = "[!.]*") -> dict[str, str]:
    """Each file of the shards that have their name, with the hash of its bytes."""
    return {
        str(file.relative_to(output)): hashlib.sha256(file.read_bytes()).hexdigest()
        for about in sorted(output.glob(f"{shard}/shard.json"))
        for file in sorted(about.parent.iterdir())
    }


def undisturbed(inputs: Path, output: Path) -> tuple[float, list[int]]:
    """Reads all with one worker; gives the seconds, and the megabytes of the worker each second."""
    begun, sizes = time.perf_counter(), []
    process = started(inputs, output, 1)
    while process.poll() is None:
        for worker in workers_of(process.pid):
            with suppress(OSError):
                sizes.append(megabytes(worker))
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=1)
    if process.returncode:
        raise SystemExit(f"the undisturbed run ended with {process.returncode}")
    return time.perf_counter() - begun, sizes


def disturbed(
    inputs: Path, output: Path, kills: int, chance: random.Random, pause: float, whole: dict[str, str]
) -> dict[str, int]:
    """Reads all with two workers that are killed; gives how often which was. SystemExit where a byte differs."""
    killed = {"command": 0, "worker": 0, "all": 0}
    process = started(inputs, output, 2)
    while True:
        left = sum(killed.values()) < kills
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=chance.uniform(1, pause) if left else None)
        if process.poll() is None:
            victim = chance.choice(list(killed))
            workers = workers_of(process.pid)
            if victim == "worker" and workers:
                os.kill(chance.choice(workers), signal.SIGKILL)  # the command goes on without that shard
            elif victim == "all":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                victim = "command"
                process.kill()
            killed[victim] += 1
            if victim != "worker":
                process.communicate()
        elif process.returncode == 0:
            return killed
        if process.poll() is not None:
            process = started(inputs, output, 2)
        for name, digest in digests(output).items():
            if whole[name] != digest:
                raise SystemExit(f"{name} is not what it was undisturbed")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--shards", type=int, default=50)
    parser.add_argument(
        "--subject", type=int, default=20, help="one document in so many is about the subject"
    )
    parser.add_argument("--kills", type=int, default=12)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sijill-killed-") as temporary:
        folder = Path(temporary)
        write_shards(folder / "in", given.documents, given.shards, given.subject)
        took, sizes = undisturbed(folder / "in", folder / "one")
        whole = digests(folder / "one")
        print(
            f"{given.documents:,} documents in {given.shards} shards, undisturbed, 1 worker: {took:.0f} s, "
            f"{given.documents / took:.0f} a second, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        fifth = max(len(sizes) // 5, 1)
        parts = [statistics.median(sizes[i * fifth : (i + 1) * fifth] or sizes) for i in range(5)]
        print(f"memory of the worker, by fifths: {', '.join(f'{part:.0f}' for part in parts)} MB", flush=True)
        begun = time.perf_counter()
        pause = max(3.0, took / max(given.kills, 1))
        killed = disturbed(folder / "in", folder / "two", given.kills, random.Random(SEED), pause, whole)
        print(
            f"2 workers, killed {sum(killed.values())} times ({', '.join(f'{n} {who}' for who, n in killed.items())}): "
            f"{time.perf_counter() - begun:.0f} s, load {os.getloadavg()[0]:.1f}"
        )
        if digests(folder / "two") != whole:
            raise SystemExit("the outputs differ")
        left = [path.name for path in (folder / "two").iterdir() if path.name.startswith(".partial")]
        print(f"{len(whole)} files, all with the same bytes; {len(left)} left unfinished")


if __name__ == "__main__":
    main()
