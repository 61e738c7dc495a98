"""Full-text search over the documents.

The index holds no text, only terms (terms.py): folded forms, by which phrases are found, and stems. It is
derived from `documents` alone and may be rebuilt at any time. search_sqlite.py and search_postgresql.py keep it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from sijill.register import search_postgresql, search_sqlite
from sijill.register.rows import StoredDocument, documents_by_key
from sijill.register.schema import documents, figures, readings
from sijill.register.terms import Term, indexed, terms

PASSAGE = 240
"""Characters of a text that are shown around what was found."""

_AT_ONCE = 1000

_SURE = re.compile(r"(?:forms|stems) [0-9a-zß-ɏء-ي]+")
"""Terms that every database takes for one word, in whatever version of Unicode."""

_QUOTED = re.compile(r'["“”«»]([^"“”«»]+)["“”«»]|[^"“”«»]+')


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that holds what was asked, and where: `start`, `end` of a passage of its text, and `marks`,
    the words found in it, neighbours as one. All are offsets into the text."""

    stored: StoredDocument
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def create(connection: Connection) -> None:
    """Makes the index and fills it from the documents."""
    _store(connection).create(connection)
    texts = select(documents.c.key, documents.c.text).order_by(documents.c.key)
    for some in connection.execute(texts, execution_options={"yield_per": _AT_ONCE}).partitions():
        index_all(connection, [(key, *indexed(body)) for key, body in some])


def rebuild(connection: Connection) -> None:
    """Makes the index anew, whatever has become of it."""
    _store(connection).drop(connection)
    create(connection)


def index(connection: Connection, key: int, body: str) -> None:
    """Adds the text of the document `key`."""
    index_all(connection, [(key, *indexed(body))])


def index_all(connection: Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Adds texts: of each the key of its document, and what terms.indexed gives."""
    if texts:
        _store(connection).add(connection, texts)


def _store(connection: Connection) -> ModuleType:
    return search_postgresql if connection.dialect.name == "postgresql" else search_sqlite


def unindexed(connection: Connection) -> int:
    """How many documents the index lacks."""
    column = "document" if connection.dialect.name == "postgresql" else "rowid"
    lacking = text(f"SELECT count(*) FROM documents WHERE key NOT IN (SELECT {column} FROM search)")  # noqa: S608
    return int(connection.execute(lacking).scalar_one())


def find(connection: Connection, words: str, *, limit: int = 20, language: str | None = None) -> list[Hit]:
    """The documents that hold every word, best first; words between quotation marks stand side by side.

    Words are found whatever their spelling, article, attached particles and commonest endings. A number is
    found however it is written; a number alone also where a figure has its value (21000: «21 thousand»).
    """
    phrases = _phrases(words)
    asked = [term for phrase in phrases for term in phrase]
    if not asked:
        return []
    keys = _with_value(connection, asked[0], limit, language) if len(asked) == 1 else {}
    for key in _store(connection).matching(connection, phrases, language, limit):
        keys.setdefault(key, [])
    found = documents_by_key(connection, list(keys)[:limit])
    wanted = {stem for term in asked for stem in term.stems[:1]}
    return [_hit(found[key], wanted, keys[key]) for key in list(keys)[:limit]]


def _phrases(words: str) -> list[list[Term]]:
    """What is asked: a list of terms for each word, and for each phrase between quotation marks."""
    asked: list[list[Term]] = []
    for match in _QUOTED.finditer(words):
        found = list(terms(match.group(1) or match.group()))
        asked += [found] if match.group(1) and found else [[term] for term in found]
    return asked


def _with_value(
    connection: Connection, term: Term, limit: int, language: str | None
) -> dict[int, list[tuple[int, int]]]:
    """The documents with a figure of the value that a number states, and where it stands."""
    if not term.form.isdecimal() or len(term.form) > 15:
        return {}
    rows = (
        select(figures.c.document, figures.c.start, figures.c.end)
        .join(readings, readings.c.key == figures.c.reading)
        .join(documents, documents.c.key == figures.c.document)
        .where(readings.c.current, figures.c.stands, figures.c.value == float(term.form))
        .order_by(documents.c.published.desc().nulls_last(), figures.c.document, figures.c.start)
        .limit(limit)
    )
    if language:
        rows = rows.where(documents.c.language == language)
    found: dict[int, list[tuple[int, int]]] = {}
    for key, start, end in connection.execute(rows):
        found.setdefault(key, []).append((start, end))
    return found


def _hit(stored: StoredDocument, wanted: set[str], places: list[tuple[int, int]]) -> Hit:
    """The document with the passage that holds most of the words asked for, the first of its kind."""
    body = stored.document.text
    marks = [(start, end, "") for start, end in places]
    for term in terms(body):
        marks += [(term.start, term.end, stem) for stem in term.stems if stem in wanted]
    if not marks:
        return Hit(stored, 0, min(len(body), PASSAGE), ())
    marks.sort()
    first, last = _densest(marks)
    begin, end = marks[first][0], marks[last][1]
    spare = max(0, PASSAGE - (end - begin)) // 2
    begin, end = _at_words(body, begin - spare, end + spare)
    inside: list[tuple[int, int]] = []
    for start, stop, _ in marks:
        if start < begin or stop > end:
            continue
        if inside and start <= inside[-1][1] + 1 and "\n" not in body[inside[-1][1] : start]:
            inside[-1] = (inside[-1][0], max(stop, inside[-1][1]))
        else:
            inside.append((start, stop))
    return Hit(stored, begin, end, tuple(inside))


def _densest(marks: list[tuple[int, int, str]]) -> tuple[int, int]:
    """The first and last of the marks in the passage that holds most different words."""
    best, most, first = (0, 0), 0, 0
    inside: Counter[str] = Counter()
    for last, (_, end, word) in enumerate(marks):
        inside[word] += 1
        while first < last and marks[first][0] < end - PASSAGE:
            inside[marks[first][2]] -= 1
            first += 1
        different = sum(1 for times in inside.values() if times)
        if different > most:
            best, most = (first, last), different
    return best


def _at_words(body: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text widened to whole words, by at most 40 characters on each side."""
    start, end = max(0, start), min(len(body), end)
    for _ in range(40):
        if start > 0 and not body[start - 1].isspace():
            start -= 1
        if end < len(body) and not body[end].isspace():
            end += 1
    return start, end


def count(terms: Counter[str], body: str) -> None:
    """Adds to `terms` what the index keeps of a text, so that `problems` can compare it with the index."""
    forms, stems = indexed(body)
    terms.update(f"forms {word}" for word in forms.split())
    terms.update(f"stems {word}" for word in stems.split())


def problems(connection: Connection, terms: Counter[str]) -> Iterator[str]:
    """What is wrong with the index, if all texts together have these terms."""
    hint = "rebuild it: sijill repair"
    try:
        if lacking := unindexed(connection):
            yield f"{lacking} documents are missing from the search index; {hint}"
        elif any(map(_SURE.fullmatch, terms - _store(connection).terms(connection))):
            yield f"the search index lacks words that the texts have; {hint}"
    except DBAPIError as error:
        yield f"the search index is damaged ({error.orig}); {hint}"
