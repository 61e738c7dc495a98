"""The statements of a passage: words in quotation marks, and who says them."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.model import Statement
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence, within
from sijill.reading.voice_choice import Voice, voices

_PAIRS = {"“": "”", "«": "»", '"': '"', "„": "“"}
_SHORTEST = 5
"""Words below which a quotation is a name or a term, not a statement."""
_BESIDE = 7
"""Tokens between a verb of saying and its subject at the most."""


def statements(passage: Passage) -> list[Statement]:
    """The quotations of a passage whose speaker is named, in text order."""
    everybody = [v for v in voices(passage) if v.kind != "country"]
    found = []
    for first, last in _quotations(passage):
        sentence = passage.sentence_at(first)
        speakers = _speakers(passage, sentence, first, last, everybody)
        if not speakers:
            continue
        inside = [v for v in within(everybody, first + 1, last) if v.person]
        viewer = inside[0].name if inside and inside[0].name not in speakers else None
        found.append(
            Statement(
                start=passage.tokens[first].start,
                end=passage.tokens[last].end,
                speaker=speakers[0],
                reports=speakers[1] if len(speakers) > 1 else None,
                holder_of_view=viewer,
            )
        )
    return found


def _quotations(passage: Passage) -> list[tuple[int, int]]:
    """The tokens of opening and closing marks that hold more than a few words."""
    found: list[tuple[int, int]] = []
    index = 0
    tokens = passage.tokens
    while index < len(tokens):
        closing = _PAIRS.get(tokens[index].form)
        if closing is None:
            index += 1
            continue
        end = _closing(passage, index, closing)
        if end is None:
            index += 1
            continue
        if sum(t.kind == "word" for t in tokens[index + 1 : end]) >= _SHORTEST:
            found.append((index, end))
        index = end + 1
    return found


_LONGEST = 200
"""Tokens after which an opening mark counts as never closed."""


def _closing(passage: Passage, opening: int, closing: str) -> int | None:
    for index in range(opening + 1, min(opening + _LONGEST, len(passage.tokens))):
        if passage.tokens[index].form == closing:
            return index
    return None


def _speakers(
    passage: Passage, sentence: Sentence, first: int, last: int, everybody: Sequence[Voice]
) -> list[str]:
    """Who says it, the one nearest to the writer first: «the statement said that X affirmed “…”»."""
    said = within(passage.mentions.of("say"), sentence.first, last + _BESIDE + 1)
    verbs = [m for m in said if m.keys("verbs") or m.keys("according")]
    before = [m for m in verbs if m.first < first]
    found: list[str] = []
    for verb in before:
        name = _subject(passage, verb, sentence, first, everybody)
        if name is not None and name not in found:
            found.append(name)
    if found:
        return found[:2]
    after = [m for m in verbs if last < m.first <= last + _BESIDE]
    for verb in after:
        beside = within(everybody, last + 1, verb.last + _BESIDE + 1)
        if beside:
            return [beside[0].name]
    return []


def _subject(
    passage: Passage, verb: Mention, sentence: Sentence, limit: int, everybody: Sequence[Voice]
) -> str | None:
    """The nearest one who can speak beside a verb; «the statement» stands for whoever issued it."""
    beside: list[tuple[int, str]] = []
    for voice in within(everybody, sentence.first, limit):
        gap = voice.first - verb.last if voice.first >= verb.last else verb.first - voice.last
        if 0 <= gap <= _BESIDE:
            beside.append((gap, voice.name))
    for noun in within(passage.mentions.of("say"), sentence.first, limit):
        if not noun.keys("nouns"):
            continue
        gap = noun.first - verb.last if noun.first >= verb.last else verb.first - noun.last
        if 0 <= gap <= 2:
            issuer = _issuer(passage, noun, everybody)
            if issuer is not None:
                beside.append((gap, issuer))
    return min(beside)[1] if beside else None


_BACK = 60
"""Words of saying before «the statement» among which the one that names its issuer is sought."""


def _issuer(passage: Passage, noun: Mention, everybody: Sequence[Voice]) -> str | None:
    """Whose statement it is: the organisation that follows the word, here or where it was last named so
    («the statement» after «according to a statement by the ministry»)."""
    nouns = [
        m
        for m in within(passage.mentions.of("say"), 0, noun.first + 1)[-_BACK:]
        if m.keys("nouns") or m.keys("according")
    ]
    for said in reversed(nouns):
        reach = 0 if said.first == noun.first else 2
        for voice in within(everybody, said.last, said.last + reach + 1):
            if not voice.person:
                return voice.name
    return None
