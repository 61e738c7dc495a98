"""Who met whom as a drawing: names one below the other, an arc between two who met. Same pairs, same drawing.

Names never overlap, the drawing reads alike in a script of either direction, and it prints.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.reconcile.contacts import Contact

ROW, TOP, NAMES, WIDTH = 26, 20, 330, 720
"""Height of a row, space above, width that the names have, and of all."""
_THICKEST = 9.0


@dataclass(frozen=True, slots=True)
class Place:
    """A name and where it stands; `met`: how many of those that are drawn it met."""

    name: str
    y: float
    met: int


@dataclass(frozen=True, slots=True)
class Arc:
    """The line between two who met; `number`: which of the pairs of the table it is."""

    contact: Contact
    path: str
    wide: float


@dataclass(frozen=True, slots=True)
class Arcs:
    """The drawing."""

    places: tuple[Place, ...]
    arcs: tuple[Arc, ...]
    x: int
    width: int
    height: int


def draw_arcs(pairs: Sequence[Contact], order: Sequence[str]) -> Arcs | None:
    """The drawing of the pairs of those who are named in `order`, in that order; None where nobody met."""
    if not order:
        return None
    row = {name: TOP + number * ROW for number, name in enumerate(order)}
    shown = [pair for pair in pairs if pair.one in row and pair.other in row]
    most = max(len(pair.occasions) for pair in shown)
    far = max(abs(row[pair.one] - row[pair.other]) for pair in shown)
    arcs = []
    for pair in shown:
        above, below = sorted((row[pair.one], row[pair.other]))
        out = (WIDTH - NAMES - 20) * ((below - above) / far) ** 0.8 * 4 / 3
        wide = 1.5 + (_THICKEST - 1.5) * (math.sqrt(len(pair.occasions) / most) if most > 1 else 0)
        x = NAMES + 8
        path = f"M{x} {above}C{x + out:.1f} {above} {x + out:.1f} {below} {x} {below}"
        arcs.append(Arc(pair, path, round(wide, 1)))
    met = {name: sum(name in (pair.one, pair.other) for pair in shown) for name in order}
    places = tuple(Place(name, row[name], met[name]) for name in order)
    return Arcs(places, tuple(arcs), NAMES, WIDTH, TOP + len(order) * ROW)
