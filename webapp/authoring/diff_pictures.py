"""Pictures of what a change does to maps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from webapp.authoring.diff import RoadmapChange
from webapp.drawing.diff_picture import make_diff_png
from webapp.drawing.typesetting import CannotTypeset

log = logging.getLogger("milepost.content")


def write_pictures(changes: Sequence[RoadmapChange], folder: Path) -> dict[str, str]:
    """Writes a picture of each changed map into a folder; their paths by slug.

    One that cannot be made is left out, and the log says so.
    """
    names = {}
    for change in changes:
        if change.new is None or change.new.graph is None:
            continue
        kinds = {t.id: t.kind for t in reversed(change.topics)}
        retired = [t.label for t in change.of("retired")]
        path = folder / f"{change.slug}.png"
        try:
            picture = make_diff_png(change.new.graph, change.new.title, kinds, retired)
        except CannotTypeset as error:
            log.warning("%s cannot be made: %s", path, error)
            continue
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
        names[change.slug] = path.as_posix()
    return names
