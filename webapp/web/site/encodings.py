"""Content encodings: which one a client gets, and compressed bodies."""

from __future__ import annotations

import gzip
from functools import cached_property, lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

LONGEST_ACCEPT = 1000  # characters of a header that are read
PAGE_WINDOW = 18  # of brotli, as a power of two: 256 KB, more than our largest pages
LARGE = 1 << 20  # bytes; beyond it the best level takes seconds
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")


# Browsers send few different ones.
@lru_cache(maxsize=256)
def preferred_encoding(accept_encoding: str) -> str:
    """Returns `br`, `gzip`, or an empty string if the body must not be compressed.

    A client accepts the encodings that it names with a quality above 0; `*` stands for all that it does not
    name (RFC 9110, section 12.5.3). Brotli is preferred if both have the same quality.
    """
    accepted = parse_accept_header(accept_encoding[:LONGEST_ACCEPT], Accept)
    qualities = {name: accepted[name] for name in ("br", "gzip")}
    best = max(qualities, key=lambda name: qualities[name])
    return best if qualities[best] > 0 else ""


def compressed_fast(body: bytes, encoding: str) -> bytes:
    """Returns a compressed body, at the fastest level. For bodies that are sent once."""
    if encoding == "br":
        found: bytes = brotli.compress(body, quality=0, lgwin=PAGE_WINDOW)
        return found
    return gzip.compress(body, 1, mtime=0)


class CompressedBody:
    """A body that is sent many times. It is compressed at the best level, or a good one if it is large."""

    def __init__(self, plain: bytes) -> None:
        self._is_large = len(plain) > LARGE
        self.gzip = gzip.compress(plain, 6 if self._is_large else 9, mtime=0)
        self._plain = b"" if self._is_large else plain

    @property
    def plain(self) -> bytes:
        """The body as it is. Hardly anybody asks for that, so that a large one is not held in memory."""
        return gzip.decompress(self.gzip) if self._is_large else self._plain

    @cached_property
    def brotli(self) -> bytes:
        """The body by brotli."""
        compressed: bytes = brotli.compress(self.plain, quality=5 if self._is_large else 11)
        return compressed

    @property
    def most_bytes(self) -> int:
        """About how many bytes of memory all its encodings take at most."""
        return len(self._plain) + 2 * len(self.gzip)

    def is_ready(self, accept_encoding: str) -> bool:
        """Returns whether the body is there in the encoding that a client prefers, and costs nothing."""
        encoding = preferred_encoding(accept_encoding)
        return "brotli" in self.__dict__ if encoding == "br" else not self._is_large or encoding == "gzip"

    def encoded(self, accept_encoding: str) -> tuple[str, bytes]:
        """Returns the encoding that a client prefers, and the body in it."""
        encoding = preferred_encoding(accept_encoding)
        if encoding == "br":
            return encoding, self.brotli
        return encoding, self.gzip if encoding == "gzip" else self.plain
