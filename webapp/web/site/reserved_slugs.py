"""The slugs that no roadmap may have, because pages of the site are at those addresses."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.routing import Map

# Addresses of pages that are planned. A roadmap at one of them would have to move later. `dev` and `static`
# are listed because their routes are registered only by `make dev`, and last.
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
        "static",
        "sw.js",
        "teams",
        "u",
        "verify-email",
        "videos",
    }
)


def reserved_slugs(url_map: Map) -> frozenset[str]:
    """Returns the first parts of the paths of all routes, and the planned ones."""
    return PROMISED | frozenset(_first_parts(url_map))


def _first_parts(url_map: Map) -> Iterator[str]:
    for rule in url_map.iter_rules():
        first = rule.rule.removeprefix("/").partition("/")[0]
        # The stem of a file such as robots.txt is reserved too, because /robots would be confused with it.
        if first and "<" not in first:
            yield from {first, first.partition(".")[0]} - {""}
