"""Which addresses are fetched from and which machines are connected to: the public internet and nothing else."""

from __future__ import annotations

import pytest

from sijill.sources.web.addresses import AddressError, address, machines, refused

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::ffff:7f00:1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "not-an-address",
]

PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("machine", PRIVATE)
def test_what_is_not_public_is_refused(machine: str) -> None:
    assert refused(machine)


@pytest.mark.parametrize("machine", PUBLIC)
def test_what_is_public_is_not(machine: str) -> None:
    assert refused(machine) is None


def test_the_option_for_loopback_lets_loopback_through_and_nothing_else() -> None:
    let_through = {machine for machine in PRIVATE if refused(machine, loopback=True) is None}
    assert let_through == {"127.0.0.1", "127.1.2.3", "::1"}


@pytest.mark.parametrize(
    "written",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.:80/",
        "http://127.0.0.01/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://[v1.x]/",
        "http://%31%32%37.0.0.1/",
        "http://user@example.org/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1\\@example.org/",
        "http://example.org\t/",
        "http://exa mple.org/",
        "http:///path",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://-example.org/",
        "http://exam_ple..org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "data:text/html,x",
        "javascript:alert(1)",
        "example.org/x",
        "http://" + "a" * 300 + ".org/",
        "http://example.org/" + "a" * 5000,
    ],
)
def test_no_spelling_leads_to_a_connection(written: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(AddressError):
        machines(address(written), never)


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(AddressError, match=r"10\.0\.0\.1, a private"):
        machines(address("http://news.example/"), lambda host, port: ["1.1.1.1", "10.0.0.1"])


def test_a_name_is_looked_up_once() -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["1.1.1.1"]

    assert machines(address("https://News.Example/a"), resolve) == ["1.1.1.1"]
    assert asked == [("news.example", 443)]


def test_an_address_in_arabic_is_asked_for_in_ascii() -> None:
    found = address("https://أخبار.مثال/خبر?سنة=2025#هنا")
    assert found.host == "xn--igbicxr.xn--mgbh0fb"
    assert str(found).isascii()
    assert found.target == "/%D8%AE%D8%A8%D8%B1?%D8%B3%D9%86%D8%A9=2025"
    assert str(address(str(found))) == str(found)


@pytest.mark.parametrize(
    ("to", "where"),
    [
        ("/b?c=1", "https://news.example/b?c=1"),
        ("b", "https://news.example/x/b"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example:8080", "http://other.example:8080/"),
    ],
)
def test_a_redirect_is_understood_from_where_it_stands(to: str, where: str) -> None:
    assert str(address(to, address("https://news.example/x/a"))) == where
