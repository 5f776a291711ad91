"""Counts of rate limits that all processes of one server share, without another program.

The memory is reserved before the workers are forked. It has a fixed size, so that invented addresses do not
fill it: where a bucket is full, the count that ends first makes room.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from limits.storage import Storage

SCHEME = "shared"
SLOT = struct.Struct("<16sdI4x")  # the hash of a key, when its count ends, and the count
BUCKETS, SLOTS_IN_BUCKET = 8192, 8


class SharedCounts(Storage):
    """A storage of the `limits` library in shared memory."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  # as the library declares it

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._memory = mmap.mmap(-1, BUCKETS * SLOTS_IN_BUCKET * SLOT.size)
        # A file's lock ends with the process that holds it, whatever happens to that.
        self._file, path = tempfile.mkstemp()
        os.unlink(path)
        weakref.finalize(self, os.close, self._file)
        self._threads = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """The errors of this storage."""
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Adds to the count of a key, which begins anew `expiry` seconds after its first one."""
        with self._locked():
            place, ends, count = self._find(key)
            if not count:
                ends = time.time() + expiry
            SLOT.pack_into(self._memory, place, _digest(key), ends, count + amount)
            return count + amount

    def get(self, key: str) -> int:
        """Returns the count of a key."""
        with self._locked():
            return self._find(key)[2]

    def get_expiry(self, key: str) -> float:
        """Returns when the count of a key ends, in seconds since 1970."""
        with self._locked():
            return self._find(key)[1] or time.time()

    def clear(self, key: str) -> None:
        """Forgets the count of a key."""
        with self._locked():
            SLOT.pack_into(self._memory, self._find(key)[0], b"", 0.0, 0)

    def check(self) -> bool:
        """Returns that counts can be kept."""
        return True

    def reset(self) -> int | None:
        """Forgets all counts."""
        with self._locked():
            self._memory[:] = bytes(len(self._memory))
        return None

    def _find(self, key: str) -> tuple[int, float, int]:
        """Returns the place of a key's slot, when its count ends, and the count, which is 0 for a new one."""
        digest, now = _digest(key), time.time()
        first = int.from_bytes(digest[:4], "little") % BUCKETS * SLOTS_IN_BUCKET
        slots: list[tuple[float, int]] = []
        for number in range(first, first + SLOTS_IN_BUCKET):
            place = number * SLOT.size
            known, ends, count = SLOT.unpack_from(self._memory, place)
            if known == digest and ends > now:
                return place, ends, count
            slots.append((ends, place))
        return min(slots)[1], 0.0, 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
