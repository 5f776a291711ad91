"""The names of the roadmaps that are served, joined with those that the database remembers.

They are read once for each version of the content, so that pages need no query for them.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.progress.naming import Claim, Naming, name_roadmaps
from webapp.progress.roadmap_names import read_names, remember_names
from webapp.web.site.extensions import db

# After the database did not answer, pages for which old names would only be convenient do not ask again.
RETRY_SECONDS = 30.0
log = logging.getLogger("milepost.content")


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of one version of the content. They are `remembered` if the database holds all of them.

    Compared by identity, so that they can be the key of caches.
    """

    version: str
    naming: Naming
    slugs: Mapping[str, str]
    remembered: bool

    def keys(self, slug: str) -> tuple[str, ...]:
        """Returns the keys of the marks on a roadmap, that for new marks first."""
        return self.naming.keys.get(slug, (slug,))


class RoadmapNames:
    """Holds the names of the content that is served."""

    def __init__(self) -> None:
        self._names: Names | None = None
        self._next_try = 0.0

    def for_reading(self, catalog: Catalog) -> Names:
        """Returns the names by which marks are found. Raises SQLAlchemyError while the database is away.

        Works also while the database can be read only.
        """
        names = self._names
        if names is None or names.version != catalog.version:
            return self._look_up(catalog)
        is_current = names.remembered or time.monotonic() < self._next_try
        return names if is_current else self._look_up(catalog)

    def for_marking(self, catalog: Catalog) -> Names:
        """Returns the names under which marks are set: only those that the database remembers.

        Raises SQLAlchemyError while it cannot be written.
        """
        names = self.for_reading(catalog)
        return names if names.remembered else self._look_up(catalog, must_write=True)

    def for_addresses(self, catalog: Catalog) -> Mapping[str, str]:
        """Returns the present slug of each slug of before; what the content names is known in any case."""
        names = self._names
        is_known = names is not None and names.version == catalog.version
        if not is_known and time.monotonic() >= self._next_try:
            try:
                names, is_known = self._look_up(catalog), True
            except SQLAlchemyError as error:
                self._next_try = time.monotonic() + RETRY_SECONDS
                log.warning("content: former names are not known now (%s)", type(error).__name__)
        if names is None or not is_known:
            return catalog.moved
        return {**names.naming.moved, **catalog.moved}

    def _look_up(self, catalog: Catalog, must_write: bool = False) -> Names:
        # Threads do not wait for each other here, because a database that hangs would hold all of them.
        names = self._names = _names(catalog, must_write)
        if not names.remembered:
            self._next_try = time.monotonic() + RETRY_SECONDS
        return names


def remember_roadmap_names(app: Flask, names: RoadmapNames, catalog: Catalog) -> None:
    """Stores the names of the content that is served from now on. Does nothing while the database is away."""
    with app.app_context():
        try:
            names.for_reading(catalog)
        except SQLAlchemyError as error:
            log.warning("content: its names are not remembered yet (%s)", type(error).__name__)
        db.engine.dispose()


def _names(catalog: Catalog, must_write: bool) -> Names:
    claims = _claims(catalog)
    # The request's session: with one of its own a thread would hold two connections, and others none.
    session = db.session()
    known = read_names(session)
    naming = name_roadmaps(claims, known)
    remembered = naming.links == known
    if not remembered:
        naming, remembered = _remembered(session, claims, naming, must_write)
    slugs = {key: slug for slug, keys in naming.keys.items() for key in keys}
    return Names(catalog.version, naming, slugs, remembered)


def _remembered(
    session: Session, claims: list[Claim], naming: Naming, must_write: bool
) -> tuple[Naming, bool]:
    """Returns the names as they are stored, or as they are read while nothing can be written."""
    try:
        return remember_names(session, claims), True
    except SQLAlchemyError as error:
        if must_write:
            raise
        log.warning("content: its names are not remembered yet (%s)", type(error).__name__)
        return naming, False


def _claims(catalog: Catalog) -> list[Claim]:
    roadmaps = catalog.roadmaps.values()
    # While a roadmap with errors is served as it was before, another one may have its id.
    ids = Counter(name for r in roadmaps for name in r.ids)
    moved = catalog.moved
    return [
        Claim(
            r.slug,
            tuple(name for name in r.ids if ids[name] == 1),
            tuple(old for old in r.former_slugs if moved.get(old) == r.slug),
        )
        for r in roadmaps
    ]
