"""What the official series and the documents of a register say of each figure of an article.

A figure agrees with what says the same within hedges. It is superseded where it says what was said before a later
count. It differs only where nothing else explains it: what the text itself tells apart, a figure of which the
reader is unsure, a series of which it may be another vintage, a number between two scopes of one count, all stay
unknown. A wrong «differs» is worse than an «unknown».
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sijill.model import EVERYBODY, Figure, Number, Observation, Period
from sijill.reconcile.comparing import TOLLS, Comparison, Kind, Told, compare
from sijill.reconcile.doubts import (
    REVISED,
    SURE,
    TELLING,
    UNLIKELY,
    doubt,
    far,
    may_be_misread,
    near,
    out_of_scale,
    slip_of_the_pen,
    unsettled,
    within_scopes,
)
from sijill.reconcile.growth import growth
from sijill.reconcile.hedges import agree, mean_the_same, significant
from sijill.reconcile.witness import Witness, days, name, of_series, says

Verdict: TypeAlias = Literal["agrees", "differs", "superseded", "unknown"]

LAGGING = dt.timedelta(days=31)
"""How old a running total may be when it is told."""
AT_ODDS: frozenset[Kind] = frozenset({"rounding", "revision", "misprint", "contradiction"})
"""Kinds of differences between values of one thing. The others say that something else is counted."""
NEAR_GROWTH = 5.0
"""Points between two changes in per cent of one thing at most; what is further apart is of different things."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a figure. `why`: in words. `reason`: why it differs, most likely. `by`: how far above (or
    below) the first of `against` it is. `against`: what decided, first, then what else says the same."""

    figure: Figure
    verdict: Verdict
    why: str
    reason: Kind | None = None
    by: Number | None = None
    against: tuple[Witness, ...] = ()


Series: TypeAlias = Callable[[str], Iterable[Observation]]
Documents: TypeAlias = Callable[[Figure], Iterable[Witness]]


def check(article: Sequence[Told], series: Series, documents: Documents) -> list[Finding]:
    """What is known of each figure of an article, in the order given.

    `series` gives the official observations of a measure, `documents` the figures of other documents that may be
    of the same thing.
    """
    apart = _told_apart(article)
    stated = [told.figure for told in article]
    return [_finding(told, id(told) in apart, stated, series, documents) for told in article]


def _told_apart(article: Sequence[Told]) -> set[int]:
    """The tellings beside which the article has another value of what looks the same: an origin or a route that
    the figures do not carry tells them apart."""
    groups: defaultdict[tuple[object, ...], list[Told]] = defaultdict(list)
    for told in article:
        f = told.figure
        groups[f.measure, f.unit, f.status, f.change, f.population, f.period, f.from_, f.to, f.at].append(
            told
        )
    return {
        id(told)
        for group in groups.values()
        for told in group
        if not all(agree(told.figure, other.figure) for other in group)
    }


def _finding(
    told: Told, told_apart: bool, stated: Sequence[Figure], series: Series, documents: Documents
) -> Finding:
    figure = told.figure
    told = _sofar(_on_its_own(told))
    if figure.change is not None:
        return replace(_growth(told, stated, series), figure=figure)
    asked, figure = figure, told.figure
    alike = {figure.measure, "dead_or_missing"} if figure.measure in TOLLS else {figure.measure}
    observed = of_series((o for measure in sorted(alike) for o in series(measure)), told.published)
    by_series = _by_series(told, told_apart, observed)
    others = list(documents(figure))
    by_documents = _by_documents(told, told_apart, others)
    if by_series.verdict == "unknown":
        decided = by_documents if by_documents.verdict != "unknown" else by_series
    elif (
        by_series.verdict == "differs" and by_documents.verdict == "agrees" and by_series.reason == "revision"
    ):
        decided = Finding(figure, "unknown", f"{by_series.why}; another document says the same as the text")
    else:
        decided = by_series
    support = [
        w for w in by_documents.against if by_documents.verdict == "agrees" and w not in decided.against
    ]
    if decided.verdict in ("agrees", "superseded"):
        decided = replace(decided, against=(*decided.against, *support))
    return replace(decided, figure=asked)


def _on_its_own(told: Told) -> Told:
    """A part that names its people («among them 700 children») is a count of those people."""
    figure = told.figure
    if figure.part_of is None or figure.population == EVERYBODY:
        return told
    if told.whole is not None and told.whole.population == figure.population:
        return told
    return replace(told, figure=replace(figure, part_of=None), whole=None)


def _sofar(told: Told) -> Told:
    """What is reported of a time that was not over is of the time until then (figures.md: «in 2019», said in 2019,
    ends on the publication date)."""
    figure, period, published = told.figure, told.figure.period, told.published
    if (
        period is None
        or period.end is None
        or published is None
        or figure.status not in ("reported", "estimate")
    ):
        return told
    if not (period.end > published and (period.start is None or period.start <= published)):
        return told
    return replace(told, figure=replace(figure, period=Period(period.start, published)))


def _by_series(told: Told, told_apart: bool, observed: Sequence[Witness]) -> Finding:
    figure = told.figure
    compared = [(w, compare(told, w.told)) for w in observed if w.told.figure.measure == figure.measure]
    agreeing = [w for w, comparison in compared if comparison.relation == "agrees"]
    if agreeing:
        return _agreed(told, agreeing, [w for w, _ in compared])
    rivals = [(w, c) for w, c in compared if c.relation == "differs" and c.kind in AT_ODDS]
    if not rivals:
        running = _against_running_totals(told, told_apart, [w for w, _ in compared])
        return running or _unknown(figure, "nothing here counts this", _elsewhere(figure, observed))
    nearest, comparison = min(rivals, key=lambda rival: _nearness(figure, *rival))
    slip = slip_of_the_pen(figure, nearest)
    why_not = doubt(told, told_apart, nearest, slip or _of_another_time(figure, nearest, observed))
    if not slip:
        why_not = why_not or near(figure, nearest) or within_scopes(figure, nearest, observed)
    if why_not is not None:
        return _unknown(figure, f"{why_not}; {says(nearest)}", _elsewhere(figure, observed), (nearest,))
    reason, words = _reason(figure, nearest, comparison, observed)
    if reason == "contradiction" and far(figure, nearest):
        return _unknown(figure, f"too far from {says(nearest)} to be of the same", against=(nearest,))
    misread = may_be_misread(figure, reason)
    if misread is not None:
        return _unknown(figure, f"{misread}; {words}", against=(nearest,))
    moving = unsettled(figure, reason, nearest)
    if moving is not None:
        return _unknown(figure, f"{moving}; {says(nearest)}", against=(nearest,))
    return Finding(figure, "differs", words, reason, _apart(figure, nearest), (nearest,))


def _agreed(told: Told, agreeing: list[Witness], observed: Iterable[Witness]) -> Finding:
    """A figure that some vintage says: superseded, where a later one of the same count says something else."""
    figure = told.figure
    agreeing = sorted(agreeing, key=lambda w: w.as_of, reverse=True)
    latest = agreeing[0]
    later = [
        w
        for w in observed
        if _counts_the_same(w, latest) and w.as_of > latest.as_of and not mean_the_same(figure, w.told.figure)
    ]
    if later:
        newest = max(later, key=lambda w: w.as_of)
        words = f"{says(latest)}; later {says(newest)}"
        return Finding(figure, "superseded", words, "revision", _apart(figure, newest), (newest, *agreeing))
    return Finding(figure, "agrees", says(latest), None, None, tuple(agreeing))


def _counts_the_same(one: Witness, other: Witness) -> bool:
    a, b = one.told.figure, other.told.figure
    scopes = {w.observation.scope if w.observation else "" for w in (one, other)}
    return len(scopes) == 1 and (a.source, a.period, a.population, a.from_, a.to, a.at) == (
        b.source, b.period, b.population, b.from_, b.to, b.at,
    )  # fmt: skip


def _reason(
    figure: Figure, nearest: Witness, comparison: Comparison, observed: Iterable[Witness]
) -> tuple[Kind | None, str]:
    """Why a figure most likely differs: its number stands elsewhere in the series, or its digits tell."""
    told = says(nearest)
    for witness in _same_number(figure, observed):
        other = witness.told.figure
        if other.period != nearest.told.figure.period:
            kind: Kind = "year_to_date" if _same_year(other.period, nearest.told.figure.period) else "period"
            return kind, f"{told}; the text's number is that of {days(other.period)}"
        return "scope", f"{told}; the text's number is of other people, places or counts"
    if out_of_scale(figure.value, nearest.told.figure.value):
        return "unit", f"{told}; the scale is wrong"
    return comparison.kind, told if comparison.kind == "contradiction" else f"{told}; {comparison.why}"


def _nearness(figure: Figure, witness: Witness, comparison: Comparison) -> tuple[bool, bool, float]:
    """Of several counts, the one of which the figure is a slip or a misprint comes first, then the nearest."""
    is_misprint = comparison.kind == "misprint"
    distance = abs(figure.value - witness.told.figure.value)
    return not slip_of_the_pen(figure, witness), not is_misprint, distance


def _of_another_time(figure: Figure, nearest: Witness, observed: Iterable[Witness]) -> bool:
    """Whether the number is just that of the same people and places in another year."""
    here = nearest.told.figure
    return significant(figure.value) >= UNLIKELY and any(
        (f.measure, f.population, f.from_, f.to, f.at, f.source)
        == (here.measure, here.population, here.from_, here.to, here.at, here.source)
        for f in (w.told.figure for w in _same_number(figure, observed))
    )


def _same_year(one: Period | None, other: Period | None) -> bool:
    """Whether both begin on one day: the year so far is taken for the year, or for more of it."""
    return one is not None and other is not None and one.start == other.start


def _same_number(figure: Figure, observed: Iterable[Witness]) -> list[Witness]:
    if significant(figure.value) < TELLING:
        return []
    return [w for w in observed if w.told.figure.value == figure.value and w.told.figure.unit == figure.unit]


def _elsewhere(figure: Figure, observed: Iterable[Witness]) -> str:
    """Where the same number stands in the series, for somebody who wants to look."""
    for witness in _same_number(figure, observed):
        other = witness.told.figure
        return f"; the same number is {other.measure} of {days(other.period)} ({name(witness)})"
    return ""


def _against_running_totals(told: Told, told_apart: bool, observed: Iterable[Witness]) -> Finding | None:
    """A total since New Year is no more than the running total of a later day; «this year» is told of one that may be
    a month old."""
    figure, period = told.figure, told.figure.period
    if (
        period is None
        or period.start is None
        or period.end is None
        or (period.start.month, period.start.day) != (1, 1)
    ):
        return None
    totals = [
        w
        for w in observed
        if w.observation is not None
        and w.observation.cumulative
        and w.observation.period.start == period.start
        and compare(replace(told, figure=replace(figure, period=w.observation.period)), w.told).kind
        in AT_ODDS
    ]
    after = min((w for w in totals if _end(w) >= period.end), key=_end, default=None)
    if after is None or figure.measure in TOLLS or figure.bound != "exact":
        return None  # tolls are found later, and what is hedged may lie outside
    before = max((w for w in totals if _end(w) <= period.end - LAGGING), key=_end, default=None)
    if before is not None and before.told.figure.value <= figure.value <= after.told.figure.value:
        words = f"fits between two totals: {says(before)}; {says(after)}"
        return _unknown(figure, words, against=(before, after))
    if figure.value <= after.told.figure.value * (1 + REVISED) or far(figure, after):
        return None  # what is less may be a part
    why_not = doubt(told, told_apart, after)
    if why_not is not None:
        return _unknown(figure, f"{why_not}; {says(after)}", against=(after,))
    words = f"more than the running total of a later day: {says(after)}"
    return Finding(figure, "differs", words, "contradiction", _apart(figure, after), (after,))


def _by_documents(told: Told, told_apart: bool, others: Sequence[Witness]) -> Finding:
    """What other documents say. The same source counting later supersedes; another source is another count."""
    figure = told.figure
    compared = [(w, compare(told, w.told)) for w in others]
    agreeing = [w for w, comparison in compared if comparison.relation == "agrees"]
    rivals = [
        (w, c)
        for w, c in compared
        if c.relation == "differs" and c.kind in AT_ODDS and (w.told.figure.confidence or 0) >= SURE
    ]
    later = [w for w, _ in rivals if _counted_again(told, w)]
    if later and not told_apart and (figure.confidence or 0) >= SURE and figure.part_of is None:
        newest = max(later, key=lambda w: w.as_of)
        words = f"{newest.told.figure.source} said later: {newest.told.figure.value:,}"
        return Finding(figure, "superseded", words, "revision", _apart(figure, newest), (newest, *agreeing))
    if agreeing:
        return Finding(figure, "agrees", "another document says the same", None, None, tuple(agreeing))
    if not rivals:
        return _unknown(figure, "no other document speaks of this")
    nearest, comparison = min(rivals, key=lambda rival: _nearness(figure, *rival))
    why_not = (
        doubt(told, told_apart, nearest)
        or near(figure, nearest)
        or unsettled(figure, comparison.kind, nearest)
    )
    if why_not is not None or comparison.kind in ("revision", "rounding"):
        return _unknown(figure, f"{why_not or comparison.why}; {says(nearest)}", against=(nearest,))
    if comparison.kind == "contradiction" and far(figure, nearest):
        return _unknown(figure, f"too far from {says(nearest)} to be of the same", against=(nearest,))
    words = f"{says(nearest)}; {comparison.why}"
    return Finding(figure, "differs", words, comparison.kind, _apart(figure, nearest), (nearest,))


def _counted_again(told: Told, witness: Witness) -> bool:
    before, after = told.published, witness.told.published
    source = told.figure.source
    return (
        source is not None
        and source == witness.told.figure.source
        and before is not None
        and after is not None
        and before < after
    )


def _growth(told: Told, stated: Sequence[Figure], series: Series) -> Finding:
    """A change in per cent, held against what the series grew by. It differs only where the text itself states the
    count that the series has: else it may have been worked out from another vintage."""
    figure = told.figure
    grown = growth(figure, [o for o in series(figure.measure) if o.unit != "percent"])
    if grown is None:
        return _unknown(figure, "nothing here counts this change")
    witnesses = tuple(of_series(grown.observations, told.published))
    words = f"{grown.percent:+.1f}%: {' against '.join(map(says, witnesses))}"
    if grown.agrees:
        return Finding(figure, "agrees", words, None, None, witnesses)
    by = round(abs(figure.value) - abs(grown.percent), 1)
    latest = witnesses[0].told.figure
    is_stated = any(
        (f.measure, f.unit, f.period, f.value) == (latest.measure, latest.unit, figure.period, latest.value)
        for f in stated
    )
    if (figure.confidence or 0) < SURE or not is_stated or not grown.same_way or abs(by) > NEAR_GROWTH:
        return _unknown(figure, words, against=witnesses)
    return Finding(figure, "differs", words, "contradiction", by, witnesses)


def _unknown(figure: Figure, why: str, more: str = "", against: tuple[Witness, ...] = ()) -> Finding:
    return Finding(figure, "unknown", why + more, against=against)


def _apart(figure: Figure, witness: Witness) -> Number:
    return figure.value - witness.told.figure.value


def _end(witness: Witness) -> dt.date:
    period = witness.told.figure.period
    return period.end if period is not None and period.end is not None else dt.date.max
