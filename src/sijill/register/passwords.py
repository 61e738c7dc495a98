"""Passwords: kept as argon2id hashes (RFC 9106, the parameters of argon2-cffi), and compared in the same time
whether or not there is an account."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 1000
_DIFFERENT = 5

hasher = PasswordHasher()


def weakness(password: str, login: str) -> str | None:
    """Why a password will not do, as a code: short, long, simple, login or characters; None where it will."""
    written = _normal(password)
    if any(not char.isprintable() for char in written):
        return "characters"
    if len(written) < SHORTEST:
        return "short"
    if len(written) > LONGEST:
        return "long"
    if len(set(written.casefold())) < _DIFFERENT:
        return "simple"
    name = login.partition("@")[0].casefold()
    return "login" if len(name) > 2 and name in written.casefold() else None


WEAKNESSES = {
    "short": f"a password has {SHORTEST} characters at least; a few words do",
    "long": f"a password has {LONGEST} characters at most",
    "simple": f"a password has {_DIFFERENT} different characters at least",
    "login": "a password does not hold the login",
    "characters": "a password has no control characters",
}


def hashed(password: str) -> str:
    """The hash under which a password is kept, with a salt of its own."""
    return hasher.hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password has this hash; False, after as much work, where there is none (no such account)."""
    if len(password) > LONGEST:
        password, kept = "", None
    try:
        hasher.verify(kept if kept is not None else nobodys(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(kept)


@cache
def nobodys() -> str:
    """A hash that no password has."""
    return hasher.hash(secrets.token_hex(32))


def _normal(password: str) -> str:
    """The same password from every keyboard."""
    return unicodedata.normalize("NFKC", password)
