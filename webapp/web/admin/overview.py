"""The tiles of the overview, one for each part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.web.admin.content_tile import content_tile
from webapp.web.admin.jobs_tile import jobs_tile
from webapp.web.admin.learners_tile import learners_tile
from webapp.web.admin.tiles import Tile

# In the order of the page.
TILES: tuple[Callable[[datetime], Tile], ...] = (learners_tile, content_tile, jobs_tile)


def tiles(now: datetime) -> tuple[Tile, ...]:
    """Returns what each part says of itself."""
    return tuple(make(now) for make in TILES)
