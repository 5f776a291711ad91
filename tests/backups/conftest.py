"""A site with learners at work, and another one to restore into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.databases import Cluster
from webapp.app import create_app
from webapp.config import Settings, read_settings
from webapp.db.learners import Learner
from webapp.db.unit_of_work import writing
from webapp.progress.marks import set_marks
from webapp.web.site.extensions import db

TOPICS = 20


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """Runs `flask …` on the site."""
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def learner(app: Flask) -> int:
    """Somebody with marks."""
    with app.app_context():
        with writing(db.session()) as session:
            learner = Learner(kind="guest", created_at=datetime.now(UTC))
            session.add(learner)
            session.flush()
            number = learner.id
        mark_all(number, "done")
        db.session.remove()
    return number


def mark_all(learner: int, status: str) -> None:
    """One act: every topic of a roadmap gets the status."""
    marks = [("alpha", f"topic-{number}", status) for number in range(TOPICS)]
    with writing(db.session()) as session:
        set_marks(session, learner, marks, datetime.now(UTC))


@pytest.fixture
def empty_site(settings: Settings, tmp_path: Path, request: Any) -> Callable[..., Any]:
    """Makes a site elsewhere, with an empty database of the same kind."""
    count = iter(range(100))

    @contextmanager
    def make(kind: str | None = None, url: str = "") -> Iterator[Flask]:
        folder = tmp_path / f"elsewhere-{next(count)}"
        folder.mkdir()
        kind = kind or settings.database_url.partition(":")[0]
        if kind == "postgresql":
            cluster: Cluster = request.getfixturevalue("cluster")
            url = url or cluster.make_database()
        environ = {
            "DATABASE_URL": url or f"sqlite:///{folder / 'site.db'}",
            "CONTENT_DIR": str(settings.content_dir),
            "INSTANCE_DIR": str(folder / "instance"),
        }
        made = create_app(read_settings(environ, root=folder), TESTING=True, RATELIMIT_ENABLED=False)
        yield made
        with made.app_context():
            db.session.remove()
            db.engine.dispose()

    return make
