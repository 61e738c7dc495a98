"""The audit trail: only added to, and whatever was changed behind its back is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from sijill.register import audit
from sijill.register.opening import Register, RegisterError, writing
from sijill.register.opening import reading as seeing
from sijill.register.sound import problems
from tests.register.conftest import NOW


@pytest.fixture
def trail(register: Register) -> Register:
    with writing(register) as connection:
        audit.record(connection, NOW, "salma", "login")
        audit.record(
            connection, NOW + dt.timedelta(microseconds=7), "salma", "review", "figure 4", verdict="reject"
        )
        audit.record(
            connection, NOW, "ugo", "dossier.add", "dossier 5", title="«عودة»", items=[1, None, True]
        )
    return register


def test_each_record_follows_the_one_before(trail: Register) -> None:
    with seeing(trail) as connection:
        third, second, first = audit.acts(connection)
        assert (first.previous, second.previous, third.previous) == (audit.BEGINNING, first.hash, second.hash)
        assert audit.head(connection) == (3, third.hash)
        assert list(audit.broken(connection)) == []
        assert [act.key for act in audit.acts(connection, who="salma")] == [2, 1]
        assert [act.detail for act in audit.acts(connection, object="figure 4")] == [{"verdict": "reject"}]
        assert [act.key for act in audit.acts(connection, limit=1)] == [3]


def test_a_record_is_kept_only_with_what_it_tells_of(trail: Register) -> None:
    with pytest.raises(ZeroDivisionError), writing(trail) as connection:
        audit.record(connection, NOW, "salma", "review")
        raise ZeroDivisionError
    with seeing(trail) as connection:
        assert audit.head(connection)[0] == 3


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'ugo'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_a_record(change: str, trail: Register) -> None:
    with pytest.raises(RegisterError, match="only added to"), writing(trail) as connection:
        connection.exec_driver_sql(change)
    with seeing(trail) as connection:
        assert [act.who for act in audit.acts(connection)] == ["ugo", "salma", "salma"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE key = 2", "record 2: it is not what was written"),
        ('UPDATE audit SET detail = \'{"verdict": "confirm"}\' WHERE key = 2', "record 2: it is not what"),
        ("UPDATE audit SET made_at = '2020-01-01 00:00:00.000000' WHERE key = 1", "record 1: it is not what"),
        ("UPDATE audit SET object = NULL WHERE key = 3", "record 3: it is not what"),
        ("DELETE FROM audit WHERE key = 2", "between 1 and 3 records are missing"),
        ("DELETE FROM audit WHERE key = 1", "between 0 and 2 records are missing"),
        ("UPDATE audit SET key = 9 WHERE key = 3", "between 2 and 9 records are missing"),
    ],
)
def test_what_was_changed_behind_its_back_is_named(
    change: str, told: str, trail: Register, store: str, tamper: Callable[[str], None]
) -> None:
    if store == "sqlite":
        for trigger in ("audit_no_update", "audit_no_delete"):
            tamper(f"DROP TRIGGER {trigger}")
    tamper(change)
    with seeing(trail) as connection:
        assert any(told in line for line in audit.broken(connection)), list(audit.broken(connection))
        assert any(told in line for line in problems(connection)), "sijill verify says so too"


def test_a_hash_that_was_noted_shows_whether_the_end_was_cut_off(
    trail: Register, store: str, tamper: Callable[[str], None]
) -> None:
    with seeing(trail) as connection:
        _, noted = audit.head(connection)
        assert audit.holds(connection, noted)
    if store == "sqlite":
        tamper("DROP TRIGGER audit_no_delete")
    tamper("DELETE FROM audit WHERE key = 3")
    with seeing(trail) as connection:
        assert list(audit.broken(connection)) == [], "a chain cut off at its end is a whole chain"
        assert not audit.holds(connection, noted)
