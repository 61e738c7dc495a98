"""What is asked of one number: the passage around it, worked out once, the figures before it, and who chooses."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sijill import codes
from sijill.model import Evidence, Figure, Period, Span
from sijill.reading.choice import Feature, best, weights
from sijill.reading.counted import Counted
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage
from sijill.reading.place_choice import Located, located
from sijill.reading.subject import Subject, subject_of
from sijill.reading.voice_choice import Voice, saying_of, voices


class Chooser(Protocol):
    """Picks one of the candidates for a slot: its index, its probability, and the features that it has."""

    def __call__(
        self, choice: str, number: Counted, candidates: Sequence[Any], features: Sequence[Feature]
    ) -> tuple[int, float, list[str]]: ...


def by_weights(
    choice: str, number: Counted, candidates: Sequence[Any], features: Sequence[Feature]
) -> tuple[int, float, list[str]]:
    """The chooser of the trained reader."""
    return best(candidates, features, weights(choice), explained=choice not in _UNEXPLAINED)


_UNEXPLAINED = frozenset({"place", "group"})
"""Choices that are made many times for one figure, and whose features no evidence keeps."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with what the next ones ask of it. `aside`: it is what another one is compared with;
    `side`: on which side of the number its time stands, in its sentence."""

    figure: Figure
    number: Counted
    sentence: int
    aside: bool = False
    side: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is worked out once for a passage."""

    passage: Passage
    acts: dict[int, list[Mention]]
    voices: Sequence[Voice]
    by_name: Mapping[str, Voice]
    speaking: frozenset[int]
    sayings: Mapping[tuple[int, int], str]
    places: Sequence[Located]
    named: Mapping[str, int]
    subject: Subject
    title_measures: frozenset[str]
    spoken_of: Mapping[str, int]
    instrument_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A number whose slots are being filled: the figures before it, where evidence is noted, and the period of
    the first figure of each measure."""

    around: Around
    number: Counted
    here: int
    found: Sequence[Found]
    choose: Chooser
    evidence: list[Evidence]
    firsts: Mapping[str, Period | None]

    @property
    def before(self) -> Found | None:
        """The figure before it."""
        return self.found[-1] if self.found else None

    @property
    def near(self) -> bool:
        """Whether the figure before it stands in this sentence or in one of the two before."""
        return self.before is not None and self.here - self.before.sentence <= 2

    @property
    def same_sentence(self) -> bool:
        """Whether the figure before it stands in this sentence."""
        return self.before is not None and self.before.sentence == self.here

    def same_measure(self, measure: str) -> bool:
        """Whether the figure before it is of a measure."""
        return self.before is not None and self.before.figure.measure == measure

    def note(self, slot: str, names: Sequence[str], span: Span | None, probability: float) -> None:
        """Keeps what decided a slot."""
        self.evidence.append(Evidence(slot, "; ".join(names), span, round(probability, 3)))


_SPEAKING = frozenset({"according", "verb-before-near", "verb-after-near"})
"""How those stand to a word of saying who say a figure rather than bring it about."""


def around(passage: Passage) -> Around:
    """What is worked out once for a passage."""
    acts = _acts_by_sentence(passage)
    named = [key for mention in passage.mentions.of("name") for key in mention.keys("instrument")[:1]]
    title = (
        frozenset(m.key for act in acts.get(0, ()) for m in act.meanings)
        if passage.has_title
        else frozenset()
    )
    everybody = voices(passage)
    sayings = {(v.first, v.last): saying_of(passage, v, everybody) for v in everybody}
    return Around(
        passage=passage,
        acts=acts,
        voices=everybody,
        by_name={v.name: v for v in reversed(everybody)},
        speaking=frozenset(first for (first, _), saying in sayings.items() if saying in _SPEAKING),
        sayings=sayings,
        places=located(passage),
        named=Counter(
            p.place.country for p in passage.entities.places if p.place.country not in ("MED", "EU")
        ),
        subject=subject_of(passage),
        title_measures=title,
        spoken_of=Counter(m.key for act in passage.mentions.of("act") for m in act.meanings),
        instrument_kinds=tuple(sorted({codes.instruments()[key].kind for key in named})),
    )


def _acts_by_sentence(passage: Passage) -> dict[int, list[Mention]]:
    acts: dict[int, list[Mention]] = defaultdict(list)
    for mention in passage.mentions.of("act"):
        acts[sentence_index(passage, mention.first)].append(mention)
    return dict(acts)


def sentence_index(passage: Passage, token: int) -> int:
    return max(0, bisect_left(passage.sentences, token + 1, key=lambda s: s.first) - 1)
