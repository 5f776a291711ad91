"""What a learner keeps of a topic: the note, what was read, and whether it is a favorite."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.catalog.model import Roadmap, Topic
from webapp.db.unit_of_work import writing
from webapp.progress.errors import KeyReused
from webapp.progress.notes import Draft, NoteTooLong, Saved, save_note
from webapp.progress.own import TooManyTicks, Wish, set_favorite, set_tick
from webapp.web.site.act_keys import act_key, made
from webapp.web.site.extensions import db, limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.new_guests import keep_guest, learner_here
from webapp.web.site.redirects import safe_next
from webapp.web.site.responses import meta_builder, page, personal
from webapp.web.site.standings import mark_keys, standing_on
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.uploads import takes_file
from webapp.web.site.visitor import learner_or_address, viewer, visitor
from webapp.web.topics.gone import init_gone
from webapp.web.topics.own import note_part, own_of, own_part
from webapp.web.topics.pages import topic_page
from webapp.web.topics.routes import find_topic

bp = Blueprint("own", __name__)
init_gone(bp)
# The longest note, with each letter as the form of a browser writes it.
LARGEST_NOTE = 256 * 1024
LONGEST_WRITER = 36


@bp.post("/<slug>/<reference>/note")
@takes_file(LARGEST_NOTE)
@limiter.limit("300 per minute", key_func=learner_or_address)
def set_note(slug: str, reference: str) -> BaseResponse:
    """Saves a note. A text that somebody else has changed meanwhile is answered with 409 and both texts."""
    roadmap, found = find_topic(slug, reference)
    _refuse_nobody()
    form, act, keys = request.form, made(), mark_keys(roadmap)
    writer = form.get("writer", "").replace("\0", "")[:LONGEST_WRITER]
    draft = Draft(form.get("text", ""), form.get("over", form.get("edition", "")), writer)
    try:
        with writing(db.session()) as session:
            learner_id = learner_here(session, datetime.now(UTC))
            saved = save_note(session, learner_id, keys, found.id, draft, act.at, act.is_late)
    except NoteTooLong as error:
        return _too_long(found, error.most)
    if saved.is_conflict:
        return _conflict(roadmap, found, saved, draft)
    said = gettext("Saved") if saved.text else gettext("Saved: there is no note now")
    if saved.is_joined:
        said = gettext("Saved below what another page had written meanwhile")
    if wants_fragment():
        return keep_guest(_note_pieces(found, saved.text, said))
    show_on_next_page(Toast(said))
    return keep_guest(redirect(safe_next(form.get("next"), found.path), 303))


@bp.post("/<slug>/<reference>/resource")
@limiter.limit("600 per minute", key_func=learner_or_address)
def set_resource(slug: str, reference: str) -> BaseResponse:
    """Ticks a resource as read (`read` has its digest), or takes the tick away (`unread`)."""
    roadmap, found = find_topic(slug, reference)
    _refuse_nobody()
    wanted = request.form.get("read") or request.form.get("unread", "")
    rows = own_part(found, own_of(roadmap, found)).resources
    address = next((row.resource.url for row in rows if row.digest == wanted), "")
    if not address:
        abort(422, gettext("This topic has no such resource any more. Load the page again."))
    act, keys = made(), mark_keys(roadmap)
    wish = Wish("read" in request.form, act.at, act.is_late, act_key())
    try:
        with writing(db.session()) as session:
            set_tick(session, learner_here(session, datetime.now(UTC)), keys, found.id, address, wish)
    except TooManyTicks:
        abort(422, gettext("You have too many ticks. Nothing was changed."))
    except KeyReused:
        abort(409, gettext("This change was not saved. Load the page again."))
    return _own_answer(roadmap, found, "resources")


@bp.post("/<slug>/<reference>/favorite")
@limiter.limit("600 per minute", key_func=learner_or_address)
def set_favorite_topic(slug: str, reference: str) -> BaseResponse:
    """Keeps a topic as a favorite (`keep=1`), or no longer."""
    roadmap, found = find_topic(slug, reference)
    _refuse_nobody()
    act, keys = made(), mark_keys(roadmap)
    wish = Wish(request.form.get("keep") == "1", act.at, act.is_late, act_key())
    try:
        with writing(db.session()) as session:
            set_favorite(session, learner_here(session, datetime.now(UTC)), keys, found.id, wish)
    except TooManyTicks:
        abort(422, gettext("You have too many favorites. Nothing was changed."))
    except KeyReused:
        abort(409, gettext("This change was not saved. Load the page again."))
    return _own_answer(roadmap, found, "favorite")


def _refuse_nobody() -> None:
    """Answers 409 where the learner's session has ended: a redirect would take a written text away."""
    if visitor() is None and request.form.get("viewer"):
        words = gettext("You are signed out. Sign in in another tab, then save again; your text stays here.")
        abort(409, words)


def _own_answer(roadmap: Roadmap, found: Topic, piece: str) -> BaseResponse:
    if not wants_fragment():
        return keep_guest(redirect(safe_next(request.form.get("next"), found.path), 303))
    part = own_part(found, own_of(roadmap, found))
    html = render_template(
        "topics/_own_changed.html", piece=piece, topic=found, own=part, roadmap=roadmap, viewer=viewer()
    )
    return keep_guest(personal(html))


def _note_pieces(found: Topic, text: str, said: str) -> BaseResponse:
    context = {"topic": found, "note": note_part(text), "said": said, "viewer": viewer()}
    return personal(render_template("topics/_note_saved.html", **context))


def _too_long(found: Topic, most: int) -> BaseResponse:
    words = gettext("Not saved: a note has %(most)d characters at most.", most=most)
    if not wants_fragment():
        abort(422, words)
    response = personal(render_template("topics/_note_refused.html", topic=found, said=words))
    response.status_code = 422
    return response


def _conflict(roadmap: Roadmap, found: Topic, saved: Saved, draft: Draft) -> BaseResponse:
    theirs = note_part(saved.text)
    words = gettext("This note was changed elsewhere meanwhile. Decide below which text stays.")
    if wants_fragment():
        html = render_template(
            "topics/_note_conflict_pieces.html",
            topic=found,
            theirs=theirs,
            toast=Toast(words),
            viewer=viewer(),
            said=gettext("Not saved yet"),
        )
        response = personal(html)
        response.status_code = 409
        return response
    context = topic_page(standing_on(roadmap), found, own_of(roadmap, found))
    title = gettext("Your note on %(topic)s", topic=found.label)
    meta = meta_builder().simple(title, words, section="me")
    return page(
        "topics/note_conflict.html", meta, status=409, page=context, theirs=theirs, draft=draft, words=words
    )
