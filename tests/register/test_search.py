"""Search: a word is found in each of its spellings and inflections, a number however it is written."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.model import Document, Figure, Reading
from sijill.register.opening import Register, open_register, writing
from sijill.register.opening import reading as seeing
from sijill.register.search import PASSAGE, find
from sijill.register.store import Kept, keep_all
from sijill.register.terms import light10, terms

Keep = Callable[[Document, Reading | None], Kept]


@pytest.fixture
def texts(register: Register, kept: Keep) -> Callable[..., list[str]]:
    """Stores texts as documents named by their number, and gives what a search finds."""

    def search(words: str, *bodies: str, **narrowing: object) -> list[str]:
        for number, body in enumerate(bodies):
            language = "ar" if any("\u0621" <= c <= "\u064a" for c in body) else "en"
            document = Document(str(number), language, body)
            kept(document, Reading(str(number), language, "1"))
        with seeing(register) as connection:
            return sorted(hit.stored.document.id for hit in find(connection, words, **narrowing))  # type: ignore[arg-type]

    return search


FORMS = (
    "هذا مهاجر واحد",
    "وصل المهاجرين أمس",
    "مساعدة للمهاجرين في ليبيا",
    "قوارب ومهاجرين",
    "والمهاجرون ينتظرون",
    "لمهاجرين من السودان",
    "بالمهاجرين",
    "عدد المهاجرات",
    "أنقذوا مُهاجِـــراً",
    "الهجرة غير النظامية",
)


@pytest.mark.parametrize("asked", ["المهاجرين", "مهاجر", "للمهاجرين", "والمهاجرون", "مُهَاجِرِين", "المهاجـرين"])
def test_an_arabic_word_is_found_with_its_article_particles_and_endings(
    asked: str, texts: Callable[..., list[str]]
) -> None:
    assert texts(asked, *FORMS) == ["0", "1", "2", "3", "4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("ايطاليا", "إلى إيطاليا"),
        ("إيطاليا", "من ايطاليا"),
        ("ليبيا", "الليبية"),
        ("ليبي", "بالساحل الليبي"),
        ("الاتفاقيه", "نص الاتفاقية"),
        ("مستشفي", "في مستشفى المدينة"),
        ("mediterranee", "la Méditerranée centrale"),
        ("MIGRANT", "the migrants' boat"),
        ("garde-côtes", "les garde-côtes libyens"),
    ],
)
def test_spellings_of_one_word_are_one(asked: str, written: str, texts: Callable[..., list[str]]) -> None:
    assert texts(asked, written, "نص لا علاقة له", "no such thing") == ["0"]


@pytest.mark.parametrize(
    "asked", ["21762", "21,762", "21.762", "٢١٧٦٢", "٢١٬٧٦٢", "21\u00a0762", "21\u202f762", "21 762"]
)
def test_a_number_is_found_however_it_is_written(asked: str, texts: Callable[..., list[str]]) -> None:
    written = (
        "21762 people",
        "some 21,762 people",
        "21.762 persone",
        "أعيد ٢١٧٦٢ شخصا",
        "٢١٬٧٦٢ مهاجرا",
        "21\u00a0762 personnes",
        "21\u202f762 personnes",
        "21 762 personnes",
        "2,176 people and 1762",
        "121,762 people",
    )
    assert texts(asked, *written) == [str(n) for n in range(8)]


def test_numbers_apart_by_a_space_are_found_as_two_numbers_too(texts: Callable[..., list[str]]) -> None:
    assert texts("300", "on 12 300 people", "in 2024 300 people", "1 300") == ["0", "1", "2"]


def test_a_number_is_found_by_the_value_of_a_figure(register: Register, kept: Keep) -> None:
    body = "أعيد أكثر من 21 ألف مهاجر"
    start = body.index("21")
    figure = Figure(start, start + len("21 ألف"), 21000, "person", "interceptions", "over")
    kept(Document("scaled", "ar", body), Reading("scaled", "ar", "1", (figure,)))
    with seeing(register) as connection:
        [hit] = find(connection, "21,000")
        assert find(connection, "22000") == []
        assert find(connection, "21000", language="en") == []
    assert [body[a:b] for a, b in hit.marks] == ["21 ألف"]


def test_every_word_must_be_there_and_a_phrase_stands_together(texts: Callable[..., list[str]]) -> None:
    bodies = ("the coast guard came", "a guard on the coast", "the coast")
    assert texts("coast guard", *bodies) == ["0", "1"]
    assert texts('"coast guard"') == ["0"]
    assert texts("«coast guard» came") == ["0"]
    assert texts('"coast guard" left') == []


def test_a_search_can_be_of_one_language(texts: Callable[..., list[str]]) -> None:
    assert texts("2024", "in 2024", "في 2024", language="ar") == ["1"]


@pytest.mark.parametrize(
    "asked", ["", "   ", '"', "«»", "-", "***", "AND", "NEAR(", "a:b", "'; DROP TABLE", "\u200f"]
)
def test_no_words_are_a_mistake_in_the_query(asked: str, texts: Callable[..., list[str]]) -> None:
    assert texts(asked, "nothing of the kind") == []


def test_the_passage_shows_where_the_words_are(register: Register, kept: Keep) -> None:
    body = "بداية " * 200 + "ثم وصل المهاجرون إلى لامبيدوزا ليلا. " + "نهاية " * 200
    kept(Document("long", "ar", body), Reading("long", "ar", "1"))
    with seeing(register) as connection:
        [hit] = find(connection, "مهاجر لامبيدوزا")
    assert [body[a:b] for a, b in hit.marks] == ["المهاجرون", "لامبيدوزا"]
    assert hit.start <= hit.marks[0][0] and hit.marks[-1][1] <= hit.end
    assert hit.end - hit.start <= PASSAGE + 80


def test_the_best_document_comes_first(register: Register, kept: Keep) -> None:
    for name, body in {"far": "boat " + "word " * 300, "near": "boat boat boat"}.items():
        kept(Document(name, "en", body, dt.date(2025, 1, 1)), Reading(name, "en", "1"))
    with seeing(register) as connection:
        assert [hit.stored.document.id for hit in find(connection, "boat")] == ["near", "far"]
        assert len(find(connection, "boat", limit=1)) == 1


def test_both_stores_give_the_same_documents_in_the_same_order(
    database: Callable[..., str], tmp_path: Path
) -> None:
    chance = random.Random(7)
    words = [
        "المهاجرين",
        "مهاجر",
        "ليبيا",
        "الليبية",
        "boat",
        "boats",
        "coast",
        "guard",
        "null",
        "300",
        "12",
        "1,300",
        "über",
        "and",
    ]
    batch: list[tuple[Document, Reading | None]] = []
    for number in range(80):
        body = " ".join(chance.choices(words, k=chance.randint(1, 40)))
        document = Document(str(number), chance.choice(["ar", "en"]), f"{body} {number}")
        batch.append((document, Reading(str(number), document.language, "1")))
    asked = [" ".join(chance.choices(words, k=chance.randint(1, 3))) for _ in range(40)]
    asked += ['"coast guard"', '"boat coast guard"', 'null "guard coast"', "«ليبيا مهاجر» 300", "12 300"]
    answers = []
    for place in (tmp_path / "register.sqlite", database(empty=False)):
        register = open_register(place, write=True)
        with writing(register) as connection:
            keep_all(connection, batch, dt.datetime(2026, 1, 1))
        with seeing(register) as connection:
            answers.append(
                [
                    [
                        (hit.stored.document.id, hit.marks)
                        for hit in find(connection, words, language=language)
                    ]
                    for words in asked
                    for language in (None, "ar")
                ]
            )
        register.engine.dispose()
    assert answers[0] == answers[1]
    assert any(len(found) == 20 for found in answers[0])


@given(st.text(alphabet="ابتهنمويلكسف ءآأةى0123456789٠١٢٣.,٬' abcé\u00a0-ُّـ", max_size=60))
def test_terms_stand_where_they_say_and_every_term_finds_itself(body: str) -> None:
    last = 0
    for term in terms(body):
        assert last <= term.start < term.end <= len(body)
        last = term.end
        [again] = list(terms(body[term.start : term.end]))
        assert again.stems[0] in term.stems


def test_terms_are_found_in_linear_time() -> None:
    import time

    begun = time.perf_counter()
    for body in ("1," * 200_000, "100." * 100_000 + "1000", "1 " * 200_000, "ـ" * 400_000, "وال" * 100_000):
        list(terms(body))
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("word", "stem"),
    [("والمهاجرون", "مهاجر"), ("ليبيا", "ليب"), ("وزير", "زير"), ("من", "من")],
)
def test_stems_are_those_of_light10(word: str, stem: str) -> None:
    assert light10(word) == stem
