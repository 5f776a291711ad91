"""The catalogue that is being served, and how it is read anew without losing what already works."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from flask import Flask, current_app

from webapp.catalog.catalog import Catalog
from webapp.catalog.load import Loader
from webapp.catalog.model import Roadmap

log = logging.getLogger("milepost.content")


class CatalogStore:
    """Holds the current catalogue; `reload` swaps it whole and keeps the last good form of a roadmap that now fails."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._lock = threading.Lock()
        self.catalog = loader.load()
        self._report(self.catalog)

    def reload(self) -> Catalog:
        """Reads what has changed and serves it; a roadmap that fails its check is served as it was."""
        with self._lock:
            fresh = self._loader.load()
            failed = {f.file.split("/")[1] for f in fresh.errors if f.file.count("/") >= 1}
            known = self.catalog.roadmaps.items()
            kept = {s: r for s, r in known if (r.parent or s) in failed and s not in fresh.roadmaps}
            self.catalog = replace(fresh, roadmaps=MappingProxyType({**fresh.roadmaps, **kept}))
            self._report(self.catalog)
            return self.catalog

    def reload_if_changed(self) -> None:
        """Reads again what has changed since it was read."""
        if self._loader.has_changed():
            self.reload()

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
