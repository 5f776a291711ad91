"""A link on a page: its words and where it leads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link with its words."""

    label: str
    href: str
