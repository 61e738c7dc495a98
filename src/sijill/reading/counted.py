"""What each number counts: the noun that stands with it, the unit it gives and the people it narrows to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from sijill import codes
from sijill.languages import data
from sijill.languages.script import fold, stems
from sijill.model import EVERYBODY, Population, Quantity
from sijill.reading.ellipsis import sum_words
from sijill.reading.hedges import hedge_words
from sijill.reading.institutions import PlaceName
from sijill.reading.mentions import Mention, lexicon
from sijill.reading.numeral_words import words
from sijill.reading.passage import Passage
from sijill.reading.quantity_items import SAID_AGAIN
from sijill.reading.text import Sentence, within

_REACH = 4
"""Tokens after a number among which its noun may begin («300 of the mostly Sudanese migrants»)."""
_LEFT_REACH = 6
"""Tokens before a number among which the noun of «the number of migrants: 300» may end."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and its noun. `first`, `last`: its tokens. `thing`: key of codes.things(), None where no noun
    stands with it. `unit`: None where neither money, percent nor the noun says. `rejected`: the noun makes
    it no figure. `noun`: the token after the noun phrase, from which adjectives and places are sought."""

    quantity: Quantity
    first: int
    last: int
    sentence: Sentence
    thing: str | None
    unit: str | None
    population: Population
    rejected: bool
    noun: int


def counted(passage: Passage) -> list[Counted]:
    """The numbers of a passage that may be figures, each with its noun. Ordinals and the like are left out."""
    things = passage.mentions.of("thing")
    firsts = [m.first for m in things]
    peoples = {p.first: p for p in passage.entities.places if p.adjective}
    found = []
    stops = _stops(passage)
    spans = [(q.start, q.end) for q in passage.quantities]
    for index, quantity in enumerate(passage.quantities):
        if quantity.kind not in ("number", "money", "percent") or quantity.value is None:
            continue
        again = next((q for q in passage.quantities[index + 1 : index + 2] if q.rule == SAID_AGAIN), None)
        after = index + 1 if again is None else index + 2  # «seven (07) persons»
        following = spans[after][0] if after < len(spans) else len(passage.text)
        ends = quantity.end if again is None else again.end + 1
        found.append(_counted(passage, quantity, ends, following, things, firsts, peoples, stops))
    return found


def _counted(
    passage: Passage,
    quantity: Quantity,
    ends: int,
    following: int,
    things: Sequence[Mention],
    firsts: Sequence[int],
    peoples: dict[int, PlaceName],
    stops: _Stops,
) -> Counted:
    first, last = passage.token_at(quantity.start), passage.token_at(ends - 1) + 1
    sentence = passage.sentence_at(first)
    if quantity.kind != "number":
        unit = "percent" if quantity.kind == "percent" else quantity.unit
        return Counted(quantity, first, last, sentence, None, unit, EVERYBODY, False, last)
    own = _dual_thing(passage, quantity, first, last)
    if own is not None:
        return _with_thing(passage, quantity, first, last, sentence, own, last)
    if _in_a_name(passage, first) or _numbered(passage, first, things, firsts):
        return Counted(quantity, first, last, sentence, "articles", None, EVERYBODY, True, last)
    nation = _accusative_nation(passage, quantity, last)
    if nation is not None:
        population = Population(nationality=(nation.place.country,))
        return Counted(quantity, first, last, sentence, "nationals", "person", population, False, nation.last)
    mention, people = _noun_after(passage, last, sentence, following, things, firsts, peoples, stops)
    if mention is not None:
        return _with_thing(passage, quantity, first, last, sentence, mention.meanings[0].key, mention.last)
    if people is not None:
        population = Population(nationality=(people.place.country,))
        return Counted(quantity, first, last, sentence, "nationals", "person", population, False, people.last)
    left = _noun_before(passage, first, sentence, things, firsts)
    if left is not None and left.meanings[0].key not in codes.not_counted():
        return _with_thing(passage, quantity, first, last, sentence, left.meanings[0].key, last)
    if _counts_unknown(passage, quantity, last):
        return Counted(quantity, first, last, sentence, None, None, EVERYBODY, True, last)
    unit = _money_unsaid(stops.sums, quantity)
    return Counted(quantity, first, last, sentence, None, unit, EVERYBODY, False, last)


def _accusative_nation(passage: Passage, quantity: Quantity, last: int) -> PlaceName | None:
    """«21 سوريا»: from 11 to 99 Arabic counts in the accusative, whose «سوريا» is written like the country."""
    value = quantity.value
    if not isinstance(value, int) or value % 100 < 11:
        return None
    for place in within(passage.entities.places, last, last + 1):
        word = passage.tokens[last].form
        if (
            not place.adjective
            and place.place.kind == "country"
            and place.last == last + 1
            and word.endswith("يا")
        ):
            return place
    return None


def _with_thing(
    passage: Passage, quantity: Quantity, first: int, last: int, sentence: Sentence, key: str, after: int
) -> Counted:
    if key in codes.not_counted():
        return Counted(quantity, first, last, sentence, key, None, EVERYBODY, True, after)
    thing = codes.things()[key]
    population = Population(sex=_sex(thing.sex), age=_age(thing.age), vulnerable=thing.vulnerable)
    rejected = thing.unit == "other"
    unit = None if rejected or key == "cases" else thing.unit  # cases of death, of asylum are people
    return Counted(quantity, first, last, sentence, key, unit, population, rejected, after)


def _sex(value: str | None) -> Literal["female", "male"] | None:
    return "female" if value == "female" else "male" if value == "male" else None


def _age(value: str | None) -> Literal["child", "adult", "unaccompanied_child"] | None:
    if value == "child":
        return "child"
    if value == "adult":
        return "adult"
    return "unaccompanied_child" if value == "unaccompanied_child" else None


def _noun_after(
    passage: Passage,
    last: int,
    sentence: Sentence,
    following: int,
    things: Sequence[Mention],
    firsts: Sequence[int],
    peoples: dict[int, PlaceName],
    stops: _Stops,
) -> tuple[Mention | None, PlaceName | None]:
    """The first noun after a number, before any stop, and the nationality that stands for one.

    A preposition, an article, a place or a time of its own ends the search; «of» and «من» lead on, to a noun
    that can be counted («300 of the migrants») but not to one that cannot («16,918 from countries»).
    """
    people: PlaceName | None = None
    partitive = False
    index = last
    while index < min(last + _REACH, sentence.last):
        token = passage.tokens[index]
        if token.start >= following or (token.kind == "mark" and token.form not in _TRANSPARENT):
            break
        at = bisect_left(firsts, index)
        if at < len(things) and things[at].first == index:
            countable = things[at].meanings[0].key not in codes.not_counted()
            if countable or not (partitive or people or index in stops.times):
                return things[at], people
            break
        if people is None and index in peoples:
            people = peoples[index]
        elif index in stops.partitives:
            partitive = True
        elif index in stops.words or (token.form in stops.articles and not partitive):
            break
        index += 1
    return None, people


@dataclass(frozen=True, slots=True)
class _Stops:
    """Tokens that end the search for a noun, those that lead on, those inside times; the articles, and the sums
    of money."""

    words: frozenset[int]
    partitives: frozenset[int]
    times: frozenset[int]
    articles: frozenset[str]
    sums: Sequence[Quantity]


def _stops(passage: Passage) -> _Stops:
    words: set[int] = set()
    partitives: set[int] = set()
    for mention in passage.mentions.of("preposition"):
        roles = mention.keys("role")
        (partitives if roles == ["from"] else words).add(mention.first)
    words |= {p.first for p in passage.entities.places if not p.adjective}
    times = {
        index
        for time in passage.times
        if time.kind != "duration"
        for index in range(passage.token_at(time.start), passage.token_at(time.end - 1) + 1)
    }
    sums = [q for q in passage.quantities if q.kind == "money" and q.unit]
    return _Stops(
        frozenset(words), frozenset(partitives), frozenset(times), _articles(passage.language), sums
    )


@cache
def _articles(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in data(language, "lexicon").get("articles") or ())


_TRANSPARENT = frozenset("'\"-+«»“”’(")


def _noun_before(
    passage: Passage, first: int, sentence: Sentence, things: Sequence[Mention], firsts: Sequence[int]
) -> Mention | None:
    """The noun of «the number of arrivals stood at 300», the nearest one before without a comma between."""
    at = bisect_left(firsts, first) - 1
    if at < 0:
        return None
    mention = things[at]
    if mention.first < sentence.first or not 1 <= first - mention.last <= _LEFT_REACH:
        return None
    if any(passage.tokens[i].form in (",", "،", ";", ".") for i in range(mention.last, first)):
        return None
    return mention


_NUMBERED = frozenset({"articles", "ranks", "age"})


def _numbered(passage: Passage, first: int, things: Sequence[Mention], firsts: Sequence[int]) -> bool:
    """«Resolution 2292», «article 13», «number 12»: what stands right before is named by the number."""
    at = bisect_left(firsts, first) - 1
    if _is_a_type(passage, first):
        return True
    if at < 0 or things[at].meanings[0].key not in _NUMBERED:
        return False
    gap = first - things[at].last
    return gap == 0 or (gap == 1 and passage.tokens[first - 1].kind == "mark")


def _is_a_type(passage: Passage, first: int) -> bool:
    """«an ATR 42», «un Falcon 50»: a name after the indefinite article that a number in digits ends."""
    if first < 2 or passage.tokens[first].kind != "digits":
        return False
    article, name = passage.tokens[first - 2 : first]
    capital = (
        name.kind == "word" and passage.text[name.start].isupper() and name.end < passage.tokens[first].start
    )
    return capital and article.form in words(passage.language).ones


def _in_a_name(passage: Passage, first: int) -> bool:
    """«Sea-Eye 5»: the number is part of a name."""
    names = passage.mentions.of("name")
    at = bisect_left(names, first + 1, key=lambda m: m.first) - 1
    return at >= 0 and names[at].first < first < names[at].last


def _counts_unknown(passage: Passage, quantity: Quantity, last: int) -> bool:
    """Whether millions count something unknown («41 million cigarettes»): a word follows that neither goes on with a
    sum of money («10.3 million for the coast guard») nor ends the noun phrase («2 million have fled»)."""
    after = passage.tokens[last] if last < len(passage.tokens) else None
    if quantity.value is None or quantity.value < _MILLIONS or after is None or after.kind != "word":
        return False
    sums, hedges = sum_words(passage.language), hedge_words(passage.language)
    known = after.form in sums.followers | sums.words | hedges.list_stop | hedges.list_joiners
    return not known and not after.form.endswith(hedges.participles)


def _money_unsaid(sums: Sequence[Quantity], quantity: Quantity) -> str | None:
    """The currency of «10.3 million for the coast guard» in a text that names one: that of the sum before it,
    else of the one after. Counts of people in millions have their noun."""
    if quantity.value is None or quantity.value < _MILLIONS:
        return None
    before = bisect_left(sums, quantity.start, key=lambda q: q.start)
    return sums[max(0, before - 1)].unit if sums else None


_MILLIONS = 1_000_000


def _dual_thing(passage: Passage, quantity: Quantity, first: int, last: int) -> str | None:
    """The thing that an Arabic dual counts: «قاربين» is two of «قارب»; «زورقي دورية» two of «زورق دورية»."""
    if quantity.value != 2 or last - first != 1:
        return None
    word = fold(passage.text[quantity.start : quantity.end])
    if not word or word.isdecimal() or not "\u0621" <= word[0] <= "\u064a":
        return None
    phrases = lexicon(passage.language)
    for stem in _singulars(word):
        token = passage.tokens[first]._replace(form=stem)
        window = [token, *passage.tokens[last : last + 2]]
        for match in phrases.every(window, 0, passage.text):
            for meaning in match.meanings:
                if meaning.group == "thing":
                    return meaning.key
    return None


def _singulars(dual: str) -> list[str]:
    found = []
    for _, word in stems(dual):
        for ending in ("ان", "ين", "ا", "ي"):
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                bare = word[: -len(ending)]
                found.append(bare)
                if bare.endswith("ت"):
                    found.append(bare[:-1] + "ه")
    return found


def narrowed(population: Population, other: Population) -> Population:
    """A population with what another one adds where it says nothing itself."""
    return replace(
        population,
        sex=population.sex or other.sex,
        age=population.age or other.age,
        nationality=population.nationality or other.nationality,
        vulnerable=population.vulnerable or other.vulnerable,
    )
