"""Numbers that count nothing: multiples, marks of notes, lists and sections, ages, a quarantine."""

from __future__ import annotations

import datetime as dt

import pytest

from sijill.model import Quantity
from sijill.reading.values import values

PUBLISHED = dt.date(2025, 6, 13)


def said(text: str, language: str) -> list[tuple[str, str, float | None]]:
    """What the quantities of a text stand on, their kind and value."""
    found = [v for v in values(text, language, PUBLISHED) if isinstance(v, Quantity)]
    return [(text[q.start : q.end], q.kind, q.value) for q in found]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Malta took in double the number of castaways", "double"),
        ("en", "Twice as many dinghies set out", "Twice"),
        ("en", "That is triple what the port can hold", "triple"),
        ("en", "A fivefold rise in drownings", "fivefold"),
        ("en", "A 3-fold rise in drownings", "3-fold"),
        ("en", "It is 4 times more than in spring", "4 times"),
        ("fr", "Soit le double des départs du printemps", "double"),
        ("fr", "Le prix passe du simple au triple.", "triple"),
        ("fr", "Un afflux 3 fois plus fort", "3 fois"),
        ("it", "Il doppio dei gommoni del mese prima", "doppio"),
        ("it", "I costi salgono al triplo.", "triplo"),
        ("ar", "استقبل المركز ضعف عدد النزلاء", "ضعف"),
        ("ar", "ارتفعت الأسعار إلى الضعفين", "الضعفين"),
        ("ar", "بضعفي ما سجله الميناء", "ضعفي"),
    ],
)
def test_a_multiple_is_recognised_and_worth_no_number(language: str, text: str, word: str) -> None:
    assert said(text, language) == [(word, "none", None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "un double naufrage"),
        ("it", "un doppio naufragio"),
        ("ar", "بسبب ضعف الرقابة"),
        ("en", "a double room"),
    ],
)
def test_an_adjective_or_noun_of_the_same_letters_is_no_multiple(language: str, text: str) -> None:
    assert said(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "The envoy[6] counted 52 tents[12]", "52"),
        ("en", "The envoy counted 52 tents.(3)", "52"),
        ("fr", "L'envoyé[6] a compté 52 tentes.(3) Rien d'autre", "52"),
        ("it", "L'inviato[6] ha contato 52 tende.(3) Nient'altro", "52"),
        ("ar", "أحصى المبعوث[6] 52 خيمة.(3) لا غير", "52"),
    ],
)
def test_the_mark_of_a_note_counts_nothing(language: str, text: str, count: str) -> None:
    assert [number for number, kind, _ in said(text, language) if kind != "none"] == [count]


@pytest.mark.parametrize(
    ("language", "text", "counts"),
    [
        ("en", "Aims\n1. Train 40 officers\n2) Buy 3 cutters\n(3) Open 12 offices", ["40", "3", "12"]),
        ("fr", "1. Former 40 agents\n2) Acheter 3 vedettes", ["40", "3"]),
        ("it", "1. Formare 40 agenti\n2) Comprare 3 motovedette", ["40", "3"]),
        ("ar", "1. تدريب 40 ضابطا\n2) شراء 3 زوارق", ["40", "3"]),
        ("en", "2.3 Results\nWe met 40 nurses", ["40"]),
        ("ar", "2.3 النتائج\nالتقينا 40 ممرضا", ["40"]),
        ("en", "Under section 2.3 the port lost 40 berths", ["40"]),
        ("fr", "Selon le chapitre 4, le port a perdu 40 places", ["40"]),
        ("it", "Secondo il capitolo 4, il porto ha perso 40 posti", ["40"]),
        ("ar", "بموجب الفقرة 4 خسر الميناء 40 رصيفا", ["40"]),
    ],
)
def test_numbers_of_lists_and_sections_count_nothing(language: str, text: str, counts: list[str]) -> None:
    assert [number for number, kind, _ in said(text, language) if kind != "none"] == counts


def test_a_count_in_brackets_after_a_space_stays_a_count() -> None:
    assert said("Nationalities: Eritrea (40), Sudan (12)", "en") == [
        ("40", "number", 40),
        ("12", "number", 12),
    ]


def test_a_line_may_begin_with_a_count() -> None:
    assert said("Total\n40 tents\n2.3 million blankets", "en") == [
        ("40", "number", 40),
        ("2.3 million", "number", 2_300_000),
    ]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("une quarantaine de marins", True),
        ("une quarantaine sont morts", True),
        ("une quarantaine de jours", True),
        ("une quarantaine de 14 jours", False),
        ("une quarantaine de deux semaines", False),
        ("une quarantaine obligatoire", False),
        ("la quarantaine imposée à bord", False),
        ("mis en quarantaine", False),
    ],
)
def test_a_quarantine_is_told_from_about_forty(text: str, counted: bool) -> None:
    assert (("quarantaine", "number", 40) in said(text, "fr")) is counted


@pytest.mark.parametrize(
    "text", ["la quarantena di 14 giorni", "una quarantena di naufraghi", "in quarantena"]
)
def test_an_italian_quarantine_is_never_forty(text: str) -> None:
    assert said(text, "it") == []


@pytest.mark.parametrize(
    ("language", "text", "ages"),
    [
        ("en", "Two brothers aged 14 and 17 were seen", ["14", "17"]),
        ("en", "Boys aged between 16 and 18 waved", ["16 and 18"]),
        ("en", "Only those aged over 18 can work", ["18"]),
        ("ar", "تراوحت أعمارهم بين 14 و17، بحسب الشرطة", ["14 و17"]),
        ("it", "Avevano un'età tra i 14 e i 17.", ["14 e i 17"]),
    ],
)
def test_an_age_is_no_count_though_no_year_is_named(language: str, text: str, ages: list[str]) -> None:
    assert [number for number, kind, _ in said(text, language) if kind == "none"] == ages


def test_what_is_counted_after_an_age_stays_a_count() -> None:
    assert ("30", "number", 30) in said("A girl aged six and 30 nurses", "en")


@pytest.mark.parametrize(
    ("language", "text", "changes"),
    [
        ("en", "Landings (-75%) fell, sailings (+12%) rose", [(75, "decrease"), (12, "increase")]),
        ("fr", "Débarquements : −75 %, départs : +12 %", [(75, "decrease"), (12, "increase")]),
        ("it", "Sbarchi (-75%), partenze (+12%)", [(75, "decrease"), (12, "increase")]),
        ("ar", "الوافدون (-75%) والمغادرون (+12%)", [(75, "decrease"), (12, "increase")]),
    ],
)
def test_a_signed_percentage_is_a_change_with_the_sign_outside(
    language: str, text: str, changes: list[tuple[float, str]]
) -> None:
    found = [v for v in values(text, language, PUBLISHED) if isinstance(v, Quantity)]
    assert [(q.value, q.change) for q in found] == changes
    assert [text[q.start : q.end] for q in found] == ["75", "12"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "alle 10 di ieri, alle ore 22 e dalle 6 alle 8."),
        ("ar", "على الساعة 23 من ليلة أمس"),
        ("ar", "قبيل الساعة 06,30 (04,30 ت غ)"),
    ],
)
def test_an_hour_of_the_clock_counts_nothing(language: str, text: str) -> None:
    assert {kind for _, kind, _ in said(text, language)} == {"none"}


def test_a_number_of_people_after_an_italian_article_stays_a_count() -> None:
    assert said("cibo alle 10 persone a bordo", "it") == [("10", "number", 10)]
