"""The people of a team: accounts with a role. Each change is put on the audit trail in the same transaction.

Nobody is deleted: reviews, dossiers and the audit trail name them. A disabled account cannot log in, and whoever was
logged in with it is not any more.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import Connection, Row, delete, insert, select, update

from sijill.register import audit
from sijill.register.insertion import next_key
from sijill.register.schema import people, sessions

Role: TypeAlias = Literal["viewer", "editor", "reviewer", "admin"]
"""Least to most: a viewer reads, an editor keeps dossiers too, a reviewer reviews too, an admin may do all."""

ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_NAME = 100


class PersonError(ValueError):
    """An account that cannot be as asked for: why, in one line."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks. `key`: of their account; None for the single user of a register without accounts.

    `login` stands in the audit trail, `name` with reviews and dossiers.
    """

    key: int | None
    login: str
    name: str
    role: Role
    language: str | None = None

    def may(self, least: str) -> bool:
        """Whether this role is `least` or more; False for a role that there is not."""
        return least in ROLES and self.role in ROLES and ROLES.index(self.role) >= ROLES.index(least)


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the register keeps them."""

    person: Person
    password: str
    disabled: bool
    created_at: dt.datetime


def alone(name: str) -> Person:
    """The single user of a register on their own machine, who may do all."""
    return Person(None, name, name, "admin")


def folded(login: str) -> str:
    """A login as it is compared: «Salma » and «salma» are one."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def add_person(
    connection: Connection,
    now: dt.datetime,
    by: str,
    login: str,
    role: Role,
    password: str,
    *,
    name: str | None = None,
    language: str | None = None,
) -> Person:
    """A new account, in the transaction of `writing`. `password`: its hash, from passwords.hashed; `by`: who adds it.

    PersonError if the login is taken, or is none.
    """
    wanted, shown = folded(login), " ".join((name or login).split())
    if not wanted or len(wanted) > LONGEST_NAME or any(c.isspace() or not c.isprintable() for c in wanted):
        raise PersonError("a login has 1 to 100 characters and no spaces: salma, or salma@example.org")
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise PersonError("a name has 1 to 100 characters")
    if account(connection, wanted) is not None:
        raise PersonError(f"there is an account {wanted} already")
    row: dict[str, Any] = {"login": wanted, "name": shown, "role": role, "password": password}
    row |= {"language": language, "disabled": False, "created_at": now}
    key = next_key(connection, people)
    connection.execute(insert(people), {"key": key, **row})
    audit.record(connection, now, by, "people.add", f"person {wanted}", name=shown, role=role)
    return Person(key, wanted, shown, role, language)


def accounts(connection: Connection) -> list[Account]:
    """All accounts, by their logins."""
    rows = connection.execute(select(people)).all()
    return sorted((_account(row) for row in rows), key=lambda one: one.person.login)


def account(connection: Connection, login: str) -> Account | None:
    """The account of a login, however it is written; None if there is none."""
    row = connection.execute(select(people).where(people.c.login == folded(login))).one_or_none()
    return None if row is None else _account(row)


def person_of(row: Row[Any]) -> Person:
    """The person of a row of `people`."""
    return Person(row.key, row.login, row.name, row.role, row.language)


def change_role(connection: Connection, now: dt.datetime, by: str, person: Person, role: Role) -> None:
    """Gives a person another role, which holds from their next click on. PersonError if it took the last admin's."""
    _keep_an_admin(connection, person, role == "admin")
    connection.execute(update(people).where(people.c.key == person.key).values(role=role))
    audit.record(
        connection, now, by, "people.role", f"person {person.login}", **{"from": person.role, "to": role}
    )


def disable(connection: Connection, now: dt.datetime, by: str, person: Person, disabled: bool = True) -> None:
    """Closes an account and ends its sessions, or opens it again. PersonError if it closed the last admin's."""
    _keep_an_admin(connection, person, not disabled)
    connection.execute(update(people).where(people.c.key == person.key).values(disabled=disabled))
    log_out(connection, person)
    audit.record(
        connection, now, by, "people.disable" if disabled else "people.enable", f"person {person.login}"
    )


def change_password(connection: Connection, now: dt.datetime, by: str, person: Person, password: str) -> None:
    """Sets the hash of a new password, and ends all sessions: who had the old one is out."""
    connection.execute(update(people).where(people.c.key == person.key).values(password=password))
    log_out(connection, person)
    audit.record(connection, now, by, "people.password", f"person {person.login}")


def rehash(connection: Connection, person: Person, password: str) -> None:
    """The same password under a hash of today's strength."""
    connection.execute(update(people).where(people.c.key == person.key).values(password=password))


def log_out(connection: Connection, person: Person) -> None:
    """Ends all sessions of a person, in browsers and of programs."""
    connection.execute(delete(sessions).where(sessions.c.person == person.key))


def _keep_an_admin(connection: Connection, person: Person, stays: bool) -> None:
    others = [
        one for one in accounts(connection)
        if one.person.role == "admin" and not one.disabled and one.person.key != person.key
    ]  # fmt: skip
    if person.role == "admin" and not stays and not others:
        raise PersonError(f"{person.login} is the last admin; give that role to somebody else first")


def _account(row: Row[Any]) -> Account:
    return Account(person_of(row), row.password, row.disabled, row.created_at)
