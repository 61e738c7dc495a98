"""The review: the least certain figure first, each decision kept before the next is shown, and none overwritten."""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sijill.register import audit
from sijill.register.opening import open_register, reading
from sijill.register.query import figures_by_ref
from sijill.register.reviews import list_reviews
from sijill.web.asked import a_doubt, place_token
from sijill.web.fields import a_number, some_places
from sijill.web.guard import HEADERS
from sijill.web.pages import LANGUAGES, review_script, words
from tests.web.conftest import Browser
from tests.web.drawn import Page

API = "/api/v1"


def first(browser: Browser, address: str = "/en/review") -> str:
    """The short id of the figure that a page of the review shows."""
    page = Page(browser.get(address).text)
    form = next(one for one in page.of("form") if one.has_class("decide"))
    return urlsplit(form.attributes["action"]).path.rpartition("/")[2]


def seen(browser: Browser, ref: str) -> str:
    page = Page(browser.get(f"/en/review?figure={ref}").text)
    field = next(one for one in page.of("input") if one.attributes.get("name") == "seen")
    return field.attributes["value"]


def decided(browser: Browser, ref: str, verdict: str, address: str = "", **fields: str) -> httpx.Response:
    return browser.post(
        f"/en/review/{ref}{address}",
        data={"verdict": verdict, "seen": seen(browser, ref), **fields},
        follow_redirects=False,
    )


def found(path: Path, ref: str) -> Any:
    register = open_register(path)
    with reading(register) as connection:
        [stored] = figures_by_ref(connection, ref)
    register.engine.dispose()
    return stored


def reviews_of(path: Path, ref: str) -> list[Any]:
    register = open_register(path)
    with reading(register) as connection:
        made = list_reviews(connection, ref)
    register.engine.dispose()
    return made


def test_the_least_certain_figures_come_first(desk: Browser) -> None:
    rows = desk.get(f"{API}/review?limit=500").json()["data"]
    sure = [row.get("confidence", -1) for row in rows]
    assert len(rows) > 30
    assert sure == sorted(sure)
    assert first(desk) == rows[0]["id"]


def test_the_most_contested_figures_come_first_where_asked_for(desk: Browser) -> None:
    rows = desk.get(f"{API}/review?order=contested&limit=500").json()["data"]
    counted = [row["conflicts"] for row in rows]
    assert counted[0] >= counted[-1] >= 1
    assert counted == sorted(counted, reverse=True)
    known = {ref for row in desk.get(f"{API}/conflicts?limit=500").json()["data"] if not row["explained"]
             for ref in (row["one_id"], row["other_id"])}  # fmt: skip
    assert {row["id"] for row in rows} == known


@pytest.mark.parametrize("order", ["doubtful", "contested"])
def test_the_pages_of_the_queue_join_without_gap_or_repetition(desk: Browser, order: str) -> None:
    whole = desk.get(f"{API}/review?order={order}&limit=500").json()["data"]
    rows, following = [], f"{API}/review?order={order}&limit=3"
    while following:
        body = desk.get(following).json()
        rows += body["data"]
        following = body["next"]
    assert rows == whole


def test_the_queue_is_narrowed_like_any_list_and_is_data_too(desk: Browser) -> None:
    page = desk.get("/en/review.csv?measure=arrivals&language=ar").text
    rows = list(csv.DictReader(io.StringIO(page)))
    assert rows
    assert {(row["measure"], row["language"]) for row in rows} == {("arrivals", "ar")}
    assert first(desk, "/en/review?measure=arrivals&language=ar") == rows[0]["id"]


def test_a_decision_is_kept_and_leads_to_the_next_figure(desk: Browser, own_file: Path) -> None:
    one = first(desk, "/en/review?measure=arrivals")
    answer = decided(desk, one, "confirm", "?measure=arrivals", note="seen in the report")
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"measure": ["arrivals"], "done": [one]}
    [made] = reviews_of(own_file, one)
    assert (made.verdict, made.author, made.note, made.state) == (
        "confirm",
        "local",
        "seen in the report",
        "counts",
    )
    assert first(desk, answer.headers["location"]) not in (one, "")


def test_a_decision_is_on_the_audit_trail_once(desk: Browser, own_file: Path) -> None:
    ref = first(desk)
    decided(desk, ref, "confirm")
    register = open_register(own_file)
    with reading(register) as connection:
        acts = [act.action for act in audit.acts(connection) if act.action.startswith("review.")]
    register.engine.dispose()
    assert acts == ["review.confirm"]


def test_a_rejected_figure_is_in_no_list_and_can_be_had_back(desk: Browser, own_file: Path) -> None:
    one = first(desk)
    decided(desk, one, "reject")
    assert one not in {row["id"] for row in desk.get(f"{API}/figures?limit=500").json()["data"]}
    answer = decided(desk, one, "undo")
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"figure": [one]}
    assert one in {row["id"] for row in desk.get(f"{API}/figures?limit=500").json()["data"]}
    assert first(desk) == one


def test_what_was_done_last_can_be_taken_back_on_the_next_page(desk: Browser, own_file: Path) -> None:
    one = first(desk)
    page = Page(desk.get(decided(desk, one, "reject").headers["location"]).text)
    [form] = [each for each in page.of("form") if each.has_class("done")]
    field = next(each for each in page.of("input") if form in each.parents)
    answer = desk.post(form.attributes["action"], data={"verdict": "undo", "seen": field.attributes["value"]})
    assert answer.status_code == 303
    assert [made.state for made in reviews_of(own_file, one)] == ["undone", "undo"]


def test_a_correction_changes_the_slots_that_the_form_says(desk: Browser, own_file: Path) -> None:
    [one, *_] = [r["id"] for r in desk.get(f"{API}/review?measure=arrivals").json()["data"]]
    before = found(own_file, one).found
    slots = {"value": "71000", "bound": "over", "measure": "arrivals", "unit": "person", "status": "estimate",
             "change": "", "since": "2024", "until": "2024-06", "from": "Libya, TN", "to": "إيطاليا", "at": "",
             "sex": "female", "age": "", "nationality": "SD، ER", "vulnerable": "yes",
             "actor": "", "source": "Frontex", "high": ""}  # fmt: skip
    answer = decided(desk, one, "correct", **slots, note="annex 2")
    assert answer.status_code == 303, answer.text
    after = found(own_file, one)
    f = after.found
    assert (f.value, f.bound, f.low, f.high, f.status) == (71000, "over", 71000, None, "estimate")
    assert (str(f.period.start), str(f.period.end)) == ("2024-01-01", "2024-06-30")
    assert (f.from_, f.to, f.at) == (("LY", "TN"), ("IT",), ())
    assert (f.population.sex, f.population.age, f.population.nationality) == ("female", None, ("ER", "SD"))
    assert (f.population.vulnerable, f.source, f.actor) == (True, "Frontex", None)
    assert (f.start, f.end, f.part_of) == (before.start, before.end, before.part_of)
    assert (after.review.verdict, after.review.author, after.review.note) == ("correct", "local", "annex 2")


def test_a_correction_of_a_corrected_figure_begins_with_what_stands(desk: Browser, own_file: Path) -> None:
    [one, *_] = [r["id"] for r in desk.get(f"{API}/review?measure=arrivals").json()["data"]]
    decided(desk, one, "correct", value="5", bound="exact")
    decided(desk, one, "correct", source="Frontex")
    assert (found(own_file, one).found.value, found(own_file, one).found.source) == (5, "Frontex")


def test_a_correction_that_cannot_be_is_refused_and_what_was_written_stays_in_the_form(
    desk: Browser, own_file: Path
) -> None:
    [one, *_] = [r["id"] for r in desk.get(f"{API}/review?measure=arrivals").json()["data"]]
    answer = decided(desk, one, "correct", unit="litre", value="7", note="why not")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.faults == []
    assert "not counted in litre" in page.of("main")[0].text
    assert page.by_id("s-value").attributes["value"] == "7"
    assert page.by_id("s-note").attributes["value"] == "why not"
    assert reviews_of(own_file, one) == []
    for language in LANGUAGES:
        links = [link for link in page.links() if link.startswith(f"/{language}/review?")]
        assert links
        assert desk.get(links[0]).status_code == 200


def test_who_comes_second_is_told_and_overwrites_nothing(desk: Browser, own_file: Path) -> None:
    one = first(desk)
    drawn = seen(desk, one)
    decided(desk, one, "confirm")
    answer = desk.post(f"/fr/review/{one}", data={"verdict": "reject", "seen": drawn, "note": "late"})
    assert answer.status_code == 409
    page = Page(answer.text)
    [told] = [each for each in page.elements if each.has_class("problem")]
    assert words("fr")["words"]["decided_meanwhile"] in told.text
    assert "local" in told.text
    assert [made.verdict for made in reviews_of(own_file, one)] == ["confirm"]
    body = desk.post(f"{API}/review/{one}", json={"verdict": "reject", "seen": drawn}).json()
    assert (body["error"]["status"], body["error"]["code"]) == (409, "meanwhile")


def test_programs_review_too(desk: Browser, own_file: Path) -> None:
    one = first(desk)
    row = desk.post(
        f"{API}/review/{one}", json={"verdict": "correct", "value": "12", "bound": "about"}
    ).json()
    assert (row["data"]["verdict"], row["data"]["new_value"]) == ("correct", 12)
    [listed] = desk.get(f"{API}/reviews").json()["data"]
    assert listed == row["data"]
    assert desk.post(f"{API}/review/{one}", json={}).status_code == 400
    assert desk.post(f"{API}/review/0123456789abcdef", json={"verdict": "confirm"}).status_code == 404


def test_all_reviews_are_listed_with_the_way_back(desk: Browser) -> None:
    one = first(desk)
    decided(desk, one, "reject", note="=1+1")
    page = Page(desk.get("/ar/reviews").text)
    assert page.faults == []
    assert any(f"/ar/review?figure={one}" in link for link in page.links())
    [row] = csv.DictReader(io.StringIO(desk.get("/en/reviews.csv").text))
    assert (row["id"], row["verdict"], row["note"]) == (one, "reject", "'=1+1")
    assert desk.get("/en/reviews.json?verdict=confirm").json() == []


def test_nothing_is_reviewed_where_the_register_is_served_to_be_read(browser: Browser) -> None:
    one = first(browser)
    assert decided(browser, one, "confirm").status_code == 403


def test_the_page_of_the_review_alone_has_a_script_which_the_browser_checks(desk: Browser) -> None:
    path, content, integrity = review_script()
    answer = desk.get("/en/review")
    [script] = Page(answer.text).of("script")
    assert script.attributes["src"] == path
    assert script.attributes["integrity"] == integrity
    assert integrity == "sha256-" + b64encode(sha256(content).digest()).decode()
    assert desk.get(path).content == content
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    for other in ("/en/review?keys=off", "/en/reviews", "/en/"):
        assert Page(desk.get(other).text).of("script") == []
        assert desk.get(other).headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_letters_can_be_turned_off_and_stay_so(desk: Browser) -> None:
    page = Page(desk.get("/en/review?keys=off").text)
    assert not any("data-key" in one.attributes for one in page.elements)
    answer = decided(desk, first(desk), "confirm", "?keys=off")
    assert "keys=off" in answer.headers["location"]


@pytest.mark.parametrize(
    ("written", "number"), [("21000", 21000), ("16.35", 16.35), ("٢١٠٠٠", 21000), ("21 000", 21000)]
)
def test_numbers_of_a_form(written: str, number: float) -> None:
    assert a_number(written) == number


@pytest.mark.parametrize("written", ["21.000", "21,000", "1e3", "-5", "", "٢١٬٠٠٠", "nan"])
def test_a_number_that_may_be_read_in_two_ways_is_none(written: str) -> None:
    with pytest.raises(ValueError, match="21000"):
        a_number(written)


def test_places_of_a_form_go_by_code_and_by_name_in_any_language() -> None:
    for written in ("LY, TN", "LY TN", "Libya; Tunisia", "ليبيا، تونس", "Libye, Tunisie", "tunisia\nlibia"):
        assert some_places(written) == ("LY", "TN")
    assert some_places("European Union, MED") == ("EU", "MED")
    with pytest.raises(ValueError, match="no place"):
        some_places("Atlantis")


def test_a_place_in_the_queue_is_a_token_and_nothing_else_is_one() -> None:
    for place in ((0, 0.25, "0" * 16), (3, None, "a1" * 8), (1, 1.0, "f" * 16)):
        assert a_doubt(place_token(place)) == place
    for wrong in ("", "x", "W10", "é", place_token((0, 0.5, "x"))):
        with pytest.raises(ValueError, match="no place"):
            a_doubt(wrong)
