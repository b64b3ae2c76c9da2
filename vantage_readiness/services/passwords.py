"""Passwords: how they are kept and compared. Choosing and changing them is in `services.accounts`."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_hashing = BoundedSemaphore(4)


class _Count:
    """How many passwords this process has compared."""

    def __init__(self) -> None:
        self._lock, self.value = Lock(), 0

    def add(self) -> None:
        with self._lock:
            self.value += 1


_compared = _Count()


def hashed(password: str) -> str:
    """Give a password as it is kept (Argon2id)."""
    with _hashing:
        return _hasher.hash(_bytes(password))


def is_outdated(kept: str) -> bool:
    """Answer whether a kept password was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)


def matches(known: str | None, password: str) -> bool:
    """Compare with the same work whether or not there is a password to compare with.

    It takes tens of milliseconds: call it while no transaction is open.
    """
    nobodys = _nobodys()
    _compared.add()
    with _hashing:
        try:
            _hasher.verify(known or nobodys, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return known is not None


def compared() -> int:
    """Give how many passwords this process has compared, right or wrong, of people known or not."""
    return _compared.value


def _bytes(password: str) -> bytes:
    """Give what is hashed: the same for every way a keyboard or system writes the same signs (NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _nobodys() -> str:
    """Give what the password of nobody is compared with."""
    return _hasher.hash(secrets.token_urlsafe(16))
