"""Who is logged in: a random token in the browser or program, its hash here. Ending a session here ends it at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import Connection, delete, insert, select

from sijill.register.people import Person, person_of
from sijill.register.schema import people, sessions


def begin(
    connection: Connection, now: dt.datetime, person: Person, ends: dt.datetime, name: str | None = None
) -> str:
    """A new session of a person until `ends`, in the transaction of `writing`: its token. `name`: what a program's
    token is for; None for a browser's session. Sessions that are over are cleared away."""
    connection.execute(delete(sessions).where(sessions.c.ends_at <= now))
    token = secrets.token_urlsafe(32)
    row = {"token": _digest(token), "person": person.key, "name": name, "made_at": now, "ends_at": ends}
    connection.execute(insert(sessions), row)
    return token


def whose(connection: Connection, now: dt.datetime, token: str, *, program: bool = False) -> Person | None:
    """Whose session the token is, of a browser or of a program; None if it is over, or the account is disabled."""
    asked = select(people).join(sessions, sessions.c.person == people.c.key)
    of_kind = sessions.c.name.is_not(None) if program else sessions.c.name.is_(None)
    asked = asked.where(sessions.c.token == _digest(token), sessions.c.ends_at > now, of_kind)
    row = connection.execute(asked.where(people.c.disabled.is_(False))).one_or_none()
    return None if row is None else person_of(row)


def end(connection: Connection, token: str) -> None:
    """Ends a session; nothing where it is over."""
    connection.execute(delete(sessions).where(sessions.c.token == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
