"""The words of a passage that may name an event: those that the lexicon has for events, and those that told a figure
of a few days («picked up 58 people on Tuesday» tells a rescue, whatever its words)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.model import Figure
from sijill.reading.mentions import Meaning, Mention
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence

TOPIC_OF_TYPE = {
    "interception": "interceptions", "rescue": "rescues", "shipwreck": "deaths", "return_flight": "voluntary_returns",
    "evacuation": "resettlements", "expulsion": "forced_returns", "arrest": "arrests", "training": "trainees",
    "funding_decision": "funding",
}  # fmt: skip
"""The measure that an event of a type is told with."""
TYPE_OF_MEASURE = {measure: type_ for type_, measure in TOPIC_OF_TYPE.items()} | {
    "missing": "shipwreck", "dead_or_missing": "shipwreck", "networks_dismantled": "arrest",
    "convictions": "court_ruling", "boats_destroyed": "arrest", "seizures": "arrest",
}  # fmt: skip
"""The event that a figure of a few days may be the account of."""
_FEW_DAYS = 3


@dataclass(frozen=True, slots=True)
class EventWord:
    """A word that may name an event, in its sentence."""

    mention: Mention
    meaning: Meaning
    sentence: Sentence
    index: int


def event_words(passage: Passage, found: Sequence[Figure]) -> list[EventWord]:
    """All of them in text order, given the figures of the passage."""
    listed = _of_lexicon(passage)
    types = {(word.index, word.meaning.key) for word in listed}
    told = [w for w in _of_figures(passage, found) if (w.index, w.meaning.key) not in types]
    return sorted([*listed, *told], key=lambda w: (w.mention.first, w.mention.last))


def _of_lexicon(passage: Passage) -> list[EventWord]:
    named = [m for m in passage.mentions.of("name") if m.keys("instrument") and m.last - m.first > 1]
    found = []
    for mention in passage.mentions.of("event"):
        if any(n.first < mention.first and mention.last <= n.last for n in named):
            continue  # «the embargo that the United Nations imposed» is a name
        index = _sentence_index(passage, mention)
        found += [
            EventWord(mention, meaning, passage.sentences[index], index)
            for meaning in mention.meanings
            if meaning.kind != "none"
        ]
    return found


def _of_figures(passage: Passage, found: Sequence[Figure]) -> list[EventWord]:
    """The words that told a figure, the first of each type in a sentence."""
    acts = {m.start: m for m in passage.mentions.of("act")}
    words: dict[tuple[int, str], EventWord] = {}
    for figure in found:
        type_ = TYPE_OF_MEASURE.get(figure.measure)
        act = acts.get(_told_at(figure))
        if type_ is None or act is None or not _of_few_days(figure):
            continue
        index = _sentence_index(passage, act)
        sentence = passage.sentences[index]
        if not sentence.first <= passage.token_at(figure.start) < sentence.last:
            continue
        meaning = Meaning("event", "figure", type_)
        words.setdefault((index, type_), EventWord(act, meaning, sentence, index))
    return list(words.values())


def _told_at(figure: Figure) -> int:
    """Where the word stands that gave a figure its measure; -1 if none did."""
    spans = [e.span for e in figure.evidence if e.slot == "measure" and e.span]
    return spans[0].start if spans else -1


def _of_few_days(figure: Figure) -> bool:
    period = figure.period
    if period is None or period.start is None or period.end is None or figure.status != "reported":
        return False
    return figure.part_of is None and (period.end - period.start).days <= _FEW_DAYS


def _sentence_index(passage: Passage, mention: Mention) -> int:
    return max(0, bisect_left(passage.sentences, mention.first + 1, key=lambda s: s.first) - 1)
