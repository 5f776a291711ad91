"""How machines that share a database learn that there is new content.

A reload that an operator asks for on one machine announces the version that it serves then. The arbiter of
each other machine looks for announcements every few seconds, in a thread and by one small query, and reads
its own content again if it serves another version.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.db.content_announcements import announce_content, is_shared, last_announced, was_announced
from webapp.db.engine import engine_options, normalize_url, prepare_engine
from webapp.db.unit_of_work import end_reading, writing
from webapp.web.site.services import services_of

WATCH_SECONDS = 2.0
log = logging.getLogger("milepost.content")


class ContentWatch:
    """Announces the content of this machine, and notices what others announce.

    Does nothing with SQLite, which is used by one machine.
    """

    def __init__(self, site: Flask) -> None:
        services = services_of(site)
        self._store = services.catalog_store
        self._url = services.settings.database_url
        self.is_shared = is_shared(self._url)
        self._heard = 0
        self.has_news = False

    def begin(self) -> None:
        """Announces the content with which the server starts, if it is whole and was never announced before.

        Another machine that starts with old content must not take the new one away.
        """
        if not self.is_shared:
            return
        catalog = self._store.catalog
        try:
            with self._session() as session:
                self._heard = last_announced(session).number
                is_new = not (catalog.errors or was_announced(session, catalog.version))
                end_reading(session)
                if is_new:
                    _announce(session, catalog.version)
        except SQLAlchemyError as error:
            log.warning("content: its version is not announced yet (%s)", type(error).__name__)

    def start(self) -> None:
        """Begins to look for announcements, in a thread of the arbiter's alone."""
        if self.is_shared:
            threading.Thread(target=self._watch, daemon=True).start()

    def announce(self) -> bool:
        """Announces what is served. Returns False if the other machines could not be told."""
        if not self.is_shared:
            return True
        try:
            with self._session() as session:
                _announce(session, self._store.catalog.version)
        except SQLAlchemyError as error:
            log.warning("content: the other machines are not told (%s)", type(error).__name__)
            return False
        return True

    def _watch(self) -> None:
        engine = self._engine()
        while True:
            time.sleep(WATCH_SECONDS)
            try:
                with Session(engine) as session:
                    self._look(session)
            except SQLAlchemyError:
                # Requests say in the log that the database is away.
                continue

    def _look(self, session: Session) -> None:
        last = last_announced(session)
        if last.number > self._heard:
            self._heard = last.number
            self.has_news = last.version != self._store.catalog.version

    @contextmanager
    def _session(self) -> Iterator[Session]:
        engine = self._engine()
        try:
            with Session(engine) as session:
                yield session
        finally:
            # No connection may be open when workers are forked.
            engine.dispose()

    def _engine(self) -> Engine:
        # One of its own: a lock of the site's that this thread holds would stay locked in a forked worker.
        engine = create_engine(normalize_url(self._url), **engine_options(self._url) | {"pool_size": 1})
        prepare_engine(engine)
        return engine


def _announce(session: Session, version: str) -> None:
    with writing(session):
        announce_content(session, version, datetime.now(UTC))
