"""The pages as files: every link leads to a file, every number to its mark, and nothing asks for a server."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from sijill.official.library import library
from sijill.register.opening import Register, reading
from sijill.register.query import Filters, list_figures
from sijill.web.folder import Address, NotEmptyError, address_of, write_pages


@pytest.fixture(scope="module")
def folder(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages") / "copy"
    with reading(register) as connection:
        assert write_pages(connection, library(), place) > 100
    return place


def drawn(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in folder.rglob("*.html"):
        yield path, path.read_text("utf-8")


def test_every_link_leads_to_a_file_and_a_place_in_it(folder: Path) -> None:
    texts = dict(drawn(folder))
    for path, text in texts.items():
        for link in map(unescape, re.findall(r' (?:href|src)="([^"]*)"', text)):
            if "://" in link:
                continue
            name, _, fragment = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.is_file(), f"{path}: {link}"
            if fragment:
                assert f'id="{fragment}"' in texts[target], f"{path}: {link}"


def test_every_figure_is_there_in_four_languages_on_its_mark(folder: Path, register: Register) -> None:
    with reading(register) as connection:
        figures = list_figures(connection, Filters())
    for language in ("ar", "en", "fr", "it"):
        listed = (folder / language / "figures.html").read_text("utf-8")
        for one in figures:
            assert f'href="figures/{one.ref}.html"' in listed
            page = (folder / language / "figures" / f"{one.ref}.html").read_text("utf-8")
            marked = re.findall(r'<mark [^>]*id="it"[^>]*>(.*?)</mark>', page, re.DOTALL)
            assert [unescape(re.sub(r"<[^>]*>", "", text)) for text in marked] == [one.quote]


def test_no_page_asks_for_a_server_or_the_network(folder: Path) -> None:
    for path, text in drawn(folder):
        for never in ("<form", "<script", "/api/", ' href="/', ' src="/', ".csv", "@import"):
            assert never not in text, f"{path}: {never}"
        for address in re.findall(r'<link [^>]*href="([^"]*)"', text):
            assert "://" not in address


def test_the_same_register_gives_the_same_files(folder: Path, register: Register, tmp_path: Path) -> None:
    with reading(register) as connection:
        write_pages(connection, library(), tmp_path / "again")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert names == sorted(
        p.relative_to(tmp_path / "again") for p in (tmp_path / "again").rglob("*") if p.is_file()
    )
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_a_folder_that_holds_something_is_left_alone(register: Register, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with reading(register) as connection, pytest.raises(NotEmptyError, match="not empty"):
        write_pages(connection, library(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/en/", Address("en", "home")),
        ("/ar/figures/0123456789abcdef", Address("ar", "figure", (("id", "0123456789abcdef"),))),
        ("/fr/figures?after=abc", Address("fr", "figures", (), (("after", "abc"),))),
        ("/en/figures?measure=arrivals", None),
        ("/en/search", None),
        ("/en/figures/../../etc", None),
        ("/de/figures", None),
        ("/api/v1/figures", None),
    ],
)
def test_an_address_is_that_of_a_page_or_of_none(written: str, address: Address | None) -> None:
    assert address_of(written) == address


def test_the_command_writes_them_and_refuses_filters(register_file: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sijill",
        "export",
        "--format",
        "pages",
        "--register",
        str(register_file),
    ]
    for wrong, told in (([], "--output"), (["--output", str(tmp_path / "x"), "--place", "LY"], "filters")):
        done = subprocess.run([*command, *wrong], capture_output=True, text=True, check=False)
        assert done.returncode == 2 and told in done.stderr
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "x")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and (tmp_path / "x" / "index.html").is_file(), done.stderr
