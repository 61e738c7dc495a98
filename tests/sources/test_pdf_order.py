"""Letters with places become text in reading order; each test prints a line and reads it back."""

from __future__ import annotations

import pytest

from sijill.sources.pdf_order import Letter, Line, columns, ligatures_mended, lines, paragraphs


def printed(visual: str, base: float = 700.0, left: float = 50.0) -> list[Letter]:
    """The letters of a line as they stand on paper, from left to right, ten points high and five wide."""
    return [
        Letter(c, left + 5 * n, left + 5 * n + 4.9, base, 10.0, left + 5 * n)
        for n, c in enumerate(visual)
        if c != " "
    ]


def read(visual: str) -> str:
    return " ".join(line.text for line in lines(printed(visual)))


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("The boat of 2024 (No. 7) came", "The boat of 2024 (No. 7) came"),
        ("ةنيفس 21 قرغ", "غرق 21 سفينة"),
        ("2024/5/31 موي", "يوم 2024/5/31"),
        ("1,500.25 غلب", "بلغ 1,500.25"),
        ("٣٫٥ غلب", "بلغ ٣٫٥"),
        ("%24.6 غلب", "بلغ 24.6%"),
        ("24.6% غلب", "بلغ 24.6%"),
        ("2025-2024 نيب", "بين 2024-2025"),
        ("sea نيفس and boats", "sea سفين and boats"),
    ],
)
def test_a_line_is_read_from_the_side_of_its_script(visual: str, logical: str) -> None:
    assert read(visual) == logical


def test_a_line_of_an_arabic_text_is_read_from_the_right_though_most_of_it_is_latin() -> None:
    arabic = "رحبلا يف نيرجاهم نيرشع لحاوسلا رفخ ضرتعا"
    letters = printed("EUNAVFOR MED ةيلمع") + printed(arabic, 686) + printed(arabic, 672)
    assert lines(letters)[0].text == "عملية EUNAVFOR MED"


def test_words_are_parted_by_gaps_though_no_space_was_printed() -> None:
    assert read("two words") == "two words"


def test_letters_come_in_any_order() -> None:
    assert " ".join(line.text for line in lines(printed("غرق 21")[::-1])) == read("غرق 21")


def test_a_vowel_mark_stays_with_its_letter() -> None:
    letters = printed("ادج")
    mark = Letter("\u064b", 51.0, 53.0, 700.0, 10.0, 51.0)
    assert lines([*letters, mark])[0].text == "جدا\u064b"


@pytest.mark.parametrize("given", ["لا", "ال"])
def test_lam_alef_is_one_glyph_and_lam_comes_first(given: str) -> None:
    glyph = [Letter(c, 55.0, 60.0, 700.0, 10.0, 55.0) for c in given]
    letters = ligatures_mended([Letter("خ", 60.0, 65.0, 700.0, 10.0, 60.0), *glyph])
    assert lines(letters)[0].text == "خلا"


def test_two_columns_are_told_from_one_text_with_a_gap() -> None:
    left = [letter for n in range(8) for letter in printed("left", 700 - 14 * n)]
    right = [letter for n in range(8) for letter in printed("right", 700 - 14 * n, left=200)]
    assert len(columns(left + right)) == 2
    assert len(columns(left + printed("far", 700.0, left=200))) == 1


def line(text: str, base: float, right: float = 500.0) -> Line:
    return Line(text, 50.0, right, base, 10.0)


def test_a_paragraph_ends_at_a_gap_or_a_short_line() -> None:
    rows = [
        line("Title", 700, 100),
        line("One two", 686),
        line("three.", 672, 200),
        line("Four", 658),
        line("five", 630),
    ]
    assert paragraphs(rows) == "Title\n\nOne two three.\n\nFour\n\nfive"


def test_a_word_that_was_parted_is_joined() -> None:
    assert paragraphs([line("the mi-", 700), line("grants", 686)]) == "the migrants"
