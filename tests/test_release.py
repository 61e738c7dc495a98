"""What is handed over: the wheel and its contents, what it needs and under which licences, and on which systems."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
MEGABYTES = 1_000_000

BUILT_FOR = {"Linux": "manylinux", "macOS": "macosx", "Windows": "win_amd64"}

_BINDING = re.compile(r"(?<!L)A?GPL|(?<!Lesser )General Public|Affero", re.IGNORECASE)


def binds(licence: str) -> bool:
    """Whether a licence, as a package states it, would bind whoever uses that package; of several on offer («OR»)
    one that does not is enough."""
    return all(_BINDING.search(choice) for choice in licence.split(" OR "))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive of this checkout, and the wheel that is built from that archive."""
    folder = tmp_path_factory.mktemp("built")
    build(ROOT, "sdist", folder)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    build(source, "wheel", folder)
    (wheel,) = folder.glob("*.whl")
    return archive, wheel


def build(project: Path, kind: str, folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(folder)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_the_wheel_is_small_and_for_every_system(built: tuple[Path, Path]) -> None:
    _, wheel = built
    assert wheel.stat().st_size <= 25 * MEGABYTES
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(built: tuple[Path, Path]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "src/sijill"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("this is no checkout of git")
    wanted = {line.removeprefix("src/") for line in tracked.stdout.splitlines() if (ROOT / line).exists()}
    held = {name for name in members(built[1]) if not name.startswith("sijill-")}
    assert wanted <= held
    assert {name for name in held if "test" in name.lower()} == set()
    assert {Path(name).suffix for name in held} <= {
        *(".py", ".yaml", ".json", ".csv", ".md", ".html", ".css", ".js", ".svg", ".woff2", ".xml", ".txt"),
        *(".mako", ".typed"),
    }


def test_the_wheel_brings_its_licence_its_types_and_the_terms_of_its_data(built: tuple[Path, Path]) -> None:
    held = members(built[1])
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)
    assert "sijill/py.typed" in held
    assert "sijill/official/data/README.md" in held


def test_the_source_archive_can_be_built_and_tested_again(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert {"Makefile", "uv.lock", "LICENSE", "README.md", "tests/test_release.py", "docs/index.md"} <= names
    assert {name for name in names if name.startswith((".venv", "dist", ".git/"))} == set()


def test_the_version_is_said_once_for_package_and_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert metadata.version("sijill") == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def locked() -> dict[str, dict[str, Any]]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return {package["name"]: package for package in packages}


def needed(extra: str | None = None) -> Iterator[tuple[str, bool]]:
    """The packages that an installed Sijill needs, with those that they need; True where some systems alone do."""
    packages = locked()
    sijill = packages["sijill"]
    first = sijill["optional-dependencies"][extra] if extra else sijill["dependencies"]
    waiting = [(one, False) for one in first]
    seen: set[str] = set()
    while waiting:
        one, conditional = waiting.pop()
        name, conditional = one["name"], conditional or "marker" in one
        if name in seen:
            continue
        seen.add(name)
        yield name, conditional
        package = packages[name]
        further = list(package.get("dependencies", ()))
        for asked in one.get("extra", ()):
            further += package.get("optional-dependencies", {}).get(asked, ())
        waiting += [(other, conditional) for other in further]


@pytest.mark.parametrize("system", BUILT_FOR)
def test_pip_finds_everything_built_so_that_no_compiler_is_needed(system: str) -> None:
    packages = locked()
    for name, conditional in needed():
        wheels = [wheel["url"].rsplit("/", 1)[1] for wheel in packages[name].get("wheels", ())]
        fits = [w for w in wheels if w.endswith("none-any.whl") or BUILT_FOR[system] in w]
        assert fits or conditional, f"{name} would have to be compiled on {system}"


@pytest.mark.parametrize("extra", [None, "postgresql", "frames", "s3"])
def test_nothing_that_it_needs_has_a_licence_that_would_bind_whoever_uses_it(extra: str | None) -> None:
    unknown, looked_at = [], 0
    for name, conditional in needed(extra):
        try:
            found = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            assert conditional or extra, f"{name} is not installed"
            continue
        looked_at += 1
        fields = {name: found.get_all(name) or [] for name in ("License-Expression", "Classifier", "License")}
        classified = [line for line in fields["Classifier"] if line.startswith("License")]
        said = " ".join(fields["License-Expression"] or classified or fields["License"])[:200]
        if not said.strip():
            unknown.append(name)
        assert not binds(said), f"{name}: {said}"
    assert looked_at or extra
    assert unknown == []


@pytest.mark.parametrize(
    ("licence", "does"),
    [
        ("GPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("AGPL-3.0-only", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MPL-1.1 OR GPL-2.0-only", False),
        ("Apache-2.0", False),
    ],
)
def test_a_binding_licence_is_told_from_others(licence: str, does: bool) -> None:
    assert binds(licence) is does


def test_the_list_of_what_it_consists_of_names_every_package_with_its_version(tmp_path: Path) -> None:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        pytest.skip("uv is not installed here")
    written = tmp_path / "sijill.cdx.json"
    options = ["--frozen", "--no-dev", "--extra", "postgresql", "--format", "cyclonedx1.5"]
    done = subprocess.run(
        [uv, "export", "--quiet", "--offline", *options, "--output-file", str(written)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "cyclonedx" in done.stderr:
        pytest.skip("this uv is too old to write CycloneDX")
    assert done.returncode == 0, done.stderr
    made = json.loads(written.read_text("utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    listed = {component["name"]: component for component in made["components"]}
    packages = locked()
    wanted = {name for name, _ in [*needed(), *needed("postgresql")]}
    assert wanted <= set(listed)
    assert all(listed[name]["version"] == packages[name]["version"] for name in wanted)
    assert all(listed[name]["purl"].startswith("pkg:pypi/") for name in wanted)
    assert "pytest" not in listed
