"""The observations at hand: those that come with the package, and those of a folder that somebody filled.

A library is indexed by measure and by place, so that a look-up costs what it finds. Imported files are plain CSV in one
folder beside the register, a file for each series and vintage: they can be read, copied and deleted by hand.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from sijill.model import Observation
from sijill.official import layouts, plain
from sijill.official.tables import SeriesError

_ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class Library:
    """Observations by measure and place code; under the place "" stand all of a measure."""

    by_place: Mapping[tuple[str, str], tuple[Observation, ...]]

    def of(self, measure: str, places: Iterable[str] = ()) -> tuple[Observation, ...]:
        """The observations of a measure that have one of the places (from, to or at); without places, all."""
        found: dict[int, Observation] = {}
        for place in tuple(places) or (_ANYWHERE,):
            found |= {id(o): o for o in self.by_place.get((measure, place), ())}
        return tuple(found.values())

    def all(self) -> tuple[Observation, ...]:
        """Every observation, by measure."""
        return tuple(o for (_, place), listed in self.by_place.items() if place == _ANYWHERE for o in listed)


def library(folder: Path | None = None) -> Library:
    """The package's series and, if there is such a folder, those imported into it.

    What is imported takes the place of the same observation of the package. SeriesError if a file is broken.
    """
    imported = _of_folder(folder) if folder is not None and folder.is_dir() else []
    replaced = set(map(_counted, imported))
    return indexed([*(o for o in shipped() if _counted(o) not in replaced), *imported])


def _counted(observation: Observation) -> Observation:
    """All of an observation but how many, and what goes with the number."""
    return replace(observation, value=0, url="", definition="", licence="")


def indexed(observations: Iterable[Observation]) -> Library:
    """A library of these observations, each once."""
    by_place: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
    for observation in dict.fromkeys(observations):
        places = {*observation.from_, *observation.to, *observation.at, _ANYWHERE}
        for place in places:
            by_place[observation.measure, place].append(observation)
    return Library({key: tuple(listed) for key, listed in by_place.items()})


@cache
def shipped() -> tuple[Observation, ...]:
    """The observations that come with the package, by series."""
    with as_file(files(__package__).joinpath("data")) as folder:
        return tuple(_of_folder(folder))


def _of_folder(folder: Path) -> list[Observation]:
    return [o for path in sorted(folder.glob("*.csv")) for o in plain.read(path)]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made of a file: its layout, where its observations lie now, and how many there are."""

    layout: str
    paths: tuple[Path, ...]
    observations: int


def import_file(path: Path, folder: Path, as_of: dt.date | None = None) -> Imported:
    """Writes the observations of a file of any layout into the folder, a plain CSV for each series.

    The same series of the same vintage is written over, another vintage stands beside it. All of a file is
    imported or nothing. SeriesError if the file cannot be read, or holds nothing of use.
    """
    layout = layouts.layout_of(path)
    found = layouts.read(path, as_of)
    if not found:
        raise SeriesError(f"{path}: the file has no row of use ({layout.name})")
    by_file: defaultdict[str, list[Observation]] = defaultdict(list)
    for observation in found:
        by_file[_file_name(observation, layout, as_of)].append(observation)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in sorted(by_file)]
    for target in paths:
        _write(target, plain.written(by_file[target.name]))
    return Imported(layout.name, tuple(paths), len(found))


def _file_name(observation: Observation, layout: layouts.Layout, as_of: dt.date | None) -> str:
    """A name that the series and, of a copy, its day make; the kind of table too, as a series may have several."""
    parts = [observation.series, layout.name if layout.name != "plain CSV" else ""]
    parts += [as_of.isoformat() if as_of and layout.needs_day else ""]
    return "-".join(re.sub(r"[^a-z0-9-]+", "-", part.lower()).strip("-") for part in parts if part) + ".csv"


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".importing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
