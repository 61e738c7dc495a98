"""Accounts and the audit trail on the command line, and serving to a team."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click.testing
import httpx
import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from sijill.cli import cli
from sijill.register import passwords

Run = Callable[..., Result]
PASSWORD = "a boat by the pier"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SIJILL_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setenv("SIJILL_AUTHOR", "root")
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(1, 8, 1))

    def command(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin)

    return command


@pytest.fixture
def team(run: Run) -> Run:
    for login, role in (("salma", "admin"), ("ugo", "editor")):
        done = run("people", "add", login, "--role", role, "--password-stdin", stdin=f"{PASSWORD}\n")
        assert done.exit_code == 0, done.stderr
    return run


def listed(run: Run) -> dict[str, tuple[str, str]]:
    rows = json.loads(run("people", "list", "--format", "json").stdout)
    return {row["login"]: (row["role"], row["state"]) for row in rows}


def kept(tmp_path: Path, login: str) -> str:
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection:
        (password,) = connection.execute("SELECT password FROM people WHERE login = ?", [login]).fetchone()
    return str(password)


def test_an_account_is_added_with_a_password_that_is_kept_as_a_hash(team: Run, tmp_path: Path) -> None:
    assert listed(team) == {"salma": ("admin", "active"), "ugo": ("editor", "active")}
    assert kept(tmp_path, "salma").startswith("$argon2id$")
    assert kept(tmp_path, "salma") != kept(tmp_path, "ugo"), "each with a salt of its own"
    assert passwords.matches(kept(tmp_path, "salma"), PASSWORD)
    assert PASSWORD.encode() not in (tmp_path / "register.sqlite").read_bytes()


def test_a_password_is_asked_for_twice_and_not_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(click.testing._NamedTextIOWrapper, "isatty", lambda self: True, raising=False)
    done = run("people", "add", "noor", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert passwords.matches(kept(tmp_path, "noor"), PASSWORD)
    differing = run("people", "add", "amal", stdin=f"{PASSWORD}\nanother boat by it\n")
    assert differing.exit_code != 0
    assert set(listed(run)) == {"noor"}


def test_without_a_terminal_a_password_is_never_made_up(run: Run) -> None:
    done = run("people", "add", "noor")
    assert done.exit_code == 2
    assert "--password-stdin" in done.stderr
    assert listed(run) == {}
    for command in ("add", "password"):
        told = run("people", command, "--help").stdout
        assert not re.search(r"--password(?!-stdin)", told), "no option takes one"


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short", "12 characters"),
        ("", "12 characters"),
        ("x" * 1001, "1000"),
        ("abab" * 5, "different"),
        ("salma salma salma", "login"),
        ("a boat by the\x07 pier", "control"),
    ],
)
def test_a_weak_password_is_refused_and_told_why(password: str, told: str, run: Run) -> None:
    done = run("people", "add", "salma", "--password-stdin", stdin=f"{password}\n")
    assert done.exit_code == 1
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert listed(run) == {}


@pytest.mark.parametrize("login", ["salma", " SALMA ", "ＳＡＬＭＡ"])
def test_one_login_is_one_account_however_it_is_written(login: str, team: Run) -> None:
    done = team("people", "add", login, "--password-stdin", stdin=f"{PASSWORD}\n")
    assert done.exit_code == 1
    assert "already" in done.stderr


@pytest.mark.parametrize("login", ["", "two words", "x" * 101, "x\ty", "x\u202ey"])
def test_what_is_no_login_is_refused(login: str, run: Run) -> None:
    done = run("people", "add", login, "--password-stdin", stdin=f"{PASSWORD}\n")
    assert done.exit_code == 1
    assert "login" in done.stderr


def test_a_register_that_others_can_read_is_told(team: Run, tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    for mode, told in ((0o644, True), (0o600, False)):
        path.chmod(mode)
        done = team("people", "add", f"noor{mode}", "--password-stdin", stdin=f"{PASSWORD}\n")
        assert done.exit_code == 0
        assert (f"chmod 600 {path}" in done.stderr) == told


def test_a_register_keeps_an_admin(team: Run) -> None:
    for command in (("disable", "salma"), ("role", "salma", "viewer")):
        done = team("people", *command)
        assert done.exit_code == 1
        assert "last admin" in done.stderr
    assert team("people", "role", "ugo", "admin").exit_code == 0
    assert team("people", "disable", "salma").exit_code == 0
    assert listed(team) == {"salma": ("admin", "disabled"), "ugo": ("admin", "active")}
    assert team("people", "role", "ugo", "viewer").exit_code == 1, "one who is disabled does not count"


def test_whom_there_is_not_is_told(team: Run) -> None:
    for command in (("disable", "nobody"), ("role", "nobody", "admin"), ("token", "nobody", "--for", "x")):
        done = team("people", *command)
        assert done.exit_code == 1
        assert "no account nobody" in done.stderr


def test_what_is_done_to_accounts_is_on_the_audit_trail_without_a_password(team: Run) -> None:
    team("people", "password", "ugo", "--password-stdin", stdin="another boat by the pier\n")
    team("people", "role", "ugo", "reviewer")
    team("people", "disable", "ugo")
    team("people", "enable", "ugo")
    token = team("people", "token", "ugo", "--for", "dashboard").stdout.strip()
    rows = list(csv.DictReader(io.StringIO(team("audit", "--format", "csv").stdout)))
    assert [row["action"].removeprefix("people.") for row in reversed(rows)] == [
        *("add", "add", "password", "role", "disable", "enable", "token")
    ]
    assert {row["who"] for row in rows} == {"root"}
    assert [row["object"] for row in rows][:5] == ["person ugo"] * 5
    text = team("audit", "--format", "json").stdout
    assert "argon2" not in text
    assert "boat" not in text
    assert token not in text
    assert len(token) > 40
    assert (
        len(list(csv.DictReader(io.StringIO(team("audit", "--limit", "2", "--format", "csv").stdout)))) == 2
    )


def test_the_audit_trail_is_proved_and_a_change_is_found(team: Run, tmp_path: Path) -> None:
    done = team("audit", "--verify")
    assert done.exit_code == 0
    assert done.stdout.startswith("sound 2 records\nlast ")
    noted = done.stdout.split()[-1]
    assert team("audit", "--verify", "--holds", noted).exit_code == 0
    assert team("audit", "--holds", noted).exit_code == 2
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection, connection:
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            connection.execute("UPDATE audit SET who = 'nobody'")
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DELETE FROM audit WHERE key = 2")
    cut = team("audit", "--verify", "--holds", noted)
    assert cut.exit_code == 5
    assert "cut off" in cut.stderr
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection, connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET who = 'nobody' WHERE key = 1")
    for command in (("audit", "--verify"), ("verify",)):
        broken = team(*command)
        assert broken.exit_code == 5
        assert "record 1: it is not what was written" in broken.stderr


def test_reviews_are_on_the_audit_trail(run: Run) -> None:
    run("read", "examples")
    ref = json.loads(run("figures", "--format", "jsonl").stdout.splitlines()[0])["id"]
    run("review", "reject", ref, "--author", "Salma", "--note", "a page number")
    run("review", "undo", ref, "--author", "Salma")
    undone, rejected = json.loads(run("audit", "--format", "json").stdout)
    assert (rejected["who"], rejected["action"], rejected["object"]) == (
        "Salma",
        "review.reject",
        f"figure {ref}",
    )
    assert rejected["detail"]["note"] == "a page number"
    assert undone["action"] == "review.undo"


# serving


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--host", "0.0.0.0"), 2, "--team"),
        (("--name", "register.example.org"), 2, "go with --team"),
        (("--proxy", "127.0.0.1"), 2, "go with --team"),
        (("--team", "--host", "0.0.0.0"), 2, "--name"),
        (("--team", "--host", "::"), 2, "--name"),
        (("--team", "--reviewer", "Salma"), 2, "who they are"),
        (("--team",), 1, "people add"),
    ],
)
def test_serving_says_what_does_not_go_together(
    options: tuple[str, ...], code: int, told: str, run: Run
) -> None:
    run("read", "examples")
    done = run("serve", "--port", "0", *options)
    assert done.exit_code == code, done.output
    assert told in done.stderr


def test_a_key_that_others_may_read_is_refused(team: Run, tmp_path: Path) -> None:
    key = tmp_path / "register.sqlite.key"
    key.write_text("k" * 64)
    key.chmod(0o644)
    done = team("serve", "--team", "--port", "0")
    assert done.exit_code == 1
    assert f"chmod 600 {key}" in done.stderr


def test_a_team_is_served_by_name_behind_a_proxy(team: Run, tmp_path: Path) -> None:
    """As it runs: a program of its own, a real hash, requests as a proxy sends them on."""
    assert team("people", "add", "noor", "--password-stdin", stdin=f"{PASSWORD}\n").exit_code == 0
    command = [sys.executable, "-m", "sijill", "serve", "--team", "--port", "0"]
    command += ["--name", "register.example.org", "--proxy", "127.0.0.1"]
    served = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert served.stderr is not None
        address = next(line for line in served.stderr if line.startswith("http")).split()[0].rstrip("/")
        host = {"host": "register.example.org"}
        origin = {"origin": "https://register.example.org"}
        forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"}
        with httpx.Client(base_url=address, timeout=30) as browser:
            for other in ("evil.example", "127.0.0.1", "localhost:8484"):
                assert browser.get("/en/", headers={"host": other}).status_code == 421
            assert browser.get("/en/", headers=host | forwarded).headers["location"].startswith("/en/login")
            fields = {"login": "noor", "password": PASSWORD, "next": "/en/figures"}
            refused = browser.post("/en/login", headers=host | forwarded | {"origin": address}, data=fields)
            assert refused.status_code == 403
            answer = browser.post("/en/login", headers=host | forwarded | origin, data=fields)
            assert (answer.status_code, answer.headers["location"]) == (303, "/en/figures")
            assert answer.headers["set-cookie"].startswith("__Host-sijill=")
            cookie = {"cookie": answer.headers["set-cookie"].partition(";")[0]}
            assert browser.get("/en/figures", headers=host | forwarded | cookie).status_code == 200
            assert browser.get("/en/figures", headers=host | forwarded).status_code == 303
    finally:
        served.terminate()
        served.wait(20)
        if served.stderr:
            served.stderr.close()
    (login,) = json.loads(team("audit", "--who", "noor", "--format", "json").stdout)
    assert login["detail"] == {"address": "203.0.113.7"}
    assert (tmp_path / "register.sqlite.key").stat().st_mode & 0o777 == 0o600
