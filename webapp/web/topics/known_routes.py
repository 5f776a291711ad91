"""What somebody knows already, on the first visit to a roadmap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap, Topic
from webapp.db.unit_of_work import writing
from webapp.learning.branches import branch
from webapp.learning.marking import mark_known
from webapp.learning.status import DONE, PENDING
from webapp.progress.errors import KeyReused
from webapp.web.site.act_keys import act_key
from webapp.web.site.extensions import db, limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.new_guests import keep_guest, learner_here
from webapp.web.site.redirects import safe_next
from webapp.web.site.services import find_roadmap
from webapp.web.site.standings import mark_keys, standing_on
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import learner_or_address, send_to_sign_in, visitor
from webapp.web.topics.changes import changed

bp = Blueprint("known", __name__)


@bp.post("/<slug>/known")
@limiter.limit("3000 per minute", key_func=learner_or_address)
def set_known(slug: str) -> Response:
    """Marks each `topic` and those below it as done, as what was known before.

    Somebody unknown becomes a guest. Of the topics in `offered` those without a tick are set
    back to not started, with those below them.
    """
    roadmap = find_roadmap(slug) or abort(404)
    back = safe_next(request.form.get("next"), roadmap.path)
    known, unknown = _ticks(roadmap)
    if visitor() is None and request.form.get("viewer"):
        return send_to_sign_in()
    if not known and not unknown:
        return redirect(back, 303)
    now, keys = datetime.now(UTC), mark_keys(roadmap)
    try:
        with writing(db.session()) as session:
            learner_id = learner_here(session, now)
            marked = mark_known(
                session,
                learner_id,
                roadmap,
                _with_branches(roadmap, known),
                _with_branches(roadmap, unknown),
                now,
                act_key(),
                stored_as=keys,
            )
    except KeyReused:
        abort(409, gettext("This change was not saved. Load the page again."))
    undo = f"/me/acts/{marked.act_id}/undo" if marked.act_id else ""
    toast = Toast(_words(known, unknown, marked.changed), undo)
    if wants_fragment():
        # The ticks themselves too: a page that was open for long may show others.
        shown = dict.fromkeys((*known, *unknown, *marked.changed))
        standing = marked.standing or standing_on(roadmap)
        return keep_guest(changed(standing, tuple(shown), toast))
    show_on_next_page(toast)
    return keep_guest(redirect(back, 303))


def _ticks(roadmap: Roadmap) -> tuple[list[Topic], list[Topic]]:
    """Returns the topics of the form with a tick, and those that were offered and have none."""
    offered = _topics(roadmap, request.form.getlist("offered"))
    known = _topics(roadmap, request.form.getlist("topic"))
    if offered:
        known = [topic for topic in known if topic in offered]
    return known, [topic for topic in offered if topic not in known]


def _topics(roadmap: Roadmap, ids: Iterable[str]) -> list[Topic]:
    """Returns the topics of these ids, each once. Aborts with 404 if one is not there."""
    found = {topic.id: topic for topic in (roadmap.topic(topic_id) or abort(404) for topic_id in ids)}
    return list(found.values())


def _with_branches(roadmap: Roadmap, topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Returns the topics with all that are below them: who knows a section knows what is in it."""
    branches = (branch(roadmap, topic.id) for topic in topics)
    return tuple(topic for found in branches if found for topic in found.topics)


def _words(known: list[Topic], unknown: list[Topic], changed_now: tuple[Topic, ...]) -> str:
    if len(known) + len(unknown) > 1:
        count = len(changed_now)
        return ngettext("%(num)d topic marked as done.", "%(num)d topics marked as done.", count)
    topic, status = (known[0], DONE) if known else (unknown[0], PENDING)
    more = len(changed_now) - 1
    if more > 0:
        words = gettext(status.words)
        return gettext("%(topic)s and %(more)d more: %(status)s", topic=topic.label, more=more, status=words)
    return gettext("%(topic)s: %(status)s", topic=topic.label, status=gettext(status.words))
