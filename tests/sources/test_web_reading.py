"""A web address among the sources of `sijill read`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.cli import cli
from tests.pages import publish
from tests.serving import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def away_from_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_page_is_read_with_its_day_and_without_its_menus(site: Site, tmp_path: Path) -> None:
    publish(site, [12])
    register = str(tmp_path / "r.sqlite")
    read = ["read", site.url("/article/12"), "--register", register]
    result = CliRunner().invoke(cli, [*read, "--allow-loopback"], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    listed = CliRunner().invoke(cli, ["figures", "--register", register, "--format", "jsonl"])
    assert '"value": 112' in listed.stdout
    assert "2025-02-10" in listed.stdout  # Monday, counted from the page's own day
    shown = CliRunner().invoke(cli, ["documents", "--register", register, "--format", "jsonl"])
    assert "Weather" not in shown.stdout


def test_this_machine_is_refused_unless_it_is_allowed(site: Site, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli, ["read", site.url("/article/1"), "--register", str(tmp_path / "r.sqlite")]
    )
    assert result.exit_code == 3
    assert "this machine itself" in result.stderr
    assert site.asked == []


def test_an_address_that_is_not_there_is_one_line_and_the_rest_goes_on(site: Site, tmp_path: Path) -> None:
    publish(site, [1])
    sources = [site.url("/nothing"), site.url("/article/1")]
    command = ["read", *sources, "--register", str(tmp_path / "r.sqlite"), "--allow-loopback"]
    result = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert result.exit_code == 3
    assert "404 (not found)" in result.stderr
    assert "1 documents read" in result.stderr
