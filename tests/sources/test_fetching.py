"""Fetching with manners and without harm, tried against servers on this machine."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from sijill.sources.web.exchange import Limits
from sijill.sources.web.fetching import AGENT, Fetcher, FetchError
from tests.serving import Site, moved, says, serving

NOW = dt.datetime(2025, 6, 13, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that moves on when somebody sleeps, and remembers for how long."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def fetcher(clock: Clock, **options: Any) -> Fetcher:
    given: dict[str, Any] = {"loopback": True, "delay": 0.0, **options}
    return Fetcher(clock=clock.time, sleep=clock.sleep, jitter=lambda: 0.0, today=lambda: NOW, **given)


def refusal(fetching: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetching.fetch(url)
    return str(caught.value)


def test_a_page_comes_as_it_was_sent(site: Site, clock: Clock) -> None:
    site.conduct["/a"] = says("خبر", headers={"Content-Type": "text/html; charset=utf-8"})
    page, changed = fetcher(clock).fetch(site.url("/a"))
    assert (page.body.decode(), page.media_type, page.fetched_on) == (
        "خبر",
        "text/html; charset=utf-8",
        "2025-06-13",
    )
    assert changed


def test_we_say_who_we_are_and_under_which_name_we_ask(site: Site, clock: Clock) -> None:
    site.conduct["/a"] = says("x")
    fetcher(clock, resolve=lambda host, port: ["127.0.0.1"]).fetch(site.url("/a", "news.example"))
    assert {headers["host"] for _, headers in site.asked} == {f"news.example:{site.port}"}
    assert {headers["user-agent"] for _, headers in site.asked} == {AGENT}
    assert AGENT.startswith("sijill/")


class TestRobots:
    def test_what_robots_txt_forbids_is_not_asked_for(self, site: Site, clock: Clock) -> None:
        site.conduct["/robots.txt"] = says("User-agent: sijill\nDisallow: /private*.html$\n")
        site.conduct["/private-1.html"] = site.conduct["/open.html"] = says("x")
        fetching = fetcher(clock)
        assert "robots.txt" in refusal(fetching, site.url("/private-1.html"))
        fetching.fetch(site.url("/open.html"))
        assert site.paths() == ["/robots.txt", "/open.html"]

    def test_it_is_asked_for_at_the_site_that_a_redirect_leads_to(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = moved(site.url("/b", "localhost"))
        site.conduct["/b"] = says("x")
        site.conduct["/robots.txt"] = lambda request: says(
            "User-agent: *\nDisallow: /b" if "localhost" in request.headers["Host"] else ""
        )(request)
        assert "robots.txt" in refusal(fetcher(clock), site.url("/a"))
        assert "/b" not in site.paths()

    def test_it_is_asked_for_again_after_a_day(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says("x")
        fetching = fetcher(clock)
        for hours in (0, 23, 2):
            clock.now += hours * 3600
            fetching.fetch(site.url("/a"))
        site.conduct["/robots.txt"] = says("User-agent: *\nDisallow: /a")
        clock.now += 24 * 3600
        assert "robots.txt" in refusal(fetching, site.url("/a"))
        assert site.paths().count("/robots.txt") == 3

    @pytest.mark.parametrize("status", [500, 503, 429])
    def test_where_it_is_out_of_reach_nothing_is_fetched(self, site: Site, clock: Clock, status: int) -> None:
        site.conduct["/robots.txt"] = says("", status)
        site.conduct["/a"] = says("x")
        assert f"robots.txt of its site: its server answers {status}" in refusal(
            fetcher(clock), site.url("/a")
        )
        assert "/a" not in site.paths()

    @pytest.mark.parametrize("status", [401, 404, 410])
    def test_where_there_is_none_everything_is(self, site: Site, clock: Clock, status: int) -> None:
        site.conduct["/robots.txt"] = says("User-agent: *\nDisallow: /", status)
        site.conduct["/a"] = says("x")
        assert fetcher(clock).fetch(site.url("/a"))[0].body == b"x"


class TestManners:
    def test_a_host_rests_between_two_requests_and_longer_if_it_asks(self, site: Site, clock: Clock) -> None:
        site.conduct["/robots.txt"] = says("User-agent: *\nCrawl-delay: 7")
        site.conduct["/a"] = site.conduct["/b"] = says("x")
        fetching = fetcher(clock, delay=2.0)
        fetching.fetch(site.url("/a"))
        fetching.fetch(site.url("/b"))
        assert clock.slept == [7.0, 7.0]

    def test_a_site_that_asks_for_hours_between_pages_is_left(self, site: Site, clock: Clock) -> None:
        site.conduct["/robots.txt"] = says("User-agent: *\nCrawl-delay: 86400")
        assert "86400 s" in refusal(fetcher(clock), site.url("/a"))
        assert clock.slept == []

    def test_what_has_not_changed_is_not_sent_again(self, site: Site, clock: Clock, tmp_path: Path) -> None:
        def unless_known(request: BaseHTTPRequestHandler) -> None:
            known = request.headers["If-None-Match"] == '"1"'
            says("" if known else "x", 304 if known else 200, {"ETag": '"1"', "Last-Modified": "yesterday"})(
                request
            )

        site.conduct["/a"] = unless_known
        first, changed = fetcher(clock, cache=tmp_path).fetch(site.url("/a"))
        again, changed_since = fetcher(clock, cache=tmp_path).fetch(site.url("/a"))
        assert again == first
        assert (changed, changed_since) == (True, False)
        assert site.asked[-1][1]["if-modified-since"] == "yesterday"

    def test_a_damaged_cache_is_fetched_anew(self, site: Site, clock: Clock, tmp_path: Path) -> None:
        site.conduct["/a"] = says("whole", headers={"ETag": '"1"'})
        fetcher(clock, cache=tmp_path).fetch(site.url("/a"))
        (file,) = tmp_path.iterdir()
        file.write_bytes(file.read_bytes()[:-2])
        assert fetcher(clock, cache=tmp_path).fetch(site.url("/a"))[0].body == b"whole"
        assert "if-none-match" not in site.asked[-1][1]

    def test_what_fails_in_passing_is_tried_again_ever_more_slowly(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = lambda request: says("x", 200 if site.paths().count("/a") == 3 else 503)(request)
        assert fetcher(clock).fetch(site.url("/a"))[0].body == b"x"
        assert clock.slept == [2.0, 4.0]

    def test_a_server_that_asks_for_time_gets_it(self, site: Site, clock: Clock) -> None:
        headers = {"Retry-After": "30"}
        site.conduct["/a"] = lambda request: says(
            "x", 200 if site.paths().count("/a") == 2 else 429, headers
        )(request)
        fetcher(clock).fetch(site.url("/a"))
        assert clock.slept == [30.0]

    def test_a_server_that_asks_for_too_much_time_is_left_alone(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says("", 503, {"Retry-After": "Fri, 13 Jun 2025 13:00:00 GMT"})
        assert "503" in refusal(fetcher(clock), site.url("/a"))
        assert site.paths().count("/a") == 1
        assert clock.slept == []

    @pytest.mark.parametrize("status", [403, 404, 410])
    def test_what_is_refused_or_gone_is_asked_for_once(self, site: Site, clock: Clock, status: int) -> None:
        site.conduct["/a"] = says("", status)
        assert str(status) in refusal(fetcher(clock), site.url("/a"))
        assert site.paths().count("/a") == 1


class TestHarm:
    def test_loopback_is_refused_unless_it_is_allowed(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says("x")
        for host in ("127.0.0.1", "localhost"):
            assert "this machine itself" in refusal(fetcher(clock, loopback=False), site.url("/a", host))
        assert site.asked == []

    @pytest.mark.parametrize(
        "to",
        [
            "http://169.254.169.254/latest/meta-data/",
            "http://[fd00:ec2::254]/latest/",
            "http://10.0.0.1/",
            "http://2852039166/",
            "http://[::ffff:10.0.0.1]/",
            "http://0x0a.0.0.1/",
            "file:///etc/passwd",
            "http://user:secret@127.0.0.1/",
            "gopher://127.0.0.1/",
        ],
    )
    def test_a_redirect_to_the_inside_is_not_followed(
        self, site: Site, clock: Clock, to: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.conduct["/a"] = moved(to)
        connected: list[Any] = []
        create = socket.create_connection

        def watched(place: Any, *rest: Any) -> socket.socket:
            connected.append(place)
            return create(place, *rest)

        monkeypatch.setattr(socket, "create_connection", watched)
        refusal(fetcher(clock), site.url("/a"))
        assert set(connected) == {("127.0.0.1", site.port)}

    def test_a_name_that_changes_its_address_after_the_check_changes_nothing(
        self, site: Site, clock: Clock
    ) -> None:
        """DNS rebinding: the first answer of the name server is public, each later one is inside."""
        site.conduct["/a"] = says("secret")
        answers = iter([["192.0.2.1"], ["127.0.0.1"]])
        why = refusal(
            fetcher(clock, loopback=False, resolve=lambda host, port: next(answers)),
            site.url("/a", "news.example"),
        )
        assert "192.0.2.1" in why
        assert site.asked == []

    def test_the_connection_goes_to_the_address_that_was_checked(
        self, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.conduct["/a"] = says("x")
        monkeypatch.setattr(socket, "getaddrinfo", _only_numbers(socket.getaddrinfo))
        looked_up: list[str] = []

        def resolve(host: str, port: int) -> list[str]:
            looked_up.append(host)
            return ["127.0.0.1"]

        assert fetcher(clock, resolve=resolve).fetch(site.url("/a", "news.example"))[0].body == b"x"
        assert looked_up == ["news.example"] * 2  # once for robots.txt, once for the page: once a connection

    def test_a_rebinding_name_is_checked_at_every_connection(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says("x")
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])
        why = refusal(
            fetcher(clock, resolve=lambda host, port: next(answers)), site.url("/a", "news.example")
        )
        assert "10.0.0.1, a private" in why
        assert site.paths() == ["/robots.txt"]

    def test_redirects_that_do_not_end_are_cut(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = moved("/a")
        assert "more than 5 times" in refusal(fetcher(clock), site.url("/a"))
        assert site.paths().count("/a") == 6

    @pytest.mark.parametrize("announced", [True, False])
    def test_a_body_that_is_too_large_is_left(self, site: Site, clock: Clock, announced: bool) -> None:
        def flood(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            if announced:
                request.send_header("Content-Length", "1000000000000")
            request.end_headers()
            for _ in range(10_000):
                request.wfile.write(b"x" * 100_000)

        site.conduct["/a"] = flood
        begun = time.monotonic()
        assert "larger than 1 MB" in refusal(fetcher(clock, limits=Limits(size=1_000_000)), site.url("/a"))
        assert time.monotonic() - begun < 5

    def test_a_bomb_of_gzip_is_not_unpacked(self, site: Site, clock: Clock) -> None:
        bomb = gzip.compress(b"\0" * 50_000_000)
        site.conduct["/a"] = says(bomb, headers={"Content-Encoding": "gzip"})
        assert len(bomb) < 100_000
        assert "larger than 1 MB" in refusal(fetcher(clock, limits=Limits(size=1_000_000)), site.url("/a"))

    def test_honest_gzip_is(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says(gzip.compress(b"news" * 1000), headers={"Content-Encoding": "gzip"})
        assert fetcher(clock).fetch(site.url("/a"))[0].body == b"news" * 1000

    @pytest.mark.parametrize("packed", [b"no gzip at all", gzip.compress(b"x" * 90000)[:-30]])
    def test_damaged_gzip_is_told(self, site: Site, clock: Clock, packed: bytes) -> None:
        site.conduct["/a"] = says(packed, headers={"Content-Encoding": "gzip"})
        assert any(word in refusal(fetcher(clock), site.url("/a")) for word in ("damaged", "cut short"))

    def test_a_packing_that_was_not_asked_for_is_refused(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says(b"x", headers={"Content-Encoding": "br"})
        assert "packed as br" in refusal(fetcher(clock), site.url("/a"))

    def test_a_body_shorter_than_announced_is_no_page(self, site: Site, clock: Clock) -> None:
        site.conduct["/a"] = says("half of it", headers={"Content-Length": "20"})
        assert "cut short" in refusal(fetcher(clock), site.url("/a"))
        assert site.paths().count("/a") == 3

    @pytest.mark.parametrize("part", ["headers", "body"])
    def test_a_server_that_drips_is_given_up_when_the_time_is_over(
        self, site: Site, clock: Clock, part: str
    ) -> None:
        stop = threading.Event()

        def drip(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X: "))
            while not stop.wait(0.02):
                request.wfile.write(b"x")

        site.conduct["/a"] = drip
        begun = time.monotonic()
        why = refusal(fetcher(clock, limits=Limits(whole=0.5)), site.url("/a"))
        stop.set()
        assert "longer than" in why
        assert time.monotonic() - begun < 5

    def test_a_server_that_is_silent_is_given_up(self, site: Site, clock: Clock) -> None:
        stop = threading.Event()
        site.conduct["/a"] = lambda request: stop.wait(10)
        begun = time.monotonic()
        why = refusal(fetcher(clock, limits=Limits(wait=0.2)), site.url("/a"))
        stop.set()
        assert "said nothing" in why
        assert time.monotonic() - begun < 5

    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"\x00\xff\x00\xff",
            b"HTTP/1.1 abc\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nshort",
            b"HTTP/1.1 302 Found\r\nLocation: http://[::\r\n\r\n",
            b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
            b"HTTP/1.1 999 Odd\r\n\r\n",
        ],
    )
    def test_what_is_no_http_is_one_line(self, site: Site, clock: Clock, answer: bytes) -> None:
        site.conduct["/a"] = lambda request: request.wfile.write(answer)
        assert "\n" not in refusal(fetcher(clock), site.url("/a"))

    def test_a_server_that_is_not_there_is_one_line(self, site: Site, clock: Clock) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        assert "cannot be reached" in refusal(fetcher(clock), f"http://127.0.0.1:{port}/")

    def test_a_certificate_that_does_not_hold_is_refused(self, site: Site, clock: Clock) -> None:
        assert refusal(fetcher(clock), f"https://127.0.0.1:{site.port}/")


def _only_numbers(real: Any) -> Any:
    def getaddrinfo(host: str, *rest: Any, **named: Any) -> Any:
        assert host.replace(".", "").isdigit(), f"{host} was looked up behind our back"
        return real(host, *rest, **named)

    return getaddrinfo
