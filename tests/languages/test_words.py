"""What the YAML of a language holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sijill.languages import data

FILES = ("calendar", "hedges", "lexicon", "money", "names", "numerals")


def words_of(said: Any) -> Iterator[Any]:
    if isinstance(said, dict):
        for key, value in said.items():
            yield key
            yield from words_of(value) if isinstance(value, dict | list) else ()
    elif isinstance(said, list):
        for value in said:
            yield from words_of(value) if isinstance(value, dict | list) else [value]


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it"])
@pytest.mark.parametrize("file", FILES)
def test_no_word_is_taken_for_a_truth_value(language: str, file: str) -> None:
    """YAML reads a bare on, off, no and NO (Norway) as true and false."""
    assert not [word for word in words_of(data(language, file)) if isinstance(word, bool)]
