"""A topic: its page and panel, and the status that a learner sets on it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.following import follow_changes
from webapp.learning.marking import mark_topic
from webapp.learning.standing import Standing
from webapp.learning.status import STATUSES, Status, UnknownStatus, status_named
from webapp.progress.errors import KeyReused
from webapp.web.account.pending_mark import sign_in_address
from webapp.web.site.act_keys import act_key, made
from webapp.web.site.extensions import limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.moves import present_moves
from webapp.web.site.new_guests import keep_guest, writing_here
from webapp.web.site.redirects import moved, safe_next
from webapp.web.site.responses import meta_builder, public_page
from webapp.web.site.services import catalog, find_roadmap
from webapp.web.site.standings import mark_keys, standing_on
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, sign_in_redirect, visitor
from webapp.web.topics.changes import changed, stale
from webapp.web.topics.elsewhere import offer_on
from webapp.web.topics.gone import here_now, init_gone
from webapp.web.topics.own import own_of
from webapp.web.topics.pages import topic_page

bp = Blueprint("topics", __name__)
init_gone(bp)


@bp.get("/<slug>/<reference>")
def topic(slug: str, reference: str) -> Response:
    """Shows the topic as a page or as the fragment of the panel.

    An address with an old slug is redirected to the present one.
    """
    roadmap, found = find_topic(slug, reference)
    if f"/{slug}/{reference}" != found.path:
        return moved(found.path)
    standing = standing_on(roadmap)
    context = topic_page(standing, found, own_of(roadmap, found), offer_on(standing, found))
    meta = meta_builder().topic(roadmap, found, catalog().original_of(found))
    return public_page("topics/_panel.html" if wants_fragment() else "topics/topic.html", meta, page=context)


@bp.post("/<slug>/<reference>/status")
@limiter.limit("3000 per minute", key_func=learner_or_address)
def set_status(slug: str, reference: str) -> Response:
    """Sets a status on a topic. Somebody unknown becomes a guest.

    The page of a learner whose session has ended leads to sign-in, after which the mark is set. With `stale`
    the page that asks renews itself as a whole.
    """
    roadmap, found = find_topic(slug, reference)
    try:
        status = status_named(request.form.get("status", ""))
    except UnknownStatus:
        values = ", ".join(s.value for s in STATUSES)
        abort(422, gettext("The status has to be one of %(values)s. Nothing was changed.", values=values))
    back = safe_next(request.form.get("next"), found.path)
    made_for = request.form.get("viewer", "")
    if visitor() is None and made_for:
        return sign_in_redirect(sign_in_address(roadmap.slug, found.id, status.value, back, made_for))
    keys, moves = mark_keys(roadmap), present_moves()
    try:
        act = made()
        with writing_here(datetime.now(UTC)) as (work, learner_id):
            follow_changes(work, learner_id, moves, datetime.now(UTC))
            marked = mark_topic(
                work,
                learner_id,
                roadmap,
                found,
                status,
                act.at,
                act_key(),
                stored_as=keys,
                is_late=act.is_late,
            )
    except KeyReused:
        return _refuse_key(roadmap, found)
    undo = f"/me/acts/{marked.act_id}/undo" if marked.act_id else ""
    standing = marked.standing or standing_on(roadmap)
    toast = mark_toast(standing, found, status, undo)
    if wants_fragment() and request.form.get("stale"):
        return keep_guest(stale(toast))
    if wants_fragment():
        opened = roadmap.topic(request.form.get("then", ""))
        return keep_guest(changed(standing, [found], toast, opened))
    show_on_next_page(toast)
    return keep_guest(redirect(back, 303))


def mark_toast(standing: Standing, topic: Topic, status: Status, undo: str) -> Toast:
    """Returns the message after a mark, which leads to the ending if the mark has finished the roadmap."""
    if not undo or not standing.is_finished_by(topic.id):
        return Toast(gettext("%(topic)s: %(status)s", topic=topic.label, status=gettext(status.words)), undo)
    words = gettext(
        "%(topic)s: %(status)s. You walked all of %(roadmap)s.",
        topic=topic.label,
        status=gettext(status.words),
        roadmap=standing.roadmap.brief_title,
    )
    ending = f"{standing.roadmap.path}#ending"
    return Toast(words, undo, ending)


def find_topic(slug: str, reference: str) -> tuple[Roadmap, Topic]:
    """Returns the topic of the address `<topic-slug>@<id>`. Only the id identifies it.

    One that became another one is that. Aborts with 404, and raises TopicGone.
    """
    roadmap = find_roadmap(slug)
    if roadmap is None or "@" not in reference:
        abort(404)
    return here_now(roadmap, reference.rpartition("@")[2]) or abort(404)


def _refuse_key(roadmap: Roadmap, found: Topic) -> Response:
    """Answers 409 with the present status, because the act's key was used for another change."""
    words = gettext("%(topic)s: this change was not saved. Set it again.", topic=found.label)
    if not wants_fragment():
        abort(409, words)
    response = changed(standing_on(roadmap), [found], Toast(words))
    response.status_code = 409
    return response
