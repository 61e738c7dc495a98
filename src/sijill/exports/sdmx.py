"""Figures as SDMX-CSV 2.0, and their structure as SDMX-JSON 2.0.

An observation is one figure of one document, so that its id is a dimension: nothing is averaged, and several documents
may say of one series what they say. Source: SDMX 3.0 standards, field guides of SDMX-CSV and SDMX-JSON.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import json
from typing import Any

from sijill import codes
from sijill.codec import plain_number
from sijill.exports.gathered import Gathered, iri
from sijill.exports.made import Made, left_out
from sijill.exports.written import harmless_cell
from sijill.model import Figure, Period
from sijill.official.countries import to_alpha3
from sijill.register.rows import Stored

AGENCY, STRUCTURE, VERSION = "SIJILL", "FIGURES", "1.0.0"
_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
_LISTED = {
    "MEASURE": "measures",
    "STATUS": "statuses",
    "BOUND": "bounds",
    "CHANGE": "changes",
}
DIMENSIONS = (
    "FREQ", "REF_AREA", "COUNTERPART_AREA", "MEASURE", "SEX", "AGE", "CITIZENSHIP", "STATUS", "UNIT_MEASURE", "FIGURE",
)  # fmt: skip
ATTRIBUTES = (
    "OBS_STATUS", "CONF_STATUS", "BOUND", "LOW", "HIGH", "CHANGE", "VULNERABLE", "FROM", "TO", "AT", "SOURCE", "ACTOR",
    "PART_OF", "CONFIDENCE", "DOCUMENT", "PUBLISHED", "TEXT_SHA256", "START", "END", "QUOTE", "URL",
)  # fmt: skip


def sdmx(found: Gathered) -> Made:
    """Data and structure; a figure without a first and a last day has no TIME_PERIOD and is left out."""
    timed = [one for one in found.figures if _time(one.found.period) is not None]
    columns = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for one in timed:
        row = _row(found, one)
        writer.writerow([_cell(row.get(column)) for column in columns])
    data = out.getvalue().encode()
    structure = (
        json.dumps(_structure(found.as_of() or dt.date(1970, 1, 1)), ensure_ascii=False, indent=1) + "\n"
    ).encode()
    why = "SDMX asks for a period with a first and a last day"
    lost = left_out(len(found.figures) - len(timed), "figure", "figures", why)
    return Made({"figures.sdmx.csv": data, "structure.sdmx.json": structure}, lost)


def _row(found: Gathered, one: Stored[Figure]) -> dict[str, Any]:
    figure, head, map_ = one.found, one.head, codes.foreign("sdmx")
    frequency, time = _time(figure.period) or ("", "")
    areas = figure.at or figure.to or figure.from_
    across = [code for code in (*figure.from_, *figure.to) if code not in areas]
    people = figure.population
    return {
        "STRUCTURE": "datastructure",
        "STRUCTURE_ID": f"{AGENCY}:{STRUCTURE}({VERSION})",
        "ACTION": "I",
        "FREQ": frequency,
        "REF_AREA": area(areas[0]) if areas else map_["area"]["none"],
        "COUNTERPART_AREA": area(across[0]) if across else map_["area"]["none"],
        "MEASURE": figure.measure,
        "SEX": map_["sex"][people.sex or "all"],
        "AGE": people.age or map_["sex"]["all"],
        "CITIZENSHIP": "+".join(map(area, people.nationality)) or map_["sex"]["all"],
        "STATUS": figure.status,
        "UNIT_MEASURE": figure.unit,
        "FIGURE": one.ref,
        "TIME_PERIOD": time,
        "OBS_VALUE": plain_number(figure.value),
        "OBS_STATUS": map_["status"][figure.status],
        "CONF_STATUS": "F",
        "BOUND": figure.bound,
        "LOW": figure.low,
        "HIGH": figure.high,
        "CHANGE": figure.change,
        "VULNERABLE": "true" if people.vulnerable else None,
        "FROM": " ".join(map(area, figure.from_)),
        "TO": " ".join(map(area, figure.to)),
        "AT": " ".join(map(area, figure.at)),
        "SOURCE": figure.source,
        "ACTOR": figure.actor,
        "PART_OF": figure.part_of,
        "CONFIDENCE": figure.confidence,
        "DOCUMENT": iri("document", head.ref),
        "PUBLISHED": head.published.isoformat() if head.published else None,
        "TEXT_SHA256": found.text_hash(head.key),
        "START": figure.start,
        "END": figure.end,
        "QUOTE": one.quote,
        "URL": head.url,
    }


def area(code: str) -> str:
    """A place as SDMX has it: the alpha-3 code of a country."""
    own: str | None = codes.foreign("sdmx")["area"].get(code)
    return own or to_alpha3(code) or code


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return harmless_cell(value) if isinstance(value, str) else value


def _time(period: Period | None) -> tuple[str, str] | None:
    """FREQ and TIME_PERIOD: a year, a month, a day, or the first day and how many there are; None for open ends."""
    if period is None or period.start is None or period.end is None:
        return None
    first, last, frequency = period.start, period.end, codes.foreign("sdmx")["frequency"]
    if first == last:
        return frequency["day"], first.isoformat()
    if (
        first.day == 1
        and last.day == calendar.monthrange(last.year, last.month)[1]
        and first.year == last.year
    ):
        months = last.month - first.month + 1
        if months == 12:
            return frequency["year"], f"{first.year}"
        if months == 1:
            return frequency["month"], f"{first:%Y-%m}"
        if months == 3 and first.month % 3 == 1:
            return frequency["quarter"], f"{first.year}-Q{last.month // 3}"
    number = (last - first).days + 1
    if number == 7 and first.weekday() == 0:
        year, week, _ = first.isocalendar()
        return frequency["week"], f"{year}-W{week:02}"
    return frequency["other"], f"{first.isoformat()}/P{number}D"


def _structure(day: dt.date) -> dict[str, Any]:
    """The structure message, prepared on the day of the last document: the same register gives the same bytes."""
    concepts = [_concept(name) for name in (*DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)]
    return {
        "meta": {
            "schema": _SCHEMA,
            "id": "SIJILL_FIGURES",
            "prepared": f"{day.isoformat()}T00:00:00Z",
            "test": False,
            "sender": {"id": AGENCY},
        },
        "data": {
            "codelists": [
                {
                    **_named(f"CL_{name}", name.title()),
                    "codes": [{"id": c, "name": e.label()} for c, e in getattr(codes, which)().items()],
                }
                for name, which in _LISTED.items()
            ],
            "conceptSchemes": [{**_named("CONCEPTS", "Concepts of figures"), "concepts": concepts}],
            "dataStructures": [
                {
                    **_named(STRUCTURE, "Figures that documents state"),
                    "dataStructureComponents": {
                        "dimensionList": {
                            "id": "DimensionDescriptor",
                            "dimensions": [
                                {**_component(name), "position": place}
                                for place, name in enumerate(DIMENSIONS, 1)
                            ],
                            "timeDimension": {
                                "id": "TIME_PERIOD",
                                "conceptIdentity": _urn_of_concept("TIME_PERIOD"),
                                "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
                            },
                        },
                        "measureList": {
                            "id": "MeasureDescriptor",
                            "measures": [{**_component("OBS_VALUE", "Double"), "usage": "mandatory"}],
                        },
                        "attributeList": {
                            "id": "AttributeDescriptor",
                            "attributes": [
                                {
                                    **_component(name),
                                    "usage": "optional",
                                    "attributeRelationship": {"observation": {}},
                                }
                                for name in ATTRIBUTES
                            ],
                        },
                    },
                }
            ],
        },
    }


def _named(name: str, title: str) -> dict[str, Any]:
    return {"id": name, "agencyID": AGENCY, "version": VERSION, "name": title}


def _concept(name: str) -> dict[str, str]:
    return {"id": name, "name": name.replace("_", " ").capitalize()}


def _urn_of_concept(name: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CONCEPTS({VERSION}).{name}"


def _component(name: str, kind: str = "String") -> dict[str, Any]:
    listed: dict[str, Any] = {"format": {"dataType": kind}}
    if name in _LISTED:
        listed = {
            "enumeration": f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:CL_{name}({VERSION})"
        }
    return {"id": name, "conceptIdentity": _urn_of_concept(name), "localRepresentation": listed}
