"""The words that bound a number («more than», «على الأقل») and those that make it a change («down
12%»).

Data: languages/<language>/hedges.yaml. A hedge is looked for around a number only, never over a whole
text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sijill.languages import data
from sijill.languages.lexicon import spellings, split
from sijill.languages.script import fold
from sijill.model import Bound, Change
from sijill.reading.phrases import Phrases
from sijill.reading.text import Token

_FILLERS, _NEAR, _NEGATED, _NOUN, _LINKS, _SUBJECT = 4, 6, 5, 3, 6, 10
"""How many tokens may stand between a number and: its hedge, a hedging verb, the negation of a
comparative, a
hedge after the counted noun, the word of a change by links alone, the same with the change's
subject."""


class Hedge(NamedTuple):
    """Tokens `first` to `last` that bound a number, and how."""

    first: int
    last: int
    bound: Bound


@dataclass(frozen=True, slots=True)
class HedgeWords:
    """The hedges of one language."""

    before: Phrases[Bound]
    leads: frozenset[str]
    has_near: bool
    near: Phrases[Bound]
    near_ended: Phrases[Bound]
    near_ending: frozenset[str]
    after: Phrases[Bound]
    after_firsts: frozenset[str]
    after_noun: Phrases[Bound]
    after_noun_firsts: frozenset[str]
    negations: frozenset[str]
    of_verbs: dict[str, frozenset[str]]
    flips: Phrases[Bound]
    fillers: frozenset[str]
    between: Phrases[frozenset[str]]
    joiners: frozenset[str]
    range_words: frozenset[str]
    articles: frozenset[str]
    alternatives: frozenset[str]
    list_joiners: frozenset[str]
    list_stop: frozenset[str]
    list_adjectives: frozenset[str]
    change: Phrases[Change]
    links: frozenset[str]
    change_after: Phrases[Change]
    change_after_percent: Phrases[Change]
    change_after_firsts: frozenset[str]
    by: frozenset[str]
    moved: Phrases[bool]
    than: frozenset[str]
    negation_stop: frozenset[str]
    participles: tuple[str, ...]
    but: frozenset[str]
    change_attached: tuple[str, ...]
    change_share: tuple[str, ...]
    change_over_nouns: bool


@cache
def hedge_words(language: str) -> HedgeWords:
    """The hedges of a language. LanguageError if it has no folder."""
    raw = data(language, "hedges")
    attached = raw.get("particles", False)

    def phrases(table: dict[str, list[str]], backwards: bool = False) -> Phrases[Bound]:
        entries = [(str(p), bound) for bound, patterns in table.items() for p in patterns]
        return Phrases(entries, backwards=backwards, particles=attached)  # type: ignore[arg-type]

    def forms(patterns: list[str]) -> frozenset[str]:
        found = {word for pattern in patterns for form in spellings(str(pattern)) for word in split(form)[:1]}
        return frozenset(found | ({p + w for w in found for p in ("و", "ف", "ب")} if attached else set()))

    ranges = raw["ranges"]
    pairs = {key: frozenset(fold(w) for w in words) for key, words in ranges["pairs"].items()}
    changes = raw["change"].items()
    the = raw.get("article")
    article = [(the + p.strip("()").replace("|", "|" + the), c) for c, ps in changes for p in ps if the]
    change = [(p, c) for c, ps in changes for p in ps] + [
        (f"({p})" if "|" in p else p, c) for p, c in article
    ]
    after_noun: Phrases[Bound] = Phrases(
        [(p, bound) for bound, ps in raw["after"].items() for p in ps if p in raw["after_noun"]]
    )
    before, after = phrases(raw["before"], backwards=True), phrases(raw["after"])
    fillers = frozenset(fold(w) for words in raw["fillers"] for w in split(words))
    change_after: Phrases[Change] = Phrases(
        [(p, c) for c, ps in raw["change_after"].items() for p in ps], particles=attached
    )
    change_after_percent: Phrases[Change] = Phrases(
        [(p, c) for c, ps in raw["change_after_percent"].items() for p in ps]
    )
    return HedgeWords(
        before,
        before.firsts() | fillers,
        bool(raw["near"] or raw["near_ended"]),
        phrases(raw["near"], backwards=True),
        phrases(raw["near_ended"], backwards=True),
        forms(raw["near_ending"]),
        after,
        after.firsts(),
        after_noun,
        after_noun.firsts(),
        forms(raw["negations"]),
        {fold(word): frozenset(fold(v) for v in verbs) for word, verbs in raw["of_verbs"].items()},
        Phrases([(p, "over") for p in raw["flips"]], backwards=True),
        fillers,
        Phrases(
            [(key, pairs.get(key, frozenset())) for key in ranges["between"]],
            backwards=True,
            particles=attached,
        ),
        frozenset(fold(w) for w in ranges["joiners"]),
        frozenset(fold(w) for w in ranges["joiners"]).union(*pairs.values()),
        frozenset(fold(w) for w in ranges.get("articles", ())),
        frozenset(fold(w) for w in raw["alternatives"]),
        frozenset(fold(w) for w in raw["list_joiners"]),
        forms(raw["list_stop"]),
        frozenset(fold(w) for w in raw["list_adjectives"]),
        Phrases(change, particles=attached),
        forms(raw["change_link"]),
        change_after,
        change_after_percent,
        change_after.firsts() | change_after_percent.firsts(),
        forms(raw["change_by"]),
        Phrases([(p, True) for p in raw["moved"]], particles=attached),
        frozenset(fold(w) for w in raw["than"]),
        forms(raw["negation_stop"]),
        tuple(fold(ending) for ending in raw["participles"]),
        frozenset(fold(w) for w in raw["but"]),
        tuple(raw.get("change_attached", ())),
        tuple(raw.get("change_share", ())),
        raw.get("change_over_nouns", False),
    )


class Hedges:
    """The hedges around the numbers of one text."""

    def __init__(self, text: str, tokens: list[Token], language: str) -> None:
        self.text, self.tokens, self.language = text, tokens, language
        self.words = hedge_words(language)

    def before(self, index: int) -> Hedge | None:
        """The hedge whose words end before the token at `index`, articles and the like between them."""
        found = self.nearest(index)
        if found is None:
            return self.verb(index) if self.words.has_near else None
        outer = self.nearest(found.first)
        if outer is not None and outer.bound in ("over", "under") and found.bound not in ("over", "under"):
            return Hedge(outer.first, found.last, outer.bound)
        return self.flipped(found)

    def nearest(self, index: int) -> Hedge | None:
        tokens, words = self.tokens, self.words
        if index == 0 or tokens[index - 1].form not in words.leads:
            return None
        at = index
        for _ in range(_FILLERS):
            found = words.before.backwards(tokens, at)
            if found is not None and self.belongs_to_verb(found[0], at):
                return None
            if found is not None and not self.line_between(found[0], index):
                return Hedge(found[0], at, found[1])
            if at == 0 or tokens[at - 1].form not in words.fillers:
                return None
            at -= 1
        return None

    def belongs_to_verb(self, first: int, last: int) -> bool:
        """«handed over two boats», «asks about two million»: the hedging word goes with the verb before it."""
        verbs = self.words.of_verbs.get(self.tokens[first].form)
        return verbs is not None and last == first + 1 and first > 0 and self.tokens[first - 1].form in verbs

    def flipped(self, hedge: Hedge) -> Hedge:
        """«لا يكلف الشاب أكثر من»: a negated «more than» is «at most»."""
        words, tokens = self.words, self.tokens
        flips = words.flips.backwards(tokens, hedge.last)
        if hedge.bound != "over" or flips is None:
            return hedge
        for at in range(hedge.first - 1, max(-1, hedge.first - _NEGATED - 1), -1):
            if tokens[at].kind != "word" or tokens[at].form in words.negation_stop:
                break
            if tokens[at].form in words.negations:
                return Hedge(at, hedge.last, "under")
        return hedge

    def verb(self, index: int) -> Hedge | None:
        """«لم يتعدّ العدد 620»: a hedging verb with its subject between it and the number."""
        tokens, words = self.tokens, self.words
        at = index
        ended = index > 0 and tokens[index - 1].form in words.near_ending
        for _ in range(_NEAR + 1):
            found = words.near.backwards(tokens, at)
            if found is None and ended:
                found = words.near_ended.backwards(tokens, at)
            if found is not None and not self.line_between(found[0], index):
                return Hedge(found[0], at, found[1])
            if at == 0 or tokens[at - 1].kind != "word":
                return None
            at -= 1
        return None

    def after(self, index: int, starts: set[int], noun: bool = True) -> Hedge | None:
        """The hedge from the token at `index` on, or after the noun that is counted; none that leads
        to a number.

        `starts` holds the tokens at which numbers begin."""
        tokens, words = self.tokens, self.words
        if index >= len(tokens):
            return None
        found = words.after.forwards(tokens, index) if tokens[index].form in words.after_firsts else None
        at = index
        if found is None and noun:
            for at in range(index + 1, min(index + _NOUN + 1, len(tokens))):
                if (
                    tokens[at - 1].kind != "word"
                    or tokens[at - 1].form in words.list_stop
                    or at - 1 in starts
                ):
                    return None
                if tokens[at].form not in words.after_noun_firsts:
                    continue
                found = words.after_noun.forwards(tokens, at)
                if found is not None:
                    break
        if found is None or self.line_between(index - 1, found[0]):
            return None
        last, bound = found
        if last + 1 in starts and tokens[last].form in words.than:
            return None
        if tokens[at].form == "+" and tokens[at].start != tokens[at - 1].end:
            return None
        following = last
        while following < len(tokens) and following < last + 2 and tokens[following].form in words.fillers:
            following += 1
        if (following in starts and tokens[at].kind == "word") or last in starts:
            return None
        return Hedge(at, last, bound)

    def runs_on(self, last: int, first: int, joined: bool) -> bool:
        """Whether a hedge runs on from a number that ends at `last` to one that begins at `first`:
        only the nouns
        of a list stand between them, and a joiner or a comma."""
        tokens, words = self.tokens, self.words
        if not 0 < first - last <= 7 or self.line_between(last - 1, first):
            return False
        if not joined and tokens[first - 1].form not in words.list_joiners:
            return False
        between = tokens[last : first if joined else first - 1]
        if not between:
            return False
        for token in between:
            if token.kind != "word" or token.form in words.list_stop or self.is_participle(token.form):
                return False
        return True

    def is_participle(self, form: str) -> bool:
        return form.endswith(self.words.participles) and form not in self.words.list_adjectives

    def change(self, first: int, last: int, after: int, percent: bool) -> Change | None:
        """Whether a number (tokens `first` to `last`, its hedge included; its unit ends at `after`) is
        a change."""
        tokens, words = self.tokens, self.words
        following = None
        if after < len(tokens) and tokens[after].form in words.change_after_firsts:
            following = words.change_after.forwards(tokens, after)
            if following is None and percent:
                following = words.change_after_percent.forwards(tokens, after)
        if following is not None and not self.line_between(last - 1, following[0]):
            return following[1]
        limit = _LINKS
        at = first - 1
        linked = False
        while (at >= 0 and first - at <= limit and tokens[at].kind == "word") or (
            at >= 0 and tokens[at].form == "'"
        ):
            form = tokens[at].form
            found = words.change.word(form)
            adjacent = at == first - 1 and form.startswith(words.change_attached)
            if found is not None and (percent or linked or adjacent) and not self.line_between(at, first):
                return found
            if form in words.links:
                if percent and form.startswith(words.change_share):
                    limit = _SUBJECT
                linked = linked or form in words.by
            elif limit != _SUBJECT and (not (words.change_over_nouns and percent) or first - at > _NOUN):
                return None
            at -= 1
        return None

    def line_between(self, first: int, last: int) -> bool:
        if not 0 <= first < len(self.tokens) or last < 1:
            return False
        last = min(last, len(self.tokens) - 1)
        return "\n" in self.text[self.tokens[first].end : self.tokens[last].start]
