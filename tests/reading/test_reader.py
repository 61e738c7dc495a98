"""A reading is pure, its spans lie in the text, and no text is too strange for it."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill import codes
from sijill.languages import LanguageError, languages
from sijill.model import Document, Reading
from sijill.reading import read

NEWS = {
    "ar": "قالت المنظمة الدولية للهجرة إن خفر السواحل الليبي اعترض أكثر من 1200 مهاجر، بينهم 90 امرأة، في مايو 2025.",
    "en": "The IOM said the Libyan coast guard intercepted more than 1,200 migrants, among them 90 women, in May 2025.",
    "fr": "L'OIM dit que les garde-côtes libyens ont intercepté plus de 1 200 migrants, dont 90 femmes, en mai 2025.",
    "it": "L'OIM dice che la guardia costiera libica ha intercettato oltre 1.200 migranti, tra cui 90 donne, "
    "a maggio 2025.",
}
STRANGE = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(list("مهاجرغرق٠١٢٣٫٬،؛ًُِّ 0123456789.,%€$«»“”'’-–\n\u202e\u2067\u2069\u200f😀")),
    ),
    max_size=200,
)


def document(language: str, text: str, published: dt.date | None = dt.date(2025, 6, 13)) -> Document:
    return Document("test", language, text, published)


def check_spans(text: str, reading: Reading) -> None:
    spans = [(f.start, f.end) for f in reading.figures]
    spans += [(d.start, d.end) for d in reading.dates]
    spans += [(e.start, e.end) for e in reading.events]
    spans += [(i.start, i.end) for i in reading.instruments]
    spans += [(s.start, s.end) for s in reading.statements]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()


@pytest.mark.parametrize("language", sorted(NEWS))
def test_the_same_report_reads_the_same_in_every_language(language: str) -> None:
    whole, part = read(document(language, NEWS[language])).figures
    assert (whole.value, whole.bound, whole.low, whole.unit, whole.measure) == (1200, "over", 1200, "person",
                                                                             "interceptions")  # fmt: skip
    assert (part.value, part.population.sex, part.part_of) == (90, "female", whole.start)
    may = (dt.date(2025, 5, 1), dt.date(2025, 5, 31))
    assert [(f.period.start, f.period.end) for f in (whole, part) if f.period] == [may, may]


@pytest.mark.parametrize("language", sorted(NEWS))
def test_reading_twice_gives_the_same(language: str) -> None:
    assert read(document(language, NEWS[language])) == read(document(language, NEWS[language]))


@pytest.mark.parametrize("language", languages())
@given(text=STRANGE)
@settings(max_examples=60, deadline=None)
def test_no_text_is_too_strange(language: str, text: str) -> None:
    check_spans(text, read(document(language, text)))


@pytest.mark.parametrize("language", languages())
@given(text=STRANGE, at=st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_news_with_strange_text_in_it_keeps_its_offsets(language: str, text: str, at: int) -> None:
    news = NEWS[language]
    mixed = news[:at] + text + news[at:]
    reading = read(document(language, mixed))
    check_spans(mixed, reading)
    for figure in reading.figures:
        assert figure.measure in codes.measures()
        assert figure.unit in codes.units() or codes.is_money(figure.unit)


@pytest.mark.parametrize("wrong", languages())
@pytest.mark.parametrize("language", sorted(NEWS))
def test_a_wrong_language_crashes_nothing(language: str, wrong: str) -> None:
    check_spans(NEWS[language], read(document(wrong, NEWS[language])))


def test_a_language_without_a_folder_is_refused() -> None:
    with pytest.raises(LanguageError, match="'de'"):
        read(document("de", "Die Küstenwache."))


@pytest.mark.parametrize("language", sorted(NEWS))
def test_without_a_publication_date_relative_times_stay_open(language: str) -> None:
    reading = read(document(language, NEWS[language], published=None))
    assert [f.value for f in reading.figures] == [1200, 90]


def test_a_document_about_something_else_states_nothing() -> None:
    text = "The home side won 3-1 before 45,000 spectators and earned 2 million euros in prize money."
    assert read(document("en", text)).figures == ()


@pytest.mark.parametrize(
    "unit",
    [
        "12 migrants, ",
        "1",
        "one hundred ",
        "migrants arrived ",
        "“",
        "\u2067(",
        "rescued 3 of 4 ",
        "12 May 2024 to ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(times: int) -> float:
        text = "Migrants: " + unit * times
        started = time.process_time()
        read(document("en", text))
        return time.process_time() - started

    seconds(50)
    short, long = max(seconds(400), 0.004), seconds(3200)
    assert long < short * 8 * 6
