"""Which measure a number is of, or that it is none: candidates from the words around it. Their features are in
measure_features.py."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sijill import codes
from sijill.reading.counted import Counted
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage
from sijill.reading.subject import Subject
from sijill.reading.text import Sentence

NONE = "none"


@dataclass(frozen=True, slots=True)
class Given:
    """What is the same for all candidates of one number. `previous`: measure of the figure read before it,
    with the sentence it stands in. `after_subset`: a word such as «among them» stands just before.
    `title_measures`: those that the title has words for; `spoken_of`: how many words each measure has in all;
    `instrument_kinds`: the kinds of missions, programmes and funds that the document names;
    `told`: the measures of the figures before it, in the order of their first; `subject`: what the whole document
    is about; `nearness`: how near `nearest` stands, and on which side («touching|left»); `actor_side`: the kind of the nearest organisation of the sentence and on which side of the word
    nearest to the number it stands."""

    passage: Passage
    counted: Counted
    acts: Sequence[Mention]
    previous: str | None
    previous_here: bool
    after_subset: bool
    actor_kinds: tuple[str, ...]
    nearest: Mention | None
    title_measures: frozenset[str]
    spoken_of: Mapping[str, int]
    instrument_kinds: tuple[str, ...]
    told: Mapping[str, object]
    subject: Subject
    actor_side: str
    nearness: str


@dataclass(frozen=True, slots=True)
class MeasureCandidate:
    """A measure for a number and the word nearest to the number that speaks for it, where there is one.

    `where`: «here» (the number's sentence), «before» (the one before it), «title», «earlier», «elsewhere» or «nowhere».
    """

    given: Given
    measure: str
    act: Mention | None
    kind: str
    where: str
    distance: int
    breaks: int
    numbers_between: int


def measure_candidates(given: Given, by_sentence: dict[int, list[Mention]]) -> list[MeasureCandidate]:
    """Every measure that a word of the document speaks for, here, in the sentence before, in the title or
    elsewhere; that of the figure before, that of the noun, and what money can be for; of these, those that count
    in the number's unit."""
    passage, counted = given.passage, given.counted
    found: dict[str, MeasureCandidate] = {}
    sentences = passage.sentences
    here = bisect_left(sentences, counted.sentence.first, key=lambda s: s.first)
    for act in by_sentence.get(here, ()):
        for meaning in act.meanings:
            candidate = _here(given, meaning.key, act, meaning.kind)
            known = found.get(meaning.key)
            if known is None or candidate.distance < known.distance:
                found[meaning.key] = candidate
    for index, where in _other_sentences(sentences, here):
        for act in reversed(by_sentence.get(index, ())):
            for meaning in act.meanings:
                if meaning.key not in found:
                    found[meaning.key] = MeasureCandidate(
                        given, meaning.key, act, meaning.kind, where, 99, 0, 0
                    )
    for measure in (given.previous, measure_of_noun(counted)):
        if measure and measure not in found:
            found[measure] = MeasureCandidate(given, measure, None, "", "nowhere", 99, 0, 0)
    for measure in given.spoken_of:
        if measure not in found:
            found[measure] = MeasureCandidate(given, measure, None, "", "elsewhere", 99, 0, 0)
    if counted.unit and codes.is_money(counted.unit):
        for measure in ("funding", *(["operation_budget"] if "operation" in given.instrument_kinds else [])):
            found.setdefault(measure, MeasureCandidate(given, measure, None, "", "nowhere", 99, 0, 0))
    fitting = [c for c in found.values() if fits(c.measure, counted.unit)]
    return [*fitting, MeasureCandidate(given, NONE, None, "", "nowhere", 99, 0, 0)]


def measure_of_noun(counted: Counted) -> str | None:
    """The measure that the counted noun alone gives: «bodies» are deaths."""
    thing = codes.things().get(counted.thing or "")
    return thing.measure if thing else None


def fits(measure: str, unit: str | None) -> bool:
    """Whether a measure can be counted in a unit; a number without a noun may count whatever it counts."""
    units = codes.measures()[measure].units
    if unit is None:
        return bool(units - {"money", "percent"})
    return ("money" if codes.is_money(unit) else unit) in units


def _other_sentences(sentences: Sequence[Sentence], here: int) -> list[tuple[int, str]]:
    paragraph = sentences[here].paragraph
    found = []
    if here > 0 and sentences[here - 1].paragraph == paragraph:
        found.append((here - 1, "before"))
    elif here > 1:
        found.append((here - 1, "earlier"))
    if here > 0:
        found.append((0, "title"))
    found += [(i, "earlier") for i in range(here - 2, max(0, here - 5), -1)]
    return found


def _here(given: Given, measure: str, act: Mention, kind: str) -> MeasureCandidate:
    counted = given.counted
    if act.last <= counted.first:
        distance, between = act.last - counted.first - 1, range(act.last, counted.first)
    elif act.first >= counted.last:
        distance, between = act.first - counted.last + 1, range(counted.last, act.first)
    else:
        distance, between = 0, range(0)
    tokens = given.passage.tokens
    breaks = sum(tokens[i].form in BREAKS for i in between)
    numbers = given.passage.numbers_between(between)
    return (
        MeasureCandidate(given, measure, act, kind, "here", abs(distance), breaks, numbers)
        if distance >= 0
        else (MeasureCandidate(given, measure, act, kind, "left", abs(distance), breaks, numbers))
    )


BREAKS = frozenset(",،;؛:()")
