"""Dates, periods and durations: the cases of each language, what holds for all, and what must never happen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.languages import LanguageError
from sijill.model import Time
from sijill.reading.times import times

LANGUAGES = ("ar", "en", "fr", "it")
CASES = Path(__file__).parent / "cases"


def cases() -> list[Any]:
    """The cases of all languages: a text, the day on which it was published, what is read in it."""
    return [
        pytest.param(language, case, id=f"{language}: {case['text'][:60]}")
        for language in LANGUAGES
        for case in yaml.safe_load((CASES / language / "times.yaml").read_text("utf-8"))
    ]


def written(time: Time) -> str:
    """A time as the cases write it: «2025-01-01/2025-03-31», «../2027-03-31», «2025-05-01», «P3M», «?»."""
    if time.duration is not None:
        return time.duration
    if time.period is None:
        return "?"
    start, end = time.period.start, time.period.end
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"


@pytest.mark.parametrize(("language", "case"), cases())
def test_a_text_says_its_times(language: str, case: dict[str, Any]) -> None:
    text, published = case["text"], case.get("said")
    found = [(text[t.start : t.end], written(t)) for t in times(text, language, published)]
    assert found == [(span, str(meaning)) for span, meaning in case["reads"]]


MONTHS = {
    "ar": [
        "يناير",
        "شباط",
        "آذار/مارس",
        "أفريل",
        "ماي",
        "يونيو",
        "جويلية",
        "غشت",
        "أيلول/سبتمبر",
        "تشرين الأول",
        "نونبر",
        "كانون الأول/ديسمبر",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "it": [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
}
WEEKDAYS = {
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "it": ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
}
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def formats(language: str, day: dt.date) -> list[str]:
    """The ways in which a language writes a whole date."""
    d, m, y = day.day, day.month, day.year
    month, weekday = MONTHS[language][m - 1], WEEKDAYS[language][day.weekday()]
    ways = [f"{y}-{m:02}-{d:02}", f"{y}/{m:02}/{d:02}", f"{d} {month} {y}", f"{weekday} {d} {month} {y}"]
    if language == "en":
        nth = "th" if 10 <= d <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
        ways += [
            f"{month} {d}, {y}",
            f"{weekday}, {month} {d}, {y}",
            f"the {d}{nth} of {month} {y}",
            f"{month[:3]} {d}, {y}",
        ]
        ways += [f"{weekday}, {d} {month} {y}", f"{d}{nth} {month}, {y}", f"{m:02}/{d:02}/{y}"]
        return ways
    ways += [
        f"{d:02}/{m:02}/{y}",
        f"{d}/{m}/{y}",
        f"{d}.{m}.{y}",
        f"{d:02}-{m:02}-{y}",
        f"{weekday} {d:02}/{m:02}/{y}",
    ]
    if language == "ar":
        ways += [f"{weekday} {y}/{m:02}/{d:02}", f"{weekday}، {d} {month} {y}", f"{d} من {month} {y}م"]
        ways += [way.translate(EASTERN) for way in ways]
    if language == "fr" and d == 1:
        ways += [f"1er {month} {y}", f"{weekday} 1er {month} {y}"]
    if language == "it" and d == 1:
        ways += [f"1º {month} {y}", f"1° {month} {y}", f"primo {month} {y}"]
    return ways


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=120, deadline=None)
@given(
    day=st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), around=st.sampled_from(["", "xx ", "(", "«"])
)
def test_every_date_is_read_back_from_every_format_that_the_language_writes(
    language: str, day: dt.date, around: str
) -> None:
    for way in formats(language, day):
        found = times(f"{around}{way}.", language)
        assert [written(t) for t in found] == [str(day)], way
        assert found[0].end == len(around) + len(way), way


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(
    first=st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31)),
    days=st.integers(1, 900),
)
def test_two_dates_with_from_and_to_are_one_period(language: str, first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days=days)
    words = {"ar": ("من", "إلى"), "en": ("from", "to"), "fr": ("du", "au"), "it": ("dal", "al")}[language]
    one, two = (f"{d.day} {MONTHS[language][d.month - 1]} {d.year}" for d in (first, last))
    assert [written(t) for t in times(f"{words[0]} {one} {words[1]} {two}", language)] == [f"{first}/{last}"]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60), published=st.none() | st.dates())
def test_any_text_is_read_without_failing_and_spans_are_in_order(
    language: str, text: str, published: dt.date | None
) -> None:
    place = 0
    for time in times(text, language, published):
        assert place <= time.start < time.end <= len(text)
        place = time.end


WORDS = [
    "2025",
    "31",
    "0",
    "99/99/99",
    "February",
    "last",
    "the",
    "of",
    "year",
    "ago",
    "first",
    "months",
    "since",
    "until",
    "من",
    "قبل",
    "العام",
    "الماضي",
    "مارس",
    "حتى",
    "نهاية",
    "الأول",
    "شهر",
    "juin",
    "dernier",
    "depuis",
    "fin",
    "année",
    "premier",
    "anno",
    "scorso",
    "entro",
    "fine",
    "primi",
    "mesi",
    "-",
    "/",
    "99999999999",
    "to",
    "and",
    "و",
    "30",
    "رمضان",
    "1446",
    "century",
    "decades",
    "weeks",
    "next",
]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), max_size=12),
    published=st.sampled_from([None, dt.date.min, dt.date.max, dt.date(2024, 2, 29)]),
)
def test_words_of_time_in_any_order_and_at_the_calendar_s_ends_never_fail(
    language: str, words: list[str], published: dt.date | None
) -> None:
    times(" ".join(words), language, published)


@pytest.mark.parametrize(
    "unit", ["1" * 10_000, "12 " * 3_000, "March 5 ", "2020 to ", "من 1 إلى ", "end of the ", "5 ans "]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_run_of_one_thing_is_read_in_the_end(language: str, unit: str) -> None:
    text = unit if len(unit) > 1000 else unit * 1500
    assert len(times(text, language, dt.date(2025, 3, 4))) <= 1500


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They left last year, on Tuesday, two weeks ago."),
        ("fr", "Ils sont partis l'an dernier, mardi, il y a deux semaines."),
        ("it", "Sono partiti l'anno scorso, martedì, due settimane fa."),
        ("ar", "غادروا العام الماضي يوم الثلاثاء قبل أسبوعين."),
    ],
)
def test_without_a_publication_date_what_is_relative_stays_unresolved(language: str, text: str) -> None:
    relative = [t for t in times(text, language) if t.duration is None]
    assert len(relative) >= 2
    assert all(t.period is None for t in relative)


def test_an_ambiguous_numeric_date_has_the_other_reading_as_alternative() -> None:
    (found,) = times("on 03/04/2025", "en")
    assert written(found) == "2025-03-04"
    assert [p.start for p in found.alternatives] == [dt.date(2025, 4, 3)]


def test_what_is_vague_is_optional() -> None:
    assert [t.optional for t in times("in early May 2024 and on 3 May 2024", "en")] == [True, False]


def test_every_time_names_the_rule_behind_it() -> None:
    assert all(
        t.rule
        for t in times("from 1 May to 3 June 2025, last year, for two months", "en", dt.date(2025, 7, 1))
    )


def test_diacritics_tatweel_and_direction_marks_do_not_move_offsets() -> None:
    text = "\u200fفي 3 مـــارِس 2025\u200f وصلوا 😀 منذُ عامِ 2019"
    found = times(text, "ar", dt.date(2025, 6, 1))
    assert [text[t.start : t.end] for t in found] == ["3 مـــارِس 2025", "منذُ عامِ 2019"]


def test_a_language_without_a_calendar_is_refused() -> None:
    with pytest.raises(LanguageError):
        times("gisteren", "nl")
