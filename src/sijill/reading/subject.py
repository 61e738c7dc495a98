"""What a whole document is about: our subject, others, people on the move, the countries of the route."""

from __future__ import annotations

from dataclasses import dataclass

from sijill import codes
from sijill.reading.passage import Passage


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about: how many words of our subject, of other subjects and for people on the move it has,
    of how many tokens, and what share of the countries it names lie around the central Mediterranean."""

    ours: int
    others: int
    movers: int
    tokens: int
    region: float


MOVERS = frozenset(
    {"migrants", "refugees", "asylum_seekers", "displaced_people", "returnees", "unaccompanied_children",
     "arrivals_count", "crossings", "applications", "asylum_applicants", "victims_of_trafficking", "smugglers"}
)  # fmt: skip
"""Things that say of people that they are on the move, or who moves them."""


def subject_of(passage: Passage) -> Subject:
    """What a document is about, counted once."""
    mentions = passage.mentions
    countries = [p.place.country for p in passage.entities.places if p.place.country not in ("MED", "EU")]
    ours = codes.departures() | codes.destinations()
    return Subject(
        ours=len({m.start for m in mentions.of("on_topic")}),
        others=len({m.start for m in mentions.of("other_subject")}),
        movers=sum(m.meanings[0].key in MOVERS for m in mentions.of("thing")),
        tokens=len(passage.tokens),
        region=sum(c in ours for c in countries) / len(countries) if countries else 0.5,
    )
