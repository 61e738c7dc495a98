"""Alerts: what came, or was reviewed, since a saved search was looked at last."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sijill.model import Document
from sijill.reading import read
from sijill.register.alerts import add_alert, alerts_of, new_of, remove_alert, see
from sijill.register.opening import open_register, writing
from sijill.register.query import Filters
from sijill.register.reviews import review
from sijill.register.store import keep

FIRST = dt.datetime(2026, 1, 2)
DAY = dt.timedelta(1)


def bulletin(number: int) -> Document:
    return Document(f"d{number}", "en", f"{number} migrants arrived in Italy in 2024.", dt.date(2025, 1, 5))


def test_what_came_after_an_alert_was_seen_is_new_once(tmp_path: Path) -> None:
    register = open_register(tmp_path / "register.sqlite", write=True)
    with writing(register) as connection:
        keep(connection, bulletin(4100), read(bulletin(4100)), FIRST)
        alert = add_alert(
            connection, FIRST + DAY, None, "Italy", Filters(measures=("arrivals",), places=("IT",))
        )
        other = add_alert(connection, FIRST + DAY, None, "Malta", Filters(places=("MT",)))
        assert alerts_of(connection, None) == [alert, other]
        assert alerts_of(connection, 1) == []
        assert new_of(connection, alert) == []
        keep(connection, bulletin(5200), read(bulletin(5200)), FIRST + 2 * DAY)
        [found] = new_of(connection, alert)
        assert found.found.value == 5200
        assert new_of(connection, other) == []
        alert = see(connection, alert, FIRST + 3 * DAY)
        assert new_of(connection, alert) == []
        review(connection, found.ref, "correct", "somebody", FIRST + 4 * DAY, changes={"value": 5300})
        assert [one.found.value for one in new_of(connection, alert)] == [5300]
        remove_alert(connection, other)
        assert alerts_of(connection, None) == [alert]
    register.engine.dispose()
