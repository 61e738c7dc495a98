"""Web pages and feeds of our own wording, for a server on loopback."""

from __future__ import annotations

from tests.serving import Site, says


def article(number: int, day: str = "2025-02-12") -> str:
    """A page with one report, as newsrooms make them."""
    return f"""<!doctype html><html lang="en"><head><title>Boats stopped off Zawiya, report {number}</title>
<meta property="article:published_time" content="{day}T09:30:00+01:00">
<meta property="og:site_name" content="The Test Bulletin"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/weather">Weather</a></nav>
<article><h1>Boats stopped off Zawiya, report {number}</h1>
<p>Libya's coast guard intercepted {100 + number} migrants off Zawiya on Monday and brought them back to port,
a spokesperson for the navy said in the evening, adding that two patrol boats had taken part.</p>
<p>The International Organization for Migration said that its teams gave water and blankets to those who came
ashore, and that the weather had been calm enough for small boats to leave from several beaches.</p>
</article><footer>All rights of a page that does not exist</footer></body></html>"""


def rss(site: Site, numbers: list[int], ttl: int | None = None) -> str:
    """A feed whose entries lead to the articles of these numbers, the newest first."""
    items = "".join(
        f"<item><title>Report {n}</title><link>{site.url(f'/article/{n}')}</link>"
        f"<pubDate>Wed, 12 Feb 2025 09:30:00 +0100</pubDate></item>"
        for n in reversed(numbers)
    )
    waits = f"<ttl>{ttl}</ttl>" if ttl is not None else ""
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Test</title>{waits}{items}</channel></rss>'
    )


def publish(site: Site, numbers: list[int], ttl: int | None = None) -> None:
    """Puts the feed and its articles on the site."""
    site.conduct["/feed.xml"] = says(rss(site, numbers, ttl), headers={"Content-Type": "application/rss+xml"})
    for number in numbers:
        site.conduct[f"/article/{number}"] = says(article(number), headers={"Content-Type": "text/html"})
