"""The search index in SQLite: FTS5 without the texts, a column of forms and one of stems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, text

from sijill.register.terms import Term


def create(connection: Connection) -> None:
    """Makes an empty index."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE search USING fts5(forms, stems, content='', "
            "tokenize='unicode61 remove_diacritics 0')"
        )
    )


def drop(connection: Connection) -> None:
    """Removes the index, be it whole or not."""
    connection.execute(text("DROP TABLE IF EXISTS search"))


def add(connection: Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Adds texts: of each the key of its document, and what terms.indexed gives."""
    connection.exec_driver_sql("INSERT INTO search(rowid, forms, stems) VALUES (?, ?, ?)", list(texts))


def matching(
    connection: Connection, phrases: list[list[Term]], language: str | None, limit: int
) -> list[int]:
    """The keys of the documents that hold every phrase, best first (BM25), at most `limit`."""
    given: dict[str, object] = {"match": " AND ".join(map(_match, phrases)), "limit": limit}
    of_language = ""
    if language is not None:  # else no document is looked at but those that are found
        of_language = "JOIN documents ON documents.key = search.rowid AND documents.language = :language "
        given["language"] = language
    asked = (
        f"SELECT search.rowid, bm25(search, 1.0, 1.0) FROM search {of_language}"  # noqa: S608
        "WHERE search MATCH :match ORDER BY 2, 1 LIMIT :limit"
    )
    rows = connection.execute(text(asked), given)
    return [key for key, _ in rows]


def _match(phrase: list[Term]) -> str:
    """One word or phrase in FTS5's language. Terms are letters and digits only, so nothing needs escaping."""
    forms = " ".join(term.form for term in phrase)
    if len(phrase) > 1:
        return f'(forms : "{forms}")'
    return f'(stems : "{phrase[0].stems[0]}" OR forms : "{forms}")'


def terms(connection: Connection) -> Counter[str]:
    """How often each term stands in the index, by column."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.search_terms")
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab('main', 'search', 'col')"
    )
    rows = connection.exec_driver_sql("SELECT col, term, cnt FROM temp.search_terms")
    return Counter({f"{column} {term}": number for column, term, number in rows})
