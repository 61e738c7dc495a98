"""The code lists of figures.md, and the places, actors and things that the reader knows, from YAML.

One module loads them all. Each list is validated when it is first asked for: a code that lacks a label in
one of the four languages, or refers to a code that another list lacks, raises CodeError naming file and code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

LABEL_LANGUAGES = ("ar", "en", "fr", "it")
PLACE_CODES_BESIDE_ISO = frozenset({"EU", "MED"})


class CodeError(ValueError):
    """A code list that cannot be used: what is wrong, in which file, at which code."""


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a code list: its code, its labels and definitions by language."""

    code: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    def label(self, language: str = "en") -> str:
        """The label in a language, in English where that language has none."""
        return self.labels.get(language, self.labels["en"])

    def definition(self, language: str = "en") -> str:
        """The definition in a language, in English where that language has none."""
        return self.definitions.get(language, self.definitions["en"])


@dataclass(frozen=True, slots=True)
class Measure(Code):
    """What a count is of. `units` may count it: codes of units(), or `money` for any ISO 4217 code."""

    family: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """`kind` is country, union, sea, region, city, …; `country` is ISO 3166-1 alpha-2, MED or EU."""

    key: str
    name: str
    kind: str
    country: str
    adjective: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a counted noun says by itself: the unit, the part of the population, a measure as a last resort."""

    key: str
    unit: str
    sex: str | None = None
    age: str | None = None
    vulnerable: bool = False
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation in a public role. `side`: departure, destination or None. `belongs_to`: the organisation
    of which it is a command or division, whose officials its officials are."""

    name: str
    kind: str
    country: str | None = None
    side: str | None = None
    belongs_to: str | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """What every country or town has. `name` is a template with {country}, {adjective} or {place}; `of_town`
    that of a country's force in one town; `of_scene`: where the text names no country, it is that of the scene."""

    key: str
    name: str
    kind: str
    of_town: str | None = None
    of_scene: bool = False


@dataclass(frozen=True, slots=True)
class InstrumentCode:
    """A mission, programme, fund, agreement or sanctions regime that has a name of its own. `notice_months`: how long
    before its end a party has to say that it will not be renewed."""

    name: str
    kind: str
    of: str | None = None
    notice_months: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What an instrument is for, as the register writes it, and the topic that it makes of an event."""

    key: str
    task: str
    topic: str | None = None


def _load(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load(text, Loader=loader)
    if not isinstance(loaded, dict) or not isinstance(loaded.get(name), dict):
        raise CodeError(f"codes/{name}.yaml: no mapping under {name!r}")
    return loaded


def _labels(name: str, code: str, entry: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    for field in ("label", "definition"):
        missing = [lang for lang in LABEL_LANGUAGES if not (entry.get(field) or {}).get(lang)]
        if missing:
            raise CodeError(f"codes/{name}.yaml: {code} has no {field} in {', '.join(missing)}")
    return entry["label"], entry["definition"]


@cache
def _labelled(name: str) -> Mapping[str, Code]:
    entries = _load(name)[name]
    return MappingProxyType(
        {code: Code(code, *_labels(name, code, entry)) for code, entry in entries.items()}
    )


def units() -> Mapping[str, Code]:
    """What is counted, money apart."""
    return _labelled("units")


def bounds() -> Mapping[str, Code]:
    """How a text hedges a number."""
    return _labelled("bounds")


def statuses() -> Mapping[str, Code]:
    """What kind of assertion a figure is."""
    return _labelled("statuses")


def changes() -> Mapping[str, Code]:
    """That a number is a change against an earlier time."""
    return _labelled("changes")


def sexes() -> Mapping[str, Code]:
    """Values of a population's sex."""
    return _labelled("sexes")


def ages() -> Mapping[str, Code]:
    """Values of a population's age."""
    return _labelled("ages")


def event_types() -> Mapping[str, Code]:
    """What happens once."""
    return _labelled("event_types")


def topics() -> Mapping[str, Code]:
    """What an event is about, beside the measures."""
    return _labelled("topics")


def instrument_kinds() -> Mapping[str, Code]:
    """What lasts."""
    return _labelled("instrument_kinds")


@cache
def measures() -> Mapping[str, Measure]:
    """What a count is of."""
    found = {}
    for code, entry in _load("measures")["measures"].items():
        labels, definitions = _labels("measures", code, entry)
        counted = frozenset(entry.get("units") or ())
        unknown = sorted(counted - set(units()) - {"money"})
        if unknown or not counted:
            raise CodeError(f"codes/measures.yaml: {code} counts in no unit of units.yaml: {unknown}")
        found[code] = Measure(code, labels, definitions, entry["family"], counted)
    return MappingProxyType(found)


def is_money(unit: str) -> bool:
    """Whether a figure's unit is an ISO 4217 code: three capitals."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


@cache
def places() -> Mapping[str, Place]:
    """The places that the reader knows, by key."""
    found = {}
    for key, entry in _load("places")["places"].items():
        place = Place(str(key), entry["name"], entry["kind"], str(entry["country"]), entry.get("adjective"))
        if place.country not in PLACE_CODES_BESIDE_ISO and not (
            len(place.country) == 2 and place.country.isupper()
        ):
            raise CodeError(f"codes/places.yaml: {key} has the country {place.country!r}")
        found[place.key] = place
    return MappingProxyType(found)


def place_code(written: str) -> str | None:
    """The code by which figures name a place: of a country (LY, or Libya in English), MED or EU; of another place that
    is known, its country. None for one that is not known."""
    name = written.strip()
    if name.upper() in PLACE_CODES_BESIDE_ISO or (len(name) == 2 and name.isascii() and name.isalpha()):
        return name.upper()
    return _place_codes().get(name.casefold())


@cache
def _place_codes() -> Mapping[str, str]:
    return {place.name.casefold(): place.country for place in reversed(list(places().values()))}


@cache
def positions() -> Mapping[str, tuple[float, float]]:
    """Where towns and islands stand, by the key of their place: longitude and latitude in degrees (WGS 84), to a
    hundredth. Countries, regions and seas are no points and have none. Source: GeoNames, CC BY 4.0."""
    found = {}
    for key, at in _load("positions")["positions"].items():
        if key not in places() or not (-180 <= at[0] <= 180 and -90 <= at[1] <= 90):
            raise CodeError(f"codes/positions.yaml: {key} is no place, or stands nowhere")
        found[key] = (float(at[0]), float(at[1]))
    return MappingProxyType(found)


@cache
def things() -> Mapping[str, Thing]:
    """What numbers count, by key."""
    found = {}
    for key, entry in _load("things")["things"].items():
        thing = Thing(
            key,
            entry["unit"],
            entry.get("sex"),
            entry.get("age"),
            bool(entry.get("vulnerable")),
            entry.get("measure"),
        )
        if thing.unit not in units() and thing.unit != "other":
            raise CodeError(f"codes/things.yaml: {key} has the unit {thing.unit!r}")
        if thing.measure is not None and thing.measure not in measures():
            raise CodeError(f"codes/things.yaml: {key} has the measure {thing.measure!r}")
        found[key] = thing
    return MappingProxyType(found)


@cache
def not_counted() -> frozenset[str]:
    """Keys of the nouns that make a number no figure: ages, distances, countries, votes, …"""
    return frozenset(_load("things")["not_counted"])


@cache
def actors() -> Mapping[str, Actor]:
    """Organisations in public roles, by canonical English name."""
    return MappingProxyType(
        {
            name: Actor(name, entry["kind"], entry.get("country"), entry.get("side"), entry.get("belongs_to"))
            for name, entry in _load("actors")["actors"].items()
        }
    )


@cache
def institutions() -> Mapping[str, Institution]:
    """Institutions that every country or town has, by key."""
    return MappingProxyType(
        {
            key: Institution(
                key, entry["name"], entry["kind"], entry.get("of_town"), bool(entry.get("of_scene"))
            )
            for key, entry in _load("institutions")["institutions"].items()
        }
    )


@cache
def own_names() -> Mapping[str, str]:
    """Institutions whose own English name is not the one that the template makes: template's name -> own."""
    return MappingProxyType(_load("institutions")["own_names"])


@cache
def destinations() -> frozenset[str]:
    """Countries on the side to which people cross."""
    return frozenset(_load("places")["destinations"])


@cache
def departures() -> frozenset[str]:
    """Countries on the side from which people cross."""
    return frozenset(_load("places")["departures"])


@cache
def people() -> Mapping[str, str]:
    """Holders of public office, by canonical Latin form, with the country (or EU, UN) they serve."""
    return MappingProxyType({name: entry["country"] for name, entry in _load("people")["people"].items()})


@cache
def offices() -> Mapping[str, str]:
    """Positions as the register writes them, with the kind of office."""
    return MappingProxyType(_load("offices")["offices"])


@cache
def instruments() -> Mapping[str, InstrumentCode]:
    """Instruments that have a name of their own, by canonical English name."""
    found = {}
    for name, entry in _load("instruments")["instruments"].items():
        if entry["kind"] not in instrument_kinds():
            raise CodeError(f"codes/instruments.yaml: {name} has the kind {entry['kind']!r}")
        found[name] = InstrumentCode(name, entry["kind"], entry.get("of"), entry.get("notice_months"))
    return MappingProxyType(found)


@cache
def tasks() -> Mapping[str, Task]:
    """What instruments are for, by key."""
    found = {}
    for key, entry in _load("tasks")["tasks"].items():
        topic = entry.get("topic")
        if topic is not None and topic not in topics() and topic not in measures():
            raise CodeError(f"codes/tasks.yaml: {key} has the topic {topic!r}")
        found[key] = Task(key, entry["task"], topic)
    return MappingProxyType(found)


@cache
def foreign(standard: str) -> Mapping[str, Any]:
    """How another standard writes our codes: plover, hxl, iati, sdmx or coordinates, each a file of that name."""
    return MappingProxyType(_load(standard)[standard])
