"""What somebody may have on their desk: one file of each kind, and a broken one."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

from tests.sources import hostile

PRINTED = Path(__file__).parent / "printed" / "chromium.pdf"
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Port News</title><item><title>At sea</title>'
    "<link>https://news.example/a</link><pubDate>Fri, 13 Jun 2025 10:00:00 +0200</pubDate>"
    "<description>Libya's coast guard intercepted 112 migrants off Zawiya, and took them to the port.</description>"
    "</item></channel></rss>"
)


def lay_out(folder: Path) -> None:
    """Makes the folder with page.html, report.pdf, broken.pdf, feed.xml, crawl.warc.gz and saved.zip."""
    folder.mkdir()
    (folder / "page.html").write_bytes(hostile.PAGE)
    (folder / "report.pdf").write_bytes(PRINTED.read_bytes())
    (folder / "feed.xml").write_text(RSS)
    record = hostile.record(hostile.PAGE.replace(b"40", b"52"), "https://news.example/52")
    (folder / "crawl.warc.gz").write_bytes(gzip.compress(record))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("more.html", hostile.PAGE.replace(b"40", b"63"))
    (folder / "saved.zip").write_bytes(packed.getvalue())
    (folder / "broken.pdf").write_bytes(PRINTED.read_bytes()[:900])
