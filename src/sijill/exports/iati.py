"""Instruments with money as IATI 2.03 activities, by a secondary reporter: what the press says, not the funders.

Source: IATI standard 2.03 (github.com/IATI/IATI-Schemas): obligatory elements and their order; codes/iati.yaml.
Never publish this to the IATI registry, where funders speak for themselves.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree

from sijill import codes
from sijill.codec import plain_number
from sijill.exports.gathered import Gathered, iri
from sijill.exports.made import Made, left_out
from sijill.exports.written import days
from sijill.exports.xml import OURS, XML_LANG, Element, below, clean, document
from sijill.model import Figure, Instrument, Money
from sijill.reconcile.mandates import last_day
from sijill.register.rows import Stored

LONGEST = 366
"""Days of a budget's period at most; a longer one is a commitment."""


def iati(found: Gathered) -> Made:
    """An activity for each document's description of an instrument that has money, a beginning and an organisation."""
    ElementTree.register_namespace("sijill", OURS)
    root = Element("iati-activities", {"version": "2.03"})
    short = 0
    for one in found.instruments:
        if one.found.budget and one.found.begins and _organisations(one):
            _activity(found, one, root)
        else:
            short += bool(one.found.budget)
    why = "IATI asks for a beginning and an organisation, which the document does not state"
    return Made({"activities.iati.xml": document(root)}, left_out(short, "instrument", "instruments", why))


def _activity(found: Gathered, one: Stored[Instrument], root: Element) -> None:
    head, instrument, map_ = one.head, one.found, codes.foreign("iati")
    assert instrument.begins is not None
    day = head.published or found.documents[head.key].added_at.date()
    activity = ElementTree.SubElement(root, "iati-activity", {XML_LANG: "en"})
    activity.set("default-currency", instrument.budget[0].unit)
    below(activity, "iati-identifier", iri("instrument", one.ref))
    reporter = below(activity, "reporting-org", ref="sijill", type="90", secondary_reporter="1")
    below(reporter, "narrative", "Sijill")
    below(below(activity, "title"), "narrative", instrument.name)
    tasks = "; ".join(instrument.tasks) or "no tasks"
    said = f"{instrument.kind}; as described by {head.id} of {day.isoformat()}: {tasks}"
    below(below(activity, "description", type="1"), "narrative", f"{said}. {_place(found, one)}")
    for role, name in _organisations(one):
        below(below(activity, "participating-org", role=map_["role"][role]), "narrative", name)
    begins, ends = _first_day(instrument.begins), last_day(instrument.ends) if instrument.ends else None
    state = "pipeline" if begins > day else "closed" if ends is not None and ends < day else "implementation"
    below(activity, "activity-status", code=map_["status"][state])
    start = "planned_start" if begins > day else "actual_start"
    below(activity, "activity-date", type=map_["date"][start], iso_date=begins.isoformat())
    if ends is not None:
        end = "actual_end" if ends < day else "planned_end"
        below(activity, "activity-date", type=map_["date"][end], iso_date=ends.isoformat())
    stated = [(money, found.stating.get((head.key, money.figure))) for money in instrument.budget]
    for country in _countries(stated):
        below(activity, "recipient-country", code=country)
    below(activity, "sector", vocabulary="99", code=instrument.kind)
    budgets = [(money, figure) for money, figure in stated if _is_budget(money, figure)]
    for money, figure in budgets:
        if figure is not None:
            _budget(activity, money, figure)
    for money, figure in stated:
        if (money, figure) not in budgets and figure is not None:
            _transaction(found, activity, money, figure, day)
    if head.url:
        link = below(activity, "document-link", url=head.url, format="text/html")
        below(below(link, "title"), "narrative", head.title or head.id)
        below(link, "category", code="B01")
    _result(found, activity, one)


def _organisations(one: Stored[Instrument]) -> list[tuple[str, str]]:
    """Who takes part, by role."""
    instrument = one.found
    known = codes.instruments().get(instrument.name)
    named = (
        ("funding", instrument.funder),
        ("accountable", known.of if known else None),
        ("implementing", instrument.partner),
    )
    return [(role, name) for role, name in named if name]


def _is_budget(money: Money, figure: Stored[Figure] | None) -> bool:
    """Whether a sum is the budget of a period of a year at most that has not been paid out."""
    if money.period is None or money.period.start is None or money.period.end is None:
        return False
    short = (money.period.end - money.period.start).days < LONGEST
    return short and figure is not None and figure.found.status in codes.foreign("iati")["budget"]


def _budget(activity: Element, money: Money, figure: Stored[Figure]) -> None:
    assert money.period is not None and money.period.start is not None and money.period.end is not None
    status = codes.foreign("iati")["budget"][figure.found.status]
    budget = below(activity, "budget", type="1", status=status)
    _mark(budget, figure)
    below(budget, "period-start", iso_date=money.period.start.isoformat())
    below(budget, "period-end", iso_date=money.period.end.isoformat())
    _value(budget, money, money.period.start)


def _transaction(
    found: Gathered, activity: Element, money: Money, figure: Stored[Figure], day: dt.date
) -> None:
    """A sum set aside or paid out, dated by the day on which the document says so: when it was, it does not say. What
    is asked for or estimated is neither, and no transaction."""
    status = figure.found.status
    kind = codes.foreign("iati")["transaction"].get(status)
    if kind is None:
        return
    transaction = below(activity, "transaction", ref=figure.ref)
    _mark(transaction, figure)
    below(transaction, "transaction-type", code=kind)
    below(transaction, "transaction-date", iso_date=day.isoformat())
    _value(transaction, money, day)
    hedge, source = figure.found.bound, figure.found.source or "nobody is named"
    said = f"{status}; {hedge}; period: {days(money.period) or 'not said'}; source: {source}. {_place(found, figure)}"
    below(below(transaction, "description"), "narrative", said)


def _value(parent: Element, money: Money, day: dt.date) -> None:
    value = below(parent, "value", str(plain_number(money.value)), currency=money.unit)
    value.set("value-date", day.isoformat())


def _mark(element: Element, figure: Stored[Figure]) -> None:
    """The figure that states a sum, with its hedge, status and source, in attributes of ours."""
    said = figure.found
    slots = (("figure", figure.ref), ("bound", said.bound), ("status", said.status), ("source", said.source))
    for name, text in slots:
        if text:
            element.set(f"{{{OURS}}}{name}", clean(text))


def _result(found: Gathered, activity: Element, one: Stored[Instrument]) -> None:
    """How many people it is to reach, where the document gives the figure a first and a last day."""
    figure = found.stating.get((one.head.key, one.found.target_figure or -1))
    if figure is None or figure.found.period is None:
        return
    first, last = figure.found.period.start, figure.found.period.end
    if first is None or last is None:
        return
    result = below(activity, "result", type="1")
    label = codes.measures()[figure.found.measure].label()
    below(below(result, "title"), "narrative", label)
    indicator = below(result, "indicator", measure="1")
    below(below(indicator, "title"), "narrative", label)
    period = below(indicator, "period")
    below(period, "period-start", iso_date=first.isoformat())
    below(period, "period-end", iso_date=last.isoformat())
    kind = "actual" if figure.found.status in ("reported", "estimate") else "target"
    counted = below(period, kind, value=str(plain_number(figure.found.value)))
    _mark(counted, figure)
    below(below(counted, "comment"), "narrative", _place(found, figure))


def _countries(stated: list[tuple[Money, Stored[Figure] | None]]) -> list[str]:
    """The country that benefits, where it is one alone: shares of several are not known."""
    every = {code for _, figure in stated if figure is not None for code in figure.found.to}
    countries = sorted(every - codes.PLACE_CODES_BESIDE_ISO)
    return countries if len(countries) == 1 else []


def _place(found: Gathered, one: Stored[Any]) -> str:
    span = f"[{one.found.start}:{one.found.end}]"
    return f"«{one.quote}» at {span} of {one.head.id}, text SHA-256 {found.text_hash(one.head.key)}"


def _first_day(written: str) -> dt.date:
    year, month, day = (*(int(part) for part in written.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)
