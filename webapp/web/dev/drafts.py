"""Lets maps follow their outlines while authors write: only where the site runs for its authors (`make
dev`).
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from flask import Flask, request

from webapp.authoring.layout import layout_map
from webapp.catalog.outline_file.parse import OutlineError
from webapp.catalog.outline_file.read import outline_path
from webapp.web.site.catalog_store import CatalogStore

log = logging.getLogger("milepost.content")


class Drafts:
    """Draws the map of an outline again when the outline has changed."""

    def __init__(self, root: Path) -> None:
        self._base = root / "roadmaps"
        self._seen: dict[Path, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def follow(self) -> None:
        """Draws every outline that differs from what was drawn last; one with mistakes keeps its map and
        is reported by the check.
        """
        with self._lock:
            for folder in sorted(self._base.iterdir()) if self._base.is_dir() else ():
                source = outline_path(folder)
                if source.is_file() and self._seen.get(source) != _state(source):
                    self._draw(folder)
                    self._seen[source] = _state(source)

    def _draw(self, folder: Path) -> None:
        try:
            report = layout_map(folder)
        except OutlineError:
            return
        except OSError as error:
            log.warning("outline of %s: %s", folder.name, error)
            return
        if report.has_changed:
            log.info(
                "outline of %s: drawn, %d new, %d renamed",
                folder.name,
                len(report.new_labels),
                len(report.renamed),
            )


def init_drafts(app: Flask, drafts: Drafts, store: CatalogStore) -> None:
    """Lets each page show the content as it is now."""

    @app.before_request
    def follow() -> None:
        # A page asks for twenty files of the site itself, and the tree is the same for them.
        if request.endpoint != "static":
            drafts.follow()
            store.reload_if_changed()


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
