"""Who did it and who says so: two choices among the organisations and officials that stand around a number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sijill import codes
from sijill.reading.counted import Counted
from sijill.reading.mentions import Mention
from sijill.reading.passage import Passage
from sijill.reading.text import within

WITHOUT_ACTOR = frozenset(
    {
        "deaths", "missing", "dead_or_missing", "arrivals", "departures", "migrants_present",
        "refugees_registered", "displaced", "asylum_applications", "smuggling_price", "smuggling_revenue",
    }
)  # fmt: skip
"""figures.md, «Settled cases»: deaths, arrivals, departures and stocks have no actor."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who can act or speak, where the text names them. `organisation`: whose official it is."""

    first: int
    last: int
    name: str
    kind: str
    country: str | None
    side: str | None
    person: bool
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class VoiceGiven:
    """What is the same for all candidates of one figure."""

    passage: Passage
    counted: Counted
    measure: str
    act: tuple[int, int] | None
    previous: str | None
    previous_here: bool
    previous_same: bool
    saying_here: bool
    sayings: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class VoiceCandidate:
    """Somebody, or nobody (`voice` None). `where`: «left», «right», «before», «earlier», «title», «figure»
    (the one of the figure before) or «nobody»; `saying`: how it stands to the nearest word of saying."""

    given: VoiceGiven
    voice: Voice | None
    name: str | None
    where: str
    distance: int = 99
    breaks: int = 0
    nearest: bool = False
    saying: str = ""
    to_act: str = ""

    @property
    def answer(self) -> str | None:
        """Candidates with one name speak for it together."""
        return self.name


def voices(passage: Passage) -> list[Voice]:
    """All who can act or speak in a passage, in text order."""
    found = [
        Voice(a.first, a.last, a.name, a.kind, a.country, a.side, person=False)
        for a in passage.entities.actors
    ]
    spokes = {o for o, kind in codes.offices().items() if kind == "spokesperson"}
    for p in passage.entities.persons:
        if p.position in spokes and p.organisation:
            found.append(Voice(p.first, p.last, p.organisation, "spokesperson", None, None, person=False))
        elif p.named or p.organisation:
            name = p.name if p.named else f"{p.position} of {p.organisation}"
            found.append(Voice(p.first, p.last, name, "official", None, None, True, p.organisation))
    for place in passage.entities.places:
        if not place.adjective and place.place.kind in ("country", "union"):
            name = "European Union" if place.place.country == "EU" else f"Government of {place.place.name}"
            found.append(
                Voice(place.first, place.last, name, "country", place.place.country, None, person=False)
            )
    return sorted(found, key=lambda v: (v.first, v.last))


def voice_candidates(
    given: VoiceGiven, everybody: Sequence[Voice], *, speakers: bool
) -> list[VoiceCandidate]:
    """Those of the number's sentence, the nearest before it and of the title, that of the figure before, nobody.

    `speakers`: countries are left out, since «Libya says» is rare and «in Libya» is not."""
    passage, counted = given.passage, given.counted
    found: list[VoiceCandidate] = []
    before: Voice | None = None
    title: Voice | None = None
    previous_sentence = passage.sentence_at(max(0, counted.sentence.first - 1))
    earlier: Voice | None = None
    begin = bisect_left(everybody, counted.sentence.first, key=lambda v: v.first)
    near = everybody[
        max(0, begin - _EARLIER) : bisect_left(everybody, counted.sentence.last, key=lambda v: v.first)
    ]
    for voice in dict.fromkeys([*everybody[:_IN_TITLE], *near]):
        if (speakers and voice.kind == "country") or (not speakers and voice.person):
            continue
        if counted.sentence.first <= voice.first < counted.sentence.last:
            found.append(_here(given, voice, everybody))
        elif voice.first < counted.sentence.first:
            if voice.first >= previous_sentence.first:
                before = voice if before is None or not speakers else before
            else:
                earlier = voice
            if title is None and voice.first < passage.sentences[0].last:
                title = voice
    nearest = min((c.distance for c in found), default=None)
    found = [_with_nearest(c) if c.distance == nearest else c for c in found]
    for other, where in ((before, "before"), (earlier, "earlier"), (title, "title")):
        if other is not None:
            found.append(
                VoiceCandidate(given, other, other.name, where, saying=given.sayings[other.first, other.last])
            )
    if given.previous is not None:
        found.append(VoiceCandidate(given, None, given.previous, "figure"))
    found.append(VoiceCandidate(given, None, None, "nobody"))
    return found


_EARLIER = 20
"""Voices before the number's sentence that are looked at."""
_IN_TITLE = 6
"""Voices at the head of the document that are looked at."""


def _with_nearest(c: VoiceCandidate) -> VoiceCandidate:
    return VoiceCandidate(
        c.given,
        c.voice,
        c.name,
        c.where,
        c.distance,
        c.breaks,
        nearest=True,
        saying=c.saying,
        to_act=c.to_act,
    )


def _here(given: VoiceGiven, voice: Voice, everybody: Sequence[Voice]) -> VoiceCandidate:
    counted, tokens = given.counted, given.passage.tokens
    if voice.last <= counted.first:
        where, between = "left", range(voice.last, counted.first)
    else:
        where, between = "right", range(counted.last, voice.first)
    breaks = sum(tokens[i].form in _BREAKS for i in between)
    return VoiceCandidate(
        given,
        voice,
        voice.name,
        where,
        len(between),
        breaks,
        False,
        given.sayings[voice.first, voice.last],
        _to_act(given, voice),
    )


_BREAKS = frozenset(",،;؛:()")


def saying_of(passage: Passage, voice: Voice, everybody: Sequence[Voice]) -> str:
    """How somebody stands to the nearest words of saying: behind «according to», beside a verb or a report."""
    says = passage.mentions.of("say")
    sentence = passage.sentence_at(voice.first)
    found = ""
    at = bisect_left(says, max(sentence.first, voice.first - 6), key=lambda s: s.first)
    others = within(everybody, sentence.first, sentence.last)
    for say in says[at:]:
        if say.first >= min(sentence.last, voice.last + 6):
            break
        gap = max(voice.first - say.last, say.first - voice.last)
        after = say.first >= voice.last
        if say.keys("according") and not after and gap <= 3:
            return "according"
        if say.keys("verbs") and gap <= 4:
            nearer = any(
                other.kind != "country" and other.first != voice.first and _apart(say, other) < gap
                for other in others
            )
            how = "other" if nearer else "near" if gap <= 1 else "far"
            found = f"verb-{'after' if after else 'before'}-{how}"
        elif say.keys("nouns") and gap <= 2 and not found:
            found = f"report-{'after' if after else 'before'}"
        elif say.keys("relays") and gap <= 2 and not found:
            found = "relay"
    return found


def _apart(say: Mention, voice: Voice) -> int:
    return max(voice.first - say.last, say.first - voice.last, 0)


def _to_act(given: VoiceGiven, voice: Voice) -> str:
    """How somebody stands to the word that gave the measure: right before, right after, farther off."""
    if given.act is None:
        return ""
    if voice.first >= given.act[1]:
        gap = voice.first - given.act[1]
        return "after-next" if gap <= 1 else "after-near" if gap <= 4 else "after"
    if voice.last <= given.act[0]:
        gap = given.act[0] - voice.last
        return "before-next" if gap <= 1 else "before-near" if gap <= 4 else "before"
    return "inside"


def voice_where(c: VoiceCandidate) -> bool | str | None:
    """Where somebody stands to the number."""
    return c.where


def voice_kind_and_measure(c: VoiceCandidate) -> bool | str | None:
    """Which kind of organisation goes with which measure."""
    return f"{c.voice.kind}|{c.given.measure}" if c.voice else f"{c.where}|{c.given.measure}"


def voice_kind(c: VoiceCandidate) -> bool | str | None:
    """What kind of organisation it is, and where it stands."""
    return f"{c.voice.kind}|{c.where}" if c.voice else None


def voice_saying(c: VoiceCandidate) -> bool | str | None:
    """How it stands to words of saying, by where, and in which language: some put the verb first."""
    where = "here" if c.where in ("left", "right") else c.where
    return f"{c.given.passage.language}|{c.saying or 'silent'}|{where}" if c.voice else None


def voice_saying_anywhere(c: VoiceCandidate) -> bool | str | None:
    """The same in every language."""
    where = "here" if c.where in ("left", "right") else c.where
    return f"{c.saying or 'silent'}|{where}" if c.voice else None


def voice_to_act(c: VoiceCandidate) -> bool | str | None:
    """How it stands to the word that gave the measure, by language."""
    return f"{c.given.passage.language}|{c.to_act}" if c.to_act else None


def voice_nearest(c: VoiceCandidate) -> bool | str | None:
    """It is the nearest to the number."""
    return c.nearest


def voice_distance(c: VoiceCandidate) -> bool | str | None:
    """How far it is from the number, by side."""
    if c.where not in ("left", "right"):
        return None
    reach = "3" if c.distance <= 3 else "8" if c.distance <= 8 else "16" if c.distance <= 16 else "far"
    return f"{c.where}{reach}"


def voice_clauses(c: VoiceCandidate) -> bool | str | None:
    """How many commas and the like lie between it and the number."""
    return f"{c.where}{min(c.breaks, 3)}" if c.where in ("left", "right") else None


def voice_of_figure_before(c: VoiceCandidate) -> bool | str | None:
    """It is, or is not, the one of the figure before; of the same measure, in the same sentence."""
    if c.given.previous is None:
        return None
    same = "same" if c.name == c.given.previous else "other"
    kin = "kin" if c.given.previous_same else "stranger"
    return f"{same}-{kin}-{'here' if c.given.previous_here else 'earlier'}-{c.where == 'nobody'}"


def nobody_where_said(c: VoiceCandidate) -> bool | str | None:
    """Nobody, though the sentence has a word of saying, or has none."""
    return f"{c.given.saying_here}" if c.where == "nobody" else None


def voice_person(c: VoiceCandidate) -> bool | str | None:
    """It is an official in person."""
    return f"{c.saying or 'silent'}" if c.voice and c.voice.person else None


VOICE_FEATURES = (
    voice_where,
    voice_kind_and_measure,
    voice_kind,
    voice_saying,
    voice_saying_anywhere,
    voice_to_act,
    voice_nearest,
    voice_distance,
    voice_clauses,
    voice_of_figure_before,
    nobody_where_said,
    voice_person,
)
