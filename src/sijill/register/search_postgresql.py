"""The search index in PostgreSQL: of each document the list of its forms and that of its stems, under GIN.

Ranking is that of FTS5 to the digit (the BM25 of https://www.sqlite.org/fts5.html#the_bm25_function), so that
both stores give one answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from sijill.register.terms import Term

_K1, _B = 1.2, 0.75
_COMMONEST = 1e-6
"""What a phrase weighs that more than half of all documents hold."""


def create(connection: Connection) -> None:
    """Makes an empty index."""
    connection.execute(
        text(
            "CREATE TABLE search (document integer PRIMARY KEY REFERENCES documents (key), "
            "length integer NOT NULL, forms text[] NOT NULL, stems text[] NOT NULL)"
        )
    )
    connection.execute(
        text("CREATE INDEX search_forms ON search USING gin (forms) WITH (gin_pending_list_limit = 256)")
    )
    connection.execute(
        text("CREATE INDEX search_stems ON search USING gin (stems) WITH (gin_pending_list_limit = 256)")
    )
    connection.execute(text("CREATE INDEX search_length ON search (length)"))


def drop(connection: Connection) -> None:
    """Removes the index, be it whole or not."""
    connection.execute(text("DROP TABLE IF EXISTS search"))


def add(connection: Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Adds texts: of each the key of its document, and what terms.indexed gives."""
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy("COPY search (document, length, forms, stems) FROM STDIN") as copy:
        for key, forms, stems in texts:
            one, other = forms.split(), stems.split()
            copy.write_row((key, len(one) + len(other), _array(one), _array(other)))


def _array(words: list[str]) -> str:
    """Words as PostgreSQL writes a list. They hold letters and digits only; quoted, even `null` is a word."""
    return '{"' + '","'.join(words) + '"}' if words else "{}"


def matching(
    connection: Connection, phrases: list[list[Term]], language: str | None, limit: int
) -> list[int]:
    """The keys of the documents that hold every phrase, best first (BM25), at most `limit`."""
    number, tokens = connection.execute(text("SELECT count(*), sum(length) FROM search")).one()
    found = [_single(connection, p[0]) if len(p) == 1 else _phrase(connection, p) for p in phrases]
    keys = set(found[0]).intersection(*found[1:])
    if language is not None:
        asked = text("SELECT key FROM documents WHERE key = ANY(:keys) AND language = :language")
        keys = set(connection.execute(asked, {"keys": list(keys), "language": language}).scalars())
    if not keys:
        return []
    weights = [[_weight(number, column) for column in zip(*atom.values(), strict=True)][1:] for atom in found]
    usual = tokens / number
    scores = []
    for key in keys:
        score = 0.0
        for atom, weighed in zip(found, weights, strict=True):
            length, *times = atom[key]
            for weight, often in zip(weighed, times, strict=True):
                score += weight * ((often * (_K1 + 1.0)) / (often + _K1 * (1 - _B + _B * length / usual)))
        scores.append((-1.0 * score, key))
    return [key for _, key in sorted(scores)[:limit]]


def _weight(number: int, times: Sequence[int]) -> float:
    """How much a phrase tells, by how many of the documents hold it."""
    holding = sum(1 for often in times if often)
    weight = math.log((number - holding + 0.5) / (holding + 0.5))
    return weight if weight > 0.0 else _COMMONEST


def _single(connection: Connection, term: Term) -> dict[int, tuple[int, ...]]:
    """The documents with a word: their length, and how often its stem and its form stand there."""
    rows = connection.execute(
        text(
            "SELECT document, length, cardinality(array_positions(stems, CAST(:stem AS text))), "
            "cardinality(array_positions(forms, CAST(:form AS text))) FROM search "
            "WHERE stems @> CAST(:stems AS text[]) OR forms @> CAST(:forms AS text[])"
        ),
        {"stem": term.stems[0], "form": term.form, "stems": [term.stems[0]], "forms": [term.form]},
    )
    return {key: (length, stems, forms) for key, length, stems, forms in rows}


def _phrase(connection: Connection, phrase: list[Term]) -> dict[int, tuple[int, ...]]:
    """The documents where the forms stand side by side: their length, and how often."""
    words = [term.form for term in phrase]
    places = ", ".join(f"array_positions(forms, CAST(:w{n} AS text))" for n in range(len(words)))
    rows = connection.execute(
        text(f"SELECT document, length, {places} FROM search WHERE forms @> CAST(:words AS text[])"),  # noqa: S608
        {"words": words, **{f"w{n}": word for n, word in enumerate(words)}},
    )
    found: dict[int, tuple[int, ...]] = {}
    for key, length, first, *others in rows:
        after = [set(at) for at in others]
        often = sum(all(at + n in places for n, places in enumerate(after, 1)) for at in first)
        if often:
            found[key] = (length, often)
    return found


def terms(connection: Connection) -> Counter[str]:
    """How often each term stands in the index, by column."""
    found: Counter[str] = Counter()
    for column in ("forms", "stems"):
        asked = f"SELECT word, count(*) FROM search, unnest({column}) AS word GROUP BY word"  # noqa: S608
        found.update({f"{column} {word}": number for word, number in connection.execute(text(asked))})
    return found
