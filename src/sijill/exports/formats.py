"""The formats that the register is written in: what each is called, what it carries, and which function makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from sijill.exports.gathered import Gathered
from sijill.exports.made import Made


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `home`: module and function of this package that make it. `carries`: what it holds, in the order of
    importance. `suffix`, `media`: of its only file, or of the ZIP where there are `several`."""

    code: str
    title: str
    home: str
    carries: tuple[str, ...]
    suffix: str
    media: str
    several: bool = False

    def make(self, found: Gathered) -> Made:
        """The files of what was gathered."""
        module, name = self.home.split(":")
        return cast("Callable[[Gathered], Made]", getattr(import_module(f"sijill.exports.{module}"), name))(
            found
        )


_ALL = ("figures", "events", "instruments")
_LD = "application/ld+json"
_ZIP = (".zip", "application/zip", True)

FORMATS = {
    form.code: form
    for form in (
        Format("csv", "CSV", "table_files:csv_package", _ALL, *_ZIP),
        Format("jsonl", "JSON lines", "table_files:jsonl_package", _ALL, *_ZIP),
        Format("parquet", "Parquet", "table_files:parquet_package", _ALL, *_ZIP),
        Format("hxl", "HXL", "hxl:hxl", ("figures",), ".hxl.csv", "text/csv"),
        Format("webannotation", "Web Annotation", "webannotation:webannotation", _ALL, ".jsonld", _LD),
        Format("schemaorg", "schema.org", "schemaorg:schemaorg", ("figures", "events"), ".jsonld", _LD),
        Format(
            "geojson", "GeoJSON", "geojson:geojson", ("events", "figures"), ".geojson", "application/geo+json"
        ),
        Format("icalendar", "iCalendar", "icalendar:icalendar", ("instruments",), ".ics", "text/calendar"),
        Format("atom", "Atom", "atom:atom", ("figures",), ".atom", "application/atom+xml"),
        Format("sdmx", "SDMX-CSV", "sdmx:sdmx", ("figures",), *_ZIP),
        Format("iati", "IATI", "iati:iati", ("instruments",), ".xml", "application/xml"),
        Format("ftm", "FollowTheMoney", "ftm:ftm", ("events", "instruments"), ".jsonl", "application/jsonl"),
    )
}
"""By the name that `--format` takes."""
