"""Password hashes by argon2id. This is the only module that makes or checks them."""

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

# Each hash takes 64 MiB and 0.1 s of a core. More hashes at once than cores would only use more memory.
_cores = BoundedSemaphore(max(2, os.cpu_count() or 2))
TIME_COST, MEMORY_KIB, PARALLELISM = 3, 64 * 1024, 4
_hasher = PasswordHasher(TIME_COST, MEMORY_KIB, PARALLELISM)
# How many of a worker's eight threads may hash or wait to hash; the others stay free for pages.
MOST_AT_ONCE = 5
_threads = BoundedSemaphore(MOST_AT_ONCE)


def use_parameters(time_cost: int, memory_cost: int, threads: int) -> None:
    """Replaces the cost of a hash and the number of threads that may hash. Test suites use cheap hashes."""
    global _hasher, _threads
    _threads = BoundedSemaphore(threads)
    _hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_cost)
    _dummy.cache_clear()


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Reserves one of the few threads that may hash. Raises TooBusy if all of them are taken.

    Reserve it before a try is counted, so that a refused request does not count as a try.
    """
    if not _threads.acquire(blocking=False):
        raise TooBusy
    try:
        yield
    finally:
        _threads.release()


def make_hash(password: str) -> str:
    """Returns the hash of a password.

    The password is normalized first (NFC), because keyboards compose the same letters in different ways.
    """
    with _cores:
        return _hasher.hash(normalize("NFC", password))


def matches(password: str, hashed: str | None) -> bool:
    """Returns whether a password matches a hash.

    Without a hash it returns False after the same time, so that timing does not tell who has an account.
    """
    normal = normalize("NFC", password)
    with _cores:
        # Version 0.1.0 hashed passwords without normalizing them.
        return _verify(normal, hashed) or (password != normal and _verify(password, hashed))


def is_outdated(hashed: str) -> bool:
    """Returns whether a hash was made with other parameters than the present ones."""
    return _hasher.check_needs_rehash(hashed)


def _verify(password: str, hashed: str | None) -> bool:
    try:
        return _hasher.verify(hashed or _dummy(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> str:
    return _hasher.hash("a password that nobody has")
