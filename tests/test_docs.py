"""What README and docs/ say is true: the tutorial runs, links lead somewhere, generated pages are in step."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sources.desk import lay_out

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
HAND_WRITTEN = [page for page in PAGES if page.name not in ("code-lists.md", "command-line.md")]


@dataclass(frozen=True)
class Step:
    """A command of the tutorial, the exit code that it is to have, and the words that it is to print."""

    command: str
    exit_code: int
    words: tuple[str, ...]


def steps(page: str) -> list[Step]:
    """The commands in the ```console blocks of a page, in order.

    A line that begins with `$ ` is a command, `# exit code N` at its end says that it fails, and each word of
    the lines below has to stand somewhere in what it prints.
    """
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            command, _, code = line.partition("  # exit code ")
            found.append(Step(command, int(code or 0), tuple(output.split())))
    return found


TUTORIAL = steps((ROOT / "docs" / "tutorial.md").read_text("utf-8"))
READING_FILES = steps((ROOT / "docs" / "reading-files.md").read_text("utf-8"))
EVALUATION = steps((ROOT / "docs" / "evaluation.md").read_text("utf-8"))
CLAIMS = steps((ROOT / "docs" / "claims-and-conflicts.md").read_text("utf-8"))
VALUES_PAGE = (ROOT / "docs" / "numbers-and-times.md").read_text("utf-8")
VALUES = steps(VALUES_PAGE)
OFFICIAL = steps((ROOT / "docs" / "official-series.md").read_text("utf-8"))
CHECKING = steps((ROOT / "docs" / "checking.md").read_text("utf-8"))
WEB = steps((ROOT / "docs" / "web-and-feeds.md").read_text("utf-8"))
BULK = steps((ROOT / "docs" / "bulk.md").read_text("utf-8"))
REGISTER = steps((ROOT / "docs" / "register.md").read_text("utf-8"))
SERVING = steps((ROOT / "docs" / "pages.md").read_text("utf-8"))
TEAM = steps((ROOT / "docs" / "team.md").read_text("utf-8"))


def run(command: str, register: Path, folder: Path = ROOT) -> tuple[int, str]:
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "SIJILL_REGISTER": str(register),
        "FOLDER": str(register.parent),
        "XDG_CACHE_HOME": str(register.parent / "cache"),
        "COLUMNS": "200",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "guide",
    [TUTORIAL, EVALUATION, VALUES, CLAIMS, OFFICIAL, CHECKING, REGISTER, WEB, BULK, SERVING, TEAM],
    ids=[
        "tutorial",
        "evaluation",
        "values",
        "claims",
        "official",
        "checking",
        "register",
        "web",
        "bulk",
        "pages",
        "team",
    ],
)
def test_a_guide_can_be_followed_step_by_step(guide: list[Step], tmp_path: Path) -> None:
    for step in guide:
        code, output = run(step.command, tmp_path / "register.sqlite")
        assert code == step.exit_code, f"$ {step.command}\n{output}"
        missing = [word for word in step.words if word not in output]
        assert not missing, f"$ {step.command}\n{output}"


def test_the_guide_to_reading_files_can_be_followed_in_a_folder_of_them(tmp_path: Path) -> None:
    lay_out(tmp_path / "desk")
    for step in READING_FILES:
        code, output = run(step.command, tmp_path / "register.sqlite", tmp_path / "desk")
        assert code == step.exit_code, f"$ {step.command}\n{output}"
        assert not [word for word in step.words if word not in output], f"$ {step.command}\n{output}"


def test_the_guides_show_every_command() -> None:
    from sijill.cli import cli

    guides = (
        TUTORIAL
        + EVALUATION
        + VALUES
        + CLAIMS
        + OFFICIAL
        + CHECKING
        + REGISTER
        + READING_FILES
        + WEB
        + BULK
        + SERVING
        + TEAM
    )
    shown = " ".join(step.command for step in guides)
    hidden_from_it = {name for name in cli.list_commands(None) if f"sijill {name}" not in shown}
    assert hidden_from_it <= {"completion"}


def test_the_python_of_the_page_on_values_answers_as_it_says() -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", VALUES_PAGE, re.DOTALL | re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(example, {}, "numbers-and-times.md", None, 0)
    failures: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert result.attempted > 5
    assert not result.failed, "".join(failures)


def test_a_console_block_is_taken_apart_as_it_is_meant() -> None:
    page = "text\n```console\n$ one\nword other\n$ two  # exit code 3\n```\n```sh\n$ not this\n```\n"
    assert steps(page) == [Step("one", 0, ("word", "other")), Step("two", 3, ())]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    dead = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert dead == []


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_paths_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`((?:src|docs|tests|examples|benchmarks)/[^`\s*<]*)`", page.read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_make_has_the_targets_that_the_pages_name() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "\n".join(page.read_text("utf-8") for page in HAND_WRITTEN)
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)\b(?=`|\s*#|$)", text, re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named <= targets


def test_the_readme_says_the_two_commands_first() -> None:
    first_block = (ROOT / "README.md").read_text("utf-8").partition("```sh\n")[2].partition("```")[0]
    assert [line.split("#")[0].strip() for line in first_block.splitlines()] == ["make demo", "make test"]


def test_the_generated_pages_are_in_step_with_the_code() -> None:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
