"""Places, organisations and office holders of a text, put together from the names that it mentions.

«وزارة الداخلية الإيطالية», «Italy's interior ministry», «le ministère italien de l'Intérieur»: an institution
and a country make an organisation. An office, a country or organisation, ranks and a name make a person in
a public role. Nobody else becomes one: a name without an office or a place among the known officials is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.reading.institutions import ActorName, PlaceName, organisations, place_names
from sijill.reading.mentions import Mentions
from sijill.reading.officials import PersonName, officials
from sijill.reading.text import Sentence, Token


@dataclass(frozen=True, slots=True)
class Entities:
    """All of them, each list in text order."""

    places: tuple[PlaceName, ...]
    actors: tuple[ActorName, ...]
    persons: tuple[PersonName, ...]


def entities(
    text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Mentions, language: str
) -> Entities:
    """The places, organisations and officials of a text."""
    names = mentions.of("name")
    places = place_names(names)
    actors = organisations(text, tokens, sentences, names, places, language)
    persons = officials(text, tokens, sentences, mentions, actors, places, language)
    return Entities(tuple(places), tuple(actors), tuple(persons))
