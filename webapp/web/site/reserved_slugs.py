"""Which slugs no roadmap may have, since the site answers there itself."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.routing import Map

# Addresses that the public contract promises and that have no page yet: a roadmap that took one of them would
# have to move later. `dev` is there only where authors write.
PROMISED = frozenset(
    {
        "admin",
        "api",
        "badge",
        "best-practices",
        "dev",
        "embed",
        "guides",
        "manifest.webmanifest",
        "metrics",
        "oembed",
        "offline",
        "projects",
        "question-groups",
        "questions",
        "record",
        "sw.js",
        "teams",
        "u",
        "verify-email",
        "videos",
    }
)


def reserved_slugs(url_map: Map) -> frozenset[str]:
    """Returns the first parts of all addresses of the site."""
    return PROMISED | frozenset(_first_parts(url_map))


def _first_parts(url_map: Map) -> Iterator[str]:
    for rule in url_map.iter_rules():
        first = rule.rule.removeprefix("/").partition("/")[0]
        # A file such as robots.txt also keeps its stem: /robots would be taken for it.
        if first and "<" not in first:
            yield from {first, first.partition(".")[0]} - {""}
