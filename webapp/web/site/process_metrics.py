"""What one process measures of itself, and errors of its database."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from webapp.web.site.extensions import db
from webapp.web.site.metrics import Metrics
from webapp.web.site.page_cache import page_cache_of
from webapp.web.site.services import services_of


def measure_process(app: Flask, in_flight: int | None = None, queued: int | None = None) -> None:
    """Notes what this process has at the moment; the server tells how many requests it answers."""
    metrics = services_of(app).metrics
    metrics.count_requests()
    if in_flight is not None and queued is not None:
        metrics.set_load(in_flight, queued)
    with app.app_context():
        pool = db.engine.pool
    metrics.set_connections(pool.checkedout() if isinstance(pool, QueuePool) else 0)
    cache = page_cache_of(app)
    if cache is not None:
        metrics.set_page_cache(len(cache), cache.size)


def count_database_errors(app: Flask, metrics: Metrics) -> None:
    """Counts the errors of a database that is locked, full, away or hangs."""

    def count(context: ExceptionContext) -> None:
        if isinstance(context.sqlalchemy_exception, OperationalError):
            metrics.count_database_error(type(context.original_exception).__name__)

    with app.app_context():
        event.listen(db.engine, "handle_error", count)
