"""The mark that a guest wanted to set: carried through sign-in in a signed note, and set afterwards."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, flash
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.learning.status import status_named
from webapp.web.site.catalog_store import find_roadmap
from webapp.web.site.marks import mark_topic

VALID_SECONDS = 3600


def sign_in_address(roadmap: str, topic_id: str, status: str, back: str) -> str:
    """Where to sign in so that the mark is set afterwards and the learner comes back to `back`."""
    note = _serializer().dumps([roadmap, topic_id, status])
    return f"/login?{urlencode({'next': back, 'want': note})}"


def set_wanted(learner_id: int, note: str) -> None:
    """Sets the mark of a note that this site signed within the last hour; anything else is ignored."""
    try:
        slug, topic_id, status = _serializer().loads(note, max_age=VALID_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return
    roadmap = find_roadmap(slug)
    topic = roadmap.topic(topic_id) if roadmap else None
    if roadmap is None or topic is None:
        return
    act_id = mark_topic(learner_id, roadmap, topic, status)
    undo = f"/me/acts/{act_id}/undo" if act_id else ""
    flash(f"{topic.label}: {status_named(status).words}", f"undo:{undo}")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="wanted-mark")
