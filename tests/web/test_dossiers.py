"""Dossiers on pages: collected, ordered, shared by role; not there for those who may not see them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from sijill.register import audit, passwords
from sijill.register.dossiers import add_item, begin
from sijill.register.moving import back_up
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.people import add_person, alone
from sijill.web.pages import LANGUAGES, words
from tests.web.conftest import NOW, Browser
from tests.web.drawn import Page
from tests.web.hostile import payloads
from tests.web.test_hostile import assert_harmless
from tests.web.visitors import PASSWORD, Visitor

API = "/api/v1"
ABSENT = "0" * 16


@pytest.fixture
def opened(register_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """A register of the bulletins whose people have accounts."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(1, 8, 1))
    passwords.nobodys.cache_clear()
    back_up(register_file, tmp_path / "register.sqlite")
    register = open_register(tmp_path / "register.sqlite", write=True)
    with writing(register) as connection:
        for login, role in (
            ("salma", "editor"), ("ugo", "editor"), ("rim", "reviewer"), ("vera", "viewer"), ("adam", "admin"),
        ):  # fmt: skip
            add_person(connection, NOW, "root", login, role, passwords.hashed(PASSWORD), name=login.title())  # type: ignore[arg-type]
    yield register
    register.engine.dispose()
    passwords.nobodys.cache_clear()


@pytest.fixture
def team(opened: Register) -> Iterator[dict[str, Visitor]]:
    browser = Browser(opened, writer=opened, key=b"k" * 64)
    found: dict[str, Visitor] = {}
    for login in ("salma", "ugo", "rim", "vera", "adam"):
        found[login] = Visitor(browser, address=f"10.0.0.{len(found)}")
        assert found[login].log_in(login).status_code == 303
    yield found
    browser.close()


def figure_of(browser: Browser | Visitor, number: int = 0) -> str:
    return str(browser.get(f"{API}/figures").json()["data"][number]["id"])


def led_to(answer: httpx.Response) -> str:
    """The id of the dossier to which a form led."""
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/\w\w/dossiers/([0-9a-f]{16})", answer.headers["location"])
    assert found, answer.headers["location"]
    return found[1]


def begun(browser: Browser | Visitor, title: str = "Returns", **fields: str) -> str:
    return led_to(browser.post("/en/begin/dossier", data={"title": title, **fields}))


def contents(browser: Browser | Visitor, ref: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = browser.get(f"{API}/dossiers/{ref}").json()["data"]["contents"]
    return found


def change(browser: Browser | Visitor, ref: str, item: object, act: str, **fields: str) -> int:
    sent = {"item": str(item), "act": act, **fields}
    return browser.post(f"/en/dossiers/{ref}/item", data=sent).status_code


def test_what_a_page_shows_is_put_into_a_dossier_from_there(desk: Browser) -> None:
    ids = {
        kind: desk.get(f"{API}/{kind}s").json()["data"][0]
        for kind in ("figure", "event", "document", "claim")
    }
    refs = {kind: row["id"] for kind, row in ids.items()}
    instruments = [one for one in Page(desk.get("/en/instruments").text).links() if "/instruments/" in one]
    refs["instrument"] = instruments[0].rpartition("/")[2]
    ref = begun(desk, "عودة")
    for kind, id in refs.items():
        page = Page(desk.get(f"/ar/{kind}s/{id}").text)
        (form,) = [one for one in page.of("form") if one.attributes.get("action") == "/ar/collect"]
        fields = {
            one.attributes["name"]: one.attributes["value"]
            for one in page.of("input")
            if form in one.parents and one.attributes.get("type") == "hidden"
        }
        refs[kind] = fields["id"]
        choices = [one.attributes["value"] for one in page.of("option") if form in one.parents]
        assert ref in choices
        answer = desk.post("/ar/collect", data={**fields, "dossier": ref, "title": "", "note": f"on {kind}"})
        assert led_to(answer) == ref
    page = Page(desk.get(f"/en/dossiers/{ref}").text)
    assert page.of("h1")[0].text == "عودة"
    for link in [one for one in page.links() if one.startswith("/en/") and f"/dossiers/{ref}" not in one]:
        assert desk.get(link.partition("#")[0]).status_code == 200, link
    for kind in ("figure", "event", "claim"):
        assert f"/en/{kind}s/{refs[kind]}" in page.links()
    rows = contents(desk, ref)
    assert [(row["kind"], row["id"], row["note"]) for row in rows] == [
        (kind, id, f"on {kind}") for kind, id in refs.items()
    ]
    assert {row["state"] for row in rows} == {"stands"}


def test_a_dossier_is_begun_where_something_is_found(desk: Browser) -> None:
    sent = {"kind": "figure", "id": figure_of(desk), "dossier": "", "title": "Arrivals", "note": "first"}
    ref = led_to(desk.post("/en/collect", data=sent))
    data = desk.get(f"/en/dossiers/{ref}.json").json()
    assert (data["title"], data["note"], data["items"]) == ("Arrivals", None, 1)
    again = desk.post("/fr/collect", data={**sent, "dossier": ref})
    assert (again.status_code, words("fr")["words"]["dossier_already"] in again.text) == (400, True)
    untitled = desk.post("/ar/collect", data={**sent, "title": ""})
    assert (untitled.status_code, words("ar")["words"]["dossier_no_title"] in untitled.text) == (400, True)
    assert desk.post("/en/collect", data={**sent, "id": ABSENT, "dossier": ref}).status_code == 404
    assert len(desk.get(f"{API}/dossiers").json()["data"]) == 2, "what was refused has begun nothing"


def test_a_dossier_is_data_with_the_numbers_of_the_register(desk: Browser) -> None:
    (row,) = desk.get(f"{API}/dossiers").json()["data"]
    record = desk.get(f"/en/dossiers/{row['id']}.json").json()
    table = list(csv.DictReader(io.StringIO(desk.get(f"/en/dossiers/{row['id']}.csv").text)))
    assert [one["kind"] for one in table] == ["figure", "event", "instrument", "document", "claim", "note"]
    assert [one["item"] for one in table] == [str(one["item"]) for one in record["contents"]]
    (figure,) = [one for one in table if one["kind"] == "figure"]
    assert (figure["value"], figure["measure"], figure["period_start"]) == ("66317", "arrivals", "2024-01-01")
    page = Page(desk.get(f"/fr/dossiers/{row['id']}").text)
    numbers = [one.text for one in page.of("a") if one.has_class("figure")]
    assert "66\u202f317" in numbers
    twins = [one for one in page.links() if one.endswith((".csv", ".json"))]
    assert len(twins) == 2


def test_items_are_moved_annotated_and_taken_out_by_forms(desk: Browser) -> None:
    ref = begun(desk)
    for note in ("one", "two", "three"):
        desk.post("/en/collect", data={"kind": "note", "dossier": ref, "note": note})
    first, second, third = (one["item"] for one in contents(desk, ref))
    assert change(desk, ref, third, "up") == change(desk, ref, first, "remove") == 303
    assert change(desk, ref, second, "note", note="two,\r\nand more") == 303
    assert [one["note"] for one in contents(desk, ref)] == ["three", "two,\nand more"]
    assert change(desk, ref, second, "note", note="") == 400
    assert change(desk, ref, first, "up") == 404
    assert change(desk, ref, second, "restore") == change(desk, ref, "x", "up") == 400
    sent = {"title": "Two", "note": "of it", "visibility": "team"}
    assert led_to(desk.post(f"/en/dossiers/{ref}/description", data=sent)) == ref
    assert desk.get(f"/en/dossiers/{ref}.json").json()["visibility"] == "team"
    away = desk.post(f"/en/dossiers/{ref}/shelf", data={"act": "remove"})
    assert (away.status_code, away.headers["location"]) == (303, "/en/dossiers")
    assert desk.post("/en/collect", data={"kind": "note", "dossier": ref, "note": "x"}).status_code == 404
    assert ref in desk.get("/en/dossiers").text
    assert ref not in desk.get("/en/dossiers.csv").text
    assert led_to(desk.post(f"/en/dossiers/{ref}/shelf", data={"act": "restore"})) == ref


def test_programs_change_dossiers_as_forms_do(desk: Browser) -> None:
    made = desk.post(f"{API}/begin/dossier", json={"title": "By a program"}).json()["data"]
    answer = desk.post(f"{API}/collect", json={"kind": "note", "dossier": made["id"], "note": "n"})
    (item,) = answer.json()["data"]["contents"]
    gone = desk.post(f"{API}/dossiers/{made['id']}/item", json={"item": str(item["item"]), "act": "remove"})
    assert gone.json()["data"]["contents"] == []
    for path in ("begin/dossier", "collect", f"dossiers/{made['id']}/share"):
        assert desk.post(f"{API}/{path}", json={}).status_code == 400
    found = desk.get(f"{API}/openapi.json").json()["paths"]["/collect"]["post"]["requestBody"]
    assert found["content"]["application/json"]["schema"]["required"] == ["kind"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_may_be_written_no_form_is_offered(language: str, browser: Browser) -> None:
    (row,) = browser.get(f"{API}/dossiers").json()["data"]
    for path in (f"dossiers/{row['id']}", "dossiers", f"figures/{figure_of(browser)}"):
        page = Page(browser.get(f"/{language}/{path}").text)
        assert [one for one in page.of("form") if one.attributes.get("method") == "post"] == []
    assert browser.post(f"/{language}/begin/dossier", data={"title": "x"}).status_code == 403


# who may do what


def test_a_dossier_that_somebody_may_not_see_is_not_there_for_them(team: dict[str, Visitor]) -> None:
    ref = begun(team["salma"], "Secret", note="of mine")
    team["salma"].post("/en/collect", data={"kind": "note", "dossier": ref, "note": "secret"})
    item = contents(team["salma"], ref)[0]["item"]
    forms: list[tuple[str, dict[str, str]]] = [
        ("/en/collect", {"kind": "note", "dossier": "{}", "note": "x"}),
        ("/en/dossiers/{}/description", {"title": "x", "visibility": "team"}),
        ("/en/dossiers/{}/item", {"item": str(item), "act": "remove"}),
        ("/en/dossiers/{}/share", {"login": "ugo", "role": "admin"}),
        ("/en/dossiers/{}/shelf", {"act": "remove"}),
    ]
    for login in ("ugo", "rim"):
        who = team[login]
        for path in ("/en/dossiers/{}", "/en/dossiers/{}.json", "/en/dossiers/{}.csv", API + "/dossiers/{}"):
            one, other = (who.get(path.format(id)) for id in (ref, ABSENT))
            assert one.status_code == other.status_code == 404
            assert one.text.replace(ref, ABSENT) == other.text
        for path, sent in forms:
            one, other = (
                who.post(path.format(id), data={k: v.format(id) for k, v in sent.items()})
                for id in (ref, ABSENT)
            )
            assert one.status_code == other.status_code == 404, path
            assert one.text.replace(ref, ABSENT) == other.text
        for path in (
            "/en/dossiers",
            "/en/dossiers.json",
            "/en/dossiers.csv",
            f"/en/figures/{figure_of(who)}",
        ):
            assert ref not in who.get(path).text
            assert "Secret" not in who.get(path).text
    for path, sent in forms:
        assert team["vera"].post(path.format(ref), data=sent).status_code == 403, "whatever there is"
    assert [one["note"] for one in contents(team["salma"], ref)] == ["secret"]
    assert team["adam"].get(f"/en/dossiers/{ref}").status_code == 200


def test_a_dossier_is_shared_by_role(team: dict[str, Visitor], opened: Register) -> None:
    salma, ugo, rim, vera = (team[login] for login in ("salma", "ugo", "rim", "vera"))
    ref = begun(salma, "Ours")

    def give(who: Visitor, login: str, role: str) -> int:
        return who.post(f"/en/dossiers/{ref}/share", data={"login": login, "role": role}).status_code

    assert (
        give(salma, "ugo", "editor") == give(salma, "rim", "viewer") == give(salma, "vera", "editor") == 303
    )
    assert led_to(ugo.post("/en/collect", data={"kind": "note", "dossier": ref, "note": "from ugo"})) == ref
    item = contents(salma, ref)[0]["item"]
    assert rim.get(f"/en/dossiers/{ref}").status_code == vera.get(f"/en/dossiers/{ref}").status_code == 200
    assert "from ugo" in rim.get(f"/en/dossiers/{ref}").text
    assert change(rim, ref, item, "remove") == change(vera, ref, item, "remove") == 403
    assert rim.post("/en/collect", data={"kind": "note", "dossier": ref, "note": "x"}).status_code == 403
    assert ref not in rim.get(f"/en/figures/{figure_of(rim)}").text, "not offered where it may not be changed"
    assert ref in ugo.get(f"/en/figures/{figure_of(ugo)}").text
    assert give(ugo, "rim", "admin") == 403
    assert ugo.post(f"/en/dossiers/{ref}/shelf", data={"act": "remove"}).status_code == 403
    assert ugo.post(f"/en/dossiers/{ref}/description", data={"visibility": "team"}).status_code == 403
    for who in (rim, vera):
        page = Page(who.get(f"/en/dossiers/{ref}").text)
        assert not [one for one in page.of("form") if "/dossiers" in one.attributes.get("action", "")]
    assert (
        give(salma, "nobody", "viewer")
        == give(salma, "salma", "viewer")
        == give(salma, "ugo", "owner")
        == 400
    )
    assert give(salma, "ugo", "") == 303
    assert ugo.get(f"/en/dossiers/{ref}").status_code == 404
    with reading(opened) as connection:
        assert list(audit.broken(connection)) == []
        acts = [(act.who, act.action) for act in audit.acts(connection, object=f"dossier {ref}")]
    assert acts[::-1] == [
        ("salma", "dossier.begin"), *[("salma", "dossier.share")] * 3, ("ugo", "dossier.add"),
        ("salma", "dossier.share"),
    ]  # fmt: skip


def test_no_item_is_changed_through_another_dossier(team: dict[str, Visitor]) -> None:
    hers, his = begun(team["salma"], "hers"), begun(team["ugo"], "his")
    team["salma"].post("/en/collect", data={"kind": "note", "dossier": hers, "note": "hers"})
    item = contents(team["salma"], hers)[0]["item"]
    for act in ("up", "down", "remove", "note"):
        assert change(team["ugo"], his, item, act, note="his now") == 404
    (kept,) = contents(team["salma"], hers)
    assert (kept["item"], kept["note"]) == (item, "hers")


def test_no_other_site_changes_a_dossier(desk: Browser) -> None:
    for path, sent in (
        ("begin/dossier", {"title": "x"}),
        ("collect", {"kind": "note", "note": "x", "title": "x"}),
    ):
        headers = {"origin": "https://evil.example"}
        assert desk.post(f"/en/{path}", data=sent, headers=headers).status_code == 403
    assert len(desk.get(f"{API}/dossiers").json()["data"]) == 1


def test_no_title_note_or_name_gets_out_of_its_place(own_file: Path) -> None:
    register = open_register(own_file, write=True)
    browser = Browser(register, writer=register)
    with writing(register) as connection:
        made = begin(connection, NOW, alone("me"), "all of them")
        for text in payloads()[::3]:
            add_item(connection, NOW, alone(text[:90]), made, "note", note=text)
            if text.strip() and len(text) <= 300:
                begin(connection, NOW, alone(text[:90]), text, text)
    assert_harmless(browser.get(f"/en/dossiers/{made.ref}").text, "items")
    assert_harmless(browser.get("/ar/dossiers").text, "titles")
    assert_harmless(browser.get(f"/en/figures/{figure_of(browser)}").text, "choices")
    for row in browser.get(f"{API}/dossiers").json()["data"][::40]:
        assert_harmless(browser.get(f"/en/dossiers/{row['id']}").text, str(row["title"]))
    browser.close()
    register.engine.dispose()


def test_a_cell_that_a_spreadsheet_would_run_is_defused(desk: Browser) -> None:
    ref = begun(desk, "=1+1")
    desk.post("/en/collect", data={"kind": "note", "dossier": ref, "note": "=HYPERLINK(1)"})
    (row,) = csv.DictReader(io.StringIO(desk.get(f"/en/dossiers/{ref}.csv").text))
    assert row["note"] == "'=HYPERLINK(1)"
