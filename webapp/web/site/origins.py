"""Origins of pages: the same origin may be written in several ways."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=64)
def origin_of(address: str) -> str:
    """Returns the origin of an address as browsers send it, or an empty string if it has none.

    The scheme and the host are in small letters, a host in other letters than ASCII is encoded, and the port
    is left out where it is the scheme's own.
    """
    try:
        parts = urlsplit(address)
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if not host or parts.scheme not in DEFAULT_PORTS:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{'' if port in {None, DEFAULT_PORTS[parts.scheme]} else f':{port}'}"


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    return idna.encode(host, uts46=True).decode("ascii")
