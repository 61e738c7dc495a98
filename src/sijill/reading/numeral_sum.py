"""A numeral as it is found, and a number under construction from its words."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sijill.reading.numeral_words import Words

Value = int | float
HYPHENS = frozenset("-‐‑–—")
NO_LIMIT = 10**27


class Numeral(NamedTuple):
    """Tokens `first` to `last` (exclusive), offsets `start` to `end`, the value and the form.

    `start` may lie inside the first token, where particles stay outside («وعشرون»). Form: digits,
    words, mixed
    (digits and a scale word), dual, round, ordinal, and three that give no number: fraction, bare
    («hundreds»),
    multiple («four times»). `other` is the second reading of an ambiguous separator.
    """

    first: int
    last: int
    start: int
    end: int
    value: Value
    form: str
    other: Value | None = None


class Sum:
    """A number under construction: `done` holds closed scale terms, `group` what is still to be scaled.

    Values below `room` may be added to the group; the next scale must lie under `below`.
    """

    __slots__ = ("below", "done", "group", "room", "table", "tail")

    def __init__(self, table: Words) -> None:
        self.table = table
        self.done: Decimal | int = 0
        self.group: Decimal | int = 0
        self.room: int = NO_LIMIT
        self.below: int = NO_LIMIT
        self.tail: int = 0

    @property
    def total(self) -> Decimal | int:
        return self.done + self.group

    def add(self, value: int) -> bool:
        if value >= self.room:
            if self.table.four_twenties and value == 20 and self.tail == 4:
                self.group += 76
                self.tail, self.room = 80, 20
                return True
            return False
        if self.tail == 10 and not 7 <= value <= 9:
            return False
        if value == 0 and (self.group or self.done):
            return False
        self.group += value
        self.tail = value
        self.room = self.table.room.get(value) or (
            100 if value and value % 100 == 0 else 10 if value >= 20 and value % 10 == 0 else 1
        )
        return True

    def hundred(self) -> bool:
        if (
            (self.table.articles or self.table.attached)
            and isinstance(self.group, Decimal)
            and self.group * 100 == int(self.group * 100)
            and 0 < self.group < 1000
            and not self.done
        ):
            self.group = int(self.group * 100)
            self.tail, self.room = 100, 100
            return True
        if self.group == 0:
            if self.room <= 100:
                return False
            self.group = 100
        elif isinstance(self.group, int) and 1 <= self.group < 100:
            self.group *= 100
        else:
            return False
        self.tail, self.room = 100, 100
        return True

    def scale(self, scale: int) -> bool:
        if scale < self.below:
            if not self.group and self.done and (self.room < scale or self.table.articles):
                return False
            self.done += (self.group or 1) * scale
        elif self.done and self.done < scale and scale > self.below:
            self.done = (self.done + self.group) * scale
        else:
            return False
        self.group, self.tail = 0, 0
        self.below, self.room = scale, min(scale, 1000)
        return True


def tidy(value: Decimal | int) -> Value:
    """An int where the value is whole, else a float."""
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
