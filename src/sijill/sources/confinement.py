"""What a process that opens strangers' files gives up, for good, before it opens the first.

Everywhere: opening anything for writing, starting programs, and the network, as far as Python code goes (an
audit hook, which cannot be taken off again); core dumps; writing to files (RLIMIT_FSIZE). On Linux: more than
MEMORY bytes of its own (RLIMIT_DATA; macOS accepts that limit and does not keep it). On Linux where user
namespaces are allowed: the network altogether, also for native code (a network namespace with nothing in it).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from typing import Any

from sijill.sources import limits

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_FORBIDDEN = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "os.startfile",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.mkdir",
        "os.chmod",
        "os.chown",
        "os.link",
        "os.symlink",
        "os.truncate",
        "shutil.rmtree",
        "shutil.move",
        "ctypes.dlopen",
    }
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def leave_the_network() -> bool:
    """Moves this process, which must have one thread, into a network of its own; False where not allowed."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    return bool(unshare(_NEW_USER | _NEW_NETWORK) == 0)


def confine() -> None:
    """Sets the limits and closes the doors. What has to be imported should be imported before."""
    _limit(resource.RLIMIT_DATA, limits.MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_forbid)


def allow_processor_time() -> None:
    """limits.CPU_SECONDS more from now on; a process that takes them all is ended by the system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + limits.CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, hard))


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"not allowed in here: {event}")
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(flags, int) and flags & _WRITES) or (
            isinstance(mode, str) and set(mode) & set("wax+")
        ):
            raise PermissionError("not allowed in here: writing")
