"""Spellings of one word fold together; particles are cut; offsets in the written word survive silent marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.languages.script import fold, is_silent, offset_after, stems

LETTERS = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىَُِّْـ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [("إيطاليا", "ايطاليا"), ("مُهاجِرًا", "مهاجرا"), ("مدينة", "مدينه"), ("ليبيـــا", "ليبيا"), ("القُرى", "القري"),
     ("IRINI", "irini"), ("L’", "l’"), ("١٢٣", "123")],
)  # fmt: skip
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_accents_tell_words_apart() -> None:
    assert fold("marché") != fold("marche")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_ways_to_cut_a_word_begin_with_the_whole() -> None:
    ways = [stem for _, stem in stems(fold("وللمهاجرين"))]
    assert ways[0] == "وللمهاجرين"
    assert "مهاجرين" in ways
    assert stems("migrants") == ((0, "migrants"),)


@given(LETTERS)
def test_a_stem_is_the_end_of_its_word(word: str) -> None:
    form = fold(word)
    for cut, stem in stems(form):
        assert form.endswith(stem) or stem == "ا" + form[cut:]


@given(LETTERS, st.integers(0, 5))
def test_the_offset_after_some_letters_passes_their_marks(word: str, cut: int) -> None:
    offset = offset_after(word, cut)
    assert len([c for c in word[:offset] if not is_silent(c)]) == min(
        cut, len([c for c in word if not is_silent(c)])
    )
