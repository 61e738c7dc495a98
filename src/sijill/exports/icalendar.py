"""Mandates that end as a calendar, with an alarm 90 days before, and the last day to give notice where it is known.

Source: RFC 5545. An end that was superseded by a later one is no entry.
"""

from __future__ import annotations

import calendar
import datetime as dt
from hashlib import sha256

from sijill import codes
from sijill.exports.gathered import Gathered
from sijill.exports.made import Made, left_out
from sijill.reconcile.mandates import Described, Mandate, Term, mandates

ALARM = 90
"""Days before an end at which a calendar reminds of it."""


def icalendar(found: Gathered) -> Made:
    """An all-day entry for the latest end that each mandate was given, and for its notice deadline."""
    described = [Described(i.head.key, i.found, i.head.published, i.ref) for i in found.instruments]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sijill//Mandates//EN", "CALSCALE:GREGORIAN"]
    endless = 0
    for mandate in mandates(described):
        if not mandate.terms:
            endless += 1
            continue
        term = max(mandate.terms, key=lambda one: one.ends)
        lines += _entry(found, mandate, term, term.ends, "end")
        known = codes.instruments().get(mandate.name)
        if known is not None and known.notice_months is not None:
            lines += _entry(found, mandate, term, _months_before(term.ends, known.notice_months), "notice")
    lines.append("END:VCALENDAR")
    written = "".join(f"{_folded(line)}\r\n" for line in lines)
    why = "no document says when it ends"
    return Made({"mandates.ics": written.encode()}, left_out(endless, "instrument", "instruments", why))


def _entry(found: Gathered, mandate: Mandate, term: Term, day: dt.date, what: str) -> list[str]:
    told = [
        f"{found.documents[one.document].document.id} [{one.instrument.start}:{one.instrument.end}] "
        f"«{found.text(one.document)[one.instrument.start : one.instrument.end]}»: sijill show {one.ref}"
        for one in term.told
    ]
    stamp = max(found.documents[one.document].added_at for one in term.told)
    summary = f"{mandate.name}: {'mandate ends' if what == 'end' else 'last day to give notice'}"
    written = sorted({one.instrument.ends or "" for one in term.told})
    said = [f"Ends: {', '.join(written)}", f"Told by {len(told)}:", *told]
    urls = [url for one in term.told if (url := found.documents[one.document].document.url)]
    return [
        "BEGIN:VEVENT",
        f"UID:{sha256(mandate.name.encode()).hexdigest()[:16]}-{what}-{day.isoformat()}@sijill.invalid",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(chr(10).join(said))}",
        f"CATEGORIES:{_text(mandate.kind)}",
        *([f"URL:{urls[0]}"] if urls else []),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-P{ALARM}D",
        f"DESCRIPTION:{_text(summary)}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _text(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line ends escaped, other control characters as spaces."""
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(char, written)
    return "".join(char if char >= " " and char != "\x7f" else " " for char in text)


def _folded(line: str) -> str:
    """A content line in stretches of at most 75 octets, none of which cuts a character."""
    parts, size = [""], 0
    for char in line:
        wide = len(char.encode())
        if size + wide > 75:
            parts.append("")
            size = 1
        parts[-1] += char
        size += wide
    return "\r\n ".join(parts)
