"""Many topics at once: what can be done with a branch of a roadmap, the question before, and the act."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap
from webapp.learning.following import follow_changes
from webapp.learning.marking import Deed, Marked, mark_topics
from webapp.progress.errors import KeyReused
from webapp.web.marks.forms import Scope, read_deed, read_scope, way_back
from webapp.web.marks.pages import ask_page, done_words, many_page
from webapp.web.site.act_keys import act_key, made
from webapp.web.site.extensions import limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.moves import present_moves
from webapp.web.site.new_guests import keep_guest, writing_here
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import find_roadmap
from webapp.web.site.standings import mark_keys, standing_on
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, send_to_sign_in, visitor
from webapp.web.topics.changes import are_few, changed, stale
from webapp.web.topics.gone import init_gone
from webapp.web.topics.open_topic import asks_from_page_of

bp = Blueprint("marks", __name__)
init_gone(bp)


@bp.get("/<slug>/marks")
def many(slug: str) -> Response:
    """Shows what can be done with `section`, `all` or each `topic`; with a `status` it asks about that."""
    roadmap = _find(slug)
    scope = read_scope(roadmap, request.args)
    if "status" in request.args:
        return _ask(roadmap, scope, read_deed(scope, request.args))
    context = many_page(standing_on(roadmap), scope, way_back(roadmap))
    meta = meta_builder().simple(
        gettext("%(part)s: mark topics", part=context.name),
        gettext("Mark many topics of the %(roadmap)s roadmap at once.", roadmap=roadmap.brief_title),
        section="roadmaps",
        language=roadmap.front.language,
    )
    return page("marks/_many.html" if wants_fragment() else "marks/many.html", meta, page=context)


@bp.post("/<slug>/marks")
@limiter.limit("120 per minute", key_func=learner_or_address)
def set_many(slug: str) -> Response:
    """Sets a `status` on the topics as one act; with `rest`, only on those neither done nor skipped.

    With `ask` it asks first. Somebody unknown becomes a guest.
    """
    roadmap = _find(slug)
    scope = read_scope(roadmap, request.form)
    deed = read_deed(scope, request.form)
    if visitor() is None and request.form.get("viewer"):
        return send_to_sign_in()
    if request.form.get("ask"):
        return _ask(roadmap, scope, deed)
    act, keys, moves = made(), mark_keys(roadmap), present_moves()
    try:
        with writing_here(datetime.now(UTC)) as (work, learner_id):
            follow_changes(work, learner_id, moves, datetime.now(UTC))
            marked = mark_topics(
                work,
                learner_id,
                roadmap,
                deed,
                act.at,
                act_key(),
                stored_as=keys,
                is_late=act.is_late,
            )
    except KeyReused:
        abort(409, gettext("This change was not saved. Load the page again."))
    return keep_guest(_answer(roadmap, deed, marked))


def _find(slug: str) -> Roadmap:
    roadmap = find_roadmap(slug)
    if roadmap is None or not roadmap.order or roadmap.front.is_upcoming:
        abort(404)
    return roadmap


def _ask(roadmap: Roadmap, scope: Scope, deed: Deed) -> Response:
    context = ask_page(standing_on(roadmap), scope, deed, way_back(roadmap))
    meta = meta_builder().simple(
        context.heading,
        gettext("Mark many topics of the %(roadmap)s roadmap at once.", roadmap=roadmap.brief_title),
        section="roadmaps",
        language=roadmap.front.language,
    )
    return page("marks/_ask.html" if wants_fragment() else "marks/ask.html", meta, page=context)


def _answer(roadmap: Roadmap, deed: Deed, marked: Marked) -> Response:
    undo = f"/me/acts/{marked.act_id}/undo" if marked.act_id else ""
    toast = Toast(done_words(deed, len(marked.changed)), undo)
    if wants_fragment() and (asks_from_page_of(roadmap) or are_few(marked.changed)):
        standing = marked.standing or standing_on(roadmap)
        return changed(standing, marked.changed or deed.topics[:1], toast)
    if wants_fragment():
        return stale(toast)
    show_on_next_page(toast)
    return redirect(way_back(roadmap), 303)
