"""Accounts and sessions in both stores."""

from __future__ import annotations

import datetime as dt

import pytest

from sijill.register import audit, logins
from sijill.register.opening import Register, writing
from sijill.register.opening import reading as seeing
from sijill.register.people import (
    PersonError,
    account,
    accounts,
    add_person,
    alone,
    change_password,
    change_role,
    disable,
)
from tests.register.conftest import NOW

LATER = NOW + dt.timedelta(days=1)


def test_an_account_comes_back_as_it_was_made(register: Register) -> None:
    with writing(register) as connection:
        made = add_person(
            connection,
            NOW,
            "root",
            "Salma@Example.org",
            "admin",
            "$hash",
            name=" سلمى  الطرابلسي ",
            language="ar",
        )
        with pytest.raises(PersonError, match="already"):
            add_person(connection, NOW, "root", "salma@example.ORG", "viewer", "$hash")
    with seeing(register) as connection:
        (found,) = accounts(connection)
        assert (found.person, found.password, found.disabled, found.created_at) == (made, "$hash", False, NOW)
        assert (made.login, made.name, made.role) == ("salma@example.org", "سلمى الطرابلسي", "admin")
        assert account(connection, "SALMA@example.org") == found
        assert account(connection, "ugo") is None
        (act,) = audit.acts(connection)
        assert (act.action, act.object, act.detail["role"]) == (
            "people.add",
            "person salma@example.org",
            "admin",
        )


def test_a_session_is_its_persons_until_it_ends(register: Register) -> None:
    with writing(register) as connection:
        person = add_person(connection, NOW, "root", "ugo", "viewer", "$hash")
        token = logins.begin(connection, NOW, person, LATER)
        program = logins.begin(connection, NOW, person, LATER, "dashboard")
    with seeing(register) as connection:
        assert token != program
        assert logins.whose(connection, NOW, token) == person
        assert logins.whose(connection, NOW, program, program=True) == person
        assert logins.whose(connection, NOW, token, program=True) is None
        assert logins.whose(connection, NOW, program) is None
        assert logins.whose(connection, LATER, token) is None
        for other in ("", token[:-1], token.upper(), "\x00", "\ud800"):
            assert logins.whose(connection, NOW, other) is None
        stored = connection.exec_driver_sql("SELECT token FROM sessions").scalars().all()
        assert token not in str(stored), "only its hash is kept"
    with writing(register) as connection:
        logins.end(connection, token)
        assert logins.whose(connection, NOW, token) is None
        assert logins.whose(connection, NOW, program, program=True) == person
        logins.begin(connection, LATER, person, LATER + dt.timedelta(days=1))
        kept = connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one()
        assert kept == 1, "those that are over are cleared away"


@pytest.mark.parametrize("how", ["disable", "password", "role"])
def test_what_changes_an_account_changes_its_sessions(how: str, register: Register) -> None:
    with writing(register) as connection:
        add_person(connection, NOW, "root", "salma", "admin", "$hash")
        person = add_person(connection, NOW, "root", "ugo", "viewer", "$hash")
        token = logins.begin(connection, NOW, person, LATER)
        if how == "disable":
            disable(connection, NOW, "root", person)
        elif how == "password":
            change_password(connection, NOW, "root", person, "$other")
        else:
            change_role(connection, NOW, "root", person, "reviewer")
        now = logins.whose(connection, NOW, token)
        assert (now.role if now else None) == ("reviewer" if how == "role" else None)
        assert list(audit.broken(connection)) == []


def test_roles_go_from_least_to_most_and_there_are_no_others() -> None:
    person = alone("Salma")
    assert all(person.may(role) for role in ("viewer", "editor", "reviewer", "admin"))
    assert not person.may("owner")
    assert not person.may("")
