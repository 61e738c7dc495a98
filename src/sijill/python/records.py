"""What a register answers with: one flat, frozen record a row, and lists of them.

Every record of something that was found has the short id of it, the name that the document was given, its day of
publication and its language. `start` and `end` are code points of that document's text, the end exclusive:
`text[start:end]` is `quote`. Codes are those of `sijill.codes` (docs/code-lists.md); what the fields mean is
docs/figures.md. What a text does not say is None, or an empty tuple.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from sijill.model import Number, Period

if TYPE_CHECKING:
    import pandas
    import polars


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One number that one document states.

    `value`: in the unit that `unit` says (a person, a vessel, an ISO 4217 currency, percent, …), scaled («21 thousand»
    is 21000); of a range its low end. `bound`: exact, about, over, under or range, with `low` and `high`. `change`:
    whether it is an increase or a decrease by so much. `period`: the days that it counts, both ends inside. `from_`,
    `to`, `at`: ISO 3166-1 alpha-2, MED or EU. `sex` … `vulnerable`: which part of the people. `actor` does what is
    counted, `source` says so. `part_of`: the start of the figure that this one is a part of. `confidence`: the
    probability, as measured, that it was read right but for places, actor and source. `review`: confirmed or
    corrected, by whom.
    """

    id: str
    document: str
    published: dt.date | None
    language: str
    start: int
    end: int
    quote: str
    value: Number
    bound: str
    low: Number | None
    high: Number | None
    unit: str
    change: str | None
    measure: str
    status: str
    period: Period | None
    from_: tuple[str, ...]
    to: tuple[str, ...]
    at: tuple[str, ...]
    sex: str | None
    age: str | None
    nationality: tuple[str, ...]
    vulnerable: bool
    actor: str | None
    source: str | None
    part_of: int | None
    confidence: float | None
    title: str | None
    url: str | None
    review: str | None
    reviewed_by: str | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One occurrence that a document names: `type` and `topics` are codes, `place` and `participants` English names."""

    id: str
    document: str
    published: dt.date | None
    language: str
    start: int
    end: int
    quote: str
    type: str
    period: Period | None
    place: str | None
    participants: tuple[str, ...]
    instrument: str | None
    topics: tuple[str, ...]
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class InstrumentRecord:
    """An operation, programme, fund, agreement or sanctions regime, as one document describes it. `begins` and `ends`:
    ISO 8601, of which a year or a month may stand alone. `target`: how many it is to reach. `budget` and `money`: the
    sums that it has, each with its ISO 4217 code in `money` at the same place."""

    id: str
    document: str
    published: dt.date | None
    language: str
    start: int
    end: int
    quote: str
    name: str
    kind: str
    begins: str | None
    ends: str | None
    budget: tuple[Number, ...]
    money: tuple[str, ...]
    target: Number | None
    tasks: tuple[str, ...]
    legal_frame: str | None
    imposed_by: str | None
    funder: str | None
    partner: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document, without its text, with how many things were found in it. `name` is the id that it was given."""

    id: str
    name: str
    published: dt.date | None
    language: str
    title: str | None
    url: str | None
    figures: int
    dates: int
    events: int
    instruments: int
    statements: int


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """What documents say alike: figures of one measure, population, place and time that agree within their hedges.

    The slots are those of its closest figure, whose id is `id`; `lowest` and `highest` are the numbers by which it is
    told. `documents` tell it, `witnesses` of them with words of their own. `figures`: the ids of all that tell it.
    Nothing is averaged, and no record says which claim is true.
    """

    id: str
    value: Number
    bound: str
    lowest: Number
    highest: Number
    unit: str
    measure: str
    status: str
    period: Period | None
    from_: tuple[str, ...]
    to: tuple[str, ...]
    at: tuple[str, ...]
    sex: str | None
    age: str | None
    nationality: tuple[str, ...]
    vulnerable: bool
    documents: int
    witnesses: int
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    first_published: dt.date | None
    last_published: dt.date | None
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """Two figures that count the same and disagree beyond their hedges.

    `kind`: period, year_to_date, scope, unit, rounding, revision, misprint, contradiction or parts; `why` says it in
    words. `explained`: the kind accounts for the difference. `one` and `other` are the figures, with the paragraphs
    that they stand in.
    """

    kind: str
    why: str
    explained: bool
    one: FigureRecord
    other: FigureRecord
    one_passage: str
    other_passage: str


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A bucket of a series: a day, week, month or year of a measure at a place.

    `basis`: `whole` (of exactly these days), `to date` (of the first of them only: the count went on), `stock` (a state
    on a day of them) or `gap`, of which nobody says anything: value and ids are then None. `value` is a number that
    some document states, chosen by the rules of docs/claims-and-conflicts.md; `lowest`, `highest` and `latest` are
    others', with the ids of their figures. Nothing is added up or averaged.
    """

    measure: str
    place: str
    role: str
    unit: str
    period: Period | None
    basis: str
    value: Number | None
    bound: str | None
    source: str | None
    id: str | None
    document: str | None
    published: dt.date | None
    lowest: Number | None
    lowest_id: str | None
    highest: Number | None
    highest_id: str | None
    latest: Number | None
    latest_id: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class HitRecord:
    """A document that a search found: the passage that speaks for it, at `start` to `end` of its text."""

    id: str
    document: str
    published: dt.date | None
    language: str
    title: str | None
    url: str | None
    start: int
    end: int
    passage: str


R_co = TypeVar("R_co", covariant=True)


class Records(Sequence[R_co], Generic[R_co]):
    """A list of records of one kind, in the order of the register. It cannot be changed; slices are lists too.

    `to_polars()` and `to_pandas()` give it as a table, a column a field; both need the extra `frames`
    (`pip install 'sijill[frames]'`) and raise ImportError, saying so, where that is missing.
    """

    __slots__ = ("_records", "kind")

    def __init__(self, kind: type[R_co], records: Iterable[R_co]) -> None:
        self.kind = kind
        self._records = tuple(records)

    @overload
    def __getitem__(self, at: int) -> R_co: ...
    @overload
    def __getitem__(self, at: slice) -> Records[R_co]: ...
    def __getitem__(self, at: int | slice) -> R_co | Records[R_co]:
        return Records(self.kind, self._records[at]) if isinstance(at, slice) else self._records[at]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R_co]:
        return iter(self._records)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Records) and self.kind is other.kind and list(self._records) == list(other)

    def __hash__(self) -> int:
        return hash((self.kind, self._records))

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind.__name__}{'' if len(self) == 1 else 's'}>"

    def to_polars(self) -> polars.DataFrame:
        """The list as a Polars frame, with the same columns and types when it is empty.

        A period is two columns of days, `period_start` and `period_end`, null where open. Numbers with a value are
        Float64, days Date, tuples lists of strings; of a conflict, the fields of the two figures have the prefixes
        `one_` and `other_`. ImportError without the extra `frames`.
        """
        from sijill.python.frames import polars_frame

        return polars_frame(self.kind, self._records)

    def to_pandas(self) -> pandas.DataFrame:
        """The list as a pandas frame: the columns of `to_polars`, days as datetime64, whole numbers as Int64, texts as
        string, all with pandas' own missing value. ImportError without the extra `frames`."""
        from sijill.python.frames import pandas_frame

        return pandas_frame(self.kind, self._records)


def columns(kind: Any) -> list[tuple[str, str]]:
    """The fields of a record class with their types as they are written, without what may be missing."""
    return [
        (name, str(field.type).removesuffix(" | None")) for name, field in kind.__dataclass_fields__.items()
    ]
