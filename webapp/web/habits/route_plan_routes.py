"""A route is put into the plan, and taken out of it again."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from webapp.catalog.model import Roadmap, Topic
from webapp.db.unit_of_work import writing
from webapp.habits.planning import Pace
from webapp.habits.plans import BadPlan, plans_of, remove_plan, set_plan
from webapp.habits.rhythms import read_days
from webapp.learning.following import follow_changes
from webapp.learning.marking import Deed, mark_topics
from webapp.learning.status import DONE
from webapp.progress.acts import undo
from webapp.progress.errors import AlreadyUndone, NotOnesOwn, TooOld, UnknownAct
from webapp.web.habits.plan_forms import is_target, read_minutes
from webapp.web.site.extensions import db, limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.moves import present_moves
from webapp.web.site.new_guests import keep_guest, learner_here
from webapp.web.site.query import query_text
from webapp.web.site.services import catalog, find_roadmap
from webapp.web.site.standings import mark_keys
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import learner_or_address, send_to_sign_in, signed_in, visitor
from webapp.web.topics.gone import here_now, init_gone

bp = Blueprint("route_plan", __name__)
init_gone(bp)


@bp.post("/<slug>/route")
@limiter.limit("60 per minute", key_func=learner_or_address)
def plan_route(slug: str) -> BaseResponse:
    """Plans the route `to` a topic from today on, and marks the topics of `known` as known before.

    Somebody unknown becomes a guest.
    """
    roadmap, target = _found(slug, request.form.get("to", ""))
    if visitor() is None and request.form.get("viewer"):
        return send_to_sign_in()
    known = [topic for i in request.form.getlist("known") if (topic := roadmap.topic(i)) and topic.drawn]
    now, keys, moves = datetime.now(UTC), mark_keys(roadmap), present_moves()
    try:
        minutes = read_minutes()
        with writing(db.session()) as session:
            learner_id = learner_here(session, now)
            follow_changes(session, learner_id, moves, now)
            before = plans_of(session, learner_id).paces.get(keys[0])
            today = read_days(session, learner_id).day_of(now)
            deed = Deed(tuple(known), DONE, is_known=True)
            marked = mark_topics(session, learner_id, roadmap, deed, now, stored_as=keys) if known else None
            set_plan(session, learner_id, keys[0], Pace(today, minutes, target.id), today, now)
    except BadPlan:
        abort(422, gettext("Give half an hour to sixty hours a week. Nothing was planned."))
    count, act_id = (len(marked.changed), marked.act_id) if marked else (0, "")
    show_on_next_page(Toast(_words(target, count), _undo_address(roadmap, before, act_id)))
    return keep_guest(redirect("/me/plan", 303))


@bp.post("/me/plan/undo")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("60 per minute", key_func=learner_or_address)
def undo_plan() -> BaseResponse:
    """Sets the plan for a roadmap back to what the address says, or removes it; an act is undone with it."""
    roadmap = find_roadmap(request.args.get("roadmap", "")) or abort(404)
    who, now, key, moves = signed_in(), datetime.now(UTC), mark_keys(roadmap)[0], present_moves()
    act_id = query_text("act", 32)
    try:
        before = _pace_before(roadmap)
        with writing(db.session()) as session:
            if before:
                today = read_days(session, who.learner_id).day_of(now)
                set_plan(session, who.learner_id, key, before, today, now)
            else:
                remove_plan(session, who.learner_id, key)
            if act_id:
                # Of an act that cannot be undone any more the marks stay, and the history has them.
                with suppress(UnknownAct, AlreadyUndone, TooOld, NotOnesOwn):
                    undo(session, who.learner_id, act_id, now, moves.renamed)
                # What was undone may be on topics that have become others since.
                follow_changes(session, who.learner_id, moves, now)
    except BadPlan:
        abort(422, gettext("This plan cannot be brought back. Nothing was changed."))
    show_on_next_page(Toast(gettext("The plan is as it was before.")))
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": "/me/plan", "Cache-Control": "private, no-store"})
    return redirect("/me/plan", 303)


def _found(slug: str, to: str) -> tuple[Roadmap, Topic]:
    """Returns the topic that an id means now, and its roadmap."""
    roadmap, topic = here_now(find_roadmap(slug) or abort(404), to) or abort(404)
    if roadmap.front.is_upcoming or not is_target(roadmap, topic.id):
        abort(404)
    return roadmap, topic


def _undo_address(roadmap: Roadmap, before: Pace | None, act_id: str | None) -> str:
    back = {"roadmap": roadmap.slug}
    if before:
        back |= {"starts_on": str(before.starts_on), "minutes": str(before.minutes_a_week)}
        back |= {"to": before.topic_id} if before.topic_id else {}
    back |= {"act": act_id} if act_id else {}
    return f"/me/plan/undo?{urlencode(back)}"


def _pace_before(roadmap: Roadmap) -> Pace | None:
    """Returns the plan of before, if the address names one. Raises BadPlan."""
    if "minutes" not in request.args:
        return None
    to = query_text("to", 64)
    if to and roadmap.topic(to) is None and (roadmap.slug, to) not in catalog().fates:
        raise BadPlan(to)
    try:
        starts_on = date.fromisoformat(query_text("starts_on", 10))
        return Pace(starts_on, int(query_text("minutes", 10)), to)
    except ValueError as error:
        raise BadPlan from error


def _words(target: Topic, count: int) -> str:
    planned = gettext("The route to %(topic)s is in your plan.", topic=target.label)
    if not count:
        return planned
    known = ngettext("%(num)d topic marked as known.", "%(num)d topics marked as known.", count)
    return f"{planned} {known}"
