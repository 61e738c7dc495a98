"""An article that is read and checked, and what the register has to hold it against. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from sijill import reading
from sijill.codec import document_hash
from sijill.model import Document, Figure, Observation
from sijill.reconcile.check import Documents, Finding, check
from sijill.reconcile.comparing import Told
from sijill.reconcile.copies import copies
from sijill.reconcile.witness import Witness
from sijill.register.likeness import figures_like
from sijill.register.rows import Stored, documents_by_key


def checked(
    document: Document, series: Callable[[str], Iterable[Observation]], near: Documents
) -> list[Finding]:
    """What official series and other documents say of each figure of a document, in text order."""
    figures = reading.read(document).figures
    wholes = {figure.start: figure for figure in figures}
    told = [
        Told(
            0, figure, document.published, wholes.get(figure.part_of) if figure.part_of is not None else None
        )
        for figure in figures
    ]
    return check(told, series, near)


def documents_of(
    connection: Connection, stored: dict[str, Stored[Figure]]
) -> Callable[[Document], Documents]:
    """What gives, for a document, the look-up of figures of the register's other documents; `stored` gets what
    is found, by short id. A copy of the document is no witness."""

    def of_document(document: Document) -> Documents:
        content = document_hash(document)
        known_copies: dict[int, bool] = {}

        def is_copy(key: int) -> bool:
            if key not in known_copies:
                text = documents_by_key(connection, [key])[key].document.text
                known_copies[key] = copies({"article": document.text, "other": text})["other"] == "article"
            return known_copies[key]

        def like(figure: Figure) -> Iterable[Witness]:
            for found in figures_like(connection, figure, without=content):
                if is_copy(found.head.key):
                    continue
                stored[found.ref] = found
                told = Told(found.head.key, found.found, found.head.published)
                yield Witness(told, None, found.ref)

        return like

    return of_document
