"""A queue of jobs on a migrated database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from webapp.web.site.extensions import db

Sessions = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def sessions(app: Flask) -> Sessions:
    @contextmanager
    def make() -> Iterator[Session]:
        with app.app_context(), Session(db.engine) as session:
            yield session

    return make
