"""A page as its elements: what a browser would make of it, as far as the tests ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "line", "rect", "circle"})


@dataclass
class Element:
    """An element: its tag, attributes, the text in it, and what it stands in."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    parents: tuple[Element, ...] = field(default=(), repr=False)

    def has_class(self, name: str) -> bool:
        """Whether the element is of a class."""
        return name in self.attributes.get("class", "").split()


class Page(HTMLParser):
    """The elements of a page in order, and what is wrong with how they are nested."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(markup)
        self.close()
        self.faults += [f"<{one.tag}> is not closed" for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, "", tuple(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> where {[one.tag for one in self._open][-3:]} are open")

    def handle_data(self, data: str) -> None:
        """Text is text of all that is open."""
        for element in self._open:
            element.text += data

    def of(self, tag: str) -> list[Element]:
        """The elements of a tag."""
        return [one for one in self.elements if one.tag == tag]

    def by_id(self, name: str) -> Element:
        """The element with this id."""
        return next(one for one in self.elements if one.attributes.get("id") == name)

    def links(self) -> list[str]:
        """The addresses within the site that the page leads to."""
        return [
            one.attributes["href"] for one in self.elements if one.attributes.get("href", "").startswith("/")
        ]
