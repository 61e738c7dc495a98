"""Each slot of a figure in turn: what is asked, the candidates, and what the chooser takes.

A slot sees the figures before it, so that a list, a breakdown or a period named once carries on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sijill import codes
from sijill.model import Figure, Population, Span, Status
from sijill.reading.asked import Around, Asked, Found
from sijill.reading.counted import Counted
from sijill.reading.measure_choice import (
    BREAKS,
    Given,
    MeasureCandidate,
    measure_candidates,
)
from sijill.reading.measure_features import MEASURE_FEATURES
from sijill.reading.mentions import Mention
from sijill.reading.part_choice import PART_FEATURES, PartCandidate, adds_up
from sijill.reading.passage import Passage
from sijill.reading.period_choice import (
    PeriodCandidate,
    PeriodGiven,
    period_candidates,
    set_against,
)
from sijill.reading.period_features import PERIOD_FEATURES
from sijill.reading.place_choice import (
    PLACE_FEATURES,
    ROLES,
    PlaceGiven,
    place_candidates,
    places_of_others,
)
from sijill.reading.population_choice import GROUP_FEATURES, group_candidates, population_of_groups
from sijill.reading.populations import people_narrowed
from sijill.reading.status_choice import STATUS_FEATURES, StatusCandidate, StatusGiven, status_candidates
from sijill.reading.text import within
from sijill.reading.voice_choice import (
    VOICE_FEATURES,
    VoiceCandidate,
    VoiceGiven,
    voice_candidates,
)


def measure_of(asked: Asked) -> tuple[str, Mention | None, float]:
    """The measure, the word that gave it, and how sure that is."""
    passage, number, before = asked.around.passage, asked.number, asked.before
    acts = asked.around.acts.get(asked.here, [])
    nearest = min(acts, key=lambda a: _gap(a, number), default=None)
    given = Given(
        passage=passage,
        counted=number,
        acts=acts,
        previous=before.figure.measure if before and asked.near else None,
        previous_here=asked.same_sentence,
        after_subset=_subset_before(passage, number) != "",
        actor_kinds=_actor_kinds(asked.around, number),
        nearest=nearest,
        nearness=nearness(passage, number, nearest),
        title_measures=asked.around.title_measures,
        spoken_of=asked.around.spoken_of,
        instrument_kinds=asked.around.instrument_kinds,
        told=asked.firsts,
        subject=asked.around.subject,
        actor_side=_actor_side(asked.around, number, acts),
    )
    candidates = measure_candidates(given, asked.around.acts)
    index, probability, names = asked.choose("measure", number, candidates, MEASURE_FEATURES)
    chosen: MeasureCandidate = candidates[index]
    asked.note("measure", names, Span(chosen.act.start, chosen.act.end) if chosen.act else None, probability)
    return chosen.measure, chosen.act, probability


def nearness(passage: Passage, number: Counted, act: Mention | None) -> str:
    """How near a word stands to a number, on which side, whether it can mean one measure only and whether it is a
    verb; «none» for no word."""
    if act is None:
        return "none"
    left = act.last <= number.first
    between = range(act.last, number.first) if left else range(number.last, act.first)
    if passage.numbers_between(between):
        near = "behind"
    elif any(passage.tokens[i].form in BREAKS for i in between) or passage.clauses_between(between):
        near = "apart"
    else:
        near = "touching" if len(between) <= 2 else "close" if len(between) <= 5 else "far"
    alone = len({m.key for m in act.meanings}) == 1
    return f"{near}|{'left' if left else 'right'}|{alone}|{act.meanings[0].kind}"


def _gap(act: Mention, number: Counted) -> int:
    return max(number.first - act.last, act.first - number.last, 0)


def _actor_kinds(around: Around, number: Counted) -> tuple[str, ...]:
    kinds = []
    for voice in within(around.voices, number.sentence.first, number.sentence.last):
        if not voice.person and voice.first not in around.speaking:
            kind = f"{voice.kind}-{voice.side}" if voice.side else voice.kind
            if kind != "country" and kind not in kinds:
                kinds.append(kind)
    return tuple(kinds[:2])


def _actor_side(around: Around, number: Counted, acts: Sequence[Mention]) -> str:
    """The kind and side of the nearest organisation to the word for a measure that stands nearest to the number,
    and whether it stands before or behind that word."""
    act = min(acts, key=lambda a: _gap(a, number), default=None)
    if act is None:
        return ""
    sentence = number.sentence
    near = [
        v
        for v in within(around.voices, sentence.first, sentence.last)
        if not v.person and v.kind != "country" and v.first not in around.speaking
    ]
    voice = min(near, key=lambda v: max(act.first - v.last, v.first - act.last, 0), default=None)
    if voice is None:
        return ""
    apart = max(act.first - voice.last, voice.first - act.last, 0)
    where = "before" if voice.first < act.first else "after"
    return (
        f"{voice.kind}-{voice.side or ''}|{where}|{'next' if apart <= 2 else 'near' if apart <= 8 else 'far'}"
    )


def _subset_before(passage: Passage, number: Counted, after: int = 0) -> str:
    """How near before the number, and after a token, a word for «among them» stands in its sentence: next, near,
    far or «»."""
    marks = passage.mentions.of("subset")
    at = bisect_left(marks, number.first, key=lambda m: m.first) - 1
    if at < 0 or marks[at].first < max(number.sentence.first, after):
        return ""
    gap = number.first - marks[at].last
    return "next" if gap <= 1 else "near" if gap <= 6 else "far"


def unit_of(asked: Asked, measure: str) -> str | None:
    """The unit of a number whose noun does not say: that of the figure before, of the same measure, else a
    person; «cases» of what counts no people are cases."""
    units = codes.measures()[measure].units
    if asked.number.thing == "cases":
        return "person" if "person" in units else "case"
    before = asked.before
    if before is not None and before.figure.measure == measure and before.figure.unit != "percent":
        return before.figure.unit
    if "person" in units:
        return "person"
    return min(units - {"percent", "money"}, default=None)


def status_of(asked: Asked, measure: str) -> tuple[Status, float]:
    """The status, and how sure that is."""
    passage, number, before = asked.around.passage, asked.number, asked.before
    words = passage.said_in("status", number.sentence)
    times = [t.period for t in passage.times_in(number.sentence) if t.period is not None]
    published = passage.published
    given = StatusGiven(
        passage=passage,
        counted=number,
        measure=measure,
        words=words,
        nearest=min(words, key=lambda w: _gap(w, number), default=None),
        previous=before.figure.status if before and asked.same_sentence else None,
        future=published is not None and any(p.end is not None and p.end > published for p in times),
        past=published is not None and any(p.end is not None and p.end <= published for p in times),
    )
    candidates = status_candidates(given)
    index, probability, names = asked.choose("status", number, candidates, STATUS_FEATURES)
    chosen: StatusCandidate = candidates[index]
    asked.note(
        "status", names, Span(chosen.word.start, chosen.word.end) if chosen.word else None, probability
    )
    return chosen.status, probability


def period_of(
    asked: Asked, measure: str, status: Status, act: Mention | None
) -> tuple[PeriodCandidate, float]:
    """The period with where it comes from, and how sure that is."""
    passage, number, before = asked.around.passage, asked.number, asked.before
    near = asked.found if asked.near else ()
    topic = next((f for f in reversed(near) if not f.aside), None)
    given = PeriodGiven(
        passage=passage,
        counted=number,
        measure=measure,
        status=status,
        measure_word=(act.first, act.last) if act else None,
        previous=before.figure.period if before and asked.near else None,
        previous_same=asked.same_measure(measure),
        previous_here=asked.same_sentence,
        previous_aside=before is not None and before.aside,
        topic=topic.figure.period if topic else None,
        first=asked.firsts.get(measure, asked.found[0].figure.period if asked.found else None),
        times_here=sum(1 for t in passage.times_in(number.sentence) if t.period and t.kind != "duration"),
        present=bool(passage.said_in("now", number.sentence)),
        set_against=set_against(passage, number),
        previous_side=before.side if before else "",
        rate=passage.said_near("rates", number.first, number.last, number.sentence, 6),
        now=passage.said_near("now", number.first, number.last, number.sentence, 8),
        acts=asked.around.acts,
    )
    candidates = period_candidates(given)
    index, probability, names = asked.choose("period", number, candidates, PERIOD_FEATURES)
    chosen: PeriodCandidate = candidates[index]
    asked.note(
        "period", names, Span(chosen.time.start, chosen.time.end) if chosen.time else None, probability
    )
    return chosen, probability


def voice_of(asked: Asked, measure: str, act: Mention | None, *, speaks: bool) -> str | None:
    """Who says so (`speaks`), or who did, funds or runs it."""
    passage, number, before = asked.around.passage, asked.number, asked.before
    previous = None
    if before is not None and asked.near:
        previous = before.figure.source if speaks else before.figure.actor
    given = VoiceGiven(
        passage=passage,
        counted=number,
        measure=measure,
        act=(act.first, act.last) if act else None,
        previous=previous,
        previous_here=asked.same_sentence,
        previous_same=asked.same_measure(measure),
        saying_here=bool(passage.said_in("say", number.sentence)),
        sayings=asked.around.sayings,
    )
    candidates = voice_candidates(given, asked.around.voices, speakers=speaks)
    slot = "source" if speaks else "actor"
    index, probability, names = asked.choose(slot, number, candidates, VOICE_FEATURES)
    chosen: VoiceCandidate = candidates[index]
    span = None
    if chosen.voice is not None:
        tokens = passage.tokens
        span = Span(tokens[chosen.voice.first].start, tokens[chosen.voice.last - 1].end)
    asked.note(slot, names, span, probability)
    return chosen.name


def places_of(
    asked: Asked, measure: str, act: Mention | None, actor: str | None, population: Population
) -> dict[str, tuple[str, ...]]:
    """The countries in each role. The sea stands only where no country is named (figures.md, `at`)."""
    around, number, before = asked.around, asked.number, asked.before
    sentence = number.sentence
    voice = around.by_name.get(actor or "")
    known = codes.actors().get(actor or "")
    held = _places(before.figure if before else None)
    named = within(around.places, sentence.first, sentence.last)
    given = PlaceGiven(
        passage=around.passage,
        counted=number,
        measure=measure,
        actor_country=voice.country if voice else known.country if known else None,
        actor_kind=voice.kind if voice else known.kind if known else "nobody",
        before=held,
        before_same=asked.same_measure(measure),
        countries_here=len({p.name.place.country for p in named}),
        roles_here=frozenset("at" if p.preposition == "off" else p.preposition for p in named),
        first=_places(next((f.figure for f in asked.found if f.figure.measure == measure), None)),
        nations=population.nationality,
        named=around.named,
        act=(act.first, act.last) if act else None,
    )
    found: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        taken = []
        for candidate in place_candidates(given, around.places, role):
            index, _, _ = asked.choose("place", number, [candidate, None], PLACE_FEATURES)
            if index == 0:
                taken.append(candidate.code)
        others = places_of_others(around.passage, number, named, role)
        found[role] = tuple(sorted(code for code in taken if code not in others))
    if held is not None and not any(found.values()) and asked.same_sentence and given.before_same:
        return held  # «21,762 returned to Libya, against 17,190 in 2023»: what is compared is alike
    if "MED" in found["at"] and len(found["at"]) > 1:
        found["at"] = tuple(c for c in found["at"] if c != "MED")
    return found


def _places(figure: Figure | None) -> dict[str, tuple[str, ...]] | None:
    return {"from": figure.from_, "to": figure.to, "at": figure.at} if figure else None


def population_of(asked: Asked, measure: str, unit: str) -> Population:
    """The part of all people that the number counts, without what it takes over from its whole."""
    passage, number, before = asked.around.passage, asked.number, asked.before
    ruled = people_narrowed(passage, number)
    candidates = group_candidates(
        passage, number, measure, unit, ruled, asked.around.places,
        before.figure if before and asked.same_sentence else None,
    )  # fmt: skip
    taken = []
    for candidate in candidates:
        index, probability, _ = asked.choose("group", number, [candidate, None], GROUP_FEATURES)
        if index == 0:
            taken.append((candidate.group, probability))
    return population_of_groups(taken)


def places_of_part(asked: Asked, measure: str, whole: Figure) -> dict[str, tuple[str, ...]]:
    """The places of a part: those of its whole, but for what a preposition right after the number says of a role
    («393 to Italy»)."""
    held = {"from": whole.from_, "to": whole.to, "at": whole.at}
    number = asked.number
    after = within(asked.around.places, number.last, min(number.sentence.last, number.last + _RIGHT_AFTER))
    for role in ROLES:
        own = [p for p in after if p.preposition == role and not p.name.adjective]
        if own and not asked.around.passage.numbers_between(range(number.last, own[0].first)):
            held[role] = (own[0].name.place.country,)
    return held


_RIGHT_AFTER = 4


def whole_of(asked: Asked, measure: str, unit: str) -> tuple[Found | None, float]:
    """The figure that this one is a part of, if the choice says so, and how sure that is."""
    passage, number = asked.around.passage, asked.number
    if not asked.found or measure in _PARTLESS or number.quantity.change is not None:
        return None, 1.0
    latest = asked.found[-1]
    wholes = [f for f in reversed(asked.found[-_WHOLES:]) if _may_be_whole(asked, f)]
    top = next((f for f in wholes if f.figure.part_of is None), None)
    candidates = [
        PartCandidate(
            passage=passage,
            counted=number,
            measure=measure,
            unit=unit,
            whole=whole.figure,
            whole_thing=whole.number.thing,
            rank=rank,
            top=whole is top,
            marked=_subset_before(passage, number, after=whole.number.last),
            follows_part=latest.figure.part_of == whole.figure.start,
            gap=number.first - latest.number.last,
            sentences_between=asked.here - whole.sentence,
            aside=whole.aside,
            time_between=_time_between(passage, whole, number),
            adds_up=adds_up(passage, whole.figure, number),
        )
        for rank, whole in enumerate(wholes[:_WHOLES_NEAR])
    ]
    if not candidates:
        return None, 1.0
    index, probability, names = asked.choose("part", number, [*candidates, None], PART_FEATURES)
    if index == len(candidates):
        return None, probability
    asked.note("part_of", names, Span(wholes[index].figure.start, wholes[index].figure.end), probability)
    return wholes[index], probability


def _may_be_whole(asked: Asked, found: Found) -> bool:
    title = asked.around.passage.has_title and found.sentence == 0 and asked.here > 0
    return found.figure.change is None and asked.here - found.sentence <= 3 and not title


_PARTLESS = frozenset({"dead_or_missing"})
_WHOLES = 12
"""Figures before a number among which its whole is sought."""
_WHOLES_NEAR = 5
"""How many of them it may be."""


def _time_between(passage: Passage, whole: Found, number: Counted) -> bool:
    """Whether a time of its own stands between the whole and the number, in the number's sentence."""
    start = max(whole.number.last, number.sentence.first)
    return any(start <= passage.token_at(t.start) < number.first for t in passage.times_in(number.sentence))
