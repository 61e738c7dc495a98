"""Tokens and sentences lie in the text where they say; nothing visible is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sijill.languages.script import is_silent
from sijill.reading.text import glued, sentences, tokens

MIXED = st.text(
    alphabet=st.characters(codec="utf-8") | st.sampled_from("مهاجر وصل ٣٬٥ 12.5 l'été\u200f\u0650ـ😀\n.؟!"),
    max_size=120,
)


def said(text: str, abbreviations: frozenset[str] = frozenset()) -> list[str]:
    words = tokens(text)
    return [text[words[s.first].start : words[s.last - 1].end] for s in sentences(text, words, abbreviations)]


@given(MIXED)
def test_tokens_are_in_order_and_leave_out_only_spaces_and_silent_marks(text: str) -> None:
    words = tokens(text)
    position = 0
    for token in words:
        assert token.start >= position and token.end > token.start
        assert all(
            c.isspace() or is_silent(c) or 0x300 <= ord(c) < 0x370 for c in text[position : token.start]
        )
        position = token.end


@given(MIXED)
def test_sentences_cover_every_token_once(text: str) -> None:
    words = tokens(text)
    covered = [i for s in sentences(text, words) for i in range(s.first, s.last)]
    assert covered == list(range(len(words)))


def test_diacritics_and_tatweel_stay_inside_their_word() -> None:
    text = "المُهاجِـــرونَ 21"
    assert [(t.start, t.end, t.form) for t in tokens(text)] == [(0, 15, "المهاجرون"), (16, 18, "21")]


def test_a_point_inside_a_number_or_after_an_initial_ends_no_sentence() -> None:
    assert said("It cost 16.35 million. J. Smith agreed. Done.") == [
        "It cost 16.35 million.",
        "J. Smith agreed.",
        "Done.",
    ]


def test_an_abbreviation_of_the_language_ends_no_sentence() -> None:
    assert said("Il dott. Rossi parla. Poi esce.", frozenset({"dott"})) == [
        "Il dott. Rossi parla.",
        "Poi esce.",
    ]


def test_a_line_ends_a_sentence_and_a_closing_mark_belongs_to_it() -> None:
    assert said("Title\n\n“They came back.” Nobody died؟ نعم") == [
        "Title",
        "“They came back.”",
        "Nobody died؟",
        "نعم",
    ]


def test_glued_tokens_are_known() -> None:
    words = tokens("15mila 20 mila")
    assert [glued(words, i) for i in range(4)] == [False, True, False, False]


def test_a_lone_tatweel_is_no_token() -> None:
    assert [t.form for t in tokens("ليبيا ـ تونس")] == ["ليبيا", "تونس"]
