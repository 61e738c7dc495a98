"""XML that is the same for the same content: elements, and texts without the characters that XML forbids."""

from __future__ import annotations

from xml.etree import ElementTree

Element = ElementTree.Element
OURS = "https://pypi.org/project/sijill/"
"""The namespace of what a format has no word for."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def below(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """A new last child with these attributes (`_` for `-`); those that are None are left out."""
    child = ElementTree.SubElement(
        parent,
        name,
        {key.replace("_", "-"): clean(value) for key, value in attributes.items() if value is not None},
    )
    if text is not None:
        child.text = clean(text)
    return child


def clean(text: str) -> str:
    """The text with a space for each character that XML 1.0 forbids."""
    return "".join(char if _allowed(char) else " " for char in text)


def document(root: Element) -> bytes:
    """The document of a root, indented, in UTF-8."""
    ElementTree.indent(root, " ")
    body: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return body + b"\n"


def _allowed(char: str) -> bool:
    return (
        char in "\t\n\r"
        or " " <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or "\U00010000" <= char <= "\U0010ffff"
    )
