"""Atom: feedparser reads an entry a figure, with all slots beside it."""

from __future__ import annotations

import feedparser
import pytest
from lxml import etree

from sijill.exports.formats import FORMATS
from sijill.exports.gathered import Gathered

ATOM = "{http://www.w3.org/2005/Atom}"
OURS = "{https://pypi.org/project/sijill/}"


@pytest.fixture
def written(gathered: Gathered) -> bytes:
    return FORMATS["atom"].make(gathered).files["figures.atom"]


def test_feedparser_finds_every_figure_the_last_published_first(written: bytes, gathered: Gathered) -> None:
    feed = feedparser.parse(written)
    assert not feed.bozo
    assert feed.version == "atom10"
    refs = [entry.id.rpartition("/")[2] for entry in feed.entries]
    assert refs == [one.ref for one in reversed(gathered.figures)]
    assert feed.feed.updated == "2026-01-02T03:04:05Z"


def test_every_entry_has_what_the_standard_asks_of_one(written: bytes) -> None:
    root = etree.fromstring(written)
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert node.findtext(f"{ATOM}{name}"), name
    assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_an_entry_says_hedge_period_status_source_and_passage(written: bytes, gathered: Gathered) -> None:
    root = etree.fromstring(written)
    figures = {node.get("id"): node for node in root.iter(f"{OURS}figure")}
    for one in gathered.figures:
        node = figures[one.ref]
        assert (node.get("bound"), node.get("status"), node.get("source")) == (
            one.found.bound,
            one.found.status,
            one.found.source,
        )
        assert one.quote == node.get("quote")
        assert " ".join(one.quote.split()) in " ".join(
            (node.getparent().findtext(f"{ATOM}content") or "").split()
        )
    (target,) = (n for n in figures.values() if n.get("quote") == "1,200")
    assert target.get("period") == "../2029-02-02"
    via = target.getparent().find(f"{ATOM}link")
    assert via is not None and via.get("href") == "https://news.example/a?b=1&c=2,3"


def test_characters_that_xml_forbids_become_spaces() -> None:
    from sijill.exports.xml import clean

    assert clean("a\x0bb\ud800\uffff\n🚢") == "a b  \n🚢"
