"""Records as data frames of Polars and pandas, which come with the extra `frames`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from sijill.python.records import FigureRecord, columns

if TYPE_CHECKING:
    import pandas
    import polars

Column: TypeAlias = tuple[str, str, Callable[[Any], Any]]
"""Name, type as the record's class writes it, and what gives the value of a record."""


def polars_frame(kind: type, records: Sequence[Any]) -> polars.DataFrame:
    """The records as a Polars frame; ImportError, with what to do, where Polars is missing."""
    pl = _library("polars")
    types = {
        "str": pl.String,
        "int": pl.Int64,
        "float": pl.Float64,
        "Number": pl.Float64,
        "bool": pl.Boolean,
        "dt.date": pl.Date,
        "tuple[str, ...]": pl.List(pl.String),
        "tuple[Number, ...]": pl.List(pl.Float64),
    }
    table = list(_columns(kind))
    values = {name: [_plain(value(record), type_) for record in records] for name, type_, value in table}
    frame: polars.DataFrame = pl.DataFrame(values, schema={name: types[type_] for name, type_, _ in table})
    return frame


def pandas_frame(kind: type, records: Sequence[Any]) -> pandas.DataFrame:
    """The records as a pandas frame; ImportError, with what to do, where pandas is missing."""
    pd = _library("pandas")
    types = {
        "str": "string",
        "int": "Int64",
        "float": "Float64",
        "Number": "Float64",
        "bool": "boolean",
        "dt.date": "datetime64[s]",
    }
    made = {}
    for name, type_, value in _columns(kind):
        found = [_plain(value(record), type_) for record in records]
        made[name] = pd.Series(found, dtype=types.get(type_, "object"))
    frame: pandas.DataFrame = pd.DataFrame(made)
    return frame


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(
            f"{name} is not installed; the extra `frames` brings it: pip install 'sijill[frames]'", name=name
        ) from error


def _columns(
    kind: Any, prefix: str = "", of: Callable[[Any], Any] = lambda record: record
) -> Iterable[Column]:
    for name, type_ in columns(kind):
        column = f"{prefix}{name.rstrip('_')}"
        if type_ == "FigureRecord":
            yield from _columns(FigureRecord, f"{name}_", _field(of, name))
        elif type_ == "Period":
            yield f"{column}_start", "dt.date", _day(of, name, "start")
            yield f"{column}_end", "dt.date", _day(of, name, "end")
        else:
            yield column, type_, _field(of, name)


def _field(of: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    return lambda record: getattr(of(record), name)


def _day(of: Callable[[Any], Any], name: str, end: str) -> Callable[[Any], Any]:
    def day(record: Any) -> Any:
        period = getattr(of(record), name)
        return None if period is None else getattr(period, end)

    return day


def _plain(value: Any, type_: str) -> Any:
    if type_ == "Number" and value is not None:
        return float(value)
    if type_ == "tuple[Number, ...]":
        return [float(one) for one in value]
    return list(value) if isinstance(value, tuple) else value
