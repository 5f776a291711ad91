"""The signed-in learner's marks, as pages need them: at most one query, and none for a guest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import g
from sqlalchemy.exc import OperationalError, TimeoutError

from webapp.catalog.model import Roadmap, Topic
from webapp.db.unit_of_work import writing
from webapp.progress.marks import all_marks, marks_of, set_marks
from webapp.web.site.extensions import db
from webapp.web.site.meters import effective_marks
from webapp.web.site.visitor import visitor


def marks_on(roadmap: Roadmap) -> Mapping[str, str]:
    """The learner's marks on a roadmap, by topic id; empty for a guest."""
    who = visitor()
    return effective_marks(roadmap, marks_of(db.session(), who.learner_id, roadmap.slug)) if who else {}


def marks_everywhere() -> Mapping[str, Mapping[str, str]]:
    """The learner's marks on all roadmaps, by slug; empty for a guest."""
    who = visitor()
    if who is None:
        return {}
    if "marks" not in g:
        g.marks = all_marks(db.session(), who.learner_id)
    found: Mapping[str, Mapping[str, str]] = g.marks
    return found


def mark_topic(learner_id: int, roadmap: Roadmap, topic: Topic, status: str, key: str | None = None) -> str:
    """Sets a learner's mark on a topic, and with it on its twins: whichever of them is taken from the map
    later, no mark is lost.

    The id of the act; empty where nothing changed. Raises BadStatus and KeyReused.
    """
    wanted = [(roadmap.slug, topic_id, status) for topic_id in roadmap.ids_of(topic)]
    with writing(db.session()) as session:
        changes = set_marks(session, learner_id, wanted, datetime.now(UTC), key)
    return changes[0].act_id


DatabaseAway = (OperationalError, TimeoutError)
