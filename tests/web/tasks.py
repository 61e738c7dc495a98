"""The twelve things that people most often come for, each as somebody does it, and the answer that they leave with.

A task begins where people begin, uses links, fields and buttons by the words on them, and gives what answers it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from sijill.web.naming import actor_name
from tests.web.hands import Hand

Answer: TypeAlias = Any
"""What of the page answers the task, as a locator of Playwright."""

ARTICLE = "Libya's coast guard intercepted 21,762 migrants in 2024. In 2023 it had been 99,999."
MISSPELT = "البحريه الليبية إعترضت"
"""As many write it: ه for ة, a hamza where there is none, the words in another order."""


def interceptions_of_a_year(hand: Hand) -> Answer:
    """How many were intercepted off Libya in 2024, and who says so?"""
    hand.open("/")
    hand.menu("figures")
    hand.choose(hand.named("measure"), "interceptions")
    hand.choose(hand.named("place"), "LY")
    hand.write(hand.named("since"), "2024")
    hand.write(hand.named("until"), "2024")
    hand.follow(hand.button("apply"))
    row = hand.page.locator("tr", has=hand.page.get_by_text("21,762", exact=True))
    assert actor_name("International Organization for Migration", hand.language) in row.inner_text()
    return row


def the_passage_of_a_number(hand: Hand) -> Answer:
    """Where does this number come from?"""
    hand.open("/figures?measure=interceptions")
    hand.follow(hand.page.get_by_role("link", name="21,762", exact=True))
    assert hand.page.locator("mark#it").inner_text() == "21762"
    hand.follow(hand.page.get_by_role("link", name=hand.said("in_the_text")))
    mark = hand.page.locator(".anchor:target + mark")
    assert mark.inner_text() == "21762"
    assert mark.evaluate(
        "m => { const b = m.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight }"
    )
    return mark


def why_two_papers_differ(hand: Hand) -> Answer:
    """Two papers have two numbers of the same. Why?"""
    hand.open("/")
    hand.menu("conflicts")
    hand.choose(hand.named("measure"), "arrivals")
    hand.follow(hand.button("apply"))
    hand.follow(hand.page.get_by_role("link", name=hand.said("kind_revision"), exact=True))
    assert hand.page.get_by_role("article").count() == 2
    assert {"66,317", "66,617"} <= set(hand.page.locator("article a.figure").all_inner_texts())
    return hand.page.locator(".headline")


def a_series_as_known_on_a_day(hand: Hand) -> Answer:
    """What was known of landings in Italy on 1 March 2025?"""
    hand.open("/")
    hand.menu("measures")
    hand.follow(hand.page.locator("a[href$='/measures/arrivals']"))
    hand.choose(hand.named("place"), "IT")
    hand.write(hand.named("known_on"), "2025-03-01")
    hand.follow(hand.button("apply"))
    assert hand.page.get_by_role("img").count() == 1
    row = hand.page.locator("main tr", has=hand.page.locator("a.figure", has_text="66,317"))
    assert row.count() == 1
    assert hand.page.locator("a.figure", has_text="66,617").count() == 0
    return row


def the_series_as_a_file(hand: Hand) -> Answer:
    """The same, for a spreadsheet."""
    hand.open("/measures/arrivals?place=IT&known_on=2025-03-01")
    rows = list(csv.DictReader(io.StringIO(hand.save(hand.page.get_by_role("link", name="CSV", exact=True)))))
    assert ("2024-01-01", "66317") in {(row["period_start"], row["value"]) for row in rows}
    assert "66617" not in {row["value"] for row in rows}
    return hand.page.locator("main table").first


def until_when_a_mandate_runs(hand: Hand) -> Answer:
    """Until when does IRINI's mandate run?"""
    hand.open("/")
    hand.menu("instruments")
    hand.follow(hand.page.get_by_role("link", name="EUNAVFOR MED IRINI", exact=True))
    told = hand.page.locator(".headline")
    assert "2027-03-31" in told.inner_text()
    return told


def a_text_checked(hand: Hand) -> Answer:
    """Are the numbers of this draft right?"""
    hand.open("/")
    hand.menu("check")
    hand.write(hand.page.get_by_role("textbox", name=hand.said("paste")), ARTICLE)
    hand.write(hand.named("published"), "2026-01-10")
    hand.follow(hand.button("check_it"))
    assert hand.page.locator(".text mark", has_text="21,762").get_attribute("class") == "agrees"
    row = hand.page.get_by_role("row").filter(has_text="21,762").first
    assert hand.said("verdict_agrees") in row.inner_text()
    return row


def arabic_words_in_another_spelling(hand: Hand) -> Answer:
    """The report about the Libyan navy, as I remember its words."""
    hand.open("/")
    hand.write(hand.page.get_by_role("searchbox"), MISSPELT)
    hand.follow(hand.button("find").first)
    hit = hand.page.get_by_role("article").first
    assert hit.locator("mark").count() >= 3
    return hit.locator("h2")


def a_number_written_in_another_way(hand: Hand) -> Answer:
    """Who printed 21,762, however they wrote it?"""
    hand.open("/")
    hand.write(hand.page.get_by_role("searchbox"), "٢١٬٧٦٢")
    hand.follow(hand.button("find").first)
    mark = hand.page.locator("article mark").first
    assert mark.inner_text() == "21762"
    return hand.page.get_by_role("article").first


def the_same_page_in_another_language(hand: Hand) -> Answer:
    """My colleague reads another language."""
    hand.open("/figures?measure=deaths&since=2024")
    numbers = hand.page.locator("a.figure").count()
    other = "en" if hand.language == "ar" else "ar"
    hand.follow(hand.page.locator(f".languages a[hreflang={other}]"))
    assert hand.page.url == f"{hand.site}/{other}/figures?measure=deaths&since=2024"
    assert hand.page.locator("a.figure").count() == numbers > 0
    assert hand.page.locator("html").get_attribute("dir") == ("rtl" if other == "ar" else "ltr")
    return hand.page.get_by_role("heading", level=1)


def the_digits_that_i_read(hand: Hand) -> Answer:
    """The numbers in Arabic-Indic digits, and they stay so from page to page."""
    hand.open("/figures?measure=arrivals")
    if hand.language != "ar":
        hand.follow(hand.page.locator(".languages a[hreflang=ar]"))
    hand.follow(hand.page.locator(".languages a", has_text="٠–٩"))
    hand.follow(hand.page.get_by_role("link", name="٦٦٬٣١٧", exact=True))
    told = hand.page.locator(".headline")
    assert "٦٦٬٣١٧" in told.inner_text()
    return told


def events_between_two_days(hand: Hand) -> Answer:
    """Who met whom in June 2025?"""
    hand.open("/")
    hand.menu("events")
    hand.write(hand.named("since"), "2025-06-01")
    hand.write(hand.named("until"), "2025-06-30")
    hand.follow(hand.button("apply"))
    events = hand.page.locator(".timeline > li")
    days = [re.search(r"\d{4}-\d\d", one) for one in events.locator(".when").all_inner_texts()]
    assert {day[0] for day in days if day} == {"2025-06"}
    return events.filter(has_text=actor_name("Matteo Piantedosi", hand.language)).first


TASKS: tuple[Callable[[Hand], Answer], ...] = (
    interceptions_of_a_year,
    the_passage_of_a_number,
    why_two_papers_differ,
    a_series_as_known_on_a_day,
    the_series_as_a_file,
    until_when_a_mandate_runs,
    a_text_checked,
    arabic_words_in_another_spelling,
    a_number_written_in_another_way,
    the_same_page_in_another_language,
    the_digits_that_i_read,
    events_between_two_days,
)
