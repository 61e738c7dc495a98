"""The nouns of the register: frozen records with no behaviour beyond what a noun owes.

Definitions follow design/figures.md, which is the contract. All offsets are Unicode code points into the
document's whole text (title, blank line, body), end exclusive. Days are `datetime.date`; JSON writes them
as ISO 8601. Records are hashable, so that readings compare and deduplicate by value.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

Number: TypeAlias = int | float
Language: TypeAlias = str
"""An ISO 639-1 code that has a folder in sijill/languages: ar, en, fr or it."""

Bound: TypeAlias = Literal["exact", "about", "over", "under", "range"]
Status: TypeAlias = Literal["reported", "target", "allocated", "disbursed", "estimate"]
Change: TypeAlias = Literal["increase", "decrease"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`. ValueError if it is empty or backwards."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class Period:
    """Days that something covers, both ends inclusive; None is an open end. One end at least is known.

    ValueError if both ends are open or the end precedes the start.
    """

    start: dt.date | None
    end: dt.date | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("a period needs a first or a last day")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"a period that ends before it starts: {self.start} to {self.end}")

    @classmethod
    def day(cls, day: dt.date) -> Period:
        """The period of one day."""
        return cls(day, day)

    def contains(self, other: Period) -> bool:
        """Whether every day of `other` is a day of this period; an open end is unbounded."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def overlaps(self, other: Period) -> bool:
        """Whether some day belongs to both."""
        first, last = self.start or dt.date.min, self.end or dt.date.max
        return first <= (other.end or dt.date.max) and (other.start or dt.date.min) <= last


DateOrigin: TypeAlias = Literal["page", "feed", "address", "guess"]
"""Where a publication day was found if nobody stated it: in the page's own record (metadata, a dated tag), in
the feed that led there, in the address, or elsewhere (its text, the making of a file), which is a guess."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was published, as it was read. `text` begins with the title where there is one.

    `id` is the publisher's or the caller's name for it; the register finds documents by the hash of their
    content instead. `published` is the day from which relative dates are resolved; None leaves those open.
    `dated_by` says where that day was found; None where the caller or a field of a table stated it. `outlet`
    is the name under which it was published, or the host of its address.
    """

    id: str
    language: Language
    text: str
    published: dt.date | None = None
    title: str | None = None
    url: str | None = None
    dated_by: DateOrigin | None = None
    outlet: str | None = None


QuantityKind: TypeAlias = Literal["number", "ordinal", "percent", "money", "none"]
"""`none` marks what looks like a number and yields no value: a fraction, a multiple, bare «hundreds»."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text writes it, before anybody asks what it counts.

    `value` is scaled («21 thousand» is 21000) and, of a range, the lower end; None for kind `none`. `low`
    and `high` are what the bound admits. `unit` is an ISO 4217 code for money and `percent` for percents.
    `hedge` is the span of the words that made the bound. `alternatives` are other values that the same
    characters could have, best first. `rule` names what read it.
    """

    start: int
    end: int
    kind: QuantityKind
    value: Number | None
    bound: Bound = "exact"
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    change: Change | None = None
    hedge: Span | None = None
    alternatives: tuple[Number, ...] = ()
    rule: str = ""


TimeKind: TypeAlias = Literal["date", "period", "duration"]
Grain: TypeAlias = Literal["day", "week", "month", "quarter", "half", "season", "year", "decade", "span"]


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time. `date` is one day, `period` more than one or an open one; both have `period`
    unless they are relative and the document has no publication date, when it is None. A `duration` has its
    ISO 8601 `duration` and is anchored nowhere. `optional` marks vague expressions and back-references.
    """

    start: int
    end: int
    kind: TimeKind
    period: Period | None = None
    duration: str | None = None
    grain: Grain = "day"
    optional: bool = False
    alternatives: tuple[Period, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """Which part of all people a figure counts; all fields empty means everybody."""

    sex: Literal["female", "male"] | None = None
    age: Literal["child", "adult", "unaccompanied_child"] | None = None
    nationality: tuple[str, ...] = ()
    vulnerable: bool = False


EVERYBODY = Population()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a slot of a figure has its value: the slot, what was taken, where it stands, what it weighed."""

    slot: str
    taken: str
    span: Span | None
    weight: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a document states about the cooperation, with what is needed to compare it.

    `start`, `end`: the number alone. `unit`, `measure`, `status`: codes of sijill.codes. `from_`, `to`,
    `at`: ISO 3166-1 alpha-2 codes, `MED` or `EU`, sorted. `actor`, `source`: canonical English names.
    `part_of`: the start of the figure of the same document of which this one is a subset. `confidence`:
    the probability that the figure is right as a whole, None where the reader does not say.
    """

    start: int
    end: int
    value: Number
    unit: str
    measure: str
    bound: Bound = "exact"
    low: Number | None = None
    high: Number | None = None
    change: Change | None = None
    status: Status = "reported"
    period: Period | None = None
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    population: Population = EVERYBODY
    actor: str | None = None
    source: str | None = None
    part_of: int | None = None
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of an official series: what a statistical source, not a document, says of a period.

    `measure`, `unit`, `from_`, `to`, `at`, `population` and `source` are as in Figure. `as_of`: the vintage, the day
    on which the value was current; None where nobody says, which is some day after the period. `cumulative`: a
    running total from the first day of the period, to which no other may be added. `scope`: what it counts where
    that is less, more or other than measure and places say («central Mediterranean route»); empty where it is
    just that. `series`: the code of the series; `definition`, `licence`, `url`: what it counts, under which terms
    it may be passed on, and where it was published.
    """

    measure: str
    value: Number
    unit: str
    period: Period
    source: str
    as_of: dt.date | None = None
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    population: Population = EVERYBODY
    cumulative: bool = False
    scope: str = ""
    series: str = ""
    definition: str = ""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a public role who took part in an event: canonical English name, and the position and
    organisation that the text gives."""

    name: str
    position: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A single occurrence. `start`, `end`: the word that names it. `type`, `topics`: codes of sijill.codes.
    `place`: canonical English name. `instrument`: name of the mandate or programme it concerns."""

    start: int
    end: int
    type: str
    period: Period | None = None
    place: str | None = None
    participants: tuple[Participant, ...] = ()
    topics: tuple[str, ...] = ()
    instrument: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that an instrument has for a period, and the start of the figure that says so."""

    value: Number
    unit: str
    period: Period | None
    figure: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """What lasts: an operation, a programme, a fund, an agreement or a sanctions regime, as one document
    describes it. `begins`, `ends`: ISO 8601, a year or a month may stand alone. `target`: the start of the
    figure that says how many it is to reach. `start`, `end`: its first full mention."""

    start: int
    end: int
    name: str
    kind: str
    begins: str | None = None
    ends: str | None = None
    tasks: tuple[str, ...] = ()
    budget: tuple[Money, ...] = ()
    target: Number | None = None
    target_figure: int | None = None
    funder: str | None = None
    partner: str | None = None
    imposed_by: str | None = None
    legal_frame: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words in quotation marks and who says them. `speaker` is who said them to the writer; `reports` whom
    the speaker quotes; `holder_of_view` whose view the quoted words describe."""

    start: int
    end: int
    speaker: str
    reports: str | None = None
    holder_of_view: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one version of the reader found in one document, each list in text order."""

    document: str
    language: Language
    reader: str
    figures: tuple[Figure, ...] = ()
    dates: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    statements: tuple[Statement, ...] = ()
