"""The events of a passage: single occurrences, each noted once, with their day, place and participants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from sijill import codes
from sijill.languages import data
from sijill.languages.script import fold
from sijill.model import Event, Figure, Participant, Period, Time
from sijill.reading.event_choice import (
    EVENT_FEATURES,
    EventCandidate,
    EventChooser,
    EventDateCandidate,
    by_weights,
)
from sijill.reading.event_dates import EVENT_DATE_FEATURES
from sijill.reading.event_words import TOPIC_OF_TYPE, EventWord, event_words
from sijill.reading.governments import governments
from sijill.reading.institutions import ActorName
from sijill.reading.mentions import Mention
from sijill.reading.officials import PersonName
from sijill.reading.passage import Passage
from sijill.reading.text import Sentence, within

Voiced = TypeVar("Voiced", PersonName, ActorName)

_BETWEEN_OFFICIALS = frozenset({"meeting", "visit", "call", "agreement", "sanction"})
_BY_GOVERNMENTS = frozenset({"funding_decision", "expulsion", "training", "evacuation", "return_flight"})
"""Types of events whose actor a text often names by the country alone."""
_HOST_AND_GUEST = 2


def events(passage: Passage, found: Sequence[Figure], choose: EventChooser = by_weights) -> list[Event]:
    """The events of a passage, given its figures, in text order."""
    accepted: list[Event] = []
    seen: dict[str, int] = {}
    for named in event_words(passage, found):
        participants = _participants(passage, named) or _of_figure(passage, named, found)
        instrument = _instrument(passage, named)
        candidate = _candidate(passage, named, seen, len(participants), instrument is not None, found)
        participants = participants or _of_sentence_before(passage, named)
        event = _event(passage, named, candidate, participants, instrument, choose)
        if event is not None and not _noted(event, accepted):
            accepted.append(event)
            seen[event.type] = seen.get(event.type, 0) + 1
    return accepted


def _candidate(
    passage: Passage,
    named: EventWord,
    seen: dict[str, int],
    participants: int,
    instrument: bool,
    found: Sequence[Figure],
) -> EventCandidate:
    sentence, mention = named.sentence, named.mention
    persons = within(passage.entities.persons, sentence.first, sentence.last)
    actors = within(passage.entities.actors, sentence.first, sentence.last)
    times = _times(passage, sentence)
    spoken: list[PersonName | ActorName] = [*persons, *actors]
    voices = [max(v.first - mention.last, mention.first - v.last, 0) for v in spoken]
    return EventCandidate(
        passage=passage,
        first=mention.first,
        last=mention.last,
        type=named.meaning.key,
        kind=named.meaning.kind,
        sentence=sentence,
        sentence_index=named.index,
        seen=seen.get(named.meaning.key, 0),
        participants=participants,
        persons=len({p.name for p in persons if p.named}),
        nearest_voice=min(voices, default=99),
        nearest_time=min((_gap(passage, t, mention) for t in times), default=99),
        definite=_definite(passage, mention),
        planned=any(
            m.keys("status") == ["target"] and 0 <= mention.first - m.last <= 3
            for m in within(passage.mentions.of("status"), mention.first - 8, mention.first)
        ),
        headline=any(
            m.first < passage.sentences[0].last and named.meaning.key in (x.key for x in m.meanings)
            for m in within(passage.mentions.of("event"), 0, passage.sentences[0].last)
        ),
        times=len(times),
        figures=tuple(_figures(passage, sentence, found)),
        instrument=instrument,
        time=min(times, key=lambda t: _gap(passage, t, mention), default=None),
        figure=_topical(named, _figures(passage, sentence, found)),
        actor=_actor_kind(named, actors),
    )


def _actor_kind(named: EventWord, actors: Sequence[ActorName]) -> str:
    """The kind and side of the organisation that stands nearest to the word, «» for none."""
    if not actors:
        return ""
    nearest = _nearest(named, actors)
    return f"{nearest.kind}-{nearest.side or ''}"


def _topical(named: EventWord, here: Sequence[Figure]) -> Figure | None:
    """The figure of an event's topic that stands nearest to its word in the sentence."""
    topic = TOPIC_OF_TYPE.get(named.meaning.key)
    own = [f for f in here if f.measure == topic]
    return min(own, key=lambda f: abs(f.start - named.mention.start), default=None)


@cache
def _articles(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in data(language, "lexicon").get("articles") or ())


def _definite(passage: Passage, mention: Mention) -> bool:
    """Whether a noun has an article or a demonstrative, written on it or before it."""
    articles = _articles(passage.language)
    form = passage.tokens[mention.first].form
    if any(form.startswith(prefix.removesuffix("-")) for prefix in articles if prefix.endswith("-")):
        return True
    before = passage.tokens[mention.first - 1].form if mention.first else ""
    if before == "'" and mention.first > 1:
        before = passage.tokens[mention.first - 2].form
    return before in articles


def _event(
    passage: Passage,
    named: EventWord,
    candidate: EventCandidate,
    participants: tuple[Participant, ...],
    instrument: str | None,
    choose: EventChooser,
) -> Event | None:
    token = passage.tokens[named.mention.first]
    index, _ = choose("event", token.start, [candidate, None], EVENT_FEATURES)
    if index != 0:
        return None
    dates = _dates(passage, named, candidate)
    index, _ = choose("event_date", token.start, dates, EVENT_DATE_FEATURES)
    return Event(
        start=named.mention.start,
        end=named.mention.end,
        type=named.meaning.key,
        period=dates[index].period,
        place=_place(passage, named),
        participants=participants,
        topics=_topics(passage, named, instrument),
        instrument=instrument,
    )


def _noted(event: Event, accepted: Sequence[Event]) -> bool:
    """Whether the event is one already noted: the same type, and the same instrument or a shared participant,
    and no different day."""
    for other in accepted:
        if other.type != event.type:
            continue
        if event.period and other.period and event.period != other.period:
            continue
        if event.instrument and event.instrument == other.instrument:
            return True
        mine, theirs = {p.name for p in event.participants}, {p.name for p in other.participants}
        if not mine or not theirs or mine & theirs:
            return True
    return False


def _times(passage: Passage, sentence: Sentence) -> list[Time]:
    return [t for t in passage.times_in(sentence) if t.period is not None and t.kind != "duration"]


def _figures(passage: Passage, sentence: Sentence, found: Sequence[Figure]) -> Sequence[Figure]:
    start, end = passage.tokens[sentence.first].start, passage.tokens[sentence.last - 1].end
    first = bisect_left(found, start, key=lambda f: f.start)
    return found[first : bisect_left(found, end, lo=first, key=lambda f: f.start)]


def _dates(passage: Passage, named: EventWord, event: EventCandidate) -> list[EventDateCandidate]:
    """The times of the sentence and of the one after and before it, the day of publication, and none."""
    found: list[EventDateCandidate] = []
    here = _times(passage, named.sentence)
    gaps = [_gap(passage, t, named.mention) for t in here]
    nearest = min(gaps, default=None)
    for time, gap in zip(here, gaps, strict=True):
        side = "left" if time.end <= named.mention.start else "right"
        found.append(EventDateCandidate(event, time.period, side, time, gap, gap == nearest))
    for offset, where in ((-1, "before"), (1, "later")):
        index = named.index + offset
        if 0 < index < len(passage.sentences):
            around = _times(passage, passage.sentences[index])
            if around:
                time = around[-1] if offset < 0 else around[0]
                found.append(EventDateCandidate(event, time.period, where, time, 99, False))
    dateline = [t for t in passage.times if t.period is not None and t.kind == "date"][:1]
    if dateline and dateline[0] not in here:
        found.append(EventDateCandidate(event, dateline[0].period, "first", dateline[0], 99, False))
    if passage.published is not None:
        found.append(EventDateCandidate(event, Period.day(passage.published), "published", None, 99, False))
    found.append(EventDateCandidate(event, None, "none", None, 99, False))
    day_here = any(t.period is not None and t.period.start == t.period.end for t in here)
    return [replace(c, day_here=day_here) for c in found]


def _gap(passage: Passage, time: Time, mention: Mention) -> int:
    first, last = passage.token_at(time.start), passage.token_at(time.end - 1) + 1
    return max(first - mention.last, mention.first - last, 0)


def _participants(passage: Passage, named: EventWord) -> tuple[Participant, ...]:
    """Officials first, for what officials do; organisations otherwise, the nearest to the word.

    A mission is extended by somebody else: where the sentence names nobody, the one whose mission it is.
    """
    sentence, type_ = named.sentence, named.meaning.key
    persons = [p for p in within(passage.entities.persons, sentence.first, sentence.last) if p.named]
    actors = within(passage.entities.actors, sentence.first, sentence.last)
    if type_ == "launch":
        return ()
    if type_ == "visit" and len({p.name for p in persons}) > _HOST_AND_GUEST:
        return _as_participants([_nearest(named, persons)], [])
    if type_ in _BETWEEN_OFFICIALS and persons:
        return _as_participants(persons, [])
    states = governments(passage, named.sentence, named.mention, named.meaning)
    if type_ in _BETWEEN_OFFICIALS and (actors or states):
        return _merged(_as_participants([], actors), states)
    if states and type_ in _BY_GOVERNMENTS:
        return states
    first, last = _clause(passage, named)
    deciding = [a for a in actors if a.kind != "operation"] if type_ == "mandate_extension" else actors
    inside = [a for a in deciding if first <= a.first < last] or deciding
    if inside:
        return _as_participants([], [_nearest(named, inside)])
    if type_ == "mandate_extension":
        return _owners(passage, named)
    return _as_participants(persons[:1], [])


def _merged(*found: Sequence[Participant]) -> tuple[Participant, ...]:
    return tuple({p.name: p for group in found for p in group}.values())


def _of_figure(passage: Passage, named: EventWord, found: Sequence[Figure]) -> tuple[Participant, ...]:
    """Who brought about the figure of the event's topic in its sentence: that of a list carries on."""
    figure = _topical(named, _figures(passage, named.sentence, found))
    return (Participant(figure.actor),) if figure is not None and figure.actor is not None else ()


def _of_sentence_before(passage: Passage, named: EventWord) -> tuple[Participant, ...]:
    """Whom the sentence before, in the same paragraph, speaks of first: «On Saturday he visited …», «The crew had
    saved …». Nobody for what is told without those who did it."""
    before = passage.sentences[named.index - 1] if named.index else None
    if before is None or named.meaning.key in ("launch", "shipwreck"):
        return ()
    persons = [p for p in within(passage.entities.persons, before.first, before.last) if p.named]
    actors = within(passage.entities.actors, before.first, before.last)
    if named.meaning.key in _BETWEEN_OFFICIALS:
        return _as_participants(persons[:1], []) or _as_participants([], actors[:1])
    return _as_participants([], actors[:1])


def _nearest(named: EventWord, voices: Sequence[Voiced]) -> Voiced:
    mention = named.mention
    return min(voices, key=lambda v: (max(v.first - mention.last, mention.first - v.last, 0), v.first))


def _owners(passage: Passage, named: EventWord) -> tuple[Participant, ...]:
    name = _instrument(passage, named)
    owner = codes.instruments()[name].of if name else None
    return (Participant(owner),) if owner else ()


def _clause(passage: Passage, named: EventWord) -> tuple[int, int]:
    first, last = named.mention.first, named.mention.last
    while first > named.sentence.first and passage.tokens[first - 1].form not in (",", "،", ";", "؛", ":"):
        first -= 1
    while last < named.sentence.last and passage.tokens[last].form not in (",", "،", ";", "؛", ":"):
        last += 1
    return first, last


def _as_participants(persons: Sequence[PersonName], actors: Sequence[ActorName]) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for person in persons:
        if person.name not in found:
            found[person.name] = Participant(person.name, person.position, person.organisation)
    for actor in actors:
        found.setdefault(actor.name, Participant(actor.name))
    return tuple(found.values())


_PLACED = frozenset(
    {"meeting", "visit", "agreement", "training", "arrest", "court_ruling", "shipwreck", "rescue", "interception",
     "evacuation", "return_flight", "expulsion"}
)  # fmt: skip
"""Types of events that happen in a place."""
_EARLIER = 12
"""Places before an event's sentence among which the town that sets the scene is sought."""


def _place(passage: Passage, named: EventWord) -> str | None:
    """The town named in the sentence, else the one in which the title or a dateline sets the scene."""
    if named.meaning.key not in _PLACED:
        return None
    sentence = named.sentence
    begin = bisect_left(passage.entities.places, sentence.first, key=lambda p: p.first)
    near = passage.entities.places[max(0, begin - _EARLIER) :]
    towns = [
        p
        for p in within(near, 0, sentence.last)
        if not p.adjective and p.place.kind not in ("country", "union", "sea", "region")
    ]
    here = [p for p in towns if named.sentence.first <= p.first < named.sentence.last]
    if here:
        nearest = min(here, key=lambda p: abs(p.first - named.mention.first))
        prefix = "off " if _off(passage, nearest.first) else ""
        return prefix + nearest.place.name
    if named.meaning.key in ("meeting", "visit", "agreement"):
        before = [p for p in towns if p.first < named.sentence.first]
        return before[-1].place.name if before else None
    return None


def _off(passage: Passage, first: int) -> bool:
    near = within(passage.mentions.of("preposition"), first - 8, first)
    return any(m.meanings[0].key == "off" and 0 <= first - m.last <= 2 for m in near)


def _topics(passage: Passage, named: EventWord, instrument: str | None) -> tuple[str, ...]:
    """What the sentence says that the event is about; for an instrument, also what its tasks are about."""
    found = passage.said_in("topic", named.sentence)
    keys = [meaning.key for m in found for meaning in m.meanings]
    if instrument is not None:
        keys += instrument_topics(passage, instrument)
    own = TOPIC_OF_TYPE.get(named.meaning.key)
    if named.meaning.key == "visit":
        keys = []
    return tuple(dict.fromkeys([*([own] if own else []), *keys]))


def instrument_topics(passage: Passage, instrument: str) -> list[str]:
    """The topics of the tasks that a passage states of an instrument, in the order of the text."""
    sentences = {
        passage.sentence_at(m.first).first
        for m in passage.mentions.of("name")
        if instrument in m.keys("instrument")
    }
    found = []
    for mention in passage.mentions.of("task"):
        if passage.sentence_at(mention.first).first in sentences:
            topic = codes.tasks()[mention.meanings[0].key].topic
            if topic:
                found.append(topic)
    return found


def _instrument(passage: Passage, named: EventWord) -> str | None:
    """The operation, programme or agreement that the event is about, named nearest to it in its sentence."""
    if named.meaning.key not in ("mandate_extension", "launch", "agreement", "funding_decision"):
        return None
    here = [
        m
        for m in passage.mentions.of("name")
        if named.sentence.first <= m.first < named.sentence.last and m.keys("instrument")
    ]
    if not here:
        return None
    nearest = min(here, key=lambda m: max(m.first - named.mention.last, named.mention.first - m.last))
    return nearest.keys("instrument")[0]
