"""`sijill watch`: each page of a feed is read once, whatever happens in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sijill.register.opening import Register, open_register, reading
from sijill.register.schema import documents, sightings
from sijill.sources.cage import Cage
from sijill.sources.web.fetching import Fetcher
from sijill.watching.feeds import Feed, FeedsError, feeds
from sijill.watching.polling import Read, Trouble, Watch, look
from sijill.watching.state import TRIES, State, StateError
from tests.pages import article, publish
from tests.serving import Site, says, serving


class Wall:
    """The time since 1970, which a test moves."""

    now = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with opened(tmp_path) as watching:
        yield watching


class opened:  # noqa: N801 - used as a function is
    """A watch over a register in a folder, as the command makes it."""

    def __init__(self, folder: Path) -> None:
        self.register = open_register(folder / "r.sqlite", write=True)
        self.state = State(folder / "r.sqlite.watch")
        self.cage = Cage()
        self.pages = folder / "r.sqlite.pages"

    def __enter__(self) -> Watch:
        fetcher = Fetcher(self.pages, loopback=True, delay=0.0, sleep=lambda seconds: None)
        return Watch(self.register, self.state, fetcher, self.cage, self.pages, Wall())

    def __exit__(self, *error: object) -> None:
        self.cage.close()
        self.state.close()
        self.register.engine.dispose()


def urls(register: Register) -> list[str]:
    with reading(register) as connection:
        return sorted(url for (url,) in connection.execute(select(documents.c.url)))


def test_each_page_is_read_once_the_oldest_first(site: Site, watch: Watch) -> None:
    publish(site, [1, 2])
    feed = Feed(site.url("/feed.xml"))
    assert [event.url for event in look(feed, watch) if isinstance(event, Read)] == [
        site.url("/article/1"),
        site.url("/article/2"),
    ]
    publish(site, [1, 2, 3])
    assert [event.url for event in look(feed, watch) if isinstance(event, Read)] == [site.url("/article/3")]
    assert list(look(feed, watch)) == []
    assert urls(watch.register) == [site.url(f"/article/{n}") for n in (1, 2, 3)]
    assert [site.paths().count(f"/article/{n}") for n in (1, 2, 3)] == [1, 1, 1]


def test_a_page_that_changes_is_not_read_again(site: Site, watch: Watch) -> None:
    publish(site, [1])
    list(look(Feed(site.url("/feed.xml")), watch))
    site.conduct["/article/1"] = says(article(77))
    assert list(look(Feed(site.url("/feed.xml")), watch)) == []


def test_a_failing_feed_is_one_line_and_is_looked_at_ever_more_seldom(site: Site, watch: Watch) -> None:
    feed = Feed(site.url("/feed.xml"), every=10)
    lines, waits = [], []
    for _ in range(3):
        (event,) = look(feed, watch)
        assert isinstance(event, Trouble)
        lines.append(event.why)
        waits.append(watch.state.due(feed.url) - watch.wall())
    assert waits == [600, 1200, 2400]
    assert "404" in lines[0]
    assert lines[2].endswith("3 times in a row; next try in 40 min")
    publish(site, [1])
    assert [event.url for event in look(feed, watch) if isinstance(event, Read)] == [site.url("/article/1")]
    assert watch.state.due(feed.url) - watch.wall() == 600


@pytest.mark.parametrize(
    "body", ["", "no feed", "<html><p>Moved</p></html>", "<rss><channel></channel></rss>"]
)
def test_what_is_no_feed_is_told(site: Site, watch: Watch, body: str) -> None:
    site.conduct["/feed.xml"] = says(body)
    (event,) = look(Feed(site.url("/feed.xml")), watch)
    assert isinstance(event, Trouble)


@pytest.mark.parametrize(
    ("every", "ttl", "minutes"), [(30, None, 30), (30, 10, 30), (30, 90, 90), (30, 999_999, 1440)]
)
def test_a_feed_that_asks_for_rest_gets_it_up_to_a_day(
    site: Site, watch: Watch, every: int, ttl: int | None, minutes: int
) -> None:
    publish(site, [1], ttl)
    list(look(Feed(site.url("/feed.xml"), every=every), watch))
    assert watch.state.due(site.url("/feed.xml")) - watch.wall() == minutes * 60


def test_a_page_that_fails_in_passing_is_tried_again_and_one_that_is_gone_is_not(
    site: Site, watch: Watch
) -> None:
    publish(site, [1, 2])
    site.conduct["/article/1"] = says("", 503)
    del site.conduct["/article/2"]
    feed = Feed(site.url("/feed.xml"))
    first, second = [event.why for event in look(feed, watch) if isinstance(event, Trouble)]
    assert "503" in first and "next look" in first
    assert "404" in second and "given up" in second
    publish(site, [1, 2])
    assert [event.url for event in look(feed, watch) if isinstance(event, Read)] == [site.url("/article/1")]


def test_a_page_that_never_comes_is_given_up(site: Site, watch: Watch) -> None:
    publish(site, [1])
    site.conduct["/article/1"] = says("", 503)
    looks = [event for _ in range(TRIES + 2) for event in look(Feed(site.url("/feed.xml")), watch)]
    lines = [event.why for event in looks if isinstance(event, Trouble)]
    assert len(lines) == TRIES
    assert lines[-1].endswith("it is given up")


def test_a_link_to_the_inside_of_the_network_is_not_followed(site: Site, watch: Watch) -> None:
    publish(site, [1])
    inside = site.url("/article/1")
    body = f"""<rss version="2.0"><channel><title>x</title><item><link>http://169.254.169.254/latest</link></item>
<item><link>file:///etc/passwd</link></item><item><link>{inside}</link></item></channel></rss>"""
    site.conduct["/feed.xml"] = says(body)
    events = list(look(Feed(site.url("/feed.xml")), watch))
    assert [event.url for event in events if isinstance(event, Read)] == [inside]
    assert len([event for event in events if isinstance(event, Trouble)]) == 2


def test_two_watches_do_not_share_a_state(tmp_path: Path) -> None:
    with State(tmp_path / "s"), pytest.raises(StateError, match="another sijill watch"):
        State(tmp_path / "s")


def test_a_damaged_state_is_told(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"no database, and long enough to be taken for one" * 50)
    with pytest.raises(StateError, match="no state of a watch"):
        State(tmp_path / "s")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "has no feed"),
        ("[[feed]]", "feed 1: it has no url"),
        ("feed = 3", "has no feed"),
        ('[[feed]]\nurl = "ftp://x.example/"', "is not fetched"),
        ('[[feed]]\nurl = "http://2130706433/"', "odd notation"),
        ('[[feed]]\nurl = "http://x.example/"\nlang = "ar"', "lang is unknown"),
        ('[[feed]]\nurl = "http://x.example/"\nlanguage = "de"', "no reader for the language"),
        ('[[feed]]\nurl = "http://x.example/"\nevery = 0', "number of minutes"),
        ('[[feed]]\nurl = "http://x.example/"\n' * 2, "there twice"),
        ("[[feeds]]\nurl = 1", "feeds is unknown"),
        ("[[feed", "no TOML"),
    ],
)
def test_a_list_of_feeds_that_cannot_be_understood_is_one_line(
    tmp_path: Path, content: str, why: str
) -> None:
    (tmp_path / "feeds.toml").write_text(content)
    with pytest.raises(FeedsError, match=why) as caught:
        feeds(tmp_path / "feeds.toml")
    assert "\n" not in str(caught.value).removesuffix("\n")


def test_a_list_of_feeds_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[[feed]]\nurl = "http://x.example/"\nlanguage = "ar-LY"\nevery = 60\n[[feed]]\nurl = "http://y.example/"'
    )
    assert feeds(path) == [Feed("http://x.example/", "ar", 60), Feed("http://y.example/")]


def test_killed_at_any_moment_it_reads_every_page_once(site: Site, tmp_path: Path) -> None:
    """Each page says something else whenever it is asked for, so that a page read twice would be two documents."""
    numbers = list(range(1, 13))
    publish(site, numbers)
    for number in numbers:
        site.conduct[f"/article/{number}"] = lambda request: says(article(len(site.asked)))(request)
    site.conduct["/robots.txt"] = says("User-agent: *\nCrawl-delay: 0.1")
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "{site.url("/feed.xml")}"\n')
    register = tmp_path / "r.sqlite"
    program = (
        "import functools\nfrom sijill.sources.web import fetching\n"
        "fetching.Fetcher = functools.partial(fetching.Fetcher, delay=0.0)\n"
        "from sijill.cli import main\nmain()"
    )
    command = [
        sys.executable,
        "-c",
        program,
        "watch",
        str(tmp_path / "feeds.toml"),
        "--once",
        "--allow-loopback",
    ]
    command += ["--register", str(register)]
    chance = random.Random(20250613)
    killed = 0
    for _ in range(30):
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        after = chance.randint(1, 3)
        for line in process.stderr:
            after -= line.startswith("read ")
            if not after:
                time.sleep(chance.uniform(0, 0.15))
                os.kill(process.pid, signal.SIGKILL)
                break
        code = process.wait()
        process.stderr.close()
        killed += code == -signal.SIGKILL
        if code == 0:
            break
    assert killed > 2
    assert code == 0
    opened_register = open_register(register)
    with reading(opened_register) as connection:
        seen = [url for (url,) in connection.execute(select(sightings.c.url))]
    opened_register.engine.dispose()
    assert sorted(seen) == sorted(site.url(f"/article/{n}") for n in numbers)
    assert list((tmp_path / "r.sqlite.pages").glob("[!.]*")) != []  # the feed itself, for its ETag
