"""The recipes in deploy/: what a machine without systemd's, Docker's or Podman's daemon can say of them."""

from __future__ import annotations

import configparser
import http.server
import ipaddress
import json
import re
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from sijill.cli import cli

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))

EXPOSED = 2.5
"""Of ten, by `systemd-analyze security`; a unit without any protection has 9.6."""


def parses(arguments: list[str]) -> bool:
    """Whether the command line takes this command with these options; nothing is run."""
    context = click.Context(cli, info_name="sijill")
    command = cli.get_command(context, arguments[0])
    assert command is not None, f"there is no command {arguments[0]}"
    command.make_context(arguments[0], arguments[1:], parent=context, resilient_parsing=False).close()
    return True


def instructions(recipe: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile with what follows each, lines put together and comments left out."""
    whole = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", recipe, flags=re.MULTILINE))
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in whole.splitlines() if line.strip()]


RECIPE = instructions((DEPLOY / "Containerfile").read_text("utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def of(instruction: str) -> list[str]:
    return [rest for name, rest in RECIPE if name == instruction]


def test_the_container_copies_only_what_is_in_the_repository() -> None:
    for copied in of("COPY"):
        *sources, _ = copied.split()
        assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_wheel_can_be_built_from_what_the_container_copies(tmp_path: Path) -> None:
    for copied in of("COPY"):
        *sources, target = copied.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, tmp_path / target)
            else:
                shutil.copy2(ROOT / source, tmp_path / target)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", "wheels"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_container_runs_as_nobody_in_particular_and_starts_what_the_command_line_knows() -> None:
    assert of("USER") == ["10001"]
    assert json.loads(of("ENTRYPOINT")[0]) == ["sijill"]
    assert parses(json.loads(of("CMD")[0]))
    settings = dict(re.findall(r"(\w+)=(\S+)", of("ENV")[0]))
    assert settings["SIJILL_REGISTER"].startswith(of("VOLUME")[0])


def test_what_is_installed_in_the_container_is_pinned_by_hash_and_built_already() -> None:
    installs = [
        part for run in of("RUN") for part in run.split("&&") if "pip install" in part and "-r " in part
    ]
    assert installs
    assert all("--require-hashes" in part and "--only-binary :all:" in part for part in installs)


OURS = [name for name, service in COMPOSE["services"].items() if service["image"] == "sijill"]


@pytest.mark.parametrize("service", OURS)
def test_a_service_of_the_compose_file_is_a_command_of_sijill(service: str) -> None:
    described = COMPOSE["services"][service]
    assert parses([word.replace("${SIJILL_NAME}", "register.example.org") for word in described["command"]])
    assert (DEPLOY / described["build"]["context"] / described["build"]["dockerfile"]).exists()
    assert described["environment"]["SIJILL_REGISTER"].startswith("postgresql://sijill@db/")
    assert set(described["depends_on"]) <= set(COMPOSE["services"])


@pytest.mark.parametrize("service", [name for name in COMPOSE["services"] if name != "db"])
def test_a_service_of_the_compose_file_has_few_rights(service: str) -> None:
    described = COMPOSE["services"][service]
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]


def test_only_what_speaks_tls_can_be_reached_from_outside() -> None:
    assert [name for name, service in COMPOSE["services"].items() if service.get("ports")] == ["tls"]
    assert all("network_mode" not in service for service in COMPOSE["services"].values())


def test_the_pages_believe_the_proxy_alone_which_is_one_of_their_network() -> None:
    services = COMPOSE["services"]
    command = services["pages"]["command"]
    proxy = command[command.index("--proxy") + 1]
    assert services["tls"]["networks"]["inside"]["ipv4_address"] == proxy
    (subnet,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    assert ipaddress.ip_address(proxy) in ipaddress.ip_network(subnet["subnet"])
    port = command[command.index("--port") + 1]
    assert f"reverse_proxy pages:{port}" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_the_database_keeps_its_password_in_a_file_and_every_volume_is_declared() -> None:
    assert "POSTGRES_PASSWORD" not in COMPOSE["services"]["db"]["environment"]
    named = {volume.split(":")[0] for s in COMPOSE["services"].values() for volume in s["volumes"]}
    assert {volume for volume in named if not volume.startswith(".")} == set(COMPOSE["volumes"])


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text("utf-8"))
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.stem)
def test_a_unit_starts_a_command_that_there_is(path: Path) -> None:
    with_accounts = "--team --name register.example.org --proxy 127.0.0.1"
    assert with_accounts in (ROOT / "docs" / "team-server.md").read_text("utf-8")
    words = shlex.split(unit(path)["Service"]["ExecStart"].replace("$SIJILL_SERVE", with_accounts))
    if words[0] == "/bin/sh":
        words = shlex.split(words[2].removeprefix("exec "))
    assert words[0] == "/opt/sijill/bin/sijill"
    assert parses(words[1:])


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.stem)
def test_a_unit_gives_up_the_rights_that_it_does_not_need(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    command = ["systemd-analyze", "security", "--offline=true", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    if found is None:
        pytest.skip(f"this systemd cannot look at a file: {done.stderr.strip()[:100]}")
    assert float(found.group(1)) <= EXPOSED


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    program = tmp_path / "sijill"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text("utf-8").replace("/opt/sijill/bin/sijill", str(program))
        (tmp_path / path.name).write_text(text, "utf-8")
    units = [str(path) for path in sorted(tmp_path.glob("sijill*.*"))]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "sijill" in line]
    assert ours == []


def test_the_timer_starts_a_unit_that_there_is() -> None:
    timers = sorted((DEPLOY / "systemd").glob("*.timer"))
    assert timers
    assert all(timer.with_suffix(".service").exists() for timer in timers)


def test_the_health_check_of_the_container_asks_whether_anybody_answers() -> None:
    (check,) = of("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    quiet = type("Quiet", (http.server.BaseHTTPRequestHandler,), {"log_message": lambda *_: None})
    with http.server.HTTPServer(("127.0.0.1", 0), quiet) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        code = command[2].replace("8484", str(server.server_port))
        answered = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    nobody = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (answered.returncode, nobody.returncode) == (0, 1)
