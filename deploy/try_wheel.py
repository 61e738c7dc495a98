"""Try a wheel as a stranger would: pip alone installs it into an empty environment, from built packages only; then
the README's commands run in a bare root (Python, its libraries, nothing else: no shell, no compiler) with no network.

    python deploy/try_wheel.py dist/sijill-0.1.0-py3-none-any.whl

Needs what pip needs: a package index. Where namespaces are not allowed the commands run without the bare root, and
that is said. The exit code is 1 where a command fails.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": "200"}


def commands(readme: str) -> list[list[str]]:
    """The commands of the ```console blocks of a page, as a program is given them: sijill alone, no shell."""
    blocks = re.findall(r"^```console\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    lines = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ sijill ")]
    return [shlex.split(line) for line in lines]


def installed(wheel: Path, folder: Path) -> Path:
    """A new environment with the wheel in it, made by Python's own venv and pip; nothing is compiled."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--only-binary", ":all:", str(wheel)]
    subprocess.run(pip, check=True)
    return folder


def bare_root(root: Path, environment: Path) -> None:
    """Lays out a root folder with the environment, its Python and the shared libraries of both, each at its own
    path, and nothing else."""
    base = Path(sys.base_prefix)
    program = Path(sys.executable).resolve()
    library = base / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    shutil.copytree(library, at(root, library), symlinks=True, ignore=unneeded(library))
    shutil.copytree(environment, at(root, environment), symlinks=True)
    copy(program, root)
    for name in (environment / "bin").iterdir():
        for target in links(name):
            at(root, target).parent.mkdir(parents=True, exist_ok=True)
            if not at(root, target).is_symlink() and not at(root, target).exists():
                shutil.copy2(target, at(root, target), follow_symlinks=False)
    objects = [program, *at(root, library).rglob("*.so"), *environment.rglob("*.so*")]
    for shared in shared_libraries(objects, inside=environment):
        copy(shared, root)
    for folder in ("tmp", "dev", "proc", "etc"):
        (root / folder).mkdir(exist_ok=True)
    (root / "dev" / "null").touch()
    (root / "etc" / "passwd").write_text("root:x:0:0:root:/tmp:/none\n", "utf-8")


def unneeded(library: Path) -> Callable[[str, list[str]], set[str]]:
    """Of Python's library: its tests, its windows and whatever other packages the machine has."""
    at_its_top = {"test", "site-packages", "dist-packages", "idlelib", "tkinter", "turtledemo", "ensurepip"}

    def names_left_out(folder: str, names: list[str]) -> set[str]:
        left_out = at_its_top if folder == str(library) else {"__pycache__"}
        return left_out | {name for name in names if name.startswith("_tkinter")}

    return names_left_out


def links(path: Path) -> Iterator[Path]:
    """What a symbolic link leads to, one step after the other, to the file at its end."""
    while path.is_symlink():
        path = Path(os.path.normpath(path.parent / path.readlink()))
        yield path


def shared_libraries(objects: list[Path], inside: Path) -> set[Path]:
    """The libraries of the machine that these need, by `ldd`; those that a package brings itself are left out."""
    said = subprocess.run(["ldd", *map(str, objects)], capture_output=True, text=True, check=False).stdout
    paths = {Path(path) for path in re.findall(r"(?:=> |^\s+)(/\S+)", said, re.MULTILINE)}
    return {path for path in paths if inside not in path.parents}


def copy(path: Path, root: Path) -> None:
    """A file at its own path under a root."""
    at(root, path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, at(root, path))


def at(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")


def confined(root: Path) -> list[str] | None:
    """What to put before a command so that it runs in the root without a network; None where that is not allowed."""
    enter = 'mount --bind /dev/null "$0/dev/null" && cd "$0" && exec chroot "$0" "$@"'
    prefix = ["unshare", "--map-root-user", "--mount", "--net", "sh", "-c", enter, str(root)]
    probe = [*prefix, str(Path(sys.executable).resolve()), "-c", "pass"]
    try:
        done = subprocess.run(probe, capture_output=True, env=PLAIN, check=False)
    except FileNotFoundError:
        return None
    return prefix if done.returncode == 0 else None


def main(wheel: Path) -> int:
    """Installs, runs, reports; the exit code."""
    with tempfile.TemporaryDirectory(prefix="sijill-wheel-") as given:
        folder = Path(given).resolve()
        began = time.monotonic()
        environment = installed(wheel, folder / "environment")
        print(f"pip installed {wheel.name} in {time.monotonic() - began:.0f} s")
        root = folder / "root"
        bare_root(root, environment)
        prefix = confined(root)
        if prefix is None:
            print(
                "no namespaces here: the commands run without the bare root, and with the machine's network"
            )
        work = Path("/tmp") if prefix else folder
        shutil.copytree(ROOT / "examples", (at(root, work) if prefix else work) / "examples")
        python = str(environment / "bin" / "python")
        start = "import os, sys; os.chdir(sys.argv.pop(1)); from sijill.cli import main; main()"
        settings = {**PLAIN, "HOME": str(work), "SIJILL_REGISTER": str(work / "register.sqlite")}
        calls = [
            (shlex.join(command), [start, str(work), *command[1:]])
            for command in commands((ROOT / "README.md").read_text("utf-8"))
        ]
        calls.append(
            ("import sijill", ["import sijill; print(*sijill.Register().figures(limit=3), sep='\\n')"])
        )
        for shown, (code, *arguments) in calls:
            call = [*(prefix or []), python, "-P", "-c", code, *arguments]
            done = subprocess.run(call, env=settings, capture_output=True, text=True, check=False)
            print(f"$ {shown}\n  exit code {done.returncode}, {len(done.stdout.splitlines())} lines")
            if done.returncode != 0 or "Traceback" in done.stderr:
                print(done.stdout + done.stderr, file=sys.stderr)
                return 1
        where = "in a bare root without a network" if prefix else "in an empty environment"
        print(f"every command of the README runs {where}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
