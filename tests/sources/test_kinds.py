"""Pages, feeds, sitemaps, web archives, tables and ZIPs as documents, and where their days come from."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from sijill.sources import Cage, Found, Item, Linked, Rejected, documents
from sijill.sources.item import kind_of
from tests.sources import hostile
from tests.sources.hostile import PAGE, STORY

DAY = dt.date(2025, 6, 13)
PARAGRAPHS = f"<p>{STORY}</p><p>{STORY.replace('40', '41')}</p>"


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage() as one:
        yield one


def page(head: str = "", body: str = PARAGRAPHS, language: str = "en") -> bytes:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Forty people back</title>{head}'
        f"</head><body><nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul></nav><article>"
        f"<h1>Forty people back</h1>{body}</article><footer>Cookies and rights reserved</footer></body></html>"
    ).encode()


def one(cage: Cage, content: bytes, **said: object) -> Found:
    outcomes = list(cage.documents(Item("thing", "thing", content=content, **said)))  # type: ignore[arg-type]
    assert len(outcomes) == 1
    assert isinstance(outcomes[0], Found), outcomes[0]
    return outcomes[0]


def test_a_page_is_its_story_with_title_outlet_and_canonical_address(cage: Cage) -> None:
    head = (
        '<meta property="og:site_name" content="The Port Post">'
        '<link rel="canonical" href="https://news.example/2025/story">'
    )
    document = one(cage, page(head), url="https://m.news.example/story?utm=1").document
    assert document.text.startswith("Forty people back\n\n")
    assert STORY in document.text
    assert "Home" not in document.text
    assert "Cookies" not in document.text
    assert (document.title, document.outlet) == ("Forty people back", "The Port Post")
    assert document.url == "https://news.example/2025/story"


META = '<meta property="article:published_time" content="2025-06-13T23:30:00+02:00">'


@pytest.mark.parametrize(
    ("said", "published", "dated_by"),
    [
        ({"content": page(META)}, DAY, "page"),
        ({"content": page(META), "published": dt.date(2020, 1, 2), "dated_by": "feed"}, DAY, "page"),
        ({"content": page(), "published": DAY, "dated_by": "feed"}, DAY, "feed"),
        ({"content": page(), "published": DAY}, DAY, None),
        ({"content": page(), "url": "https://news.example/2025/06/13/story"}, DAY, "address"),
        (
            {"content": page(), "url": "https://news.example/2025/06/13/a", "published": dt.date(2020, 1, 2)},
            DAY,
            "address",
        ),
        ({"content": page(body=f"<p>Updated 13 June 2025</p>{PARAGRAPHS}")}, DAY, "guess"),
        ({"content": page()}, None, None),
        ({"content": page(META), "captured": dt.date(2025, 6, 1)}, None, None),
        ({"content": page(META.replace("06-13", "06-01"))}, dt.date(2025, 6, 1), "page"),
    ],
    ids=[
        "page",
        "page-over-feed",
        "feed",
        "stated",
        "address",
        "address-over-stated",
        "guess",
        "none",
        "future",
        "first",
    ],
)
def test_the_day_of_a_page_says_where_it_was_found(
    cage: Cage, said: dict[str, object], published: dt.date | None, dated_by: str | None
) -> None:
    content = said.pop("content")
    assert isinstance(content, bytes)
    found = one(cage, content, **said)
    assert (found.document.published, found.document.dated_by) == (published, dated_by)
    assert any("guess" in note for note in found.notes) == (dated_by == "guess")


def test_the_times_of_other_stories_on_a_page_do_not_date_it(cage: Cage) -> None:
    others = "<aside><time datetime='2019-02-03'>3 Feb</time><time datetime='2019-02-04'>4 Feb</time></aside>"
    content = page().replace(b"</article>", b"</article>" + others.encode())
    found = one(cage, content).document
    assert found.dated_by in (None, "guess")


def test_captions_and_pull_quotes_are_marked(cage: Cage) -> None:
    body = (
        f"<p>{STORY}</p><blockquote class='pull-quote'>The boat was taken to the shore</blockquote>"
        f"<figure><img src='a.jpg' alt=''><figcaption>The patrol boat in port</figcaption></figure>{PARAGRAPHS}"
    )
    found = one(cage, page(body=body))
    text = found.document.text
    marked = {text[mark.span.start : mark.span.end]: mark.kind for mark in found.marks}
    assert marked["The boat was taken to the shore"] == "pull_quote"
    assert set(marked) <= {"The boat was taken to the shore", "The patrol boat in port"}


def test_a_page_in_the_encoding_that_it_or_its_server_declares(cage: Cage) -> None:
    arabic = "أعاد خفر السواحل 40 مهاجرا إلى الميناء في ساعة متأخرة من الليل، وقالت المنظمة إنهم بخير جميعا."
    written = page(body=f"<p>{arabic}</p><p>{arabic}</p>", language="ar").decode()
    declared = written.replace("utf-8", "windows-1256").encode("cp1256")
    undeclared = written.replace('<meta charset="utf-8">', "").encode("cp1256")
    assert arabic in one(cage, declared).document.text
    assert arabic in one(cage, undeclared, media_type="text/html; charset=windows-1256").document.text
    (refused,) = cage.documents(Item("thing", "thing", content=undeclared))
    assert isinstance(refused, Rejected)
    assert "declares no encoding that is known" in refused.why


def test_what_a_text_shows_wins_over_the_language_that_its_page_declares(cage: Cage) -> None:
    assert one(cage, page(language="ar")).document.language == "en"


def test_a_saved_page_knows_where_it_was_saved_from(cage: Cage) -> None:
    saved = page().replace(
        b"<html", b"<!-- saved from url=(0033)https://news.example/2025/06/13/x -->\n<html", 1
    )
    document = one(cage, saved).document
    assert (document.url, document.published, document.dated_by) == (
        "https://news.example/2025/06/13/x",
        DAY,
        "address",
    )


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Port News</title><language>en</language>
<item><title>Forty &amp; one</title><link>https://news.example/a</link><guid>n1</guid>
<pubDate>Fri, 13 Jun 2025 00:30:00 +0200</pubDate>
<description>&lt;p&gt;STORY&lt;/p&gt;&lt;p&gt;Then.&lt;/p&gt;</description></item>
<item><title>No address</title></item></channel></rss>""".replace("STORY", STORY).encode()
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Port News</title><entry><id>n2</id>
<title>Forty</title><link href="https://news.example/b"/><updated>2025-06-13T23:30:00+02:00</updated>
<content type="html">&lt;p&gt;{STORY}&lt;/p&gt;</content></entry></feed>""".encode()


def test_a_feed_gives_a_document_for_each_entry_dated_in_its_own_time_zone(cage: Cage) -> None:
    first = next(iter(cage.documents(Item("f", "f", content=RSS))))
    assert isinstance(first, Found)
    document = first.document
    assert (document.id, document.url, document.outlet) == ("n1", "https://news.example/a", "Port News")
    assert (document.published, document.dated_by) == (DAY, "feed")
    assert document.text == f"Forty & one\n\n{STORY}\n\nThen."
    assert one(cage, ATOM).document.published == DAY


def test_feeds_and_sitemaps_list_addresses(cage: Cage) -> None:
    listed = list(cage.links(Item("f", "f", content=RSS)))
    assert listed[0] == Linked("https://news.example/a", "f: entry 1", "Forty & one", DAY)
    assert isinstance(listed[1], Rejected)
    sitemap = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        b'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a</loc><n:news>'
        b"<n:publication_date>2025-06-13T10:00:00Z</n:publication_date><n:title>T</n:title></n:news></url></urlset>"
    )
    assert list(cage.links(Item("s", "s", content=sitemap))) == [
        Linked("https://news.example/a", "s: entry 1", "T", DAY)
    ]


def test_a_feed_that_breaks_off_gives_what_it_has_and_says_so(cage: Cage) -> None:
    outcomes = list(cage.documents(Item("f", "f", content=RSS[: RSS.index(b"<item><title>No")])))
    assert [type(outcome) for outcome in outcomes] == [Found, Rejected]


def test_a_web_archive_gives_its_pages_with_address_and_place(cage: Cage) -> None:
    first, second = (
        hostile.record(address="https://a.example/1"),
        hostile.record(address="https://a.example/2"),
    )
    request = first.replace(b"WARC-Type: response", b"WARC-Type: request")
    picture = hostile.record(b"\x89PNG", head="HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
    absent = hostile.record(head="HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    packed = hostile.record(gzip.compress(PAGE), "https://a.example/3", encoding="gzip")
    parts = [request, first, picture, absent, second, packed]
    plain, members = b"".join(parts), b"".join(map(gzip.compress, parts))
    for content in (plain, members, gzip.compress(plain)):
        outcomes = list(cage.documents(Item("w", "w", content=content)))
        assert [o.document.url for o in outcomes if isinstance(o, Found)] == [
            f"https://a.example/{n}" for n in (1, 2, 3)
        ]
        assert not [o for o in outcomes if isinstance(o, Rejected)]
    second_place = len(b"".join(parts[:4]))
    assert next(o.where for o in cage.documents(Item("w", "w", content=plain, after=len(parts[0])))) == (
        f"w@{second_place}"
    )


def test_tables_have_the_columns_of_json_lines(cage: Cage) -> None:
    semicolons = f'Text;published;ID\n"{STORY} ""So""; he said";2025-06-13;a\n'.encode("utf-8-sig")
    csv = one(cage, semicolons, kind="csv").document
    out = io.BytesIO()
    columns = {"id": [7], "published": [DAY], "text": [STORY], "views": [3]}
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    parquet = one(cage, out.getvalue()).document
    assert (csv.id, csv.published, csv.text) == ("a", DAY, f'{STORY} "So"; he said')
    assert (parquet.id, parquet.published, parquet.text) == ("7", DAY, STORY)


def test_a_zip_gives_what_is_in_it_and_in_zips_in_it(cage: Cage) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("report.txt", STORY)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pages/story.html", PAGE)
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("lines.jsonl.gz", gzip.compress(b'{"id": "a", "text": "%b"}\n' % STORY.encode()))
        archive.writestr("picture.png", b"")
    outcomes = list(cage.documents(Item("z.zip", "z", content=outer.getvalue())))
    assert [(o.document.id, o.where) for o in outcomes if isinstance(o, Found)] == [
        ("story", "z.zip!pages/story.html"),
        ("report", "z.zip!inner.zip!report.txt"),
        ("a", "z.zip!lines.jsonl.gz:1"),
    ]
    assert len(outcomes) == 3


@pytest.mark.parametrize(
    ("head", "name", "media_type", "kind"),
    [
        (b"%PDF-1.7", "a.txt", None, "pdf"),
        (b"<!DOCTYPE html><html>", "", None, "html"),
        (b"<?xml version='1.0'?><html>", "a.xml", None, "html"),
        (b"<?xml version='1.0'?><rss>", "", "text/html", "feed"),
        (b"<urlset xmlns='x'>", "a.xml", None, "sitemap"),
        (b'{"a": 1}', "", None, "jsonl"),
        (b"id,text", "a.csv", None, "csv"),
        (b"Some words", "", None, "text"),
        (b"Some words", "", "text/html; charset=utf-8", "html"),
        (b"PK\x03\x04", "a.html", None, "zip"),
        (b"\x00\x01\x02", "", None, None),
    ],
)
def test_a_kind_is_told_by_what_the_bytes_show_first(
    head: bytes, name: str, media_type: str | None, kind: str | None
) -> None:
    assert kind_of(head, name, media_type) == kind


def test_files_and_standard_input_are_opened_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "story.html").write_bytes(PAGE)
    (tmp_path / "noname").write_bytes(PAGE)
    outcomes = list(documents([str(tmp_path), str(tmp_path / "noname"), "-"], io.BytesIO(PAGE)))
    assert [o.document.id for o in outcomes if isinstance(o, Found)] == ["story", "noname", "stdin"]
