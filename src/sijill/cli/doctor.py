"""Commands about the installation: `doctor` and `completion`."""

from __future__ import annotations

import json
import platform
import sqlite3
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import (
    UNSOUND,
    Failure,
    complain,
    failure_of,
    installed_version,
    quiet_option,
    register_option,
    register_path,
)

if TYPE_CHECKING:
    from sijill.register.trouble import Place

_LIBRARIES = ("sqlalchemy", "alembic", "click", "rich", "hijridate", "pyyaml", "platformdirs")


@click.command(short_help="What is installed, which register, and is it sound?")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@register_option
@quiet_option
@click.pass_context
def doctor(context: click.Context, form: str, register: Place | None, quiet: bool) -> None:
    """Say what is installed, which register is used, and whether it is sound.

    Every text, offset, quote and hash of the register is looked at. Exit code 5 if something is wrong.

    \b
    Example:
      sijill doctor --register team.sqlite
    """
    from sijill.register.opening import shown

    told = _installed()
    path, origin = register_path(register)
    wrong: list[str] = []
    told["register"] = {"path": shown(path), "named by": origin, **_register(path, wrong)}
    told["problems"] = wrong
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _print(told)
    for line in wrong if form == "json" else ():
        complain(line)
    context.exit(UNSOUND if wrong else 0)


def _installed() -> dict[str, Any]:
    from importlib.metadata import version

    from sijill import reading
    from sijill.languages import languages

    return {
        "sijill": installed_version(),
        "reader": reading.VERSION,
        "languages": " ".join(languages()),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in _LIBRARIES},
    }


def _register(path: Place, wrong: list[str]) -> dict[str, Any]:
    """What the register says of itself; what is wrong with it is added to `wrong`."""
    from sijill.register.opening import RegisterError, details, open_register, reading
    from sijill.register.query import counts
    from sijill.register.schema import REVISION
    from sijill.register.sound import problems

    try:
        register = open_register(path)
    except RegisterError as error:
        if error.trouble == "absent":
            return {"state": "not made yet; make it: sijill read SOURCE"}
        failure = failure_of(error)
        if failure.exit_code != UNSOUND:
            raise failure from error
        wrong.append(str(error))
        return {"state": "cannot be used"}
    try:
        with reading(register) as connection:
            wrong += problems(connection)
            return {
                "state": "unsound" if wrong else "sound",
                "schema": REVISION,
                **details(register, connection),
                **({} if wrong else counts(connection)),
            }
    except RegisterError as error:
        wrong.append(str(error))
        return {"state": "cannot be used"}
    finally:
        register.engine.dispose()


def _print(told: dict[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, dict):
            click.echo(f"\n{name}")
            for inner, detail in value.items():
                click.echo(f"  {inner:<14} {detail}")
        elif name != "problems":
            click.echo(f"{name:<16} {value}")
    for line in told["problems"]:
        click.echo(f"  wrong          {line}")


@click.command(short_help="Print the shell's completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes your shell complete the commands and options of sijill.

    \b
    Examples:
      sijill completion bash >> ~/.bashrc
      sijill completion zsh > ~/.zfunc/_sijill
      sijill completion fish > ~/.config/fish/completions/sijill.fish
    """
    from click.shell_completion import get_completion_class

    from sijill.cli import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise Failure(f"no completion for {shell}", UNSOUND)
    click.echo(kind(cli, {}, "sijill", "_SIJILL_COMPLETE").source())
