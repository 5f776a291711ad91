"""A learner's plans, changed and removed by forms, and their private calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, Response, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from webapp.catalog.model import Roadmap
from webapp.db.unit_of_work import writing
from webapp.habits.planning import Pace
from webapp.habits.plans import (
    calendar_owner,
    new_calendar,
    remove_calendar,
    remove_plan,
    set_plan,
)
from webapp.syndication.calendars import write_calendar
from webapp.web.habits.plan import calendar_days, last_change, planned, uid_of
from webapp.web.habits.plan_forms import is_target, read_minutes
from webapp.web.habits.plan_page import plan_page
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import NEVER, meta_builder, page
from webapp.web.site.services import catalog, find_roadmap, settings
from webapp.web.site.standings import mark_keys, marks_overview
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext, language_tag
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("plan", __name__)


@bp.get("/me/plan")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def plan() -> BaseResponse:
    """Shows what comes on which day, and the forms."""
    return _plan_page()


@bp.post("/me/plan")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("60 per minute", key_func=learner_or_address)
def new_plan() -> BaseResponse:
    """Stores a plan for a roadmap, or changes the one that there is."""
    roadmap, now = _roadmap(), datetime.now(UTC)
    to = request.form.get("to", "")
    if to and not is_target(roadmap, to):
        abort(404)
    key, who = mark_keys(roadmap)[0], signed_in()
    try:
        pace = Pace(date.fromisoformat(request.form.get("starts_on", "")), read_minutes(), to)
        with writing(db.session()) as session:
            set_plan(session, who.learner_id, key, pace, now.date(), now)
    except ValueError:
        words = gettext("Give half an hour to sixty hours a week, and a day to begin within three years.")
        return _plan_page(wrong=words, status=422)
    show_on_next_page(Toast(gettext("Your plan is saved.")))
    return redirect("/me/plan", 303)


@bp.post("/me/plan/remove")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("60 per minute", key_func=learner_or_address)
def no_plan() -> BaseResponse:
    """Removes the plan for a roadmap; marks stay."""
    key = mark_keys(_roadmap())[0]
    with writing(db.session()) as session:
        remove_plan(session, signed_in().learner_id, key)
    show_on_next_page(Toast(gettext("The plan is removed. Your marks stay.")))
    return redirect("/me/plan", 303)


@bp.post("/me/plan/calendar")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per minute", key_func=learner_or_address)
def new_address() -> BaseResponse:
    """Makes a new calendar address and shows it this once; the one of before ends."""
    with writing(db.session()) as session:
        token = new_calendar(session, signed_in().learner_id, datetime.now(UTC))
    return _plan_page(address=f"{settings().site_url}/me/calendar/{token}.ics")


@bp.post("/me/plan/calendar/remove")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per minute", key_func=learner_or_address)
def no_address() -> BaseResponse:
    """Ends the calendar address."""
    with writing(db.session()) as session:
        remove_calendar(session, signed_in().learner_id)
    show_on_next_page(Toast(gettext("The calendar address has ended.")))
    return redirect("/me/plan", 303)


@bp.get("/me/calendar/<token>.ics")
def calendar(token: str) -> BaseResponse:
    """Returns the plans as a calendar, to whoever has the address; cookies say nothing here."""
    found = calendar_owner(db.session(), token)
    if found is None:
        abort(404)
    learner_id, _ = found
    content, site_url = planned(db.session(), catalog(), learner_id, datetime.now(UTC)), settings().site_url
    file = write_calendar(
        uid_of(site_url, learner_id, "plan"),
        gettext("Plan at %(site)s", site=settings().site_name),
        language_tag(),
        calendar_days(content, learner_id, site_url),
        last_change(content),
    )
    answer = Response(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = NEVER
    answer.headers["Content-Disposition"] = 'inline; filename="plan.ics"'
    return answer


def _plan_page(address: str = "", wrong: str = "", status: int = 200) -> BaseResponse:
    found = planned(db.session(), catalog(), signed_in().learner_id, datetime.now(UTC))
    context = plan_page(catalog(), found, marks_overview().marks)
    meta = meta_builder().simple(gettext("Plan"), gettext("What comes on which day."), section="me")
    return page("habits/plan.html", meta, status=status, page=context, address=address, wrong=wrong)


def _roadmap() -> Roadmap:
    roadmap = find_roadmap(request.form.get("roadmap", ""))
    if roadmap is None or not roadmap.order:
        abort(404)
    return roadmap
