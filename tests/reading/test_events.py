"""Events: which words name one, who took part, and when it was."""

from __future__ import annotations

import datetime as dt

import pytest

from sijill.model import Document, Event
from sijill.reading.event_words import event_words
from sijill.reading.figures import figures
from sijill.reading.reader import read

from .conftest import Prepare


def events_of(language: str, text: str, published: str) -> list[Event]:
    return list(read(Document("test", language, text, dt.date.fromisoformat(published), None)).events)


def names(event: Event) -> list[str]:
    return [p.name for p in event.participants]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Tuesday Italian coast guard boats brought ashore 58 people who had left Zuwara."),
        ("fr", "Mardi, la garde côtière italienne a débarqué 58 personnes parties de Zouara."),
    ],
)
def test_a_word_that_told_a_figure_of_a_day_may_name_an_event(
    passage: Prepare, language: str, text: str
) -> None:
    read_ = passage(language, text)
    told = figures(read_)
    assert [f.value for f in told] == [58]
    words = event_words(read_, told)
    of_figures = [w for w in words if w.meaning.kind == "figure"]
    assert all(read_.text[w.mention.start : w.mention.end] for w in of_figures)
    assert len({(w.index, w.meaning.key) for w in words if w.meaning.kind == "figure"}) == len(of_figures)


def test_a_figure_of_a_year_names_no_event(passage: Prepare) -> None:
    read_ = passage("en", "Libya's coast guard brought back 21,762 people in 2024.")
    assert not [w for w in event_words(read_, figures(read_)) if w.meaning.kind == "figure"]


def test_who_took_part_is_sought_in_the_sentence_before_where_a_pronoun_stands() -> None:
    text = (
        "Frontex Executive Director Hans Leijtens held talks with Tunisian Interior Minister Khaled Nouri in "
        "Tunis on Friday. On Saturday he visited the maritime command centre at La Goulette."
    )
    visits = [e for e in events_of("en", text, "2025-02-17") if e.type == "visit"]
    assert [names(v) for v in visits] == [["Hans Leijtens"]]


def test_a_shipwreck_has_no_participants_of_another_sentence() -> None:
    text = (
        "The Italian coast guard searched the area until nightfall on Monday. A wooden boat capsized off "
        "Lampedusa on Sunday and 14 people died."
    )
    wrecks = [e for e in events_of("en", text, "2025-02-17") if e.type == "shipwreck"]
    assert wrecks
    assert all(names(w) == [] for w in wrecks)


def test_an_event_is_dated_by_its_own_clause_not_by_the_day_of_saying() -> None:
    text = "The Council said on Thursday that it had extended the mandate of EUBAM Libya on 26 June 2025."
    extended = [e for e in events_of("en", text, "2025-07-03") if e.type == "mandate_extension"]
    assert [e.period and e.period.start for e in extended] == [dt.date(2025, 6, 26)]
