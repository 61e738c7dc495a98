"""What `import sijill` gives to other programs: four functions, the records they answer with, a quick start."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from itertools import pairwise

import pytest

import sijill

PUBLISHED = dt.date(2025, 6, 13)
BOATS = "About 1,200 people on 30 boats left on 12 May 2025. That is 15% more than last year."


def spans(text: str, found: list[sijill.Quantity] | list[sijill.Time]) -> list[str]:
    return [text[value.start : value.end] for value in found]


def test_quantities_are_numbers_money_and_percentages_but_not_those_in_dates() -> None:
    found = sijill.quantities(BOATS, "en")
    assert spans(BOATS, found) == ["1,200", "30", "15"]
    assert [(q.value, q.bound, q.unit) for q in found] == [
        (1200, "about", None),
        (30, "exact", None),
        (15, "exact", "percent"),
    ]


def test_times_are_counted_from_the_day_of_publication() -> None:
    found = sijill.times(BOATS, "en", PUBLISHED)
    assert spans(BOATS, found) == ["12 May 2025", "last year"]
    assert [t.period for t in found] == [
        sijill.Period.day(dt.date(2025, 5, 12)),
        sijill.Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ]


def test_without_a_day_of_publication_a_relative_time_stays_open() -> None:
    found = sijill.times(BOATS, "en")
    assert [t.period for t in found] == [sijill.Period.day(dt.date(2025, 5, 12)), None]


def test_the_moment_of_publication_counts_by_the_day_of_its_own_clock() -> None:
    just_past_midnight = dt.datetime(2025, 6, 13, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    found = sijill.times("It happened yesterday.", "en", just_past_midnight)
    assert [t.period for t in found] == [sijill.Period.day(dt.date(2025, 6, 12))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أنقذ خفر السواحل نحو 300 مهاجر يوم 3 مايو 2025"),
        ("en", BOATS),
        ("fr", "Près de 300 migrants ont été secourus le 3 mai 2025"),
        ("it", "Circa 300 migranti soccorsi il 3 maggio 2025"),
    ],
)
def test_values_are_the_quantities_and_the_times_in_text_order(language: str, text: str) -> None:
    both: list[sijill.Quantity | sijill.Time] = [
        *sijill.quantities(text, language),
        *sijill.times(text, language, PUBLISHED),
    ]
    found = sijill.values(text, language, PUBLISHED)
    assert found == sorted(both, key=lambda value: value.start)
    assert {type(value) for value in found} == {sijill.Quantity, sijill.Time}
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_money_has_the_code_of_its_currency() -> None:
    (found,) = sijill.quantities("Il programma costa più di 3 milioni di euro.", "it")
    assert (found.kind, found.value, found.unit, found.bound) == ("money", 3_000_000, "EUR", "over")


def test_what_only_looks_like_a_number_has_no_value() -> None:
    (found,) = sijill.quantities("Hundreds of people left.", "en")
    assert (found.kind, found.value) == ("none", None)


def test_a_duration_is_anchored_nowhere() -> None:
    (found,) = sijill.times("He spent six months in prison.", "en", PUBLISHED)
    assert (found.kind, found.duration, found.period) == ("duration", "P6M", None)


def test_offsets_are_code_points_of_the_text_as_it_was_given() -> None:
    text = "🚤🚤 أُنْقِذَ ٢١ ألـفا"
    (found,) = sijill.quantities(text, "ar")
    assert (text[found.start : found.end], found.value) == ("٢١ ألـفا", 21000)


def test_a_document_is_read_for_its_figures() -> None:
    text = "The Libyan coast guard intercepted 300 migrants at sea on 12 May 2025."
    reading = sijill.read(text, language="en", published=PUBLISHED, id="mine")
    assert isinstance(reading, sijill.Reading)
    assert reading.document == "mine"
    assert [(f.value, f.measure, text[f.start : f.end]) for f in reading.figures] == [
        (300, "interceptions", "300")
    ]
    assert [t.period for t in reading.dates] == [sijill.Period.day(dt.date(2025, 5, 12))]


def test_reading_a_text_is_reading_the_document() -> None:
    from sijill.reading import read

    title, body = "Rescue off Zarzis", "Tunisian coast guards rescued 40 migrants."
    text = f"{title}\n\n{body}"
    document = sijill.Document("a", "en", text, PUBLISHED, title)
    assert sijill.read(text, language="en", published=PUBLISHED, title=title, id="a") == read(document)


def test_a_language_that_is_not_read_is_an_error_of_every_function() -> None:
    for refused in (
        lambda: sijill.quantities("30", "xx"),
        lambda: sijill.times("30", "xx", PUBLISHED),
        lambda: sijill.values("30", "xx"),
        lambda: sijill.read("30 migrants", language="xx"),
    ):
        with pytest.raises(sijill.LanguageError, match="xx"):
            refused()
    assert issubclass(sijill.LanguageError, ValueError)


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it"])
def test_an_empty_text_has_no_values(language: str) -> None:
    assert sijill.values("", language, PUBLISHED) == []


def test_every_public_name_can_be_had_is_listed_and_explained() -> None:
    for name in sijill.__all__:
        assert getattr(sijill, name).__doc__, name
    assert set(sijill.__all__) <= set(dir(sijill))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'figures_of_speech'"):
        sijill.figures_of_speech  # noqa: B018


def test_importing_sijill_loads_nothing_else_of_it() -> None:
    code = "import sys, sijill; print([m for m in sys.modules if m.partition('.')[0] in ('sijill', 'yaml')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['sijill']"


def test_reading_values_loads_neither_the_register_nor_the_command_line() -> None:
    code = (
        "import sys, sijill; sijill.values('30 boats', 'en');"
        "print('sqlalchemy' in sys.modules, 'click' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
