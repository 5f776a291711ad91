"""`flask --app wsgi content …`: the commands for authors, and for reloading the content."""

from __future__ import annotations

from webapp.cli.content import migrate, outlines, running_site, trees
from webapp.cli.content.group import content

__all__ = ["content", "migrate", "outlines", "running_site", "trees"]
