"""Times and quantities of one text together, and the JSON that `sijill values` answers with."""

from __future__ import annotations

import datetime as dt

from sijill.model import Period, Quantity, Time
from sijill.reading.values import item, values

PUBLISHED = dt.date(2025, 6, 13)


def test_a_number_in_a_date_is_not_read_twice() -> None:
    found = values("On 12 May 2025 they counted 30 boats", "en", PUBLISHED)
    assert [v.kind for v in found] == ["date", "number"]


def test_values_come_in_text_order() -> None:
    found = values("30 boats left on 12 May 2025, and 14 came back", "en", PUBLISHED)
    assert [v.start for v in found] == sorted(v.start for v in found)


def test_a_percentage_is_no_day() -> None:
    found = values("Le domande sono il 17% in più e il 10% in meno", "it", PUBLISHED)
    assert [(v.kind, v.value) for v in found if isinstance(v, Quantity)] == [("percent", 17), ("percent", 10)]


def test_a_round_number_of_things_is_no_fortnight() -> None:
    found = values("Une quinzaine d'embarcations", "fr", PUBLISHED)
    assert [v.value for v in found if isinstance(v, Quantity)] == [15]


def test_without_a_publication_date_nothing_is_invented() -> None:
    for value in values("Yesterday 30 boats left", "en", None):
        assert not isinstance(value, Time) or value.period is None


def test_the_json_of_a_hedged_sum() -> None:
    value = Quantity(3, 5, "money", 40, "over", low=40, unit="EUR", rule="money")
    wanted = {
        "start": 3,
        "end": 5,
        "kind": "money",
        "value": 40,
        "bound": "over",
        "low": 40,
        "unit": "EUR",
        "rule": "money",
    }
    assert item(value) == wanted


def test_the_json_of_an_open_period() -> None:
    value = Time(0, 4, "period", Period(None, dt.date(2027, 3, 31)), grain="span")
    assert item(value) == {
        "start": 0,
        "end": 4,
        "kind": "period",
        "period": [None, "2027-03-31"],
        "grain": "span",
    }


def test_the_json_of_a_duration_has_no_period() -> None:
    assert item(Time(0, 4, "duration", duration="P2M")) == {
        "start": 0,
        "end": 4,
        "kind": "duration",
        "duration": "P2M",
    }


def test_a_quarter_in_a_number_is_no_quarter_of_a_year() -> None:
    found = values("They promised a quarter million euros", "en", PUBLISHED)
    assert [(v.kind, v.value) for v in found if isinstance(v, Quantity)] == [("money", 250_000)]
    assert not [v for v in found if isinstance(v, Time)]


def test_thousands_in_words_are_no_years_of_the_middle_ages() -> None:
    found = values("from one thousand to one thousand five hundred boats", "en", PUBLISHED)
    assert [(v.low, v.high) for v in found if isinstance(v, Quantity)] == [(1000, 1500)]


def test_eleven_holds_no_sunday() -> None:
    found = values("عاد المهاجرون الأحد عشر إلى المركز", "ar", PUBLISHED)
    assert [v.value for v in found if isinstance(v, Quantity)] == [11]
    assert not [v for v in found if isinstance(v, Time)]
