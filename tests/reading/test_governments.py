"""A country that acts takes part in an event as its government; one in which something happens does not."""

from __future__ import annotations

import pytest

from sijill.reading.governments import governments
from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Norway pledged five million euros for UNHCR.", {"Government of Norway"}),
        ("en", "Italy and Libya signed a deal in Rome.", {"Government of Italy", "Government of Libya"}),
        (
            "en",
            "An agreement between Italy and Tunisia was signed.",
            {"Government of Italy", "Government of Tunisia"},
        ),
        ("en", "Experts in Italy signed a letter.", set()),
        ("fr", "L'Italie et la Libye ont signé un accord.", {"Government of Italy", "Government of Libya"}),
        (
            "it",
            "Italia e Tunisia hanno firmato un accordo.",
            {"Government of Italy", "Government of Tunisia"},
        ),
        ("ar", "تعهدت النرويج بخمسة ملايين يورو.", {"Government of Norway"}),
        ("ar", "وقعت إيطاليا وليبيا اتفاقا.", {"Government of Italy", "Government of Libya"}),
        ("ar", "في ليبيا وقعت المنظمة اتفاقا.", set()),
    ],
)
def test_the_governments_of_an_event(passage: Prepare, language: str, text: str, names: set[str]) -> None:
    read = passage(language, text)
    found = {
        participant.name
        for mention in read.mentions.of("event")
        for meaning in mention.meanings
        for participant in governments(read, read.sentence_at(mention.first), mention, meaning)
    }
    assert found == names
