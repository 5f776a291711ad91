"""Addresses in content: repaired, led to this site where it has the page, or refused."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

ORIGIN = re.compile(r"https?://(?:www\.)?roadmap\.sh/([a-z0-9_-]+)/?(?:[?#].*)?\Z")
BAD = re.compile(r"[\x00-\x20\x7f-\x9f<>\\\ud800-\udfff\ufffe\uffff]")
# A scheme with missing or repeated letters and signs, written once or several times.
SCHEME = re.compile(r"(?:h{0,3}t{1,3}p(s{0,3})(?::/{1,3}|//))+", re.I)
BARE = re.compile(r"www\.[A-Za-z0-9-]+\.[A-Za-z]", re.I)
# First parts of the addresses of pages that content may link to, besides roadmaps.
PAGES = frozenset(
    {
        "",
        "roadmaps",
        "tags",
        "search",
        "login",
        "signup",
        "me",
        "rss.xml",
        "atom.xml",
        "feed.json",
        "sitemap.xml",
        "llms.txt",
    }
)
# Those that have pages below them.
FOLDERS = frozenset({"tags", "me"})
FILES = frozenset({"jsons", "pdfs", "roadmaps"})
# The slug in the path of a page, or of a file.
SLUG_IN_PATH = re.compile(r"(/(?:(?:jsons/|pdfs/)?roadmaps/)?)([a-z0-9_-]+)")


class SlugLookup:
    """The slugs and topics (`topic_key`) of a tree, which also notes what was looked up.

    Content has to be read again only if a slug or a topic that it looked up has come, gone or moved. `moved`
    maps slugs of before to present ones.
    """

    def __init__(self, slugs: Container[str], moved: Mapping[str, str] = MappingProxyType({})) -> None:
        self._slugs = slugs
        self._moved = moved
        self.here: set[str] = set()
        self.absent: set[str] = set()
        self.led: dict[str, str] = {}

    def __contains__(self, slug: object) -> bool:
        name = str(slug)
        if name in self._moved:
            self.led[name] = self._moved[name]
        elif name in self._slugs:
            self.here.add(name)
        else:
            self.absent.add(name)
        return name not in self.absent

    def present(self, slug: str) -> str:
        """Returns the slug that a roadmap has now, given one that it has or had."""
        return self._moved.get(slug, slug)


def safe_href(address: str, slugs: Container[str] | None = None) -> str:
    """Returns an address that is safe to link, or an empty string.

    Safe are http, https, mailto and paths of this site. With `slugs`, the roadmaps of this site, a link to
    a roadmap on the site of origin leads to the same roadmap here if there is one, and a path that leads
    to no page or topic is refused.
    """
    address = address.strip().replace('"', "%22")
    if match := SCHEME.match(address):
        address = f"http{'s' if match[1] else ''}://{address[match.end() :]}"
    elif BARE.match(address):
        address = f"https://{address}"
    if not address or len(address) > 2000 or BAD.search(address):
        return ""
    if slugs is not None and (match := ORIGIN.match(address)):
        return f"/{_present(match[1], slugs)}" if match[1] in slugs else address
    if address.startswith("/"):
        is_path = not address.startswith(("//", "/\\"))
        return _led(address, slugs) if is_path and (slugs is None or _is_here(address, slugs)) else ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() == "mailto" and "@" in parts.path:
        return address
    is_web = parts.scheme.lower() in {"http", "https"} and parts.hostname
    return address if is_web and parts.hostname not in {"http", "https"} else ""


def why_unusable(address: str) -> tuple[str, str]:
    """Returns what is wrong with an address that `safe_href` refused, and what would be right."""
    shown = repr(address[:100])
    if address.strip().startswith("/") and not address.strip().startswith(("//", "/\\")):
        remedy = "Make that page, correct the path, or give an address that begins with https://."
        return f"{shown} leads to no page of this site", remedy
    return f"{shown} is not a usable address", "Give one that begins with https:// or /."


def _led(path: str, slugs: Container[str] | None) -> str:
    """Returns a path that names a slug of before with the present slug."""
    match = SLUG_IN_PATH.match(path)
    if slugs is None or match is None:
        return path
    return f"{match[1]}{_present(match[2], slugs)}{path[match.end() :]}"


def _present(slug: str, slugs: Container[str]) -> str:
    return slugs.present(slug) if isinstance(slugs, SlugLookup) else slug


def topic_key(slug: str, topic_id: str) -> str:
    """Returns the name by which a topic stands among the slugs of a tree: no slug holds an @."""
    return f"{slug}@{topic_id}"


def _is_here(path: str, slugs: Container[str]) -> bool:
    first, _, rest = re.split(r"[?#]", path, maxsplit=1)[0].removeprefix("/").partition("/")
    rest = rest.rstrip("/")
    if first in FILES and rest:
        return rest.rpartition("/")[2].partition(".")[0] in slugs
    if first in PAGES:
        return not rest or first in FOLDERS
    if first not in slugs:
        return False
    _, sign, topic_id = rest.rpartition("@")
    return not rest or bool(sign and topic_key(_present(first, slugs), topic_id) in slugs)
