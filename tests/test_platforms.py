"""What works where a system lacks what only POSIX has: Windows is stood for by Linux without those parts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

WITHOUT_POSIX = """
import os, signal, socket, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
for module, names in (
    (os, ("fork", "forkpty", "getuid", "geteuid", "sched_getaffinity", "chown")),
    (socket, ("send_fds", "recv_fds")),
    (signal, ("SIGXCPU", "SIGKILL", "SIGHUP")),
):
    for name in names:
        delattr(module, name)
from sijill.cli import main
main(sys.argv[1:])
"""


def elsewhere(register: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, *arguments],
        cwd=ROOT,
        env={
            "SIJILL_REGISTER": str(register),
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(register.parent),
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_texts_and_json_lines_are_read_listed_compared_and_found(tmp_path: Path) -> None:
    register = tmp_path / "register.sqlite"
    (tmp_path / "report.txt").write_text("Libyan coast guards intercepted 309 migrants on Monday.", "utf-8")
    first = elsewhere(register, "read", "examples")
    assert first.returncode == 0, first.stderr
    assert "8 documents read" in first.stderr
    text = str(tmp_path / "report.txt")
    again = elsewhere(register, "read", text, "--language", "en", "--published", "2025-06-20")
    assert again.returncode == 0, again.stderr
    for command, says in (
        (("figures",), "309"),
        (("conflicts",), "revision"),
        (("claims",), "66,317"),
        (("search", "ايطاليا"), "إيطاليا"),
        (("series", "arrivals", "--place", "IT"), "2024"),
        (("check", text, "--language", "en", "--published", "2025-06-20"), "309"),
        (("values", "about 300 boats", "--language", "en"), "300"),
        (("doctor",), "sound"),
        (("verify",), "sound"),
        (("backup", str(tmp_path / "backup.sqlite")), ""),
        (("--help",), "bulk"),
        (("serve", "--help"), "--port"),
    ):
        done = elsewhere(register, *command)
        assert done.returncode in (0, 1), f"{command}: {done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        assert says in done.stdout + done.stderr, command


def test_the_pages_are_served(tmp_path: Path) -> None:
    code = WITHOUT_POSIX.replace("from sijill.cli import main\nmain(sys.argv[1:])", "import sijill.web.app")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_cannot_be_opened_safely_is_refused_with_what_to_do(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p>Libyan coast guards intercepted 309 migrants on Monday.", "utf-8")
    done = elsewhere(tmp_path / "register.sqlite", "read", str(page), "--language", "en")
    assert done.returncode == 3
    assert "WSL" in done.stderr
    assert "Traceback" not in done.stderr


def test_bulk_says_where_it_runs(tmp_path: Path) -> None:
    done = elsewhere(
        tmp_path / "register.sqlite", "bulk", "examples/en.jsonl", "--output", str(tmp_path / "out")
    )
    assert done.returncode == 2
    assert "WSL" in done.stderr
