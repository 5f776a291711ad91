"""A mark that was requested on the page of an account whose session has ended, set after the next sign-in.

Meanwhile it is in a signed note in the address of the sign-in page. A note works only in the browser that
requested it, and for the learner of the page.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import current_app
from flask import session as browser_session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.db.unit_of_work import writing
from webapp.learning.marking import mark_topic
from webapp.learning.status import UnknownStatus, status_named
from webapp.web.site.extensions import db
from webapp.web.site.services import find_roadmap
from webapp.web.site.standings import mark_keys, present_slug
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import viewer_key

VALID_SECONDS = 3600
BROWSER = "pending-mark"


def sign_in_address(roadmap: str, topic_id: str, status: str, back: str, made_for: str) -> str:
    """Returns the address of a sign-in that sets the mark and then leads to `back`.

    `made_for` is the viewer's key of the page that requested the mark, which is set for no other learner.
    """
    browser_session[BROWSER] = browser_session.get(BROWSER) or secrets.token_urlsafe(16)
    note = _serializer().dumps([roadmap, topic_id, status, made_for, browser_session[BROWSER]])
    return f"/login?{urlencode({'next': back, 'want': note})}"


def set_pending_mark(learner_id: int, note: str) -> None:
    """Sets the mark of a note. Notes that are too old or for another browser or learner are ignored."""
    try:
        slug, topic_id, value, made_for, browser = _serializer().loads(note, max_age=VALID_SECONDS)
        status = status_named(value)
    except (BadSignature, UnknownStatus, ValueError, TypeError):
        return
    is_this_browser = hmac.compare_digest(str(browser), str(browser_session.pop(BROWSER, "")))
    if not is_this_browser or made_for != viewer_key(learner_id):
        return
    roadmap = find_roadmap(slug) or find_roadmap(present_slug(slug))
    topic = roadmap.topic(topic_id) if roadmap else None
    if roadmap is None or topic is None:
        return
    keys = mark_keys(roadmap)
    with writing(db.session()) as session:
        marked = mark_topic(session, learner_id, roadmap, topic, status, datetime.now(UTC), stored_as=keys)
    undo = f"/me/acts/{marked.act_id}/undo" if marked.act_id else ""
    show_on_next_page(
        Toast(gettext("%(topic)s: %(status)s", topic=topic.label, status=gettext(status.words)), undo)
    )


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="wanted-mark")
