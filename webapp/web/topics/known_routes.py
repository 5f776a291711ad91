"""What somebody knows already, on the first visit to a roadmap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap, Topic
from webapp.db.unit_of_work import writing
from webapp.learning.marking import mark_known
from webapp.learning.status import DONE, PENDING
from webapp.progress.errors import KeyReused
from webapp.web.site.act_keys import act_key
from webapp.web.site.extensions import db, limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.new_guests import keep_guest, learner_here
from webapp.web.site.redirects import safe_next
from webapp.web.site.services import find_roadmap
from webapp.web.site.standings import mark_keys
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import learner_or_address, send_to_sign_in, visitor
from webapp.web.topics.changes import changed

bp = Blueprint("known", __name__)


@bp.post("/<slug>/known")
@limiter.limit("3000 per minute", key_func=learner_or_address)
def set_known(slug: str) -> Response:
    """Marks each `topic` as done, as something that was known before. Somebody unknown becomes a guest.

    Of the topics in `offered` those without a tick are set back to not started.
    """
    roadmap = find_roadmap(slug) or abort(404)
    back = safe_next(request.form.get("next"), roadmap.path)
    offered = _topics(roadmap, request.form.getlist("offered"))
    known = _topics(roadmap, request.form.getlist("topic"))
    if offered:
        known = [topic for topic in known if topic in offered]
    unknown = [topic for topic in offered if topic not in known]
    if visitor() is None and request.form.get("viewer"):
        return send_to_sign_in()
    if not known and not unknown:
        return redirect(back, 303)
    now, keys = datetime.now(UTC), mark_keys(roadmap)
    try:
        with writing(db.session()) as session:
            learner_id = learner_here(session, now)
            act_id = mark_known(session, learner_id, roadmap, known, unknown, now, act_key(), stored_as=keys)
    except KeyReused:
        abort(409, gettext("This change was not saved. Load the page again."))
    undo = f"/me/acts/{act_id}/undo" if act_id else ""
    toast = Toast(_words(known, unknown), undo)
    if wants_fragment():
        return keep_guest(changed(roadmap, [*known, *unknown], toast))
    show_on_next_page(toast)
    return keep_guest(redirect(back, 303))


def _topics(roadmap: Roadmap, ids: Iterable[str]) -> list[Topic]:
    """Returns the topics of these ids, each once. Aborts with 404 if one is not there."""
    found = {topic.id: topic for topic in (roadmap.topic(topic_id) or abort(404) for topic_id in ids)}
    return list(found.values())


def _words(known: list[Topic], unknown: list[Topic]) -> str:
    if len(known) + len(unknown) > 1:
        return ngettext("%(num)d topic marked as done.", "%(num)d topics marked as done.", len(known))
    topic, status = (known[0], DONE) if known else (unknown[0], PENDING)
    return gettext("%(topic)s: %(status)s", topic=topic.label, status=gettext(status.words))
