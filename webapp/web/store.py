"""The catalogue that is being served, and how it is read anew without losing what already works."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import cast

from flask import Flask, current_app

from webapp.catalog.load import load
from webapp.catalog.model import Catalog, Roadmap

log = logging.getLogger("milepost.content")


class CatalogStore:
    """Holds the current catalogue; `reload` swaps it whole and keeps the last good form of a roadmap that now fails."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._seen = self._snapshot()
        self.catalog = load(root)
        self._report(self.catalog)

    def reload(self) -> Catalog:
        """Reads the tree again and serves it; a roadmap that fails its check is served as it was."""
        with self._lock:
            self._seen = self._snapshot()
            fresh = load(self._root)
            failed = {f.file.split("/")[1] for f in fresh.errors if f.file.count("/") >= 1}
            kept = {s: r for s, r in self.catalog.roadmaps.items() if s in failed and s not in fresh.roadmaps}
            self.catalog = replace(fresh, roadmaps=MappingProxyType({**fresh.roadmaps, **kept}))
            self._report(self.catalog)
            return self.catalog

    def reload_if_changed(self) -> None:
        """Reads the tree again when a file of it has changed since it was read."""
        if self._snapshot() != self._seen:
            self.reload()

    def _snapshot(self) -> frozenset[tuple[str, int, int]]:
        files = (p for p in self._root.rglob("*") if p.is_file())
        return frozenset((str(p), s.st_mtime_ns, s.st_size) for p in files for s in [p.stat()])

    def _report(self, catalog: Catalog) -> None:
        for finding in catalog.errors:
            log.error("content error: %s: %s: %s", finding.file, finding.place, finding.message)
        log.info("content: %d roadmaps, version %s", len(catalog.roadmaps), catalog.version)


def store_of(app: Flask) -> CatalogStore:
    """The store of an application."""
    return cast("CatalogStore", app.extensions["milepost_catalog"])


def catalog() -> Catalog:
    """The catalogue of the current application."""
    return store_of(current_app).catalog


def find_roadmap(slug: str) -> Roadmap | None:
    """The roadmap of that slug, or None."""
    return catalog().roadmaps.get(slug)
