"""Password hashes by argon2id; the only module that makes or checks them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.accounts.errors import TooBusy

# Each hash takes 64 MiB and 0.1 s of a core: more at once would only use up the memory.
_slots = BoundedSemaphore(max(2, os.cpu_count() or 2))
TIME_COST, MEMORY_KIB, PARALLELISM = 3, 64 * 1024, 4
_hasher = PasswordHasher(TIME_COST, MEMORY_KIB, PARALLELISM)
# Of the eight threads of a worker: the others answer what needs no hash.
MOST_AT_ONCE = 5
_places = BoundedSemaphore(MOST_AT_ONCE)


def use_parameters(time_cost: int, memory_cost: int, places: int) -> None:
    """Replaces the library's parameters and the number of places: for test suites, which make many hashes."""
    global _hasher, _places
    _places = BoundedSemaphore(places)
    _hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_cost)
    _dummy.cache_clear()


@contextmanager
def place() -> Iterator[None]:
    """Takes a place among the few threads that may hash or wait for it. Raises TooBusy where there is none.

    Take it before a try is counted: who is refused has not tried.
    """
    if not _places.acquire(blocking=False):
        raise TooBusy
    try:
        yield
    finally:
        _places.release()


def make_hash(password: str) -> str:
    """Returns the hash of a password.

    The same letters are the same password, however a keyboard composes them.
    """
    with _slots:
        return _hasher.hash(normalize("NFC", password))


def matches(password: str, hashed: str | None) -> bool:
    """Whether the password is the one of the hash; without a hash it takes as long and is never true."""
    normal = normalize("NFC", password)
    with _slots:
        # Version 0.1.0 hashed passwords as they were typed.
        return _verify(normal, hashed) or (password != normal and _verify(password, hashed))


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with weaker parameters than the present ones."""
    return _hasher.check_needs_rehash(hashed)


def _verify(password: str, hashed: str | None) -> bool:
    try:
        return _hasher.verify(hashed or _dummy(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> str:
    return _hasher.hash("a password that nobody has")
