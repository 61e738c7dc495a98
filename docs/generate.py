"""Write the reference pages: docs/code-lists.md from src/sijill/codes/*.yaml, docs/command-line.md from the
command line's own help, docs/api.md from the table of routes, docs/schema.md from the tables of the register,
docs/python-reference.md from docstrings, docs/notebook.md from docs/notebook.ipynb. With --check nothing is written
and the exit code is 1 if a page is out of step.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import yaml

import sijill
import sijill.python
from sijill.cli import cli as command_line
from sijill.register import schema
from sijill.web.api import description

DOCS = Path(__file__).parent
CODES = DOCS.parent / "src" / "sijill" / "codes"
LANGUAGES = {"en": "English", "ar": "Arabic", "fr": "French", "it": "Italian"}
FIRST = ("measures", "units", "statuses", "bounds")
WIDTH = 100
EXAMPLES = ("2025-06-13", "2025-06", "2025", "88e7efa8cc1c2f03")
"""Of what the patterns of the API take: those that one matches stand for it."""


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


def api_reference() -> str:
    """The page of all that the API answers, from its own description in OpenAPI."""
    told = description("")
    lines = [
        "# API",
        "",
        "Made by `make docs` from the table of routes. Change the code, never this page.",
        "",
        f"All paths are below `{told['servers'][0]['url']}`, where `openapi.json` has the same as OpenAPI 3.1.",
        "What answers look like, errors, and how lists go on is in [Pages and API](pages.md).",
        "",
    ]
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            lines += [f"## {method.upper()} {path}", "", operation["summary"], ""]
            rows = [parameter_row(parameter) for parameter in operation["parameters"]]
            body = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            )
            if body:
                rows += [
                    [
                        f"`{name}`",
                        "body",
                        cell("required" if name in body.get("required", ()) else ""),
                        values_of(field),
                    ]
                    for name, field in body["properties"].items()
                ]
            if rows:
                lines += [
                    row_of(["parameter", "in", "", "takes"]),
                    row_of(["---"] * 4),
                    *map(row_of, rows),
                    "",
                ]
    return "\n".join(lines)


def parameter_row(parameter: Mapping[str, Any]) -> list[str]:
    told = cell(parameter.get("description"))
    return [f"`{parameter['name']}`", parameter["in"], told, values_of(parameter["schema"])]


def values_of(field: Mapping[str, Any]) -> str:
    """What a parameter takes: so many values, a pattern, a kind."""
    if field.get("type") == "array":
        return f"any number of: {values_of(field['items'])}"
    if "enum" in field:
        codes = [f"`{code}`" for code in field["enum"]]
        return (
            ", ".join(codes)
            if len(codes) <= 12
            else f"one of {len(codes)} codes: [code lists](code-lists.md)"
        )
    if "pattern" in field:
        return "such as " + ", ".join(f"`{one}`" for one in EXAMPLES if re.search(field["pattern"], one))
    limits = [
        f"{word} {field[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in field
    ]
    return " ".join([str(field.get("format") or field.get("type", "")), *limits])


def schema_reference() -> str:
    """The page of the register's tables, from the SQLAlchemy schema that SQLite and PostgreSQL share."""
    lines = [
        "# Schema of the register",
        "",
        "Made by `make docs` from `src/sijill/register/schema.py`. Change the code, never this page.",
        "",
        f"Revision {schema.REVISION}, the same in SQLite and PostgreSQL. Read it with any tool; write to it only",
        "through Sijill, which keeps one writer at a time. What a figure has is in [the contract](figures.md).",
        "Texts are searched through tables of each database's own, which `sijill repair` makes anew.",
        "",
    ]
    for table in schema.metadata.sorted_tables:
        lines += [f"## {table.name}", ""]
        if table.comment:
            lines += [table.comment, ""]
        lines += [row_of(["column", "type", "null", "refers to", ""]), row_of(["---"] * 5)]
        for column in table.columns:
            refers = ", ".join(f"`{key.target_fullname}`" for key in sorted(column.foreign_keys, key=str))
            name = f"**`{column.name}`**" if column.primary_key else f"`{column.name}`"
            lines.append(
                row_of(
                    [name, str(column.type), "yes" if column.nullable else "", refers, cell(column.comment)]
                )
            )
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        listed = [
            f"`{index.name}` ({', '.join(column.name for column in index.columns)})" for index in indexes
        ]
        lines += ["", *([f"Indexes: {'; '.join(listed)}.", ""] if listed else [])]
    return "\n".join(lines)


def python_reference() -> str:
    """The page of what other programs may call, from signatures and docstrings."""
    functions = [sijill.read, sijill.quantities, sijill.times, sijill.values]
    records = [getattr(sijill.python, name) for name in sijill.python.__all__ if name.endswith("Record")]
    lines = [
        "# Python reference",
        "",
        "Made by `make docs` from signatures and docstrings. Change the code, never this page. How it is used is in",
        "[In Python](python.md); what `sijill.read` gives is defined in [the contract](figures.md).",
        "",
        "## Reading texts",
        "",
    ]
    for function in functions:
        lines += callable_section(f"sijill.{function.__name__}", function)
    lines += ["## sijill.Register", "", *called("sijill.Register", sijill.Register.__init__)]
    lines += [prose(sijill.Register), ""]
    for name, method in vars(sijill.Register).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            lines += callable_section(f"Register.{name}", method)
    lines += ["## Records", "", prose(sijill.Records), ""]
    for name in ("to_polars", "to_pandas"):
        lines += callable_section(f"Records.{name}", getattr(sijill.Records, name))
    for record in records:
        fields = [f"{field.name}: {field.type}" for field in dataclasses.fields(record)]
        lines += [f"### {record.__name__}", "", prose(record), "", "```text", *fields, "```", ""]
    return "\n".join(lines)


def callable_section(name: str, function: Any) -> list[str]:
    return [f"### {name}", "", *called(name, function), prose(function), ""]


def called(name: str, function: Any) -> list[str]:
    """The signature of a function as a block, a parameter a line where they are many."""
    signature = inspect.signature(function)
    given = [
        str(one).replace(f"'{one.annotation}'", str(one.annotation))
        for one in signature.parameters.values()
        if one.name != "self"
    ]
    if any(one.kind is one.KEYWORD_ONLY for one in signature.parameters.values()):
        first = next(i for i, one in enumerate(signature.parameters.values()) if one.kind is one.KEYWORD_ONLY)
        given.insert(first - ("self" in signature.parameters), "*")
    short = f"{name}({', '.join(given)})"
    if len(short) > WIDTH:
        short = "\n".join([f"{name}(", *(f"    {one}," for one in given), ")"])
    gives = signature.return_annotation
    arrow = f" -> {gives}" if gives not in (inspect.Signature.empty, "None") else ""
    return ["```text", short + arrow, "```", ""]


def prose(of: Any) -> str:
    """A docstring, its lines as they are."""
    return inspect.cleandoc(of.__doc__)


def notebook_page(path: Path) -> str:
    """The notebook as a page: its words, its code, and what that printed when it was run."""
    lines = []
    for entry in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(entry["source"])
        if entry["cell_type"] == "markdown":
            lines += [source, ""]
            continue
        lines += ["```py", source, "```", ""]
        for output in entry["outputs"]:
            text = output.get("text") or output.get("data", {}).get("text/plain") or []
            lines += ["```text", "".join(text).rstrip("\n"), "```", ""]
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """What each generated page has to hold."""
    return {
        DOCS / "api.md": api_reference(),
        DOCS / "schema.md": schema_reference(),
        DOCS / "python-reference.md": python_reference(),
        DOCS / "notebook.md": notebook_page(DOCS / "notebook.ipynb"),
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
