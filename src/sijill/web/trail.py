"""The audit trail as a page, for admins."""

from __future__ import annotations

from typing import Any

from sijill.exports.rows import ACT_HEADINGS, act_row
from sijill.register import audit
from sijill.web.asked import Asked
from sijill.web.view import View, paged


def acts(asked: Asked) -> View:
    """Who did what, the latest first, with the hash that stands for all of it."""
    who, thing, before = (asked.one(name) for name in ("who", "object", "before"))
    most = asked.most + 1
    rows = audit.acts(asked.connection, who=who, object=thing, before=before, limit=most)
    found, following = paged(asked, rows, lambda act: str(act.key))
    number, last = audit.head(asked.connection)
    shown: dict[str, Any] = {"acts": found, "number": number, "last": last}
    return View(
        "audit.html",
        "audit",
        shown,
        lambda: (act_row(act) for act in found),
        ACT_HEADINGS,
        following=following,
        turn="before",
    )
