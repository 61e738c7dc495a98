"""Dossiers in both stores: whose they are, what is in them, and that what is done to them is on the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from sijill.model import Document, Reading
from sijill.register import audit
from sijill.register.collected import collected
from sijill.register.dossiers import (
    Dossier,
    DossierError,
    Kind,
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
from sijill.register.opening import Register, writing
from sijill.register.opening import reading as seeing
from sijill.register.people import Person, Role, add_person, alone, disable
from sijill.register.query import Filters, list_events, list_figures, list_instruments
from sijill.register.reviews import review
from sijill.register.store import keep
from tests.register.conftest import NOW

LATER = NOW + dt.timedelta(hours=1)
ME = alone("me")


def person(connection: Connection, login: str, role: Role) -> Person:
    return add_person(connection, NOW, "root", login, role, "$hash", name=login.title())


def refused(code: str, do: Callable[[], object]) -> None:
    with pytest.raises(DossierError) as caught:
        do()
    assert caught.value.code == code


def filled(connection: Connection, report: Document, reading: Reading) -> tuple[Dossier, dict[Kind, str]]:
    """A dossier of the single user with one thing of every kind, and their ids."""
    keep(connection, report, reading, NOW)
    figure = list_figures(connection, Filters())[0]
    ids: dict[Kind, str] = {
        "figure": figure.ref,
        "event": list_events(connection, Filters())[0].ref,
        "instrument": list_instruments(connection, Filters())[0].ref,
        "document": figure.head.ref,
        "claim": figure.ref,
    }
    made = begin(connection, NOW, ME, " عودة  Returns ", "a note")
    for kind, ref in ids.items():
        add_item(connection, NOW, ME, made, kind, ref)
    add_item(connection, NOW, ME, made, "note", note="ask «again»\nand again")
    return dossier_for(connection, ME, made.ref), ids


def test_a_dossier_comes_back_as_it_was_made(register: Register, report: Document, reading: Reading) -> None:
    with writing(register) as connection:
        made, ids = filled(connection, report, reading)
    with seeing(register) as connection:
        assert dossiers_of(connection, ME) == [made]
        assert (made.title, made.note, made.visibility) == ("عودة Returns", "a note", "private")
        assert (made.author, made.items, made.part) == ("me", 6, "admin")
        items = items_of(connection, made)
        assert [item.kind for item in items] == [*ids, "note"]
        assert [item.position for item in items] == [1, 2, 3, 4, 5, 6]
        figure, event, instrument, document, claim, note = collected(connection, items)
        for one, kind in ((figure, "figure"), (event, "event"), (claim, "claim"), (document, "document")):
            assert one.ref == ids[kind]  # type: ignore[index]
        assert instrument.found is not None
        assert instrument.item.object == instrument.found.found.name  # type: ignore[union-attr]
        assert figure.found is not None
        assert (figure.found.quote, figure.item.quote) == ("16 ألف", "16 ألف")
        assert (note.ref, note.item.note) == (None, "ask «again»\nand again")
        assert list(audit.broken(connection)) == []


def test_what_a_dossier_cannot_be_is_refused(register: Register, report: Document, reading: Reading) -> None:
    with writing(register) as connection:
        made, ids = filled(connection, report, reading)
        before = audit.head(connection)
        for title in ("", "  ", "x" * 301):
            refused("no_title", lambda title=title: begin(connection, NOW, ME, title))  # type: ignore[misc]
        for kind in ("figure", "event", "instrument", "document", "claim"):
            refused("no_object", lambda k=kind: add_item(connection, NOW, ME, made, k, "0" * 16))  # type: ignore[misc]
            refused("no_object", lambda k=kind: add_item(connection, NOW, ME, made, k))  # type: ignore[misc]
        refused("no_object", lambda: add_item(connection, NOW, ME, made, "event", ids["figure"]))
        refused("already", lambda: add_item(connection, NOW, ME, made, "figure", ids["figure"]))
        refused("no_note", lambda: add_item(connection, NOW, ME, made, "note"))
        note = items_of(connection, made)[-1]
        refused("no_note", lambda: annotate(connection, NOW, ME, made, note, None))
        refused("no_person", lambda: share(connection, NOW, ME, made, "nobody", "viewer"))
        refused("not_there", lambda: dossier_for(connection, ME, "0" * 16))
        assert audit.head(connection) == before, "what was refused has left nothing"


def test_items_are_moved_annotated_and_taken_out(
    register: Register, report: Document, reading: Reading
) -> None:
    with writing(register) as connection:
        made, _ = filled(connection, report, reading)
        first, second, *rest = items_of(connection, made)
        number = audit.head(connection)[0]
        move(connection, LATER, ME, made, first, "up")
        move(connection, LATER, ME, made, rest[-1], "down")
        assert audit.head(connection)[0] == number, "what does not move is no change"
        move(connection, LATER, ME, made, first, "down")
        annotate(connection, LATER, ME, made, second, "look at the table")
        remove_item(connection, LATER, ME, made, first)
        left = items_of(connection, made)
        assert [item.key for item in left] == [second.key, *(item.key for item in rest)]
        assert [item.position for item in left] == [1, 2, 3, 4, 5]
        assert left[0].note == "look at the table"
        refused("no_item", lambda: item_of(connection, made, first.key))
        assert dossier_for(connection, ME, made.ref).updated_at == LATER
        acts = audit.acts(connection, object=f"dossier {made.ref}", limit=3)
        assert [act.action for act in acts] == ["dossier.take_out", "dossier.note", "dossier.move"]
        assert (acts[0].detail["of"], acts[1].detail["note"]) == (first.object, "look at the table")
        add_item(connection, LATER, ME, made, "note", note="last")
        assert items_of(connection, made)[-1].note == "last"


def test_an_item_is_of_one_dossier_alone(register: Register) -> None:
    with writing(register) as connection:
        one, other = begin(connection, NOW, ME, "one"), begin(connection, NOW, ME, "other")
        item = add_item(connection, NOW, ME, one, "note", note="mine")
        refused("no_item", lambda: item_of(connection, other, item.key))


def test_everybody_has_the_part_that_they_were_given_and_no_more_than_their_role(register: Register) -> None:
    with writing(register) as connection:
        salma, ugo = person(connection, "salma", "editor"), person(connection, "ugo", "reviewer")
        viewer, admin = person(connection, "viewer", "viewer"), person(connection, "admin", "admin")
        made = begin(connection, NOW, salma, "hers")
        assert dossier_for(connection, salma, made.ref, "admin").part == "admin"
        assert dossier_for(connection, admin, made.ref).part == "admin"
        for stranger in (ugo, viewer, Person(None, "", "", "viewer")):
            refused("not_there", lambda who=stranger: dossier_for(connection, who, made.ref))  # type: ignore[misc]
            assert dossiers_of(connection, stranger) == []
        share(connection, NOW, salma, made, "UGO", "editor")
        share(connection, NOW, salma, made, "viewer", "admin")
        assert [(one.login, part) for one, part in shared_with(connection, made)] == [
            ("ugo", "editor"),
            ("viewer", "admin"),
        ]
        theirs = dossier_for(connection, ugo, made.ref)
        assert theirs.part == "editor"
        refused("not_allowed", lambda: dossier_for(connection, ugo, made.ref, "admin"))
        refused("not_allowed", lambda: share(connection, NOW, ugo, theirs, "admin", "viewer"))
        refused("not_allowed", lambda: put_away(connection, NOW, ugo, theirs))
        refused("not_allowed", lambda: describe(connection, NOW, ugo, theirs, "x", None, "team"))
        describe(connection, NOW, ugo, theirs, "theirs", None, "private")
        assert dossier_for(connection, viewer, made.ref).part == "viewer", "their own role bounds it"
        refused("owner", lambda: share(connection, NOW, salma, made, "salma", "viewer"))
        share(connection, NOW, salma, made, "ugo", None)
        refused("not_there", lambda: dossier_for(connection, ugo, made.ref))
        gone = person(connection, "gone", "editor")
        disable(connection, NOW, "root", gone)
        refused("no_person", lambda: share(connection, NOW, salma, made, "gone", "viewer"))
        team = begin(connection, NOW, ugo, "everybody's", visibility="team")
        assert [one.part for one in dossiers_of(connection, viewer) if one.ref == team.ref] == ["viewer"]
        refused("not_allowed", lambda: dossier_for(connection, salma, team.ref, "editor"))


def test_a_dossier_that_is_put_away_is_kept_and_comes_back(register: Register) -> None:
    with writing(register) as connection:
        salma, ugo = person(connection, "salma", "editor"), person(connection, "ugo", "editor")
        made = begin(connection, NOW, salma, "hers", visibility="team")
        put_away(connection, LATER, salma, made)
        assert dossiers_of(connection, salma) == dossiers_of(connection, ugo, removed=True) == []
        refused("not_there", lambda: dossier_for(connection, ugo, made.ref))
        (away,) = dossiers_of(connection, salma, removed=True)
        put_away(connection, LATER, salma, away, False)
        assert [one.ref for one in dossiers_of(connection, ugo)] == [made.ref]


def test_what_is_undone_with_its_transaction_leaves_no_record(register: Register) -> None:
    with pytest.raises(RuntimeError), writing(register) as connection:
        begin(connection, NOW, ME, "never")
        raise RuntimeError
    with seeing(register) as connection:
        assert (dossiers_of(connection, ME), audit.acts(connection)) == ([], [])


def test_items_are_found_where_they_stand_and_said_to_be_rejected_or_gone(
    register: Register, report: Document, reading: Reading, tamper: Callable[[str], None]
) -> None:
    with writing(register) as connection:
        made, ids = filled(connection, report, reading)
        review(connection, ids["figure"], "reject", "me", NOW)
        figure = collected(connection, items_of(connection, made))[0]
        assert (figure.ref, figure.rejected) == (ids["figure"], True)
    tamper("UPDATE dossier_items SET object = 'ffffffffffffffff' WHERE kind IN ('figure', 'event')")
    with seeing(register) as connection:
        found = collected(connection, items_of(connection, made))
        assert (found[0].ref, found[1].ref) == (ids["figure"], ids["event"]), "by their place in the text"
    tamper("UPDATE dossier_items SET quote = 'other words' WHERE kind = 'figure'")
    with seeing(register) as connection:
        lost = collected(connection, items_of(connection, made))[0]
        assert (lost.ref, lost.found, lost.item.quote) == (None, None, "other words")
