"""A PostgreSQL server of its own for the tests: in a folder under /tmp, on a socket there, ended by its pid."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def programs() -> Path | None:
    """The folder of initdb and postgres, version 15 or newer; None where they are not installed."""
    beside = shutil.which("postgres")
    folders = [Path(beside).resolve().parent] if beside else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    fit = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return fit[0] if fit else None


ROOM = (8 << 20) + 100
"""Bytes that a file of the server may have. They are no whole number of pages: the last one is cut short, which
is what a full disk does."""


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))


@contextmanager
def running(programs: Path) -> Iterator[str]:
    """A server; gives the URL of its databases, for `.format(database)`. It does not wait for the disk.

    It sorts as Danish does, where «aa» comes after «z», so that an order that leans on the server's shows. No
    table of it grows beyond ROOM, so that a full disk can be tried.
    """
    folder = Path(tempfile.mkdtemp(prefix="sijill-pg-", dir="/tmp"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        user = names.get("postgres") or names["nobody"]
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    log = (folder / "log").open("wb")
    common: dict[str, Any] = {"cwd": folder, "stdout": log, "stderr": log, **who}
    make = [
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "sijill",
        "-A",
        "trust",
        "-N",
        "-E",
        "UTF8",
    ]
    make += ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=da-DK", "--wal-segsize=1"]
    serve = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for setting in ("listen_addresses=", "fsync=off", "max_connections=60", "shared_buffers=64MB"):
        serve += ["-c", setting]
    process = None
    try:
        subprocess.run(make, check=True, timeout=120, **common)
        process = subprocess.Popen(serve, preexec_fn=_bound, **common)
        _wait(folder, process)
        yield f"postgresql://sijill@/{{}}?host={folder}"
    except subprocess.CalledProcessError as error:
        raise RuntimeError((folder / "log").read_text()) from error
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)
            process.wait(60)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="sijill", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError((folder / "log").read_text())
