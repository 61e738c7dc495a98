"""Files that an export makes, by name, and how they are written: as they are, into a folder, or packed into a ZIP."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

_DAY = (1980, 1, 1, 0, 0, 0)
"""The day that a ZIP gives all its files, so that the same register gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of an export. `left_out`: what the format cannot carry, a sentence each."""

    files: dict[str, bytes]
    left_out: tuple[str, ...] = ()


def left_out(number: int, one: str, many: str, why: str) -> tuple[str, ...]:
    """The sentence that so many records were left out, and why; nothing where there are none."""
    return (f"{number:,} {one if number == 1 else many} left out: {why}",) if number else ()


def packed(files: dict[str, bytes]) -> bytes:
    """The files as a ZIP, the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def write(made: Made, place: Path) -> list[Path]:
    """Writes the files: into a ZIP where the name ends in .zip, a single one under the name itself, others into the
    folder of that name, which is made. Whatever is there under the same names is replaced, whole files at a time."""
    if place.suffix.lower() == ".zip":
        return [_replace(place, packed(made.files))]
    if len(made.files) == 1 and not place.is_dir():
        (content,) = made.files.values()
        return [_replace(place, content)]
    return [_replace(place / name, content) for name, content in made.files.items()]


def _replace(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path
