"""Which addresses may be fetched, and which machines may be connected to.

A page can name any address, so can a redirect and a name server: nothing that is not on the public internet is ever
connected to, whatever spelling it comes in. The ranges are those of the IANA special-purpose registries, as Python's
`ipaddress` knows them, and the addresses behind which clouds answer with the secrets of a machine.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

Resolver: TypeAlias = Callable[[str, int], list[str]]
"""The IP addresses of a host's name, in the order to try them. OSError if it has none."""

LONGEST = 4000
"""Characters that an address may have."""

_PORTS = {"http": 80, "https": 443}
_CLOUD = frozenset({IPv4Address("168.63.129.16"), IPv4Address("192.0.0.192")})
"""Public-looking addresses that are a cloud's own (Azure's wire server, Oracle's metadata)."""

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class AddressError(ValueError):
    """Why an address is not fetched, in words that follow it in a line."""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address, taken apart. `host` is in ASCII and lower case; `target` is path and query, percent-encoded."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and, if it is not the usual one, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.target


def address(written: str, base: Address | None = None) -> Address:
    """The address that is written, or that a redirect from `base` names. AddressError if it is none to be fetched."""
    if len(written) > LONGEST:
        raise AddressError(f"its address has more than {LONGEST} characters")
    if _FORBIDDEN.search(written):
        raise AddressError("its address holds a space, a backslash or a control character")
    try:
        parts = urlsplit(urljoin(str(base), written) if base else written)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise AddressError("it is no web address") from None
    if parts.scheme not in _PORTS:
        raise AddressError(f"{parts.scheme or 'nothing'}: is not fetched, only http: and https: are")
    if "@" in parts.netloc:
        raise AddressError("its address carries a user name")
    if not host or port == 0:
        raise AddressError("its address has no host" if not host else "there is no port 0")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Address(
        parts.scheme, _host(host, numeric="[" in parts.netloc), port or _PORTS[parts.scheme], target
    )


def _host(written: str, *, numeric: bool) -> str:
    if "%" in written:
        raise AddressError("its host has a zone or an escape")
    if numeric:
        try:
            return str(IPv6Address(written))
        except ValueError:
            raise AddressError("its host is no IPv6 address") from None
    try:
        host = written.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise AddressError("its host is no name") from None
    labels = host.split(".")
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise AddressError("its host is a number in an odd notation") from None
    if len(host) > 253 or not all(_NAME.fullmatch(label) for label in labels):
        raise AddressError("its host is no name")
    return host


def by_name_server(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def machines(wanted: Address, resolve: Resolver, *, loopback: bool = False) -> list[str]:
    """The IP addresses to connect to, asked for once. AddressError if the host has none, or a single one of them
    is not public: a name that points inside as well as outside is up to no good.

    `loopback` lets this machine itself through, for tests and demonstrations, and nothing else.
    """
    try:
        found = [str(ip_address(wanted.host))]
    except ValueError:
        try:
            found = resolve(wanted.host, wanted.port)
        except OSError as error:
            raise AddressError(f"its host is not known ({error.strerror or error})") from None
    if not found:
        raise AddressError("its host has no address")
    for machine in found:
        if reason := refused(machine, loopback=loopback):
            raise AddressError(f"its host is {machine}, {reason}; only the public internet is fetched")
    return found


def refused(machine: str, *, loopback: bool = False) -> str | None:
    """Why an IP address is not connected to; None if it is public."""
    try:
        ip = ip_address(machine)
    except ValueError:
        return "which is no address"
    if isinstance(ip, IPv6Address):
        if ip.scope_id:
            return "an address of the local network"
        if (inner := _inside(ip)) is not None:
            return refused(str(inner))  # no spelling of loopback but its own is ever let through
    if ip.is_loopback:
        return None if loopback else "this machine itself"
    if ip.is_link_local or (isinstance(ip, IPv6Address) and ip.is_site_local):
        return "an address of the local network"
    if ip.is_multicast:
        return "an address of many machines"
    if ip in _CLOUD or not ip.is_global or ip.is_reserved:
        return "a private or reserved address"
    return None


def _inside(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for (mapped, compatible, 6to4, Teredo, NAT64)."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if any(ip in network for network in _NAT64) or (int(ip) >> 32 == 0 and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
