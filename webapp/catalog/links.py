"""Addresses that content names: repaired, led to this site where it has the page, or refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

ORIGIN = re.compile(r"https?://(?:www\.)?roadmap\.sh/([a-z0-9_-]+)/?(?:[?#].*)?\Z")
IN_MARKDOWN = re.compile(r"\]\((https?://(?:www\.)?roadmap\.sh/[^\s()]{1,500})\)")
BROKEN_SCHEME = re.compile(r"(?:ttps?|hh+ttps?|htps?|httpss?|htttps?)(?=://)", re.I)
BAD = re.compile(r"[\x00-\x20\x7f<>\"\\]")


def led_home(markdown: str, slugs: Collection[str]) -> str:
    """Markdown whose links to the roadmap site of origin lead to this site's pages where `slugs` has them."""
    return IN_MARKDOWN.sub(lambda m: f"]({usable(m[1], slugs)})", markdown)


def usable(address: str, slugs: Collection[str] = ()) -> str:
    """The address as it may be linked, or nothing: http, https, mailto and paths of this site only.

    A link to the roadmap site of origin leads to this site's page where `slugs` has it.
    """
    address = address.strip()
    if BROKEN_SCHEME.match(address):
        secure = "s" if "s://" in address[:9].lower() else ""
        address = BROKEN_SCHEME.sub(f"http{secure}", address, count=1)
    if not address or len(address) > 2000 or BAD.search(address):
        return ""
    if match := ORIGIN.match(address):
        return f"/{match[1]}" if match[1] in slugs else address
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() == "mailto" and "@" in parts.path:
        return address
    return address if parts.scheme.lower() in {"http", "https"} and parts.hostname else ""
