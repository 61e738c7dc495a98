"""Write the reference pages: docs/code-lists.md from src/sijill/codes/*.yaml, docs/command-line.md from the
command line's own help. With --check nothing is written and the exit code is 1 if a page is out of step.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from sijill.cli import cli as command_line

DOCS = Path(__file__).parent
CODES = DOCS.parent / "src" / "sijill" / "codes"
LANGUAGES = {"en": "English", "ar": "Arabic", "fr": "French", "it": "Italian"}
FIRST = ("measures", "units", "statuses", "bounds")
WIDTH = 100


def code_lists(folder: Path) -> str:
    """The page of all code lists: what figures use most, then the labelled lists, then the rest."""
    lists = [(path, name, entries) for path in sorted(folder.glob("*.yaml")) for name, entries in read(path)]
    lists.sort(key=lambda entry: (entry[1] not in FIRST, not is_labelled(entry[2])))
    sections = [section(path, name, entries) for path, name, entries in lists]
    return "\n".join(
        [
            "# Code lists",
            "",
            "Made by `make docs` from `src/sijill/codes/*.yaml`. Change the YAML, never this page.",
            "",
            "\n".join(sections),
        ]
    )


def read(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The lists of one YAML file: what stands under each of its top-level keys."""
    content = yaml.safe_load(path.read_text("utf-8"))
    for name, entries in content.items():
        if isinstance(entries, list):
            entries = dict.fromkeys(map(str, entries))
        if isinstance(entries, dict) and entries:
            yield name, entries


def is_labelled(entries: Mapping[str, Any]) -> bool:
    return all(isinstance(entry, dict) and "label" in entry for entry in entries.values())


def section(path: Path, name: str, entries: Mapping[str, Any]) -> str:
    """One list as a heading, the comment at the top of its file, and a table."""
    lines = [f"## {name.replace('_', ' ').capitalize()}", "", f"`codes/{path.name}`", ""]
    if comment := heading_comment(path):
        lines += [comment, ""]
    columns, rows = labelled_table(entries) if is_labelled(entries) else plain_table(entries)
    lines += [row_of(columns), row_of(["---"] * len(columns)), *map(row_of, rows), ""]
    return "\n".join(lines)


def heading_comment(path: Path) -> str:
    lines = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").rstrip())
    return " ".join(lines)


def labelled_table(entries: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Code, label and definition in each language, and whatever else an entry holds."""
    others = attributes(entries, without=("definition", "label"))
    rows = [
        [
            f"`{code}`",
            *(in_language(entry, language) for language in LANGUAGES),
            *(cell(entry.get(key)) for key in others),
        ]
        for code, entry in entries.items()
    ]
    return ["code", *LANGUAGES.values(), *others], rows


def in_language(entry: Mapping[str, Any], language: str) -> str:
    label = f"**{cell(entry['label'][language])}**"
    definition = cell(entry.get("definition", {}).get(language))
    return f"{label}: {definition}" if definition else label


def plain_table(entries: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Code and whatever an entry holds; an entry that is no mapping has one column."""
    if not all(isinstance(entry, dict) for entry in entries.values()):
        return ["code", "value"], [[f"`{code}`", cell(entry)] for code, entry in entries.items()]
    columns = attributes(entries)
    rows = [[f"`{code}`", *(cell(entry.get(key)) for key in columns)] for code, entry in entries.items()]
    return ["code", *columns], rows


def attributes(entries: Mapping[str, Any], without: tuple[str, ...] = ()) -> list[str]:
    return list(dict.fromkeys(key for entry in entries.values() for key in entry if key not in without))


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = "; ".join(f"{key}: {cell(inner)}" for key, inner in value.items())
    elif isinstance(value, list):
        value = ", ".join(map(cell, value))
    return " ".join(str(value).split()).replace("|", "\\|")


def row_of(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def command_reference(command: click.Command) -> str:
    """The page of every command's help, as `--help` prints it."""
    notice = "Made by `make docs` from `sijill --help`. Change the code, never this page."
    lines = ["# Command line", "", notice, ""]
    for depth, path, text in helps(command, "sijill"):
        lines += [f"{'#' * min(depth + 2, 4)} {path}", "", "```text", text, "```", ""]
    return "\n".join(lines)


def helps(
    command: click.Command, path: str, parent: click.Context | None = None
) -> Iterator[tuple[int, str, str]]:
    """Depth, name and help text of a command and of all below it."""
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, parent, info_name=path.rsplit(" ", 1)[-1], **settings)
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield path.count(" "), path, click.unstyle(text)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if (below := command.get_command(context, name)) is not None and not below.hidden:
                yield from helps(below, f"{path} {name}", context)


def pages() -> dict[Path, str]:
    """What each generated page has to hold."""
    return {
        DOCS / "code-lists.md": code_lists(CODES),
        DOCS / "command-line.md": command_reference(command_line),
    }


def main(arguments: list[str]) -> int:
    wanted = pages()
    stale = [p for p, text in wanted.items() if not p.is_file() or p.read_text("utf-8") != text]
    if arguments == ["--check"]:
        for path in stale:
            print(f"docs/{path.name} is out of step with the code: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], "utf-8")
        print(f"wrote docs/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
