"""Background work of the application: which kinds of jobs there are, and the worker that does them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from webapp.accounts.guests import purge_guests
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.jobs.worker import Handler, Worker
from webapp.mail import queue as mail_queue
from webapp.web.site.extensions import db

PURGE_GUESTS = "purge-guests"


def make_worker(app: Flask, settings: Settings) -> Worker:
    """Returns the worker of an application; it does nothing until it is started."""
    sessions = _sessions(app)

    def purge(_: Mapping[str, Any]) -> None:
        purge_all_guests(sessions)

    handlers: dict[str, Handler] = {
        mail_queue.KIND: partial(mail_queue.send_queued, settings),
        PURGE_GUESTS: purge,
    }
    return Worker(sessions, handlers, daily=(PURGE_GUESTS,))


def init_background(app: Flask, worker: Worker) -> None:
    """Starts the worker with the first request: for the server of `make dev`, which has no workers."""
    if app.testing:
        # Tests run what is due when they want it done.
        return

    @app.before_request
    def start() -> None:
        worker.start()


def purge_all_guests(sessions: Callable[[], AbstractContextManager[Session]]) -> int:
    """Deletes all guests whom nobody uses any more, and returns how many there were."""
    deleted, last, is_done = 0, 0, False
    while not is_done:
        # Each batch is a transaction of its own, so that learners can write in between.
        with sessions() as session, writing(session):
            count, last = purge_guests(session, datetime.now(UTC), last)
        deleted += count
        is_done = last == 0
    return deleted


def _sessions(app: Flask) -> Callable[[], AbstractContextManager[Session]]:
    @contextmanager
    def make() -> Iterator[Session]:
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            yield session

    return make
