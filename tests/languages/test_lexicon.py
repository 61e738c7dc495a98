"""Phrases are found by their folded words, the longest first, with offsets into the text as it is written."""

from __future__ import annotations

import pytest

from sijill.languages import LanguageError, data, languages
from sijill.languages.lexicon import Lexicon, spellings, split
from sijill.reading.text import tokens


def found(lexicon: Lexicon[str], text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[m.start : m.end], m.meanings) for m in lexicon.find(tokens(text), text)]


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("migrant[s]", ["migrant", "migrants"]),
        (
            "[ir]regular (entry|entries)",
            ["regular entry", "regular entries", "irregular entry", "irregular entries"],
        ),
        ("[[la] guardia] costiera", ["costiera", "guardia costiera", "la guardia costiera"]),
    ],
)
def test_a_pattern_stands_for_its_spellings(pattern: str, phrases: list[str]) -> None:
    assert sorted(spellings(pattern)) == sorted(phrases)


def test_an_unbalanced_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        list(spellings("boat[s"))


def test_phrases_are_cut_where_texts_are() -> None:
    text = "l'OIM garde-côtes 20mila"
    assert split(text) == [t.form for t in tokens(text)]


def test_the_longest_phrase_wins() -> None:
    lexicon = Lexicon([("coast", "shore"), ("coast guard", "force")])
    assert found(lexicon, "the coast guard left the coast") == [
        ("coast guard", ("force",)),
        ("coast", ("shore",)),
    ]


def test_arabic_particles_stay_outside_the_match() -> None:
    lexicon = Lexicon([("المنظمة الدولية", "IOM"), ("بحرية", "navy"), ("مهاجرين", "people")])
    text = "وللمنظّمة الدولية والبحريةُ وبالمهاجرين"
    assert [text for text, _ in found(lexicon, text)] == ["لمنظّمة الدولية", "بحريةُ", "مهاجرين"]


def test_no_match_begins_inside_a_word() -> None:
    assert found(Lexicon([("art", "x")]), "start artful") == []


def every_phrase(lexicon: Lexicon[str], phrase: str) -> list[str]:
    words = tokens(phrase)
    return [
        m for match in lexicon.every(words, 0, phrase) if match.last == len(words) for m in match.meanings
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "migrant[s]",
        "[ir]regular (entry|entries)",
        "[[la] guardia] costiera",
        "point[ed] [out]",
        "search[ and |-and-]rescue",
        "l'office (des [nouveaux ]réfugiés|français) [de l'immigration] [et]",
        "(|the) boat",
        "[وزارة] الداخلية [[ال]ليبية]",
        "«(boat|ship)»",
    ],
)
def test_each_spelling_of_a_pattern_is_in_the_tree_and_nothing_else(pattern: str) -> None:
    lexicon = Lexicon([(pattern, "x")])
    phrases = list(spellings(pattern))
    assert all(every_phrase(lexicon, phrase) == ["x"] for phrase in phrases)
    known = {tuple(split(phrase)) for phrase in phrases}
    longest = max(known, key=len)
    cuts = [longest[i:j] for i in range(len(longest)) for j in range(i + 1, len(longest) + 1)]
    unknown = [" ".join(cut) for cut in cuts if cut not in known and longest[0].isascii()]
    assert all(every_phrase(lexicon, phrase) == [] for phrase in unknown)


def test_meanings_keep_the_order_in_which_they_were_entered() -> None:
    lexicon = Lexicon([("sea [rescue]", "a"), ("(sea|lake) rescue", "b"), ("sea", "c"), ("sea rescue", "a")])
    assert every_phrase(lexicon, "sea rescue") == ["a", "b"]
    assert every_phrase(lexicon, "sea") == ["a", "c"]


def test_a_lexicon_with_a_bracket_left_open_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        Lexicon([("coast guard", "x"), ("boat[s", "x")])


def test_words_mean_what_a_phrase_at_their_beginning_means() -> None:
    lexicon = Lexicon([("coast guard[s]", "force"), ("coast", "shore")])
    assert lexicon.means(["coast", "guards", "left"], "force")
    assert lexicon.means(iter(["coast"]), "shore")
    assert not lexicon.means(["the", "coast"], "shore")
    assert not lexicon.means([], "shore")


def test_an_unknown_language_or_file_is_said() -> None:
    with pytest.raises(LanguageError, match="'de'"):
        data("de", "lexicon")
    with pytest.raises(LanguageError, match="missing"):
        data("ar", "nothing")


def test_the_four_languages_are_there() -> None:
    assert {"ar", "en", "fr", "it"} <= set(languages())
