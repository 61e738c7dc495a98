"""Triage says of a text what its mentions would say: whether there is a word of the subject in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.languages import LanguageError, languages
from sijill.reading.mentions import mentions
from sijill.reading.text import tokens
from sijill.reading.triage import on_subject

GOLD = Path(__file__).parent.parent / "gold"
PIECES = (
    "migrants", "coast guard", "Frontex", "centre", "de", "rétention", "guardia", "costiera", "مهاجرين",
    "خفر", "السواحل", "الهجرة", "وزارة", "و", "ف", "ب", "ك", "ل", "لل", "ال", "س", " ", " ", "\n", "\u00a0",
    "\u0640", "\u064b", "\u0301", "\u200b", "\u00ad", "\u202b", "-", "'", "’", ".", "3", "٣", "²", "_", "ﻻ",
)  # fmt: skip


def has_topic(text: str, language: str) -> bool:
    return bool(mentions(text, tokens(text), language).of("on_topic"))


@pytest.mark.parametrize("language", languages())
def test_it_agrees_with_the_mentions_of_every_gold_text_in_any_language(language: str) -> None:
    files = sorted(GOLD.glob("*.docs.jsonl"))
    texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
    assert texts
    for sentence in (s for text in texts for s in text.splitlines()):
        assert on_subject(sentence, language) == has_topic(sentence, language), sentence


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(languages()))
def test_it_agrees_with_the_mentions_of_strange_texts(text: str, language: str) -> None:
    assert on_subject(text, language) == has_topic(text, language)


@given(st.text(max_size=40), st.sampled_from(languages()))
def test_it_agrees_with_the_mentions_of_any_text(text: str, language: str) -> None:
    assert on_subject(text, language) == has_topic(text, language)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Rain is expected over the weekend.", "en", False),
        ("Forty migrants came ashore.", "en", True),
        ("The coast was clear, said the guard.", "en", False),
        ("The coast guard was told.", "en", True),
        ("وللمُهاجرين حقوق", "ar", True),
        ("تراجعت أسعار النفط", "ar", False),
        ("وقالت وFrontex", "fr", True),
        ("Le centre de la ville est fermé.", "fr", False),
        ("Le centre de rétention est fermé.", "fr", True),
        ("La guardia giurata dormiva.", "it", False),
        ("La guardia costiera è uscita.", "it", True),
        ("", "it", False),
    ],
)
def test_a_word_or_phrase_of_the_subject_is_what_counts(text: str, language: str, expected: bool) -> None:
    assert on_subject(text, language) is expected


def test_what_was_read_before_changes_nothing() -> None:
    texts = ["The coast guard was told.", "The coast was clear.", "A guard, a coast."]
    assert [on_subject(t, "en") for t in texts] == [on_subject(t, "en") for t in texts[::-1]][::-1]


def test_an_unknown_language_is_said() -> None:
    with pytest.raises(LanguageError, match="'de'"):
        on_subject("Migranten", "de")
