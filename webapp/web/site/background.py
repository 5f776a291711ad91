"""Background work of the application: which kinds of jobs there are, and the worker that does them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from webapp.config import Settings
from webapp.jobs.worker import Handler, OnTried, Worker
from webapp.mail import queue as mail_queue
from webapp.web.site import moves
from webapp.web.site.extensions import db
from webapp.web.site.purges import purge_handlers

Sessions = Callable[[], AbstractContextManager[Session]]
PageJobs = Callable[[Flask, Settings, Sessions], tuple[dict[str, Handler], tuple[str, ...]]]


def make_worker(app: Flask, settings: Settings, on_tried: OnTried, pages: PageJobs) -> Worker:
    """Returns the worker of an application; it does nothing until it is started.

    `pages` gives the jobs of the pages, and the names of those that are put in every day.
    """
    sessions = _sessions(app)
    purges = purge_handlers(sessions)
    handlers: dict[str, Handler] = {
        mail_queue.KIND: partial(mail_queue.send_queued, settings),
        moves.KIND: moves.following_handler(sessions),
        **purges,
    }
    own, daily = pages(app, settings, sessions)
    return Worker(sessions, handlers | own, daily=(*purges, moves.KIND, *daily), on_tried=on_tried)


def init_background(app: Flask, worker: Worker) -> None:
    """Starts the worker with the first request: for the server of `make dev`, which has no workers."""
    if app.testing:
        # Tests run what is due when they want it done.
        return

    @app.before_request
    def start() -> None:
        worker.start()


def _sessions(app: Flask) -> Sessions:
    @contextmanager
    def make() -> Iterator[Session]:
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            yield session

    return make
