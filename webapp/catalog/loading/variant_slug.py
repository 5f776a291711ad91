"""The slug of a variant: another map in the folder of a roadmap."""

from __future__ import annotations

import re

LONGEST_SLUG = 100
NOT_IN_SLUGS = re.compile(r"[^a-z0-9_-]+")


def variant_slug(stem: str, folder: str) -> str:
    """Returns the slug of the map in the file `<stem>.json` of the folder of that slug."""
    name = variant_name(stem)
    return (name if name.startswith(folder) else f"{folder}-{name}")[:LONGEST_SLUG].rstrip("-_")


def variant_name(stem: str) -> str:
    """Returns the name of a file as a part of a slug."""
    return NOT_IN_SLUGS.sub("-", stem.lower()).strip("-_") or "map"
