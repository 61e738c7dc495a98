"""Files made to do harm, or merely broken, of each kind that Sijill opens: made here, none downloaded.

Each function gives the files of one kind by a name that says what is wrong with them. None holds a document
that could be read, but for those whose names say so.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import struct
import zipfile
import zlib

STORY = "The coast guard brought 40 people back to the port, and the boat was taken to the shore by its crew."
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Forty people back in port</title>'
    '<meta property="article:published_time" content="2025-06-13T10:00:00Z"></head><body><article>'
    f"<h1>Forty people back in port</h1><p>{STORY}</p><p>{STORY.replace('40', '41')}</p></article></body></html>"
).encode()


def pages() -> dict[str, bytes]:
    """HTML."""
    return {
        "empty": b"",
        "blank": b"<!doctype html><html><head></head><body> </body></html>",
        "zeros": b"<html>" + b"\0" * 100_000,
        "a-million-tags-deep": b"<!doctype html><html><body>" + b"<div>" * 1_000_000 + b"x",
        "a-million-closing-tags": b"<!doctype html><html><body>" + b"</div>" * 1_000_000,
        "an-attribute-of-15-mb": b"<!doctype html><html><body><p title='" + b"a" * 15_000_000 + b"'>x</p>",
        "a-hundred-megabytes": b"<!doctype html><html><body>" + b"a " * 50_000_000,
        "a-million-attributes": b"<!doctype html><html><body><p " + b"a=1 " * 1_000_000 + b">x",
        "never-closed-comment": b"<!doctype html><html><!-- " + b"- " * 1_000_000,
        "unknown-charset": b'<!doctype html><html><meta charset="x-klingon"><p>caf\xe9 \xff</p></html>',
        "no-charset": b"<!doctype html><html><p>caf\xe9 \xff</p></html>",
        "charset-that-is-a-codec": b'<!doctype html><html><meta charset="zlib"><p>\xff\xfe\xff</p></html>',
        "entities": b"<!doctype html><html><body><p>" + b"&#x110000;&#0;&bogus;" * 200_000,
        "million-refreshes": b"<!doctype html><html><head>"
        + b"<meta http-equiv=refresh content=0>" * 300_000,
        "dates-without-end": b"<!doctype html><html><body>"
        + b"<time datetime='2025-99-99'></time>" * 100_000,
        "json-nested-deep": b'<!doctype html><html><script type="application/ld+json">' + b"[" * 500_000,
        "bad-utf16": b"\xff\xfe<\0h\0t\0m\0l\0>\0\0\xd8",
        "script-only": b"<!doctype html><html><script>" + b"while(1);" * 100_000 + b"</script></html>",
    }


def _pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R/Size 9>>", xref: int | None = None) -> bytes:
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out) if xref is None else xref
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), extra, content)


def _one_page(content: bytes) -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def pdfs() -> dict[str, bytes]:
    """PDF."""
    bomb = zlib.compress(b"BT /F 12 Tf (x) Tj ET\n" * 6_000_000)
    catalog, root = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return {
        "a-head-alone": b"%PDF-1.7\n",
        "noise": b"%PDF-1.7\n" + bytes(range(256)) * 4000,
        "no-pages": _pdf(b"<</Type/Catalog>>"),
        "circular-pages": _pdf(catalog, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        "circular-previous-table": _pdf(catalog, root, trailer=b"<</Root 1 0 R/Size 3/Prev 9>>", xref=9),
        "a-billion-pages": _pdf(catalog, b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", b"<</Type/Page>>"),
        "a-stream-of-130-mb": _one_page(_stream(bomb, b"/Filter/FlateDecode")),
        "a-stream-that-is-cut-off": _one_page(_stream(bomb, b"/Filter/FlateDecode"))[:5000],
        "filters-upon-filters": _one_page(_stream(b"x" * 100, b"/Filter[" + b"/FlateDecode " * 5000 + b"]")),
        "a-blank-page": _one_page(_stream(b"")),
        "nested-arrays": _pdf(b"[" * 1_000_000),
        "brackets-in-a-page": _one_page(_stream(b"[" * 5_000_000)),
        "a-page-that-draws-itself": _pdf(
            catalog,
            root,
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
            _stream(b"/X Do"),
            _stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>"),
        ),
        "locked": _pdf(
            catalog,
            root,
            trailer=b"<</Root 1 0 R/Size 3/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O("
            + b"o" * 32
            + b")/U("
            + b"u" * 32
            + b")>>/ID[(a)(a)]>>",
        ),
    }


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def _linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("passwords.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _overlapping() -> bytes:
    """A thousand members that are all the same bytes."""
    whole = _zip(("a.txt", b"x" * 900_000))
    at = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    listed = whole[at:end]
    closing = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(listed) * 1000, at, 0)
    return whole[:at] + listed * 1000 + closing


def zips() -> dict[str, bytes]:
    """ZIP."""
    nested = _zip(("a.txt", STORY.encode()))
    for _ in range(6):
        nested = _zip(("a.zip", nested))
    wide = _zip(("a.txt", b"x" * 900_000))
    for name in ("b", "c"):
        wide = _zip(*((f"{name}{n}.zip", wide) for n in range(60)))
    whole = _zip(("a.txt", STORY.encode() * 50))
    encrypted = bytearray(whole)
    encrypted[whole.index(b"PK\x01\x02") + 8] |= 1
    wrong = bytearray(_zip(("a.txt", STORY.encode()), method=zipfile.ZIP_STORED))
    wrong[60] ^= 0xFF
    method = bytearray(whole)
    method[whole.index(b"PK\x01\x02") + 10] = 99
    claimed = bytearray(whole)
    claimed[-12:-10] = b"\xff\xff"
    return {
        "a-head-alone": b"PK\x03\x04",
        "noise": b"PK\x03\x04" + bytes(range(256)) * 1000,
        "cut-off": whole[:-30],
        "a-bomb": _zip(("a.txt", b"0" * 49_000_000)),
        "a-bomb-of-a-page": _zip(("a.html", b"<html>" + b"<p>" * 15_000_000)),
        "nested-seven-deep": nested,
        "nested-wide": wide,
        "members-that-overlap": _overlapping(),
        "twenty-thousand-members": _zip(
            *((f"{n}.txt", b"") for n in range(20_000)), method=zipfile.ZIP_STORED
        ),
        "more-members-claimed-than-there-are": bytes(claimed),
        "paths-that-lead-out": _zip(
            ("../a.txt", b"x"), ("/etc/a.txt", b"x"), ("..\\b.txt", b"x"), ("C:/c.txt", b"x")
        ),
        "a-link": _linked(),
        "encrypted": bytes(encrypted),
        "wrong-checksum": bytes(wrong),
        "unknown-method": bytes(method),
        "nothing-to-read": _zip(("picture.png", b"\x89PNG")),
        "an-office-document": _zip(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")),
        "control-characters-in-a-name": _zip(("a\x1b[31m\n\u202e.txt", b"")),
    }


def record(
    page: bytes = PAGE,
    address: str = "https://news.example/a",
    *,
    length: int | None = None,
    digest: str | None = None,
    head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
    encoding: str = "",
) -> bytes:
    """A record of a web archive, right unless told otherwise."""
    if encoding:
        head = head.replace("\r\n\r\n", f"\r\nContent-Encoding: {encoding}\r\n\r\n")
    block = head.encode() + page
    digest = digest or "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()
    return (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-06-14T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(address):012d}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"WARC-Block-Digest: {digest}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def archive(name: str, wrong: bytes) -> bytes:
    """A web archive with a good record before what is wrong and one after; gzipped where the name says so."""
    first, last = record(address="https://news.example/first"), record(address="https://news.example/last")
    return (
        gzip.compress(first) + wrong + gzip.compress(last) if name.endswith(".gz") else first + wrong + last
    )


def between() -> dict[str, bytes]:
    """What is wrong in a web archive, in plain bytes or, where the name says so, as gzip members."""
    good = record(address="https://news.example/between")
    member = bytearray(gzip.compress(good))
    checksum, inside, size = bytearray(member), bytearray(member), bytearray(member)
    checksum[-6] ^= 0xFF
    inside[len(inside) // 2] ^= 0xFF
    size[-1] ^= 0xFF
    return {
        "cut-off": good[:-300],
        "too-long": record(length=len(PAGE) + 500),
        "too-short": record(length=100),
        "length-without-end": record(length=10**17),
        "negative-length": record(length=-5),
        "no-length": record().replace(b"Content-Length", b"Content-Breadth"),
        "wrong-digest": record(digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        "garbage": b"\x00\xffgarbage\r\n\r\n" * 200,
        "head-without-end": b"WARC/1.1\r\nX: " + b"x" * 200_000,
        "no-http": record(head="nothing of the kind"),
        "gzip-that-is-none": record(b"no gzip", encoding="gzip"),
        "chunks-that-are-none": record(
            head="HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        ),
        "a-page-of-zeros": record(b"<html>" + b"\0" * 1000),
        "cut-off.gz": bytes(member[:-300]),
        "wrong-checksum.gz": bytes(checksum),
        "wrong-bytes.gz": bytes(inside),
        "wrong-size.gz": bytes(size),
        "garbage.gz": b"garbage" * 100,
        "a-bomb.gz": gzip.compress(b"WARC/1.1\r\n" + b"0" * 150_000_000),
        "a-bomb-in-the-page.gz": gzip.compress(
            record(gzip.compress(b"<p>" + b"0" * 150_000_000), encoding="gzip")
        ),
        "wrong-digest.gz": gzip.compress(record(digest="sha256:" + "0" * 64)),
    }


def feeds() -> dict[str, bytes]:
    """RSS and Atom."""
    rss = b'<?xml version="1.0"?><rss version="2.0"><channel>%b</channel></rss>'
    lol = b"<!DOCTYPE lolz [<!ENTITY a 'lol'>" + b"".join(
        b"<!ENTITY %c '%b'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
    )
    return {
        "empty": b'<?xml version="1.0"?>',
        "no-entries": rss % b"<title>x</title>",
        "a-billion-laughs": b'<?xml version="1.0"?>'
        + lol
        + b"]><rss><channel><title>&m;</title></channel></rss>",
        "a-file-of-the-machine": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<rss><channel><item><title>&x;</title></item></channel></rss>",
        "an-address-to-fetch": b'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss></rss>',
        "cut-off": (rss % b"<item><title>x</title>")[:60],
        "no-feed": b'<?xml version="1.0"?><html xmlns="x"><rss-is-not-here/></html>',
        "a-million-tags-deep": b"<rss><channel>" + b"<a>" * 1_000_000,
        "an-attribute-of-20-mb": b"<rss a='" + b"a" * 20_000_000 + b"'><channel></channel></rss>",
        "control-characters": rss % b"<item>\x00\x01\x02</item>",
        "items-without-anything": rss % (b"<item></item>" * 2000),
    }


def sitemaps() -> dict[str, bytes]:
    """Sitemaps."""
    return {
        "cut-off": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://a.ex",
        "of-nothing": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>",
        "with-entities": b"<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&x;</loc></url>"
        b"</urlset>",
    }


def tables() -> dict[str, bytes]:
    """CSV."""
    return {
        "a-line-alone": b"id,text\n",
        "no-text-column": b"id,body\n1,x\n",
        "no-columns": b"\n\n\n",
        "a-quote-without-end": b'id,text\n1,"' + b"a\n" * 1_000_000,
        "a-field-of-60-mb": b"id,text\n1," + b"a" * 60_000_000 + b"\n",
        "a-million-columns": b"id,text" + b",x" * 1_000_000 + b"\n1\n",
        "too-few-fields": b"id,published,text\n1\n",
        "too-many-fields": b"id,text\n1,a,b,c,d\n",
        "not-utf8": "id,text\n1,اعترض خفر السواحل\n".encode("cp1256"),
        "zeros": b"id,text\n1,\0\0\0\n",
        "wrong-day": b"id,published,text\n1,31/31/2025,x\n",
        "unknown-language": b"id,language,text\n1,tlh,x\n",
        "quotes-in-the-middle": b'id,text\n1,"a"b"c\n',
    }


def _parquet(**columns: list[object]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def parquets() -> dict[str, bytes]:
    """Parquet."""
    good = _parquet(id=["1"] * 50, text=[STORY] * 50)
    middle, foot = bytearray(good), bytearray(good)
    middle[40] ^= 0xFF
    foot[-100:-8] = bytes(92)
    return {
        "a-head-alone": b"PAR1",
        "head-and-foot": b"PAR1\x00\x00\x00\x00PAR1",
        "noise": b"PAR1" + bytes(range(256)) * 100 + b"PAR1",
        "cut-off": good[:-9],
        "a-foot-without-end": good[:-8] + b"\xff\xff\xff\x7fPAR1",
        "wrong-foot": bytes(foot),
        "no-text-column": _parquet(id=["1"], body=["x"]),
        "no-rows": _parquet(id=[], text=[]),
        "numbers-for-text": _parquet(id=[1], text=[12]),
        "nothing-for-text": _parquet(id=["1"], text=[None]),
        "lists-for-text": _parquet(id=["1"], text=[["x"]]),
        "bytes-for-text": _parquet(id=["1"], text=[b"\xff\xfe"]),
        "unknown-language": _parquet(language=["tlh"], text=["x"]),
    }


def json_lines() -> dict[str, bytes]:
    """JSON lines."""
    return {
        "empty": b"",
        "no-object": b"[1]\n",
        "nested-deep": b'{"text": ' + b"[" * 500_000 + b"\n",
        "a-number-without-end": b'{"id": ' + b"9" * 1_000_000 + b', "text": "x"}\n',
        "no-text": b'{"id": 1}\n',
        "text-that-is-none": b'{"text": {"a": 1}}\n',
        "cut-off": b'{"text": "abc',
        "not-utf8": b'{"text": "\xff\xfe"}\n',
        "half-a-pair": b'{"text": "\\ud800"}\n',
        "a-line-of-60-mb": b'{"text": "' + b"a" * 60_000_000,
        "wrong-day": json.dumps({"published": "0000-00-00", "text": STORY}).encode() + b"\n",
        "not-a-number": b'{"id": NaN, "text": NaN}\n',
    }
