"""Whether a text is about the subject at all, told from its words alone before anything else is read.

The answer is that of `mentions(…).of("on_topic")`. Most news is about something else: of such a text only
the distinct words are looked at, and those that were seen to say nothing in an earlier text not even once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain

from sijill.languages.lexicon import Lexicon
from sijill.languages.script import PROCLITICS, REMEMBERED, fold
from sijill.reading.mentions import ON_TOPIC, lexicon, on_topic_phrases
from sijill.reading.text import written_words

_DULL = 2 * REMEMBERED
"""Words of no interest that are kept in mind in each language, at most; about 4 MB of them."""
_LONGEST = 40
"""Letters of the longest of them."""


def on_subject(text: str, language: str) -> bool:
    """Whether a text holds a word or phrase of `on_topic` in its language's lexicon.yaml. One pass over the
    text, linear in its length. LanguageError if the language is none that Sijill reads."""
    runs = text.split()  # no token reaches over a space, and most runs are a word that was met before
    dull = _dull(language)
    fresh = set(runs) - dull
    if not fresh:
        return False
    openings = _openings(language)
    telling = {run for run in fresh if _may_begin(run, openings)}
    if len(dull) > _DULL:
        dull.clear()
    dull.update(run for run in fresh - telling if len(run) <= _LONGEST)
    return bool(telling) and any(
        run in telling and _begins_at(runs, place, openings, language) for place, run in enumerate(runs)
    )


def _may_begin(run: str, openings: frozenset[str]) -> bool:
    """Whether a word in what stands between two spaces can be the first of a phrase of the subject."""
    if run.isalpha():
        return fold(run) in openings
    return not openings.isdisjoint(_forms(run))


def _begins_at(runs: Sequence[str], place: int, openings: frozenset[str], language: str) -> bool:
    """Whether a phrase of the subject begins in a run."""
    phrases = lexicon(language)
    forms = _forms(runs[place])
    for index, form in enumerate(forms):
        if form in openings:
            inside = (forms[i] for i in range(index, len(forms)))
            after = (form for i in range(place + 1, len(runs)) for form in _forms(runs[i]))
            if phrases.means(chain(inside, after), ON_TOPIC):
                return True
    return False


def _forms(run: str) -> list[str]:
    return [form for form in map(fold, written_words(run)) if form]


@cache
def _dull(language: str) -> set[str]:
    return set()


@cache
def _openings(language: str) -> frozenset[str]:
    """The folded words in which `stems` can find the first word of a phrase of the subject, and a few more:
    which particles may be cut the lexicon says when a text has one of them. Particles stand before words of
    any script: «وFrontex»."""
    found: set[str] = set()
    for first in Lexicon(on_topic_phrases(language)).firsts():
        for particle in ("", *PROCLITICS):
            found.update((particle + first, f"{particle}ال{first}", f"{particle}لل{first}"))
            if first.startswith("ال"):
                found.add(f"{particle}ل{first[1:]}")
    return frozenset(found)
