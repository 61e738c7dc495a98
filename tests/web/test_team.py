"""Accounts as those meet them who have one, and those who have none."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from itsdangerous import TimestampSigner

from sijill.official.library import library
from sijill.register import audit, passwords
from sijill.register.moving import back_up
from sijill.register.opening import Register, open_register, reading, writing
from sijill.register.people import ROLES, account, add_person, change_password, change_role, disable
from sijill.web import app, limits, team
from sijill.web.entrance import own_path
from sijill.web.gate import ANYONE
from sijill.web.routes import ROUTES
from tests.web.conftest import HOME, NOW, Browser
from tests.web.hostile import payloads
from tests.web.test_hostile import assert_harmless
from tests.web.visitors import PASSWORD, Visitor, attributes

KEY = b"k" * 64
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
BESIDE = {"/{lang}/account": "viewer", "/{lang}/people": "admin", "/api/v1/export/{format}": "viewer"}
"""The least roles of what is no route."""
OPEN = {"/", "/favicon.ico", "/api/v1/openapi.json", "/{lang}/login", "/{lang}/logout"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that take no time; what is tried does not lean on their strength."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(1, 8, 1))
    passwords.nobodys.cache_clear()
    yield
    passwords.nobodys.cache_clear()


def add_people(register: Register) -> None:
    with writing(register) as connection:
        for role in ROLES:
            add_person(connection, NOW, "root", role, role, passwords.hashed(PASSWORD), name=role.title())
        add_person(connection, NOW, "root", "gone", "admin", passwords.hashed(PASSWORD))
        gone = account(connection, "gone")
        assert gone is not None
        disable(connection, NOW, "root", gone.person)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Register]:
    """An empty register with an account of each role, and one that is closed."""
    register = open_register(tmp_path / "register.sqlite", write=True, patience=0.2)
    add_people(register)
    yield register
    register.engine.dispose()


@pytest.fixture
def browser(opened: Register) -> Iterator[Browser]:
    hosts = {"127.0.0.1", "localhost", "register.example.org"}
    made = Browser(opened, hosts=hosts, writer=opened, key=KEY)
    yield made
    made.close()


@pytest.fixture
def visitor(browser: Browser) -> Visitor:
    return Visitor(browser)


def acts(register: Register) -> list[tuple[str, str]]:
    """What is on the audit trail beyond the accounts, first to last."""
    with reading(register) as connection:
        assert list(audit.broken(connection)) == []
        found = [(act.who, act.action) for act in reversed(audit.acts(connection))]
    return [one for one in found if not one[1].startswith("people.")]


# who may do what: every address, method and role, from the router itself


def addresses() -> list[tuple[str, frozenset[str]]]:
    made = app.within(Register(Path("none"), None), library(), writer=Register(Path("none"), None), key=KEY)  # type: ignore[arg-type]
    return [(route.path, frozenset(route.methods or ())) for route in made.routes]  # type: ignore[attr-defined]


def least_of(path: str, method: str) -> str:
    """The role that the table of routes says, or that is said here of what has no route."""
    if path in OPEN or path.startswith("/static/"):
        return ANYONE
    if path in BESIDE:
        return BESIDE[path]
    bare = path.removeprefix("/api/v1").removeprefix("/embed").removeprefix("/{lang}")
    for suffix in (".json", ".csv", "/feed.atom", ".svg", ".html"):
        bare = bare.removesuffix(suffix)
    wanted = {"/overview": "/", "": "/"}.get(bare, bare)
    (route,) = [one for one in ROUTES if one.path == wanted and method in one.least]
    return route.least[method]


def filled(path: str) -> str:
    for name, value in {
        "lang": "en",
        "code": "arrivals",
        "format": "csv",
        "kind": "figure",
        "page": "figures",
        "id": "0" * 16,
        "one": "0" * 16,
        "other": "1" * 16,
    }.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path
    return path


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_every_address_and_method_answers_its_roles_alone(role: str, visitor: Visitor) -> None:
    if role != "nobody":
        assert visitor.log_in(role).status_code == 303
    cookies, seen = dict(visitor.cookies), 0
    for path, methods in addresses():
        for method in METHODS:
            answer = visitor.send(method, filled(path))
            told = f"{method} {path} as {role}: {answer.status_code}"
            seen += 1
            least = least_of(path, "GET" if method == "HEAD" else method) if method in methods else ""
            if method not in methods:
                assert answer.status_code == 405, told
            elif least == ANYONE:
                refused = 401 if (path, method) == ("/{lang}/login", "POST") else None  # no password was sent
                assert answer.status_code in (refused, 200, 204, 303, 307), told
            elif role == "nobody":
                shut = (
                    path.startswith("/api/") or path.endswith((".json", ".csv", ".atom")) or method == "POST"
                )
                assert answer.status_code == (401 if shut else 303), told
                assert answer.headers.get("location", "/en/login").startswith("/en/login"), told
            elif ROLES.index(role) < ROLES.index(least):
                assert answer.status_code == 403, told
            else:
                assert answer.status_code not in (401, 403, 405, 500), told
            if path == "/{lang}/logout" and role != "nobody" and method == "POST":
                visitor.log_in(role)
                cookies = dict(visitor.cookies)
            visitor.cookies = dict(cookies)
    assert seen > 200


def test_only_these_addresses_are_open_to_anyone() -> None:
    assert {path for path, _ in addresses()} >= OPEN
    for path, methods in addresses():
        for method in methods - {"HEAD"}:
            assert (least_of(path, method) == ANYONE) == (path in OPEN or path.startswith("/static/")), path


def test_without_accounts_there_is_nothing_to_log_in_to(opened: Register) -> None:
    browser = Browser(opened)
    assert browser.get("/en/login").status_code == 404
    page = browser.get("/en/")
    assert page.status_code == 200
    assert "/logout" not in page.text
    browser.close()


# what somebody without an account can find out


def test_who_is_not_logged_in_cannot_tell_what_there_is(register_file: Path, tmp_path: Path) -> None:
    back_up(register_file, tmp_path / "copy.sqlite")
    register = open_register(tmp_path / "copy.sqlite", write=True)
    browser = Browser(register, writer=register, key=KEY)
    add_people(register)
    viewer, nobody = Visitor(browser), Visitor(browser)
    viewer.log_in("viewer")
    ref = viewer.get("/api/v1/figures").json()["data"][0]["id"]
    absent = "0" * 16
    assert viewer.get(f"/en/figures/{ref}").status_code == 200
    assert viewer.get(f"/en/figures/{absent}").status_code == 404
    for shape in (
        "/en/figures/{}",
        "/en/figures/{}.json",
        "/api/v1/figures/{}",
        "/en/documents/{}",
        "/en/claims/{}.csv",
    ):
        one, other = (nobody.get(shape.format(id)) for id in (ref, absent))
        assert (one.status_code, one.text.replace(ref, "")) == (
            other.status_code,
            other.text.replace(absent, ""),
        )
        assert one.status_code in (303, 401)
    browser.close()
    register.engine.dispose()


def test_a_wrong_password_an_unknown_login_and_a_closed_account_look_the_same(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    verify = passwords.hasher.verify

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Any:
            looked.append("once")
            return verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting(1, 8, 1))
    answers = []
    for number, (login, password) in enumerate(
        [
            ("viewer", "not this one at all"),
            ("nobody-here", PASSWORD),
            ("gone", PASSWORD),
            ("x\x00y", PASSWORD),
        ]
    ):
        visitor = Visitor(browser, address=f"10.0.0.{number}")
        answer = visitor.log_in(login, password)
        answers.append(
            (answer.status_code, answer.text.replace(f'value="{login}"', ""), sorted(answer.headers))
        )
        assert visitor.cookies == {}
    assert answers[0] == answers[1] == answers[2]
    assert answers[3][0] == 401
    assert len(looked) == 4, "each was given the same work"


def test_the_password_that_was_typed_for_no_account_is_nowhere_in_the_audit_trail(
    visitor: Visitor, opened: Register
) -> None:
    visitor.log_in("my secret typed into the wrong field", "x")
    visitor.log_in("viewer", "my other secret")
    assert acts(opened) == [("nobody", "login.failed"), ("viewer", "login.failed")]
    with reading(opened) as connection:
        assert "secret" not in str(audit.acts(connection))


def test_an_admin_keeps_the_accounts_on_a_page(visitor: Visitor, browser: Browser, opened: Register) -> None:
    new = {"password": "a ferry by the pier", "again": "a ferry by the pier"}

    def send(**fields: str) -> str:
        answer = visitor.post("/en/people", data=fields)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    visitor.log_in("admin")
    assert (
        send(act="add", login="Noor", name="نور", role="editor", language="ar", **new)
        == "/en/people?done=noor"
    )
    page = visitor.get("/en/people?done=noor").text
    assert "Done: <bdi>noor</bdi>" in page
    assert "نور" in page
    assert "Done:" not in visitor.get("/en/people?done=<b>").text
    noor = Visitor(browser)
    assert noor.log_in("noor", new["password"]).headers["location"] == "/ar/"
    for path in ("/en/people", "/en/audit"):
        assert noor.get(path).status_code == 403
    assert noor.post("/en/people", data={"act": "role", "login": "noor", "role": "admin"}).status_code == 403
    send(act="role", login="noor", role="admin")
    assert noor.get("/en/people").status_code == 200
    send(act="password", login="noor", password="two ferries by the pier", again="two ferries by the pier")
    assert noor.get("/en/people").status_code == 303
    send(act="disable", login="noor")
    assert noor.log_in("noor", "two ferries by the pier").status_code == 401
    send(act="enable", login="noor")
    assert noor.log_in("noor", "two ferries by the pier").status_code == 303
    with reading(opened) as connection:
        found = [act.action for act in audit.acts(connection, who="admin") if act.action != "login"]
    assert found[::-1] == [f"people.{what}" for what in ("add", "role", "password", "disable", "enable")]


def test_what_an_account_cannot_be_is_said_and_changes_nothing(visitor: Visitor, opened: Register) -> None:
    new = {"password": "a ferry by the pier", "again": "a ferry by the pier"}
    visitor.log_in("admin")
    for fields, told in (
        ({"act": "add", "login": "viewer", "role": "viewer", **new}, "such an account already"),
        ({"act": "add", "login": "two words", "role": "viewer", **new}, "no spaces"),
        ({"act": "add", "login": "noor", "role": "viewer", **new, "again": "x"}, "differ"),
        (
            {"act": "add", "login": "noor", "role": "viewer", "password": "x", "again": "x"},
            "fewer than twelve",
        ),
        ({"act": "role", "login": "admin", "role": "viewer"}, "last administrator"),
        ({"act": "disable", "login": "admin"}, "last administrator"),
    ):
        answer = visitor.post("/en/people", data=fields)
        assert answer.status_code == 422
        assert told in answer.text
        assert "ferry" not in answer.text, "no password comes back"
    for fields, status in (
        ({"act": "role", "login": "nobody", "role": "viewer"}, 404),
        ({"act": "role", "login": "viewer", "role": "owner"}, 400),
        ({"act": "burn", "login": "viewer"}, 400),
        ({}, 400),
        ({"act": "add", "login": "noor", "role": "viewer", "language": "xx", **new}, 400),
    ):
        assert visitor.post("/en/people", data=fields).status_code == status
    with reading(opened) as connection:
        assert [act.action for act in audit.acts(connection, who="admin")] == ["login"]


# logging in and out


def test_the_audit_trail_is_for_admins_with_links_and_as_data(visitor: Visitor, opened: Register) -> None:
    with writing(opened) as connection:
        for number in range(60):
            audit.record(
                connection,
                NOW,
                "ugo",
                "dossier.add",
                f"dossier {number:016x}",
                title="<b>«عودة»</b>",
                note=None,
            )
        audit.record(connection, NOW, "ugo", "review.reject", "figure 0123456789abcdef", note="a page number")
    visitor.log_in("admin")
    page = visitor.get("/en/audit")
    assert "&lt;b&gt;«عودة»&lt;/b&gt;" in page.text
    assert 'href="/en/figures/0123456789abcdef"' in page.text
    assert "rejected" in page.text
    assert 'href="/en/audit"' in visitor.get("/en/").text
    first = visitor.get("/api/v1/audit").json()
    rest = visitor.get(first["next"]).json()
    numbers = [row["number"] for row in first["data"] + rest["data"]]
    assert numbers == list(range(len(numbers), 0, -1)), "every record once, the latest first"
    assert rest["next"] is None
    assert [row["who"] for row in visitor.get("/en/audit.json?who=admin").json()] == ["admin"]
    assert visitor.get("/en/audit.csv?object=dossier+0000000000000007").text.count("dossier.add") == 1
    assert visitor.get("/en/audit?before=x").status_code == 400
    with reading(opened) as connection:
        assert audit.head(connection)[1] in page.text, "the hash to be noted"
    visitor.post("/en/logout")
    visitor.log_in("reviewer")
    assert "/en/audit" not in visitor.get("/en/").text
    for path in ("/en/audit", "/en/audit.csv", "/en/audit.json", "/api/v1/audit"):
        assert visitor.get(path).status_code == 403


def test_a_session_begins_with_the_right_password_and_ends_with_logging_out(
    visitor: Visitor, opened: Register
) -> None:
    page = visitor.get("/ar/figures?measure=arrivals")
    assert (page.status_code, page.headers["location"]) == (
        303,
        "/ar/login?next=%2Far%2Ffigures%3Fmeasure%3Darrivals",
    )
    form = visitor.get(page.headers["location"])
    assert 'name="next" value="/ar/figures?measure=arrivals"' in form.text
    answer = visitor.log_in(" Viewer ", next="/ar/figures?measure=arrivals")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar/figures?measure=arrivals")
    page = visitor.get("/ar/figures?measure=arrivals")
    assert page.status_code == 200
    assert "Viewer" in page.text
    assert page.headers["cache-control"] == "no-store"
    kept = dict(visitor.cookies)
    assert visitor.post("/ar/logout").headers["location"] == "/ar/login"
    assert visitor.cookies == {}
    visitor.cookies = kept
    assert visitor.get("/en/").status_code == 303, "the session has ended on the server too"
    assert acts(opened) == [("viewer", "login"), ("viewer", "logout")]


def test_a_register_on_postgresql_is_logged_in_to_just_so(database: Callable[..., str]) -> None:
    register = open_register(database(empty=False), write=True, patience=1)
    add_people(register)
    browser = Browser(register, writer=register, key=KEY)
    visitor = Visitor(browser)
    assert visitor.log_in("viewer", "wrong").status_code == 401
    assert visitor.log_in("viewer").status_code == 303
    assert visitor.get("/en/figures").status_code == 200
    kept = dict(visitor.cookies)
    visitor.post("/en/logout")
    visitor.cookies = kept
    assert visitor.get("/en/figures").status_code == 303
    assert acts(register) == [("viewer", "login.failed"), ("viewer", "login"), ("viewer", "logout")]
    browser.close()
    register.engine.dispose()


def test_one_is_led_to_the_pages_in_ones_own_language(visitor: Visitor, opened: Register) -> None:
    with writing(opened) as connection:
        add_person(connection, NOW, "root", "noor", "viewer", passwords.hashed(PASSWORD), language="ar")
    assert visitor.log_in("noor").headers["location"] == "/ar/"
    assert visitor.post("/en/logout").status_code == 303
    assert visitor.log_in("noor", next="/fr/figures").headers["location"] == "/fr/figures"


def test_a_busy_register_is_no_wrong_password(visitor: Visitor, opened: Register) -> None:
    with writing(opened):
        for _ in range(limits.OF_BOTH + 1):
            assert visitor.log_in("viewer").status_code == 503
    assert visitor.log_in("viewer").status_code == 303


def test_logging_out_is_no_link(visitor: Visitor) -> None:
    visitor.log_in("viewer")
    assert visitor.get("/en/logout").status_code == 405
    assert visitor.get("/en/").status_code == 200


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it"])
def test_the_pages_speak_four_languages(language: str, visitor: Visitor) -> None:
    form = visitor.get(f"/{language}/login")
    assert f'lang="{language}"' in form.text
    assert 'autocomplete="current-password"' in form.text
    assert (
        visitor.post(f"/{language}/login", data={"login": "viewer", "password": "wrong"}).status_code == 401
    )
    visitor.log_in("viewer")
    assert visitor.get(f"/{language}/account").status_code == 200
    assert visitor.get("/xx/login").status_code == 404


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_open_networks(browser: Browser) -> None:
    name, how = attributes(Visitor(browser).log_in("viewer"))
    assert name == "sijill"
    assert {"httponly", "samesite=lax", "path=/"} <= how
    assert "secure" not in how, "this machine without TLS: browsers would not keep it"
    for home in ("https://127.0.0.1:8484", "http://register.example.org", "https://register.example.org"):
        name, how = attributes(Visitor(browser, home).log_in("viewer"))
        assert name == "__Host-sijill"
        assert {"httponly", "samesite=lax", "path=/", "secure"} <= how
        assert not any(one.startswith("domain") for one in how)


def test_a_session_that_somebody_else_set_is_not_logged_in_to(visitor: Visitor, browser: Browser) -> None:
    attacker = Visitor(browser)
    attacker.log_in("editor")
    visitor.cookies = dict(attacker.cookies)  # fixed by the attacker before the victim logs in
    visitor.log_in("viewer")
    assert visitor.cookies != attacker.cookies
    assert "Viewer" in visitor.get("/en/").text
    assert attacker.get("/en/").status_code == 303, "what was fixed is over"
    made_up = TimestampSigner(KEY, salt="sijill session").sign("chosen by somebody").decode()
    visitor.cookies = {"sijill": made_up}
    visitor.log_in("viewer")
    assert visitor.cookies["sijill"] != made_up


@pytest.mark.parametrize("change", ["key", "token", "time", "signature", "none", "long"])
def test_a_cookie_that_is_not_ours_is_nobodys(change: str, visitor: Visitor) -> None:
    visitor.log_in("admin")
    token, stamp, signature = visitor.cookies["sijill"].rsplit(".", 2)
    visitor.cookies["sijill"] = {
        "key": TimestampSigner(b"x" * 64, salt="sijill session").sign(token).decode(),
        "token": f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}.{stamp}.{signature}",
        "time": f"{token}.{stamp[:-1]}{'A' if stamp[-1] != 'A' else 'B'}.{signature}",
        "signature": f"{token}.{stamp}.{signature[::-1]}",
        "none": "",
        "long": "x" * 5000,
    }[change]
    assert visitor.get("/en/").status_code == 303


def test_who_does_nothing_for_long_and_who_goes_on_for_days_logs_in_anew(
    visitor: Visitor, opened: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = time.time()
    visitor.log_in("viewer")
    first = dict(visitor.cookies)

    def later(**by: float) -> None:
        monkeypatch.setattr(
            TimestampSigner, "get_timestamp", lambda self: int(begun + dt.timedelta(**by).total_seconds())
        )

    later(minutes=5)
    visitor.get("/en/")
    assert visitor.cookies == first, "not at every click"
    later(hours=11)
    assert visitor.get("/en/").status_code == 200
    assert visitor.cookies != first, "who goes on working gets a new one"
    second = dict(visitor.cookies)
    later(hours=13)
    visitor.cookies = first
    assert visitor.get("/en/").status_code == 303
    visitor.cookies = second
    assert visitor.get("/en/").status_code == 200
    monkeypatch.setattr(audit, "now", lambda: dt.datetime.now() + team.LONGEST + dt.timedelta(days=1))
    assert visitor.get("/en/").status_code == 303, "the session itself is over"


def test_what_an_admin_takes_away_is_gone_at_once(visitor: Visitor, opened: Register) -> None:
    def change(what: Any, *how: Any) -> None:
        with writing(opened) as connection:
            found = account(connection, "reviewer")
            assert found is not None
            what(connection, NOW, "root", found.person, *how)

    visitor.log_in("reviewer")
    kept = dict(visitor.cookies)
    assert "reviewer" in visitor.get("/en/account").text
    change(change_role, "viewer")
    assert "Viewer" in visitor.get("/en/account").text
    change(change_password, passwords.hashed("another boat by the pier"))
    assert visitor.get("/en/").status_code == 303
    visitor.log_in("reviewer", "another boat by the pier")
    assert visitor.get("/en/").status_code == 200
    change(disable)
    assert visitor.get("/en/").status_code == 303
    assert visitor.log_in("reviewer", "another boat by the pier").status_code == 401
    change(disable, False)
    visitor.cookies = kept
    assert visitor.get("/en/").status_code == 303, "an account that is opened again has no sessions"


def test_one_changes_ones_password_by_the_old_one(visitor: Visitor, browser: Browser) -> None:
    elsewhere = Visitor(browser)
    for one in (visitor, elsewhere):
        one.log_in("viewer")
    new = "another boat by the pier"
    for fields, told in (
        ({"old": "wrong", "new": new, "again": new}, "is not right"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "fewer than twelve"),
        ({"old": PASSWORD, "new": new, "again": new + "!"}, "differ"),
        ({"old": PASSWORD, "new": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "too few different"),
        (
            {"old": PASSWORD, "new": "viewer viewer viewer", "again": "viewer viewer viewer"},
            "holds your login",
        ),
    ):
        answer = visitor.post("/en/account", data=fields)
        assert answer.status_code == 422
        assert told in answer.text
    answer = visitor.post("/en/account", data={"old": PASSWORD, "new": new, "again": new})
    assert "is changed" in answer.text
    assert visitor.get("/en/").status_code == 200
    assert elsewhere.get("/en/").status_code == 303
    assert Visitor(browser).log_in("viewer").status_code == 401
    assert Visitor(browser).log_in("viewer", new).status_code == 303


# attempts


def test_guessing_is_slowed_down_for_known_and_unknown_accounts_alike(
    browser: Browser, opened: Register
) -> None:
    for login in ("viewer", "nobody-here"):
        visitor = Visitor(browser, address=f"10.0.1.{len(login)}")
        answers = [visitor.log_in(login, f"guess {number}") for number in range(limits.OF_BOTH + 2)]
        assert [a.status_code for a in answers] == [401] * limits.OF_BOTH + [429] * 2
        assert 0 < int(answers[-1].headers["retry-after"]) <= limits.WINDOW
        assert visitor.log_in(login).status_code == 429, "also where the password is right"
        assert visitor.log_in(login.upper() + " ").status_code == 429, "however it is written"
    assert len(acts(opened)) == 2 * limits.OF_BOTH, "what was not looked at does not fill the audit trail"
    assert Visitor(browser, address="10.0.9.9").log_in("viewer").status_code == 303, (
        "the owner, from elsewhere"
    )


def test_attempts_are_counted_per_account_and_per_address_and_forgotten() -> None:
    now = [0.0]
    counted = limits.Limits(lambda: now[0])
    assert [counted.take("a", "10.0.0.1") for _ in range(limits.OF_BOTH)] == [0] * limits.OF_BOTH
    assert counted.take("a", "10.0.0.1") == limits.WINDOW
    many = [counted.take("a", f"10.1.0.{n}") for n in range(limits.OF_ACCOUNT)]
    assert many.index(int(limits.WINDOW)) == limits.OF_ACCOUNT - limits.OF_BOTH, "one account from everywhere"
    many = [counted.take(f"b{n}", "2001:db8::1") for n in range(limits.OF_ADDRESS + 1)]
    assert many.index(int(limits.WINDOW)) == limits.OF_ADDRESS, "all accounts from one place"
    assert counted.take("c", "2001:db8::ffff:2") > 0, "the same network"
    assert counted.take("c", "2001:db8:0:1::1") == 0
    now[0] = limits.WINDOW + 1
    assert counted.take("a", "10.0.0.1") == 0


def test_what_failed_on_our_side_is_not_counted() -> None:
    counted = limits.Limits(lambda: 0.0)
    for _ in range(100):
        assert counted.take("a", "10.0.0.1") == 0
        counted.cancel("a", "10.0.0.1")
    assert [counted.take("a", "10.0.0.1") for _ in range(limits.OF_BOTH)] == [0] * limits.OF_BOTH
    counted.cancel("a", "10.0.0.1")
    assert counted.take("a", "10.0.0.1") == 0, "the failures before it still are"
    assert counted.take("a", "10.0.0.1") > 0


def test_who_gets_it_right_is_not_counted() -> None:
    counted = limits.Limits(lambda: 0.0)
    for _ in range(100):
        assert counted.take("a", "10.0.0.1") == 0
        counted.give_back("a", "10.0.0.1")


# other sites


FOREIGN: list[dict[str, str]] = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": HOME, "sec-fetch-site": "cross-site"},
    {"origin": HOME, "sec-fetch-site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=[" ".join(one.values()) for one in FOREIGN])
def test_no_other_site_can_send_anything(headers: dict[str, str], visitor: Visitor) -> None:
    visitor.log_in("admin")
    for path, methods in addresses():
        for method in sorted(methods - {"GET", "HEAD"}):
            assert visitor.send(method, filled(path), headers=headers).status_code == 403, path
    assert visitor.get("/en/").status_code == 200, "not even log somebody out"


def test_a_browser_that_does_not_say_where_a_form_is_from_is_refused(
    visitor: Visitor, browser: Browser
) -> None:
    visitor.log_in("admin")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    assert browser.post("/en/logout", headers={"cookie": cookie}).status_code == 403
    assert visitor.get("/en/").status_code == 200


AWAY = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "///evil.example", "javascript:alert(1)", "http:evil.example", " //evil.example", "/\n/evil.example",
    "/%0d%0aset-cookie:x=y\r\nlocation: //evil.example", "evil.example", "", "/en/logout", "/en/login?next=/",
    "/\u2215/evil.example", "https:/evil.example", "/en/\\..\\..\\evil", "/" + "a" * 3000, "/api/v1/figures",
]  # fmt: skip


@pytest.mark.parametrize("next", AWAY)
def test_logging_in_leads_nowhere_else(next: str, visitor: Visitor) -> None:
    assert own_path(next, "/en/") == "/en/"
    assert visitor.log_in("viewer", next=next).headers["location"] == "/en/"
    answer = visitor.get("/en/login", params={"next": next})
    assert answer.headers["location"] == "/en/"


@pytest.mark.parametrize(
    "next", ["/", "/en/", "/ar/figures?measure=arrivals&place=LY", "/fr/figures/0011#it"]
)
def test_logging_in_leads_on_to_pages_of_ours(next: str) -> None:
    assert own_path(next, "/x") == next


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "'\" onfocus=alert(1) x='"])
def test_what_was_typed_comes_back_as_text(text: str, visitor: Visitor) -> None:
    page = visitor.log_in(text, "wrong", next=f"/en/{text}")
    assert "<script>alert" not in page.text
    assert "onfocus=alert(1) x='\"" not in page.text


def test_no_name_login_or_record_gets_out_of_its_place(visitor: Visitor, opened: Register) -> None:
    given = payloads()
    with writing(opened) as connection:
        kept = "$never"
        for number, text in enumerate(given):
            name, login = text.strip() or "x", f"{number}{''.join(text.split())}"
            if number % 7 == 0 and len(login) <= 90 and name.isprintable():
                add_person(connection, NOW, text, login, "viewer", kept, name=name)
            audit.record(connection, NOW, text, text[:32], text, **{text: text})
    visitor.log_in("admin")
    assert_harmless(visitor.get("/en/people").text, "people")
    following, seen = "/en/audit", 0
    while following:
        page = assert_harmless(visitor.get(following).text, following)
        seen += len(page.of("tr")) - 1
        more = [one for one in page.of("a") if one.attributes.get("rel") == "next"]
        following = more[0].attributes["href"] if more else ""
    assert seen > 1000
    for text in given[::29]:
        answer = visitor.post(
            "/en/people", data={"act": "add", "login": text, "name": text, "role": "viewer"}
        )
        assert_harmless(answer.text, text)
        assert_harmless(visitor.get("/en/audit", params={"who": text, "object": text}).text, text)
        assert_harmless(Visitor(visitor.browser, address=text).log_in(text, text, next=text).text, text)


def test_a_form_of_many_or_long_fields_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/en/login", data={f"field{n}": "x" for n in range(100)}).status_code == 400
    assert visitor.log_in("viewer", "x" * 2_000_000).status_code == 413
    assert visitor.log_in("viewer", "x" * 100_000).status_code == 400
    assert visitor.log_in("x" * 5000, "x" * 5000).status_code == 401


# programs


def test_a_program_asks_the_api_with_its_token_and_nothing_else(visitor: Visitor, opened: Register) -> None:
    from sijill.register import logins

    with writing(opened) as connection:
        found = account(connection, "viewer")
        assert found is not None
        now = audit.now()
        token = logins.begin(connection, now, found.person, now + dt.timedelta(days=1), "dashboard")
        browsers = logins.begin(connection, now, found.person, now + dt.timedelta(days=1))
    bearer = {"authorization": f"Bearer {token}"}
    assert visitor.get("/api/v1/figures", headers=bearer).json() == {"data": [], "next": None}
    assert visitor.get("/en/figures", headers=bearer).status_code == 303, "pages are for browsers"
    for wrong in (token[:-1], browsers, "", "x" * 10_000):
        answer = visitor.get("/api/v1/figures", headers={"authorization": f"Bearer {wrong}"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")
    visitor.cookies = {"sijill": TimestampSigner(KEY, salt="sijill session").sign(token).decode()}
    assert visitor.get("/en/figures").status_code == 303, "a program's token is no cookie"


# the key


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "register.sqlite.key"
    key = team.key_of(path)
    assert len(key) >= 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert team.key_of(path) == key
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    path.chmod(0o644)
    with pytest.raises(team.KeyFileError, match="chmod 600"):
        team.key_of(path)
    path.chmod(0o600)
    path.write_text("short")
    with pytest.raises(team.KeyFileError, match="holds no key"):
        team.key_of(path)


def test_accounts_need_a_register_that_can_be_written(opened: Register) -> None:
    with pytest.raises(ValueError, match="written"):
        app.application(opened, library(), key=KEY)
