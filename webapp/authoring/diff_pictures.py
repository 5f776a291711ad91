"""The pictures of `content diff --pictures`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from webapp.authoring.diff import RoadmapDiff
from webapp.drawing.diff_picture import make_diff_png
from webapp.drawing.typesetting import CannotTypeset

log = logging.getLogger("milepost.content")


def write_pictures(diffs: Sequence[RoadmapDiff], folder: Path) -> dict[str, str]:
    """Writes a picture of each changed map into a folder, and returns their paths by slug.

    A picture that cannot be made is left out, and the log says so.
    """
    paths = {}
    for diff in diffs:
        if diff.new is None or diff.new.graph is None:
            continue
        kinds = {topic.id: topic.kind for topic in reversed(diff.topics)}
        kinds |= {topic.id: "added" for topic in diff.of("successor")}
        retired = [topic.label for topic in diff.of("retired")]
        path = folder / f"{diff.slug}.png"
        try:
            picture = make_diff_png(diff.new.graph, diff.new.title, kinds, retired)
        except CannotTypeset as error:
            log.warning("%s cannot be made: %s", path, error)
            continue
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
        paths[diff.slug] = path.as_posix()
    return paths
