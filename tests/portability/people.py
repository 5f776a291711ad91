"""A learner with something in every part: what exports, imports and deletions are tried on."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from webapp.db.unit_of_work import writing
from webapp.portability.export import Labels, Origin, RoadmapLabel, write_json
from webapp.portability.importing import Plan, apply_import
from webapp.portability.matching import match
from webapp.portability.reading import read_upload
from webapp.web.site.extensions import db

# The present, because accounts of tests are made by requests: what is brought may not be of the future.
NOW = datetime.now(UTC).replace(microsecond=123456)
DAY = timedelta(days=1)
ORIGIN = Origin("https://site.example", NOW)
ALPHA = RoadmapLabel("alpha", "Alpha", ("0123456789abcdef",), {"a1": "First steps", "a2": "=Second"})
BETA = RoadmapLabel("beta", "Beta", (), {"b1": "One", "b2": "Two"})
LABELS: Labels = {"alpha": ALPHA, "beta": BETA}


@contextmanager
def sessions(app: Flask) -> Iterator[Session]:
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        yield session


def exported(app: Flask, learner_id: int, labels: Labels = LABELS) -> dict[str, Any]:
    """Everything of a learner, as the JSON says it."""
    file = io.BytesIO()
    with sessions(app) as session:
        write_json(session, learner_id, labels, ORIGIN, file)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


def taken_in(
    app: Flask, learner_id: int, content: dict[str, Any], labels: Labels = LABELS, now: datetime = NOW
) -> tuple[Plan, str]:
    """Imports what a file says, and returns what was done, and the act."""
    upload = read_upload(json.dumps(content).encode(), now)
    with sessions(app) as session, writing(session):
        return apply_import(session, learner_id, upload, match(upload, labels, {}), now)


def progress_of(content: dict[str, Any]) -> dict[str, Any]:
    """What an export says of a learner's progress."""
    return {name: content[name] for name in ("roadmaps", "marks", "acts", "events")}
