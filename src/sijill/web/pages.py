"""Answers as HTML: templates that escape whatever they are given, words in four languages, links and numbers.

Numbers, ranges and their signs stand between <bdi dir="ltr">: in a line that runs from right to left a range would
be drawn the wrong way round otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sijill import codes
from sijill.exports.written import ARROWS, HEDGES, days
from sijill.model import Figure, Number, Period, Population
from sijill.register.people import Person
from sijill.register.search import Hit
from sijill.web.asked import KINDS
from sijill.web.marks import Mark, Piece, marked
from sijill.web.routes import BY_NAME, Route
from sijill.web.view import View

LANGUAGES = codes.LABEL_LANGUAGES
DIGITS = ("latn", "arab")
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_LINKED = ("http", "https")


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of the interface in a language, from words/*.yaml."""
    text = files("sijill.web").joinpath("words", f"{language}.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def stylesheet() -> tuple[str, bytes]:
    """The path of the style sheet, which changes with its content, and the content."""
    content = files("sijill.web").joinpath("static", "sijill.css").read_bytes()
    return f"/static/sijill.{sha256(content).hexdigest()[:12]}.css", content


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sijill.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dict_of"] = dict
    environment.filters["labelled"] = lambda code, reader, lists: (code, reader.label(lists, code))
    environment.filters["kind_label"] = lambda kind, reader: (kind, str(reader.t(f"kind_{kind}")))
    environment.globals |= {"outward": outward, "codes": codes, "conflict_kinds": KINDS, "cut": _cut}
    return environment


def _cut(hit: Hit) -> list[Piece]:
    marks = [Mark(start, end, "") for start, end in hit.marks]
    return marked(hit.stored.document.text, hit.start, hit.end, marks)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a page is drawn for: the language, the digits, where they are (the route, its path, its parameters), and who
    they are, if that is known."""

    language: str
    digits: str = "latn"
    route: str = ""
    path: Mapping[str, str] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()
    person: Person | None = None

    def may(self, least: str) -> bool:
        """Whether who reads has this role or more: what a page offers them."""
        return self.person is not None and self.person.may(least)

    def t(self, key: str, **filled: object) -> Markup:
        """The words under a key, with what is filled in escaped."""
        found = words(self.language)["words"][key]
        return Markup(found).format(**filled) if filled else Markup(found)

    def act(self, action: str) -> str | None:
        """An action of the audit trail in words; None where there are none for it."""
        found = words(self.language)["words"].get(f"act_{action.replace('.', '_')}")
        return None if found is None else str(found)

    def direction(self, language: str | None = None) -> str:
        """How a language runs: rtl or ltr."""
        of = language if language in LANGUAGES else None
        return str(words(of or self.language)["direction"]) if of or language is None else "auto"

    def plain_number(self, value: Number) -> str:
        """A number with its thousands set apart as the language does, in the digits asked for."""
        said = words(self.language)
        marks = said["arabic_digits"] if self.digits == "arab" and "arabic_digits" in said else said
        whole, _, decimals = (
            str(value) if isinstance(value, int) else f"{value:.10f}".rstrip("0")
        ).partition(".")
        text = f"{int(whole):,}".replace(",", marks["group"])
        if whole.startswith("-") and not text.startswith("-"):
            text = f"-{text}"
        return self._digits(text + (marks["decimal"] + decimals if decimals else ""))

    def _digits(self, text: str) -> str:
        if self.digits == "arab" and "arabic_digits" in words(self.language):
            return text.translate(_ARABIC_INDIC)
        return text

    def _isolated(self, text: str) -> Markup:
        """A text in one direction. Arabic-Indic digits would turn a range or a day around even so: <bdo> holds it."""
        tag = "bdo" if text != text.translate(_LATIN) else "bdi"
        return Markup('<{0} dir="ltr">{1}</{0}>').format(tag, text)

    def range(self, low: Number, high: Number) -> Markup:
        """From one number to another."""
        return self._isolated(f"{self.plain_number(low)}–{self.plain_number(high)}")

    def num(self, value: Number) -> Markup:
        """A number that keeps its place in a line of either direction."""
        return self._isolated(self.plain_number(value))

    def signed(self, value: Number) -> Markup:
        """A number with its sign."""
        return self._isolated(("+" if value > 0 else "−") + self.plain_number(abs(value)))

    def hedged(self, figure: Figure) -> Markup:
        """A figure's number as its text hedges it, in words: «>» before a number is read as «<» from the right."""
        arrow = ARROWS[figure.change]
        if figure.bound == "range" and figure.low is not None and figure.high is not None:
            return self._isolated(f"{arrow}{self.plain_number(figure.low)}–{self.plain_number(figure.high)}")
        number = self._isolated(arrow + self.plain_number(figure.value))
        if figure.bound not in HEDGES:
            return number
        return Markup("{} {}").format(self.label("bounds", figure.bound), number)

    def days(self, period: Period | None) -> Markup:
        """A period in the shortest ISO form, in one direction; open ends in words."""
        if period is not None and (period.start is None or period.end is None):
            key = "since_day" if period.start else "until_day"
            return self.t(key, day=self.date(period.start or period.end))
        return self._isolated(self._digits(days(period))) if period else Markup("")

    def date(self, day: dt.date | str | None) -> Markup:
        """A day, a month or a year in ISO 8601."""
        return Markup("") if day is None else self._isolated(self._digits(str(day)))

    def place(self, code: str) -> str:
        """A place by its name in the language of the page."""
        named = words(self.language)["places"].get(code)
        if named is None and code in codes.places():
            named = codes.places()[code].name
        return str(named or code)

    def places(self, figure: Any) -> str:
        """Where, in words: from, to, at."""
        parts = [
            str(self.t(f"place_{role}")).replace("{place}", ", ".join(self.place(code) for code in found))
            for role, found in (("from", figure.from_), ("to", figure.to), ("at", figure.at))
            if found
        ]
        return "; ".join(parts)

    def people(self, population: Population) -> str:
        """Which part of all people is counted."""
        parts = [self.label("sexes", population.sex)] if population.sex else []
        parts += [self.label("ages", population.age)] if population.age else []
        parts += [self.place(code) for code in population.nationality]
        parts += [str(self.t("vulnerable"))] if population.vulnerable else []
        return ", ".join(parts)

    def label(self, lists: str, code: str) -> str:
        """The name of a code of a code list; the code itself where it has none, as a currency has."""
        found = getattr(codes, lists)().get(code)
        return found.label(self.language) if found is not None else code

    def link(self, name: str, suffix: str = "", /, **parameters: Any) -> str:
        """The address of a page in this language, with these parameters of its path and its query."""
        route = BY_NAME[name]
        path = route.path
        query: list[tuple[str, str]] = []
        for key, value in parameters.items():
            if f"{{{key}}}" in path:
                path = path.replace(f"{{{key}}}", quote(str(value), safe=""))
            elif value is not None:
                query += [(key, str(one)) for one in (value if isinstance(value, list | tuple) else [value])]
        if self.digits != DIGITS[0]:
            query.append(("digits", self.digits))
        written = f"?{urlencode(query)}" if query else ""
        return f"/{self.language}{path.rstrip('/') or ('' if suffix else '/')}{suffix}{written}"

    def same(self, suffix: str = "", /, language: str | None = None, **changed: Any) -> str:
        """The address of this page in another language or form, or with other parameters; None takes one out."""
        kept = [(key, value) for key, value in self.query if key not in changed and key != "digits"]
        for key, value in changed.items():
            if value is not None:
                kept += [(key, str(one)) for one in (value if isinstance(value, list | tuple) else [value])]
        digits = changed.get("digits", self.digits)
        if digits != DIGITS[0] and "digits" not in changed:
            kept.append(("digits", digits))
        path = "/" + "/".join(quote(part, safe="") for part in self._here().split("/")[1:])
        if language is not None and language not in words(self.language)["languages"]:
            raise KeyError(language)
        written = f"?{urlencode(kept)}" if kept else ""
        return f"/{language or self.language}{path.rstrip('/') or ('' if suffix else '/')}{suffix}{written}"

    def _here(self) -> str:
        path = BY_NAME[self.route].path if self.route else "/"
        for key, value in self.path.items():
            path = path.replace(f"{{{key}}}", value)
        return path

    def given(self, name: str) -> list[str]:
        """What the address says of a parameter."""
        return [value for key, value in self.query if key == name]


def outward(address: str | None) -> str | None:
    """An address that may be linked to: of the web, and no other kind."""
    if not address or any(ord(char) <= 32 or char in '"<>\\' for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in _LINKED and parts.netloc else None


def draw(view: View, reader: Reader, route: Route | None) -> str:
    """The page of an answer."""
    title = view.title if view.named else str(reader.t(f"title_{view.title}"))
    template = _environment().get_template(view.template)
    more = reader.same(**{view.turn: view.following}) if view.following and route else None
    return template.render(
        view.shown,
        r=reader,
        t=reader.t,
        title=title,
        named=view.named,
        route=route,
        more=more,
        stylesheet=stylesheet()[0],
        languages=words(reader.language)["languages"],
        said=words(reader.language),
    )
