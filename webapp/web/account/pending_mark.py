"""The mark that a guest wanted to set: carried through sign-in in a signed note, and set afterwards.

A note works in the browser that asked for it only, and for the learner whose page asked, where there was one.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlencode

from flask import current_app, flash, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.learning.status import status_named
from webapp.web.site.catalog_store import find_roadmap
from webapp.web.site.marks import mark_topic
from webapp.web.site.visitor import viewer_key

VALID_SECONDS = 3600
BROWSER = "pending-mark"


def sign_in_address(roadmap: str, topic_id: str, status: str, back: str, made_for: str = "") -> str:
    """Where to sign in so that the mark is set afterwards and the learner comes back to `back`.

    `made_for` is the viewer's key of the page that asked, empty for a guest's: nobody else gets the mark.
    """
    session[BROWSER] = session.get(BROWSER) or secrets.token_urlsafe(16)
    note = _serializer().dumps([roadmap, topic_id, status, made_for, session[BROWSER]])
    return f"/login?{urlencode({'next': back, 'want': note})}"


def set_wanted(learner_id: int, note: str) -> None:
    """Sets the mark of a note that this browser got within the last hour, for its learner; anything else
    is ignored.
    """
    try:
        slug, topic_id, status, made_for, browser = _serializer().loads(note, max_age=VALID_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return
    is_this_browser = hmac.compare_digest(str(browser), str(session.pop(BROWSER, "")))
    if not is_this_browser or made_for not in {"", viewer_key(learner_id)}:
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
