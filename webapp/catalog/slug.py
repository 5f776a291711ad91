"""Slugs of labels, and readable titles of slugs."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

DROPPED = re.compile(r"[^A-Za-z0-9_\- ]")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\Z")
TOPIC_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
# A topic of another roadmap: slug, then id or label. An outline could not hold the other signs.
OTHER_TOPIC = re.compile(r"(?P<roadmap>[^/{}\",\r\n]+)/(?P<name>[^/{}\",\r\n]+)\Z")


def slug_of(label: str) -> str:
    """Returns the slug of a label: `A & B` is `a--b`; a label without Latin letters has an empty one."""
    return DROPPED.sub("", label.lower()).strip().replace(" ", "-")


def composed(label: str) -> str:
    """Returns a label as it is compared with others: in small letters, accents joined to their letters (NFC),
    without what nobody sees, such as blanks of no width.
    """
    seen = "".join(c for c in label if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).casefold().split())


def tag_path(tag: str) -> str:
    """Returns the address of a tag's page on this site."""
    return f"/tags/{quote(tag, safe='')}"


def readable(slug: str) -> str:
    """Returns a slug as a title: `ai-engineer` is `Ai Engineer`."""
    return " ".join(word.capitalize() for word in re.split(r"[-_]+", slug) if word) or slug
