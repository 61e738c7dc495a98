"""The map, actors and who met whom: what is drawn stands in the table, and the same in every language."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest

from sijill import codes
from sijill.reconcile.flows import Way
from sijill.web.actors import actor_id
from sijill.web.arcs import draw_arcs
from sijill.web.geography import draw, drawn, end_of, inside, number_at, projected, shapes, spot_of
from sijill.web.naming import _named, actor_name, place_name
from sijill.web.pages import LANGUAGES
from tests.web.conftest import Browser, fill
from tests.web.drawn import Page

REPORTS = [
    ("a", "2025-01-08", "In 2024, 41,200 migrants arrived in Italy from Libya, the Italian Interior Ministry said."),
    ("b", "2025-01-09", "Italy's Interior Ministry said that 8,100 migrants arrived from Tunisia in Italy in 2024."),
    ("c", "2024-09-02", ("The Italian interior minister, Matteo Piantedosi, met the Libyan interior minister, Emad "
     "Trabelsi, in Rome on 1 September 2024 to talk about migration.")),
    ("d", "2024-09-03", "On 1 September 2024 Matteo Piantedosi and Emad Trabelsi met in Rome to speak of migration."),
]  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    from sijill.register.opening import open_register

    folder = tmp_path_factory.mktemp("reports")
    lines = [{"id": name, "language": "en", "published": day, "text": text} for name, day, text in REPORTS]
    (folder / "reports.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    fill(folder / "register.sqlite", str(folder / "reports.jsonl"))
    register = open_register(folder / "register.sqlite")
    browser = Browser(register)
    yield browser
    browser.close()
    register.engine.dispose()


def test_the_map_draws_each_flow_once_and_its_table_and_data_say_the_same(reports: Browser) -> None:
    rows = reports.get("/en/map.json?measure=arrivals&during=2024&layer=flows").json()
    assert {(*row["from"], *row["to"], row["value"]) for row in rows} == {
        ("LY", "IT", 41200),
        ("TN", "IT", 8100),
    }
    assert all(row["drawn"] for row in rows)
    page = Page(reports.get("/en/map?measure=arrivals&during=2024&layer=flows").text)
    assert len([g for g in page.of("g") if g.has_class("way")]) == 2
    table = csv.DictReader(io.StringIO(reports.get("/fr/map.csv?measure=arrivals&during=2024").text))
    assert [row["value"] for row in table if row["kind"] == "flow"] == [str(row["value"]) for row in rows]
    (svg,) = page.of("svg")
    drawn_numbers = [a for a in page.of("a") if svg in a.parents and a.has_class("figure")]
    assert {a.attributes["href"].rpartition("/")[2] for a in drawn_numbers} == {row["id"] for row in rows}


def test_numbers_on_the_map_hide_no_other_and_are_not_cut_by_its_edge() -> None:
    from sijill.model import Figure, Period
    from sijill.reconcile.comparing import Told
    from sijill.reconcile.flows import flows

    year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    told = [
        Told(number, Figure(0, 1, 100, "person", "arrivals", period=year, from_=(one,), to=(other,)))
        for number, (one, other) in enumerate(
            [("LY", "IT"), ("LY", "MT"), ("TN", "IT"), ("DZ", "IT"), ("TN", "MT")]
        )
    ]
    arrows = draw(flows(told, year, "year"), []).arrows
    assert len(arrows) == 5
    for one, other in combinations(arrows, 2):
        assert abs(one.x - other.x) >= 56 or abs(one.y - other.y) >= 16
    assert number_at(3, 960) == 56 and number_at(955, 960) == 904 and number_at(500, 960) == 500


def test_without_a_period_the_map_shows_the_latest_year_in_which_somebody_says_a_flow(
    reports: Browser,
) -> None:
    assert (
        reports.get("/en/map.json?layer=flows").json()
        == reports.get("/en/map.json?during=2024&layer=flows").json()
    )


def test_as_known_on_a_day_the_map_has_only_what_was_published_by_then(reports: Browser) -> None:
    rows = reports.get("/en/map.json?measure=arrivals&during=2024&known_on=2025-01-08&layer=flows").json()
    assert [row["value"] for row in rows] == [41200]


def test_a_filter_by_place_keeps_the_flows_that_touch_it(reports: Browser) -> None:
    rows = reports.get("/en/map.json?measure=arrivals&during=2024&place=TN&layer=flows").json()
    assert [row["from"] for row in rows] == [["TN"]]


def test_an_event_of_two_documents_is_one_mark_at_its_town(reports: Browser) -> None:
    (row,) = reports.get("/en/map.json?during=2024-09&layer=events").json()
    assert (row["type"], row["place"], row["documents"]) == ("meeting", "Rome", 2)
    assert (row["longitude"], row["latitude"]) == codes.positions()["rome"]
    page = Page(reports.get("/ar/map?during=2024-09&layer=events").text)
    assert len([one for one in page.of("path") if one.has_class("event-mark")]) == 1
    assert page.by_id("place-rome").tag == "tr"
    assert place_name("rome", "ar") in page.of("main")[0].text


def test_the_map_is_the_same_drawing_in_every_language_and_never_mirrored(reports: Browser) -> None:
    ways = set()
    for language in LANGUAGES:
        page = Page(reports.get(f"/{language}/map?measure=arrivals&during=2024").text)
        (svg,) = page.of("svg")
        assert svg.parents[-1].attributes["dir"] == "ltr"
        ways.add(tuple(one.attributes["d"] for one in page.of("path") if svg in one.parents))
        assert len([one for one in page.of("p") if one.has_class("note")]) >= 2  # the policy on boundaries
    assert len(ways) == 1


def test_the_ground_of_the_map_is_small_names_its_source_and_keeps_disputed_lines_apart() -> None:
    file = Path(__file__).parents[2] / "src/sijill/web/map/central_mediterranean.json"
    assert file.stat().st_size < 100_000
    said = json.loads(file.read_text("utf-8"))
    assert "Natural Earth" in said["source"]
    assert "Public domain" in said["licence"]
    assert len(said["source_sha256"]) == 64
    assert said["disputed"]
    assert shapes().width > 500


def test_the_data_of_the_map_are_those_whose_hashes_stand_beside_their_licences() -> None:
    package = Path(__file__).parents[2] / "src" / "sijill"
    told = (package / "web" / "map" / "README.md").read_text("utf-8")
    for name in ("web/map/central_mediterranean.json", "codes/positions.yaml"):
        assert sha256((package / name).read_bytes()).hexdigest() in told


def test_every_country_of_the_code_list_has_an_end_on_the_map_or_at_its_edge() -> None:
    for key, place in codes.places().items():
        if place.kind == "country":
            end = end_of(key)
            if end is not None:
                assert inside(end[0]), key
    for code in ("LY", "TN", "IT", "MT", "EU", "MED", "NG", "GB", "BD", "SD"):
        assert end_of(code) is not None
    assert end_of("NG")[1] and not end_of("LY")[1]  # type: ignore[index]


def test_a_way_is_drawn_only_as_far_as_the_text_says_it() -> None:
    assert drawn(Way(("LY",), ("IT",), ()))
    assert drawn(Way((), (), ("LY",)))
    assert not drawn(Way(("LY", "TN"), ("IT",), ()))
    assert not drawn(Way(("LY",), (), ("TN",)))  # from Libya, in Tunisia: no text says that they went there


def test_towns_stand_where_they_are_and_those_outside_are_not_drawn() -> None:
    tripoli, lampedusa = (projected(*codes.positions()[key]) for key in ("tripoli", "lampedusa"))
    assert tripoli[1] > lampedusa[1]  # south is below
    assert spot_of("Lampedusa") == spot_of("off Lampedusa") == ("lampedusa", True)
    assert spot_of("London") is None
    assert spot_of("eastern Libya") == ("LY", False)
    assert spot_of("a place of no code list") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_a_name_in_the_language_of_the_page(language: str) -> None:
    for key in codes.places():
        assert place_name(key, language)
    if language == "ar":
        assert all(
            any("ء" <= c <= "ي" for c in place_name(key, "ar")) for key in ("LY", "GH", "zawiya", "MED")
        )


def test_who_met_whom_is_counted_once_and_leads_to_both(reports: Browser) -> None:
    (row,) = reports.get("/en/meetings.json").json()
    assert {row["one"], row["other"]} == {"Emad Trabelsi", "Matteo Piantedosi"}
    assert (row["occasions"], row["first"]) == (1, "2024-09-01")
    page = Page(reports.get("/it/meetings").text)
    assert len([one for one in page.of("path") if one.has_class("arc")]) == 1
    assert f"/it/actors/{row['one_id']}" in page.links()
    assert reports.get("/en/meetings.json?until=2024-08").json() == []
    assert draw_arcs([], []) is None


def test_an_actor_has_positions_with_the_days_on_which_texts_name_them(reports: Browser) -> None:
    answer = reports.get(f"/en/actors/{actor_id('Emad Trabelsi')}")
    text = Page(answer.text).of("main")[0].text
    assert "minister of the interior" in text
    assert "2024-09-01" in text
    rows = reports.get(f"/en/actors/{actor_id('Emad Trabelsi')}.json").json()
    assert [(row["type"], row["documents"]) for row in rows] == [("meeting", 2)]
    assert reports.get(f"/en/actors/{actor_id('Nobody')}").status_code == 404


def test_the_list_of_actors_counts_what_each_did_and_said(reports: Browser) -> None:
    rows = {row["name"]: row for row in reports.get("/en/actors.json").json()}
    ministry = rows["Ministry of the Interior of Italy"]
    assert ministry["figures_said"] == 2
    assert rows["Matteo Piantedosi"]["events"] == 2
    assert [row["name"] for row in reports.get("/en/actors.json?name=piante").json()] == ["Matteo Piantedosi"]


def test_actors_are_named_and_found_as_the_language_of_the_page_writes_them(reports: Browser) -> None:
    assert (
        actor_name("Matteo Piantedosi", "ar") == "ماتيو بيانتيدوزي"
        or actor_name("Matteo Piantedosi", "ar")[0] > "\u0600"
    )
    assert actor_name("Ministry of the Interior of Italy", "fr").endswith("(Italie)")
    assert actor_name("Government of Tunisia", "ar") == "الحكومة (تونس)"
    assert actor_name("France", "ar") == "فرنسا"
    assert actor_name("A name of no list", "ar") == "A name of no list"
    local = actor_name("Ministry of the Interior of Italy", "ar")
    page = Page(reports.get("/ar/figures?measure=arrivals").text)
    assert local in {one.text for one in page.of("bdi")}
    rows = reports.get(f"/ar/figures.json?source={local.partition(' (')[0]}").json()
    assert {row["source"] for row in rows} == {"Ministry of the Interior of Italy"}
    shown = Page(reports.get(f"/ar/actors/{actor_id('Ministry of the Interior of Italy')}").text)
    assert shown.of("h1")[0].text == local
    assert "Ministry of the Interior of Italy" in shown.of("main")[0].text


def test_names_of_pages_are_of_organisations_that_the_code_lists_have_in_all_their_languages() -> None:
    assert _named()["actors"].keys() <= codes.actors().keys()
    assert _named()["institutions"].keys() <= codes.institutions().keys()
    assert _named()["offices"].keys() == codes.offices().keys()
    for entry in (one for names in _named().values() for one in names.values()):
        assert {*entry, "en"} == set(LANGUAGES)
        assert all(entry.values())
