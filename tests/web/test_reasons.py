"""Why a figure was read so, in the language of the page, and never another reason than the reader gave."""

from __future__ import annotations

import re

import pytest

from sijill import codes
from sijill.reading.measure_features import MEASURE_FEATURES
from sijill.reading.part_choice import PART_FEATURES
from sijill.reading.period_features import PERIOD_FEATURES
from sijill.reading.status_choice import STATUS_FEATURES
from sijill.reading.voice_choice import VOICE_FEATURES
from sijill.web.pages import LANGUAGES
from sijill.web.reasons import _words, because
from tests.web.conftest import Browser
from tests.web.drawn import Page

FEATURES = (*MEASURE_FEATURES, *PERIOD_FEATURES, *STATUS_FEATURES, *VOICE_FEATURES, *PART_FEATURES)
"""Those of the choices that give evidence."""


def test_every_feature_of_a_choice_has_words_in_four_languages() -> None:
    wanted = {feature.__name__ for feature in FEATURES}
    assert len(wanted) > 90
    said = _words()["features"]
    assert wanted - said.keys() == set(), "say them in src/sijill/web/words/reasons.yaml"
    assert said.keys() - wanted == set(), "these are features no more"
    for entry in (*said.values(), *_words()["cases"].values()):
        assert set(entry) == set(LANGUAGES)
        assert all(entry.values())


def test_cases_are_said_part_by_part_and_codes_by_their_labels() -> None:
    (one,) = because("act_in_another_clause=left|12|False", "en")
    assert (one.case, one.named) == ("before the number · 12 · no", False)
    (two,) = because("status_of_measure=reported|arrivals", "it")
    assert two.case == " · ".join(
        (codes.statuses()["reported"].label("it"), codes.measures()["arrivals"].label("it"))
    )
    (three,) = because("act_distance=left7", "fr")
    assert three.case == "avant le nombre (7)"


def test_what_nobody_has_words_for_stays_as_the_reader_names_it() -> None:
    (one,) = because("a_new_feature=x", "ar")
    assert (one.told, one.named) == ("a_new_feature=x", True)
    assert because("nearest_act; bias=arrivals", "en")[0].case == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_figure_gives_its_reasons_in_its_language(browser: Browser, language: str) -> None:
    ref = browser.get("/en/figures.json?measure=arrivals").json()[0]["id"]
    page = Page(browser.get(f"/{language}/figures/{ref}").text)
    reasons = [one for one in page.of("li") if any(parent.has_class("reasons") for parent in one.parents)]
    assert len(reasons) > 10
    if language == "ar":
        in_arabic = [one for one in reasons if re.search(r"[\u0621-\u064a]", one.text)]
        assert len(in_arabic) > 0.8 * len(reasons)
