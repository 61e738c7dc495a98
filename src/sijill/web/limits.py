"""How often somebody may try to log in: per account and address, per account, and per address.

Kept in memory: it is for minutes, and one server answers. Only what failed counts in the end: an attempt is taken
before the password is looked at, so that many at once are not more than many in turn, and given back if it was right.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from math import ceil
from threading import Lock

WINDOW = 15 * 60.0
"""Seconds after which an attempt is forgotten."""

OF_BOTH, OF_ACCOUNT, OF_ADDRESS = 5, 30, 30
"""Failures within WINDOW: of an account from an address, of an account, from an address."""

_KEYS = 20_000


class Limits:
    """The attempts of the last WINDOW seconds. `clock` tells the seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tried: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._lock = Lock()

    def take(self, login: str, address: str) -> int:
        """Takes an attempt: 0, or after how many seconds one is free again."""
        with self._lock:
            now = self._clock()
            waits = [0.0]
            for key, most in _keys(login, address):
                tried = self._tried.get(key, deque())
                while tried and tried[0] <= now - WINDOW:
                    tried.popleft()
                if len(tried) >= most:
                    waits.append(tried[0] + WINDOW - now)
            if max(waits):
                return ceil(max(waits))
            for key, _ in _keys(login, address):
                self._tried.setdefault(key, deque()).append(now)
                self._tried.move_to_end(key)
            while len(self._tried) > _KEYS:
                self._tried.popitem(last=False)
            return 0

    def cancel(self, login: str, address: str) -> None:
        """The attempt came to nothing through no fault of theirs."""
        with self._lock:
            for key, _ in _keys(login, address):
                if self._tried.get(key):
                    self._tried[key].pop()

    def give_back(self, login: str, address: str) -> None:
        """The attempt was right: it does not count, and neither do the slips from there before it."""
        with self._lock:
            for number, (key, _) in enumerate(_keys(login, address)):
                tried = self._tried.get(key)
                if tried and number == 0:
                    del self._tried[key]
                elif tried:
                    tried.pop()


def _keys(login: str, address: str) -> Iterator[tuple[Hashable, int]]:
    place = _network(address)
    yield (login, place), OF_BOTH
    yield ("account", login), OF_ACCOUNT
    yield ("address", place), OF_ADDRESS


def _network(address: str) -> str:
    """An address as one who asks has it: of IPv6 a network of 64 bits, of which each has as many as they like."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if read.version == 6 and read.ipv4_mapped is None:
        return str(ipaddress.ip_network((read, 64), strict=False))
    return str(getattr(read, "ipv4_mapped", None) or read)
