"""The catalog that is being served, and how it is reloaded without losing roadmaps that work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import cast

from webapp.catalog.catalog import Catalog, version_of
from webapp.catalog.findings import Finding
from webapp.catalog.loading.load import Loader
from webapp.catalog.model import Roadmap
from webapp.catalog.named_files import named_files
from webapp.catalog.whole_files import write_whole
from webapp.syndication.feeds import permanent_name, published_day

WHOLE = ""
log = logging.getLogger("milepost.content")


class CatalogStore:
    """Holds the current catalog, which is read at its first use and replaced as a whole by `reload`.

    A roadmap with new errors is served as it was before; `stale` has the slugs of those. `since` is the time
    from which on this version of the content has been served, `read_at` when its files were read last.
    `named_files` maps the addresses that front matter gives to files. `undated` has the names in feeds of
    roadmaps without a date. `reserved` are slugs that are addresses of the site.
    """

    def __init__(
        self,
        loader: Loader,
        since_at: Path,
        reserved: Collection[str] = frozenset(),
    ) -> None:
        self._loader = loader
        self.reserved = reserved
        self._since_at = since_at
        self._lock = threading.RLock()
        self._catalog: Catalog | None = None
        self._errors: dict[str, frozenset[Finding]] = {}
        self.stale: tuple[str, ...] = ()
        self.since = self.read_at = datetime.now(UTC)
        self.named_files: Mapping[str, str] = {}
        self.undated: tuple[str, ...] = ()

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
        """Reads what has changed and serves it, except for roadmaps that have new errors."""
        with self._lock:
            present = self.catalog.roadmaps
            fresh = self._loader.load(present)
            errors = _errors(fresh)
            if WHOLE in errors and present:
                # An error of the whole tree, such as a missing folder, must not remove every roadmap.
                self._serve(fresh, present, self._errors)
            else:
                stale = {slug: r for slug, r in present.items() if self._has_new_errors(r, errors)}
                known = {_folder(r): self._known_errors(r) for r in stale.values()}
                self._serve(fresh, stale, errors | known)
            return self.catalog

    def _has_new_errors(self, roadmap: Roadmap, errors: Mapping[str, frozenset[Finding]]) -> bool:
        found = errors.get(_folder(roadmap), frozenset())
        return bool(found - self._known_errors(roadmap))

    def _known_errors(self, roadmap: Roadmap) -> frozenset[Finding]:
        return self._errors.get(_folder(roadmap), frozenset())

    def reload_if_changed(self) -> None:
        """Reloads the content if a file has changed since it was read."""
        with self._lock:
            if self._catalog is not None and self._loader.has_changed():
                self.reload()

    def _serve(
        self, fresh: Catalog, stale: Mapping[str, Roadmap], errors: dict[str, frozenset[Finding]]
    ) -> None:
        roadmaps = MappingProxyType({**fresh.roadmaps, **stale})
        for finding in fresh.errors:
            log.error("content error: %s: %s: %s", finding.file, finding.place, finding.message)
        self.stale, self._errors = tuple(sorted(stale)), errors
        served = replace(fresh, roadmaps=roadmaps, version=version_of(roadmaps))
        self.since = _since(self._since_at, served.version)
        self.read_at = datetime.now(UTC)
        self.named_files = named_files(roadmaps, self.reserved)
        self.undated = tuple(permanent_name(r) for r in roadmaps.values() if published_day(r) is None)
        self._catalog = served
        log.info("content: %d roadmaps, version %s", len(roadmaps), served.version)
        for slug in self.stale:
            log.warning("content: %s stays as it was until its errors are mended", slug)


def _folder(roadmap: Roadmap) -> str:
    """Returns the name of the folder in which a roadmap is; a variant is in its parent's."""
    return roadmap.parent or roadmap.slug


def _errors(catalog: Catalog) -> dict[str, frozenset[Finding]]:
    """Returns the errors by the name of their folder; WHOLE stands for the whole tree.

    An outline that cannot be drawn keeps nothing from being served where its map from before is there.
    """
    found: dict[str, set[Finding]] = {}
    for error in catalog.errors:
        name = error.file.partition("/")[2].partition("/")[0]
        if not (error.file.endswith(".outline.md") and name in catalog.roadmaps):
            found.setdefault(name, set()).add(error)
    return {name: frozenset(errors) for name, errors in found.items()}


def _since(path: Path, version: str) -> datetime:
    """Returns the time from which on a version of the content has been served, also over restarts."""
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        noted, _, moment = path.read_text(encoding="ascii").partition(" ")
        before = datetime.fromisoformat(moment.strip())
        if noted == version:
            return before
        # Two versions never share a time, whatever the clock says: it is compared in whole seconds.
        now = max(now, before + timedelta(seconds=1))
    except (OSError, ValueError, TypeError):
        pass
    try:
        write_whole(path, f"{version} {now.isoformat()}\n".encode("ascii"))
    except OSError:
        log.warning("content: %s cannot be written; feeds are read whole after each start", path)
    return now
