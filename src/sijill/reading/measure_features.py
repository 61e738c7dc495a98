"""What speaks for a measure, or for a number being none: the features of a candidate, listed once at the end."""

from __future__ import annotations

from sijill import codes
from sijill.reading.measure_choice import NONE, MeasureCandidate, measure_of_noun
from sijill.reading.subject import MOVERS, Subject


def bias(c: MeasureCandidate) -> bool | str | None:
    """How common the measure is."""
    return c.measure


def act_here(c: MeasureCandidate) -> bool | str | None:
    """On which side of the number, in its own sentence, the word stands, and whether it is a verb or noun."""
    return f"{c.where}-{c.kind}" if c.where in ("here", "left") else None


def act_distance(c: MeasureCandidate) -> bool | str | None:
    """How many words lie between the word and the number, in steps, by side."""
    if c.where not in ("here", "left"):
        return None
    for limit in (1, 3, 6, 12, 25):
        if c.distance <= limit:
            return f"{c.where}{limit}"
    return f"{c.where}-far"


def act_elsewhere(c: MeasureCandidate) -> bool | str | None:
    """In which other sentence the word stands: the one before, the title, earlier."""
    return c.where if c.where in ("before", "title", "earlier", "elsewhere") else None


def nearest_act(c: MeasureCandidate) -> bool | str | None:
    """No other word for a measure stands nearer to the number."""
    return c.act is not None and c.act is c.given.nearest


def same_clause(c: MeasureCandidate) -> bool | str | None:
    """How many commas and the like lie between the word and the number."""
    return f"{min(c.breaks, 3)}" if c.where in ("here", "left") else None


def numbers_between(c: MeasureCandidate) -> bool | str | None:
    """How many other numbers lie between the word and the number."""
    return f"{min(c.numbers_between, 3)}" if c.where in ("here", "left") else None


def shared_word(c: MeasureCandidate) -> bool | str | None:
    """The word can mean this measure and others: how many."""
    return None if c.act is None else f"{min(len(c.act.meanings), 4)}"


def outspoken(c: MeasureCandidate) -> bool | str | None:
    """Whether the sentence has a word that can mean this measure alone; and one that can mean another alone, which
    the word nearest to the number can mean too («intercepted … and returned»)."""
    if c.measure == NONE or c.act is None or c.where not in ("here", "left"):
        return None
    shared = {m.key for m in c.act.meanings}
    alone = {a.meanings[0].key for a in c.given.acts if len({m.key for m in a.meanings}) == 1}
    return f"{c.measure in alone}|{bool(alone & shared - {c.measure})}"


def meaning_of_word(c: MeasureCandidate) -> bool | str | None:
    """Which of the measures that a word can mean is the usual one."""
    if c.act is None:
        return None
    shared = sorted({m.key for m in c.act.meanings})
    return f"{'+'.join(shared)}|{c.measure}" if len(shared) > 1 else None


def meaning_by_actor(c: MeasureCandidate) -> bool | str | None:
    """The same, by the kind of organisation in the sentence."""
    usual = meaning_of_word(c)
    return f"{usual}|{c.given.actor_kinds[0]}" if usual and c.given.actor_kinds else None


def title_agrees(c: MeasureCandidate) -> bool | str | None:
    """The title has a word for the measure, or has words for others only."""
    if c.measure == NONE or not c.given.title_measures:
        return None
    return f"{c.measure in c.given.title_measures}-{c.act is not None}"


def words_here(c: MeasureCandidate) -> bool | str | None:
    """How many words for the measure the sentence has."""
    return f"{min(sum(1 for a in c.given.acts if c.measure in [m.key for m in a.meanings]), 3)}"


def spoken_of_most(c: MeasureCandidate) -> bool | str | None:
    """How much of what the document says of measures is about this one."""
    if c.measure == NONE:
        return None
    total = sum(c.given.spoken_of.values())
    share = c.given.spoken_of.get(c.measure, 0) / total if total else 0.0
    return "none" if share == 0 else "little" if share < 0.15 else "some" if share < 0.35 else "most"


def noun_of_measure(c: MeasureCandidate) -> bool | str | None:
    """The counted noun alone says the measure («bodies»: deaths), or another one."""
    hint = measure_of_noun(c.given.counted)
    if hint is None:
        return None
    return "same" if hint == c.measure else "none" if c.measure == NONE else "other"


def thing_and_measure(c: MeasureCandidate) -> bool | str | None:
    """Which noun goes with which measure."""
    return f"{c.given.counted.thing}|{c.measure}"


def unit_and_measure(c: MeasureCandidate) -> bool | str | None:
    """Which unit goes with which measure."""
    unit = c.given.counted.unit
    return f"{'money' if unit and codes.is_money(unit) else unit}|{c.measure}"


def follows_figure(c: MeasureCandidate) -> bool | str | None:
    """The figure before is of the same measure: in the same sentence or an earlier one."""
    if c.given.previous is None or c.measure == NONE:
        return None
    same = "same" if c.given.previous == c.measure else "other"
    return f"{same}-{'here' if c.given.previous_here else 'earlier'}"


def told_before(c: MeasureCandidate) -> bool | str | None:
    """The document has a figure of the measure already, its first figure is of it, and a word here speaks for it."""
    if c.measure == NONE or not c.given.told:
        return None
    first = next(iter(c.given.told)) == c.measure
    here = c.where in ("here", "left") and c.act is not None
    return f"{first}|{c.measure in c.given.told}|{here}|{c.given.nearest is not None}"


def subset_of_figure(c: MeasureCandidate) -> bool | str | None:
    """«Among them» stands before the number: it is of the measure of the figure before."""
    if not c.given.after_subset or c.given.previous is None:
        return None
    return "same" if c.given.previous == c.measure else "other"


def nounless_follows(c: MeasureCandidate) -> bool | str | None:
    """A number without a noun goes with the figure before it."""
    if c.given.counted.thing is not None or c.given.counted.unit is not None:
        return None
    return "same" if c.given.previous == c.measure and c.measure != NONE else c.where


def actor_and_measure(c: MeasureCandidate) -> bool | str | None:
    """Which kind of organisation in the sentence goes with which measure."""
    return f"{c.given.actor_kinds[0]}|{c.measure}" if c.given.actor_kinds else None


def other_actor_and_measure(c: MeasureCandidate) -> bool | str | None:
    """The same for the second kind of organisation in the sentence."""
    return f"{c.given.actor_kinds[1]}|{c.measure}" if len(c.given.actor_kinds) > 1 else None


def act_as_a_whole(c: MeasureCandidate) -> bool | str | None:
    """Side, kind, distance, ambiguity and clause of the word together."""
    if c.where not in ("here", "left") or c.act is None:
        return None
    near = "1" if c.distance <= 1 else "4" if c.distance <= 4 else "10" if c.distance <= 10 else "far"
    alone = "alone" if len(c.act.meanings) == 1 else "shared"
    clause = "same" if c.breaks == 0 else "other"
    return f"{c.where}|{c.kind}|{near}|{alone}|{clause}|{c.act is c.given.nearest}|{c.numbers_between > 0}"


def act_and_noun(c: MeasureCandidate) -> bool | str | None:
    """Side, kind and distance of the word, by what stands with the number and whether the figure before is of the
    measure: «34 died» has its verb where a noun would be."""
    near = "none" if c.act is None else "1" if c.distance <= 1 else "4" if c.distance <= 4 else "far"
    where = c.where if c.where in ("here", "left") else "elsewhere"
    noun = c.given.counted.thing is not None
    return f"{where}|{c.kind}|{near}|{noun}|{c.given.previous == c.measure}|{c.act is c.given.nearest}"


def act_in_another_clause(c: MeasureCandidate) -> bool | str | None:
    """How many words that open a clause stand between the word and the number, by side, and numbers too."""
    if c.where not in ("here", "left") or c.act is None:
        return None
    counted = c.given.counted
    before = c.act.last <= counted.first
    between = range(c.act.last, counted.first) if before else range(counted.last, c.act.first)
    return f"{c.where}|{min(2, c.given.passage.clauses_between(between))}|{c.numbers_between > 0}"


def context_as_a_whole(c: MeasureCandidate) -> bool | str | None:
    """Whether the figure before is of the measure, where it stands, what the number counts, whether a word for
    any measure stands here."""
    given = c.given
    before = "none" if given.previous is None else "same" if given.previous == c.measure else "other"
    noun = (
        "people"
        if given.counted.unit == "person"
        else (given.counted.thing and "thing") or given.counted.unit
    )
    return f"{c.measure == NONE}|{before}|{given.previous_here}|{noun}|{given.nearest is not None}|{c.act is not None}"


def document_and_measure(c: MeasureCandidate) -> bool | str | None:
    """Money, and the kinds of instruments that the document names."""
    unit = c.given.counted.unit
    if not (unit and codes.is_money(unit)):
        return None
    return f"{'+'.join(c.given.instrument_kinds) or 'none'}|{c.measure}"


def no_figure(c: MeasureCandidate) -> bool | str | None:
    """What speaks for a number that is none of our business: no noun, no word for a measure, a small or a
    bare number, a document about something else."""
    if c.measure != NONE:
        return None
    counted = c.given.counted
    noun = "noun" if counted.thing else (counted.unit and "unit") or "bare"
    act = "act" if c.given.nearest is not None else "silent"
    return f"{noun}-{act}"


def off_topic(c: MeasureCandidate) -> bool | str | None:
    """How many words of the subject the document has, where the number would be no figure."""
    return f"{min(c.given.subject.ours, 4)}" if c.measure == NONE else None


def small_number(c: MeasureCandidate) -> bool | str | None:
    """A number below three."""
    value = c.given.counted.quantity.value
    return c.measure == NONE and value is not None and value < 3


def _count(number: int) -> str:
    return str(number) if number < 3 else "3" if number < 6 else "6"


def _others(subject: Subject) -> str:
    """How much a document speaks of other subjects than ours: a long report of ours may well say «fish» twice."""
    share = subject.others / (subject.ours + subject.others) if subject.others else 0.0
    return "none" if not share else "few" if share < 0.2 else "half" if share < 0.5 else "most"


def subject_of_document(c: MeasureCandidate) -> bool | str | None:
    """How many words of our subject and of others the document has, where the number would be no figure."""
    subject = c.given.subject
    if c.measure != NONE:
        return None
    return f"{_count(subject.ours)}|{_others(subject)}|{subject.movers > 0}"


def movers_of_document(c: MeasureCandidate) -> bool | str | None:
    """How often the document speaks of people on the move, for its length, where the number would be no figure."""
    if c.measure != NONE:
        return None
    dense = 1000 * c.given.subject.movers // max(1, c.given.subject.tokens)
    return "none" if c.given.subject.movers == 0 else "few" if dense < 8 else "some" if dense < 20 else "many"


def region_of_document(c: MeasureCandidate) -> bool | str | None:
    """How much of the document is about the countries of the route, where the number would be no figure."""
    share = c.given.subject.region
    if c.measure != NONE:
        return None
    return f"{'most' if share > 0.6 else 'half' if share > 0.3 else 'little'}|{c.given.subject.movers > 0}"


def subject_of_sentence(c: MeasureCandidate) -> bool | str | None:
    """Whether the number's sentence has words of our subject, of another, and for people on the move."""
    if c.measure != NONE:
        return None
    passage, sentence = c.given.passage, c.given.counted.sentence
    ours = bool(passage.said_in("on_topic", sentence))
    others = bool(passage.said_in("other_subject", sentence))
    return f"{ours}|{others}|{c.given.nearest is not None}|{c.given.counted.unit == 'person'}"


def thing_and_subject(c: MeasureCandidate) -> bool | str | None:
    """What the number counts, and whether the document speaks of people on the move."""
    if c.measure != NONE:
        return None
    mover = c.given.counted.thing in MOVERS
    return f"{mover}|{c.given.subject.movers > 0}|{_others(c.given.subject)}|{c.given.counted.unit}"


def measure_and_actor_side(c: MeasureCandidate) -> bool | str | None:
    """Which measure goes with the nearest organisation and where it stands to the word."""
    return f"{c.given.actor_side}|{c.measure}" if c.given.actor_side else None


def _of_nearest(c: MeasureCandidate) -> bool:
    nearest = c.given.nearest
    return nearest is not None and c.measure in [m.key for m in nearest.meanings]


def nearest_word(c: MeasureCandidate) -> bool | str | None:
    """How the word nearest to the number stands to it, and whether it can mean this measure."""
    return f"{c.given.nearness}|{_of_nearest(c)}|{c.measure == NONE}"


def figure_before_or_nearest_word(c: MeasureCandidate) -> bool | str | None:
    """The same, by the figure before: a list carries on where no word stands between."""
    given = c.given
    before = "none" if given.previous is None else "same" if given.previous == c.measure else "other"
    return f"{_near(c)}|{_of_nearest(c)}|{before}|{given.previous_here}|{c.measure == NONE}"


def document_or_nearest_word(c: MeasureCandidate) -> bool | str | None:
    """The same, by how much of the document is about the measure."""
    return f"{_near(c)}|{_of_nearest(c)}|{spoken_of_most(c)}"


def title_or_nearest_word(c: MeasureCandidate) -> bool | str | None:
    """The same, by the title."""
    return f"{_near(c)}|{_of_nearest(c)}|{c.measure in c.given.title_measures}" if c.measure != NONE else None


def noun_beside_nearest_word(c: MeasureCandidate) -> bool | str | None:
    """The same, by what the number counts."""
    noun = "noun" if c.given.counted.thing else (c.given.counted.unit and "unit") or "bare"
    return f"{c.given.nearness}|{_of_nearest(c)}|{noun}"


def _near(c: MeasureCandidate) -> str:
    return c.given.nearness.partition("|")[0] + ("|alone" if "|True|" in c.given.nearness else "")


MEASURE_FEATURES = (
    nearest_word,
    figure_before_or_nearest_word,
    document_or_nearest_word,
    title_or_nearest_word,
    noun_beside_nearest_word,
    subject_of_document,
    movers_of_document,
    region_of_document,
    subject_of_sentence,
    thing_and_subject,
    measure_and_actor_side,
    bias,
    act_here,
    act_distance,
    act_elsewhere,
    nearest_act,
    same_clause,
    numbers_between,
    shared_word,
    outspoken,
    meaning_of_word,
    meaning_by_actor,
    title_agrees,
    words_here,
    spoken_of_most,
    noun_of_measure,
    thing_and_measure,
    unit_and_measure,
    follows_figure,
    told_before,
    subset_of_figure,
    nounless_follows,
    actor_and_measure,
    other_actor_and_measure,
    act_as_a_whole,
    act_and_noun,
    act_in_another_clause,
    context_as_a_whole,
    document_and_measure,
    no_figure,
    off_topic,
    small_number,
)
