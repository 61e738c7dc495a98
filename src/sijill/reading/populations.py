"""Which part of all people a number counts: what its noun says, and the adjectives that stand with it."""

from __future__ import annotations

from dataclasses import replace

from sijill.model import Population
from sijill.reading.counted import Counted
from sijill.reading.passage import Passage
from sijill.reading.text import within

_AND = frozenset("وف")
_BESIDE = 3
"""Words after the counted noun among which its adjectives and its nationality stand."""


def people_narrowed(passage: Passage, number: Counted) -> Population:
    """The population of a number that counts people or a share of them."""
    population = _by_adjectives(passage, number, number.population)
    nations = _nation_before(passage, number) or population.nationality or _nations(passage, number)
    return replace(population, nationality=nations)


def _by_adjectives(passage: Passage, number: Counted, population: Population) -> Population:
    end = _phrase_end(passage, number)
    for mention in within(passage.mentions.of("population"), number.last, end):
        for meaning in mention.meanings:
            population = _narrowed_by(population, meaning.key)
    return population


def _narrowed_by(population: Population, part: str) -> Population:
    if part == "vulnerable":
        return replace(population, vulnerable=True)
    if part == "pregnant":
        return replace(population, sex="female", vulnerable=True)
    if part == "female":
        return replace(population, sex=population.sex or "female")
    if part == "male":
        return replace(population, sex=population.sex or "male")
    if part == "unaccompanied_child":
        return replace(population, age="unaccompanied_child")
    if part == "child":
        return replace(population, age=population.age or "child")
    if part == "adult":
        return replace(population, age=population.age or "adult")
    return population


def _nation_before(passage: Passage, number: Counted) -> tuple[str, ...]:
    """«Syrians (2,101)», «Sudan (31%)», «Syrians: 2,101», «السوريون بـ3910»: whose number it is stands before it,
    with a bracket or a colon between, or with the particle that is written onto the number."""
    before = number.first - 1
    if before < 0 or number.quantity.change is not None:
        return ()
    token, form = passage.tokens[before], passage.tokens[before].form
    glued = token.kind == "word" and len(form) <= 2 and token.end == passage.tokens[number.first].start
    particle = glued and form not in _AND  # «18 بنغلاديشيا و11 مصريا»: a list goes on with another nation
    if form in ("(", ":") or particle:
        end = before
    elif number.quantity.start > passage.tokens[number.first].start:
        end = number.first
    else:
        return ()
    for place in within(passage.entities.places, max(number.sentence.first, end - 4), end):
        inside = any(
            a.first <= place.first < a.last
            for a in within(passage.entities.actors, place.first - 6, place.first + 1)
        )
        if (
            place.last == end
            and place.place.kind == "country"
            and not inside
            and (place.adjective or form == "(")
        ):
            return (place.place.country,)
    return ()


def _nations(passage: Passage, number: Counted) -> tuple[str, ...]:
    """Adjectives of nationality between the number and its noun, or right after the noun, joined or not."""
    end = _phrase_end(passage, number)
    found: list[str] = []
    reach = number.noun
    for place in within(passage.entities.places, number.last, end):
        if not place.adjective or place.place.kind != "country":
            continue
        if place.first - reach > 1 and found:
            break
        found.append(place.place.country)
        reach = place.last
    return tuple(sorted(set(found)))


def _phrase_end(passage: Passage, number: Counted) -> int:
    """The token at which the noun phrase of a number ends at the latest: a mark, another number, the reach."""
    end = number.noun
    limit = min(number.noun + _BESIDE, number.sentence.last)
    while end < limit:
        token = passage.tokens[end]
        if token.kind == "digits" or (token.kind == "mark" and token.form not in "'\"-«»“”"):
            break
        end += 1
    return end
