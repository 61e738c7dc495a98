"""One request to one machine, bounded in time and size: what it answers, or why there is no answer.

The connection goes to the IP address that was checked and to no other; the name is used for TLS and the Host header
alone. Proxies of the environment are not used: they would resolve the name a second time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sijill.sources.web.addresses import Address

_BLOCK = 1 << 16


class ExchangeError(Exception):
    """Why there is no answer, in one line. `passing`: whether it is worth another try."""

    def __init__(self, message: str, *, passing: bool) -> None:
        super().__init__(message)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that connecting, any wait, and the whole exchange may take; bytes that the answer may have,
    sent or unpacked."""

    wait: float = 20.0
    whole: float = 60.0
    size: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: its status, headers by their names in lower case, and the body, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(wanted: Address, machines: Sequence[str], headers: Mapping[str, str], limits: Limits) -> Answer:
    """Asks for an address at the first of the machines that takes the connection. ExchangeError without an answer."""
    trouble: OSError | None = None
    for machine in machines:
        try:
            connected = socket.create_connection((machine, wanted.port), limits.wait)
        except OSError as error:
            trouble = error
            continue
        with connected:
            return _ask(wanted, connected, headers, limits)
    raise ExchangeError(f"its server cannot be reached ({_told(trouble)})", passing=True)


class _Deadline:
    """Ends a connection when the time for the whole exchange is over, whatever it waits for."""

    def __init__(self, connected: socket.socket, seconds: float) -> None:
        self.over = False
        self._end = connected.dup()
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        self.over = True
        with suppress(OSError):
            self._end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        self._timer.join()
        self._end.close()


def _ask(wanted: Address, connected: socket.socket, headers: Mapping[str, str], limits: Limits) -> Answer:
    deadline = _Deadline(connected, limits.whole)
    connection = http.client.HTTPConnection(wanted.host, wanted.port)
    try:
        if wanted.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connected, server_hostname=wanted.host)
        else:
            connection.sock = connected
        host = wanted.origin.partition("://")[2]
        connection.putrequest("GET", wanted.target, skip_host=True, skip_accept_encoding=True)
        for name, value in {
            "Host": host,
            "Accept-Encoding": "gzip",
            **headers,
            "Connection": "close",
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            found = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, found, _body(response, found, limits))
        if deadline.over:  # what ends when the bell cuts it off looks whole
            raise ExchangeError("it was cut short", passing=False)
        return answer
    except ssl.SSLCertVerificationError as error:
        raise ExchangeError(
            f"its certificate does not hold ({error.verify_message})", passing=False
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.over:
            raise ExchangeError(f"it took longer than {limits.whole:.0f} s", passing=False) from error
        if isinstance(error, TimeoutError):
            raise ExchangeError(f"its server said nothing for {limits.wait:.0f} s", passing=True) from error
        raise ExchangeError(f"its server broke off ({_told(error)})", passing=True) from error
    except ExchangeError as error:
        if deadline.over:
            raise ExchangeError(f"it took longer than {limits.whole:.0f} s", passing=False) from error
        raise
    finally:
        deadline.close()
        connection.close()


def _body(response: http.client.HTTPResponse, headers: Mapping[str, str], limits: Limits) -> bytes:
    """The body, unpacked. ExchangeError if it is too large, cut short, or packed in a way not asked for."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise ExchangeError(f"it is packed as {encoding[:40]}, which was not asked for", passing=False)
    announced = response.length  # None if chunked, or not said
    if announced is not None and announced > limits.size:
        raise ExchangeError(_too_large(limits), passing=False)
    unpack = zlib.decompressobj(31) if encoding.endswith("gzip") else None
    body, received = bytearray(), 0
    while block := response.read(_BLOCK):
        received += len(block)
        if unpack is not None:
            try:
                block = unpack.decompress(block, limits.size + 1 - len(body))
            except zlib.error as error:
                raise ExchangeError(f"its gzip is damaged ({error})", passing=False) from error
        body += block
        if max(len(body), received) > limits.size or (unpack is not None and unpack.unconsumed_tail):
            raise ExchangeError(_too_large(limits), passing=False)
        if unpack is not None and unpack.eof:
            break
    finished = unpack is None or unpack.eof or not received
    if not finished or (unpack is None and announced is not None and received < announced):
        raise ExchangeError("it was cut short on its way", passing=True)
    return bytes(body)


def _too_large(limits: Limits) -> str:
    return f"larger than {limits.size / 1_000_000:.3g} MB"


def _told(error: BaseException | None) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split())[:120] or type(error).__name__
