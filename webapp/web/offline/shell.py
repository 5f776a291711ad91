"""What every page needs, which a browser keeps as soon as it knows the service worker."""

from __future__ import annotations

import hashlib

from webapp.web.site.assets import Assets

# What pages ask for by an address with a hash.
HASHED = (
    "css/account.css",
    "css/app.css",
    "css/drawn-map.css",
    "css/learner.css",
    "css/print.css",
    "css/records.css",
    "css/roadmap.css",
    "css/roadmaps.css",
    "css/search.css",
    "css/topics.css",
    "img/favicon.svg",
    "js/app.js",
    "js/choices.js",
    "js/map-page.js",
    "js/topic-page.js",
)
# These have their version in the name.
VERSIONED = ("fonts/", "vendor/")
OFFLINE_PAGE = "/offline"
WORKER = "js/offline-worker.js"


def shell_addresses(assets: Assets) -> list[str]:
    """Returns the addresses of the page for a missing connection and of everything that pages are made of."""
    kept = [f"/static/{name}" for name in assets.names() if _is_versioned(name) or _is_module(name)]
    return [OFFLINE_PAGE, *kept, *map(assets.address, HASHED)]


def shell_version(assets: Assets) -> str:
    """Returns a hash that changes with everything of the shell but the page for a missing connection."""
    scripts = [name for name in assets.names() if _is_module(name)]
    addresses = [*shell_addresses(assets), *map(assets.address, scripts)]
    return hashlib.sha256("\n".join(addresses).encode()).hexdigest()[:10]


def _is_module(name: str) -> bool:
    """Returns whether a file is a script that others import, by an address without a hash."""
    return name.startswith("js/") and name != WORKER and name not in HASHED


def _is_versioned(name: str) -> bool:
    return name.startswith(VERSIONED) and name.endswith((".woff2", ".js"))
