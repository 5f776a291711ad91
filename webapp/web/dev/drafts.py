"""Drawing maps again when their outlines change, while the site runs for authors (`make dev`)."""

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
        """Draws the map of every outline that has changed since it was last drawn.

        The map of an outline with mistakes stays as it is; the content check reports them.
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
    """Draws changed outlines and reloads changed content before each request."""

    @app.before_request
    def follow() -> None:
        # A page loads about twenty static files, which do not depend on the content.
        if request.endpoint != "static":
            drafts.follow()
            store.reload_if_changed()


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        # Editors take a file away for a moment while they save it.
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
