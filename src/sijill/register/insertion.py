"""Adding many rows to a table at once: what writing spends its time on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import JSON, Connection, Dialect, Table, func, insert, select

_Rows: TypeAlias = Sequence[tuple[Any, ...]]
_Processor: TypeAlias = Callable[[Any], Any]


def insert_rows(connection: Connection, table: Table, rows: _Rows) -> None:
    """Adds the rows, each with a value for every column in their order; JSON is given as its text."""
    if not rows:
        return
    if any(len(row) != len(table.c) for row in (rows[0], rows[-1])):
        raise ValueError(f"a row of {table.name} has {len(table.c)} columns")
    values = _as_the_database_wants(connection.dialect, table, rows)
    if connection.dialect.name == "postgresql":
        _copy(connection, table, values)
    else:
        connection.exec_driver_sql(_statement(connection.dialect, table), values)


def next_key(connection: Connection, table: Table) -> int:
    """The key that the next row of the table gets. The writer assigns keys: nobody else writes meanwhile."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.key), 0))).scalar_one()) + 1


def _copy(connection: Connection, table: Table, values: _Rows) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.c)
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


@cache
def _statement(dialect: Dialect, table: Table) -> str:
    return str(insert(table).compile(dialect=dialect))


@cache
def _processors(dialect: Dialect, table: Table) -> tuple[tuple[int, _Processor], ...]:
    """What turns values of the model into values of the driver, by the number of their column."""
    found = []
    for number, column in enumerate(table.c):
        processor = column.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None and not isinstance(column.type, JSON):
            found.append((number, processor))
    return tuple(found)


def _as_the_database_wants(dialect: Dialect, table: Table, rows: _Rows) -> _Rows:
    processors = _processors(dialect, table)
    if not processors:
        return rows
    columns = list(zip(*rows, strict=True))
    for number, processor in processors:
        columns[number] = tuple(processor(value) for value in columns[number])
    return list(zip(*columns, strict=True))
