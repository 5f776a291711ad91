"""What the ledgers of the content that is served do to marks, and the job by which marks follow."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.db.learners import UnknownLearner
from webapp.db.unit_of_work import end_reading, writing
from webapp.jobs.queue import put_job, put_once
from webapp.jobs.worker import Handler, Store
from webapp.learning.following import NOTHING_MOVES, Moves, follow_changes, learners_to_follow, moves_of
from webapp.web.site.extensions import db
from webapp.web.site.services import catalog, services

KIND = "follow-ledgers"
# Shorter than a lease. The next job goes on with what is left then.
MOST_SECONDS = 120.0
MOST_TRIES = 20
# How long a unit of work of the job holds SQLite's only writer.
MOST_HELD = 0.05
log = logging.getLogger("milepost.content")


def present_moves() -> Moves:
    """Returns what the ledgers do to marks. Ask before a unit of work. Raises SQLAlchemyError."""
    content = catalog()
    if not content.fates:
        return NOTHING_MOVES
    names = services().roadmap_names.for_marking(content)
    return _moves(content, tuple((slug, names.keys(slug)) for slug in content.roadmaps))


def has_followed(learner_id: int, roadmap: Roadmap, marks: Mapping[str, str]) -> bool:
    """Moves the marks of a learner who comes before the job has. Returns whether there were any."""
    fates = catalog().fates
    if not fates or not any((found := fates.get((roadmap.slug, i))) and found.parts for i in marks):
        return False
    try:
        moves = present_moves()
        end_reading(db.session())
        with writing(db.session()) as session:
            return bool(follow_changes(session, learner_id, moves, datetime.now(UTC)))
    except (UnknownLearner, SQLAlchemyError) as error:
        # They are where they were; the job moves them.
        log.warning("content: marks follow the ledgers later (%s)", type(error).__name__)
        return False


def put_following(app: Flask) -> None:
    """Puts in the job by which marks follow the ledgers, once for all workers and machines.

    Does nothing while the database is away: there is a job each day.
    """
    with app.app_context():
        try:
            moves = present_moves()
            if moves.targets:
                with writing(db.session()) as session:
                    put_once(
                        session,
                        f"{KIND}:{moves.digest}",
                        KIND,
                        {"digest": moves.digest},
                        datetime.now(UTC),
                    )
        except SQLAlchemyError as error:
            log.warning("content: marks follow the ledgers later (%s)", type(error).__name__)
        db.engine.dispose()


def following_handler(sessions: Callable[[], AbstractContextManager[Session]]) -> Handler:
    """Returns the job by which the marks of all learners follow the ledgers."""

    def handle(payload: Mapping[str, Any]) -> Store | None:
        after, tries = int(payload.get("after", 0)), int(payload.get("tries", 0))
        with sessions() as session:
            moves = present_moves()
            if payload.get("digest", moves.digest) != moves.digest and tries < MOST_TRIES:
                # A worker that serves other content, and ends soon, has taken it.
                again, due = {**payload, "tries": tries + 1}, datetime.now(UTC) + timedelta(seconds=5)
                return lambda session: put_job(session, KIND, again, datetime.now(UTC), due)
            last, count = follow_all(session, moves, after, time.monotonic() + MOST_SECONDS)
        if count:
            log.info("content: the marks of %d learners followed the ledgers", count)
        if last == 0:
            return None
        return lambda session: put_job(session, KIND, {"after": last}, datetime.now(UTC))

    return handle


def follow_all(session: Session, moves: Moves, after: int = 0, end: float = float("inf")) -> tuple[int, int]:
    """Moves the marks of all learners beyond the id `after`, a few in a unit of work.

    Returns the last learner if the time has come to its `end` before, else 0, and how many there were.
    """
    count, is_sqlite = 0, _is_sqlite(session)
    while found := learners_to_follow(session, moves, after):
        end_reading(session)
        waiting = deque(found)
        while waiting:
            begun = time.monotonic()
            with writing(session):
                count += _follow_some(session, moves, waiting, begun + MOST_HELD)
            if is_sqlite:
                # Whoever waits for SQLite's only writer asks again now and then, and has to find it free.
                time.sleep(time.monotonic() - begun)
        after = found[-1]
        if time.monotonic() > end:
            return after, count
    end_reading(session)
    return 0, count


def _follow_some(session: Session, moves: Moves, waiting: deque[int], end: float) -> int:
    """Moves the marks of the next of the learners who wait, within a unit of work. Returns of how many.

    On SQLite, where each commit waits for the disk, these are as many as there is time for. Elsewhere it is
    one: whoever holds two learners may wait for somebody who holds them the other way.
    """
    count = 0
    while waiting:
        with suppress(UnknownLearner):
            count += bool(follow_changes(session, waiting.popleft(), moves, datetime.now(UTC)))
        if not _is_sqlite(session) or time.monotonic() > end:
            break
    return count


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


@lru_cache(maxsize=2)
def _moves(content: Catalog, keys: tuple[tuple[str, tuple[str, ...]], ...]) -> Moves:
    by_slug = dict(keys)
    return moves_of(content, lambda slug: by_slug[slug])
