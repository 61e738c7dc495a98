"""The command line. Data goes to standard output, messages and progress to standard error.

The modules of this package import the libraries that they need inside their commands, so that
`sijill --help` and completion answer at once.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from sijill.cli.options import INTERRUPTED, PROBLEMS

_HOMES = {
    "read": "reading",
    "bulk": "bulk",
    "load": "bulk",
    "watch": "watching",
    "figures": "listing",
    "events": "listing",
    "instruments": "listing",
    "documents": "listing",
    "claims": "reconciling",
    "conflicts": "reconciling",
    "lineage": "reconciling",
    "series": "over_time",
    "mandates": "over_time",
    "expiring": "over_time",
    "check": "checking",
    "official": "official",
    "show": "showing",
    "search": "showing",
    "cite": "citing",
    "export": "exporting",
    "serve": "serving",
    "review": "reviewing",
    "alerts": "alerting",
    "dossier": "collecting",
    "extract": "reading",
    "values": "reading",
    "evaluate": "evaluating",
    **dict.fromkeys(("backup", "restore", "copy", "verify", "repair", "migrate"), "keeping"),
    "people": "people",
    "audit": "auditing",
    "quarantine": "quarantine",
    "doctor": "doctor",
    "completion": "doctor",
}
"""The module of this package that each command stands in, under its own name."""

COLLECTING = 100_000
"""Records made between two searches for cycles: a view makes tens of thousands, none of them in a cycle, and looking
through all of them again and again took a third of its time."""

_EPILOG = """\b
Begin with:
  sijill read examples/            read documents into the register
  sijill figures --place LY        what they say of Libya, as a table
  sijill show 4020d67d             where a figure stands in its text
  sijill search المهاجرين 2024     find words and numbers, in any spelling

\b
Exit codes:
  0    done                        3    some input was rejected; the rest is done
  1    problems were found         4    the register is busy, read-only or the disk full
  2    wrong usage                 5    the register is damaged, or no register
  130  interrupted
"""


class Commands(click.Group):
    """A group that loads the module of a command when the command is asked for, and all of them for its help."""

    def list_commands(self, ctx: click.Context | None) -> list[str]:
        """The names of the commands in alphabetical order."""
        return sorted({*_HOMES, *self.commands})

    def get_command(self, ctx: click.Context | None, cmd_name: str) -> click.Command | None:
        """The command of a name, None if there is none."""
        if cmd_name not in self.commands and cmd_name in _HOMES:
            module = import_module(f"sijill.cli.{_HOMES[cmd_name]}")
            self.add_command(getattr(module, cmd_name))
        return self.commands.get(cmd_name)


@click.group(
    cls=Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="sijill", prog_name="sijill")
@click.option("--quiet", "-q", is_flag=True, help="No messages and no progress; errors are still shown.")
@click.pass_context
def cli(context: click.Context, quiet: bool) -> None:
    """A register of what the news says about the cooperation on migration in the central Mediterranean.

    Sijill reads documents in Arabic, English, French and Italian, and keeps the figures, events and
    instruments that they state, each with the characters where it stands. Nothing leaves your machine.
    """
    context.ensure_object(dict)["quiet"] = quiet


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with its code."""
    gc.set_threshold(COLLECTING)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(arguments, prog_name="sijill", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        with contextlib.suppress(OSError):
            sys.stderr.write("sijill: interrupted; what was acknowledged is kept\n")
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else the interpreter's own flush would complain
        code = PROBLEMS
    sys.exit(code if isinstance(code, int) else 0)
