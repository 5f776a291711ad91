"""The catalogue that is being served, and how it is read anew without losing what already works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from flask import Flask, current_app

from webapp.catalog.catalog import Catalog, version_of
from webapp.catalog.load import Loader
from webapp.catalog.model import Roadmap

WHOLE = ""
log = logging.getLogger("milepost.content")


class CatalogStore:
    """Holds the current catalogue, read when it is first asked for.

    `reload` swaps it whole. A roadmap in which new errors are is served as it was; `kept` holds the slugs of those.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._lock = threading.RLock()
        self._catalog: Catalog | None = None
        self._flawed: frozenset[str] = frozenset()
        self.kept: tuple[str, ...] = ()

    @property
    def catalog(self) -> Catalog:
        """The catalogue that is being served."""
        if self._catalog is None:
            with self._lock:
                if self._catalog is None:
                    fresh = self._loader.load()
                    self._serve(fresh, {}, _failed(fresh))
        return cast("Catalog", self._catalog)

    def reload(self) -> Catalog:
        """Reads what has changed and serves it, but for what has errors that it did not have before."""
        with self._lock:
            known, fresh = self.catalog.roadmaps, self._loader.load()
            failed = _failed(fresh)
            if WHOLE in failed and known:
                # Without a folder nothing can be told from something that was removed.
                self._serve(fresh, known, self._flawed)
            else:
                new = failed - self._flawed
                kept = {s: r for s, r in known.items() if (n := r.parent or s) in new or (n in failed and s not in fresh.roadmaps)}
                self._serve(fresh, kept, failed - kept.keys())
            return self.catalog

    def reload_if_changed(self) -> None:
        """Reads again what has changed since it was read."""
        with self._lock:
            if self._catalog is not None and self._loader.has_changed():
                self.reload()

    def _serve(self, fresh: Catalog, kept: Mapping[str, Roadmap], flawed: frozenset[str]) -> None:
        roadmaps = MappingProxyType({**fresh.roadmaps, **kept})
        for finding in fresh.errors:
            log.error("content error: %s: %s: %s", finding.file, finding.place, finding.message)
        self.kept, self._flawed = tuple(sorted(kept)), flawed
        self._catalog = replace(fresh, roadmaps=roadmaps, version=version_of(roadmaps))
        log.info("content: %d roadmaps, version %s", len(roadmaps), self._catalog.version)
        for slug in self.kept:
            log.warning("content: %s stays as it was until its errors are mended", slug)


def _failed(catalog: Catalog) -> frozenset[str]:
    """The folders in which errors are; nothing stands for the whole tree."""
    return frozenset(f.file.partition("/")[2].partition("/")[0] for f in catalog.errors)


def store_of(app: Flask) -> CatalogStore:
    """The store of an application."""
    return cast("CatalogStore", app.extensions["milepost_catalog"])


def catalog() -> Catalog:
    """The catalogue of the current application."""
    return store_of(current_app).catalog


def find_roadmap(slug: str) -> Roadmap | None:
    """The roadmap of that slug, or None."""
    return catalog().roadmaps.get(slug)
