"""The process in the cage: opens what it is handed and says what is in it. `cage.py` starts it.

It is handed open files, never names: nothing that a document says can make it look elsewhere.
"""

from __future__ import annotations

import os
import resource
import socket
import sys

from sijill.sources import confinement
from sijill.sources.limits import NO_MEMORY

WORN = 300_000_000
"""The bytes of memory after which it had better be replaced."""


def main(descriptor: int) -> None:
    """Serves requests on a socket until it is closed."""
    apart = confinement.leave_the_network()  # before the libraries start threads
    from sijill.sources import parsers, wire
    from sijill.sources.found import Rejected

    confinement.confine()
    channel = socket.socket(fileno=descriptor)
    wire.send(channel, {"type": "ready", "network": not apart})
    while (request := wire.receive(channel)) is not None:
        _, (file, *_), _, _ = socket.recv_fds(channel, 1, 1)
        item = wire.item_from_row(request["item"])
        confinement.allow_processor_time()
        try:
            with os.fdopen(file, "rb") as handle:
                for message in parsers.parse(item, handle, links=request["links"]):
                    wire.send(channel, wire.message_to_row(message))
                    confinement.allow_processor_time()
        except (MemoryError, wire.TooMuchError):
            os._exit(NO_MEMORY)
        except OSError as error:
            why = f"cannot be read: {error.strerror or error}"
            wire.send(channel, wire.message_to_row(Rejected(item.where, why)))
        except Exception as error:
            why = f"its parser failed ({type(error).__name__}: {str(error)[:120]}); please report it"
            wire.send(channel, wire.message_to_row(Rejected(item.where, " ".join(why.split()))))
        wire.send(channel, {"type": "done", "worn": _memory() > WORN})


def _memory() -> int:
    """The memory that this process has, in bytes. The most that it has had would not do: on Linux that begins
    with what the process that started it had."""
    try:
        with open("/proc/self/statm", "rb") as handle:  # noqa: PTH123
            return int(handle.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(int(sys.argv[1]))
