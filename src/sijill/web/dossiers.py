"""Dossiers on pages: what somebody has collected, and the forms that change it.

What somebody may not see is answered as what there is not, whichever form asks. Every change is one transaction with
its record on the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from sijill.exports.rows import DOSSIER_HEADINGS, ITEM_HEADINGS, dossier_record, dossier_row, item_row
from sijill.register import audit
from sijill.register.collected import collected
from sijill.register.dossiers import (
    PARTS,
    VISIBILITIES,
    Dossier,
    DossierError,
    Visibility,
    add_item,
    annotate,
    begin,
    describe,
    dossier_for,
    dossiers_of,
    item_of,
    items_of,
    move,
    put_away,
    remove_item,
    share,
    shared_with,
)
from sijill.register.people import accounts
from sijill.web.asked import Asked, Refused
from sijill.web.view import View

_STATUS = {"not_there": 404, "no_item": 404, "no_object": 404, "not_allowed": 403}


def dossier_list(asked: Asked) -> View:
    """The dossiers that who asks may see, and those put away of which they are admin."""
    found = dossiers_of(asked.connection, asked.person)
    shown: dict[str, Any] = {"dossiers": found, "may_write": _may_write(asked), "circles": VISIBILITIES}
    shown["away"] = dossiers_of(asked.connection, asked.person, removed=True) if shown["may_write"] else []
    return View(
        "dossiers.html", "dossiers", shown, lambda: (dossier_row(one) for one in found), DOSSIER_HEADINGS
    )


def dossier(asked: Asked) -> View:
    """A dossier: what is in it, each thing with where it stands now, and what who asks may do with it."""
    with _told():
        here = dossier_for(asked.connection, asked.person, asked.path["id"])
    found = collected(asked.connection, items_of(asked.connection, here))
    may_share = _may_write(asked) and here.lets("admin")
    theirs = shared_with(asked.connection, here)
    others = [
        one.person
        for one in (accounts(asked.connection) if may_share else [])
        if not one.disabled and one.person.key != here.person and not one.person.may("admin")
    ]
    shown = {
        "dossier": here,
        "items": found,
        "may_write": _may_write(asked) and here.lets("editor") and not here.removed,
        "may_share": may_share,
        "theirs": theirs,
        "others": others,
        "parts": PARTS,
        "circles": VISIBILITIES,
    }
    return View(
        "dossier.html",
        here.title,
        shown,
        lambda: (item_row(place, one) for place, one in enumerate(found, 1)),
        ITEM_HEADINGS,
        record=lambda: dossier_record(here, found),
        named=True,
    )


def collecting(asked: Asked) -> list[Dossier] | None:
    """The dossiers into which who asks may put something; None where they may not begin one either."""
    if not _may_write(asked):
        return None
    return [one for one in dossiers_of(asked.connection, asked.person) if one.lets("editor")]


def begun(asked: Asked) -> View:
    """Begins a dossier."""
    with _changing(asked) as connection:
        made = _begin(asked, connection)
        return _done(asked, connection, made.ref)


def collect(asked: Asked) -> View:
    """Puts something into a dossier, or where none is named into a new one."""
    sent = asked.sent
    if sent.get("kind") is None:
        raise Refused(400, "bad_body", "kind: what is to be put into the dossier")
    with _changing(asked) as connection:
        chosen = sent.get("dossier")
        into = _begin(asked, connection) if chosen is None else _editable(asked, connection, chosen)
        note = sent.get("note")
        add_item(connection, audit.now(), asked.person, into, sent["kind"], sent.get("id"), note)
        return _done(asked, connection, into.ref)


def described(asked: Asked) -> View:
    """Gives a dossier another title, note or circle; what is not sent stays as it is."""
    sent = asked.sent
    with _changing(asked) as connection:
        here = _editable(asked, connection, asked.path["id"])
        title, note = sent.get("title", here.title) or "", sent.get("note", here.note)
        circle = sent.get("visibility") or here.visibility
        describe(connection, audit.now(), asked.person, here, title, note, circle)
        return _done(asked, connection, here.ref)


def item_changed(asked: Asked) -> View:
    """Annotates, moves or removes an item of this dossier, and of no other."""
    sent = asked.sent
    act, number = sent.get("act"), sent.get("item")
    if (
        act not in ("note", "up", "down", "remove")
        or number is None
        or (act == "note" and "note" not in sent)
    ):
        raise Refused(400, "bad_body", "act: note (with note), up, down or remove; item: its number")
    with _changing(asked) as connection:
        here = _editable(asked, connection, asked.path["id"])
        item, now = item_of(connection, here, number), audit.now()
        if act == "note":
            annotate(connection, now, asked.person, here, item, sent["note"])
        elif act == "remove":
            remove_item(connection, now, asked.person, here, item)
        else:
            move(connection, now, asked.person, here, item, act)
        return _done(asked, connection, here.ref)


def shared(asked: Asked) -> View:
    """Gives somebody a role in a dossier, or without a role takes theirs."""
    login = asked.sent.get("login")
    if login is None:
        raise Refused(400, "bad_body", "login: whose role in the dossier")
    with _changing(asked) as connection:
        here = dossier_for(connection, asked.person, asked.path["id"], "admin")
        share(connection, audit.now(), asked.person, here, login, asked.sent.get("role"))
        return _done(asked, connection, here.ref)


def shelved(asked: Asked) -> View:
    """Puts a dossier away, or takes it back."""
    act = asked.sent.get("act")
    if act not in ("remove", "restore"):
        raise Refused(400, "bad_body", "act: remove or restore")
    with _changing(asked) as connection:
        here = dossier_for(connection, asked.person, asked.path["id"], "admin")
        put_away(connection, audit.now(), asked.person, here, act == "remove")
        return _done(asked, connection, here.ref)


def _may_write(asked: Asked) -> bool:
    return asked.write is not None and asked.person.may("editor")


def _begin(asked: Asked, connection: Connection) -> Dossier:
    sent = asked.sent
    note = None if "kind" in sent else sent.get("note")
    circle: Visibility = sent.get("visibility") or "private"
    return begin(connection, audit.now(), asked.person, sent.get("title") or "", note, circle)


def _editable(asked: Asked, connection: Connection, ref: str) -> Dossier:
    """A dossier that is to be changed: one that was put away is taken back first."""
    here = dossier_for(connection, asked.person, ref, "editor")
    if here.removed:
        raise DossierError("not_there", f"the dossier {ref} was put away")
    return here


def _done(asked: Asked, connection: Connection, ref: str) -> View:
    """Leads to the dossier as it is now."""
    here = dossier_for(connection, asked.person, ref)
    record = dossier_record(here, collected(connection, items_of(connection, here)))
    goto: tuple[str, dict[str, Any]] = ("dossiers", {}) if here.removed else ("dossier", {"id": ref})
    return View("dossier.html", "dossiers", record=lambda: record, goto=goto)


@contextmanager
def _changing(asked: Asked) -> Iterator[Connection]:
    with _told(), asked.writing() as connection:
        yield connection


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DossierError as error:
        raise Refused(_STATUS.get(error.code, 400), error.code, str(error)) from None
