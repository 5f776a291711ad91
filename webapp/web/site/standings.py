"""The signed-in learner's marks, read by at most one query, and by none for a guest."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g

from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.progress.marks import all_marks, marks_of
from webapp.web.site.extensions import db
from webapp.web.site.visitor import visitor


def standing_on(roadmap: Roadmap) -> Standing:
    """Returns the learner's standing on a roadmap; a guest has no marks."""
    who = visitor()
    marks = marks_of(db.session(), who.learner_id, roadmap.slug) if who else {}
    return Standing(roadmap, marks)


def marks_everywhere() -> Mapping[str, Mapping[str, str]]:
    """Returns the learner's marks by slug and topic id. A guest has none."""
    who = visitor()
    if who is None:
        return {}
    if "marks" not in g:
        g.marks = all_marks(db.session(), who.learner_id)
    found: Mapping[str, Mapping[str, str]] = g.marks
    return found
