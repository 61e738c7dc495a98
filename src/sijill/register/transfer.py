"""Moving every row from one register to another, with its key; what is derived is derived again there."""

from __future__ import annotations

from sqlalchemy import JSON, Connection, MetaData, select

from sijill.codec import canonical
from sijill.register import search
from sijill.register.insertion import insert_rows

_AT_ONCE = 2000


def transfer(source: Connection, target: Connection, tables: MetaData, *, searchable: bool = True) -> None:
    """Copies the rows of `tables` to a register that has none, then makes its search index."""
    for table in tables.sorted_tables:
        json = [number for number, column in enumerate(table.c) if isinstance(column.type, JSON)]
        rows = source.execute(select(table), execution_options={"yield_per": _AT_ONCE})
        for some in rows.partitions():
            insert_rows(target, table, [_with_json(tuple(row), json) for row in some])
    if searchable:
        search.rebuild(target)


def _with_json(row: tuple[object, ...], columns: list[int]) -> tuple[object, ...]:
    if not columns:
        return row
    values = list(row)
    for number in columns:
        values[number] = canonical(values[number])
    return tuple(values)
