"""The catalog that is being served, and how it is read anew without losing what already works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import cast

from webapp.catalog.catalog import Catalog, version_of
from webapp.catalog.findings import Finding
from webapp.catalog.loading.load import Loader
from webapp.catalog.model import Roadmap
from webapp.web.site.named_files import named_files

WHOLE = ""
log = logging.getLogger("milepost.content")


class CatalogStore:
    """Holds the current catalog, read when it is first asked for.

    `reload` swaps it whole. A roadmap in which new errors are is served as it was; `kept` holds the slugs
    of those. `since` says since when this version of the content is served, and `named_files` which
    addresses front matter gives to files.
    """

    def __init__(self, loader: Loader, since_at: Path, reserved: Collection[str] = frozenset()) -> None:
        self._loader = loader
        self._reserved = reserved
        self._since_at = since_at
        self._lock = threading.RLock()
        self._catalog: Catalog | None = None
        self._errors: dict[str, frozenset[Finding]] = {}
        self.kept: tuple[str, ...] = ()
        self.since = datetime.now(UTC)
        self.named_files: Mapping[str, str] = {}

    @property
    def catalog(self) -> Catalog:
        """The catalog that is being served."""
        if self._catalog is None:
            with self._lock:
                if self._catalog is None:
                    fresh = self._loader.load()
                    self._serve(fresh, {}, _errors(fresh))
        return cast("Catalog", self._catalog)

    def reload(self) -> Catalog:
        """Reads what has changed and serves it, but for what has errors that it did not have before."""
        with self._lock:
            known = self.catalog.roadmaps
            fresh = self._loader.load(known)
            errors = _errors(fresh)
            if WHOLE in errors and known:
                # Without a folder nothing can be told from something that was removed.
                self._serve(fresh, known, self._errors)
            else:
                worse = {
                    name for name, found in errors.items() if found - self._errors.get(name, frozenset())
                }
                kept = {s: r for s, r in known.items() if (r.parent or s) in worse}
                was = {
                    name: self._errors.get(name, frozenset())
                    for name in worse
                    if any((r.parent or s) == name for s, r in kept.items())
                }
                self._serve(fresh, kept, errors | was)
            return self.catalog

    def reload_if_changed(self) -> None:
        """Reads again what has changed since it was read."""
        with self._lock:
            if self._catalog is not None and self._loader.has_changed():
                self.reload()

    def _serve(
        self, fresh: Catalog, kept: Mapping[str, Roadmap], errors: dict[str, frozenset[Finding]]
    ) -> None:
        roadmaps = MappingProxyType({**fresh.roadmaps, **kept})
        for finding in fresh.errors:
            log.error("content error: %s: %s: %s", finding.file, finding.place, finding.message)
        self.kept, self._errors = tuple(sorted(kept)), errors
        served = replace(fresh, roadmaps=roadmaps, version=version_of(roadmaps))
        self.since = _since(self._since_at, served.version)
        self.named_files = named_files(roadmaps, self._reserved)
        self._catalog = served
        log.info("content: %d roadmaps, version %s", len(roadmaps), served.version)
        for slug in self.kept:
            log.warning("content: %s stays as it was until its errors are mended", slug)


def _errors(catalog: Catalog) -> dict[str, frozenset[Finding]]:
    """The errors by the folder in which they are; nothing stands for the whole tree."""
    found: dict[str, set[Finding]] = {}
    for error in catalog.errors:
        found.setdefault(error.file.partition("/")[2].partition("/")[0], set()).add(error)
    return {name: frozenset(errors) for name, errors in found.items()}


def _since(path: Path, version: str) -> datetime:
    """Since when that version of the content is served, also over restarts."""
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        noted, _, moment = path.read_text(encoding="ascii").partition(" ")
        if noted == version:
            return datetime.fromisoformat(moment.strip())
    except (OSError, ValueError):
        pass
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{version} {now.isoformat()}\n", encoding="ascii")
    except OSError:
        log.warning("content: %s cannot be written; feeds are read whole after each start", path)
    return now
